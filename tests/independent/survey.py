"""Make the survey: parcels, zones and units as GeoPackages, and the tables of what is expected of them.

`make(folder)` writes one GeoPackage per layer and returns where each layer is. The tables are written anew from the
cases by `scripts/python -m farmland_redline.tests.independent.survey`.
"""

from __future__ import annotations

import csv
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import geopandas
from shapely.geometry import MultiPolygon, Point, box

from . import cases_candidates, cases_conflicts, cases_sums
from .case import COUNTY_A, COUNTY_B, KINDS, OTHER_CITY, SOURCES, WHOLE, Case, Expected, Parcel, Zone

HERE = Path(__file__).parent
CRS = "EPSG:4527"
REFERENCE_DATE = "2024-12-31"
WEST, SOUTH = 39_498_500, 3_245_000  # around the central meridian, where planar and national areas agree
COLUMNS, STEP = 20, 150
CENT = Decimal("0.01")
MU = Decimal(2000) / Decimal(3)
CASES: tuple[Case, ...] = (*cases_conflicts.CASES, *cases_candidates.CASES, *cases_sums.CASES)

# role -> name of the layer, the code of its BSMs
LAYERS = {
    "pbf": ("YJJBNTBHTB", "2200"),
    "pbf_reserve": ("YJJBNTCBQ", "2210"),
    "farmland_reserve": ("BCGDCBQ", "2220"),
    "protected": ("GDBHMB", "2230"),
    "red_line": ("STBHHX", "2240"),
    "urban": ("CZKFBJ", "2250"),
    "forest": ("LDGLFW", "2260"),
    "survey2": ("DLTB_ED", "2270"),
    "previous": ("DLTB_2023", "2280"),
    "approvals": ("PZYD", "2290"),
    "temporary": ("LSYD", "2300"),
    "conversion": ("STTG", "2310"),
    "projects": ("GBZNT", "2320"),
    "slope": ("PDT", "2330"),
    "soil": ("TRHJ", "2340"),
    "abandoned": ("FQTB", "2350"),
    "idle": ("XZTD", "2360"),
    "graves": ("FM", "2370"),
    "crops": ("ZWXZ", "2380"),
}
NAMES = {
    COUNTY_A: "昌江区",
    COUNTY_B: "浮梁县",
    "360203": "珠山区",
    "360281": "乐平市",
    OTHER_CITY: "芙蓉区",
}
# The policy's targets, in mu (annexes 2 and 3): holding, PBF, gap, task of one year.
TARGETS = {
    COUNTY_A: ("73041", "50704", "4577", "458"),
    COUNTY_B: ("319999", "278362", "25214", "2521"),
    "360203": ("5707", "822", "0", "0"),
    "360281": ("804127", "735215", "63331", "6333"),
    "360200": ("1202873", "1065103", "91627", "9163"),
}
PARCEL_FIELDS = (
    *("BSM", "YSDM", "TBBH", "DLBM", "DLMC", "QSXZ", "QSDWDM", "ZLDWDM", "ZLDWMC", "TBMJ", "KCDLBM", "KCXS", "KCMJ"),
    *("TBDLMJ", "GDLX", "GDPDJB", "XZDWKD", "TBXHDM", "ZZSXDM", "CZCSXM", "SJNF", "MSSM", "BZ"),
)
WIDE = ("1001", "1002", "1003", "1004", "1009", "1101", "1107", "1107A")  # classes whose width the survey records
BUILT = ("05", "06", "07", "08", "09", "1201")  # classes that carry a settlement attribute


