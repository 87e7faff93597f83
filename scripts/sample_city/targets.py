"""A policy for the sample: the default one with targets scaled to what the made-up city holds.

Leping falls short of its holding target, Fuliang meets it by less than a mu, Changjiang lacks PBF, Zhushan's gap is
negative, and the city's row differs from the sum of its counties in the last digit, as in the real notice.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import yaml

from .zone_context import Zone

_CENTS_PER_MU = 200_000 / 3  # 0.01 m² in a mu
_CITY = ("360200", "景德镇市", "Jingdezhen")
_COUNTIES = (
    # code, name, name_en, holding target and PBF target as shares of what there is, second-survey target over the third
    ("360203", "珠山区", "Zhushan", 0.94, 0.90, 0.7379),
    ("360202", "昌江区", "Changjiang", 0.975, 1.021, 1.0627),
    ("360222", "浮梁县", "Fuliang", None, 0.985, 1.0788),
    ("360281", "乐平市", "Leping", 1.013, 0.992, 1.0788),
)


def _unit(
    code: str, name: str, english: str, level: str, holding: int, pbf: int, survey2: int, gap: int, task: int
) -> dict:
    """One row; all amounts in whole mu, written in 10,000 mu."""
    row = {"code": code, "name": name, "name_en": english, "level": level}
    if level == "county":
        row["parent"] = _CITY[0]
    row.update(
        {
            "holding_target_wan_mu": holding / 10000,
            "pbf_target_wan_mu": pbf / 10000,
            "survey2_target_wan_mu": survey2 / 10000,
            "gap_wan_mu": gap / 10000,
            "tasks_wan_mu": {2023: task / 10000, 2024: task / 10000},
            "adjustments_wan_mu": None if level == "city" else 0,
            "restored_wan_mu": None,
            "source": "样例数据（按附件2、附件3缩放）",
        }
    )
    return row


def units(table: pd.DataFrame, pbf: list[Zone]) -> list[dict]:
    """Targets of the city and its counties from the survey table and the PBF zones."""
    county = table["ZLDWDM"].str[:6]
    net = (table["TBDLMJ"] * 100).round().astype("int64").where(table["DLBM"].isin(["0101", "0102", "0103"]), 0)
    holding = net.groupby(county).sum()
    delimited = (
        pd.Series([round(zone.fields["YJJBNTMJ"] * 100) for zone in pbf], dtype="int64")
        .groupby([zone.code[:6] for zone in pbf])
        .sum()
    )
    rows, sums = [], [0, 0, 0, 0]
    for code, name, english, hold, protect, older in _COUNTIES:
        have, kept = int(holding.get(code, 0)) / _CENTS_PER_MU, int(delimited.get(code, 0)) / _CENTS_PER_MU
        target = int(have) if hold is None else round(have * hold)
        basic = round(kept * protect)
        survey2 = round(target * older)
        gap = survey2 - target
        rows.append(_unit(code, name, english, "county", target, basic, survey2, gap, max(0, round(gap / 10))))
        sums = [total + value for total, value in zip(sums, (target, basic, survey2, gap))]
    # rounding: the city's holding is one unit of the last digit below the sum, its gap one above, as in annexes 2 and 3
    gap = sums[3] + 1
    city = _unit(*_CITY, "city", sums[0] - 1, sums[1], sums[2], gap, round(gap / 10))
    return [city, *rows]


def write_annex(target: Path, rows: list[dict]) -> None:
    """Write the targets with a task of 2025 as a notice's annexes have them: title, unit, headers, total; in mu."""
    heads = {
        "holding_target_wan_mu": "耕地保护目标（三区三线2020年）",
        "pbf_target_wan_mu": "永久基本农田（三区三线2020年）",
        "tasks_wan_mu": "2025年度恢复任务（按缺口的10%）",
    }

    def mu(row: dict, key: str) -> int:
        value = row[key]
        return round((value[2024] if isinstance(value, dict) else value) * 10000)

    lines = [["样例城市耕地保护目标和恢复任务（虚构数据）", "", "", ""], ["", "", "", "单位：亩"]]
    lines.append(["行政区名称", *heads.values()])
    lines += [[row["name"], *(mu(row, key) for key in heads)] for row in rows]
    lines.append(["合计", *(sum(mu(row, key) for row in rows if row["level"] == "county") for key in heads)])
    with target.open("w", encoding="utf-8-sig", newline="") as file:  # so that Excel shows the Chinese
        csv.writer(file, lineterminator="\n").writerows(lines)


def write_policy(source: Path, target: Path, table: pd.DataFrame, pbf: list[Zone]) -> None:
    """Write the sample's policy, and its targets as a table beside it; without a default policy only the units."""
    document = yaml.safe_load(source.read_text(encoding="utf-8")) if source.exists() else {}
    head = dict(document.get("policy", {"year": 2024, "reference_date": "2024-12-31"}))
    head.update(
        {
            "id": "sample-2024",
            "title": "样例城市耕地保护任务（虚构数据）",
            "title_en": "Sample city, made-up targets",
            "source": "样例数据；规则取自缺省政策文件",
        }
    )
    head["reference_date"] = "2024-12-31"
    document["policy"], document["units"] = head, units(table, pbf)
    write_annex(target.with_name("targets.csv"), document["units"])
    text = "# 样例数据的政策文件：由 scripts/sample_city 生成，请勿手工修改\n"
    text += yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=140)
    target.write_bytes(text.encode("utf-8"))  # no line endings of the platform
