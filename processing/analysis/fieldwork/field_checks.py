"""What people found in the field, joined with what has been decided meanwhile: nobody's word overwrites another's."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from ..dates import BEIJING, moment_of
from ..vocabulary import CheckOutcome

_FIRST = datetime.datetime.min.replace(tzinfo=BEIJING)
Key = tuple[str, str]  # of a finding: its list and its stable id


@dataclass(frozen=True)
class FieldCheck:
    """What somebody found in the field of a finding.

    Attributes:
        layer: the list of the finding, such as `conflicts`.
        finding: its stable id.
        verdict: a `Verdict`, or what stands there in its stead; empty where nothing was decided.
        found: id of the use that was seen; empty where nothing was chosen.
        remark: in words.
        checker: who checked.
        checked: when, as ISO 8601; may be empty.
        version: of the decision that the device had; 0 for none.
        shape: hash of the finding's shape that the device had.
        photos: paths of photos, as the device has them.
        source: the file it comes from.
    """

    layer: str
    finding: str
    verdict: str
    found: str
    remark: str
    checker: str
    checked: str
    version: int
    shape: str
    photos: tuple[str, ...]
    source: str

    @property
    def key(self) -> Key:
        """The finding."""
        return self.layer, self.finding

    @property
    def voice(self) -> str:
        """Who speaks: the person, or the file where no name is given."""
        return self.checker or self.source

    @property
    def is_visited(self) -> bool:
        """Whether anything was filled in."""
        return any((self.verdict, self.found, self.remark, self.photos))


@dataclass(frozen=True)
class Known:
    """The decision that counts in the results: its verdict, who decided, and its version."""

    verdict: str
    reviewer: str
    version: int


@dataclass(frozen=True)
class Judged:
    """A check with what became of it; of those who differ, `others` says what the others decided."""

    check: FieldCheck
    outcome: CheckOutcome
    others: tuple[tuple[str, str], ...] = ()


def judge_checks(
    checks: Iterable[FieldCheck],
    known: Mapping[Key, Known],
    findings: Collection[Key],
    suits: Callable[[FieldCheck], bool] = lambda _: True,
) -> tuple[list[Judged], list[FieldCheck]]:
    """Return what becomes of each check, and the decisions that follow: one for a finding.

    Of one person the last word on a finding counts; where the times do not tell which that is, words that differ are
    as those of two. Checks of several people that agree become one decision with the
    names and remarks of all. Where two people decide differently, or somebody has decided otherwise in the office since
    the device was given its list, nothing is decided: all are told. What is the same as the decision that counts is not
    written again.

    Args:
        checks: what devices brought back, only what was visited.
        known: the decisions that count, by finding.
        findings: those of the results.
        suits: whether a check's verdict can be given on its finding; one that cannot decides nothing.

    >>> check = FieldCheck("conflicts", "a", "confirmed", "", "", "Li", "2024-05-01", 0, "", (), "1.gpkg")
    >>> judged, decisions = judge_checks([check], {}, {("conflicts", "a")})
    >>> judged[0].outcome.value, decisions[0].checker
    ('taken', 'Li')
    >>> other = replace(check, verdict="rejected", checker="Wang")
    >>> [each.outcome.value for each in judge_checks([check, other], {}, {("conflicts", "a")})[0]]
    ['differs', 'differs']

    """
    by_finding: dict[Key, list[FieldCheck]] = {}
    judged: list[Judged] = []
    for check in checks:
        if check.key not in findings:
            judged.append(Judged(check, CheckOutcome.UNKNOWN))
        elif not check.verdict or not suits(check):
            judged.append(Judged(check, CheckOutcome.UNDECIDED))
        else:
            by_finding.setdefault(check.key, []).append(check)
    decisions = []
    for key, given in by_finding.items():
        own = _last_words(given)
        judged += [Judged(check, CheckOutcome.SUPERSEDED) for check in given if check not in own]
        counts = known.get(key)
        voices = {(check.voice, check.verdict) for check in own}
        # What the device knew is no other voice: who checked has seen it.
        if counts is not None and counts.version > max(check.version for check in own):
            voices.add((counts.reviewer, counts.verdict))
        if len({verdict for _, verdict in voices}) > 1:
            judged += [Judged(check, CheckOutcome.DIFFERS, _others(check, voices)) for check in own]
        elif counts is not None and counts.verdict == own[0].verdict:
            judged += [Judged(check, CheckOutcome.AGREED) for check in own]
        else:
            decisions.append(_together(own))
            judged += [Judged(check, CheckOutcome.TAKEN) for check in own]
    return judged, decisions


def _last_words(checks: list[FieldCheck]) -> list[FieldCheck]:
    """Return the last check of each person, in the order of time; all of one whose times do not tell which that is."""
    ordered = sorted(checks, key=lambda check: (_moment(check) or _FIRST, check.source))
    found = []
    for voice in dict.fromkeys(check.voice for check in ordered):
        own = [check for check in ordered if check.voice == voice]
        moments = [_moment(check) for check in own]
        latest = own if None in moments else [one for one, at in zip(own, moments) if at == moments[-1]]
        found += own[-1:] if len({check.verdict for check in latest}) == 1 else own
    return found


def _moment(check: FieldCheck) -> datetime.datetime | None:
    """Return when somebody checked; None where it cannot be read."""
    return moment_of(check.checked)


def _others(check: FieldCheck, voices: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return who decided otherwise than a check, and how."""
    return tuple(sorted(voice for voice in voices if voice[1] != check.verdict))


def _together(checks: list[FieldCheck]) -> FieldCheck:
    """Return one check for several that agree: the names and remarks of all, at the time of the last."""
    said = {check.voice: check.remark for check in checks if check.remark}
    told = [f"{who}: {what}" for who, what in said.items()] if len(said) > 1 else list(said.values())
    remark = "; ".join(told)
    checkers = ", ".join(dict.fromkeys(check.checker for check in checks if check.checker))
    return replace(checks[-1], remark=remark, checker=checkers)
