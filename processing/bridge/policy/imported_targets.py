"""Targets of a spreadsheet taken over into a policy's text."""

from __future__ import annotations

from collections.abc import Iterable

from ...analysis.rules.policy import Policy, Unit
from .document import PolicyDocument
from .tables import FORMS, Kind
from .typed_values import plain_number

_AREAS = tuple(column.key for column in FORMS["units"].columns if column.kind is Kind.AREA)


def with_units(document: PolicyDocument, policy: Policy, only: Iterable[str] | None = None) -> PolicyDocument:
    """Return the document with the units of a policy: their targets, and those that it has not.

    Args:
        document: receives the targets; values that are the same stay as they are written.
        policy: the same with other targets, as `read_stated_targets` gives it.
        only: codes of the units to keep, with their cities; all others are taken out. None keeps them.

    """
    places = {document.identity("units", row): row for row in range(document.row_count("units"))}
    for unit in policy.units:
        row = places.get((unit.code,))
        document = _with_new(document, unit) if row is None else _with_targets(document, row, unit)
    if only is not None:
        kept = set(only)
        kept |= {unit.parent for unit in policy.units if unit.code in kept}
        for row in reversed(range(document.row_count("units"))):
            if document.identity("units", row) not in {(code,) for code in kept}:
                document = document.without_row("units", row)
    return document


def _targets(unit: Unit) -> dict[str, str]:
    """Return the areas of a unit as people type them, in 10,000 mu, by key; empty for what is not known."""
    areas = {key: getattr(unit, key) for key in _AREAS}
    areas |= {f"tasks_wan_mu: {year}": area for year, area in (unit.tasks_wan_mu or {}).items()}
    return {key: "" if area is None else plain_number(area) for key, area in areas.items()}


def _with_targets(document: PolicyDocument, row: int, unit: Unit) -> PolicyDocument:
    """Return the document with the targets of a unit in its row."""
    new = _targets(unit)
    years = [f"tasks_wan_mu: {year}" for year in document.years()]
    old = {key: document.shown("units", row, key) for key in (*_AREAS, *years)}
    changed = {key: new.get(key, "") for key in dict.fromkeys([*old, *new]) if old.get(key, "") != new.get(key, "")}
    if changed and document.shown("units", row, "source") != unit.source:
        changed["source"] = unit.source
    for key, typed in changed.items():
        document = document.with_value("units", row, key, typed)
    return document


def _with_new(document: PolicyDocument, unit: Unit) -> PolicyDocument:
    """Return the document with a row for a unit that it has not."""
    facts = {"code": unit.code, "name": unit.name, "level": unit.level, "parent": unit.parent, "source": unit.source}
    return document.with_row("units", {**facts, **_targets(unit)})
