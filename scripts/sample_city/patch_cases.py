"""Planted monitoring patches, with what only looks like a suspected one, and the office's tables of cases and events.

They lie on the finished city in a file of their own, and change nothing of it. What each must give is told by the
earlier survey's records and outlines on the map plane, not by the plugin.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from .geopackage import GeoPackage
from .zone_context import Zone

FILE, LAYER, TITLE = "monitoring.gpkg", "YSTB", "疑似图斑"
TRUTH, CASES, EVENTS = "patches.csv", "cases.csv", "events.csv"
DATE, YEAR_BEFORE = "2024-12-31", "2023-12-31"
_RIM, _STRIP, _HAIR = 1.5, 15.0, 0.3  # metres: of a rim that is none of a patch, of a part that is, over a boundary
_WHOLE = 0.999  # share of a parcel that a zone must cover
HEAD = ("编号", "分案号", "县级代码", "发现日期", "类型", "认定", "占用耕地（亩）", "其中永久基本农田（亩）")
HEAD += ("是否非农建设", "重复于", "结案日期", "结果")
# Cases that the office had before the patches came: two general warnings and a key one follow from them, a restored, a
# legalised and a frozen area; a legal one, a repeat, and one on which nobody has decided only look like more.
OFFICE_CASES = (
    ("AJ2024-01", "", "360222", "2024-02-10", "农村建房", "违法", "12.00", "0", "是", "", "", ""),
    ("AJ2024-02", "", "360222", "2024-08-10", "农村建房", "违法", "7.00", "5.00", "是", "", "2024-11-20", "拆除复耕"),
    ("AJ2023-03", "", "360281", "2023-09-10", "农村建房", "违法", "11.00", "0", "是", "", "2024-03-01", "补办手续"),
    ("AJ2024-04", "", "360281", "2024-03-15", "挖塘养鱼", "违法", "10.01", "0", "否", "", "", ""),
    ("AJ2024-05", "", "360202", "2024-04-01", "农村建房", "待核", "8.00", "0", "是", "", "", ""),
    ("AJ2024-06", "", "360222", "2024-09-01", "农村建房", "合法", "30.00", "0", "是", "", "2024-10-01", ""),
    ("AJ2024-07", "", "360222", "2024-02-20", "农村建房", "违法", "12.00", "0", "是", "AJ2024-01", "", ""),
)
OFFICE_EVENTS = (("县级代码", "日期", "事项"), ("360281", "2024-07-10", "约谈"))


@dataclass(frozen=True)
class Patch:
    """A planted patch.

    Attributes:
        rule: the family of its case.
        positive: whether it makes a case.
        shape: its polygon.
        after: the day of the later image.
        expect: what its rows must have, by county.
        why: a sentence.
        decided: status, area in mu and whether it is construction, where a person has decided on it before; None else.

    """

    rule: str
    positive: int
    shape: shapely.Geometry
    after: str
    expect: Mapping[str, Mapping[str, object]]
    why: str
    decided: tuple[str, str, str] | None = None


class City:
    """The finished city as patches need it."""

    def __init__(
        self,
        now: pd.DataFrame,
        shapes: np.ndarray,
        old: pd.DataFrame,
        old_shapes: np.ndarray,
        zones: Mapping[str, Sequence[Zone]],
    ) -> None:
        """Take both surveys with their polygons, and the zones by role."""
        self.old, self.shapes, self.tree = old, old_shapes, shapely.STRtree(old_shapes)
        place = pd.Series(np.arange(len(now)), index=now["BSM"]).reindex(old["BSM"])
        there = place.notna().to_numpy()
        place = self.row_now = place.fillna(0).astype(int).to_numpy()
        self.same_outline = there & shapely.equals_exact(shapes[place], old_shapes, 0.0)
        self.code = np.where(there, now["DLBM"].to_numpy(dtype=object)[place], "")
        self.before = old["DLBM"].to_numpy(dtype=object)
        self.county = old["ZLDWDM"].str[:6].to_numpy(dtype=object)
        self.was_field = np.array([str(code).startswith("01") for code in self.before])
        self.net = np.where(self.was_field, old["TBDLMJ"].to_numpy(dtype=float), 0.0)
        self.zones = {
            role: [zone.geometry for zone in zones.get(role, ())] for role in ("pbf", "approvals", "temporary")
        }
        self.fields = {role: [zone.fields for zone in zones.get(role, ())] for role in ("approvals", "temporary")}
        self.pbf = shapely.union_all(self.zones["pbf"])
        self.taken = np.zeros(len(old), dtype=bool)
        self.share = {role: self.cover(shapes) for role, shapes in self.zones.items()}

    def cover(self, shapes: Sequence[shapely.Geometry]) -> np.ndarray:
        """Return which part of each parcel polygons cover (overlaps count again)."""
        made = np.asarray(shapes, dtype=object)
        zone, parcel = self.tree.query(made, predicate="intersects")
        shared = shapely.area(shapely.intersection(self.shapes[parcel], made[zone]))
        return np.bincount(parcel, shared, len(self.old)) / shapely.area(self.shapes)

    def find(self, chosen: np.ndarray, least: float = 400.0) -> Iterator[int]:
        """Yield parcels with the same outline in both surveys, in the order of the survey; taken ones never again."""
        for i in np.flatnonzero(chosen & self.same_outline & (shapely.area(self.shapes) >= least)):
            if not self.taken[i]:
                self.taken[self.tree.query(self.shapes[i], predicate="intersects")] = True
                yield int(i)

    def measure(self, shape: shapely.Geometry, but: shapely.Geometry | None = None) -> dict[str, dict[str, float]]:
        """Return by county what a polygon has of earlier fields (m²), of it inside PBF, and of it outside another."""
        found: dict[str, dict[str, float]] = {}
        for i in np.sort(self.tree.query(shape, predicate="intersects")):
            part = shapely.intersection(shape, self.shapes[i])
            if not shapely.area(part) > 0:
                continue
            net = self.net[i] / shapely.area(self.shapes[i])
            rest = part if but is None else shapely.difference(part, but)
            own = found.setdefault(self.county[i], {"cultivated_m2": 0.0, "pbf_m2": 0.0, "suspected_m2": 0.0})
            own["cultivated_m2"] += net * shapely.area(part)
            own["pbf_m2"] += net * shapely.area(shapely.intersection(part, self.pbf))
            own["suspected_m2"] += net * shapely.area(rest)
        return found

    def expected(
        self, shape: shapely.Geometry, verdict: str, but: shapely.Geometry | None = None, **more: object
    ) -> dict[str, dict[str, object]]:
        """Return what the rows of a patch must have, by county; `but` is what valid zones and rims cover of it."""
        areas = self.measure(shape, but)
        return {
            county: {"preliminary": verdict, **{name: round(area, 2) for name, area in own.items()}, **more}
            for county, own in areas.items()
        }


def _suspected(city: City) -> Iterator[Patch]:
    """Make patches on fields that are none any more, with nothing that covers them."""
    free = city.was_field & (city.share["approvals"] == 0) & (city.share["temporary"] == 0)
    outside, inside = city.share["pbf"] == 0, city.share["pbf"] >= _WHOLE
    houses = city.find(free & outside & (city.code == "0702"))
    for number, after in enumerate(("2024-05-20", "2024-09-20")):
        i = next(houses)
        expect = city.expected(city.shapes[i], "suspected", construction="yes")
        yield Patch("suspected", 1, city.shapes[i], after, expect, "A house on a field that nothing covers.")
        if not number:
            later = shapely.buffer(city.shapes[i], -2.0)
            expect = city.expected(later, "suspected", repeat_of="first")
            yield Patch("repeat", 1, later, "2024-08-20", expect, "The same place in a later month: a repeat.")
    i = next(city.find(free & inside & (city.code == "0702")))
    why = "A house on a field of permanent basic farmland: all of it is PBF."
    yield Patch("pbf", 1, city.shapes[i], "2024-05-20", city.expected(city.shapes[i], "suspected"), why)
    for codes, what in ((("0201", "0202", "0204"), "An orchard"), (("1104", "1104A"), "A pond")):
        i = next(city.find(free & outside & np.isin(city.code, codes)))
        expect = city.expected(city.shapes[i], "suspected", construction="no")
        yield Patch("suspected", 1, city.shapes[i], "2024-09-20", expect, f"{what} on a field: no construction.")


def _decided(city: City) -> Iterator[Patch]:
    """Make patches whose numbers the office's table of cases has already."""
    free = city.was_field & (city.share["approvals"] == 0) & (city.share["temporary"] == 0) & (city.share["pbf"] == 0)
    for codes, words, why in (
        (("0601", "0702"), ("违法", "2.00", "是"), "Decided illegal before: status and area of the person stay."),
        (("0201", "0202"), ("合法", "1.50", "否"), "Decided legal before: it stays legal and counts nowhere."),
    ):
        i = next(city.find(free & np.isin(city.code, codes) & (city.county == "360222")))
        status = {"违法": "illegal", "合法": "legal"}[words[0]]
        expect = city.expected(city.shapes[i], "suspected", status=status, case_mu=float(words[1]))
        yield Patch("matched", 1, city.shapes[i], "2024-08-01", expect, why, words)


