"""One GeoPackage for each county, with the county's rows of a run's layers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas

from ..progress import FeedbackProgress
from .writing import write_layers

_COUNTY = "county"


def write_counties(
    folder: Path, layers: Mapping[str, geopandas.GeoDataFrame], digits: int, progress: FeedbackProgress
) -> None:
    """Write `<code>.gpkg` for each county, one after the other.

    Args:
        folder: to be created, inside a folder of `bridge.io.staging`.
        layers: frames with a column `county`, by layer name; the counties are those of the first.
        digits: the length of a county's code; rows without such a code are written to no file.
        progress: receives the fraction done; may cancel.

    Raises:
        InputError: as in `write_layers`.

    """
    folder.mkdir()
    rows = {name: frame.groupby(_COUNTY).indices for name, frame in layers.items()}
    first = next(iter(rows.values()))
    codes = sorted(code for code in first if code.isascii() and code.isdigit() and len(code) == digits)
    for number, code in enumerate(codes):
        frames = {name: frame.iloc[rows[name].get(code, [])] for name, frame in layers.items()}
        part = progress.part(number / len(codes), (number + 1) / len(codes))
        write_layers(folder / f"{code}.gpkg", frames, part)
