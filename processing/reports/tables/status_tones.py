"""Tones: whether a word in a table is good or bad news. Each output shows a tone by a colour of its own."""

from __future__ import annotations

from collections.abc import Mapping

from ...analysis.vocabulary import Potential, ProblemSeverity, Use
from ...bridge.vocabulary import potential_labels, problem_severity_labels, use_labels
from ..labels import Translate

GOOD, BAD, WARN, CHECK, NOTE = "good", "bad", "warn", "check", "note"
Tones = tuple[tuple[str, str], ...]


def of_states(words: Mapping[str, str]) -> Tones:
    """Return the tones of the labels of a unit's or gap's states."""
    tones = {"met": GOOD, "no_gap": GOOD, "missed": BAD, "warned": WARN, "no_data": NOTE}
    return tuple((word, tones[state]) for state, word in words.items() if state in tones)


def of_uses(tr: Translate) -> Tones:
    """Return the tones of the labels of conflicts' classes of use."""
    tones = {Use.NON_AGRICULTURAL: BAD, Use.AGRICULTURAL: WARN, Use.TO_VERIFY: CHECK, Use.NOTE: NOTE}
    return tuple((word, tones[Use(use)]) for use, word in use_labels(tr).items())


def of_potentials(tr: Translate) -> Tones:
    """Return the tones of the labels of candidates' parts of the potential."""
    tones = {Potential.FREE: GOOD, Potential.TO_CONFIRM: CHECK, Potential.BARRED: WARN, Potential.EXCLUDED: NOTE}
    return tuple((word, tones[Potential(part)]) for part, word in potential_labels(tr).items())


def of_problems(tr: Translate) -> Tones:
    """Return the tones of the labels of data problems' severities."""
    tones = dict(zip(ProblemSeverity.values(), (BAD, CHECK, NOTE)))
    return tuple((word, tones[severity]) for severity, word in problem_severity_labels(tr).items())
