"""Zone layers as they come: permanent basic farmland, reserves, red line, second survey, last year's survey and the rest.

Random zones never touch a reserved parcel (one that a planted case stands on): what lies there is only what the case needs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely

from . import mosaic
from .attributes import NAMES, fill_class
from .geodesy import area_cents
from .mosaic import DRY, PADDY, STRIP, TOWN, WILD, WOODS, Layout
from .places import Places
from .terrain import Warp, smooth_noise

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
# layer: zone role, Chinese title, feature code, number in BSM
LAYERS = {
    "YJJBNTBHTB": ("pbf", "永久基本农田保护图斑", "2005010300", "2510"),
    "YJJBNTCBQ": ("pbf_reserve", "永久基本农田储备区", "2005010400", "2511"),
    "BCGDCBQ": ("farmland_reserve", "补充耕地储备区", "2005010500", "2512"),
    "GDBHMB": ("protected", "耕地保护目标", "2005010600", "2513"),
    "STBHHX": ("red_line", "生态保护红线", "2090020210", "2514"),
    "CZKFBJ": ("urban", "城镇开发边界", "2090020220", "2515"),
    "LDGLFW": ("forest", "林地管理边界", "2090020230", "2516"),
    "DLTB_ED": ("survey2", "第二次土地调查地类图斑（已转换到CGCS2000）", "2001010100", "2009"),
    "DLTB_2023": ("previous", "地类图斑 2023", "2001010100", "2110"),
    "PZYD": ("approvals", "批准用地", "2099010200", "2520"),
    "LSYD": ("temporary", "临时用地", "2099010100", "2521"),
    "JCTB": ("cases", "监测图斑和案件", "2099010500", "2522"),
    "STTG": ("conversion", "生态退耕", "2099010600", "2523"),
    "GBZNT": ("projects", "高标准农田和土地整治项目", "2099010700", "2524"),
    "PDT": ("slope", "坡度图", "2003010100", "2525"),
    "TRHJ": ("soil", "土壤环境质量类别", "2099010800", "2526"),
    "ZWXZ": ("crops", "作物状态", "2099010900", "2527"),
    "FQTB": ("abandoned", "废弃农村道路和设施", "2099011000", "2528"),
    "XZTD": ("idle", "闲置和低效建设用地", "2099011100", "2529"),
    "FM": ("graves", "坟墓", "2099011200", "2530"),
}
ROLE_LAYER = {value[0]: name for name, value in LAYERS.items()}
PBF_SHARE = 0.90  # of the cultivated land, before what is left out inside the blocks
PERSONAL = {"ZRRMC": "示例责任人", "ZRRZJHM": "示例证件号", "LXDH": "示例电话", "JZDZ": "示例地址"}


@dataclass
class Zone:
    """One zone feature before it gets its number: geometry, where it lies, its own fields."""

    geometry: shapely.Geometry
    code: str  # ZLDWDM, 19 digits
    name: str
    fields: dict = field(default_factory=dict)


@dataclass
class Ground:
    """What zones are made from."""

    layout: Layout
    geometry: np.ndarray
    table: pd.DataFrame
    places: Places
    reserved: np.ndarray  # mask of parcels that belong to planted cases
    rng: np.random.Generator

    def __post_init__(self) -> None:
        self.code = self.table["DLBM"].to_numpy(dtype=object)
        self.level = np.array([text[:2] for text in self.code])
        self.cultivated = self.level == "01"
        self.cents = self.table["cents"].to_numpy()
        boxes = self.layout.boxes
        raster = self.layout.relief.raster
        at = raster.cell((boxes.xy[:, 0] + boxes.xy[:, 2]) / 2, (boxes.xy[:, 1] + boxes.xy[:, 3]) / 2)
        self.height = self.layout.relief.height[at]
        self.town = self.layout.relief.town[at]
        self.middle = np.column_stack([boxes.xy[:, 0] + boxes.xy[:, 2], boxes.xy[:, 1] + boxes.xy[:, 3]]) / 4.0
        self.noise = smooth_noise(self.rng, raster.shape, 40)[at]
        held = np.flatnonzero(self.reserved)
        self.held = self.geometry[held]
        self.tree = shapely.STRtree(self.held)
        self.free = ~self.reserved

    def cell(self, size: float) -> np.ndarray:
        """Number of the square of `size` metres in the drawing plane that each parcel's centre lies in."""
        col, row = np.floor(self.middle / size).astype(np.int64).T
        return (row + 100_000) * 1_000_000 + col + 100_000

    def place(self, parcel: int) -> tuple[str, str]:
        """ZLDWDM and name of a parcel's village."""
        return self.table["ZLDWDM"].iat[parcel], self.table["ZLDWMC"].iat[parcel]

    def clear(self, geometry: shapely.Geometry) -> shapely.Geometry | None:
        """The geometry without the reserved parcels, polygons only; None if nothing is left."""
        hit = self.tree.query(geometry, predicate="intersects")
        if len(hit):
            geometry = shapely.difference(geometry, shapely.union_all(self.held[np.sort(hit)]))
        parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > 5]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)

    def groups(self, chosen: np.ndarray, *keys: np.ndarray) -> list[np.ndarray]:
        """Chosen parcels (mask) grouped by equal keys, in a fixed order."""
        members = np.flatnonzero(chosen)
        if not len(members):
            return []
        columns = [np.unique(key[members], return_inverse=True)[1] for key in keys]
        order = np.lexsort(columns[::-1])
        stacked = np.stack(columns)[:, order]
        breaks = np.flatnonzero((np.diff(stacked, axis=1) != 0).any(axis=0)) + 1
        return np.split(members[order], breaks)

    def union(self, group: np.ndarray) -> shapely.Geometry:
        """Union of whole parcels, following them exactly."""
        return self.geometry[group[0]] if len(group) == 1 else shapely.coverage_union_all(self.geometry[group])


