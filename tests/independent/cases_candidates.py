"""Cases of restoration candidates: every row and its look-alikes, exclusions, deferral and the four parts."""

from .case import (
    COUNTY_B,
    FLAT,
    LEFT,
    RIGHT,
    Case,
    Expected,
    Parcel,
    approval,
    candidate,
    one,
    pbf,
    survey2,
    temporary,
    zone,
)

ROWS = "Restoration candidates"
EXCLUDE = "Restoration candidates: exclude, flag only"
NEVER = "Restoration candidates: never by survey 2 alone"
DEFER = "Restoration candidates: deferred"
NET = "Restoration candidates: net area"
PARTS = "Free, to be confirmed, barred"
SIZE = "Sums and targets: survey-2 size limits, slivers"
WAITING = {"deferred": "unknown", "part": "to_confirm"}
FREE = {"deferred": "no", "part": "free"}
PROJECT = zone("projects", XMLX="高标准农田")
CONSOLIDATION = zone("projects", XMLX="全域土地综合整治")
RESERVE = zone("farmland_reserve")
EVERY = zone("projects", XMLX="高标准农田"), zone("farmland_reserve"), survey2("011")


def r(case_id: str, land_class: str, tests: str, section: str, zones=(), expected=None, **fields) -> Case:
    return one(case_id, land_class, tests, section, zones, expected, COUNTY_B, **fields)


def _waits(code: str) -> dict:
    """Return what is said of deferral where no crop data is given: fruit, trees and ponds are unknown."""
    return WAITING if code[:2] in ("02", "03") or code.startswith("1104") else FREE


def _each(prefix: str, codes: tuple, tests: str, section: str, zones: tuple, source: str, **fields) -> tuple:
    return tuple(
        r(f"{prefix}{n:02d}", code, tests, section, zones, candidate(source, **_waits(code)), **fields)
        for n, code in enumerate(codes, 1)
    )


def _none(prefix: str, codes: tuple, tests: str, section: str, zones: tuple, **fields) -> tuple:
    return tuple(
        r(f"{prefix}{n:02d}", code, tests, section, zones, Expected(), **fields) for n, code in enumerate(codes, 1)
    )


ATTRIBUTE = (
    *(
        r(
            f"RA{n:02d}",
            code,
            "restorable at once, on a class that may carry it",
            ROWS,
            [FLAT],
            candidate("restorable", tier="at_once", net="10000.00", **_waits(code)),
            ZZSXDM="JKHF",
        )
        for n, code in enumerate(
            ("0201", "0202", "0203", "0204", "0301", "0302", "0305", "0307", "0403K", "0404", "1104", "1104A"), 1
        )
    ),
    *(
        r(
            f"RG{n:02d}",
            code,
            "restorable with works",
            ROWS,
            [],
            candidate("restorable", tier="with_works", **_waits(code)),
            ZZSXDM="GCHF",
        )
        for n, code in enumerate(("0201", "0307K", "0404", "1104K"), 1)
    ),
    *_none(
        "RN",
        ("0403", "0303", "0304", "1202", "0702", "1206", "1006", "1107", "0401"),
        "the attribute on a class that may not carry it",
        ROWS,
        (),
        ZZSXDM="JKHF",
    ),
    r(
        "RN10",
        "0101",
        "the attribute on cultivated land: never a candidate",
        ROWS,
        [],
        Expected(),
        ZZSXDM="JKHF",
        GDPDJB="1",
    ),
)