def cells() -> dict[str, tuple[int, int, str]]:
    """Return the west and south edge of each case's square and the 12 digits of the village it lies in."""
    found, row = {}, 0
    for county in (COUNTY_A, COUNTY_B, OTHER_CITY):
        here = [c for c in CASES if c.county == county and not c.nowhere]
        for n, case in enumerate(here):
            down, across = divmod(n, COLUMNS)
            village = f"{county}{100 + across // 10}{201 + across % 10 // 5}"
            found[case.id] = (WEST + across * STEP, SOUTH + (row + down) * STEP, village)
        row += -(-len(here) // COLUMNS) + 1
    for n, case in enumerate(c for c in CASES if c.nowhere):
        found[case.id] = (WEST + n * STEP, SOUTH + (row + 10) * STEP, "")
    return found


CELLS = cells()


def _at(case: Case, inside: tuple) -> MultiPolygon:
    west, south, _ = CELLS[case.id]
    left, bottom, right, top = inside
    return MultiPolygon([box(west + left, south + bottom, west + right, south + top)])


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _size(inside: tuple) -> Decimal:
    left, bottom, right, top = (Decimal(str(v)) for v in inside)
    return _cents((right - left) * (top - bottom))


def _class(text: str | None) -> str:
    """Return a class as the standard writes it, from the ways in which the cases write it."""
    code = (text or "").strip().removesuffix(".0")
    return f"0{code}" if len(code) == 3 and code.isdigit() else code


def _is_cultivated(dlbm: str | None) -> bool:
    return _class(dlbm) in ("0101", "0102", "0103")


def areas(parcel: Parcel) -> tuple[Decimal, Decimal, Decimal]:
    """Return area of record, ridges and net area of a parcel."""
    gross = Decimal(parcel.TBMJ) if parcel.TBMJ else _size(parcel.box)
    ridges = _cents(gross * Decimal(parcel.KCXS))
    given = parcel.TBDLMJ if parcel.TBDLMJ not in ("", "absent") else ""
    return gross, ridges, Decimal(given) if given else gross - ridges


def _code(text: str | None, case: Case) -> str | None:
    village = CELLS[case.id][2]
    if text == "place":
        return f"{village}0000000" if village else None
    return text


def unit_of(text: str | None, case: Case, digits: int = 6) -> str:
    """Return the unit that a code names, blank where it names none of that level."""
    code = (_code(text, case) or "").strip().removesuffix(".0")
    return code[:digits] if len(code) >= digits else ""


def codes_of_records() -> tuple[dict, dict]:
    """Return the BSM of each parcel and of each zone, by case and number."""
    parcels, zones, counts = {}, {}, Counter()
    for case in CASES:
        for marks, things in ((parcels, case.parcels), (zones, case.zones)):
            twins = {}
            for n, thing in enumerate(things):
                layer = LAYERS[thing.role][1] if isinstance(thing, Zone) else "2110"
                if thing.twin and thing.twin in twins:
                    marks[case.id, n] = twins[thing.twin]
                    continue
                counts[layer] += 1
                marks[case.id, n] = f"360200{layer}{counts[layer]:08d}"
                if thing.twin:
                    twins[thing.twin] = marks[case.id, n]
    return parcels, zones


PARCEL_BSM, ZONE_BSM = codes_of_records()


def _parcel_row(case: Case, n: int, parcel: Parcel) -> dict:
    gross, ridges, net = areas(parcel)
    code, dlbm = _code(parcel.code, case), _class(parcel.DLBM)
    sloping = parcel.GDPDJB[:1] in ("2", "3", "4", "5")
    return {
        "BSM": PARCEL_BSM[case.id, n],
        "YSDM": "2001010100",
        "TBBH": f"{int(PARCEL_BSM[case.id, n][-5:])}",
        "DLBM": parcel.DLBM,
        "DLMC": None,
        "QSXZ": "30",
        "QSDWDM": code,
        "ZLDWDM": code,
        "ZLDWMC": None,
        "TBMJ": gross,
        "KCDLBM": "1203" if ridges else None,
        "KCXS": Decimal(parcel.KCXS),
        "KCMJ": ridges,
        "TBDLMJ": None if parcel.TBDLMJ == "absent" else net,
        "GDLX": ("TT" if ridges else "PD") if sloping else None,
        "GDPDJB": parcel.GDPDJB or None,
        "XZDWKD": parcel.XZDWKD or ("5.0" if dlbm in WIDE else None),
        "TBXHDM": parcel.TBXHDM or None,
        "ZZSXDM": parcel.ZZSXDM or None,
        "CZCSXM": "203" if dlbm.startswith(BUILT) or dlbm in ("1004", "1005") else None,
        "SJNF": 2024,
        "MSSM": "00",
        "BZ": parcel.BZ or None,
        "geometry": _at(case, parcel.box),
    }


def _zone_row(case: Case, n: int, zone: Zone) -> dict:
    fields = dict(zone.fields)
    if zone.role == "pbf":
        fields = {
            "YSDM": "2005010300",
            "DLBM": fields["DLBM"],
            "ZLDWDM": _code(zone.code, case),
            "YJJBNTTBMJ": _size(zone.box),
            "YJJBNTMJ": Decimal(fields["YJJBNTMJ"]),
        }
    return {"BSM": ZONE_BSM[case.id, n], **fields, "geometry": _at(case, zone.box)}


def _units() -> dict[str, list[dict]]:
    """Return the polygons of counties, townships and villages; two counties of the policy lie aside, empty."""
    half, quarter = COLUMNS // 2 * STEP, COLUMNS // 4 * STEP
    counties, townships, villages = [], [], []
    for county in (COUNTY_A, COUNTY_B):
        rows = [CELLS[c.id][1] for c in CASES if c.county == county and not c.nowhere]
        bottom, top = min(rows) - 25, max(rows) + 125
        west = WEST - 25
        counties.append((county, NAMES[county], (west, bottom, west + 2 * half, top)))
        for n in range(2):
            code = f"{county}{100 + n}"
            townships.append((code, f"第{n + 1}乡", (west + n * half, bottom, west + (n + 1) * half, top)))
        for n in range(4):
            code = f"{county}{100 + n // 2}{201 + n % 2}0000000"
            villages.append((code, f"第{n + 1}村", (west + n * quarter, bottom, west + (n + 1) * quarter, top)))
    for n, county in enumerate(("360203", "360281")):
        east = WEST + 5000 + n * 1000
        counties.append((county, NAMES[county], (east, SOUTH, east + 1000, SOUTH + 1000)))

    def rows_of(units: list, code: str, name: str) -> list[dict]:
        return [
            {"BSM": f"36020011{len(u[0]):02d}{n:08d}", code: u[0], name: u[1], "geometry": MultiPolygon([box(*u[2])])}
            for n, u in enumerate(units, 1)
        ]

    return {
        "XJXZQ": rows_of(counties, "XZQDM", "XZQMC"),
        "XZQ": rows_of(townships, "XZQDM", "XZQMC"),
        "CJDCQ": rows_of(villages, "ZLDWDM", "ZLDWMC"),
    }


def _written(value: object, numbers: str) -> object:
    if not isinstance(value, Decimal):
        return value
    return f"{value:,}" if numbers == "text" else float(value)


def make(
    folder: str | Path,
    leave_out: tuple[str, ...] = (),
    counties: tuple[str, ...] = (COUNTY_A, COUNTY_B, OTHER_CITY),
    numbers: str = "number",
    survey2_crs: str = CRS,
) -> dict[str, Path]:
    """Write the survey's layers into a folder and return the path of each.

    `leave_out` names roles that are not written, `counties` whose cases are. `numbers="text"` writes every area as
    text with thousands separators ("10,000.00"). `survey2_crs` only says another system of the second survey.
    """
    layers: dict[str, list[dict]] = {"DLTB": []}
    for case in CASES:
        if case.county not in counties:
            continue
        layers["DLTB"] += [_parcel_row(case, n, p) for n, p in enumerate(case.parcels)]
        for n, zone in enumerate(case.zones):
            if zone.role not in leave_out:
                layers.setdefault(LAYERS[zone.role][0], []).append(_zone_row(case, n, zone))
    if {COUNTY_A, COUNTY_B} & set(counties):
        layers.update(_units())
    paths = {}
    for name, rows in layers.items():
        fields = list(dict.fromkeys(key for row in rows for key in row))
        table = {key: [_written(row.get(key), numbers) for row in rows] for key in fields}
        frame = geopandas.GeoDataFrame(table, crs=survey2_crs if name == LAYERS["survey2"][0] else CRS)
        paths[name] = Path(folder) / f"{name}.gpkg"
        frame.to_file(paths[name], layer=name, driver="GPKG", engine="pyogrio")
    return paths


EXPECTED_FIELDS = (
    *("id", "parcel", "x", "y", "tests", "section", "county", "conflict", "use_group", "severity", "measure"),
    *("also_measures", "origin", "flags", "not_flags", "area_m2", "cultivated_m2", "lost_cultivated_m2"),
    *("candidate", "also_sources", "tier", "candidate_measure", "deferred", "part", "excluded", "net_m2", "sliver"),
    *("zones", "problem", "doubt"),
)


def _expected_row(case: Case, n: int, said: Expected) -> dict:
    west, south, _ = CELLS[case.id]
    parcel = case.parcels[said.parcel - 1] if case.parcels else None
    whole = parcel is not None and not said.area and len(case.expected) == len(case.parcels)
    gross, _, net = areas(parcel) if parcel else (Decimal(0), Decimal(0), Decimal(0))
    cultivated = said.cultivated
    if not cultivated and parcel and not _is_cultivated(parcel.DLBM):
        cultivated = "0.00"
    elif not cultivated and (whole or (said.area and Decimal(said.area) == gross)):
        cultivated = str(net)
    group, measure, others = KINDS[said.conflict][1:] if said.conflict in KINDS else ("", "", "")
    zones = [part.split(":") for part in said.zones.split(";") if part]
    return {
        "id": case.id if len(case.expected) == 1 else f"{case.id}.{n}",
        "parcel": PARCEL_BSM[case.id, said.parcel - 1] if parcel else "",
        "x": f"{west + said.at[0]:.2f}",
        "y": f"{south + said.at[1]:.2f}",
        "tests": case.tests,
        "section": case.section,
        "county": said.county or (unit_of(parcel.code, case) if parcel else ""),
        "conflict": said.conflict if parcel else "",
        "use_group": group,
        "severity": said.severity,
        "measure": said.measure or measure,
        "also_measures": others,
        "origin": said.origin,
        "flags": said.flags,
        "not_flags": said.not_flags,
        "area_m2": said.area or (f"{gross:.2f}" if whole else ""),
        "cultivated_m2": cultivated,
        "lost_cultivated_m2": said.lost,
        "candidate": said.candidate if parcel else "",
        "also_sources": said.also,
        "tier": said.tier,
        "candidate_measure": SOURCES[said.candidate][2] if said.candidate in SOURCES else "",
        "deferred": said.deferred,
        "part": said.part,
        "excluded": said.excluded,
        "net_m2": said.net,
        "sliver": said.sliver,
        "zones": ";".join(f"{role}={ZONE_BSM[case.id, int(n) - 1]}" for role, n in zones),
        "problem": said.problem,
        "doubt": said.doubt,
    }


def expected_rows() -> list[dict]:
    """Return what is expected of each piece, in the order of the cases."""
    return [_expected_row(case, n, said) for case in CASES for n, said in enumerate(case.expected, 1)]


UNIT_FIELDS = (
    *("code", "name", "level", "state", "parcels", "holding_m2", "holding_mu", "holding_target_mu"),
    *("pbf_delimited_m2", "pbf_delimited_mu", "pbf_target_mu", "pbf_cultivated_m2", "pbf_cultivated_mu"),
    *("pbf_cultivated_k_m2", "pbf_cultivated_k_mu", "gap_mu", "task_mu", "conflict_parcels", "conflict_m2"),
)


def _sums(digits: int) -> dict[str, Counter]:
    """Return each unit's sums, in hundredths of a m², from the parcels' and zones' records alone."""
    sums: dict[str, Counter] = {}

    def add(unit: str, what: str, amount: Decimal) -> None:
        sums.setdefault(unit, Counter())[what] += int(amount / CENT)

    for case in CASES:
        for parcel in case.parcels:
            unit = unit_of(parcel.code, case, digits)
            sums.setdefault(unit, Counter())["parcels"] += 1
            if _is_cultivated(parcel.DLBM):
                add(unit, "holding", areas(parcel)[2])
        for zone in case.zones:
            if zone.role == "pbf":
                code = "place" if zone.code is None else zone.code
                add(unit_of(code, case, digits), "delimited", Decimal(zone.counted or zone.fields["YJJBNTMJ"]))
        hit = set()
        for n, said in enumerate(case.expected, 1):
            inside = any(z.role == "pbf" and Point(said.at).within(box(*(z.box or WHOLE))) for z in case.zones)
            if not case.parcels or not inside:
                continue
            row, parcel = _expected_row(case, n, said), case.parcels[said.parcel - 1]
            unit = unit_of(parcel.code, case, digits)
            add(unit, "cultivated", Decimal(row["cultivated_m2"]))
            if _class(parcel.DLBM).endswith("K"):
                add(unit, "adjustable", Decimal(row["area_m2"]))
            if said.conflict != "-":
                add(unit, "conflict", Decimal(row["area_m2"]))
                hit.add((said.parcel, unit))
        for _, unit in hit:
            sums[unit]["conflict_parcels"] += 1
    return sums


def _unit_row(code: str, level: str, state: str, unit: Counter) -> dict:
    target = TARGETS.get(code, ("", "", "", ""))
    row = {
        "code": code,
        "name": {"360200": "景德镇市"}.get(code, NAMES.get(code, "")),
        "level": level,
        "state": state,
        "parcels": unit["parcels"] if state != "no data" else "",
        **dict(zip(("holding_target_mu", "pbf_target_mu", "gap_mu", "task_mu"), target)),
    }
    if state == "no data":
        return row
    sums = {
        "holding": unit["holding"],
        "pbf_delimited": unit["delimited"],
        "pbf_cultivated": unit["cultivated"],
        "pbf_cultivated_k": unit["cultivated"] + unit["adjustable"],
    }
    for name, cents in sums.items():
        row[f"{name}_m2"] = f"{cents * CENT:.2f}"
        row[f"{name}_mu"] = f"{_cents(cents * CENT / MU)}"
    return {
        **row,
        "conflict_parcels": unit["conflict_parcels"],
        "conflict_m2": f"{unit['conflict'] * CENT:.2f}",
    }


def unit_rows() -> list[dict]:
    """Return the sums of the city, its counties, their townships, and of the codes that name no unit of the policy."""
    counties, townships = _sums(6), _sums(9)
    city = counties[COUNTY_A] + counties[COUNTY_B]
    rows = [_unit_row("360200", "city", "2 of 4", city)]
    for code in ("360202", "360203", "360222", "360281"):
        rows.append(_unit_row(code, "county", "" if code in counties else "no data", counties.get(code, Counter())))
        rows += [
            _unit_row(town, "township", "", townships[town])
            for town in sorted(townships)
            if town.startswith(code) and code in counties
        ]
    rows.append(_unit_row(OTHER_CITY[:4], "other", "no unit of the policy", counties[OTHER_CITY]))
    rows.append(_unit_row("", "none", "no code", counties[""]))
    return rows


def cross_rows() -> list[dict]:
    """Return the gross area inside PBF by county, class recorded by its layer and class now, ridges now as 1203."""
    sums: Counter = Counter()
    for case in CASES:
        for n, said in enumerate(case.expected, 1):
            zones = [z for z in case.zones if z.role == "pbf" and Point(said.at).within(box(*z.box))]
            if not case.parcels or not zones:
                continue
            row, parcel = _expected_row(case, n, said), case.parcels[said.parcel - 1]
            county, then, now = row["county"], _class(zones[0].fields["DLBM"]), _class(parcel.DLBM)
            area, net = (int(Decimal(row[key]) / CENT) for key in ("area_m2", "cultivated_m2"))
            if _is_cultivated(parcel.DLBM):
                sums[county, then, now] += net
                sums[county, then, "1203"] += area - net
            else:
                sums[county, then, now] += area
    return [
        {"county": county, "pbf_DLBM": then, "DLBM": now, "area_m2": f"{cents * CENT:.2f}"}
        for (county, then, now), cents in sorted(sums.items())
        if cents
    ]


def _write(path: Path, fields: tuple, rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write the tables of what is expected."""
    ids = [case.id for case in CASES]
    if len(set(ids)) != len(ids):
        raise ValueError(f"ids used twice: {[i for i, n in Counter(ids).items() if n > 1]}")
    _write(HERE / "expected.csv", EXPECTED_FIELDS, expected_rows())
    _write(HERE / "expected_units.csv", UNIT_FIELDS, unit_rows())
    _write(HERE / "expected_cross.csv", ("county", "pbf_DLBM", "DLBM", "area_m2"), cross_rows())


if __name__ == "__main__":
    main()
