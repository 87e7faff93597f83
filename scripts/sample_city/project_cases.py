"""Planted supplements, farmland projects and project sites, with what only looks like a fault, and land to replace PBF.

They lie on the finished city in files of their own, and change nothing of it. Each is the outline of a parcel that both
surveys have, so what it must give are the parcel's own records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from .geopackage import GeoPackage
from .patch_cases import City, write_truth
from .zone_context import Zone

PROJECTS, SITES, TRUTH = "projects.gpkg", "sites.gpkg", "projects.csv"
_WHOLE = 0.9999  # share of a parcel that a zone must cover
_BESIDE = 5.0  # m within which a parcel lies beside a zone
_LARGE = 2000.0  # m², far above the least area of a supplement
# Layers that may keep a field from replacing PBF, and fields of those of which zones are put on fields for that.
_BARS = ("pbf", "red_line", "conversion", "urban", "approvals", "soil", "cases", "slope")
_BARRING: Mapping[str, Mapping[str, object]] = {
    "red_line": {"HXMC": "示例生态保护红线", "HXLX": "水源涵养"},
    "conversion": {"TGND": 2008},
    "soil": {"HJLB": "严格管控类"},
    "slope": {"PDJB": "5"},
}
_SUPPLEMENT_FIELDS = ("XMBH", "YSRQ", "XZGDMJ", "XZSTMJ", "HTDQ")
_PROJECT_FIELDS = ("XMBH", "XMLX", "JCNF")
_SITE_FIELDS = ("FABH", "XMMC", "XMLX", "XMJB", "SSLX", "PHGZC", "KFHF", "QX")


@dataclass(frozen=True)
class Case:
    """A planted case.

    Attributes:
        rule: the family of its case.
        positive: whether a fault must be found; a look-alike has 0.
        table: of the results.
        key: by which its row is found there.
        expect: what the row must have; null is empty. `needs` and `no_needs` of sites: what it needs, and must not.
        why: a sentence.

    """

    rule: str
    positive: int
    table: str
    key: str
    expect: Mapping[str, object]
    why: str


@dataclass
class Plan:
    """What is planted: rows of layers with their polygons, and the cases."""

    cases: list[Case] = field(default_factory=list)
    layers: dict[str, list[tuple[dict[str, object], shapely.Geometry]]] = field(default_factory=dict)

    def add(self, layer: str, row: dict[str, object], shape: shapely.Geometry) -> None:
        """Add a feature to a layer."""
        self.layers.setdefault(layer, []).append((row, shape))


class Land:
    """The parcels of the finished city, as both surveys have them, and which part of each zones cover."""

    def __init__(self, city: City, now: pd.DataFrame, zones: Mapping[str, Sequence[Zone]]) -> None:
        """Take the city with what is taken of it, today's survey, and the zones by role."""
        self.city, self.shapes = city, city.shapes
        own = now.iloc[city.row_now].reset_index(drop=True)
        self.code, self.bsm = own["DLBM"].to_numpy(dtype=object), own["BSM"].to_numpy(dtype=object)
        self.is_field = np.array([str(code).startswith("01") for code in self.code])
        self.net = np.where(self.is_field, own["TBDLMJ"].to_numpy(dtype=float), 0.0)
        self.paddy = np.where(self.code == "0101", self.net, 0.0)
        self.planting, self.plain = own["ZZSXDM"].to_numpy(dtype=object), own["TBXHDM"].isna().to_numpy()
        self.stable = self.is_field & self.plain & (own["GDPDJB"].to_numpy(dtype=object) != "5")
        self.was, self.before = city.was_field, city.net
        self.share = {
            role: city.cover([zone.geometry for zone in given])
            for role, given in zones.items()
            if role not in ("previous", "survey2")
        }
        # By a zone of the kind that bars; the soil of most fields has a class.
        self.barred = {
            role: city.cover([zone.geometry for zone in zones[role] if zone.fields.items() >= fields.items()]) >= _WHOLE
            for role, fields in _BARRING.items()
        }
        self.free = np.all([self.share[role] == 0 for role in ("approvals", "temporary", "cases", "projects")], axis=0)
        self.outside, self.inside = self.share["pbf"] == 0, self.share["pbf"] >= _WHOLE
        near = [shapely.buffer(zone.geometry, _BESIDE) for zone in zones["red_line"]]
        self.beside_red_line = (city.cover(near) > 0) & (self.share["red_line"] == 0)

    def find(self, chosen: np.ndarray, least: float = 400.0) -> int:
        """Return the next parcel of those chosen that nothing is planted on or beside."""
        return next(self.city.find(chosen & self.free, least))

    def planted(self, *kinds: str) -> np.ndarray:
        """Return fields of both surveys with a planting (bool)."""
        return self.is_field & self.was & self.plain & np.isin(self.planting, kinds)


