"""What a case is made of: parcels, zones and what the written rules say of each piece.

A case has a square of 100 m × 100 m to itself, with 50 m of nothing around it. Boxes are (left, bottom, right, top) in
metres inside that square. Areas are decimal text, so that every expected value can be read as it was worked out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

WHOLE = (0, 0, 100, 100)
LEFT = (0, 0, 50, 100)
RIGHT = (50, 0, 100, 100)
FULL = "10000.00"
CENTRE = (47, 53)
COUNTY_A = "360202"
COUNTY_B = "360222"
OTHER_CITY = "430102"

# Conflict kinds: the slug used here -> (words of rules.md, group of use, first measure, other measures).
# The group is that of the highest severity in the kind's rows. Blank = not stated (see questions.md).
KINDS = {
    "approved": ("approved (supplement owed)", "note", "14", ""),
    "temporary": ("temporary", "", "10", ""),
    "temporary_reclaim": ("temporary_reclaim", "to_verify", "10", ""),
    "temporary_overdue": ("temporary_overdue", "to_verify", "10", ""),
    "waste": ("waste", "non_agricultural", "14", ""),
    "house": ("house", "non_agricultural", "14", "10"),
    "greening": ("greening", "non_agricultural", "14", "36"),
    "building": ("building", "non_agricultural", "14", ""),
    "mine": ("mine, kiln, salt", "non_agricultural", "14", ""),
    "transport": ("transport, hydraulic works", "non_agricultural", "14", "8"),
    "road": ("road (first of all a data problem)", "to_verify", "14", ""),
    "special": ("special use", "non_agricultural", "14", ""),
    "vacant": ("vacant", "to_verify", "14", ""),
    "orchard": ("orchard", "agricultural", "14", ""),
    "forest": ("forest", "agricultural", "14", "36"),
    "pond": ("pond", "agricultural", "14", ""),
    "facility": ("facility", "agricultural", "14", "15"),
    "turf": ("turf?", "to_verify", "14", ""),
    "lake": ("lake, reservoir", "to_verify", "14", "36"),
    "natural": ("natural water, wetland", "to_verify", "17", ""),
    "bare": ("bare (soil taken?)", "to_verify", "14", ""),
    "farm_works": ("farm works, tolerated", "to_verify", "17", ""),
    "unstable": ("unstable", "to_verify", "14", "23"),
    "abandoned": ("abandoned", "to_verify", "16", ""),
    "trees": ("trees?", "to_verify", "14", ""),
}

# Candidate sources: the slug used here -> (words of rules.md, tier, first measure where the row names one).
SOURCES = {
    "restorable": ("restorable attribute (恢复属性)", "", "20"),
    "survey2": ("survey-2 cultivated, survey-3 other agricultural", "other", ""),
    "adjustable": ("adjustable class", "other", ""),
    "temporary": ("leftover temporary land", "with_works", ""),
    "abandoned_road": ("abandoned road (1006)", "with_works", ""),
    "leftover_facility": ("leftover facility (1202)", "with_works", ""),
    "mine": ("mine rehabilitation", "with_works", ""),
    "idle": ("idle construction land", "with_works", "20"),
    "project": ("high-standard farmland, consolidation", "with_works", ""),
    "unused": ("unused land", "other", "20"),
}


@dataclass(frozen=True)
class Parcel:
    """One parcel of the survey; `box` is its place in the case's square."""

    DLBM: str | None
    box: tuple = WHOLE
    TBMJ: str = ""  # blank: width × height
    KCXS: str = "0"
    TBDLMJ: str = ""  # blank: TBMJ less ridges; "absent": not recorded
    ZZSXDM: str = ""
    TBXHDM: str = ""
    GDPDJB: str = ""
    XZDWKD: str = ""
    BZ: str = ""
    code: str | None = "place"  # ZLDWDM; "place": that of where the case lies
    twin: str = ""  # parcels of one case with the same mark share their BSM


@dataclass(frozen=True)
class Zone:
    """One zone; `code` is its ZLDWDM where its layer has one, `twin` as in a parcel."""

    role: str
    fields: dict = field(default_factory=dict)
    box: tuple = WHOLE
    code: str | None = "place"
    twin: str = ""
    counted: str = ""  # of the area of record, what counts once where zones overlap; blank: all of it


