"""Hand-made pieces for the tests of rules and sums: say what matters, the rest is a plain 100 m x 50 m field."""

import geopandas
import shapely

from farmland_redline.processing.bridge.policy.reader import load_classes, load_policy

POLICY = load_policy()
CLASSES = load_classes()
DATE = "2024-12-31"


def piece(**facts):
    """One piece's columns; `wide` and `long` shape it (metres), `area_m2` follows unless given."""
    wide, long = facts.pop("wide", 50), facts.pop("long", 100)
    row = {"DLBM": "0201", "county": "360281", "township": "360281101", "village": "360281101201", **facts}
    row.setdefault("area_m2", float(wide * long))
    row.setdefault("cultivated_m2", row["area_m2"] if str(row["DLBM"]).startswith("01") else 0.0)
    row.setdefault("sliver", False)
    row["geometry"] = shapely.multipolygons([shapely.box(0, 0, wide, long)])
    return row


def pieces(*rows):
    """A frame of pieces; columns that no row names are absent, as where the data lacks them."""
    frame = geopandas.GeoDataFrame([dict(row) for row in rows], geometry="geometry", crs="EPSG:4527")
    if "piece_id" not in frame:
        frame.insert(0, "piece_id", [f"q{i}" for i in range(len(frame))])
    if "BSM" not in frame:
        frame.insert(1, "BSM", [f"36028121100000{i:04d}" for i in range(len(frame))])
    for name in frame.columns:
        if frame[name].dtype == object:
            frame[name] = frame[name].where(frame[name].notna(), None)
    return frame


def in_pbf(**facts):
    """A piece inside permanent basic farmland, cultivated when it was delimited unless said otherwise."""
    return piece(**{"pbf": "P1", "pbf_DLBM": "0101", "pbf_TBDLMJ": 4500.0, **facts})