def _supplements(land: Land, plan: Plan) -> None:
    """Plant supplemented land: kept, smaller, lost, never there, unplanted, and what only looks like it."""
    grain = land.planted("LS", "LYFL") & (land.code == "0101")
    gone, came = land.was & ~land.is_field, ~land.was & ~land.is_field
    last = "2024-12-31"  # the reference date: a contract that ends on it has not ended before
    for rule, positive, chosen, accepted, day, contract, expect, why in (
        ("kept", 0, grain, 1.0, "2023-06-01", "长期", {"status": "kept", "flags": None}, "A field as accepted."),
        ("kept", 0, grain, 1.009, "2023-06", None, {"status": "kept"}, "Smaller by less than a hundredth."),
        ("shrunk", 1, grain, 1.02, "2023-06-01", None, {"status": "shrunk"}, "Smaller by a fiftieth."),
        ("lost", 1, gone, 1.0, "2022-06-01", None, {"status": "lost"}, "A field last year, and none now."),
        ("never", 1, came, 1.0, "2023-06-01", None, {"status": "never"}, "In no survey since it was accepted."),
        (
            "never",
            0,
            came,
            1.0,
            "2021-06-01",
            None,
            {"status": "not_cultivated"},
            "Surveys before may have it.",
        ),
        (
            "unplanted",
            1,
            land.planted("WG"),
            1.0,
            "2023-06-01",
            None,
            {"status": "unplanted"},
            "Left unplanted.",
        ),
        ("fallow", 0, land.planted("XG"), 1.0, "2023-06-01", None, {"status": "fallow"}, "Fallow is not unplanted."),
        (
            *("paddy", 1, land.planted("LS", "LYFL") & (land.code == "0103"), 1.0, "2023-06-01", None),
            *({"status": "kept", "flags": "paddy_lost"}, "Accepted as paddy, and dry land now."),
        ),
        (
            *("contract", 1, grain, 1.0, "2020-06-01", "2024年6月"),
            *({"status": "kept", "flags": "contract_ended"}, "Its contract has ended."),
        ),
        ("contract", 0, grain, 1.0, "2020-06-01", last, {"status": "kept", "flags": None}, "It ends on the very day."),
    ):
        i = land.find(chosen)
        size = land.net[i] or land.before[i] or 1000.0
        area = round(size * accepted, 2)
        paddy = area if rule == "paddy" else min(area, round(float(land.paddy[i]), 2))
        number = f"B{len(plan.layers.get('BCGDXM', ())) + 1:02d}"
        row = {
            "BSM": number,
            "XMBH": f"示例补充{number}",
            "YSRQ": day,
            "XZGDMJ": area,
            "XZSTMJ": paddy,
            "HTDQ": contract,
        }
        plan.add("BCGDXM", row, land.shapes[i])
        figures = {"now_m2": land.net[i], "before_m2": land.before[i], "shortfall_m2": max(area - land.net[i], 0.0)}
        known = {name: round(float(value), 2) for name, value in figures.items()}
        plan.cases.append(Case(f"supplements/{rule}", positive, "supplement_states", number, {**known, **expect}, why))