SURVEY2 = (
    *_each(
        "S",
        ("0201", "0202", "0203", "0204", "0301", "0302", "0305", "0307", "0403", "1104", "1104A"),
        "survey-2 paddy, other agricultural land now",
        ROWS,
        (survey2("011"),),
        "survey2",
    ),
    r("S12", "0201", "irrigated land then", ROWS, [survey2("012")], candidate("survey2", **WAITING)),
    r("S13", "0201", "dry land then", ROWS, [survey2("013")], candidate("survey2", **WAITING)),
    r("S14", "0201", "orchard then", ROWS, [survey2("021")], Expected()),
    r("S15", "0201", "ridge then", ROWS, [survey2("123")], Expected()),
    r("S16", "0201K", "K included", ROWS, [survey2("013")], candidate("survey2", **WAITING)),
    r("S17", "1104K", "K included", ROWS, [survey2("011")], candidate("survey2", **WAITING)),
    r("S18", "0403K", "K included, not deferred", ROWS, [survey2("011")], candidate("survey2", **FREE)),
    r(
        "S19",
        "0201K",
        "adjustable, survey 2 not cultivated",
        ROWS,
        [survey2("031")],
        candidate("adjustable", **WAITING),
    ),
    r("S20", "0307K", "adjustable, no survey 2 here", ROWS, [], candidate("adjustable", **WAITING)),
    r(
        "S21",
        "0201",
        "the attribute comes first and leaves the survey-2 row empty",
        ROWS,
        [survey2("011")],
        candidate("restorable", tier="at_once", **WAITING),
        ZZSXDM="JKHF",
    ),
    *_none(
        "SN",
        (
            "1006",
            "1107",
            "1107A",
            "1202",
            "1203",
            "1103",
            "0401",
            "0404",
            "0303",
            "0304",
            "0306",
            "0402",
            "1106",
            "1108",
        ),
        "never by survey 2 alone",
        NEVER,
        (survey2("011"),),
    ),
    r("SN15", "0702", "built land is not other agricultural land", ROWS, [survey2("011")], Expected()),
    r(
        "SN16",
        "0103",
        "unplanted: the abandoned list, nothing to the gap",
        NEVER,
        [survey2("013")],
        Expected(),
        ZZSXDM="WG",
        GDPDJB="1",
    ),
    r(
        "SN17",
        "0201",
        "half was survey-2 paddy",
        ROWS,
        [survey2("011", LEFT)],
        (
            candidate("survey2", at=(25, 50), area="5000.00", **WAITING),
            Expected(at=(75, 50), area="5000.00"),
        ),
    ),
    r(
        "SN18",
        "0201",
        "survey-2 code that lost its zero: 11",
        "Values written another way",
        [survey2("11")],
        candidate("survey2", **WAITING),
    ),
    r(
        "SN19",
        "0201",
        "survey-2 code as a real number: 12.0",
        "Values written another way",
        [survey2("12.0")],
        candidate("survey2", **WAITING),
    ),
    r(
        "SN20",
        "0201",
        "survey-2 code with a blank: '013 '",
        "Values written another way",
        [survey2("013 ")],
        candidate("survey2", **WAITING),
    ),
)

