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


def units_of(county, side):
    """Two townships side by side, each with a village in the south and one in the north."""
    columns, rows = np.meshgrid(np.arange(side) * 2 // side, np.arange(side) * 2 // side)
    pairs = list(zip(columns.ravel(), rows.ravel()))
    return {
        "township": [f"{county}10{1 + column}" for column, _ in pairs],
        "village": [f"{county}10{1 + column}20{row}" for column, row in pairs],
        "ZLDWMC": ["东西南北"[2 * column + row] + "村" for column, row in pairs],
    }


def write_geopackage(path, side=12, cell=60.0, counties=("360222", "360203"), vertices=0, share=0.06):
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
                    **units_of(county, side),
                    "BSM": [f"{county}{n:06d}" for n in range(len(x))],
                    "SJNF": 2024,
                    "cultivated_m2": np.where(np.char.startswith(np.array(CLASSES)[choice], "01"), cell * cell, 0.0),
                    "pbf": np.where(blocks[ys.ravel() // 4, xs.ravel() // 4] % 2 == 0, "J1", None),
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
    pieces["area_m2"], pieces["sliver"] = pieces.area.round(2), False
    draw = rng.random(len(pieces))
    conflicts = pieces[draw < share].copy()
    conflicts["severity"] = rng.integers(0, 4, len(conflicts))
    conflicts["kind"], conflicts["measure"] = "house", "14"
    conflicts["conflict_id"] = conflicts["piece_id"]
    conflicts["area_mu"] = conflicts["area_m2"] * 3 / 2000
    conflicts["lost_cultivated_m2"] = conflicts["area_m2"] / 2
    conflicts["origin"] = "lost"
    candidates = pieces[(draw > 0.05) & (draw < 0.14)].copy()
    candidates["tier"] = rng.choice(["at_once", "with_works", "other"], len(candidates))
    candidates["candidate_id"], candidates["net_m2"] = candidates["piece_id"], candidates["area_m2"]
    candidates["excluded"] = None
    units = pieces[["county", "geometry"]].dissolve("county").reset_index().rename(columns={"county": "XZQDM"})
    for name, frame in (("pieces", pieces), ("conflicts", conflicts), ("candidates", candidates), ("XJXZQ", units)):
        frame.to_file(path, layer=name, driver="GPKG", engine="pyogrio", promote_to_multi=True)
    return path