def _projects(land: Land, plan: Plan) -> None:
    """Plant farmland projects: not balanced, one twice on the same place, and what is not judged."""
    gone, came = land.was & ~land.is_field, ~land.was & land.is_field
    stays = land.planted("LS", "LYFL") & land.stable
    first = -1
    for rule, positive, chosen, year, expect, why in (
        ("not_balanced", 1, gone, "2024", {"verdict": "not_balanced"}, "Its field is gone, and none came."),
        ("not_balanced", 1, None, "2024", {"verdict": "not_balanced"}, "Another one on the same place: counted once."),
        ("not_balanced", 0, came, "2024", {"verdict": "balanced", "owed_m2": 0.0}, "A field came, and none went."),
        (
            "not_balanced",
            0,
            gone,
            "2022",
            {"verdict": "no_before", "owed_m2": None},
            "Built before the earlier survey.",
        ),
        ("not_balanced", 0, gone, "2026", {"verdict": "not_built", "owed_m2": None}, "Not built yet."),
        ("not_balanced", 0, gone, None, {"verdict": "unknown", "owed_m2": None}, "Nobody says when it was built."),
        ("not_yet_pbf", 1, stays & land.outside, "2022", {"not_yet_pbf_m2": 1.0}, "A stable field that is no PBF."),
        ("not_yet_pbf", 0, stays & land.inside, "2022", {"not_yet_pbf_m2": 0.0}, "A field that is PBF already."),
    ):
        i = first if chosen is None else land.find(chosen)
        first = i if first < 0 else first
        number = f"G{len(plan.layers.get('GBZNT', ())) + 1:02d}"
        plan.add(
            "GBZNT", {"BSM": number, "XMBH": f"示例项目{number}", "XMLX": "高标准农田", "JCNF": year}, land.shapes[i]
        )
        figures = {"before_m2": land.before[i], "now_m2": land.net[i]}
        known: dict[str, object] = {name: round(float(value), 2) for name, value in figures.items()}
        if expect.get("verdict") == "not_balanced":
            known["owed_m2"] = known["before_m2"]
        share = {"not_yet_pbf_m2": round(float(expect["not_yet_pbf_m2"] * land.net[i]), 2)} if "not_yet" in rule else {}
        plan.cases.append(
            Case(f"projects/{rule}", positive, "project_states", number, {**known, **expect, **share}, why)
        )


