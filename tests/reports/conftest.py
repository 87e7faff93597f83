"""A small made-up run: frames with the contract's columns, the model built from them, and the Chinese translator."""

import csv
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
import yaml

from farmland_redline.processing.analysis.rules.policy import Unit
from farmland_redline.processing.reports.model_building import build_report
from farmland_redline.processing.reports.names import Names

ROOT = Path(__file__).resolve().parents[2]
TERMS = {
    "losses": [("protected_lost", "耕地保护目标内已非耕地"), ("construction", "永久基本农田外建设占用耕地")],
    "kinds": [("waste", "堆放固体废弃物"), ("house", "农村建房"), ("orchard", "种植果树茶叶等"), ("pond", "挖塘养鱼")],
    "severities": [("3", "禁止的非农占用"), ("2", "禁止的农业占用"), ("1", "须核实"), ("0", "提示")],
    "origins": [("lost", "划定时为耕地"), ("legacy", "划定时即非耕地"), ("unknown", "划定地类不明")],
    "sources": [("restorable", "恢复属性"), ("survey2", "二调耕地三调其他农用地")],
    "tiers": [("at_once", "即可恢复"), ("with_works", "工程恢复"), ("other", "其他潜力")],
    "reasons": [("red_line", "生态保护红线内"), ("growing", "林木处于生长期")],
    "flags": [("restorable", "恢复属性"), ("misdelimited", "划定不实")],
    "deferred": [("yes", "暂缓"), ("no", "不暂缓"), ("unknown", "待核实")],
}
# Of the kinds, by the highest severity of their rows.
USES = {"waste": "non_agricultural", "house": "non_agricultural", "orchard": "agricultural", "pond": "agricultural"}
UNITS = [
    {"code": "360200", "name": "景德镇市", "level": "city", "survey2_target_wan_mu": 129.45, "gap_wan_mu": 9.1627},
    {"code": "360203", "name": "珠山区", "level": "county", "survey2_target_wan_mu": 0.4211, "gap_wan_mu": -0.1496},
    {"code": "360222", "name": "浮梁县", "level": "county", "survey2_target_wan_mu": 34.5213, "gap_wan_mu": 2.5214},
]