SIZES = (
    r(
        "Z01",
        "0201",
        "20 m × 20 m: exactly 400 m², 10 m wide",
        SIZE,
        [survey2(box=(0, 0, 20, 20))],
        (
            candidate("survey2", at=(10, 10), area="400.00", **WAITING),
            Expected(at=(60, 60), area="9600.00"),
        ),
    ),
    r(
        "Z02",
        "0201",
        "3.9 m × 100 m: below 400 m²",
        SIZE,
        [survey2(box=(0, 0, 3.9, 100))],
        (Expected(at=(2, 50), area="390.00"), Expected(at=(60, 60), area="9610.00")),
    ),
    r(
        "Z03",
        "0201",
        "5 m × 100 m: 500 m² but 4.76 m of mean width",
        SIZE,
        [survey2(box=(0, 0, 5, 100))],
        (Expected(at=(2, 50), area="500.00"), Expected(at=(60, 60), area="9500.00")),
    ),
    r(
        "Z04",
        "0201",
        "6 m × 100 m: 600 m² and 5.66 m",
        SIZE,
        [survey2(box=(0, 0, 6, 100))],
        (
            candidate("survey2", at=(3, 50), area="600.00", **WAITING),
            Expected(at=(60, 60), area="9400.00"),
        ),
    ),
    r(
        "Z05",
        "0201K",
        "adjustable, survey 2 below its limits: the adjustable row takes it",
        SIZE,
        [survey2(box=(0, 0, 3.9, 100))],
        (
            candidate("adjustable", at=(2, 50), area="390.00", **WAITING),
            candidate("adjustable", at=(60, 60), area="9610.00", **WAITING),
        ),
    ),
    r(
        "Z06",
        "0201",
        "an uncut parcel of 15 m × 20 m is below the limit too",
        SIZE,
        [survey2(box=(0, 0, 15, 20))],
        Expected(at=(7, 9), area="300.00", doubt="17"),
        box=(0, 0, 15, 20),
    ),
    r(
        "Z07",
        "0201",
        "a strip of 0.5 m of the parcel is a sliver: excluded",
        EXCLUDE,
        [zone("urban", box=(0, 0, 0.5, 100))],
        (
            candidate(
                "restorable", "excluded", tier="at_once", at=(0.25, 50), area="50.00", sliver="1", excluded="sliver"
            ),
            candidate("restorable", tier="at_once", at=(60, 60), area="9950.00", sliver="0", **WAITING),
        ),
        ZZSXDM="JKHF",
    ),
    r(
        "Z08",
        "0201",
        "an uncut parcel of 0.8 m × 50 m never is a sliver",
        SIZE,
        [],
        candidate("restorable", tier="at_once", at=(0.4, 25), area="40.00", sliver="0", **WAITING),
        ZZSXDM="JKHF",
        box=(0, 0, 0.8, 50),
    ),
    r(
        "Z09",
        "0201",
        "an uncut parcel of 3 m × 3 m never is a sliver",
        SIZE,
        [],
        candidate("restorable", tier="at_once", at=(1, 1), area="9.00", sliver="0", **WAITING),
        ZZSXDM="JKHF",
        box=(0, 0, 3, 3),
    ),
    r(
        "Z10",
        "0201",
        "a corner of 3 m × 3 m is a sliver, one of 4 m × 4 m is none",
        SIZE,
        [zone("urban", box=(0, 0, 3, 3)), zone("forest", box=(96, 96, 100, 100))],
        (
            candidate("restorable", "excluded", tier="at_once", at=(1, 1), area="9.00", sliver="1", excluded="sliver"),
            candidate("restorable", "to_confirm", tier="at_once", at=(98, 98), area="16.00", sliver="0"),
            candidate("restorable", tier="at_once", at=(60, 60), area="9975.00", sliver="0", **WAITING),
        ),
        ZZSXDM="JKHF",
    ),
)