def _sites(land: Land, plan: Plan) -> None:
    """Plant alternatives of projects: what is forbidden on PBF, and the same beside it."""
    field_in, field_out = land.planted("LS", "LYFL") & land.inside, land.planted("LS", "LYFL") & land.outside
    red = land.outside & (land.share["red_line"] >= _WHOLE)
    white = np.all([land.share[role] == 0 for role in ("red_line", "urban", "forest", "pbf_reserve")], axis=0)
    reserve = land.share["pbf_reserve"] >= _WHOLE
    orchard = (land.code == "0201") & land.plain & pd.isna(land.planting)
    built_up = np.isin(land.code, ("0602", "0701", "0702", "0801"))
    in_town = np.all([land.share[role] == 0 for role in ("red_line", "forest", "pbf_reserve")], axis=0)
    in_town &= (land.share["farmland_reserve"] == 0) & (land.share["urban"] >= _WHOLE)
    house, facility, temporary, built = "宅基地", "设施农用地", "临时用地", "建设用地"
    for rule, positive, chosen, kind, more, expect, why in (
        ("house", 1, field_in, house, {}, {"verdict": "forbidden", "needs": ["house_on_pbf"]}, "A house on PBF."),
        ("house", 0, field_out & white, house, {}, {"verdict": "conditional"}, "A house on other cultivated land."),
        (
            *("facility", 1, field_in, facility, {"SSLX": "畜禽养殖"}),
            *({"verdict": "forbidden", "needs": ["facility_on_pbf"]}, "Livestock on PBF."),
        ),
        (
            *("facility", 0, field_in, facility, {"SSLX": "种植设施", "PHGZC": "否"}),
            *({"verdict": "conditional", "no_needs": ["facility_on_pbf"]}, "For planting, the plough layer stays."),
        ),
        (
            *("temporary", 1, field_in, temporary, {"KFHF": "不可恢复", "QX": 2}),
            *({"verdict": "forbidden", "needs": ["temporary_not_restorable"]}, "Cannot be restored, on PBF."),
        ),
        (
            "temporary",
            0,
            field_in,
            temporary,
            {"KFHF": "可恢复", "QX": 2},
            {"verdict": "conditional"},
            "Can be restored.",
        ),
        (
            *("temporary", 0, field_out & white, temporary, {"KFHF": "不可恢复", "QX": 2}),
            *({"verdict": "conditional", "no_needs": ["temporary_not_restorable"]}, "Cannot be restored, but no PBF."),
        ),
        (
            *("construction", 1, field_in, built, {}),
            *({"verdict": "conditional", "needs": ["replace", "pbf_approval", "balance"]}, "Construction on PBF."),
        ),
        (
            *("construction", 0, field_out & white, built, {}),
            {"verdict": "conditional", "needs": ["balance"], "no_needs": ["replace", "pbf_approval", "red_line"]},
            "Construction on other cultivated land.",
        ),
        (
            *("red_line", 1, red, built, {}),
            *({"verdict": "conditional", "needs": ["red_line"]}, "Construction inside the red line."),
        ),
        (
            *("red_line", 0, land.outside & land.is_field & land.beside_red_line, built, {}),
            *({"verdict": "conditional", "no_needs": ["red_line"]}, "Beside the red line, not in it."),
        ),
        (
            *("conversion", 1, orchard & land.outside & white, built, {}),
            {"verdict": "conditional", "needs": ["conversion"], "no_needs": ["balance", "survey_opinion"]},
            "An orchard is agricultural land, though no field.",
        ),
        (
            *("conversion", 0, built_up & land.outside & in_town, built, {}),
            {"verdict": "clear", "no_needs": ["conversion", "balance"]},
            "Built on already, inside the urban boundary.",
        ),
        (
            *("approval", 0, land.planted("LS", "LYFL") & land.outside & reserve, built, {}),
            {"verdict": "conditional", "needs": ["pbf_reserve"], "no_needs": ["pbf_approval", "replace"]},
            "The reserve of PBF is no PBF yet.",
        ),
        (
            *("approval", 0, field_in, facility, {"SSLX": "种植设施", "PHGZC": "否"}),
            {"verdict": "conditional", "needs": ["replace"], "no_needs": ["pbf_approval"]},
            "A facility for planting takes PBF, and is no construction.",
        ),
    ):
        i = land.find(chosen)
        number = f"F{len(plan.layers.get('XMXZ', ())) + 1:02d}"
        plan.add("XMXZ", {"FABH": number, "XMMC": "示例项目选址", "XMLX": kind, **more}, land.shapes[i])
        known = {"cultivated_m2": round(float(land.net[i]), 2), "paddy_m2": round(float(land.paddy[i]), 2)}
        known["pbf_cultivated_m2"] = known["cultivated_m2"] if land.inside[i] else 0.0
        plan.cases.append(Case(f"sites/{rule}", positive, "comparison", number, {**known, **expect}, why))


def bar_fields(
    table: pd.DataFrame, shapes: np.ndarray, reserved: np.ndarray, zones: Mapping[str, Sequence[Zone]]
) -> Iterator[tuple[str, Zone]]:
    """Yield zones on stable fields that nothing else keeps from replacing PBF; the city itself has hardly any.

    Args:
        table: today's survey.
        shapes: object (n,), its parcels.
        reserved: bool (n,), parcels of planted cases.
        zones: of the city by role, to which these are added.

    """
    planted, code = table["ZZSXDM"].isin(("LS", "LYFL")), table["DLBM"].astype(str)
    good = code.str.startswith("01") & planted & table["TBXHDM"].isna() & (table["GDPDJB"] != "5")
    tree = shapely.STRtree(shapes)
    taken = reserved.copy()
    for role in (*_BARS, "pbf_reserve", "forest"):
        taken[tree.query([zone.geometry for zone in zones[role]], predicate="intersects")[1]] = True
    free = np.flatnonzero(good.to_numpy() & ~taken & (shapely.area(shapes) >= _LARGE))
    # From the end, as others take theirs from the beginning; the second where last year's parcel had another outline.
    for (role, fields), places in zip(_BARRING.items(), np.flip(free)[: 2 * len(_BARRING)].reshape(-1, 2)):
        for i in places:
            yield role, Zone(shapes[i], table["ZLDWDM"].iat[i], table["ZLDWMC"].iat[i], dict(fields))