def read_classes():
    with (ROOT / "resources/survey/classes.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def tr():
    messages = ElementTree.parse(ROOT / "resources/i18n/farmland_redline_zh_CN.ts").iter("message")  # noqa: S314
    table = {message.findtext("source"): message.findtext("translation") for message in messages}
    return table.__getitem__  # which pickle takes to another process


@pytest.fixture(scope="session")
def names():
    terms = {g: [{"id": i, "name_zh": zh, "name_en": i} for i, zh in rows] for g, rows in TERMS.items()}
    return Names.from_rows(terms, read_classes(), "zh_CN", MORE_NAMES)


# What the candidates below come to: 30 + 6 free, 30 whose crops are not known, 10 deferred, 99 in a red line.
POTENTIAL = [f"candidates_{part}_mu" for part in ("free", "to_confirm", "barred", "excluded")]


def summary_frame():
    # holding, target, delimited, pbf target, gap, left, two tasks, restored, three tiers, conflicts, severe
    figures = {
        "360200": [
            325_689.0,
            325_706.0,
            279_184.5,
            279_184.0,
            91_627.0,
            25_064.0,
            9163,
            9163,
            150.0,
            40.0,
            30.0,
            6.0,
            10.5,
            4.5,
        ],
        "360203": [5_707.0, 5_707.0, 821.5, 822.0, 0.0, 0.0, 0, 0, 0.0, 0.0, 0.0, 0.0, 1.5, 1.5],
        "360222": [
            319_982.0,
            319_999.0,
            278_363.0,
            278_362.0,
            25_214.0,
            25_064.0,
            2521,
            2521,
            150.0,
            40.0,
            30.0,
            6.0,
            9.0,
            3.0,
        ],
    }
    rows = []
    for unit in UNITS:
        f = figures[unit["code"]]
        rows.append(
            {
                "code": unit["code"],
                "name": unit["name"],
                "level": unit["level"],
                "holding_mu": f[0],
                "holding_target_mu": f[1],
                "holding_surplus_mu": f[0] - f[1],
                "pbf_delimited_mu": f[2],
                "pbf_target_mu": f[3],
                "pbf_surplus_mu": f[2] - f[3],
                "pbf_cultivated_mu": f[2] - 100,
                "pbf_cultivated_k_mu": f[2] - 90,
                "gap_mu": f[4],
                "gap_left_mu": f[5],
                "task_2023_mu": float(f[6]),
                "task_2024_mu": float(f[7]),
                "restored_mu": f[8],
                "candidates_at_once_mu": f[9],
                "candidates_with_works_mu": f[10],
                "candidates_other_mu": f[11],
                **dict(zip(POTENTIAL, (36.0, 30.0, 10.0, 99.0) if f[9] else (0.0,) * 4)),
                "conflicts_mu": f[12],
                "conflicts_severe_mu": f[13],
            }
        )
    return pd.DataFrame(rows)


def conflict(number, kind, severity, area_mu, county="360222", **more):
    return {
        "conflict_id": f"P{number}",
        "kind": kind,
        "measure": "14",
        "also": None,
        "severity": severity,
        "use": USES.get(kind, "to_verify"),
        "origin": "lost",
        "flags": None,
        "area_m2": round(area_mu * 2000 / 3, 2),
        "area_mu": area_mu,
        "cultivated_m2": 0.0,
        "lost_cultivated_m2": round(area_mu * 600, 2),
        "county": county,
        "township": f"{county}101",
        "village": f"{county}101202",
        "BSM": f"36022221100000000{number}",
        "DLBM": "0702",
        "TBMJ": round(area_mu * 2000 / 3, 2),
        "ZLDWDM": f"{county}1012020000000",
        "ZLDWMC": "测试村",
        "SJNF": 2024,
        "pbf": "J1",
        "geometry": None,
        **more,
    }


def conflicts_frame():
    return pd.DataFrame(
        [
            conflict(3, "orchard", 2, 6.0, DLBM="0201", flags="restorable", also="house"),
            conflict(1, "house", 3, 3.0, ZLDWMC='=HYPERLINK("http://x","y")'),
            conflict(2, "house", 3, 1.5, county="360203", ZLDWMC="+1+1"),
            conflict(4, "pond", 2, 0.25, county=None, ZLDWMC="@SUM(A1)", DLBM="1104K", origin="legacy"),
        ]
    )


def candidate(number, tier, net_mu, **more):
    return {
        "candidate_id": f"C{number}",
        "source": "restorable",
        "also": None,
        "tier": tier,
        "measure": "20",
        "excluded": None,
        "deferred": "no",
        "reason": None,
        "area_m2": round(net_mu * 2000 / 3 / 0.9, 2),
        "net_m2": net_mu * 2000 / 3,
        "net_mu": net_mu,
        "pbf_reserve": None,
        "farmland_reserve": "B7",
        "flags": None,
        "county": "360222",
        "township": "360222101",
        "village": "360222101202",
        "BSM": f"36022221100000010{number}",
        "DLBM": "0201K",
        "TBMJ": 1.0,
        "ZZSXDM": "JKHF",
        "ZLDWDM": "3602221012020000000",
        **more,
    }


def candidates_frame():
    return pd.DataFrame(
        [
            candidate(1, "at_once", 30.0),
            candidate(2, "at_once", 10.0, deferred="yes", reason="growing", also="survey2"),
            candidate(3, "with_works", 30.0, deferred="unknown"),
            candidate(4, "other", 6.0, source="survey2"),
            candidate(5, "other", 99.0, excluded="red_line"),
        ]
    )


def differences_frame():
    return pd.DataFrame(
        [
            {
                "name": "景德镇市",
                "quantity": "holding_target",
                "city_wan_mu": 120.2873,
                "counties_wan_mu": 120.2874,
                "difference_wan_mu": -0.0001,
                "reason": "rounding",
            },
            {
                "name": "景德镇市",
                "quantity": "task_2024",
                "city_wan_mu": 0.9163,
                "counties_wan_mu": 0.9312,
                "difference_wan_mu": -0.0149,
                "reason": "珠山区结余仅在市级数中抵扣",
            },
        ]
    )


def problems_frame():
    return pd.DataFrame(
        [
            {
                "layer": "DLTB",
                "feature": "1",
                "kind": "odd",
                "severity": "note",
                "message": "-按未知处理",
                "remedy": "核对",
            },
            {
                "layer": "DLTB",
                "feature": "2",
                "kind": "bad_geometry",
                "severity": "error",
                "message": "自相交",
                "remedy": "修复",
            },
            *(
                {
                    "layer": layer,
                    "feature": feature,
                    "kind": "zones_overlap",
                    "severity": "warning",
                    "message": f"{feature}重叠",
                    "remedy": "更正",
                }
                for layer, feature in (("pbf_reserve", "Z1"), ("pbf", "Z2"), ("pbf", "Z3"))
            ),
        ]
    )


def cross_frame():
    return pd.DataFrame(
        [
            {"pbf_DLBM": "0101", "DLBM": "0201", "area_m2": 4000.0, "area_mu": 6.0},
            {"pbf_DLBM": "0101", "DLBM": "1203", "area_m2": 100.0, "area_mu": 0.15},
        ]
    )


PROVENANCE = [
    ("run", "algorithm", "run_batch"),
    ("run", "time", "2025-01-15T08:30:00+00:00"),
    ("version", "qgis", "3.22.16"),
    ("parameter", "MAPS", "True"),
    ("mapping", "ZONES.pbf_reserve", "YJJBNTCBQ: pbf_reserve (name: YJJBNTCBQ)"),
    ("mapping", "PARCELS.DLBM", "地类代码 (alias)"),
    ("personal", "ZONES.pbf_reserve", "not read: LXDH"),
    ("input", "POLICY", "policy.yaml"),
    ("input", "POLICY.sha256", "ab" * 32),
    ("input", "PARCELS", "DLTB"),
    ("input", "PARCELS.file", "city.gpkg"),
    ("input", "PARCELS.features", "12"),
    ("input", "PARCELS.part", "filter"),
    ("input", "PARCELS.crs", "EPSG:4527"),
    ("input", "PARCELS.sha256", "cd" * 32),
    ("input", "ZONES.pbf_reserve", "YJJBNTCBQ"),
    ("input", "ZONES.pbf_reserve.part", "all"),
    ("input", "PBF", "YJJBNTBHTB"),
    ("input", "PBF.part", "all"),
]
CREATED = datetime(2025, 1, 15, 16, 30, tzinfo=timezone(timedelta(hours=8)))
MORE_NAMES = {
    "roles": {"pbf": "永久基本农田", "pbf_reserve": "永久基本农田储备区"},
    "problems": {"zones_overlap": "同一用途分区重叠", "odd": "可疑"},
    "parameters": {
        "PARCELS": "国土调查图斑（DLTB）",
        "ZONES": "其他分区图层",
        "POLICY": "政策文件",
        "MAPS": "生成分县图",
    },
    "algorithms": {"run_batch": "一键处理"},
}


def policy_unit(**values):
    """A unit as the policy's reader gives it: areas are decimals."""
    return Unit(**{name: Decimal(str(value)) if name.endswith("_mu") else value for name, value in values.items()})


def make_model(names, **changes):
    arguments = {
        "summary": summary_frame(),
        "conflicts": conflicts_frame(),
        "candidates": candidates_frame(),
        "differences": differences_frame(),
        "cross_table": cross_frame(),
        "problems": problems_frame(),
        "provenance": PROVENANCE,
        "created": CREATED,
        "survey_years": [2024],
        "units": [policy_unit(**unit) for unit in UNITS],
        "names": names,
        "title": "景德镇市耕地红线监测报告",
        "policy_title": "景德镇市耕地保护任务清单（2024年）",
        **changes,
    }
    return build_report(**arguments)


@pytest.fixture
def model(names):
    return make_model(names)


def load_style_file(name):
    return yaml.safe_load((ROOT / "resources" / name).read_text(encoding="utf-8"))
