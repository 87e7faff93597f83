"""Planted cases: parcels and zones made so that one rule of the policy says one known thing about them.

Every expectation here is a reading of the rules in words, written down before any code judged it. A planted parcel lies in no
random zone; only the zones of its own case touch it. Planted parcels do not touch each other, but for the partners of a case.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely

from .attributes import LINEAR, NAMES, RESTORABLE, RIDGES, fill_class, town_code
from .mosaic import DRY, HOUSE, ORCHARD, PADDY, STRIP, VILLAGE, Layout
from .zones import ED_NAMES, PERSONAL, Zone

VALID = {"PZWH": "赣自然资字〔2023〕7号", "PZLX": "单独选址", "PZRQ": "2023-06-01", "YXQZ": "2026-05-31", "SFJC": "否"}
EXPIRED = {**VALID, "PZWH": "赣自然资字〔2019〕7号", "PZRQ": "2019-06-01", "YXQZ": "2022-05-31"}
FUTURE = {**VALID, "PZWH": "赣自然资字〔2025〕7号", "PZRQ": "2025-03-01", "YXQZ": "2028-02-28"}
BUILT = {**VALID, "SFJC": "是"}

# kind: classes, severity when lost, first measure, other measures; the rows that depend on the class alone
ROWS = {
    "house": (("0702",), 3, "14", "10"),
    "greening": (("0810", "0810A"), 3, "14", "36"),
    "building": (("0701", "05H1", "0508", "0601", "08H1", "08H2", "08H2A", "0809"), 3, "14", None),
    "mine": (("0602", "0603"), 3, "14", None),
    "transport": (("1001", "1002", "1003", "1004", "1005", "1007", "1008", "1009", "1109"), 3, "14", "8"),
    "special": (("09",), 3, "14", None),
    "vacant": (("1201",), 1, "14", None),
    "orchard": (("0201", "0202", "0203", "0204"), 2, "14", None),
    "forest": (("0301", "0302", "0305", "0307"), 2, "14", "36"),
    "pond": (("1104", "1104A"), 2, "14", None),
    "turf": (("0403",), 1, "14", None),
    "lake": (("1102", "1103"), 1, "14", "36"),
    "water": (("1101", "1105", "1106", "1108", "0303", "0304", "0306", "0402"), 1, "17", None),
    "bare": (("0401", "0404", "1204", "1205", "1206", "1207", "1110"), 1, "14", None),
}
SMALL = {"0702", "09", "1201", "1202", "1104", "1104A", "08H1", "0809", "0810", "0810A"}
STRIPS = {"1001", "1002", "1003", "1004", "1006", "1009", "1101", "1107", "1107A"}


@dataclass
class Row:
    """One line of the manifest."""

    case: str
    rule: str
    positive: int
    parcel: int
    table: str
    expect: dict
    area: int | None
    why: str


@dataclass
class Plan:
    """What the plants ask for: attributes of parcels, zones by role, last year's classes, manifest lines."""

    edits: dict[int, dict] = field(default_factory=dict)
    zones: dict[str, list[Zone]] = field(default_factory=dict)
    previous: dict[int, str | None] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


