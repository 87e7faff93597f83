"""Mosaics of parcels that share every vertex, zones drawn on them, and the way from both to pieces."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from farmland_redline.processing.analysis.area.ellipsoidal import GaussKruger
from farmland_redline.processing.analysis.area.rounding import to_cents
from farmland_redline.processing.analysis.overlay.options import OverlayRules
from farmland_redline.processing.analysis.overlay.parcels import ParcelChecks, prepare_parcels
from farmland_redline.processing.analysis.overlay.pieces import make_pieces
from farmland_redline.processing.analysis.overlay.roles import Role
from farmland_redline.processing.analysis.overlay.zones import prepare_zones

CRS = "EPSG:4527"
PROJECTION = GaussKruger(117.0, 39_500_000.0)
ORIGIN = np.array([39_512_000.0, 3_245_000.0])
LEVELS = {"county": 6, "township": 9, "village": 12}
RULES = OverlayRules(0.001, 1.0, 10.0, "national", LEVELS)
CHECKS = ParcelChecks("national", 0.01, LEVELS)


def mosaic(columns: int, rows: int, seed: int, size: float = 60.0, steps: int = 3) -> np.ndarray:
    """Cells of a warped grid; neighbours share their edges vertex by vertex. Row by row from the south."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(columns + 1) * size, np.arange(rows + 1) * size)
    nodes = np.stack((x, y), -1) + rng.uniform(-0.3, 0.3, (rows + 1, columns + 1, 2)) * size
    nodes = np.round(nodes + ORIGIN, 4)

    def edges(first: np.ndarray, last: np.ndarray) -> np.ndarray:
        share = np.arange(steps)[:, None] / steps
        inner = first[..., None, :] + (last - first)[..., None, :] * share
        inner[..., 1:, :] += rng.uniform(-0.04, 0.04, inner[..., 1:, :].shape) * size
        return np.round(inner, 4)

    across, up = edges(nodes[:, :-1], nodes[:, 1:]), edges(nodes[:-1], nodes[1:])
    cells = []
    for i in range(rows):
        for j in range(columns):
            back = np.concatenate([across[i + 1, j, 1:], nodes[i + 1, j + 1][None]])[::-1]
            down = np.concatenate([up[i, j, 1:], nodes[i + 1, j][None]])[::-1]
            cells.append(shapely.Polygon(np.concatenate([across[i, j], up[i, j + 1], back, down])))
    cells = np.array(cells, object)
    assert shapely.is_valid(cells).all()
    return cells


def union(cells: np.ndarray, chosen: object) -> shapely.Geometry:
    """Cells as one zone, on exactly their edges."""
    return shapely.union_all(cells[chosen]) if len(np.atleast_1d(chosen)) else shapely.Polygon()


def moved(geometry: shapely.Geometry, dx: float, dy: float) -> shapely.Geometry:
    return shapely.transform(geometry, lambda c: c + np.array([dx, dy]))


def shaken(geometry: shapely.Geometry, by: float, seed: int) -> shapely.Geometry:
    """Each vertex moved by up to `by`, alike vertices alike."""
    rng = np.random.default_rng(seed)

    def shake(coordinates: np.ndarray) -> np.ndarray:
        _, same = np.unique(coordinates, axis=0, return_inverse=True)
        return coordinates + rng.uniform(-by, by, (same.max() + 1, 2))[same.ravel()] / np.sqrt(2)

    return shapely.transform(geometry, shake)


def redrawn_blocks(cells: np.ndarray, columns: int, size: int) -> gpd.GeoDataFrame:
    """Zones of `size`² cells each, as a layer in the next zone of CGCS2000, with corners of their own and to 1 cm."""
    starts = range(0, columns, size)
    blocks = [
        [(i + r) * columns + j + c for r in range(size) for c in range(size) if max(i + r, j + c) < columns]
        for i in starts
        for j in starts
    ]
    there = gpd.GeoSeries([union(cells, block) for block in blocks[::2]], crs=CRS).to_crs("EPSG:4528")
    shapes = shapely.transform(shapely.segmentize(there.to_numpy(), 7.0), lambda xy: xy.round(2))
    number = range(len(shapes))
    return gpd.GeoDataFrame({"BSM": [f"{size}-{i}" for i in number], "DLBM": "0101"}, geometry=shapes, crs=there.crs)


def parcel_frame(geometry: np.ndarray, **columns: object) -> gpd.GeoDataFrame:
    """Survey parcels; every third is no cultivated land, records are a hair off the geometry as records are."""
    geometry = np.asarray(geometry, object)
    count = len(geometry)
    number = np.arange(count)
    record = np.round(np.nan_to_num(shapely.area(geometry)) * 0.9998 + 0.37 * (number % 5) + 0.01, 2)
    code = np.where(number % 3 == 2, "0201", "0101").astype(object)
    ratio = np.where(number % 2 == 0, 0.1195, 0.0) * (code == "0101")
    data = {
        "BSM": [f"P{i:05d}" for i in number],
        "DLBM": code,
        "TBMJ": record,
        "KCXS": ratio,
        "TBDLMJ": np.round(record - np.round(record * ratio, 2), 2),
        "ZLDWDM": ["3602221002010000000"] * count,
        **columns,
    }
    return gpd.GeoDataFrame(data, geometry=geometry, crs=CRS)


def prepared(frame: gpd.GeoDataFrame, checks: ParcelChecks = CHECKS):
    cultivated = frame["DLBM"].isin(["0101", "0102", "0103"]).to_numpy()
    return prepare_parcels(frame, "DLTB", cultivated, PROJECTION, checks)


def zone_layer(name: str, geometry: object, ids: object = None, role: Role | None = None, **columns: object):
    geometry = np.asarray(geometry, object)
    ids = [f"{name}{i:03d}" for i in range(len(geometry))] if ids is None else ids
    frame = gpd.GeoDataFrame({"BSM": np.asarray(ids, object), **columns}, geometry=geometry, crs=CRS)
    role = role or Role(name, id_names=("BSM",), code_names=("ZLDWDM",))
    return prepare_zones(role, {name.upper(): frame}, PROJECTION, RULES.tolerance, 6)


def pieces_of(frame: gpd.GeoDataFrame, *layers: object, rules: OverlayRules = RULES, units: object = None):
    """Pieces and all problems."""
    ready = prepared(frame)
    pieces, found = make_pieces(ready, layers, PROJECTION, rules, units)
    everything = [*ready.problems, *(p for layer in layers for p in layer.problems), *found]
    everything = [p for p in everything if len(p)]
    return pieces, pd.concat(everything, ignore_index=True) if everything else pd.DataFrame({"kind": []})


def cents_by_parcel(pieces: gpd.GeoDataFrame, column: str) -> pd.Series:
    return pd.Series(to_cents(pieces[column]), index=pieces["BSM"].to_numpy()).groupby(level=0).sum()