def pbf_fields(table: pd.DataFrame, group: np.ndarray, recorded: str | None, year: int = 2020) -> dict:
    """Record of a PBF zone over whole parcels: gross, ridges and net area in m², class at delimitation, placeholders."""
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


def _pbf(g: Ground, room: float) -> tuple[list[Zone], np.ndarray]:
    """PBF zones by block, village and class at delimitation, of about `room` (0.01 m²) in all; and the mask of their parcels."""
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
    patch = np.where(g.cultivated | (recorded == main), g.cell(430), -g.cell(900))
    for group in g.groups(chosen, patch, g.places.village, recorded):
        zones.append(Zone(g.union(group), *g.place(group[0]), pbf_fields(g.table, group, recorded[group[0]] or None)))
    _roughen(g, zones)
    return zones, chosen


def _roughen(g: Ground, zones: list[Zone]) -> None:
    """About 10 % of the zones shifted or shaken by centimetres to a metre, some 4 % widened over their neighbours."""
    rng = g.rng
    draw, reach = rng.random(len(zones)), rng.uniform(0.02, 1.0, len(zones))
    turn = rng.uniform(0, 2 * np.pi, len(zones))
    if not len(g.held):
        near = np.zeros(len(zones), dtype=bool)
    else:
        near = np.zeros(len(zones), dtype=bool)
        shapes = np.array([zone.geometry for zone in zones], dtype=object)
        near[np.unique(g.tree.query(shapes, predicate="dwithin", distance=4.0)[0])] = True
    for number, zone in enumerate(zones):
        if near[number] or draw[number] > 0.19:
            continue
        if draw[number] < 0.07:
            shift = reach[number] * np.array([np.cos(turn[number]), np.sin(turn[number])])
            made = shapely.transform(zone.geometry, lambda xy, shift=shift: np.round(xy + shift, 4))
        elif draw[number] < 0.13:
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
        Zone(g.union(group), *g.place(group[0]), {"DLBM": g.code[group[0]], "MJ": g.cents[group].sum() / 100})
        for group in g.groups(spare, block, village, g.code)
    ]
    unused = np.isin(g.code, ["0404", "1204", "1205", "1206"]) | (
        (g.table["ZZSXDM"] == "GCHF").to_numpy() & (g.level == "02")
    )
    unused &= g.free & ~in_pbf & (rng.random(len(g.code)) < 0.55)
    farmland = [
        Zone(g.union(group), *g.place(group[0]), {"MJ": g.cents[group].sum() / 100})
        for group in g.groups(unused, g.cell(600), village)
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
        for part in shapely.get_parts(g.union(group)):
            if part.area > 60_000:
                red.append(
                    Zone(
                        part,
                        *g.place(group[0]),
                        {"HXMC": "示例生态保护红线", "HXLX": "水源涵养", "MJ": round(part.area, 2)},
                    )
                )
    built = (g.town > -0.10) & g.free
    urban = []
    for group in g.groups(built, g.layout.unit):
        shape = g.clear(shapely.simplify(shapely.buffer(g.union(group), 12, join_style="mitre", mitre_limit=2), 3))
        parts = shapely.get_parts(shape)
        for part in parts[shapely.area(parts) > 4000]:
            urban.append(
                Zone(part, *g.place(group[0]), {"GHFQDM": "610", "GHFQMC": "城镇集中建设区", "MJ": round(part.area, 2)})
            )
    forest = []
    managed = woods & (g.rng.random(len(woods)) < 0.9)
    for group in g.groups(managed, g.cell(1500), g.layout.unit):
        shape = g.clear(shapely.simplify(shapely.buffer(g.union(group), 5, join_style="mitre", mitre_limit=2), 1.0))
        if shape is not None:
            forest.extend(
                Zone(part, *g.place(group[0]), {"MJ": round(part.area, 2)}) for part in shapely.get_parts(shape)
            )
    return red, urban, forest


def _blob(g: Ground, parcel: int, radius: float) -> shapely.Geometry | None:
    """A rounded zone that cuts through parcels, reserved ones cut out."""
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

    def whole(parcels: np.ndarray, fields) -> list[Zone]:
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
    lot = rng.random()
    for number, group in enumerate(
        g.groups((flat | ((block >= 0) & (g.layout.boxes.type == STRIP))) & g.free, g.cell(900), g.places.village)
    ):
        lot = rng.random()
        if lot < 0.22 and len(group) > 6 and flat[group].mean() > 0.5:
            built = lot > 0.04
            projects.append(
                Zone(
                    g.union(group),
                    *g.place(group[0]),
                    {
                        "XMMC": f"{g.place(group[0])[1]}{'高标准农田建设' if built else '土地整治'}项目{number % 90 + 1}",
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
            slope.extend(Zone(part, *g.place(i), {"PDJB": "5" if i % 5 else "4"}) for part in shapely.get_parts(shape))
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


def _second_survey(g: Ground) -> list[Zone]:
    """A coarser mosaic drawn a metre or two aside: boxes before their last cuts, ditches and lanes swallowed."""
    boxes, rng = g.layout.boxes, g.rng
    warp = Warp(g.layout_seed, g.layout.city.span, g.layout.city.origin, variant=1)
    swallowed = boxes.old >= 0
    base = np.array(
        [
            _ED_CODE.get(code.rstrip("KA"), None)
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
    alone = np.flatnonzero(~swallowed)
    xy = np.concatenate([boxes.old_xy[used], boxes.xy[alone]])
    kind = np.concatenate([kind, own[alone]])
    first = np.concatenate([first, alone])
    geometry = shapely.transform(mosaic.polygons(xy, warp, 22.0), lambda points: np.round(points + (0.9, -0.7), 4))
    valid = shapely.is_valid(geometry)
    geometry[~valid] = shapely.buffer(geometry[~valid], 0)
    near = np.unique(g.tree.query(geometry, predicate="intersects")[0]) if len(g.held) else np.zeros(0, int)
    for i in near:
        geometry[i] = g.clear(geometry[i])
    zones = []
    for i in range(len(geometry)):
        if geometry[i] is not None and not geometry[i].is_empty:
            zones.append(Zone(geometry[i], *g.place(first[i]), {"DLBM": kind[i], "DLMC": ED_NAMES[kind[i]]}))
    return zones


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
    g.layout_seed = seed
    zones: dict[str, list[Zone]] = {}
    net = float(g.cents[g.cultivated].sum())
    zones["pbf"], in_pbf = _pbf(g, PBF_SHARE * net - planted)
    zones["pbf_reserve"], zones["farmland_reserve"], zones["protected"] = _reserves(g, in_pbf)
    zones["red_line"], zones["urban"], zones["forest"] = _lines(g)
    zones.update(_small_layers(g, in_pbf))
    zones["survey2"] = _second_survey(g)
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


def zone_table(layer: str, zones: list[Zone]) -> tuple[pd.DataFrame, np.ndarray]:
    """Numbered features of a zone layer."""
    _, _, feature, number = LAYERS[layer]
    rows = []
    for serial, zone in enumerate(zones, 1):
        row = {
            "BSM": f"{zone.code[:6]}{number}{serial:08d}",
            "YSDM": feature,
            "XZQDM": zone.code[:12],
            "XZQMC": zone.name,
            "ZLDWDM": zone.code,
            "ZLDWMC": zone.name,
        }
        rows.append(
            {**row, **zone.fields, "BZ": "由西安1980坐标转换而来" if layer == "DLTB_ED" else zone.fields.get("BZ")}
        )
    shapes = np.array([zone.geometry for zone in zones], dtype=object)
    table = pd.DataFrame(rows) if rows else pd.DataFrame({"BSM": pd.Series(dtype=str)})
    if layer == "DLTB_ED" and len(table):
        table["TBMJ"] = area_cents(shapes) / 100
    return table, shapes


__all__ = ["LAYERS", "ROLE_LAYER", "WILD", "Ground", "Zone", "last_year", "pbf_fields", "random_zones", "zone_table"]