class Planter:
    """Chooses parcels and collects the plan."""

    def __init__(self, layout: Layout, geometry: np.ndarray, table: pd.DataFrame, seed: int) -> None:
        self.geometry, self.table, self.boxes = geometry, table, layout.boxes
        self.cents = table["cents"].to_numpy()
        self.tree = shapely.STRtree(geometry)
        self.blocked = np.zeros(len(geometry), dtype=bool)
        self.plan = Plan()
        self.counter: dict[str, int] = {}
        rng = np.random.default_rng([seed, 6])
        kinds = np.isin(self.boxes.type, [PADDY, DRY, ORCHARD, VILLAGE, HOUSE])
        side = np.minimum(self.boxes.xy[:, 2] - self.boxes.xy[:, 0], self.boxes.xy[:, 3] - self.boxes.xy[:, 1]) / 2
        inner = (
            layout.relief.town[
                layout.relief.raster.cell(
                    (self.boxes.xy[:, 0] + self.boxes.xy[:, 2]) / 2, (self.boxes.xy[:, 1] + self.boxes.xy[:, 3]) / 2
                )
            ]
            < -0.05
        )
        kinds &= layout.unit != layout.city.codes.index("360203")
        self.cells = rng.permutation(
            np.flatnonzero(kinds & (self.cents > 90_000) & (self.cents < 1_500_000) & (side > 14) & inner)
        )
        self.strips = rng.permutation(
            np.flatnonzero(
                (self.boxes.type == STRIP) & (self.boxes.width >= 3) & (self.boxes.width <= 12) & (self.cents > 30_000)
            )
        )

    def parcel(self, shape: str = "cell", least: float = 900.0, most: float = 15_000.0) -> int:
        """A parcel that touches no planted one; its neighbours are kept free from now on. Areas in m²; the largest gives way
        where too few are left."""
        pool = self.cells if shape == "cell" else self.strips
        for limit in (most, 15_000.0):
            good = ~self.blocked[pool] & (self.cents[pool] >= least * 100)
            if shape == "cell":
                good &= self.cents[pool] <= limit * 100
            if good.any():
                i = int(pool[np.argmax(good)])
                self.block(i)
                return i
        raise ValueError(
            f"too few parcels for the planted cases: none left for shape {shape}; generate at least 2300 parcels"
        )

    def parcel_for(self, code: str, shape: str | None = None, least: float = 900.0) -> int:
        """A parcel of a size that the class may have."""
        shape = shape or ("strip" if code in STRIPS else "cell")
        return self.parcel(shape, least, 3500.0 if code in SMALL else 15_000.0)

    def block(self, i: int) -> None:
        """Take a parcel and keep its neighbours from being planted."""
        self.blocked[i] = True
        self.blocked[self.tree.query(self.geometry[i], predicate="intersects")] = True
        self.plan.used.add(i)

    def pair(self) -> tuple[int, int]:
        """A parcel and a neighbour with a long common side."""
        while True:
            i = self.parcel(least=1500)
            near = np.sort(self.tree.query(self.geometry[i], predicate="intersects"))
            near = [int(k) for k in near if k != i and k not in self.plan.used and self.boxes.type[k] != STRIP]
            near = [k for k in near if not self._touches_planted(k, i)]
            common = [shapely.length(shapely.intersection(self.geometry[i], self.geometry[k])) for k in near]
            if near and max(common) > 35:
                partner = near[int(np.argmax(common))]
                self.block(partner)
                return i, partner
            self.plan.used.discard(i)

    def _touches_planted(self, k: int, but: int) -> bool:
        return any(
            int(j) in self.plan.used and int(j) != but
            for j in self.tree.query(self.geometry[k], predicate="intersects")
        )

    def edit(self, i: int, code: str, **more: object) -> int:
        """Give a parcel a class and plain attributes that fit it, then those of the case."""
        farmed = code.startswith("01") and len(code) == 4
        values = {
            "DLBM": code,
            "GDPDJB": "1" if farmed else None,
            "GDLX": None,
            "ZZSXDM": "LS" if farmed else None,
            "TBXHDM": None,
            "GDDB": 6 if farmed else None,
            "BZ": None,
            "XZDWKD": None,
        }
        if code in LINEAR:
            width = float(np.round(self.boxes.width[i], 1)) or 6.0
            values["XZDWKD"] = min(width, 8.0) if code == "1006" else width
        values.update(more)
        self.plan.edits[i] = values
        return i

    def zone(self, role: str, i: int, geometry: shapely.Geometry | None = None, **fields: object) -> Zone:
        """A zone feature of a role, the parcel itself by default."""
        made = Zone(
            self.geometry[i] if geometry is None else geometry,
            self.table["ZLDWDM"].iat[i],
            self.table["ZLDWMC"].iat[i],
            fields,
        )
        self.plan.zones.setdefault(role, []).append(made)
        return made

    def pbf(
        self, i: int, recorded: str | None, geometry: shapely.Geometry | None = None, share: float = 1.0, rate: int = 0
    ) -> int:
        """A PBF zone with the class at delimitation; returns its net area in 0.01 m²."""
        gross = round(int(self.cents[i]) * share)
        ridge = (gross * rate + 5000) // 10000
        self.zone(
            "pbf",
            i,
            geometry,
            DLBM=recorded,
            DLMC=NAMES.get(recorded),
            YJJBNTTBMJ=gross / 100,
            KCDLBM="1203" if rate else None,
            KCXS=rate / 10000,
            KCMJ=ridge / 100,
            YJJBNTMJ=(gross - ridge) / 100,
            SJNF=2020,
            **PERSONAL,
        )
        return gross - ridge

    def survey2(self, i: int, code: str, geometry: shapely.Geometry | None = None) -> None:
        """A second-survey parcel over the parcel."""
        self.zone("survey2", i, geometry, DLBM=code, DLMC=ED_NAMES[code])

    def crops(self, i: int, state: str) -> None:
        """The state of what grows on a parcel."""
        self.zone("crops", i, ZWZT=state)

    def half(self, i: int, share: float = 0.5, left: bool = True) -> tuple[shapely.Geometry, float]:
        """A part of a parcel with a straight cut, and its share of the planar area."""
        shape = self.geometry[i]
        x0, y0, x1, y1 = shapely.bounds(shape)
        cut = round(x0 + (x1 - x0) * share, 4) if left else round(x1 - (x1 - x0) * share, 4)
        box = shapely.box(x0 - 1, y0 - 1, cut, y1 + 1) if left else shapely.box(cut, y0 - 1, x1 + 1, y1 + 1)
        part = shapely.intersection(shape, box)
        return part, float(shapely.area(part) / shapely.area(shape))

    def strip_of(self, i: int, partner: int, depth: float) -> shapely.Geometry:
        """The strip of parcel i within `depth` metres of its partner."""
        grown = shapely.buffer(self.geometry[partner], depth, join_style="mitre", mitre_limit=1.5)
        parts = shapely.get_parts(shapely.intersection(self.geometry[i], grown))
        return parts[np.argmax(shapely.area(parts))]

    def tell(
        self,
        family: str,
        rule: str,
        i: int,
        table: str,
        expect: dict,
        why: str,
        positive: int = 1,
        area: float | None = None,
    ) -> None:
        """A line of the manifest; the area is given in 0.01 m²."""
        self.counter[family] = self.counter.get(family, 0) + 1
        self.plan.rows.append(
            Row(
                f"{table.rstrip('s')}.{family}.{self.counter[family]}",
                rule,
                positive,
                i,
                table,
                expect,
                None if area is None else round(area),
                why,
            )
        )

    def conflict(
        self,
        family: str,
        code: str,
        recorded: str | None,
        expect: dict,
        why: str,
        positive: int = 1,
        previous: str | None = "",
        rate: int = 0,
        share: float = 1.0,
        **attributes: object,
    ) -> int:
        """A parcel wholly (or by `share`) in a PBF zone of its own."""
        i = self.edit(self.parcel("strip" if code in STRIPS else "cell"), code, **attributes)
        shape, part = (None, 1.0) if share == 1.0 else self.half(i, share)
        net = self.pbf(i, recorded, shape, part, rate)
        if previous != "":
            self.plan.previous[i] = previous
        expect = dict(expect)
        if expect.get("origin") == "lost" and recorded is not None:
            expect["lost_cultivated_m2"] = net / 100
        area = self.cents[i] * part if expect else None
        self.tell(family, f"conflicts/{family.split('.')[0]}", i, "conflicts", expect, why, positive, area)
        return i

    def candidate(
        self,
        family: str,
        code: str,
        expect: dict,
        why: str,
        positive: int = 1,
        shape: str | None = None,
        crops: str | None = None,
        survey2: str | None = None,
        zones: tuple = (),
        **attributes: object,
    ) -> int:
        """A parcel outside all PBF with the attributes and zones that make it a candidate."""
        i = self.edit(self.parcel(shape or ("strip" if code in STRIPS else "cell")), code, **attributes)
        if survey2:
            self.survey2(i, survey2)
        if crops:
            self.crops(i, crops)
        for role, fields in zones:
            self.zone(role, i, **fields)
        self.tell(
            family,
            f"candidates/{family.split('.')[0]}",
            i,
            "candidates",
            expect,
            why,
            positive,
            self.cents[i] if expect else None,
        )
        return i