LEFTOVER = (
    r(
        "T51",
        "0201",
        "temporary land past its term",
        ROWS,
        [temporary("2024-06-30")],
        candidate("temporary", **WAITING),
    ),
    r("T52", "0601", "whatever is on it", ROWS, [temporary("2021-06-30")], candidate("temporary", **FREE)),
    r("T53", "0601", "within its term", ROWS, [temporary("2025-06-30")], Expected()),
    r("T54", "0601", "a term that is open", ROWS, [temporary("长期")], Expected()),
    r(
        "T55",
        "0601",
        "a term that cannot be read",
        ROWS,
        [temporary("待定")],
        Expected(candidate="", problem="bad_date", doubt="13"),
    ),
    r("T56", "0101", "cultivated again", ROWS, [temporary("2021-06-30")], Expected(), ZZSXDM="LS", GDPDJB="1"),
    r(
        "T57",
        "0601",
        "the smaller id is over, the extension runs: not leftover",
        ROWS,
        [temporary("2022-12-31"), temporary("2025-12-31")],
        Expected(zones="temporary:2"),
    ),
    r("T58", "0601", "2024-12 is its last day: not past", ROWS, [temporary("2024-12")], Expected(doubt="10")),
    r(
        "A01",
        "1006",
        "farm road in the layer of abandoned ones",
        ROWS,
        [zone("abandoned", LX="农村道路")],
        candidate("abandoned_road", **FREE),
        XZDWKD="4.0",
    ),
    r(
        "A02",
        "1006",
        "farm road marked FQ",
        ROWS,
        [],
        candidate("abandoned_road", doubt="18", **FREE),
        XZDWKD="4.0",
        TBXHDM="FQ",
    ),
    r("A03", "1006", "farm road in use", ROWS, [], Expected(), XZDWKD="4.0"),
    r(
        "A04",
        "1202",
        "facility in the layer of abandoned ones",
        ROWS,
        [zone("abandoned", LX="设施农用地")],
        candidate("leftover_facility", **FREE),
    ),
    r("A05", "1202", "facility marked FQ", ROWS, [], candidate("leftover_facility", doubt="18", **FREE), TBXHDM="FQ"),
    r("A06", "1202", "facility in use", ROWS, [], Expected()),
    r("A07", "1107", "a canal in that layer is none of both", ROWS, [zone("abandoned", LX="农村道路")], Expected()),
    r("A08", "0702", "a house in that layer is none of both", ROWS, [zone("abandoned", LX="设施农用地")], Expected()),
    r("M01", "0602", "mine out of use", ROWS, [], candidate("mine", **FREE), TBXHDM="FQ"),
    r("M02", "0602", "mine in use", ROWS, [], Expected()),
    r("M03", "0601", "a factory marked so is no mine", ROWS, [], Expected(), TBXHDM="FQ"),
    r("I01", "1001", "railway out of use", ROWS, [], candidate("idle", **FREE), TBXHDM="FQ"),
    r("I02", "1003", "road out of use", ROWS, [], candidate("idle", **FREE), TBXHDM="FQ"),
    r("I03", "1003", "road in use", ROWS, [], Expected()),
    r("I04", "1002", "metro marked so: not in the row", ROWS, [], Expected(), TBXHDM="FQ"),
    r("I05", "0601", "idle-land layer", ROWS, [zone("idle")], candidate("idle", **FREE)),
    r("I06", "0701", "idle-land layer", ROWS, [zone("idle")], candidate("idle", **FREE)),
    r(
        "I07",
        "0601",
        "idle for a half",
        ROWS,
        [zone("idle", RIGHT)],
        (Expected(at=(25, 50), area="5000.00"), candidate("idle", at=(75, 50), area="5000.00", **FREE)),
    ),
)

PROJECTS = (
    *_each(
        "P",
        (
            "0201",
            "0202",
            "0203",
            "0204",
            "0301",
            "0302",
            "0305",
            "0307",
            "0401",
            "0403",
            "0404",
            "1104",
            "1104A",
            "1202",
            "1204",
            "1205",
            "1206",
        ),
        "inside a project",
        ROWS,
        (PROJECT,),
        "project",
    ),
    r(
        "P18",
        "0201",
        "inside a consolidation project",
        ROWS,
        [CONSOLIDATION],
        candidate("project", doubt="19", **WAITING),
    ),
    *_none(
        "PN",
        (
            "0303",
            "0304",
            "0306",
            "0402",
            "1105",
            "1106",
            "1108",
            "1006",
            "1107",
            "1107A",
            "1101",
            "1102",
            "1103",
            "0702",
            "0601",
            "0810",
            "0810A",
            "09",
            "1003",
            "1207",
            "1203",
            "1109",
        ),
        "inside a project, never: wetland, road, canal, river, built land, park, grave",
        ROWS,
        (PROJECT,),
    ),
    r("PN23", "0101", "cultivated inside a project", ROWS, [PROJECT], Expected(), ZZSXDM="LS", GDPDJB="1"),
    r(
        "PN24",
        "0305",
        "half inside",
        ROWS,
        [zone("projects", LEFT, XMLX="高标准农田")],
        (candidate("project", at=(25, 50), area="5000.00", **WAITING), Expected(at=(75, 50), area="5000.00")),
    ),
)

