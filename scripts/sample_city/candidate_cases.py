"""Planted candidates for restoration: every source, exclusion, flag and deferral, and what only looks like one."""

from __future__ import annotations

import numpy as np
import shapely

from .attributes import RESTORABLE
from .case_builder import BUILT, EXPIRED, FUTURE, VALID, Planter


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
    for code in ("1006", "1107", "1107A", "1203", "1103", "1106", "1108", "0402", "0304", "0306"):
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
    i = p.edit(p.parcel(least=2500), "0201K")
    x, y = shapely.get_coordinates(shapely.point_on_surface(p.geometry[i]))[0]
    corner = np.round((x - 8.5, y - 8.5, x + 8.5, y + 8.5), 4)
    p.survey2(i, "011", shapely.intersection(p.geometry[i], shapely.box(*corner)))
    p.tell(
        "adjustable.small",
        "candidates/adjustable",
        i,
        "candidates",
        {"source": "adjustable", "tier": "other"},
        "An adjustable class is one also where the second survey's part is too small to be believed.",
        area=p.cents[i],
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
        p.candidate("leftover", code, {"source": "leftover", **plain}, f"{code}, remark 已废弃.", BZ="已废弃")
        for remark in ("未废弃", "未被废弃，正常使用"):
            p.candidate("leftover.no", code, {}, f"{code}, remark {remark}: the mark is denied.", 0, BZ=remark)
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
    for code in ("1202", "1205", "0401"):
        p.candidate(
            "project",
            code,
            {"source": "project", "tier": "with_works", "also": None, "deferred": "no", "potential": "free", **plain},
            f"{code} inside a project.",
            zones=(project,),
        )
    for code in ("1006", "1107", "1101", "0702", "0601", "09", "0810", "0402", "1207"):
        p.candidate(
            "project.no", code, {}, f"{code} inside a project is no potential of the project.", 0, zones=(project,)
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
    for _ in range(2):
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
    """Plant what bars, flags or delays a candidate."""
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
                {**at_once, "excluded": reason, "potential": "excluded"},
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
    for _ in range(2):
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
            "Only a strip 0.4 m deep lies in the idle-land layer: excluded as a sliver, or not listed.",
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
    ready = {**at_once, "deferred": "no", "excluded": None}
    p.candidate(
        "confirm.forest",
        "0201",
        {**ready, "flags": "forest", "potential": "to_confirm"},
        "Inside the forest boundary forestry must agree, whatever grows there.",
        crops="已采收",
        zones=(("forest", {}),),
        ZZSXDM="JKHF",
    )
    p.candidate(
        "confirm.verify",
        "0201",
        {**ready, "source": "survey2", "tier": "other", "flags": "verify", "potential": "to_confirm"},
        "Marked LQYD: to confirm, whatever grows there.",
        crops="已采收",
        survey2="011",
        TBXHDM="LQYD",
    )
    p.candidate(
        "confirm.no",
        "0201",
        {**ready, "flags": "urban", "potential": "free"},
        "Inside the urban boundary: flagged, and free.",
        0,
        crops="已采收",
        zones=(("urban", {"GHFQDM": "610", "GHFQMC": "城镇集中建设区"}),),
        ZZSXDM="JKHF",
    )
    p.candidate(
        "confirm.unreadable",
        "0201",
        {**ready, "flags": "unreadable", "potential": "to_confirm"},
        "A soil class that cannot be read may be the one that bars: to confirm.",
        crops="已采收",
        zones=(("soil", {"HJLB": "待定"}),),
        ZZSXDM="JKHF",
    )
    p.candidate(
        "deferred.unreadable",
        "0201",
        {**at_once, "deferred": "unknown", "reason": "unreadable", "potential": "to_confirm"},
        "A crop state that cannot be read is unknown.",
        crops="说不清",
        ZZSXDM="JKHF",
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
            {
                **at_once,
                "deferred": deferred,
                "excluded": None,
                "potential": "barred" if deferred == "yes" else "free",
            },
            f"{code}: {state}.",
            int(deferred == "yes"),
            crops=state,
            ZZSXDM="JKHF",
        )
    for code in ("0202", "0305", "1104"):
        p.candidate(
            "deferred.unknown",
            code,
            {**at_once, "deferred": "unknown", "potential": "to_confirm"},
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
