"""A GeoPackage like a run's output: a checkerboard of parcels in two counties, some of them findings."""

import geopandas as gpd
import numpy as np
import shapely

CLASSES = [
    "0101",
    "0103",
    "0201K",
    "0301",
    "0404",
    "0601",
    "0702",
    "1003",
    "1006",
    "1101",
    "1104",
    "1107",
    "1202",
    "9999",
]
ORIGIN = (39_500_000.0, 3_260_000.0)


def write_geopackage(path, side=12, cell=60.0, counties=("360222", "360203"), vertices=0):
    """Write pieces, conflicts, candidates and counties; `side`² parcels a county."""
    rng = np.random.default_rng(7)
    frames = []
    for number, county in enumerate(counties):
        xs, ys = np.meshgrid(np.arange(side), np.arange(side))
        x = ORIGIN[0] + xs.ravel() * cell + number * side * cell
        y = ORIGIN[1] + ys.ravel() * cell
        geometry = shapely.box(x, y, x + cell, y + cell)
        if vertices:
            geometry = shapely.segmentize(geometry, cell * 4 / vertices)
        blocks = rng.integers(0, len(CLASSES), size=(side // 4 + 1, side // 4 + 1))
        choice = blocks[ys.ravel() // 4, xs.ravel() // 4]
        frames.append(
            gpd.GeoDataFrame(
                {
                    "piece_id": [f"{county}-{n}" for n in range(len(x))],
                    "DLBM": np.array(CLASSES)[choice],
                    "county": county,
                },
                geometry=shapely.multipolygons(geometry.reshape(-1, 1)) if not vertices else geometry,
                crs=4527,
            )
        )
    pieces = frames[0]
    for frame in frames[1:]:
        pieces = gpd.GeoDataFrame(
            {c: [*pieces[c], *frame[c]] for c in pieces.columns if c != "geometry"},
            geometry=[*pieces.geometry, *frame.geometry],
            crs=4527,
        )
    draw = rng.random(len(pieces))
    conflicts = pieces[draw < 0.06].copy()
    conflicts["severity"] = rng.integers(0, 4, len(conflicts))
    conflicts["kind"] = "house"
    candidates = pieces[(draw > 0.05) & (draw < 0.14)].copy()
    candidates["tier"] = rng.choice(["at_once", "with_works", "other"], len(candidates))
    units = pieces[["county", "geometry"]].dissolve("county").reset_index().rename(columns={"county": "XZQDM"})
    for name, frame in (("pieces", pieces), ("conflicts", conflicts), ("candidates", candidates), ("XJXZQ", units)):
        frame.to_file(path, layer=name, driver="GPKG", engine="pyogrio", promote_to_multi=True)
    return path
