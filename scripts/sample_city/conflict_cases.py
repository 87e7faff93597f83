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
    "water": (("1101", "1106", "1108", "0304", "0306", "0402"), 1, "17", None),
    "bare": (("0401", "0404", "1204", "1205", "1206", "1207"), 1, "14", None),
}
NON_AGRICULTURAL = {"house", "greening", "building", "mine", "transport", "special", "vacant"}
AGRICULTURAL = {"orchard", "forest", "pond", "turf"}
TERM = {"PZWH": "临时用地〔2021〕5号", "PZRQ": "2021-06-01"}


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
                f"{code} in a PBF zone without a recorded class or last year's survey: nothing caps, a flag tells.",
                previous=None,
            )
        before = "0201" if kind not in AGRICULTURAL else "1206"
        p.conflict(
            f"{kind}.changed",
            codes[0],
            before,
            {**base, "severity": severity, "origin": "changed", "flags": "misdelimited", "lost_cultivated_m2": 0.0},
            f"{codes[0]} in a PBF zone recorded as {before}, of another group of use: changed since, nothing caps.",
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
        p.plan.rows[-1].expect["flags"] = "verify_start" if fields is EXPIRED else None
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
            f"A rural road {width} m wide is no farm works, and first of all a problem of the data.",
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
            "A facility without any baseline: nobody knows whether it is new, severity 1.",
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
            "Adjustable without a baseline: capped at 1 as adjustable, not as unknown.",
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
        ("0201", "changed", 3, None),
        ("0702", "unknown", 3, "existing_before;no_baseline"),
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
    # classes nobody knows, and a level-1 code, which no parcel may carry
    for code in ("9999", "0399", "1299", "03"):
        i = p.conflict("unknown_class", code, "0101", {}, f"Class {code} is in no table: a problem, not a conflict.", 0)
        p.tell("unknown_class", "conflicts/unknown", i, "problems", {"any": True}, f"Class {code} is in no table.")
        p.tell(
            "unknown_class", "candidates/none", i, "candidates", {}, f"Class {code} is in no table: no candidate.", 0
        )


def baselines(p: Planter) -> None:
    """Plant what changed inside a group of use and between groups."""
    for code, recorded, kind, severity in (
        ("0702", "0601", "house", 1),
        ("0301", "0201", "forest", 1),
        ("1202", "0204", "facility", 0),
    ):
        p.conflict(
            "kind_changed",
            code,
            recorded,
            {"kind": kind, "severity": severity, "origin": "legacy", "flags": "misdelimited;kind_changed"},
            f"{code} where {recorded} was delimited: another kind in the same group of use, so legacy.",
        )
    for code, recorded, kind, severity in (("1107", "1006", "farm_works", 0), ("0204", "0201", "orchard", 1)):
        p.conflict(
            "kind_changed.no",
            code,
            recorded,
            {"kind": kind, "severity": severity, "origin": "legacy", "flags": "misdelimited"},
            f"{code} where {recorded} was delimited: another class of the same kind.",
            0,
        )
    p.conflict(
        "facility.changed",
        "1202",
        "1206",
        {"kind": "facility", "severity": 2, "origin": "changed", "flags": "misdelimited", "lost_cultivated_m2": 0.0},
        "A facility where bare land was delimited: new, so severity 2.",
    )
    p.conflict(
        "abandoned.still_cultivated",
        "0103",
        "0103",
        {"kind": "abandoned", "severity": 1, "lost_cultivated_m2": 0.0},
        "Unplanted land is cultivated land still: nothing is lost.",
        ZZSXDM="WG",
    )


def terms_and_approvals(p: Planter) -> None:
    """Plant temporary land within, just after and long after its term, and approvals that cover or do not."""
    for code, recorded, fields, expect, why in (
        ("0601", "0101", {"DQRQ": "2025-12-31"}, {"kind": "temporary", "severity": 0}, "within its term"),
        ("0101", "0101", {"DQRQ": "2024-12-31"}, {"kind": "temporary", "severity": 0}, "on the last day of its term"),
        ("0602", "0103", {"DQRQ": "长期"}, {"kind": "temporary", "severity": 0}, "without an end"),
        (
            "0601",
            "0101",
            {"DQRQ": "2025-12-31", "KFHF": "否"},
            {"kind": "temporary", "severity": 3},
            "within its term, marked as not to be restored",
        ),
        (
            "0601",
            "0103",
            {"DQRQ": "2025-12-31", "BZ": "取土深，难以恢复原种植条件"},
            {"kind": "temporary", "severity": 3},
            "within its term, with a remark that it can hardly be restored",
        ),
        ("0601", "0101", {"DQRQ": "2024-06-30"}, {"kind": "temporary_reclaim", "severity": 1}, "half a year overdue"),
        (
            "0602",
            "0103",
            {"DQRQ": "2023-12"},
            {"kind": "temporary_reclaim", "severity": 1},
            "until December 2023, a month that ends on its last day: a year to reclaim from then",
        ),
        (
            "0101",
            "0101",
            {"DQRQ": "2023-06-30"},
            {"kind": "temporary_overdue", "severity": 1, "lost_cultivated_m2": 0.0},
            "overdue for more than a year, cultivated in the survey",
        ),
        (
            "0601",
            "0101",
            {"DQRQ": "2023-06-30"},
            {"kind": "building", "severity": 3, "flags": "overdue"},
            "overdue for more than a year: the row of its class",
        ),
        (
            "1202",
            "1202",
            {"DQRQ": "2022-01-01"},
            {"kind": "facility", "severity": 1, "flags": "misdelimited;overdue"},
            "long overdue: at least severity 1",
        ),
    ):
        i = p.conflict("temporary", code, recorded, {**expect}, f"{code} on temporary land {why}.")
        if expect["kind"].startswith("temporary"):
            p.plan.rows[-1].expect["measure"] = "10"
        p.zone("temporary", i, **{**TERM, **fields})
    i = p.conflict(
        "temporary.extended",
        "0601",
        "0101",
        {"kind": "temporary", "severity": 0},
        "A term that ended and its extension, registered later: the one that runs counts.",
    )
    p.zone("temporary", i, **{**TERM, "DQRQ": "2022-05-31"})
    p.zone("temporary", i, **{**TERM, "DQRQ": "2025-05-31"})
    for code, purpose, kind, severity in (
        ("0702", "宅基地", "house", 3),
        ("1202", "设施农用地备案", "facility", 2),
        ("0601", "临时用地", "building", 3),
    ):
        i = p.conflict(
            "approved.purpose",
            code,
            "0101",
            {"kind": kind, "severity": severity, "origin": "lost", "flags": None},
            f"A valid approval of the kind {purpose} cannot cover PBF.",
            0,
        )
        p.zone("approvals", i, **{**VALID, "PZLX": purpose})
    i = p.conflict(
        "approved.renewed",
        "0601",
        "0101",
        {"kind": "approved", "severity": 0},
        "An expired approval and its renewal, registered later: the valid one counts.",
    )
    p.zone("approvals", i, **EXPIRED)
    p.zone("approvals", i, **VALID)
    for fields, flags, word in (
        ({"PZRQ": None}, "validity_unknown", "without a date"),
        ({"PZRQ": "见批文"}, "validity_unknown;unreadable", "with a date that cannot be read"),
    ):
        i = p.conflict(
            "approved.undated",
            "0702",
            "0101",
            {"kind": "house", "severity": 3, "origin": "lost", "flags": flags},
            f"An approval {word} covers nothing, and the house is flagged.",
        )
        p.zone("approvals", i, **{**VALID, **fields})
    i = p.conflict(
        "verify_start.no",
        "0201",
        "0101",
        {"kind": "orchard", "severity": 2, "origin": "lost", "flags": None},
        "An expired approval over an orchard: nothing was built.",
        0,
    )
    p.zone("approvals", i, **EXPIRED)
    i = p.conflict(
        "approved.renewed.no",
        "0702",
        "0101",
        {"kind": "house", "severity": 3, "origin": "lost", "flags": "verify_start"},
        "An expired approval that was renewed only after the reference date: the one that ended counts.",
        0,
    )
    p.zone("approvals", i, **EXPIRED)
    p.zone("approvals", i, **FUTURE)


def losses(p: Planter) -> None:
    """Plant cultivated land lost outside PBF, unplanted land outside it, and what only looks so."""

    def protect(i: int, net: float) -> None:
        p.zone("protected", i, DLBM="0101", DLMC="水田", TBMJ=net, KCMJ=0.0, TBDLMJ=net, SJNF=2020)

    for code in ("0201", "1104"):
        i = p.edit(p.parcel_for(code), code)
        net = int(p.cents[i]) / 100
        protect(i, net)
        expect = {"kind": "protected_lost", "lost_cultivated_m2": net}
        p.tell("protected", "losses/protected", i, "losses", expect, f"{code} on protected land.", area=p.cents[i])
    i = p.edit(p.parcel(), "0103")
    protect(i, int(p.cents[i]) / 100)
    p.tell("protected.no", "losses/protected", i, "losses", {}, "Protected land that is cultivated still.", 0)
    i = p.conflict("protected", "0201", "0101", {"kind": "orchard", "severity": 2}, "Protected land inside PBF.")
    protect(i, int(p.cents[i]) / 100)
    p.tell("protected.no", "losses/protected", i, "losses", {}, "Inside PBF it is a conflict, not listed twice.", 0)
    for code, before, listed in (("0601", "0101", 1), ("0702", "0103", 1), ("0601", "0601", 0), ("0201", "0101", 0)):
        i = p.edit(p.parcel_for(code), code)
        p.plan.previous[i] = before
        expect = {"kind": "construction"} if listed else {}
        why = f"{code} outside PBF that last year's survey has as {before}."
        p.tell("construction" if listed else "construction.no", "losses/construction", i, "losses", expect, why, listed)
    for planting, listed in (("WG", 1), ("WG", 1), ("LS", 0), ("XG", 0)):
        i = p.edit(p.parcel(), "0103", ZZSXDM=planting)
        expect = {"measure": "16", "pbf": None} if listed else {}
        why = f"Cultivated land outside PBF, {planting}."
        p.tell("outside" if listed else "outside.no", "abandoned/outside", i, "abandoned", expect, why, listed)
    i = p.conflict("abandoned.listed", "0101", "0101", {"kind": "abandoned"}, "Unplanted PBF.", ZZSXDM="WG")
    p.tell("inside", "abandoned/inside", i, "abandoned", {"measure": "16", "pbf": True}, "Unplanted PBF is listed too.")


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
