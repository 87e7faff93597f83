"""DuckDB, the areas of all intersections, in memory: `duckdb PARCELS ZONES LAYER`; nothing is downloaded."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from importlib.resources import files

import duckdb
import geopandas
import pyarrow

from .protocol import Work, emit

SPATIAL = "duckdb_extension_spatial"
OFFLINE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
# A thread takes a row group of 122,880 rows at least, so that fewer parcels would keep one core busy, while the others
# only wait (and count as processor time). This setting of DuckDB's own tests shares them out by single vectors.
ALL_CORES = "PRAGMA verify_parallelism"
# Planned as a SPATIAL_JOIN: an R-tree of the zones, probed by the parcels.
QUERY = """
SELECT p."BSM" AS parcel, z."BSM" AS zone, ST_Area(ST_Intersection(p.geometry, z.geometry)) AS area
FROM parcels p JOIN zones z ON ST_Intersects(p.geometry, z.geometry)
"""


def connect() -> duckdb.DuckDBPyConnection:
    """Return an empty database in memory with the extension of the installed package, on all cores."""
    session = duckdb.connect(config={**OFFLINE, "threads": os.cpu_count() or 1})
    (extension,) = (files(SPATIAL) / "extensions").glob("*/spatial.duckdb_extension")
    session.load_extension(str(extension))
    session.execute(ALL_CORES)
    return session


def main(parcels: str, zones: str, layer: str) -> None:
    """Run and tell."""
    emit(versions={"duckdb": duckdb.__version__, SPATIAL: version(SPATIAL)})
    session = connect()
    for name, frame in (
        ("parcels", geopandas.read_file(parcels, use_arrow=True)),
        ("zones", geopandas.read_file(zones, layer=layer, use_arrow=True)),
    ):
        rows = pyarrow.table({"BSM": frame["BSM"], "wkb": frame.geometry.to_wkb()})
        session.from_arrow(rows).project('"BSM", ST_GeomFromWKB(wkb) AS geometry').create(name)
    with Work():
        result = session.sql(QUERY).df()
    emit(rows=len(result), inside=float(result["area"].sum()))


if __name__ == "__main__":
    main(*sys.argv[1:])
