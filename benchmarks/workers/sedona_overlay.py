"""SedonaDB, the areas of all intersections, in memory: `sedona PARCELS ZONES LAYER`."""

from __future__ import annotations

import sys

import geopandas
import sedonadb

from .protocol import Work, emit

QUERY = """
SELECT p."BSM" AS parcel, z."BSM" AS zone, ST_Area(ST_Intersection(p.geometry, z.geometry)) AS area
FROM parcels p JOIN zones z ON ST_Intersects(p.geometry, z.geometry)
"""


def main(parcels: str, zones: str, layer: str) -> None:
    """Run and tell."""
    emit(versions={"sedonadb": sedonadb.__version__})
    session = sedonadb.connect()
    for name, frame in (
        ("parcels", geopandas.read_file(parcels, use_arrow=True)),
        ("zones", geopandas.read_file(zones, layer=layer, use_arrow=True)),
    ):
        session.create_data_frame(frame[["BSM", "geometry"]]).to_memtable().to_view(name)
    with Work():
        result = session.sql(QUERY).to_pandas()
    emit(rows=len(result), inside=float(result["area"].sum()))


if __name__ == "__main__":
    main(*sys.argv[1:])
