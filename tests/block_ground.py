"""Ground for the tests of blocks: candidates, fields, roads and canals as boxes, with areas as they are told."""

from __future__ import annotations

import geopandas
import pandas as pd
import shapely

MU = 2000 / 3
X, Y = 39_512_000.0, 3_245_000.0
CODES = {"county": "360222", "township": "360222101", "village": "360222101201"}


def ground(rows: dict[str, tuple]) -> geopandas.GeoDataFrame:
    """Pieces by id: class, net area in mu, and west, south, east, north in metres from a corner."""
    names, values = list(rows), list(rows.values())
    net = [round(value[1] * MU, 2) for value in values]
    codes = [value[0] for value in values]
    table = {
        "piece_id": names,
        "BSM": names,
        "DLBM": codes,
        "area_m2": [round(area / 0.932, 2) for area in net],
        "cultivated_m2": [area if code.startswith("01") else 0.0 for area, code in zip(net, codes)],
        "sliver": False,
        **CODES,
    }
    boxes = [shapely.box(X + w, Y + s, X + e, Y + n) for *_, (w, s, e, n) in values]
    return geopandas.GeoDataFrame(table, geometry=shapely.multipolygons([[box] for box in boxes]), crs="EPSG:4527")


def candidates_of(pieces: geopandas.GeoDataFrame, rows: dict[str, tuple], **columns: object) -> geopandas.GeoDataFrame:
    """The rows that are neither fields nor barriers as candidates, with their net areas as told."""
    wild = pieces[~pieces["DLBM"].str.startswith(("01", "10", "11"))].rename(columns={"piece_id": "candidate_id"})
    net = pd.Series({name: round(value[1] * MU, 2) for name, value in rows.items()})
    facts = {"source": "restorable", "tier": "at_once", "measure": 13, "excluded": None, "deferred": "no", **columns}
    net_m2 = net.reindex(wild["candidate_id"]).to_numpy()
    return wild.drop(columns=["cultivated_m2", "sliver"]).assign(net_m2=net_m2, net_mu=net_m2 / MU, **facts)