@dataclass(frozen=True)
class Expected:
    """What the rules say of the piece that holds the point `at`; a blank is not stated."""

    at: tuple = CENTRE
    conflict: str = "-"
    severity: str = ""
    measure: str = ""  # blank: that of the kind
    origin: str = ""
    flags: str = ""
    not_flags: str = ""
    lost: str = ""
    candidate: str = "-"
    also: str = ""
    tier: str = ""
    part: str = ""
    deferred: str = ""
    excluded: str = ""
    net: str = ""
    area: str = ""
    cultivated: str = ""
    sliver: str = ""
    parcel: int = 1  # the n-th parcel of the case (from 1)
    zones: str = ""  # "role:n": the n-th zone of the case (from 1) is the role's zone of this piece
    problem: str = ""
    county: str = ""  # blank: that of the parcel's code
    doubt: str = ""  # the number of the row in questions.md


@dataclass(frozen=True)
class Case:
    """One cell of the survey."""

    id: str
    tests: str
    section: str
    parcels: tuple
    zones: tuple = ()
    expected: tuple = ()
    county: str = COUNTY_A
    nowhere: bool = False  # outside every unit


def one(
    case_id: str, land_class: str | None, tests: str, section: str, zones=(), expected=None, county=COUNTY_A, **fields
):
    """Return a case of one parcel and, unless told otherwise, one expectation."""
    said = expected if isinstance(expected, tuple) else (expected or Expected(),)
    return Case(case_id, tests, section, (Parcel(land_class, **fields),), tuple(zones), said, county)


def conflict(kind: str, severity: int, origin: str = "lost", lost: str = "", **more) -> Expected:
    """Return the expectation of a conflict; what was lost follows from the origin for a whole parcel."""
    follows = {"lost": FULL, "legacy": "0.00", "changed": "0.00", "unknown": "null", "": ""}
    flags = [more.pop("flags", "")]
    if origin in ("legacy", "changed") and "previous" not in more:
        flags.append("misdelimited")
    more.pop("previous", None)
    return Expected(
        conflict=kind,
        severity=str(severity) if severity is not None else "",
        origin=origin,
        lost=lost or follows[origin],
        flags=";".join(f for f in flags if f),
        **more,
    )


def candidate(source: str, part: str = "", deferred: str = "", tier: str = "", **more) -> Expected:
    """Return the expectation of a candidate outside PBF."""
    return Expected(
        candidate=source, part=part, deferred=deferred, tier=tier or SOURCES[source][1], conflict="-", **more
    )


def pbf(land_class: str | None = "0101", net: str = FULL, box=WHOLE, **more) -> Zone:
    """Return a zone of permanent basic farmland with the class at delimitation and its net area of record."""
    return Zone("pbf", {"DLBM": land_class, "YJJBNTMJ": net}, box, **more)


def previous(land_class: str, net: str = "", box=WHOLE) -> Zone:
    """Return a parcel of last year's survey with its net area."""
    return Zone("previous", {"DLBM": land_class, "TBDLMJ": net or FULL}, box)


def survey2(land_class: str = "011", box=WHOLE) -> Zone:
    """Return a parcel of the second survey."""
    return Zone("survey2", {"DLBM": land_class}, box)


def approval(kind="农用地转用", start: str | None = "2024-03-01", end: str | None = "2026-03-01", built="是", **more):
    """Return an approval."""
    return Zone("approvals", {"PZLX": kind, "PZRQ": start, "YXQZ": end, "SFJC": built}, **more)


def temporary(end: str | None, restorable: str = "", note: str = "", **more) -> Zone:
    """Return approved temporary land with the last day of its term."""
    return Zone("temporary", {"DQRQ": end, "KFHF": restorable, "BZ": note}, **more)


def zone(role: str, box=WHOLE, **fields) -> Zone:
    """Return a zone of any other role."""
    return Zone(role, fields, box)


FLAT = zone("slope", PDJB="1")  # grade 1 carries no ridges: net = gross