def origins(p: Planter) -> None:
    """Every row that hangs on the class alone, for every origin."""
    for kind, (codes, severity, measure, also) in ROWS.items():
        base = {"kind": kind, "measure": measure, "also": also}
        for number in range(max(2, len(codes))):
            code = codes[number % len(codes)]
            flags = {} if kind == "special" else {"flags": None}
            whole = number % 3 != 1
            p.conflict(
                f"{kind}.lost",
                code,
                "0101" if number % 2 == 0 else "0103",
                {**base, "severity": severity, "origin": "lost", **flags},
                f"{code} {'wholly' if whole else 'partly'} inside a PBF zone that was recorded as cultivated land.",
                rate=0 if number % 2 == 0 else RIDGES["TT"][1],
                share=1.0 if whole else 0.6,
            )
        for code in (codes[0], codes[-1]):
            p.conflict(
                f"{kind}.legacy",
                code,
                code,
                {**base, "severity": min(severity, 1), "origin": "legacy", "flags": "misdelimited"},
                f"{code} in a PBF zone recorded as {code} at delimitation: the kind stays, severity is capped at 1.",
            )
            p.conflict(
                f"{kind}.unknown",
                code,
                None,
                {
                    **base,
                    "severity": min(severity, 2),
                    "origin": "unknown",
                    **({} if kind == "special" else {"flags": None}),
                },
                f"{code} in a PBF zone without a recorded class and in a hole of last year's survey: severity is capped at 2.",
                previous=None,
            )


