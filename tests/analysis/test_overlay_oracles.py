"""The overlay against others: geopandas' own, and PostGIS in a database of its own that the test starts and stops."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from postgres import Cluster

from farmland_redline.processing.analysis.overlay.assignment import ZoneIndex
from farmland_redline.processing.analysis.overlay.identity import identity_overlay

from .mosaics import CRS, mosaic, moved, shaken, union

# GEOS leaves a floating-point flag behind on some results.
pytestmark = pytest.mark.filterwarnings("ignore:invalid value encountered")

TOLERANCE = 0.001  # metres
COLUMNS, ROWS = 14, 12
NOISE = (0.0, 1e-7, 3e-4, 0.02, 3.0)  # metres by which the zones' vertices miss the parcels'


def zones(cells: np.ndarray, noise: float, seed: int) -> np.ndarray:
    """Blocks of three by three cells, every fourth left out; their common vertices move alike."""
    blocks = [
        union(cells, [(i + r) * COLUMNS + j + c for r in range(3) for c in range(3) if j + c < COLUMNS])
        for i in range(0, ROWS, 3)
        for j in range(0, COLUMNS, 3)
        if (i + j) % 4
    ]
    return np.array(shaken(shapely.multipolygons(blocks), noise, seed).geoms, object)


def areas(division, cells: np.ndarray) -> pd.Series:
    """Areas (m²) by parcel and the zone of each layer (-1: none)."""
    keys = [division.parcel, *division.label.T]
    return pd.Series(shapely.area(division.geometry)).groupby(keys).sum()


def compare(have: pd.Series, want: pd.Series, cells: np.ndarray, boundaries: int) -> None:
    """The same areas, but for the tolerance times the lengths of the boundaries that a parcel may follow."""
    both = pd.concat([have, want], axis=1, keys=["have", "want"]).fillna(0)
    length = shapely.length(cells)[both.index.get_level_values(0).astype(int)]
    off = (both["have"] - both["want"]).abs()
    assert (off <= boundaries * TOLERANCE * length + 0.01).all(), both[off > 0.01]
    assert both["want"].sum() == pytest.approx(shapely.area(cells).sum(), abs=0.01)


@pytest.mark.parametrize("noise", NOISE)
def test_geopandas(noise):
    """One layer, whose zones follow the parcels' boundaries more or less: areas by parcel and zone."""
    cells = mosaic(COLUMNS, ROWS, 8)
    shapes = zones(cells, noise, 4)
    assert shapely.is_valid(shapes).all()
    division = identity_overlay(cells, [ZoneIndex.of(shapes, np.zeros(len(shapes), bool))], TOLERANCE)
    parcels = gpd.GeoDataFrame({"parcel": np.arange(len(cells))}, geometry=cells, crs=CRS)
    layer = gpd.GeoDataFrame({"zone": np.arange(len(shapes))}, geometry=shapes, crs=CRS)
    oracle = gpd.overlay(parcels, layer, how="identity", keep_geom_type=True)
    want = oracle.area.groupby([oracle["parcel"], oracle["zone"].fillna(-1).astype(int)]).sum()
    compare(areas(division, cells), want, cells, 1)
    if noise >= 0.02:
        assert (np.bincount(division.parcel) > 1).sum() > 50


# PostGIS.


def load(database: Cluster, table: str, rows: list[tuple]) -> None:
    """A table of numbers and a geometry."""
    keys = [f"k{i}" for i in range(len(rows[0]) - 1)]
    lines = ["\t".join([*map(str, keyed), shapely.to_wkb(shape, hex=True)]) for *keyed, shape in rows]
    columns = ", ".join([*(f"{key} int" for key in keys), "shape geometry"])
    copied = "\n".join([f"COPY {table} FROM STDIN;", *lines, "\\."])
    database.sql(f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} ({columns});\n{copied}\nANALYZE {table};")


# In each layer the zone with the smallest number takes what it covers; later ones take what is left.
IDENTITY = """
CREATE TEMP TABLE free AS
  SELECT k0 AS layer, k1 AS zone, coalesce(ST_Difference(shape, (
    SELECT ST_Union(e.shape) FROM zones e
    WHERE e.k0 = z.k0 AND e.k1 < z.k1 AND ST_Intersects(e.shape, z.shape))), shape) AS shape
  FROM zones z;
CREATE TEMP TABLE whole AS
  SELECT layer, zone, shape FROM free
  UNION ALL
  SELECT layer, -1, ST_Difference((SELECT ST_Expand(ST_Extent(shape), 1)::geometry FROM parcels), ST_Union(shape))
  FROM free GROUP BY layer;
SELECT k0, a.zone, b.zone, sum(ST_Area(ST_Intersection(ST_Intersection(parcels.shape, a.shape), b.shape)))
FROM parcels
JOIN whole a ON a.layer = 0 AND ST_Intersects(parcels.shape, a.shape)
JOIN whole b ON b.layer = 1 AND ST_Intersects(parcels.shape, b.shape)
GROUP BY k0, a.zone, b.zone;
"""


@pytest.mark.parametrize("noise", NOISE)
def test_postgis(postgis, noise):
    """Two layers, the second of zones that overlap: areas by parcel and both zones."""
    cells = mosaic(COLUMNS, ROWS, 9)
    first = zones(cells, noise, 5)
    second = np.array([moved(zone, 40 * (i % 3) - 35, 25 * (i % 2) - 11) for i, zone in enumerate(first)], object)
    layers = [ZoneIndex.of(first, np.zeros(len(first), bool)), ZoneIndex.of(second, np.ones(len(second), bool))]
    division = identity_overlay(cells, layers, TOLERANCE)
    load(postgis, "parcels", list(enumerate(cells)))
    load(postgis, "zones", [(k, i, z) for k, layer in enumerate(layers) for i, z in enumerate(layer.shapes.decode())])
    rows = postgis.sql(IDENTITY)
    want = pd.Series({tuple(map(int, keys)): float(area) for *keys, area in rows})
    compare(areas(division, cells), want, cells, 2)
    assert (np.bincount(division.parcel) > 1).sum() > 50
