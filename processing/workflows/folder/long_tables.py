"""Tables of all counties that only the merged GeoPackage has: read again, county by county, when it is written.

Of each county a few rows are kept, by which the types of the whole are known; the pieces of reserves of a hundred
large counties would take tens of gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ...bridge.io.result_reading import read_results_table
from ...bridge.io.table_parts import TableParts
from .county_rows import first_values, one_after_another, own_rows


@dataclass(frozen=True)
class LongTable:
    """What is kept of a table of a county.

    Attributes:
        package: the GeoPackage of the county's results.
        name: of the table.
        codes: of counties of which there are parcels.
        count: number of rows of its own units.
        samples: some of them, that tell the types of the columns.

    """

    package: Path
    name: str
    codes: frozenset[str]
    count: int
    samples: pd.DataFrame

    @classmethod
    def read(cls, package: Path, name: str, codes: frozenset[str]) -> LongTable:
        """Read and check a table.

        Raises:
            InputError: the file is damaged, or the table not as an algorithm writes it.

        """
        own = own_rows(read_results_table(package, name), codes)
        return cls(package, name, codes, len(own), first_values(own))

    def rows(self) -> pd.DataFrame:
        """Read the rows of its own units; errors as in `read`."""
        return own_rows(read_results_table(self.package, self.name), self.codes)


def merge_long_tables(counties: Iterable[Mapping[str, LongTable]]) -> dict[str, TableParts]:
    """Return the tables of many counties as one of each name, whose rows are read when they are wanted."""
    tables: dict[str, list[LongTable]] = {}
    for county in counties:
        for name, table in county.items():
            tables.setdefault(name, []).append(table)
    return {name: _in_parts(found) for name, found in tables.items()}


def _in_parts(tables: Sequence[LongTable]) -> TableParts:
    """Return tables of one name, at least one, as one."""
    filled = [table for table in tables if table.count]
    types = first_values(one_after_another([table.samples for table in filled or tables[:1]]))

    def parts() -> Iterator[pd.DataFrame]:
        for table in filled:
            yield one_after_another([types, table.rows()]).iloc[len(types) :]

    return TableParts(types, sum(table.count for table in filled), parts)