UNUSED = (
    *_each(
        "U", ("0404", "1204", "1205", "1206"), "unused land inside the farmland reserve", ROWS, (RESERVE,), "unused"
    ),
    *_none("UN", ("0404", "1204", "1205", "1206"), "unused land outside the reserve: alone no candidate", EXCLUDE, ()),
    *_none(
        "UM", ("1207", "0201", "1106", "1202", "0401", "1201"), "in the reserve, but not in the row", ROWS, (RESERVE,)
    ),
    r("UX01", "0404", "in the PBF reserve only: not the farmland reserve", ROWS, [zone("pbf_reserve")], Expected()),
    r(
        "UX02",
        "1206",
        "outside the reserve, admitted by a project: flagged, not barred",
        EXCLUDE,
        [PROJECT],
        candidate("project", **FREE),
    ),
    r(
        "UX03",
        "0404",
        "outside the reserve, admitted by its attribute: flagged, not barred",
        EXCLUDE,
        [],
        candidate("restorable", tier="with_works", **FREE),
        ZZSXDM="GCHF",
    ),
    r(
        "UX04",
        "0404",
        "attribute, project and reserve: all kept, the attribute is first",
        ROWS,
        [PROJECT, RESERVE],
        candidate("restorable", tier="at_once", also="project;unused", **FREE),
        ZZSXDM="JKHF",
    ),
    r(
        "UX05",
        "1205",
        "project and reserve: all kept, the project is first",
        ROWS,
        [PROJECT, RESERVE],
        candidate("project", also="unused", **FREE),
    ),
    r(
        "UX06",
        "0301",
        "survey 2 and project: survey 2 is first and sets the tier",
        ROWS,
        [survey2(), PROJECT],
        candidate("survey2", also="project", **WAITING),
    ),
    r("UX07", "0201K", "adjustable and project", ROWS, [PROJECT], candidate("adjustable", also="project", **WAITING)),
    r(
        "UX08",
        "1202",
        "temporary, abandoned and project: temporary is first",
        ROWS,
        [temporary("2022-01-01"), zone("abandoned", LX="设施农用地"), PROJECT],
        candidate("temporary", also="leftover_facility;project", **FREE),
    ),
    r(
        "UX09",
        "0602",
        "temporary land on a spent mine",
        ROWS,
        [temporary("2022-01-01")],
        candidate("temporary", also="mine", **FREE),
        TBXHDM="FQ",
    ),
    r(
        "UX10",
        "0301",
        "attribute and temporary land",
        ROWS,
        [temporary("2022-01-01")],
        candidate("restorable", tier="with_works", also="temporary", **WAITING),
        ZZSXDM="GCHF",
    ),
    *_none("UY", ("0303", "1006", "1107"), "everything around it, and still never", ROWS, EVERY),
)

# Adjustable grass with the attribute is not deferred, so it is free unless something excludes it.
GRASS = {"ZZSXDM": "JKHF"}


def _excluded(reason: str, **more) -> Expected:
    return candidate("restorable", "excluded", tier="at_once", excluded=reason, **more)


def _stays(**more) -> Expected:
    return candidate("restorable", tier="at_once", **{**FREE, **more})


