"""Tones: whether a word in a table is good or bad news. Each output shows a tone by a colour of its own."""

from __future__ import annotations

from collections.abc import Mapping

from ...analysis.vocabulary import ProblemSeverity, Severity
from ...bridge.vocabulary import problem_severity_labels
from ..labels import Translate
from ..names import Names

GOOD, BAD, WARN, CHECK, NOTE = "good", "bad", "warn", "check", "note"
Tones = tuple[tuple[str, str], ...]


def of_states(words: Mapping[str, str]) -> Tones:
    """Return the tones of the labels of a unit's or gap's states."""
    tones = {"met": GOOD, "no_gap": GOOD, "missed": BAD, "no_data": NOTE}
    return tuple((word, tones[state]) for state, word in words.items() if state in tones)


def of_severities(names: Names) -> Tones:
    """Return the tones of the labels of conflicts' severities."""

    def tone(severity: int) -> str:
        """Return the tone of a severity."""
        if severity >= Severity.SEVERE:
            return BAD
        if severity > Severity.COUNTED:
            return WARN
        return CHECK if severity == Severity.COUNTED else NOTE

    return tuple((names.of("severities", code) or code, tone(int(code))) for code in names.order("severities"))


def of_problems(tr: Translate) -> Tones:
    """Return the tones of the labels of data problems' severities."""
    tones = dict(zip(ProblemSeverity.values(), (BAD, CHECK, NOTE)))
    return tuple((word, tones[severity]) for severity, word in problem_severity_labels(tr).items())
