"""Which sheets an atlas has, and what stands on each; plain geometry, without QGIS.

Findings that one sheet cannot list, or cannot show at a scale at which they are seen, are spread over detail sheets by
halving them again and again where they lie farthest apart, and index sheets show these.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
WHOLE, INDEX, DETAIL, ONE = "whole", "index", "detail", "one"


@dataclass(frozen=True)
class Finding:
    """A finding: its row in the table of all, its place (m), and the box around it."""

    row: int
    x: float
    y: float
    box: Box


@dataclass(frozen=True)
class PlannedSheet:
    """A sheet of a unit.

    Attributes:
        unit: the unit's code.
        kind: 'whole' (all findings of the unit), 'index', 'detail', or 'one' (a single finding).
        extent: what it must show (m).
        numbered: number -> row of its findings, in the order of its table; of an index, of all the unit's.
        parts: of an index, numbers of the unit's detail sheets, the boxes around their findings and these numbers.
        listed: of an index, those of the parts that stand in this sheet's table.
        number, count: which of how many sheets of the unit.
    """

    unit: str
    kind: str
    extent: Box
    numbered: dict[int, int]
    parts: dict[int, tuple[Box, tuple[int, ...]]]
    listed: tuple[int, ...] = ()
    number: int = 1
    count: int = 1


def around(boxes: Sequence[Box], share: float = 0.0) -> Box:
    """The box around boxes, larger by a share of its longer side."""
    left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
    more = max(right - left, top - bottom) * share
    return left - more, bottom - more, right + more, top + more


def plan_unit(
    unit: str, findings: Sequence[Finding], outline: Box, room: int, fits: Callable[[Box], bool], share: float
) -> list[PlannedSheet]:
    """The sheets of a unit: one, or index sheets and detail sheets.

    Args:
        unit: its code.
        findings: of the unit, at least one.
        outline: the box around the unit.
        room: how many rows a sheet's table holds.
        fits: whether a sheet shows an extent at a scale of details.
        share: what is left free around findings, of their extent.
    """

    def extent(part: Sequence[Finding]) -> Box:
        return around([finding.box for finding in part], share)

    groups = _split(list(findings), room, lambda part: fits(extent(part)))
    numbered, first = [], 1
    for group in groups:
        ordered = sorted(group, key=lambda finding: (-finding.y, finding.x, finding.row))
        numbered.append({first + place: finding.row for place, finding in enumerate(ordered)})
        first += len(group)
    if len(groups) == 1:
        return [PlannedSheet(unit, WHOLE, extent(groups[0]), numbered[0], {})]
    indexes = math.ceil(len(groups) / room)
    count = indexes + len(groups)
    parts = {
        indexes + place: (around([finding.box for finding in group]), tuple(numbers))
        for place, (group, numbers) in enumerate(zip(groups, numbered), 1)
    }
    everything = {number: row for numbers in numbered for number, row in numbers.items()}
    whole = around([outline, *(finding.box for finding in findings)])
    sheets = []
    for place in range(indexes):
        listed = tuple(list(parts)[place * room : (place + 1) * room])
        sheets.append(PlannedSheet(unit, INDEX, whole, everything, parts, listed, place + 1, count))
    for number, group, numbers in zip(parts, groups, numbered):
        sheets.append(PlannedSheet(unit, DETAIL, extent(group), numbers, {}, (), number, count))
    return sheets


def plan_single(unit: str, findings: Sequence[Finding], share: float) -> list[PlannedSheet]:
    """A sheet for each finding of a unit, from the north to the south."""
    ordered = sorted(findings, key=lambda finding: (-finding.y, finding.x, finding.row))
    return [
        PlannedSheet(unit, ONE, around([finding.box], share), {number: finding.row}, {}, (), number, len(ordered))
        for number, finding in enumerate(ordered, 1)
    ]


def _split(findings: list[Finding], room: int, fits: Callable[[Sequence[Finding]], bool]) -> list[list[Finding]]:
    """Groups that a sheet holds each."""
    if len(findings) == 1 or (len(findings) <= room and fits(findings)):
        return [findings]
    left, bottom, right, top = around([(f.x, f.y, f.x, f.y) for f in findings])
    wide = right - left >= top - bottom
    ordered = sorted(findings, key=lambda f: (f.x, -f.y, f.row) if wide else (-f.y, f.x, f.row))
    if len(findings) <= room:
        places = [f.x if wide else -f.y for f in ordered]
        gaps = [after - before for before, after in zip(places, places[1:])]
        cut = gaps.index(max(gaps)) + 1
    else:
        # Whole sheets go to one side, so that few sheets are half empty.
        cut = max(1, math.ceil(len(findings) / room) // 2) * room
    return [*_split(ordered[:cut], room, fits), *_split(ordered[cut:], room, fits)]