def _covered(city: City) -> Iterator[Patch]:
    """Make patches on approved land: covered, covered but for a rim, and covered in part."""
    valid = [
        zone
        for zone, fields in zip(city.zones["approvals"], city.fields["approvals"])
        if fields["PZLX"] in ("宅基地", "单独选址") and str(fields["PZRQ"]) <= DATE <= str(fields["YXQZ"])
    ]
    approved = city.was_field & (city.share["approvals"] >= _WHOLE) & (city.share["pbf"] == 0)
    for i in city.find(approved):
        shape = city.shapes[i]
        if not any(shapely.covers(shapely.buffer(zone, 0.001), shape) for zone in valid):
            continue
        near = [k for k in city.tree.query(shape, predicate="intersects") if k != i]
        around = shapely.union_all(
            [city.shapes[k] for k in near if city.was_field[k] and not city.share["approvals"][k]]
        )
        why = "On land with a valid approval: covered, no case."
        yield Patch("covered", 0, shape, "2024-05-20", city.expected(shape, "covered", shape), why)
        for depth, verdict, why in (
            (_RIM, "covered", "A rim of 1.5 m along approved land is none."),
            (_STRIP, "partly", "Approved land with a strip of 15 m beside it: the strip is suspected."),
        ):
            strip = shapely.intersection(shapely.buffer(shape, depth, join_style="mitre"), around)
            if shapely.area(strip) < 10:
                continue
            whole = shapely.union(shape, strip)
            but = whole if verdict == "covered" else shape
            expect = city.expected(whole, verdict, but)
            yield Patch(verdict, int(verdict == "partly"), whole, "2024-05-20", expect, why)
        return


