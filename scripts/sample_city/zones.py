"""Zone layers as they come: permanent basic farmland, reserves, red line, boundaries, and the small layers.

Random zones never touch a reserved parcel (one that a planted case stands on): what lies there is only what the case
needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely

from .attributes import NAMES
from .earlier_surveys import second_survey
from .geodesy import area_cents
from .mosaic import DRY, PADDY, STRIP, TOWN, WOODS, Layout
from .units import Places
from .zone_context import LAYERS, PERSONAL, Ground, Zone

FAULTS = ("360202", "360281")  # counties with a zone registered twice, and with one that has no unit code
PBF_SHARE = 0.90  # of the cultivated land, before what is left out inside the blocks


def pbf_fields(table: pd.DataFrame, group: np.ndarray, recorded: str | None, year: int = 2020) -> dict:
    """Record of a PBF zone over whole parcels: areas in m², class at delimitation, placeholders for people."""
    cents = int(table["cents"].to_numpy()[group].sum())
    rate = 0
    if recorded is not None and recorded.startswith("01"):
        kept = table["KCXS"].to_numpy()[group] * table["cents"].to_numpy()[group]
        rate = round(float(kept.sum()) / max(cents, 1) * 10000)
    ridge = (cents * rate + 5000) // 10000
    return {
        "DLBM": recorded,
        "DLMC": NAMES.get(recorded),
        "YJJBNTTBMJ": cents / 100,
        "KCDLBM": "1203" if rate else None,
        "KCXS": rate / 10000,
        "KCMJ": ridge / 100,
        "YJJBNTMJ": (cents - ridge) / 100,
        "SJNF": year,
        **PERSONAL,
    }


def _pbf(g: Ground, room: float, shaking: np.random.Generator) -> tuple[list[Zone], np.ndarray]:
    """PBF zones by patch, village and class at delimitation, `room` (0.01 m²) in all; and their parcels (mask).

    `shaking` is a generator of its own, so that the number of zones sways no draw of the layers made after them."""
    rng, boxes, n = g.rng, g.layout.boxes, len(g.code)
    block = boxes.block
    inside = block >= 0
    size = np.bincount(block[inside], weights=g.cents[inside])
    farmed = np.bincount(block[inside], weights=np.where(g.cultivated, g.cents, 0)[inside], minlength=len(size))
    share = farmed / np.maximum(size, 1)
    # blocks of fields first, in random order, until the city's PBF comes to its share of the cultivated land
    rank = rng.random(len(size)) / np.select([share > 0.55, share > 0.2], [1.0, 0.3], 0.06)
    urban = np.zeros(len(size), dtype=bool)  # the city district keeps little PBF, as in the real targets
    urban[block[inside & (g.layout.unit == g.layout.city.codes.index("360203"))]] = True
    rank = np.where(urban, rank + 0.75, rank)
    order = np.argsort(rank, kind="stable")
    taken = np.zeros(len(size), dtype=bool)
    taken[order[np.cumsum(farmed[order]) * 1.04 < room]] = True
    chosen = inside & taken[np.maximum(block, 0)] & g.free & (g.town < 0)
    draw = rng.random(n)
    odds = np.select(
        [
            g.cultivated,
            np.isin(g.code, ["1006", "1107", "1107A"]),
            g.level == "02",
            g.level == "03",
            g.level == "11",
            g.code == "1202",
            g.code == "0702",
        ],
        [0.985, 0.42, 0.45, 0.40, 0.45, 0.40, 0.12],
        0.10,
    )
    odds = np.where((boxes.type == WOODS) | (boxes.type == TOWN), 0.0, odds)
    chosen &= draw < odds
    # the main class of a block stands for what its other land was when the zone was drawn
    paddy = (
        np.bincount(block[inside], weights=np.where(g.code == "0101", g.cents, 0)[inside], minlength=len(size)) * 2
        > farmed
    )
    main = np.where(paddy[np.maximum(block, 0)], "0101", "0103")
    second = rng.random(n)
    recorded = np.where(g.cultivated, g.code, np.where(second < 0.6, main, np.where(second < 0.87, g.code, "")))
    zones = []
    # a block of fields is one zone per class; what else lies inside is gathered over a wider patch
    patch = np.where(g.cultivated | (recorded == main), g.cell(800), -g.cell(1800))
    for group in g.groups(chosen, patch, g.places.village, recorded):
        zones.append(Zone(g.union(group), *g.place(group[0]), pbf_fields(g.table, group, recorded[group[0]] or None)))
    _roughen(g, zones, shaking)
    return zones, chosen


def _roughen(g: Ground, zones: list[Zone], rng: np.random.Generator) -> None:
    """About 10 % of the zones shifted or shaken by centimetres to a metre, some 4 % widened over their neighbours."""
    draw, reach = rng.random(len(zones)), rng.uniform(0.02, 1.0, len(zones))
    turn = rng.uniform(0, 2 * np.pi, len(zones))
    near = np.zeros(len(zones), dtype=bool)
    if len(g.held):
        shapes = np.array([zone.geometry for zone in zones], dtype=object)
        near[np.unique(g.tree.query(shapes, predicate="dwithin", distance=4.0)[0])] = True
    draw *= np.clip(
        (~near).mean(), 0.3, 1.0
    )  # the zones near planted parcels stay exact, so the others bear their share
    for number, zone in enumerate(zones):
        if near[number] or draw[number] > 0.135:
            continue
        if draw[number] < 0.05:
            shift = reach[number] * np.array([np.cos(turn[number]), np.sin(turn[number])])
            made = shapely.transform(zone.geometry, lambda xy, shift=shift: np.round(xy + shift, 4))
        elif draw[number] < 0.10:
            spread = 0.15 * reach[number]
            made = shapely.transform(zone.geometry, lambda xy, spread=spread: _shaken(xy, spread))
        else:
            made = shapely.buffer(zone.geometry, 1.0 + 2.2 * reach[number], join_style="mitre", mitre_limit=2.0)
        if shapely.is_valid(made):
            zone.geometry = made


def _shaken(xy: np.ndarray, spread: float) -> np.ndarray:
    """Points moved by up to `spread` metres, the same point always alike (rings stay closed)."""
    whole = np.rint(xy * 10_000).astype(np.int64)
    mixed = whole[:, 0] * 73_856_093 ^ whole[:, 1] * 19_349_663
    unit = np.column_stack([(mixed >> 7) % 2001, (mixed >> 19) % 2001]) / 1000.0 - 1.0
    return np.round(xy + spread * unit, 4)


def _reserves(g: Ground, in_pbf: np.ndarray) -> tuple[list[Zone], list[Zone], list[Zone]]:
    rng, block, village = g.rng, g.layout.boxes.block, g.places.village
    lot = rng.random(int(block.max()) + 2)
    pick = lot[np.maximum(block, 0)]
    spare = g.cultivated & ~in_pbf & g.free & (block >= 0) & (pick < 0.3)
    reserve = [
        Zone(g.union(group), *g.place(group[0]), {"DLBM": g.code[group[0]], "MJ": 0.0})
        for group in g.groups(spare, block, village, g.code)
    ]
    unused = np.isin(g.code, ["0404", "1204", "1205", "1206"]) | (
        (g.table["ZZSXDM"] == "GCHF").to_numpy() & (g.level == "02")
    )
    unused &= g.free & ~in_pbf & (rng.random(len(g.code)) < 0.55)
    farmland = [
        Zone(g.union(group), *g.place(group[0]), {"MJ": 0.0}) for group in g.groups(unused, g.cell(600), village)
    ]
    kept = g.cultivated & g.free & (rng.random(len(g.code)) < 0.99)
    protected = []
    ridge = np.rint(g.table["KCMJ"].to_numpy() * 100).astype(np.int64)
    for group in g.groups(kept, g.cell(500), village, g.code):
        gross, ridges = g.cents[group].sum(), ridge[group].sum()
        protected.append(
            Zone(
                g.union(group),
                *g.place(group[0]),
                {
                    "DLBM": g.code[group[0]],
                    "DLMC": NAMES.get(g.code[group[0]]),
                    "TBMJ": gross / 100,
                    "KCMJ": ridges / 100,
                    "TBDLMJ": (gross - ridges) / 100,
                    "SJNF": 2020,
                },
            )
        )
    return reserve, farmland, protected


def _lines(g: Ground) -> tuple[list[Zone], list[Zone], list[Zone]]:
    """Red line, urban boundary, forest management boundary."""
    woods = (g.layout.boxes.type == WOODS) & g.free
    span = g.layout.city.span
    deep = woods & (g.height > np.quantile(g.height[woods], 0.45)) & (g.noise > 0.1)
    red = []
    for group in g.groups(deep, g.cell(max(span / 9, 1200)), g.layout.unit):
        for part in g.parts(g.union(group)):
            if part.area > 60_000:
                red.append(Zone(part, *g.place(group[0]), {"HXMC": "示例生态保护红线", "HXLX": "水源涵养", "MJ": 0.0}))
    built = (g.town > -0.10) & g.free
    urban = []
    for group in g.groups(built, g.layout.unit):
        shape = g.clear(shapely.buffer(g.union(group), 12, join_style="mitre", mitre_limit=2))
        parts = g.parts(shape)
        for part in parts[shapely.area(parts) > 4000]:
            urban.append(Zone(part, *g.place(group[0]), {"GHFQDM": "610", "GHFQMC": "城镇集中建设区", "MJ": 0.0}))
    forest = []
    managed = woods & (g.rng.random(len(woods)) < 0.9)
    for group in g.groups(managed, g.cell(1500), g.layout.unit):
        shape = g.clear(shapely.buffer(g.union(group), 5, join_style="mitre", mitre_limit=2))
        if shape is not None:
            forest.extend(Zone(part, *g.place(group[0]), {"MJ": 0.0}) for part in g.parts(shape) if part.area > 400)
    return red, urban, forest


def _blob(g: Ground, parcel: int, radius: float) -> shapely.Geometry | None:
    """Make a rounded zone that cuts through parcels, with reserved ones cut out."""
    angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    wave = 1 + 0.22 * np.sin(2 * angle + g.rng.uniform(0, 6)) + 0.12 * np.sin(5 * angle + g.rng.uniform(0, 6))
    centre = shapely.get_coordinates(shapely.centroid(g.geometry[parcel]))[0]
    return g.clear(
        shapely.Polygon(np.round(centre + radius * wave[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), 4))
    )


def _pick(g: Ground, chosen: np.ndarray, share: float, least: int = 2) -> np.ndarray:
    members = np.flatnonzero(chosen & g.free)
    count = min(len(members), max(least, round(len(members) * share)))
    return np.sort(g.rng.choice(members, count, replace=False)) if count else members


def _small_layers(g: Ground, in_pbf: np.ndarray) -> dict[str, list[Zone]]:
    """Layers of single parcels, half parcels, blobs and projects."""
    rng, code = g.rng, g.code
    layers: dict[str, list[Zone]] = {}

    def whole(parcels: np.ndarray, fields: Callable[[int], dict[str, str]]) -> list[Zone]:
        return [Zone(g.geometry[i], *g.place(i), fields(i)) for i in parcels]

    fringe = (g.town > -0.35) & (g.town < 0.02) & ~np.isin(g.level, ["05", "07", "08"])
    layers["approvals"] = whole(
        _pick(g, fringe, 0.06),
        lambda i: {
            "PZWH": f"赣自然资字〔{2018 + i % 7}〕{i % 900 + 1}号",
            "PZLX": ("批次用地", "单独选址", "宅基地")[i % 3],
            "PZRQ": f"{2018 + i % 7}-0{i % 9 + 1}-15",
            "YXQZ": f"{2021 + i % 7}-0{i % 9 + 1}-14",
            "SFJC": "是" if i % 4 == 0 else "否",
        },
    )
    layers["temporary"] = whole(
        _pick(g, np.isin(code, ["1201", "1206", "0404", "0602", "0601"]), 0.06),
        lambda i: {
            "PZWH": f"临时用地〔{2020 + i % 5}〕{i % 90 + 1}号",
            "PZRQ": f"{2020 + i % 5}-06-01",
            "DQRQ": f"{2022 + i % 5}-05-31",
        },
    )
    kinds = ("违法占地建房", "挖湖造景", "大棚房", "违规绿化造林", "绿色通道", "挖砂采石取土")
    cases = []
    for i in _pick(g, (g.cultivated | (g.level == "02")), 0.012, 12):
        x0, y0, x1, y1 = shapely.bounds(g.geometry[i])
        part = shapely.intersection(g.geometry[i], shapely.box(x0, y0, x0 + (x1 - x0) * (0.25 + 0.06 * (i % 10)), y1))
        area = round(part.area, 2)
        if part.geom_type != "Polygon" or area < 20:
            continue
        found = f"{2023 + i % 2}-{i % 12 + 1:02d}-{i % 27 + 1:02d}"
        cases.append(
            Zone(
                part,
                *g.place(i),
                {
                    "FXRQ": found,
                    "AJLX": kinds[i % 6],
                    "AJZT": ("违法", "违法", "合法", "其他")[i % 4],
                    "GDMJ": area if g.cultivated[i] else 0.0,
                    "JBNTMJ": area if in_pbf[i] else 0.0,
                    "JARQ": f"{2024 + i % 2}-{(i + 5) % 12 + 1:02d}-20" if i % 3 else None,
                },
            )
        )
    layers["cases"] = cases
    layers["conversion"] = whole(
        _pick(
            g,
            (g.height > 0.5)
            & np.isin(code, ["0103", "0201", "0204", "0305", "0307", "0301"])
            & ~in_pbf
            & (g.cents < 4e6),
            0.05,
        ),
        lambda i: {"TGND": 2003 + i % 14},
    )
    block = g.layout.boxes.block
    flat = np.isin(g.layout.boxes.type, [PADDY, DRY]) & (block >= 0)
    projects = []
    for number, group in enumerate(
        g.groups((flat | ((block >= 0) & (g.layout.boxes.type == STRIP))) & g.free, g.cell(900), g.places.village)
    ):
        lot = rng.random()
        if lot < 0.22 and len(group) > 6 and flat[group].mean() > 0.5:
            built = lot > 0.04
            name = "高标准农田建设" if built else "土地整治"
            projects.append(
                Zone(
                    g.union(group),
                    *g.place(group[0]),
                    {
                        "XMMC": f"{g.place(group[0])[1]}{name}项目{number % 90 + 1}",
                        "XMLX": "高标准农田" if built else "土地整治",
                    },
                )
            )
    layers["projects"] = projects
    slope, soil = [], []
    steep = g.height > np.quantile(g.height, 0.8)
    for i in _pick(g, steep, 0.012, 6):
        shape = _blob(g, i, rng.uniform(50, 170))
        if shape is not None:
            slope.extend(Zone(part, *g.place(i), {"PDJB": "5" if i % 5 else "4"}) for part in g.parts(shape))
    for group in g.groups(g.cultivated & g.free, g.cell(700), g.layout.unit):
        lot = rng.random()
        if lot < 0.22:
            kind = "优先保护类" if lot < 0.13 else "安全利用类" if lot < 0.205 else "严格管控类"
            soil.append(Zone(g.union(group), *g.place(group[0]), {"HJLB": kind}))
    layers["slope"], layers["soil"] = slope, soil
    state = {"02": ("盛果期", "已采收"), "03": ("生长期", "已采收"), "11": ("待收获", "已采收")}
    grown = (
        (g.level == "02")
        | ((g.level == "03") & (g.layout.boxes.type != WOODS))
        | np.char.startswith(code.astype(str), "1104")
    )
    layers["crops"] = whole(_pick(g, grown, 0.45), lambda i: {"ZWZT": state[g.level[i]][i % 3 % 2]})
    layers["abandoned"] = whole(
        _pick(g, np.isin(code, ["1006", "1202"]), 0.02),
        lambda i: {"LX": "废弃农村道路" if code[i] == "1006" else "废弃设施农用地"},
    )
    layers["idle"] = whole(
        _pick(g, np.isin(code, ["1201", "0601"]), 0.12), lambda i: {"XZLX": ("闲置土地", "低效用地")[i % 2]}
    )
    layers["graves"] = whole(_pick(g, code == "09", 0.5), lambda i: {})
    return layers


def random_zones(
    layout: Layout,
    geometry: np.ndarray,
    table: pd.DataFrame,
    places: Places,
    reserved: np.ndarray,
    planted: float,
    seed: int,
) -> dict[str, list[Zone]]:
    """All zone layers but last year's survey, by role. Reserved parcels are left free; `planted` is the net PBF area
    (0.01 m²) that the planted cases bring themselves."""
    g = Ground(layout, geometry, table, places, reserved, np.random.default_rng([seed, 4]))
    zones: dict[str, list[Zone]] = {}
    net = float(g.cents[g.cultivated].sum())
    zones["pbf"], in_pbf = _pbf(g, PBF_SHARE * net - planted, np.random.default_rng([seed, 7]))
    zones["pbf_reserve"], zones["farmland_reserve"], zones["protected"] = _reserves(g, in_pbf)
    zones["red_line"], zones["urban"], zones["forest"] = _lines(g)
    zones.update(_small_layers(g, in_pbf))
    zones["survey2"] = second_survey(g, seed)
    return zones


def with_faults(pbf: list[Zone]) -> list[Zone]:
    """Return PBF zones as they come: one registered twice, as the last, and one without a unit code.

    In Changjiang the zone registered twice hides that the task is not met; in Leping the largest zone has no code.
    """
    largest = {county: max(_of_county(pbf, county), key=lambda zone: zone.fields["YJJBNTMJ"]) for county in FAULTS}
    doubled, without_code = (largest[county] for county in FAULTS)
    zones = [replace(zone, coded=False) if zone is without_code else zone for zone in pbf]
    return [*zones, replace(doubled, fields=dict(doubled.fields))]


def _of_county(zones: list[Zone], county: str) -> list[Zone]:
    return [zone for zone in zones if zone.code.startswith(county)]


def zone_table(layer: str, zones: list[Zone]) -> tuple[pd.DataFrame, np.ndarray]:
    """Numbered features of a zone layer; MJ and the second survey's TBMJ are measured here."""
    _, _, feature, number = LAYERS[layer]
    rows = []
    for serial, zone in enumerate(zones, 1):
        row = {
            "BSM": f"{zone.code[:6]}{number}{serial:08d}",
            "YSDM": feature,
            "XZQDM": zone.code[:12] if zone.coded else None,
            "XZQMC": zone.name,
            "ZLDWDM": zone.code if zone.coded else None,
            "ZLDWMC": zone.name,
        }
        rows.append(
            {**row, **zone.fields, "BZ": "由西安1980坐标转换而来" if layer == "DLTB_ED" else zone.fields.get("BZ")}
        )
    shapes = np.array([zone.geometry for zone in zones], dtype=object)
    table = pd.DataFrame(rows) if rows else pd.DataFrame({"BSM": pd.Series(dtype=str)})
    area = "TBMJ" if layer == "DLTB_ED" else "MJ"
    if layer == "DLTB_ED":  # a survey layer, which names no planning unit
        table = table.drop(columns=["XZQDM", "XZQMC"])
    if layer == "DLTB_ED" or area in table:
        table[area] = area_cents(shapes) / 100
    return table, shapes
