"""A table whose rows are made while it is written, so that never all of them are in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class TableParts:
    """The rows of a table, part by part.

    Attributes:
        types: rows with the columns and types of all; they are not written.
        count: number of rows.
        parts: makes the rows, of these columns and types.

    """

    types: pd.DataFrame
    count: int
    parts: Callable[[], Iterator[pd.DataFrame]]

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.count

    def frames(self) -> Iterator[pd.DataFrame]:
        """Yield the rows; first a frame without any, by which a file gets its columns."""
        yield self.types.iloc[:0]
        yield from self.parts()