EXCLUSIONS = (
    r("X01", "0403K", "nothing against it", EXCLUDE, [FLAT], _stays(net="10000.00"), **GRASS),
    r("X02", "0403K", "ecological conversion", EXCLUDE, [zone("conversion")], _excluded("conversion"), **GRASS),
    r("X03", "0403K", "red line", EXCLUDE, [zone("red_line")], _excluded("red_line"), **GRASS),
    r("X04", "0403K", "slope over 25°", EXCLUDE, [zone("slope", PDJB="5")], _excluded("slope"), **GRASS),
    r("X05", "0403K", "slope of 15–25° stays", EXCLUDE, [zone("slope", PDJB="4")], _stays(), **GRASS),
    r(
        "X06",
        "0403K",
        "slope written 5级",
        "Values written another way",
        [zone("slope", PDJB="5级")],
        _excluded("slope"),
        **GRASS,
    ),
    r(
        "X07",
        "0403K",
        "slope written 5.0",
        "Values written another way",
        [zone("slope", PDJB="5.0")],
        _excluded("slope"),
        **GRASS,
    ),
    r("X08", "0403K", "approved, not built", EXCLUDE, [approval(built="否")], _excluded("approved_unbuilt"), **GRASS),
    r(
        "X09",
        "0403K",
        "approval that ended years ago, not built",
        EXCLUDE,
        [approval(start="2015-01-01", end="2017-01-01", built="否")],
        candidate("restorable", tier="at_once", deferred="no", doubt="20"),
        **GRASS,
    ),
    r(
        "X10",
        "0403K",
        "strictly controlled soil",
        EXCLUDE,
        [zone("soil", HJLB="严格管控类")],
        _excluded("soil"),
        **GRASS,
    ),
    r("X11", "0403K", "safe-use soil stays", EXCLUDE, [zone("soil", HJLB="安全利用类")], _stays(), **GRASS),
    r("X12", "0403K", "priority-protected soil stays", EXCLUDE, [zone("soil", HJLB="优先保护类")], _stays(), **GRASS),
    r(
        "X13",
        "0404",
        "waste by its mark",
        EXCLUDE,
        [RESERVE],
        candidate("unused", "excluded", excluded="waste"),
        TBXHDM="LJTM",
    ),
    r("X14", "0403K", "urban boundary: flag only", EXCLUDE, [zone("urban")], _stays(), **GRASS),
    r(
        "X15",
        "0403K",
        "forest management boundary: forestry must agree",
        NEVER,
        [zone("forest")],
        candidate("restorable", "to_confirm", tier="at_once"),
        **GRASS,
    ),
    r(
        "X16",
        "0201",
        "forest-area orchard: verify, to confirm",
        NEVER,
        [PROJECT],
        candidate("project", "to_confirm"),
        TBXHDM="LQYD",
    ),
    r(
        "X23",
        "0201",
        "forest-area orchard past bearing: still to confirm",
        NEVER,
        [PROJECT, zone("crops", ZWZT="衰老期")],
        candidate("project", "to_confirm", doubt="21"),
        TBXHDM="LQYD",
    ),
    r(
        "X17",
        "0403K",
        "protected cultivated land and PBF reserve say nothing against it",
        EXCLUDE,
        [zone("protected"), zone("pbf_reserve")],
        _stays(),
        **GRASS,
    ),
    r(
        "X18",
        "0403K",
        "half in the red line",
        EXCLUDE,
        [zone("red_line", LEFT), FLAT],
        (
            _excluded("red_line", at=(25, 50), area="5000.00"),
            _stays(at=(75, 50), area="5000.00", net="5000.00"),
        ),
        **GRASS,
    ),
    r(
        "X19",
        "0403K",
        "half steep, half flat",
        EXCLUDE,
        [zone("slope", LEFT, PDJB="5"), zone("slope", RIGHT, PDJB="1")],
        (
            _excluded("slope", at=(25, 50), area="5000.00"),
            _stays(at=(75, 50), area="5000.00", net="5000.00"),
        ),
        **GRASS,
    ),
    r(
        "X20",
        "0403K",
        "two reasons",
        EXCLUDE,
        [zone("red_line"), zone("conversion")],
        _excluded("conversion;red_line", doubt="24"),
        **GRASS,
    ),
    r(
        "X21",
        "0201",
        "survey-2 paddy in ecological conversion",
        EXCLUDE,
        [survey2(), zone("conversion")],
        candidate("survey2", "excluded", excluded="conversion"),
    ),
    r(
        "X22",
        "0602",
        "spent mine in the red line",
        EXCLUDE,
        [zone("red_line")],
        candidate("mine", "excluded", excluded="red_line"),
        TBXHDM="FQ",
    ),
)

