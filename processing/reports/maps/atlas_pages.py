"""Plans which sheets an atlas has, and what stands on each; plain geometry, without QGIS.

Conflicts that one sheet cannot list, or cannot show at a scale of details, are spread over detail sheets: they are
halved again and again where they lie farthest apart. Index sheets show the detail sheets.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
WHOLE, INDEX, DETAIL, ONE = "whole", "index", "detail", "one"


@dataclass(frozen=True)
class LocatedConflict:
    """A conflict: its row in the table of all, its place (m), and the box around it (m)."""

    row: int
    x: float
    y: float
    box: Box


@dataclass(frozen=True)
class PlannedSheet:
    """A sheet of a unit.

    Attributes:
        unit: the unit's code.
        kind: 'whole' (all conflicts of the unit), 'index', 'detail', or 'one' (a single conflict).
        extent: what it must show (m).
        numbered: number -> row of its conflicts, in the order of its table; of an index, of all the unit's.
        parts: of an index: number of a detail sheet -> box around its conflicts, and their numbers.
        listed: of an index, the detail sheets that stand in its table.
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
    """Return the box around boxes, enlarged on each side by a share of its longer side."""
    left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
    more = max(right - left, top - bottom) * share
    return left - more, bottom - more, right + more, top + more


def plan_unit(
    unit: str, conflicts: Sequence[LocatedConflict], outline: Box, room: int, fits: Callable[[Box], bool], share: float
) -> list[PlannedSheet]:
    """Return the sheets of a unit: one, or index sheets and detail sheets.

    Args:
        unit: its code.
        conflicts: of the unit, at least one.
        outline: the box around the unit (m).
        room: how many rows a sheet's table holds.
        fits: whether a sheet shows an extent at a scale of details.
        share: what is left free around conflicts, of their extent.
    """

    def extent(part: Sequence[LocatedConflict]) -> Box:
        """Return the extent of a sheet that shows some conflicts."""
        return around([conflict.box for conflict in part], share)

    groups = _split(list(conflicts), room, lambda part: fits(extent(part)))
    numbered, first = [], 1
    for group in groups:
        ordered = sorted(group, key=lambda conflict: (-conflict.y, conflict.x, conflict.row))
        numbered.append({first + place: conflict.row for place, conflict in enumerate(ordered)})
        first += len(group)
    if len(groups) == 1:
        return [PlannedSheet(unit, WHOLE, extent(groups[0]), numbered[0], {})]
    indexes = math.ceil(len(groups) / room)
    count = indexes + len(groups)
    parts = {
        indexes + place: (around([conflict.box for conflict in group]), tuple(numbers))
        for place, (group, numbers) in enumerate(zip(groups, numbered), 1)
    }
    everything = {number: row for numbers in numbered for number, row in numbers.items()}
    whole = around([outline, *(conflict.box for conflict in conflicts)])
    sheets = []
    for place in range(indexes):
        listed = tuple(list(parts)[place * room : (place + 1) * room])
        sheets.append(PlannedSheet(unit, INDEX, whole, everything, parts, listed, place + 1, count))
    for number, group, numbers in zip(parts, groups, numbered):
        sheets.append(PlannedSheet(unit, DETAIL, extent(group), numbers, {}, (), number, count))
    return sheets


def plan_single(unit: str, conflicts: Sequence[LocatedConflict], share: float) -> list[PlannedSheet]:
    """Return a sheet for each conflict of a unit, from the north to the south."""
    ordered = sorted(conflicts, key=lambda conflict: (-conflict.y, conflict.x, conflict.row))
    return [
        PlannedSheet(unit, ONE, around([conflict.box], share), {number: conflict.row}, {}, (), number, len(ordered))
        for number, conflict in enumerate(ordered, 1)
    ]


def _split(
    conflicts: list[LocatedConflict], room: int, fits: Callable[[Sequence[LocatedConflict]], bool]
) -> list[list[LocatedConflict]]:
    """Return groups of conflicts that fit on a sheet each."""
    if len(conflicts) == 1 or (len(conflicts) <= room and fits(conflicts)):
        return [conflicts]
    left, bottom, right, top = around([(f.x, f.y, f.x, f.y) for f in conflicts])
    wide = right - left >= top - bottom
    ordered = sorted(conflicts, key=lambda f: (f.x, -f.y, f.row) if wide else (-f.y, f.x, f.row))
    if len(conflicts) <= room:
        places = [f.x if wide else -f.y for f in ordered]
        gaps = [after - before for before, after in zip(places, places[1:])]
        cut = gaps.index(max(gaps)) + 1
    else:
        # Whole sheets go to one side, so that few sheets are half empty.
        cut = max(1, math.ceil(len(conflicts) / room) // 2) * room
    return [*_split(ordered[:cut], room, fits), *_split(ordered[cut:], room, fits)]
