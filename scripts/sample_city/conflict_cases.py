"""Planted conflicts: every row of the rules inside PBF, every origin, and what only looks like one."""

from __future__ import annotations

import numpy as np
import shapely

from .attributes import RIDGES
from .case_builder import EXPIRED, FUTURE, VALID, Planter

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
                    "severity": severity,
                    "origin": "unknown",
                    **({} if kind == "special" else {"flags": "no_baseline"}),
                },
                f"{code} in a PBF zone without a recorded class or last year's survey: a flag, and no cap.",
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
            {"kind": "house", "severity": 3, "flags": "verify_start" if fields is EXPIRED else None, **lost},
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
            {"kind": "waste", "severity": 3, "origin": "unknown", "flags": "no_baseline"},
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
            {**road, "severity": 1, "flags": None, **lost},
            f"A rural road {width} m wide is no farm works, and first of all a data problem: to verify.",
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
            {**road, "severity": 1, "origin": "unknown", "flags": "no_baseline"},
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
            f"{code} that was {code} at delimitation: tolerated. (By the letter also misdelimited.)",
        )
    for code in ("1006", "1107"):
        p.conflict(
            "farm_works.unknown",
            code,
            None,
            {"kind": "farm_works", "severity": 0, "measure": "17", "origin": "unknown", "flags": "no_baseline"},
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
            {**facility, "severity": 1, "measure": "14", "also": "15", "origin": "unknown", "flags": "no_baseline"},
            "A facility without any baseline: nobody knows whether it is new, so to verify.",
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
            "A planting facility that leaves the topsoil (a remark, our wording): severity 1.",
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
            f"Cultivated land in PBF with {'slope grade 5' if steep else extra['TBXHDM']}. (By the letter: lost.)",
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
            "Adjustable and legacy: both flags (their order has no meaning).",
        )
        p.conflict(
            f"{kind}.adjustable_unknown",
            code,
            None,
            {"kind": kind, "severity": 1, "origin": "unknown", "flags": "adjustable;no_baseline"},
            "Adjustable without a baseline: its own cap of 1.",
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
        ("0201", "changed", 3, None),  # of the delimitation itself nobody knows
        ("0601", "unknown", 3, "existing_before;no_baseline"),
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
    changes(p)
    terms_and_kinds_of_approvals(p)
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
                f"An overlap {depth} m deep is noise: a sliver, which the rules do not say to list.",
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
    for _ in range(2):
        i = p.conflict(
            "house.twice",
            "0702",
            "0101",
            {"kind": "house", "severity": 3, "origin": "lost"},
            "In two identical PBF zones: its area counts once.",
        )
        p.plan.rows[-1].expect.pop("lost_cultivated_m2")
        p.pbf(i, "0101", None, 1.0)
    for _ in range(2):
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


def changes(p: Planter) -> None:
    """Plant what was not cultivated at delimitation: of another group of use it is new, of the same it is legacy."""
    for now, then, origin, severity, flags in (
        ("0702", "0201", "changed", 3, "misdelimited"),
        ("0702", "0601", "legacy", 1, "kind_changed;misdelimited"),
        ("0701", "0601", "legacy", 1, "misdelimited"),
        ("1202", "0702", "changed", 2, "misdelimited"),
    ):
        kind = {"0702": "house", "0701": "building", "1202": "facility"}[now]
        p.conflict(
            f"{kind}.changed",
            now,
            then,
            {"kind": kind, "severity": severity, "origin": origin, "flags": flags, "lost_cultivated_m2": 0.0},
            f"{now} on land delimited as {then}: {origin}.",
            int(origin == "changed"),
        )


def terms_and_kinds_of_approvals(p: Planter) -> None:
    """Plant temporary land by its term on 2024-12-31, and approvals that cannot cover PBF or say no date."""
    lost = {"origin": "lost"}
    for term, now, expect, why in (
        ("2025-06-30", "0601", {"kind": "temporary", "severity": 0, "measure": "10"}, "within its term"),
        (
            "2024-06",
            "0601",
            {"kind": "temporary_reclaim", "severity": 1, "measure": "10"},
            "to be reclaimed",
        ),
        (
            "2023-06-30",
            "0601",
            {"kind": "building", "severity": 3, "flags": "overdue"},
            "a year past its term",
        ),
        ("2023-06-30", "0101", {"kind": "temporary_overdue", "severity": 1}, "overdue, still cultivated"),
        ("2025-06-30", "0101", {"kind": "temporary", "severity": 0}, "within its term, still surveyed as cultivated"),
        ("长期", "0601", {"kind": "temporary", "severity": 0}, "with an open term"),
        (
            "不详",
            "0601",
            {"kind": "building", "severity": 3, "flags": "unreadable;validity_unknown"},
            "of no known term",
        ),
    ):
        i = p.conflict("temporary", now, "0101", {**expect, "origin": "lost"}, f"{now} on temporary land {why}.")
        p.plan.rows[-1].expect.pop("lost_cultivated_m2")  # cultivated land has lost nothing
        p.zone("temporary", i, DQRQ=term)
    for fields, flags, word in (
        ({"PZLX": "宅基地"}, None, "for a house plot"),
        ({"PZLX": "设施农用地备案"}, None, "that registers a facility"),
        ({"PZLX": "临时用地"}, None, "for temporary use"),
        ({"PZRQ": None}, "validity_unknown", "without a date"),
    ):
        i = p.conflict(
            "approved.kind",
            "0702",
            "0103",
            {"kind": "house", "severity": 3, "flags": flags, **lost},
            f"An approval {word} does not cover PBF.",
            0,
        )
        p.zone("approvals", i, **{**VALID, **fields})


def outside_pbf(p: Planter) -> None:
    """Plant the lists of lost and of unplanted land outside PBF, with what only looks like it."""
    for now, before, protected, kind in (
        ("0201", "0101", True, "protected_lost"),
        ("0601", "0101", False, "construction"),
        ("0101", "0101", True, None),
        ("0601", "0601", False, None),
        ("0201", "0101", False, None),
    ):
        i = p.edit(p.parcel(), now)
        p.plan.previous[i] = before
        if protected:
            p.zone("protected", i)
        expect = {"kind": kind} if kind else {}
        why = f"{now}, {before} last year, {'inside' if protected else 'outside'} the protected land."
        p.tell("loss", "losses", i, "losses", expect, why, int(kind is not None), p.cents[i] if kind else None)
    for planting, listed in (("WG", True), ("XG", False)):
        i = p.edit(p.parcel(), "0101", ZZSXDM=planting)
        expect = {"measure": "16"} if listed else {}
        why = f"Cultivated land outside PBF, {planting}."
        p.tell("unplanted", "abandoned", i, "abandoned", expect, why, int(listed), p.cents[i] if listed else None)