CROPS = (
    r(
        "V01",
        "0201",
        "fruit in full bearing: barred",
        DEFER,
        [FLAT, zone("crops", ZWZT="盛果期")],
        candidate("restorable", "barred", "yes", "at_once", net="10000.00"),
        ZZSXDM="JKHF",
    ),
    r(
        "V02",
        "0301",
        "trees growing: barred",
        DEFER,
        [zone("crops", ZWZT="生长期")],
        candidate("restorable", "barred", "yes", "at_once"),
        ZZSXDM="JKHF",
    ),
    r(
        "V03",
        "1104",
        "pond awaiting harvest: barred",
        DEFER,
        [zone("crops", ZWZT="收获季")],
        candidate("restorable", "barred", "yes", "at_once"),
        ZZSXDM="JKHF",
    ),
    r(
        "V04",
        "0201",
        "no crop data: unknown, not free until confirmed",
        DEFER,
        [],
        candidate("restorable", "to_confirm", "unknown", "at_once"),
        ZZSXDM="JKHF",
    ),
    r(
        "V05",
        "0201",
        "fruit past bearing: free",
        DEFER,
        [FLAT, zone("crops", ZWZT="衰老期")],
        candidate("restorable", "free", "no", "at_once", net="10000.00", doubt="21"),
        ZZSXDM="JKHF",
    ),
    r(
        "V06",
        "0301",
        "trees felled: free",
        DEFER,
        [zone("crops", ZWZT="已采伐")],
        candidate("restorable", "free", "no", "at_once", doubt="21"),
        ZZSXDM="JKHF",
    ),
    r(
        "V07",
        "1104A",
        "pond harvested: free",
        DEFER,
        [zone("crops", ZWZT="已收获")],
        candidate("restorable", "free", "no", "at_once", doubt="21"),
        ZZSXDM="JKHF",
    ),
    r("V08", "0404", "all other classes: no", DEFER, [RESERVE], candidate("unused", "free", "no")),
    r(
        "V09",
        "0201",
        "half in full bearing",
        DEFER,
        [zone("crops", LEFT, ZWZT="盛果期")],
        (
            candidate("restorable", "barred", "yes", "at_once", at=(25, 50), area="5000.00"),
            candidate("restorable", "to_confirm", "unknown", "at_once", at=(75, 50), area="5000.00"),
        ),
        ZZSXDM="JKHF",
    ),
    r(
        "V10",
        "0201",
        "full bearing in ecological conversion: excluded",
        PARTS,
        [zone("crops", ZWZT="盛果期"), zone("conversion")],
        candidate("restorable", "excluded", "yes", "at_once", excluded="conversion", doubt="22"),
        ZZSXDM="JKHF",
    ),
    r(
        "V11",
        "0301",
        "trees growing inside the forest boundary: barred",
        PARTS,
        [zone("crops", ZWZT="生长期"), zone("forest")],
        candidate("restorable", "barred", "yes", "at_once", doubt="22"),
        ZZSXDM="JKHF",
    ),
    r(
        "V12",
        "0201",
        "survey-2 paddy in full bearing",
        DEFER,
        [survey2(), zone("crops", ZWZT="盛果期")],
        candidate("survey2", "barred", "yes"),
    ),
    r(
        "V13",
        "0404",
        "slope 2–6°: net area is less than gross by the coefficient of record",
        NET,
        [RESERVE, zone("slope", PDJB="2")],
        candidate("unused", "free", "no", doubt="23"),
    ),
    r(
        "V14",
        "1206",
        "flat: no ridges, net = gross",
        NET,
        [RESERVE, FLAT],
        candidate("unused", "free", "no", net="10000.00"),
    ),
    Case(
        "V15",
        "a candidate inside PBF stays a candidate (0404 in PBF and reserve)",
        ROWS,
        (Parcel("0404"),),
        (pbf("0404"), RESERVE, FLAT),
        (
            Expected(
                conflict="bare",
                severity="1",
                origin="legacy",
                flags="misdelimited",
                lost="0.00",
                candidate="unused",
                tier="other",
                deferred="no",
                part="free",
                net="10000.00",
            ),
        ),
        COUNTY_B,
    ),
)

CASES = (
    *ATTRIBUTE,
    *SURVEY2,
    *SIZES,
    *LEFTOVER,
    *PROJECTS,
    *UNUSED,
    *EXCLUSIONS,
    *CROPS,
)