def _temporary(city: City) -> Iterator[Patch]:
    """Make patches on temporary land: in its term, to be reclaimed, overdue."""
    seen = set()
    for i in city.find(city.was_field & (city.share["temporary"] >= _WHOLE) & (city.share["approvals"] == 0)):
        shape = city.shapes[i]
        over = [
            fields["DQRQ"]
            for zone, fields in zip(city.zones["temporary"], city.fields["temporary"])
            if shapely.intersects(shapely.buffer(shape, -1.0), zone)
        ]
        if len(over) != 1 or len(str(over[0])) != len(DATE):
            continue
        verdict = "temporary" if over[0] >= DATE else "reclaim" if over[0] >= YEAR_BEFORE else "overdue"
        if verdict in seen:
            continue
        seen.add(verdict)
        but = None if verdict == "overdue" else shape
        why = f"On temporary land whose term ends on {over[0]}."
        yield Patch(verdict, 1, shape, "2024-05-20", city.expected(shape, verdict, but), why)


def _unchanged(city: City) -> Iterator[Patch]:
    """Make patches on land that is what it was, or was no field."""
    free = (city.share["approvals"] == 0) & (city.share["temporary"] == 0)
    same = city.find(city.was_field & free & (city.code == city.before), least=1000.0)
    i = next(same)
    expect = city.expected(city.shapes[i], "no_change")
    yield Patch("no_change", 0, city.shapes[i], "2024-05-20", expect, "The same field in both surveys: no case.")
    i = next(same)
    why = "The same field, but the image is newer than the survey, which cannot tell."
    yield Patch(
        "no_newer_survey", 1, city.shapes[i], "2025-02-20", city.expected(city.shapes[i], "no_newer_survey"), why
    )
    woods = np.array([str(code).startswith("03") for code in city.before])
    i = next(city.find(woods & free, least=1000.0))
    expect = city.expected(city.shapes[i], "not_cultivated")
    yield Patch("not_cultivated", 0, city.shapes[i], "2024-05-20", expect, "Woods before: no cultivated land, no case.")


