"""One GeoPackage for each county, with the county's rows of a run's layers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ..progress import FeedbackProgress
from .writing import write_layers

# Columns that say to which county a row belongs; the first that a table has.
_COUNTIES = ("county", "unit")


def county_column(table: pd.DataFrame) -> str:
    """Return the column of a table with the county to which each row belongs; empty where it has none."""
    return next((name for name in _COUNTIES if name in table.columns), "")


def write_counties(folder: Path, layers: Mapping[str, pd.DataFrame], digits: int, progress: FeedbackProgress) -> None:
    """Write `<code>.gpkg` for each county, one after the other.

    Args:
        folder: to be created, inside a folder of `bridge.io.staging`.
        layers: tables with a `county_column`, with or without geometry, by name; the counties are those of the first.
        digits: the length of a county's code; rows without such a code are written to no file.
        progress: receives the fraction done; may cancel.

    Raises:
        InputError: as in `write_layers`.

    """
    folder.mkdir()
    rows = {name: frame.groupby(county_column(frame)).indices for name, frame in layers.items()}
    first = next(iter(rows.values()))
    codes = sorted(code for code in first if code.isascii() and code.isdigit() and len(code) == digits)
    for number, code in enumerate(codes):
        frames = {name: frame.iloc[rows[name].get(code, [])] for name, frame in layers.items()}
        part = progress.part(number / len(codes), (number + 1) / len(codes))
        write_layers(folder / f"{code}.gpkg", frames, part)