def _replacements(land: Land) -> Iterator[Case]:
    """Name fields of the city that can replace PBF, and those that look like it and cannot."""
    clear = {role: land.share[role] == 0 for role in _BARS}
    good = land.planted("LS", "LYFL") & land.stable

    def all_but(*roles: str) -> np.ndarray:
        """Return fields that nothing else bars."""
        return good & np.all([clear[role] for role in _BARS if role not in roles], axis=0)

    for rule, positive, chosen, why in (
        ("free", 1, all_but() & (land.share["pbf_reserve"] == 0), "A stable field outside PBF that nothing bars."),
        ("reserve", 1, all_but() & (land.share["pbf_reserve"] >= _WHOLE), "A stable field of the PBF reserve zone."),
        ("in_pbf", 0, all_but("pbf") & land.inside, "It is PBF already."),
        ("urban", 0, all_but("urban") & (land.share["urban"] >= _WHOLE), "Inside the urban boundary."),
        *(
            (role, 0, all_but(role) & land.barred[role], f"Barred by nothing but the layer {role}.")
            for role in _BARRING
        ),
        (
            *("unplanted", 0, land.planted("WG") & land.stable & np.all([clear[role] for role in _BARS], axis=0)),
            "It lies unplanted.",
        ),
        (
            *("unstable", 0, land.is_field & land.was & ~land.stable & np.all([clear[role] for role in _BARS], axis=0)),
            "It is cultivated, but not stable.",
        ),
    ):
        found = np.flatnonzero(chosen & land.city.same_outline & (shapely.area(land.shapes) >= _LARGE))
        if not len(found):
            raise ValueError(f"no parcel for the planted case {rule}; generate at least 2300 parcels")
        expect = {"found": bool(positive), **({"tier": "reserve"} if rule == "reserve" else {})}
        yield Case(f"replacements/{rule}", positive, "supplements", str(land.bsm[found[0]]), expect, why)


def write(folder: Path, city: City, now: pd.DataFrame, zones: Mapping[str, Sequence[Zone]]) -> None:
    """Write supplements and projects, sites, and what each must give.

    Raises:
        ValueError: the city is too small for them.

    """
    land, plan = Land(city, now, zones), Plan()
    try:
        for family in (_supplements, _projects, _sites):
            family(land, plan)
    except StopIteration as error:
        raise ValueError("too few parcels for the planted projects; generate at least 2300 parcels") from error
    plan.cases += _replacements(land)
    for file, layers in (
        (PROJECTS, (("BCGDXM", "补充耕地项目", _SUPPLEMENT_FIELDS), ("GBZNT", "高标准农田项目", _PROJECT_FIELDS))),
        (SITES, (("XMXZ", "项目选址方案", _SITE_FIELDS),)),
    ):
        package = GeoPackage(folder / file)
        for layer, title, fields in layers:
            rows, shapes = zip(*plan.layers[layer])
            columns = fields if layer == "XMXZ" else ("BSM", *fields)
            table = pd.DataFrame(rows).reindex(columns=list(columns))
            package.add(layer, table, np.array(shapes, dtype=object), title, "MultiPolygon")
        package.close()
    write_truth(
        folder / TRUTH, [(one.rule, one.positive, one.table, one.key, one.expect, one.why) for one in plan.cases]
    )