def _boundaries(city: City) -> Iterator[Patch]:
    """Make a patch a hair over the boundary of PBF, and one on both sides of that of two counties."""
    free = (city.share["approvals"] == 0) & (city.share["temporary"] == 0)
    gone = (
        city.was_field & free & (city.share["pbf"] == 0) & np.isin(city.code, ("0702", "0201", "0202", "0307", "1104"))
    )
    for i in np.flatnonzero(gone & city.same_outline & ~city.taken):
        shape = shapely.buffer(city.shapes[i], _HAIR, join_style="mitre")
        own = city.measure(shape)
        pbf = sum(each["pbf_m2"] for each in own.values())
        if len(own) == 1 and pbf > 1 and not city.taken[city.tree.query(shape, predicate="intersects")].any():
            city.taken[city.tree.query(shape, predicate="intersects")] = True
            why = "Thirty centimetres over the boundary of PBF: these are PBF, and no more."
            yield Patch("hair", 1, shape, "2024-09-20", city.expected(shape, "suspected"), why)
            break
    fields = city.was_field & free & city.same_outline & (city.code == city.before) & ~city.taken
    for i in np.flatnonzero(fields):
        for k in np.sort(city.tree.query(city.shapes[i], predicate="intersects")):
            if not fields[k] or city.county[k] <= city.county[i]:
                continue
            line = shapely.line_merge(shapely.intersection(city.shapes[i], city.shapes[k]))
            strip = shapely.buffer(line, _STRIP, cap_style="flat", join_style="mitre")  # arcs differ between GEOS
            shape = shapely.intersection(strip, shapely.union(city.shapes[i], city.shapes[k]))
            if shapely.length(line) < 2 * _STRIP or shape.geom_type != "Polygon":
                continue
            city.taken[[i, k]] = True
            why = "On both sides of the boundary of two counties: two cases."
            expect = city.expected(shape, "no_newer_survey")
            yield Patch("two_counties", 1, shape, "2025-02-20", expect, why)
            return


def plant(city: City) -> list[Patch]:
    """Return the patches in their order.

    Raises:
        ValueError: the city is too small for them.

    """
    families: tuple[Callable[[City], Iterator[Patch]], ...] = (
        *(_covered, _temporary, _boundaries, _decided, _suspected, _unchanged),
    )
    try:
        return [patch for family in families for patch in family(city)]
    except StopIteration as error:
        raise ValueError("too few parcels for the planted patches; generate at least 2300 parcels") from error


def write(folder: Path, city: City) -> None:
    """Write the patches, what each must give, and the tables of cases and events."""
    patches = plant(city)
    numbers = [f"YS2024-{number:03d}" for number in range(1, len(patches) + 1)]
    table = pd.DataFrame(
        {
            "JCBH": numbers,
            "QSX": "2023-12",
            "HSX": [patch.after for patch in patches],
            "BZ": None,
        }
    )
    package = GeoPackage(folder / FILE)
    package.add(LAYER, table, np.array([patch.shape for patch in patches], dtype=object), TITLE, "MultiPolygon")
    package.close()
    rows, counter, first = [], dict[str, int](), {"repeat": ""}
    decided = []
    for number, patch in zip(numbers, patches):
        if patch.rule == "suspected" and not first["repeat"]:
            first["repeat"] = number
        if patch.decided is not None:
            status, area, construction = patch.decided
            decided.append(
                (number, "", next(iter(patch.expect)), "2024-08-05", "", status, area, "0", construction, "", "", "")
            )
        for county, expect in patch.expect.items():
            counter[patch.rule] = counter.get(patch.rule, 0) + 1
            wanted = {**expect, **({"repeat_of": first["repeat"]} if expect.get("repeat_of") else {})}
            case_id = number if len(patch.expect) == 1 else f"{number}-{county}"
            rows.append(
                (
                    f"patch.{patch.rule}.{counter[patch.rule]}",
                    f"patches/{patch.rule}",
                    patch.positive,
                    case_id,
                    county,
                    json.dumps(wanted, ensure_ascii=False),
                    patch.why,
                )
            )
    columns = ["case", "rule", "positive", "case_id", "unit", "expect", "why"]
    write_csv(folder / TRUTH, [columns, *rows], "utf-8")
    write_csv(folder / CASES, [HEAD, *OFFICE_CASES, *decided], "utf-8-sig")
    write_csv(folder / EVENTS, OFFICE_EVENTS, "utf-8-sig")


def write_csv(path: Path, rows: Sequence[Sequence[object]], encoding: str) -> None:
    """Write rows, the first with the headings."""
    table = pd.DataFrame([list(row) for row in rows[1:]], columns=list(rows[0]))
    table.to_csv(path, index=False, encoding=encoding, lineterminator="\n")


def write_truth(path: Path, cases: Sequence[tuple[str, int, str, str, Mapping[str, object] | None, str]]) -> None:
    """Write what planted cases must give, each numbered in its family.

    Args:
        path: the file.
        cases: family, whether it must be found, table, key of its row, what that must have (None: there is none), why.

    """
    rows, counter = [], dict[str, int]()
    for rule, positive, table, key, expect, why in cases:
        counter[rule] = counter.get(rule, 0) + 1
        name = f"{rule.replace('/', '.')}.{counter[rule]}"
        rows.append((name, rule, positive, table, key, json.dumps(expect, ensure_ascii=False), why))
    write_csv(path, [("case", "rule", "positive", "table", "key", "expect", "why"), *rows], "utf-8")
