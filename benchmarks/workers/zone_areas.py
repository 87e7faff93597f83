"""What an output says lies inside zones: `sums FILE LAYER COLUMN...`; where a column is not null, or all ("")."""

from __future__ import annotations

import sys

import pyogrio
import shapely

from .protocol import emit


def main(path: str, layer: str, *columns: str) -> None:
    """Read and tell the areas by column."""
    names = [name for name, kind in pyogrio.list_layers(path) if kind is not None]
    # Without Arrow: GDAL 3.6 hands out empty shapes where no other column is asked for.
    frame = pyogrio.read_dataframe(
        path, layer=layer if layer in names else names[0], columns=[name for name in columns if name], use_arrow=False
    )
    area = shapely.area(frame.geometry.to_numpy())
    inside = {name: float(area[frame[name].notna()].sum() if name else area.sum()) for name in columns}
    emit(rows=len(frame), inside=inside)


if __name__ == "__main__":
    main(*sys.argv[1:])