def special_rows(p: Planter) -> None:
    """Rows that hang on more than the class."""
    lost = {"origin": "lost"}
    # approvals come before everything else
    for code, recorded in (("0702", "0101"), ("0201", "0103"), ("1206", "0101"), ("0601", "0601")):
        i = p.conflict(
            "approved",
            code,
            recorded,
            {"kind": "approved", "severity": 0, "measure": "14"},
            f"{code} under an approval valid on 2024-12-31: a note that a supplement is owed.",
        )
        p.zone("approvals", i, **VALID)
    for fields, word in ((EXPIRED, "expired in 2022"), (FUTURE, "dated 2025, after the reference date")):
        i = p.conflict(
            "approved.no",
            "0702",
            "0101",
            {"kind": "house", "severity": 3, **lost},
            f"An approval {word} does not cover a house.",
            0,
        )
        p.zone("approvals", i, **fields)
    for code in ("0809", "1206"):
        p.conflict(
            "waste.lost",
            code,
            "0101",
            {"kind": "waste", "severity": 3, "measure": "14", "also": None, "flags": None, **lost},
            f"{code} marked LJTM: waste comes before the row of its class.",
            TBXHDM="LJTM",
        )
        p.conflict(
            "waste.legacy",
            code,
            code,
            {"kind": "waste", "severity": 1, "origin": "legacy", "flags": "misdelimited"},
            f"{code} marked LJTM that was {code} at delimitation.",
            TBXHDM="LJTM",
        )
        p.conflict(
            "waste.unknown",
            code,
            None,
            {"kind": "waste", "severity": 2, "origin": "unknown", "flags": None},
            f"{code} marked LJTM without any baseline.",
            previous=None,
            TBXHDM="LJTM",
        )
    for width in (8.1, 11.5):
        road = {"kind": "road", "measure": "14", "also": None}
        i = p.conflict(
            "road.lost",
            "1006",
            "0101",
            {**road, "severity": 3, "flags": None, **lost},
            f"A rural road {width} m wide is no farm works.",
            XZDWKD=width,
        )
        p.tell(
            "wide_road",
            "conflicts/road",
            i,
            "problems",
            {"any": True},
            f"A rural road {width} m wide is a data problem too.",
        )
        p.conflict(
            "road.legacy",
            "1006",
            "1006",
            {**road, "severity": 1, "origin": "legacy", "flags": "misdelimited"},
            f"A rural road {width} m wide that was a road at delimitation.",
            XZDWKD=width,
        )
        p.conflict(
            "road.unknown",
            "1006",
            None,
            {**road, "severity": 2, "origin": "unknown", "flags": None},
            f"A rural road {width} m wide without any baseline.",
            previous=None,
            XZDWKD=width,
        )
    p.conflict(
        "road.no",
        "1006",
        "0101",
        {"kind": "farm_works", "severity": 1, "measure": "17", **lost},
        "A rural road exactly 8.0 m wide is tolerated farm works; lost, so severity 1.",
        0,
        XZDWKD=8.0,
    )
    for code in ("1006", "1107", "1107A", "1203"):
        p.conflict(
            "farm_works.lost",
            code,
            "0101",
            {"kind": "farm_works", "severity": 1, "measure": "17", "also": None, "flags": None, **lost},
            f"{code} on land recorded as cultivated, outside projects.",
        )
        p.conflict(
            "farm_works.legacy",
            code,
            code,
            {"kind": "farm_works", "severity": 0, "measure": "17", "origin": "legacy"},
            f"{code} that was {code} at delimitation: tolerated. (Flag misdelimited by the letter of the baseline rule.)",
        )
    for code in ("1006", "1107"):
        p.conflict(
            "farm_works.unknown",
            code,
            None,
            {"kind": "farm_works", "severity": 0, "measure": "17", "origin": "unknown", "flags": None},
            f"{code} without any baseline: tolerated, severity 0.",
            previous=None,
        )
        i = p.conflict(
            "farm_works.project",
            code,
            "0101",
            {"kind": "farm_works", "severity": 1, "measure": "24", **lost},
            f"{code} inside a high-standard farmland project: measure 24.",
        )
        p.zone("projects", i, XMMC="示例高标准农田项目", XMLX="高标准农田")
    i = p.conflict(
        "farm_works.project_legacy",
        "1107",
        "1107",
        {"kind": "farm_works", "severity": 0, "measure": "24", "origin": "legacy"},
        "A legacy ditch inside a project: tolerated, measure 24.",
    )
    p.zone("projects", i, XMMC="示例高标准农田项目", XMLX="高标准农田")
    facility = {"kind": "facility"}
    for number in range(2):
        p.conflict(
            "facility.lost",
            "1202",
            ("0101", "0103")[number],
            {**facility, "severity": 2, "measure": "14", "also": "15", "flags": None, **lost},
            "A facility on land recorded as cultivated.",
        )
        p.conflict(
            "facility.unknown",
            "1202",
            None,
            {**facility, "severity": 2, "measure": "14", "also": "15", "origin": "unknown", "flags": None},
            "A facility without any baseline: severity 2, which the cap for unknown allows.",
            previous=None,
        )
        p.conflict(
            "facility.legacy",
            "1202",
            "1202",
            {**facility, "severity": 0, "measure": "14", "also": None, "origin": "legacy"},
            "A facility that stood there at delimitation: a note only.",
        )
        p.conflict(
            "facility.soil_safe",
            "1202",
            "0101",
            {**facility, "severity": 1, "measure": "14", "also": "15", **lost},
            "A planting facility that leaves the topsoil (said in the remark): severity 1. The wording of the remark is ours.",
            BZ="不破坏耕作层的种植设施",
        )
    i = p.conflict(
        "special.grave",
        "09",
        "0101",
        {"kind": "special", "severity": 3, "measure": "14", **lost},
        "A grave by the layer of graves.",
    )
    p.zone("graves", i)
    p.conflict(
        "special.grave",
        "09",
        "0103",
        {"kind": "special", "severity": 3, "measure": "14", **lost},
        "A grave by the remark.",
        BZ="坟墓",
    )
    for grade in ("unstable.grade5", "unstable.grade5", "unstable.detail", "unstable.detail"):
        steep = grade.endswith("5")
        number = p.counter.get(grade, 0)
        extra = {"GDPDJB": "5", "GDLX": "TT"} if steep else {"TBXHDM": ("HDGD", "LQGD")[number]}
        p.conflict(
            grade,
            "0103",
            "0103",
            {"kind": "unstable", "severity": 1, "measure": "14", "also": "23"},
            f"Cultivated land in PBF with {'slope grade 5' if steep else extra['TBXHDM']}. (Origin is left open: by the letter it is lost.)",
            **extra,
        )
    for number in range(2):
        code = ("0101", "0103")[number]
        p.conflict(
            "abandoned",
            code,
            code,
            {"kind": "abandoned", "severity": 1, "measure": "16", "also": None},
            "Uncultivated (WG) land in PBF.",
            ZZSXDM="WG",
        )
        p.conflict(
            "trees",
            code,
            code,
            {"kind": "trees", "severity": 1, "measure": "14", "also": None},
            "Trees among crops (LLJZ) in PBF.",
            ZZSXDM="LLJZ",
        )
    p.conflict(
        "unstable.first",
        "0103",
        "0103",
        {"kind": "unstable", "severity": 1, "measure": "14"},
        "Slope grade 5 and WG: the first matching row wins.",
        GDPDJB="5",
        GDLX="TT",
        ZZSXDM="WG",
    )
    for planting in ("LS", "FLS", "LYFL", "XG"):
        p.conflict(
            "cultivated.no",
            "0101",
            "0101",
            {},
            f"Stable cultivated land in PBF planted {planting}: no conflict.",
            0,
            ZZSXDM=planting,
        )
    # adjustable classes: the base class's kind, capped at 1
    for code, kind, measure, also in (
        ("0201K", "orchard", "14", None),
        ("0202K", "orchard", "14", None),
        ("0203K", "orchard", "14", None),
        ("0204K", "orchard", "14", None),
        ("0301K", "forest", "14", "36"),
        ("0302K", "forest", "14", "36"),
        ("0307K", "forest", "14", "36"),
        ("1104K", "pond", "14", None),
        ("0403K", "turf", "14", None),
    ):
        i = p.conflict(
            f"{kind}.adjustable",
            code,
            "0101",
            {"kind": kind, "severity": 1, "measure": measure, "also": also, "flags": "adjustable", **lost},
            f"{code} keeps the kind of its base class, severity capped at 1.",
        )
        p.tell(
            "adjustable.pbf",
            "candidates/adjustable",
            i,
            "candidates",
            {"source": "adjustable", "tier": "other"},
            "An adjustable class without attribute or second survey is a candidate inside PBF too.",
            area=p.cents[i],
        )
    for code, kind in (("0201K", "orchard"), ("0301K", "forest")):
        p.conflict(
            f"{kind}.adjustable_legacy",
            code,
            code,
            {"kind": kind, "severity": 1, "origin": "legacy", "flags": "adjustable;misdelimited"},
            "Adjustable and legacy: both flags (listed in alphabetical order here).",
        )
        p.conflict(
            f"{kind}.adjustable_unknown",
            code,
            None,
            {"kind": kind, "severity": 1, "origin": "unknown", "flags": "adjustable"},
            "Adjustable without a baseline: the cap of 1 is the tighter one.",
            previous=None,
        )
    # restorable land in PBF: severity unchanged, a flag, and a candidate
    for code, planting, kind, severity in (
        ("0201", "JKHF", "orchard", 2),
        ("1104", "GCHF", "pond", 2),
        ("0301", "JKHF", "forest", 2),
    ):
        i = p.conflict(
            f"{kind}.restorable",
            code,
            "0101",
            {"kind": kind, "severity": severity, "flags": "restorable", **lost},
            f"{code} with {planting}: severity unchanged, flag restorable.",
            ZZSXDM=planting,
        )
        p.tell(
            "restorable.pbf",
            "candidates/restorable",
            i,
            "candidates",
            {
                "source": "restorable",
                "tier": "at_once" if planting == "JKHF" else "with_works",
                "excluded": None,
                "deferred": "unknown",
            },
            "Restorable land inside PBF is a candidate as well; no crop data, so deferral is unknown.",
            area=p.cents[i],
        )
    # baseline from last year's survey where the PBF layer has no class
    for before, origin, severity, flags in (
        ("0101", "lost", 3, None),
        ("0103", "lost", 3, None),
        ("0201", "legacy", 1, "misdelimited"),
    ):
        p.conflict(
            "house.previous",
            "0702",
            None,
            {"kind": "house", "severity": severity, "origin": origin, "flags": flags},
            f"No class in the PBF layer, {before} in last year's survey: origin {origin}.",
            previous=before,
        )
    p.conflict(
        "orchard.pbf_first",
        "0201",
        "0101",
        {"kind": "orchard", "severity": 2, **lost},
        "The PBF layer's class comes before last year's survey (which says 0201).",
        previous="0201",
    )
    # classes nobody knows
    for code in ("9999", "0399", "1299"):
        i = p.conflict("unknown_class", code, "0101", {}, f"Class {code} is in no table: a problem, not a conflict.", 0)
        p.tell("unknown_class", "conflicts/unknown", i, "problems", {"any": True}, f"Class {code} is in no table.")
        p.tell(
            "unknown_class", "candidates/none", i, "candidates", {}, f"Class {code} is in no table: no candidate.", 0
        )


