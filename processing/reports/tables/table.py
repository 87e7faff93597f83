"""What a table of a report is. It says nothing about how it looks: each output writes it in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import overload

import pandas as pd

from .. import labels
from ..labels import Translate
from ..number_format import TEXT


@dataclass(frozen=True)
class Column:
    """A column: heading with its unit, kind of value, and the group that it stands under in the head.

    `key` names it to those who look for it. `tones` pairs texts with what they mean (see `tones.py`); of a number that
    is `judged` one below zero is bad; a `share` is drawn as a bar too.
    """

    heading: str
    kind: str = TEXT
    group: str = ""
    key: str = ""
    tones: tuple[tuple[str, str], ...] = ()
    judged: bool = False
    share: bool = False


def column_groups(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """Runs of columns of one group, for the row above the head: name and number of columns."""
    return [(name, len(list(run))) for name, run in groupby(columns, key=lambda column: column.group)]


@dataclass(frozen=True)
class Table:
    """A titled table. `rows` may be walked more than once; `totals` marks the rows that sum others up.

    `form` is the number of columns that make the official form, where others with more detail stand behind it.
    """

    key: str
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[object, ...]]
    notes: tuple[str, ...] = ()
    totals: frozenset[int] = frozenset()
    form: int | None = None

    def index(self, key: str) -> int:
        """The place of the column of a key."""
        return next(index for index, column in enumerate(self.columns) if column.key == key)


class FrameRows(Sequence["tuple[object, ...]"]):
    """The rows of a frame as tuples, made while walked: a list of a million parcels is never held twice."""

    def __init__(self, frame: pd.DataFrame) -> None:
        """Show the rows of `frame`, which must not change."""
        self._frame = frame

    def __len__(self) -> int:
        return len(self._frame)

    @overload
    def __getitem__(self, index: int) -> tuple[object, ...]: ...

    @overload
    def __getitem__(self, index: slice) -> FrameRows: ...

    def __getitem__(self, index: int | slice) -> tuple[object, ...] | FrameRows:
        if isinstance(index, slice):
            return FrameRows(self._frame.iloc[index])
        return tuple(self._frame.iloc[index])

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        return self._frame.itertuples(index=False, name=None)


def in_unit(unit: str, tr: Translate) -> Callable[[str], str]:
    """Headings of figures in a unit."""
    return lambda heading: labels.with_unit(heading, unit, tr)
