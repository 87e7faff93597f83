"""The machinery of planting: it picks parcels that stand apart, and collects edits, zones and manifest lines."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely

from .attributes import LINEAR, NAMES
from .earlier_surveys import ED_NAMES
from .mosaic import DRY, HOUSE, ORCHARD, PADDY, STRIP, VILLAGE, Layout
from .zone_context import PERSONAL, Zone

SMALL = {"0702", "09", "1201", "1202", "1104", "1104A", "08H1", "0809", "0810", "0810A"}
STRIPS = {"1001", "1002", "1003", "1004", "1006", "1009", "1101", "1107", "1107A"}
# approvals by what they are on the reference date, 2024-12-31
VALID = {"PZWH": "赣自然资字〔2023〕7号", "PZLX": "单独选址", "PZRQ": "2023-06-01", "YXQZ": "2026-05-31", "SFJC": "否"}
EXPIRED = {**VALID, "PZWH": "赣自然资字〔2019〕7号", "PZRQ": "2019-06-01", "YXQZ": "2022-05-31"}
FUTURE = {**VALID, "PZWH": "赣自然资字〔2025〕7号", "PZRQ": "2025-03-01", "YXQZ": "2028-02-28"}
BUILT = {**VALID, "SFJC": "是"}


# How a row of a table is called in the names of cases.
_ONE = {"conflicts": "conflict", "candidates": "candidate", "problems": "problem", "losses": "loss"}


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
        """Return a parcel that touches no planted one, and keep its neighbours free from now on.

        Areas in m²; `most` gives way where too few are left."""
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
        """Return a parcel of a size that the class may have."""
        shape = shape or ("strip" if code in STRIPS else "cell")
        return self.parcel(shape, least, 3500.0 if code in SMALL else 15_000.0)

    def block(self, i: int) -> None:
        """Take a parcel and keep its neighbours from being planted."""
        self.blocked[i] = True
        self.blocked[self.tree.query(self.geometry[i], predicate="intersects")] = True
        self.plan.used.add(i)

    def pair(self) -> tuple[int, int]:
        """Return a parcel and a neighbour with a long common side."""
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
        """Add a zone feature of a role, the parcel itself by default."""
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
        """Add a PBF zone with the class at delimitation; return its net area in 0.01 m²."""
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
        """Add a second-survey parcel over the parcel."""
        self.zone("survey2", i, geometry, DLBM=code, DLMC=ED_NAMES[code])

    def crops(self, i: int, state: str) -> None:
        """Set what grows on a parcel."""
        self.zone("crops", i, ZWZT=state)

    def half(self, i: int, share: float = 0.5, left: bool = True) -> tuple[shapely.Geometry, float]:
        """Cut a part off a parcel by a straight line; return it with its share of the planar area."""
        shape = self.geometry[i]
        x0, y0, x1, y1 = shapely.bounds(shape)
        cut = round(x0 + (x1 - x0) * share, 4) if left else round(x1 - (x1 - x0) * share, 4)
        box = shapely.box(x0 - 1, y0 - 1, cut, y1 + 1) if left else shapely.box(cut, y0 - 1, x1 + 1, y1 + 1)
        part = shapely.intersection(shape, box)
        return part, float(shapely.area(part) / shapely.area(shape))

    def strip_of(self, i: int, partner: int, depth: float) -> shapely.Geometry:
        """Return the strip of parcel i within `depth` metres of its partner."""
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
        """Add a line to the manifest; the area is in 0.01 m²."""
        self.counter[family] = self.counter.get(family, 0) + 1
        self.plan.rows.append(
            Row(
                f"{_ONE.get(table, table)}.{family}.{self.counter[family]}",
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
        """Put a parcel wholly (or by `share`) into a PBF zone of its own."""
        i = self.edit(self.parcel("strip" if code in STRIPS else "cell"), code, **attributes)
        shape, part = (None, 1.0) if share == 1.0 else self.half(i, share)
        net = self.pbf(i, recorded, shape, part, rate)
        if previous != "":
            self.plan.previous[i] = previous
        expect = dict(expect)
        if expect.get("origin") == "lost" and recorded is not None and not code.startswith("01"):
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
        """Give a parcel outside all PBF the attributes and zones that make it a candidate."""
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