def borders(p: Planter) -> None:
    """Zones that touch, graze and overlap."""
    for depth, family in (
        (0.0, "touch"),
        (0.0, "touch"),
        (0.0005, "hair"),
        (0.003, "sliver"),
        (0.4, "sliver"),
        (0.4, "sliver"),
        (1.8, "strip"),
        (3.0, "strip"),
    ):
        i, partner = p.pair()
        p.edit(i, "0201")
        p.edit(partner, "0101")
        shape, share = p.geometry[partner], 0.0
        if depth:
            strip = p.strip_of(i, partner, depth)
            share = float(shapely.area(strip) / shapely.area(p.geometry[i]))
            shape = shapely.union_all([shape, strip])
            parts = shapely.get_parts(shape)
            shape = parts[np.argmax(shapely.area(parts))]
        p.pbf(partner, "0101", shape, 1.0)
        p.tell(
            f"orchard.{family}.partner",
            "conflicts/orchard",
            partner,
            "conflicts",
            {},
            "The stable paddy inside the zone is no conflict.",
            0,
        )
        if family == "touch":
            p.tell(
                "orchard.touch",
                "conflicts/orchard",
                i,
                "conflicts",
                {},
                "An orchard that touches the PBF boundary exactly from outside.",
                0,
            )
        elif family == "hair":
            p.tell(
                "orchard.hair",
                "conflicts/orchard",
                i,
                "conflicts",
                {},
                "An overlap of half a millimetre lies within the tolerance of 1 mm.",
                0,
            )
        elif family == "sliver":
            p.tell(
                "orchard.sliver",
                "conflicts/sliver",
                i,
                "conflicts",
                {"sliver": True, "or_absent": True},
                f"An overlap {depth} m deep is noise: its piece is marked sliver. The rules do not say whether slivers are listed as conflicts.",
                0,
            )
        else:
            p.tell(
                "orchard.strip",
                "conflicts/orchard",
                i,
                "conflicts",
                {"kind": "orchard", "severity": 2, "origin": "lost", "sliver": False},
                f"An overlap {depth} m deep and over 10 m² is no sliver.",
                area=p.cents[i] * share,
            )
    for code in ("0702", "0201", "0602", "1104", "09", "1202", "0810"):
        i = p.edit(p.parcel(), code)
        p.tell("outside.no", "conflicts/outside", i, "conflicts", {}, f"{code} outside all PBF.", 0)
    for attributes in ({"ZZSXDM": "WG"}, {"GDPDJB": "5", "GDLX": "TT"}, {"ZZSXDM": "LLJZ"}):
        i = p.edit(p.parcel(), "0103", **attributes)
        p.tell(
            "outside.no",
            "conflicts/outside",
            i,
            "conflicts",
            {},
            f"Cultivated land with {attributes} outside all PBF.",
            0,
        )
    # two zones over one parcel: counted once
    for number in range(2):
        i = p.conflict(
            "house.twice",
            "0702",
            "0101",
            {"kind": "house", "severity": 3, "origin": "lost"},
            "In two identical PBF zones: its area counts once.",
        )
        p.plan.rows[-1].expect.pop("lost_cultivated_m2")
        p.pbf(i, "0101", None, 1.0)
    for number in range(2):
        i = p.edit(p.parcel(least=1500), "1104")
        for left in (True, False):
            shape, share = p.half(i, 0.65, left)
            p.pbf(i, "0101", shape, share)
        p.tell(
            "pond.twice",
            "conflicts/pond",
            i,
            "conflicts",
            {"kind": "pond", "severity": 2, "origin": "lost"},
            "Two PBF zones cover the pond together and overlap in its middle: all of it, once.",
            area=p.cents[i],
        )


