"""What a table of a report is. It says nothing of looks: each output writes it in its own way."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import overload

import pandas as pd

from .. import labels
from ..labels import Translate
from ..number_format import TEXT


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        heading: with its unit.
        kind: of its values (see `number_format`).
        group: the heading above, which neighbours share.
        key: names the column for outputs that look for it.
        tones: pairs of a text and its tone (see `status_tones`).
        judged: whether a number below zero is bad.
        share: whether a number is drawn as a bar too.
    """

    heading: str
    kind: str = TEXT
    group: str = ""
    key: str = ""
    tones: tuple[tuple[str, str], ...] = ()
    judged: bool = False
    share: bool = False


def column_groups(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """Return the runs of columns of one group, for the row above the head: name and number of columns."""
    return [(name, len(list(run))) for name, run in groupby(columns, key=lambda column: column.group)]


@dataclass(frozen=True)
class Table:
    """A titled table.

    Attributes:
        key: names the table for outputs and forms.
        name: of its sheet or file.
        title: stands above it.
        columns: of the table.
        rows: may be walked more than once.
        notes: stand above the head.
        footnotes: stand below the rows, as in the official form.
        technical: whether it explains how the figures were made, and stands behind those that a leader reads.
        totals: numbers of the rows that sum up others.
        form: number of columns that make the official form, where others with more detail follow.
    """

    key: str
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[object, ...]]
    notes: tuple[str, ...] = ()
    totals: frozenset[int] = frozenset()
    form: int | None = None
    footnotes: tuple[str, ...] = ()
    technical: bool = False

    def index(self, key: str) -> int:
        """Return the position of the column of a key."""
        return next(index for index, column in enumerate(self.columns) if column.key == key)


class FrameRows(Sequence["tuple[object, ...]"]):
    """The rows of a frame as tuples, made while walked: a list of a million parcels is never held twice."""

    def __init__(self, frame: pd.DataFrame) -> None:
        """Show the rows of `frame`, which must not change."""
        self._frame = frame

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._frame)

    @overload
    def __getitem__(self, index: int) -> tuple[object, ...]: ...

    @overload
    def __getitem__(self, index: slice) -> FrameRows: ...

    def __getitem__(self, index: int | slice) -> tuple[object, ...] | FrameRows:
        """Return a row, or the rows of a slice."""
        if isinstance(index, slice):
            return FrameRows(self._frame.iloc[index])
        return tuple(self._frame.iloc[index])

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows."""
        return self._frame.itertuples(index=False, name=None)


class TotalledRows(Sequence["tuple[object, ...]"]):
    """Rows with one more at their end that sums them up."""

    def __init__(self, rows: Sequence[tuple[object, ...]], total: tuple[object, ...]) -> None:
        """Show `rows`, then `total`."""
        self._rows, self._total = rows, total

    def __len__(self) -> int:
        """Return the number of rows, with that of the total."""
        return len(self._rows) + 1

    @overload
    def __getitem__(self, index: int) -> tuple[object, ...]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[object, ...]]: ...

    def __getitem__(self, index: int | slice) -> tuple[object, ...] | Sequence[tuple[object, ...]]:
        """Return a row, or the rows of a slice."""
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = range(len(self))[index]
        return self._total if number == len(self._rows) else self._rows[number]

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows, the total last."""
        yield from self._rows
        yield self._total


def totalled(table: Table, endings: tuple[str, ...], tr: Translate) -> Table:
    """Return a table with a last row that sums up some columns; one without rows as it is.

    Args:
        table: the table; its first column has words.
        endings: of the keys of the columns to sum up, which hold numbers.
        tr: translates.

    """
    if not len(table.rows):
        return table
    cells: list[object] = [tr("Total"), *[None] * (len(table.columns) - 1)]
    for number, column in enumerate(table.columns):
        if column.key.endswith(endings):
            values = pd.Series([row[number] for row in table.rows], dtype=float)
            cells[number] = math.fsum(values.dropna())
    return replace(table, rows=TotalledRows(table.rows, tuple(cells)), totals=frozenset({len(table.rows)}))


def in_unit(unit: str, tr: Translate) -> Callable[[str], str]:
    """Return a function that adds a unit to a heading."""
    return lambda heading: labels.with_unit(heading, unit, tr)
