"""The second survey and last year's survey, as the city's parcels would have stood in them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from . import mosaic
from .attributes import NAMES, fill_class
from .linear_features import LINE_WIDTH, give_lines_away
from .mosaic import STRIP, TOWN, WOODS, Layout
from .terrain import Warp
from .zone_context import Ground, Zone

ED_NAMES = {
    "011": "水田",
    "012": "水浇地",
    "013": "旱地",
    "021": "果园",
    "022": "茶园",
    "023": "其他园地",
    "031": "有林地",
    "032": "灌木林地",
    "033": "其他林地",
    "043": "其他草地",
    "101": "铁路用地",
    "102": "公路用地",
    "104": "农村道路",
    "111": "河流水面",
    "112": "湖泊水面",
    "113": "水库水面",
    "114": "坑塘水面",
    "116": "内陆滩涂",
    "117": "沟渠",
    "122": "设施农用地",
    "127": "裸地",
    "202": "建制镇",
    "203": "村庄",
    "204": "采矿用地",
    "205": "风景名胜及特殊用地",
}
_ED_CODE = {
    "0101": "011",
    "0102": "012",
    "0103": "013",
    "0201": "021",
    "0202": "022",
    "0203": "023",
    "0204": "023",
    "0301": "031",
    "0302": "031",
    "0305": "032",
    "0307": "033",
    "0602": "204",
    "09": "205",
    "1001": "101",
    "1003": "102",
    "1006": "104",
    "1101": "111",
    "1102": "112",
    "1103": "113",
    "1104": "114",
    "1106": "116",
    "1107": "117",
    "1202": "122",
    "1206": "127",
}


def second_survey(g: Ground, seed: int) -> list[Zone]:
    """Make a coarser mosaic, shifted by a metre or two: boxes before their last cuts, without linear features."""
    boxes, rng = g.layout.boxes, g.rng
    warp = Warp(seed, g.layout.city.span, g.layout.city.origin, variant=1)
    swallowed = boxes.old >= 0
    base = np.array(
        [
            _ED_CODE.get(code.rstrip("KA"))
            or {"04": "043", "05": "203", "06": "204", "07": "203", "08": "203"}.get(code[:2], "203")
            for code in NAMES
        ]
    )
    lookup = dict(zip(NAMES, base))
    own = pd.Series(g.code).map(lookup).fillna("043").to_numpy(dtype=object)
    own = np.where((boxes.type == TOWN), "202", own)
    names = np.array(sorted(set(own)))
    index = np.searchsorted(names, own.astype(str))
    weight = np.where(boxes.type == STRIP, 0, g.cents)
    used, row = np.unique(boxes.old[swallowed], return_inverse=True)
    total = np.bincount(
        row * len(names) + index[swallowed], weights=weight[swallowed], minlength=len(used) * len(names)
    )
    kind = names[total.reshape(len(used), len(names)).argmax(axis=1)].astype(object)
    first = np.full(len(used), -1)
    members = np.flatnonzero(swallowed)
    first[row[::-1]] = members[::-1]
    lost = np.isin(kind, ["021", "022", "023", "033", "032", "114"]) & (rng.random(len(kind)) < 0.45)
    small_woods = (kind == "031") & (boxes.type[first] != WOODS) & (rng.random(len(kind)) < 0.5)
    kind = np.where(lost | small_woods, np.where(g.height[first] < 0.4, "011", "013"), kind)
    line = ~swallowed & (boxes.type == STRIP) & (boxes.width < LINE_WIDTH)
    alone, lines = np.flatnonzero(~swallowed & ~line), np.flatnonzero(line)
    xy, owner = give_lines_away(
        np.concatenate([boxes.old_xy[used], boxes.xy[alone]]), boxes.xy[lines], boxes.width[lines]
    )
    kind = np.concatenate([kind, own[alone], own[lines]])
    first = np.concatenate([first, alone, lines])
    aside = np.array([1.3, -1.1])
    parts = shapely.transform(mosaic.polygons(xy, warp, 22.0), lambda points: np.round(points + aside, 4))
    order = np.argsort(owner, kind="stable")
    present, start = np.unique(owner[order], return_index=True)
    groups = np.split(order, start[1:])
    # the union cancels equal sides, so a line narrower than its chords' sag does no harm
    geometry = np.array(
        [parts[group[0]] if len(group) == 1 else shapely.coverage_union_all(parts[group]) for group in groups],
        dtype=object,
    )
    valid = shapely.is_valid(geometry)
    geometry[~valid] = shapely.buffer(geometry[~valid], 0)
    near = np.unique(g.tree.query(geometry, predicate="intersects")[0]) if len(g.held) else np.zeros(0, int)
    for i in near:
        geometry[i] = g.clear(geometry[i])
    zones = []
    for shape, i in zip(geometry, present):
        if shape is not None and not shape.is_empty:
            zones.append(Zone(shape, *g.place(first[i]), {"DLBM": kind[i], "DLMC": ED_NAMES[kind[i]]}))
    return zones


def last_year(
    layout: Layout, geometry: np.ndarray, table: pd.DataFrame, reserved: np.ndarray, override: dict, seed: int
) -> tuple[pd.DataFrame, np.ndarray]:
    """Survey of 2023: the same mosaic but for some other classes, and pairs of parcels that were one.

    `override` maps a reserved parcel to its class last year, or to None where last year's survey has a hole."""
    rng = np.random.default_rng([seed, 5])
    old, shapes, n = table.copy(), geometry.copy(), len(table)
    code = old["DLBM"].to_numpy(dtype=object).copy()
    before = code.copy()
    free = ~reserved & (layout.boxes.type != STRIP)
    draw = rng.random(n)
    level = np.array([text[:2] for text in code])
    grown = np.isin(level, ["02", "03"]) & (layout.boxes.type != WOODS) | np.isin(
        code, ["1104", "1104A", "1202", "0702", "1201", "1206"]
    )
    before = np.where(free & grown & (draw < 0.09), np.where(rng.random(n) < 0.7, "0101", "0103"), before)
    before = np.where(free & (level == "01") & (draw < 0.007), "0307", before)
    before = np.where(free & (level == "01") & (draw > 0.993), "0201", before)
    gone = np.zeros(n, dtype=bool)
    for parcel, value in override.items():
        if value is None:
            gone[parcel] = True
        else:
            before[parcel] = value
    changed = before != code
    old.loc[changed, "DLBM"] = before[changed]
    farmed = np.array([text[:2] == "01" for text in before])
    for column, value in (("GDPDJB", "2"), ("GDLX", "TT"), ("ZZSXDM", "LS")):
        old.loc[changed, column] = np.where(farmed[changed], value, None)
    for column in ("TBXHDM", "XZDWKD", "CZCSXM", "BZ"):
        old.loc[changed, column] = None
    old["GDDB"] = old["GDDB"].where(~changed | farmed)
    # siblings of one class that were one parcel before
    parent = layout.boxes.parent
    order = np.lexsort((np.arange(n), parent))
    pair = (parent[order][1:] == parent[order][:-1]) & (parent[order][1:] >= 0)
    a, b = order[:-1][pair], order[1:][pair]
    same = free[a] & free[b] & (before[a] == before[b]) & (old["ZLDWDM"].to_numpy()[a] == old["ZLDWDM"].to_numpy()[b])
    same &= rng.random(len(a)) < 0.012
    cents = old["cents"].to_numpy().copy()
    for i, j in zip(a[same], b[same]):
        merged = shapely.coverage_union_all(shapes[[i, j]])
        if merged.geom_type == "Polygon" and not gone[i] and not gone[j]:
            shapes[i] = merged
            cents[i] += cents[j]
            gone[j] = True
    old["cents"] = cents
    old["SJNF"] = 2023
    fill_class(old)
    return old[~gone].reset_index(drop=True), shapes[~gone]