def candidate_rows(p: Planter) -> None:
    """Every source, and what looks like it but is not."""
    plain = {"excluded": None}

    def wait(code: str) -> str:
        return "unknown" if code.startswith(("02", "03", "1104")) else "no"

    codes = [code for code in RESTORABLE if code != "0404"]
    for code in codes:
        p.candidate(
            "restorable.at_once",
            code,
            {"source": "restorable", "tier": "at_once", "also": None, "deferred": wait(code), **plain},
            f"{code} with JKHF.",
            ZZSXDM="JKHF",
        )
    for code in ("0201", "0204", "0301", "0305", "1104", "1104A", "0201K"):
        p.candidate(
            "restorable.with_works",
            code,
            {"source": "restorable", "tier": "with_works", "also": None, "deferred": wait(code), **plain},
            f"{code} with GCHF.",
            ZZSXDM="GCHF",
        )
    p.candidate(
        "restorable.with_works",
        "0404",
        {"source": "restorable", "tier": "with_works", "deferred": "no", "flags": "outside_reserve", **plain},
        "Grassland with GCHF outside the farmland reserve: unused land by default, so flagged.",
        ZZSXDM="GCHF",
    )
    for code in ("0401", "1106", "0702"):
        p.candidate(
            "restorable.no",
            code,
            {},
            f"{code} may not carry JKHF: no candidate (and an attribute that the survey's checks refuse).",
            0,
            ZZSXDM="JKHF",
        )
    for code, old in (
        ("0201", "011"),
        ("0202", "013"),
        ("0203", "013"),
        ("0204", "012"),
        ("0301", "011"),
        ("0302", "013"),
        ("0305", "013"),
        ("0307", "011"),
        ("0403", "012"),
        ("1104", "011"),
        ("1104A", "011"),
        ("0201K", "013"),
        ("0301K", "011"),
        ("1104K", "012"),
        ("0403K", "013"),
    ):
        p.candidate(
            "survey2",
            code,
            {"source": "survey2", "tier": "other", "also": None, "deferred": wait(code), **plain},
            f"{code} now, {old} in the second survey, no attribute.",
            survey2=old,
        )
    for code, old in (("0201", "021"), ("0301", "031"), ("1104", "114"), ("0307", "033")):
        p.candidate(
            "survey2.no", code, {}, f"{code} now and {old} in the second survey: never cultivated.", 0, survey2=old
        )
    for code in ("1006", "1107", "1107A", "1203", "1103", "1106", "1108", "0402", "0304", "0306", "0303", "1105"):
        p.candidate(
            "survey2.never", code, {}, f"{code} is never a candidate by the second survey alone.", 0, survey2="011"
        )
    for code in ("0702", "0601", "1101", "1202", "0404"):
        p.candidate(
            "survey2.no", code, {}, f"{code} is not among the classes of the second-survey row.", 0, survey2="011"
        )
    p.candidate(
        "survey2.attribute",
        "0201",
        {"source": "restorable", "tier": "with_works", "also": None, **plain},
        "GCHF comes first, and the second-survey row asks for an empty attribute.",
        survey2="011",
        ZZSXDM="GCHF",
    )
    for number in range(2):
        i = p.edit(p.parcel(least=2500), ("0201", "0307")[number])
        x, y = shapely.get_coordinates(shapely.point_on_surface(p.geometry[i]))[0]
        side = 8.5
        small = shapely.intersection(p.geometry[i], shapely.box(*np.round((x - side, y - side, x + side, y + side), 4)))
        p.survey2(i, "011", small)
        p.tell(
            "survey2.small",
            "candidates/survey2",
            i,
            "candidates",
            {},
            "The part that was cultivated is under 300 m², less than 400 m².",
            0,
        )
    narrow = 0
    while narrow < 2:
        i = p.parcel(least=9000)
        x0, y0, x1, y1 = shapely.bounds(p.geometry[i])
        middle = (y0 + y1) / 2
        thin = shapely.intersection(
            p.geometry[i], shapely.box(x0 - 1, round(middle - 2.1, 4), x1 + 1, round(middle + 2.1, 4))
        )
        if thin.geom_type != "Polygon" or thin.area < 415:
            p.plan.used.discard(i)
            continue
        p.edit(i, ("0301", "0204")[narrow])
        p.survey2(i, "013", thin)
        p.tell(
            "survey2.narrow",
            "candidates/survey2",
            i,
            "candidates",
            {},
            "The part that was cultivated has over 400 m² but is 4 m wide, less than 5 m.",
            0,
        )
        narrow += 1
    for code in ("0201K", "0204K", "0301K", "0307K", "1104K", "0403K"):
        p.candidate(
            "adjustable",
            code,
            {"source": "adjustable", "tier": "other", "also": None, "deferred": wait(code), **plain},
            f"{code} without attribute and outside the second-survey layer.",
        )
    for code in ("0201", "0301", "1104", "0403"):
        p.candidate("adjustable.no", code, {}, f"{code} is not adjustable and carries nothing else.", 0)
    term = {"PZWH": "临时用地〔2021〕3号", "PZRQ": "2021-06-01", "DQRQ": "2023-05-31"}
    for code in ("1201", "0602", "0601"):
        p.candidate(
            "temporary",
            code,
            {"source": "temporary", "tier": "with_works", "also": None, "deferred": "no", **plain},
            f"{code} on temporary land whose term ended on 2023-05-31.",
            zones=(("temporary", term),),
        )
    for day, word in (
        ("2025-06-30", "runs until 2025-06-30"),
        ("2024-12-31", "ends on the reference date, so it is not past"),
    ):
        p.candidate(
            "temporary.no",
            "1201",
            {},
            f"Temporary land whose term {word}.",
            0,
            zones=(("temporary", {**term, "DQRQ": day}),),
        )
    p.candidate(
        "temporary.no",
        "0101",
        {},
        "Cultivated land on expired temporary land is no candidate.",
        0,
        zones=(("temporary", term),),
    )
    for code, name in (("1006", "废弃农村道路"), ("1202", "废弃设施农用地")):
        for _ in range(2):
            p.candidate(
                "leftover",
                code,
                {"source": "leftover", "tier": "with_works", "also": None, "deferred": "no", **plain},
                f"{code} in the layer of abandoned roads and facilities.",
                zones=(("abandoned", {"LX": name}),),
            )
        p.candidate(
            "leftover",
            code,
            {"source": "leftover", "tier": "with_works", "deferred": "no", **plain},
            f"{code} marked FQ.",
            TBXHDM="FQ",
        )
        p.candidate("leftover.no", code, {}, f"{code} in use.", 0)
    p.candidate(
        "leftover.no",
        "0809",
        {},
        "Only 1006 and 1202 count as leftover.",
        0,
        zones=(("abandoned", {"LX": "废弃设施农用地"}),),
    )
    for _ in range(2):
        p.candidate(
            "mine",
            "0602",
            {"source": "mine", "tier": "with_works", "also": None, "deferred": "no", **plain},
            "A mine marked FQ.",
            TBXHDM="FQ",
        )
        p.candidate("mine.no", "0602", {}, "A mine at work.", 0)
    for code in ("1003", "1001"):
        p.candidate(
            "idle",
            code,
            {"source": "idle", "tier": "with_works", "deferred": "no", **plain},
            f"{code} marked FQ.",
            TBXHDM="FQ",
        )
        p.candidate("idle.no", code, {}, f"{code} in use.", 0)
    for code in ("1201", "0601"):
        p.candidate(
            "idle",
            code,
            {"source": "idle", "tier": "with_works", "deferred": "no", **plain},
            f"{code} in the idle-land layer.",
            zones=(("idle", {"XZLX": "闲置土地"}),),
        )
        p.candidate("idle.no", code, {}, f"{code} outside the idle-land layer.", 0)
    project = ("projects", {"XMMC": "示例土地整治项目", "XMLX": "土地整治"})
    for code in ("0307", "0201"):
        p.candidate(
            "project",
            code,
            {"source": "project", "tier": "with_works", "also": None, "deferred": "unknown", **plain},
            f"{code} inside a project, no attribute, no second survey.",
            zones=(project,),
        )
    p.candidate(
        "project",
        "1207",
        {"source": "project", "tier": "with_works", "also": None, "deferred": "no", **plain},
        "Bare rock inside a project.",
        zones=(project,),
    )
    p.candidate(
        "project.flag",
        "1206",
        {
            "source": "project",
            "tier": "with_works",
            "also": None,
            "deferred": "no",
            "flags": "outside_reserve",
            **plain,
        },
        "Bare soil inside a project but outside the farmland reserve: flagged, not barred.",
        zones=(project,),
    )
    p.candidate("project.no", "0101", {}, "Cultivated land inside a project is no candidate.", 0, zones=(project,))
    reserve = ("farmland_reserve", {})
    for code in ("0404", "1204", "1205", "1206"):
        p.candidate(
            "unused",
            code,
            {"source": "unused", "tier": "other", "also": None, "deferred": "no", "flags": None, **plain},
            f"{code} inside the farmland reserve.",
            zones=(reserve,),
        )
    for code in ("0404", "1206"):
        p.candidate(
            "unused.no",
            code,
            {},
            f"{code} outside the farmland reserve: the row asks for the reserve; the flag needs another row first.",
            0,
        )
    for code in ("1207", "0401"):
        p.candidate(
            "unused.no", code, {}, f"{code} is not among the classes of the unused-land row.", 0, zones=(reserve,)
        )
    # several matches: the first sets source and tier
    p.candidate(
        "several",
        "0201",
        {"source": "restorable", "tier": "at_once", "also": "project", **plain},
        "JKHF inside a project: both kept, the first leads.",
        ZZSXDM="JKHF",
        zones=(project,),
    )
    p.candidate(
        "several",
        "0404",
        {"source": "restorable", "tier": "with_works", "also": "unused", **plain},
        "GCHF grassland inside the reserve.",
        ZZSXDM="GCHF",
        zones=(reserve,),
    )
    p.candidate(
        "several",
        "1201",
        {"source": "temporary", "tier": "with_works", "also": "idle", **plain},
        "Expired temporary land in the idle-land layer.",
        zones=(("temporary", term), ("idle", {"XZLX": "闲置土地"})),
    )
    p.candidate(
        "several",
        "0307",
        {"source": "survey2", "tier": "other", "also": "project", **plain},
        "Second-survey paddy inside a project.",
        survey2="011",
        zones=(project,),
    )
    for number in range(2):
        i = p.edit(p.parcel(), "0103", ZZSXDM="WG")
        p.tell(
            "abandoned.no",
            "candidates/none",
            i,
            "candidates",
            {},
            "Uncultivated land (WG) goes to the list of abandoned land, not among the candidates.",
            0,
        )


def exclusions_flags_deferrals(p: Planter) -> None:
    """What bars, flags or delays a candidate."""
    at_once = {"source": "restorable", "tier": "at_once"}
    bars = (
        ("conversion", ("conversion", {"TGND": 2008})),
        ("red_line", ("red_line", {"HXMC": "示例生态保护红线", "HXLX": "水源涵养"})),
        ("steep", ("slope", {"PDJB": "5"})),
        ("approved", ("approvals", VALID)),
        ("soil", ("soil", {"HJLB": "严格管控类"})),
    )
    for reason, zone in bars:
        for code in ("0201", "1104"):
            p.candidate(
                f"exclude.{reason}",
                code,
                {**at_once, "excluded": reason},
                f"{code} with JKHF, barred: {reason}.",
                zones=(zone,),
                ZZSXDM="JKHF",
            )
    for code in ("1202", "1006"):
        p.candidate(
            "exclude.waste",
            code,
            {"source": "leftover", "excluded": "waste"},
            f"An abandoned {code} filled with waste (LJTM).",
            zones=(("abandoned", {"LX": "废弃设施农用地" if code == "1202" else "废弃农村道路"}),),
            TBXHDM="LJTM",
        )
    p.candidate(
        "exclude.several",
        "0301",
        {**at_once, "excluded": "conversion;red_line"},
        "Two reasons, in the order of the rules.",
        zones=(bars[0][1], bars[1][1]),
        ZZSXDM="JKHF",
    )
    for family, zone, word in (
        ("steep", ("slope", {"PDJB": "4"}), "slope of 15-25° does not bar"),
        ("approved", ("approvals", EXPIRED), "an expired approval does not bar"),
        ("approved", ("approvals", BUILT), "an approval that is built already is not 'approved but unbuilt'"),
        ("soil", ("soil", {"HJLB": "安全利用类"}), "safe-use soil does not bar"),
        ("soil", ("soil", {"HJLB": "优先保护类"}), "priority-protected soil does not bar"),
        ("approved", ("approvals", FUTURE), "an approval of after the reference date is not there yet"),
    ):
        p.candidate(
            f"exclude.{family}.no",
            "0201",
            {**at_once, "excluded": None},
            f"JKHF: {word}.",
            0,
            zones=(zone,),
            ZZSXDM="JKHF",
        )
    for number in range(2):
        i, partner = p.pair()
        p.edit(i, ("1104", "0201")[number], ZZSXDM="JKHF")
        p.edit(partner, "0301")
        p.zone("red_line", partner, HXMC="示例生态保护红线", HXLX="水源涵养")
        p.tell(
            "exclude.red_line.no",
            "candidates/red_line",
            i,
            "candidates",
            {**at_once, "excluded": None},
            "The red line touches the candidate exactly from outside.",
            0,
            p.cents[i],
        )
    for number in range(2):
        i, partner = p.pair()
        p.edit(i, "1201")
        p.edit(partner, "1201")
        shape = shapely.union_all([p.geometry[partner], p.strip_of(i, partner, 0.4)])
        parts = shapely.get_parts(shape)
        p.zone("idle", partner, parts[np.argmax(shapely.area(parts))], XZLX="闲置土地")
        p.tell(
            "exclude.sliver",
            "candidates/sliver",
            i,
            "candidates",
            {"excluded": "sliver", "or_absent": True},
            "Only a strip 0.4 m deep lies in the idle-land layer: excluded as a sliver (a list without it says the same).",
            0,
        )
        p.tell(
            "idle",
            "candidates/idle",
            partner,
            "candidates",
            {"source": "idle", "tier": "with_works", "excluded": None},
            "The idle parcel beside it is a candidate.",
            area=p.cents[partner],
        )
    for role, flag, fields in (
        ("urban", "urban", {"GHFQDM": "610", "GHFQMC": "城镇集中建设区"}),
        ("forest", "forest", {}),
    ):
        for code in ("0201", "0307"):
            p.candidate(
                f"flag.{flag}",
                code,
                {**at_once, "excluded": None, "flags": flag},
                f"{code} with JKHF inside the {flag} boundary: flagged, not barred.",
                zones=((role, fields),),
                ZZSXDM="JKHF",
            )
    for code in ("0201", "0202"):
        p.candidate(
            "flag.verify",
            code,
            {"source": "survey2", "excluded": None, "flags": "verify"},
            f"{code} marked LQYD, cultivated in the second survey: to verify.",
            survey2="013",
            TBXHDM="LQYD",
        )
    p.candidate("flag.no", "0201", {**at_once, "flags": None}, "A plain candidate has no flag.", 0, ZZSXDM="JKHF")
    for code, state, deferred in (
        ("0201", "盛果期", "yes"),
        ("0204", "盛果期", "yes"),
        ("0301", "生长期", "yes"),
        ("0307", "生长期", "yes"),
        ("1104", "待收获", "yes"),
        ("1104A", "待收获", "yes"),
        ("0201", "已采收", "no"),
        ("0301", "已采收", "no"),
        ("1104", "已采收", "no"),
        ("0204K", "盛果期", "yes"),
        ("1104K", "待收获", "yes"),
    ):
        p.candidate(
            f"deferred.{deferred}",
            code,
            {**at_once, "deferred": deferred, "excluded": None},
            f"{code}: {state}.",
            int(deferred == "yes"),
            crops=state,
            ZZSXDM="JKHF",
        )
    for code in ("0202", "0305", "1104"):
        p.candidate(
            "deferred.unknown",
            code,
            {**at_once, "deferred": "unknown"},
            f"{code} without crop data: unknown.",
            ZZSXDM="JKHF",
        )
    for number in range(2):
        i = p.candidate(
            "reserve",
            ("0201", "1104")[number],
            {**at_once, "pbf_reserve": True},
            "A candidate inside the PBF reserve.",
            ZZSXDM="JKHF",
            zones=(("pbf_reserve", {"DLBM": "0101"}),),
        )
        p.plan.rows[-1].area = int(p.cents[i])


def plant(layout: Layout, geometry: np.ndarray, table: pd.DataFrame, seed: int) -> Plan:
    """The whole plan. Raises ValueError where the city is too small to hold the cases apart."""
    planter = Planter(layout, geometry, table, seed)
    borders(planter)
    candidate_rows(planter)
    exclusions_flags_deferrals(planter)
    special_rows(planter)
    origins(planter)
    return planter.plan


def apply_edits(table: pd.DataFrame, plan: Plan) -> None:
    """Write the plan's attributes into the survey table, in place."""
    rows = sorted(plan.edits)
    if not rows:
        return
    for column in ("DLBM", "GDPDJB", "GDLX", "ZZSXDM", "TBXHDM", "BZ", "XZDWKD", "GDDB"):
        values = table[column].to_numpy(dtype=object).copy()
        for i in rows:
            values[i] = plan.edits[i][column]
        if column == "GDDB":
            table[column] = pd.Series(pd.to_numeric(pd.Series(values)), dtype="Int64").to_numpy(dtype=object)
            table[column] = table[column].astype("Int64")
        elif column == "XZDWKD":
            table[column] = pd.to_numeric(pd.Series(values)).to_numpy(dtype=float)
        else:
            table[column] = values
    part = table.iloc[rows]
    codes = table["CZCSXM"].to_numpy(dtype=object).copy()
    codes[rows] = town_code(part, np.zeros(len(part), dtype=bool))
    table["CZCSXM"] = codes
    fill_class(table)


def manifest(plan: Plan, table: pd.DataFrame) -> pd.DataFrame:
    """The manifest as a table."""
    bsm = table["BSM"].to_numpy()
    columns = ["case", "rule", "positive", "BSM", "table", "expect", "area_m2", "why"]
    return pd.DataFrame(
        [
            {
                "case": row.case,
                "rule": row.rule,
                "positive": row.positive,
                "BSM": bsm[row.parcel],
                "table": row.table,
                "expect": json.dumps(row.expect, ensure_ascii=False),
                "area_m2": "" if row.area is None else f"{row.area / 100:.2f}",
                "why": row.why,
            }
            for row in plan.rows
        ],
        columns=columns,
    )


__all__ = ["Plan", "apply_edits", "manifest", "plant"]
