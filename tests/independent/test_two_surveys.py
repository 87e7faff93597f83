"""Changes, ceilings, supplements, projects and patches between two surveys, by measures 2, 17, 18, 21 and 24 to 30.

Areas are in m². The reference date is 2024-12-31, the day of the later survey; the earlier one is of 2023-12-31.
"""

from __future__ import annotations

import pandas
import pyogrio
import pytest

from .measuring import differences, parcel, row, run, survey, write, write_results, zone

DATE = {"DATE": "2024-12-31"}
DATES = {**DATE, "EARLIER_DATE": "2023-12-31"}
OTHER = "360222100201"

# -- measures 17, 19, 30: changes ------------------------------------------------------------------------------------

EARLIER = (
    parcel("0101", (0, 0, 100, 60), 0.0680),  # E1, 6000.00 gross, ridges 408.00, net 5592.00
    parcel("0103", (0, 100, 100, 160)),  # E2, 6000.00
    parcel("0201", (0, 200, 100, 230)),  # E3
    parcel("0103", (0, 300, 60, 350)),  # E4, 3000.00
    parcel("0101", (0, 400, 50, 440)),  # E5, 2000.00
    parcel("0101", (0, 500, 50, 540), code=OTHER),  # E6, 2000.00, of 浮梁县
    parcel("0103", (200, 0, 210, 10)),  # E7, 100.00, to be divided in three
    parcel("0103", (300, 0, 400, 50)),  # E8, 5000.00
    parcel("0301", (400, 0, 450, 50)),
    parcel("0301K", (0, 600, 50, 640)),  # E9: adjustable forest is no cultivated land
)
THIRD = 10 / 3
LATER = (
    parcel("0101", (0, 0, 40, 60), 0.0680),  # 2400.00, net 2236.80, just its share of E1
    parcel("1202", (40, 0, 70, 60)),  # 1800 of 6000: 1677.60 of E1
    parcel("0301", (70, 0, 100, 60)),  # 1677.60 of E1
    parcel("0701", (0, 100, 50, 160)),  # 3000.00 of E2
    parcel("1101", (50, 100, 80, 160)),  # 1800.00
    parcel("1203", (80, 100, 90, 160)),  # 600.00
    parcel("0303", (90, 100, 100, 160)),  # 600.00: a wetland is water before it is forest
    parcel("0101", (0, 200, 50, 230), 0.1195),  # 1500.00, ridges 179.25, net 1320.75
    parcel("0201K", (50, 200, 100, 230)),
    parcel("0101", (0, 300, 60, 350), 0.0680),  # net 2796.00: an adjustment of -204.00
    parcel("0101", (0, 400, 30, 440)),  # 1200.00: 800.00 of E5 are covered by nothing
    parcel("0103", (100, 400, 120, 440)),  # 800.00 without an earlier parcel
    parcel("0101", (0, 500, 50, 540)),  # E6, of 昌江区 now
    parcel("0201", (200, 0, 200 + THIRD, 10), TBMJ=33.33, TBDLMJ=33.33),
    parcel("0201", (200 + THIRD, 0, 200 + 2 * THIRD, 10), TBMJ=33.33, TBDLMJ=33.33),
    parcel("0201", (200 + 2 * THIRD, 0, 210, 10), TBMJ=33.34, TBDLMJ=33.34),
    parcel("0103", (300, 0, 399.5, 50)),  # 4975.00
    parcel("0301", (399.5, 0, 450, 50)),  # a rim of 0.5 m of E8: 25.00
    parcel("0301", (0, 600, 50, 640)),
)
PBF = (zone((40, 0, 55, 60), DLBM="0101", YJJBNTMJ=838.80),)  # half of the facility
APPROVALS = (
    zone((40, 0, 70, 60), PZLX="设施农用地备案", PZRQ="2024-02-01", YXQZ="长期"),
    zone((0, 100, 10, 160), PZLX="农用地转用", PZRQ="2024-05-01", YXQZ="2026-05-01"),
    zone((10, 100, 20, 160), PZLX="农用地转用", PZRQ="2025-01-02", YXQZ="2027-01-02"),  # after the later survey
    zone((20, 100, 30, 160), PZLX="农用地转用", PZRQ="2020-01-01", YXQZ="2024-12-30"),  # ended a day before it
    zone((30, 100, 40, 160), PZLX="农用地转用", PZRQ="2020-01-01", YXQZ="2024-12-31"),  # ends on its day
    zone((40, 100, 50, 160), PZLX="农用地转用", PZRQ="2018-12-30", YXQZ="长期"),  # over 5 years before the earlier
)
CASES = (
    zone((90, 100, 100, 160), RDJG="违法"),
    zone((65, 100, 80, 160), RDJG="待核"),
)
CONVERSION = (zone((70, 0, 80, 60)), zone((90, 100, 100, 160)))  # the second inside an illegal case
PLAN = (zone((80, 0, 90, 60), ND="2024"), zone((90, 0, 100, 60), ND="2023"))


@pytest.fixture(scope="module")
def changed(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("changed")
    zones = {
        "PZYD": APPROVALS,
        "JCTB": CASES,
        "STTG": CONVERSION,
        "JCPH": PLAN,
        "SMKD": (zone((50, 100, 65, 160)),),
        "ZHSH": (zone((80, 100, 90, 160)),),
    }
    paths = write(folder, DLTB=survey(LATER), DLTB_2023=survey(EARLIER), YJJBNTBHTB=PBF, **zones)
    return run(
        "track_changes",
        folder / "out",
        ("CHANGES", "FLOWS", "TRANSITION", "PROBLEMS"),
        PARCELS=paths["DLTB"],
        PREVIOUS=paths["DLTB_2023"],
        PBF=paths["YJJBNTBHTB"],
        ZONES=[paths[name] for name in zones],
        **DATES,
    )


def test_a_county_closes(changed):
    expected = {
        # E1 5592 + E2 6000 + E4 3000 + E5 2000 + E7 100 + E8 5000
        "holding_before_m2": 21692.00,
        # E1 3355.20, E2 6000, E7 100 (33.33 + 33.33 + 33.34), the rim of E8 25
        "outflow_m2": 9480.20,
        "inflow_m2": 1320.75,
        "adjustment_m2": -204.00,
        "boundary_out_m2": 800.00,
        "boundary_in_m2": 2800.00,  # 800, and E6 of the other county
        # 2236.80 + 1320.75 + 2796 + 1200 + 800 + 2000 + 4975
        "holding_now_m2": 15328.55,
        "net_change_m2": -6363.45,
        "closure_m2": 0,
    }
    assert not differences(row(changed["FLOWS"], code="360202"), **expected)
    moved = {"holding_before_m2": 2000, "outflow_m2": 0, "boundary_out_m2": 2000, "holding_now_m2": 0, "closure_m2": 0}
    assert not differences(row(changed["FLOWS"], code="360222"), **moved)


def test_causes(changed):
    causes = {
        "construction": 3000.00,
        "facility": 1677.60,
        "forest": 1702.60,  # 1677.60 and the rim
        "water": 2400.00,  # 1101 1800, 0303 600
        "canal": 600.00,
        "garden": 100.00,
        "grass": 0,
        "pond": 0,
        "unused": 0,
        "non_agricultural": 3000.00,
        "non_grain": 4080.20,  # facility, forest, canal, garden; not water
        "pbf": 838.80,
        "inflow_garden": 1320.75,
        "paddy_before": 7592.00,  # E1, E5
        "paddy_outflow": 3355.20,
        "paddy_inflow": 1320.75,
    }
    found = row(changed["FLOWS"], code="360202")
    assert not differences(found, **{f"{name}_m2": area for name, area in causes.items()})


def test_statuses(changed):
    statuses = {
        "illegal": 600.00,  # the wetland, though inside a conversion; a lead is none
        "exempt_conversion": 559.20,  # 10 of the forest's 30 m
        "exempt_disaster": 600.00,
        "exempt_water": 900.00,
        "exempt_other": None,  # no such layer was given
        "suspected_water": 900.00,
        "approved": 1200.00,  # the first strip, and that which ends on the day
        "planned": 559.20,  # the plan of 2024, not that of 2023
        "registered_facility": 838.80,  # outside PBF
        # facility in PBF 838.80, plan of 2023 559.20, three strips 1800, orchard 100, rim 25
        "unexplained": 3323.00,
        "owed": 7421.00,  # 9480.20 - 559.20 - 600 - 900
        "unreasonable": 3923.00,
    }
    found = row(changed["FLOWS"], code="360202")
    assert not differences(found, **{f"{name}_m2": area for name, area in statuses.items()})


def test_what_is_listed(changed):
    """The rim of half a metre is a row without a place; the three parts of E7 add up to its 100.00."""
    changes = changed["CHANGES"]
    out = changes[changes["direction"] == "out"]
    assert out["before_m2"].sum() == pytest.approx(9480.20, abs=0.004)
    unlisted = out[changed["CHANGES"].loc[out.index, "geometry"].isna()]
    assert unlisted["before_m2"].tolist() == [25.00]
    assert out.loc[out["cause"] == "garden", "before_m2"].sum() == pytest.approx(100.00, abs=0.004)
    assert sorted(out.loc[out["cause"] == "garden", "before_m2"].round(2)) == [33.33, 33.33, 33.34]


def pair(n: int, gross: float, before: tuple | None, after: tuple | None, moved: str = "0", **more) -> dict:
    """A row of the process layer: class, coefficient, ridges, net area before and after; None where there is none."""
    row = {"TBBGMJ": gross, "XZQTZLX": moved, "BGQTBBSM": f"36020021100000{n:04d}"}
    for side, values in (("BGQ", before), ("BGH", after)):
        names = ("DLBM", "KCXS", "KCMJ", "TBDLMJ")
        row |= {f"{side}{name}": value for name, value in zip(names, values or (None,) * 4)}
        row[f"{side}ZLDWDM"] = "3602021002010000000" if values else None
        row[f"{side}ZZSXDM"] = None
    return zone((n * 100, 0, n * 100 + gross / 20, 20), **{**row, **more})


PROCESS = (
    pair(0, 1000, ("0101", 0.068, 68.0, 932.0), ("0701", 0.0, 0.0, 1000.0)),
    pair(1, 500, ("0103", 0.0, 0.0, 500.0), ("0103", 0.068, 34.0, 466.0)),
    pair(2, 800, ("0201", 0.0, 0.0, 800.0), ("0101", 0.068, 54.4, 745.6)),
    pair(3, 400, ("0101", 0.068, 27.2, 372.8), None, "2"),
    pair(4, 300, None, ("0103", 0.0, 0.0, 300.0), "1"),
    pair(5, 1000, ("0301", 0.0, 0.0, 1000.0), ("0103", 0.1, 90.0, 910.0)),  # ridges would be 100.00
    pair(6, 600, ("0201", 0.0, 0.0, 600.0), ("0201", 0.0, 0.0, 600.0), BGQZZSXDM="JKHF"),  # the mark is gone
    pair(7, 100, ("0201", 0.0, 0.0, 100.0), ("0103", 0.0, 0.0, 100.0), BGQZZSXDM="JKHF"),  # gone, and cultivated
)


def test_the_process_layer(qgis, tmp_path):
    source = write(tmp_path, DLTBGXGC=PROCESS)["DLTBGXGC"]
    outputs = ("CHANGES", "FLOWS", "TRANSITION", "PROBLEMS")
    done = run("track_changes", tmp_path / "out", outputs, PROCESS=source, **DATES)
    expected = {
        "holding_before_m2": 1804.80,  # 932.00 + 500.00 + 372.80
        "outflow_m2": 932.00,
        "construction_m2": 932.00,
        "inflow_m2": 1755.60,  # 745.60 + 910.00 as recorded + 100.00
        "inflow_garden_m2": 845.60,
        "inflow_forest_m2": 910.00,
        "adjustment_m2": -34.00,
        "boundary_out_m2": 372.80,
        "boundary_in_m2": 300.00,
        "holding_now_m2": 2521.60,  # 466.00 + 745.60 + 300.00 + 910.00 + 100.00
        "closure_m2": 0,
    }
    assert not differences(row(done["FLOWS"], code="360202"), **expected)
    kinds = done["PROBLEMS"]["kind"].value_counts()
    assert kinds["process_ridges"] == 1 and kinds["restorable_relabelled"] == 1


# -- measure 18: ceilings --------------------------------------------------------------------------------------------

CHANGJIANG, ZHUSHAN, FULIANG, LEPING = (f"{county}100201" for county in ("360202", "360203", "360222", "360281"))
FLAT = {"GDPDJB": "1"}
BASE = (
    parcel("0101", (0, 0, 100, 60), **FLAT),
    parcel("0201", (0, 100, 100, 130)),
    parcel("0103", (0, 200, 100, 220), GDPDJB="5"),
    parcel("0103", (0, 300, 50, 320), **FLAT),
    parcel("0201", (200, 0, 300, 90), code=FULIANG),
    parcel("0103", (300, 0, 320, 30), code=LEPING, **FLAT),
    parcel("0201", (400, 0, 410, 70), code=ZHUSHAN),
)
NOW = (
    parcel("0101", (0, 0, 100, 60), **FLAT),  # 6000 then and now
    parcel("0103", (0, 100, 100, 130), **FLAT),  # + 3000
    parcel("0103", (0, 200, 100, 220), GDPDJB="4"),  # graded anew: + 2000
    parcel("0103", (0, 300, 50, 320), TBXHDM="LQGD", **FLAT),  # marked: - 1000
    parcel("0103", (200, 0, 300, 90), code=FULIANG, **FLAT),  # + 9000
    parcel("0701", (300, 0, 320, 30), code=LEPING),  # - 600
    parcel("0103", (400, 0, 410, 70), code=ZHUSHAN, **FLAT),  # + 700
)


@pytest.fixture(scope="module")
def ceilings(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ceilings")
    flows = pandas.DataFrame({"code": ["360202", "360222"], "level": "county", "approved_m2": [2000.0, 0.0]})
    paths = write(folder, DLTB=survey(NOW), DLTB_2020=survey(BASE))
    return run(
        "set_ceiling",
        folder / "out",
        ("CEILINGS", "PROBLEMS"),
        PARCELS=paths["DLTB"],
        PREVIOUS=paths["DLTB_2020"],
        FLOWS=f"{write_results(folder, flows=flows)}|layername=flows",
        OFFSETS="360222=100",
        **DATE,
    )


CEILINGS = (
    # 3000 + 2000 - 1000 = 4000 m² = 6.00 mu. The city: 6.00 + 13.50 - 0.90 + 1.05 = 19.65, less 13.50 = 6.15, over
    # 6.00 : 1.05: 5.23404 and 0.91596, so 5.23 and 0.91, and the 0.01 that is left to the larger remainder
    (
        "360202",
        {
            "stable_base_m2": 7000,
            "stable_now_m2": 11000,
            "delta_m2": 4000,
            "regraded_m2": 1000,
            "gained_m2": 3000,
            "lost_m2": 0,
            "offset_mu": 0,
            "ceiling_mu": 5.23,
            "used_mu": 3,
            "left_mu": 2.23,
        },
    ),
    # 100 mu were chosen, and 13.50 are the increase
    ("360222", {"delta_m2": 9000, "offset_mu": 13.5, "ceiling_mu": 0, "used_mu": 0, "left_mu": 0}),
    # 600 m² were lost: no ceiling, and none below 0
    ("360281", {"delta_m2": -600, "lost_m2": 600, "gap18_mu": 867458.00, "offset_mu": 0, "ceiling_mu": 0}),
    # the flows say nothing of it: not known, and not 0
    ("360203", {"delta_m2": 700, "gap18_mu": 4209.95, "ceiling_mu": 0.92, "used_mu": None, "left_mu": None}),
    ("360200", {"delta_m2": 13100, "ceiling_mu": 6.15}),
)


@pytest.mark.parametrize(("code", "expected"), CEILINGS, ids=[code for code, _ in CEILINGS])
def test_ceilings(ceilings, code, expected):
    assert not differences(row(ceilings["CEILINGS"], code=code), closure_m2=0, **expected)


def test_without_one_county_the_city_has_no_ceiling(qgis, tmp_path):
    paths = write(tmp_path, DLTB=survey(NOW[:5] + NOW[6:]), DLTB_2020=survey(BASE[:5] + BASE[6:]))
    layers = {"PARCELS": paths["DLTB"], "PREVIOUS": paths["DLTB_2020"]}
    table = run("set_ceiling", tmp_path / "out", ("CEILINGS", "PROBLEMS"), **layers, **DATE)["CEILINGS"]
    for code in ("360200", "360281"):
        assert not differences(row(table, code=code), delta_m2=None, ceiling_mu=None), code
    assert not differences(row(table, code="360202"), delta_m2=4000, ceiling_mu=None)


# -- measure 13, annex 3: restored, and what is left of the gap --------------------------------------------------------


def test_restored_since_the_base_survey(qgis, tmp_path):
    """On the same land: what was graded anew or marked is no inflow, and what was lost restores nothing."""
    import processing

    paths = write(tmp_path, DLTB=survey(NOW), DLTB_2020=survey(BASE))
    processing.run(
        "farmland_redline:run_batch",
        {
            "PARCELS": paths["DLTB"],
            "PREVIOUS": paths["DLTB_2020"],
            "EARLIER_ROLE": "base",
            "REPORTS": False,
            "MAPS": False,
            "OUTPUT_FOLDER": str(tmp_path / "out"),
            **DATE,
        },
    )
    summary = pyogrio.read_dataframe(tmp_path / "out" / "farmland_redline.gpkg", layer="summary")
    # gap of annex 3 less 3000 m² = 4.50 mu, 9000 m² = 13.50, none of -600 m², and no gap of 珠山区, which has a surplus
    left = {
        "360202": {"net_since_base_mu": 4.5, "restored_mu": 4.5, "gap_left_mu": 4572.5},
        "360222": {"net_since_base_mu": 13.5, "restored_mu": 13.5, "gap_left_mu": 25200.5},
        "360281": {"net_since_base_mu": -0.9, "inflow_since_base_mu": 0, "restored_mu": 0, "gap_left_mu": 63331},
        "360203": {"net_since_base_mu": 1.05, "gap_left_mu": 0, "gap_surplus_mu": 1496},
    }
    for code, expected in left.items():
        assert not differences(row(summary, code=code, level="county"), **expected), code


# -- measures 21, 24 to 27: supplements and projects -----------------------------------------------------------------

GRAIN = {"ZZSXDM": "LS", "GDPDJB": "1"}


def strip(n: int) -> tuple[int, int, int, int]:
    """The place of the n-th supplement, 1000.00 m²."""
    return (0, n * 30, 50, n * 30 + 20)


SUPPLEMENTS_BEFORE = (
    *(parcel("0103", strip(n), **GRAIN) for n in (0, 1, 2, 5, 6, 7, 8, 9)),
    *(parcel("0201", strip(n)) for n in (3, 4, 10)),
)
SUPPLEMENTS_NOW = (
    parcel("0103", strip(0), 0.01, **GRAIN),  # 990.00
    parcel("0103", strip(1), TBDLMJ=989.99, **GRAIN),
    parcel("0201", strip(2)),
    parcel("0201", strip(3)),
    parcel("0201", strip(4)),
    parcel("0103", (0, 150, 30, 170), **GRAIN),  # 5: 600.00
    parcel("0103", (30, 150, 50, 170), ZZSXDM="WG", GDPDJB="1"),  # 400.00 of it unplanted
    parcel("0103", strip(6), ZZSXDM="XG", GDPDJB="1"),
    parcel("0103", strip(7), **GRAIN),
    parcel("0103", strip(8), **GRAIN),
    parcel("0103", strip(9), **GRAIN),
    parcel("0201", strip(10)),
)
SUPPLEMENTS = (
    zone(strip(0), XMBH="S0", YSRQ="2022-06-01", XZGDMJ=1000.00, XZSTMJ=0.0, HTDQ="2024-12-31"),
    zone(strip(1), XMBH="S1", YSRQ="2022-06-01", XZGDMJ=1000.00, XZSTMJ=0.0, HTDQ="2024-12-30"),
    zone(strip(2), XMBH="S2", YSRQ="2022-06-01", XZGDMJ=1000.00, XZSTMJ=0.0),
    zone(strip(3), XMBH="S3", YSRQ="2024-03-01", XZGDMJ=1000.00, XZSTMJ=0.0),
    zone(strip(4), XMBH="S4", YSRQ="2022-03-01", XZGDMJ=1000.00, XZSTMJ=0.0),
    zone(strip(5), XMBH="S5", YSRQ="2022-06-01", XZGDMJ=1000.00, XZSTMJ=0.0),
    zone(strip(6), XMBH="S6", YSRQ="2022-06-01", XZGDMJ=1000.00, XZSTMJ=0.0),
    zone(strip(7), XMBH="S7", YSRQ="2022-06-01", XZGDMJ=1000.00, XZSTMJ=600.0),
    zone(strip(8), XMBH="S8", YSRQ="2022-06-01", XZGDMJ=None, XZSTMJ=None),
    zone(strip(9), XMBH="S9", YSRQ="2022-06-01", XZGDMJ=900.00, XZSTMJ=0.0),
    zone(strip(10), XMBH="S10", YSRQ="不详", XZGDMJ=1000.00, XZSTMJ=0.0),
)
PROJECTS_BEFORE = (
    parcel("0101", (200, 0, 300, 100), 0.0680, **GRAIN),  # 10000.00, net 9320.00
    parcel("1104", (300, 0, 320, 100)),
    parcel("0103", (400, 0, 420, 50), **GRAIN),  # 1000.00
    parcel("0201", (420, 0, 430, 50)),
    *(parcel("0103", (500 + n * 20, 0, 510 + n * 20, 10), code=OTHER, **GRAIN) for n in range(3)),
)
PROJECTS_NOW = (
    parcel("1006", (200, 0, 210, 100)),  # 1000.00: 932.00 net before
    parcel("0101", (210, 0, 300, 100), 0.0680, **GRAIN),  # 9000.00, net 8388.00
    parcel("0101", (300, 0, 320, 100), 0.0680, ZZSXDM="FLS", GDPDJB="1"),  # 2000.00, net 1864.00
    parcel("1107", (400, 0, 410, 50)),  # 500.00
    parcel("0103", (410, 0, 420, 50), **GRAIN),
    parcel("0103", (420, 0, 430, 50), **GRAIN),  # + 500.00
    *(parcel("0103", (500 + n * 20, 0, 510 + n * 20, 10), code=OTHER, **GRAIN) for n in range(3)),
)
HSF = {"XMLX": "高标准农田"}
PROJECTS = (
    zone((200, 0, 320, 100), XMBH="P1", JCNF=2024, **HSF),
    zone((400, 0, 430, 50), XMBH="P2", JCNF=2024, **HSF),
    zone((400, 0, 430, 50), XMBH="P3", JCNF=2024, **HSF),  # on P2
    zone((500, 0, 510, 10), XMBH="P4", JCNF=2023, **HSF),
    zone((520, 0, 530, 10), XMBH="P5", JCNF=None, **HSF),
    zone((540, 0, 550, 10), XMBH="P6", JCNF=2025, **HSF),
)


@pytest.fixture(scope="module")
def verified(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("verified")
    paths = write(
        folder,
        DLTB=survey(SUPPLEMENTS_NOW + PROJECTS_NOW),
        DLTB_2023=survey(SUPPLEMENTS_BEFORE + PROJECTS_BEFORE),
        BCGDXM=SUPPLEMENTS,
        GBZNT=PROJECTS,
        YJJBNTBHTB=(zone((200, 0, 205, 100), DLBM="0101", YJJBNTMJ=466.00),),
    )
    return run(
        "verify_supplements",
        folder / "out",
        ("SUPPLEMENT_STATES", "PROJECT_STATES", "PROJECT_TOTALS", "CORRECTIONS", "PROBLEMS"),
        SUPPLEMENTS=paths["BCGDXM"],
        PROJECTS=paths["GBZNT"],
        PARCELS=paths["DLTB"],
        PREVIOUS=paths["DLTB_2023"],
        PBF=paths["YJJBNTBHTB"],
        **DATES,
    )


STATES = (
    # 1 % below 1000.00 is 990.00: not less than that. A contract holds on its last day
    ("S0", {"status": "kept", "now_m2": 990, "shortfall_m2": 10, "flags": set()}),
    ("S1", {"status": "shrunk", "now_m2": 989.99, "shortfall_m2": 10.01, "flags": {"contract_ended"}}),
    ("S2", {"status": "lost", "now_m2": 0, "shortfall_m2": 1000, "before_m2": 1000, "cause": "garden"}),
    # accepted in 2024: of all surveys since, that of 2024, none shows it
    ("S3", {"status": "never", "shortfall_m2": 1000}),
    # accepted in 2022: the survey of that year was not given
    ("S4", {"status": "not_cultivated", "shortfall_m2": 1000}),
    ("S5", {"status": "unplanted", "now_m2": 1000, "unplanted_m2": 400, "shortfall_m2": 0}),
    ("S6", {"status": "fallow", "fallow_m2": 1000, "unplanted_m2": 0}),
    ("S7", {"status": "kept", "paddy_now_m2": 0, "paddy_shortfall_m2": 600, "flags": {"paddy_lost"}}),
    ("S8", {"accepted_m2": None, "shortfall_m2": None, "flags": {"accepted_unknown"}}),
    # more than accepted is no shortfall below 0
    ("S9", {"status": "kept", "now_m2": 1000, "shortfall_m2": 0, "flags": set()}),
    # a day that cannot be read does not tell that no survey ever showed it
    ("S10", {"status": "not_cultivated"}),
)


@pytest.mark.parametrize(("project", "expected"), STATES, ids=[project for project, _ in STATES])
def test_states_of_supplements(verified, project, expected):
    assert not differences(row(verified["SUPPLEMENT_STATES"], project=project), **expected)


def test_corrections(verified):
    table = verified["CORRECTIONS"]
    assert not differences(row(table, project="S1"), kind="correct", quantity_m2=-10.01, unit="360202")
    assert not differences(row(table, project="S2"), quantity_m2=-1000)
    assert not table["project"].isin(["S5", "S6", "S8", "S9"]).any()


PROJECT_STATES = (
    # 9320 - 932 + 1864 = 10252; outside PBF all of it is stable, of which 466.00 can make good what the road took
    (
        "P1",
        {
            "before_m2": 9320,
            "outflow_m2": 932,
            "works_m2": 932,
            "inflow_m2": 1864,
            "adjustment_m2": 0,
            "now_m2": 10252,
            "net_m2": 932,
            "owed_m2": 0,
            "verdict": "balanced",
            "pbf_works_m2": 466,
            "replace_inside_m2": 466,
            "replace_county_m2": 0,
            "not_yet_pbf_m2": 10252,
            "not_grain_m2": 1864,
        },
    ),
    # 500 out, 500 in: 0 is balanced
    ("P2", {"before_m2": 1000, "works_m2": 500, "inflow_m2": 500, "net_m2": 0, "owed_m2": 0, "verdict": "balanced"}),
    ("P3", {"before_m2": 1000, "net_m2": 0, "verdict": "balanced"}),
    ("P4", {"verdict": "no_before", "owed_m2": None}),
    ("P5", {"verdict": "unknown", "built": None, "owed_m2": None}),
    ("P6", {"verdict": "not_built", "not_yet_pbf_m2": None}),
)


@pytest.mark.parametrize(("project", "expected"), PROJECT_STATES, ids=[project for project, _ in PROJECT_STATES])
def test_states_of_projects(verified, project, expected):
    assert not differences(row(verified["PROJECT_STATES"], project=project), closure_m2=0, **expected)


def test_totals_count_a_place_once(verified):
    """P2 and P3 are one place: 9320 + 1000, 932 + 500, 1864 + 500, 10252 + 1000."""
    expected = {"before_m2": 10320, "works_m2": 1432, "inflow_m2": 2364, "now_m2": 11252, "closure_m2": 0}
    assert not differences(row(verified["PROJECT_TOTALS"], code="360202"), **expected)


# -- measures 2, 30, 36, 37: patches ---------------------------------------------------------------------------------


def patch_box(n: int) -> tuple[int, int, int, int]:
    """The place of the n-th patch, 50 m by 20 m: 1000.00 m²."""
    return (0, n * 40, 50, n * 40 + 20)


def part(n: int, left: float, right: float) -> tuple[float, float, float, float]:
    return (left, n * 40, right, n * 40 + 20)


LONG = (0, 600, 150, 620)
TWO = ((0, 700, 25, 720), (25, 700, 50, 720))
PATCHES_BEFORE = (
    *(parcel("0101", patch_box(n)) for n in range(14)),
    parcel("0301", patch_box(14)),
    parcel("0101", LONG),
    parcel("0101", TWO[0]),
    parcel("0101", TWO[1], code=OTHER),
)
PATCHES_NOW = (
    *(parcel("0701", patch_box(n)) for n in range(8)),
    parcel("1202", patch_box(8)),
    parcel("1202", patch_box(9)),
    *(parcel("0101", patch_box(n)) for n in range(10, 13)),
    parcel("0103", patch_box(13)),
    parcel("0701", patch_box(14)),
    parcel("0701", LONG),
    parcel("0701", TWO[0]),
    parcel("0701", TWO[1], code=OTHER),
)
TAKEN = {"PZLX": "农用地转用", "PZRQ": "2024-01-01", "YXQZ": "2026-01-01"}
REGISTERED = {"PZLX": "设施农用地备案", "PZRQ": "2024-01-01", "YXQZ": "长期"}
PATCH_APPROVALS = (
    zone(part(0, 0, 47.5), **TAKEN),  # 95 %; 2.5 m are left
    zone(part(1, 0, 47), **TAKEN),  # 94 %
    zone(part(2, 0, 48.5), **TAKEN),  # a rim of 1.5 m
    zone(patch_box(3), **{**TAKEN, "YXQZ": "2024-12-30"}),
    zone(patch_box(4), **{**TAKEN, "YXQZ": "2024-12-31"}),
    zone(patch_box(8), **REGISTERED),
    zone(patch_box(9), **REGISTERED),
)
TERMS = (
    zone(patch_box(5), DQRQ="2024-12-31"),
    zone(patch_box(6), DQRQ="2023-12-31"),
    zone(patch_box(7), DQRQ="2023-12-30"),
)


def patch(name: str, shape, after: str | None = "2024-06-01") -> dict:
    return zone(shape, JCBH=name, HSX=after)


PATCHES = (
    *(patch(f"M{n}", patch_box(n)) for n in range(11)),
    patch("M11", patch_box(11), "2025-01-15"),
    patch("M12", patch_box(12), None),
    *(patch(f"M{n}", patch_box(n)) for n in (13, 14)),
    patch("N1", (0, 600, 50, 620), "2024-05-10"),
    patch("N2", (25, 600, 75, 620), "2024-06-10"),  # half of it is N1
    patch("N3", (51, 600, 101, 620), "2024-07-10"),  # 24 of its 50 m are N2
    patch("T", (0, 700, 50, 720)),
)
OWN = "编号,县级代码,发现日期,类型,认定,占用耕地（平方米）,是否非农建设\nM3,360202,2024-06-05,农村建房,违法,900.00,是\n"


@pytest.fixture(scope="module")
def matched(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("matched")
    paths = write(
        folder,
        DLTB=survey(PATCHES_NOW),
        DLTB_2023=survey(PATCHES_BEFORE),
        TB=PATCHES,
        PZYD=PATCH_APPROVALS,
        LSYD=TERMS,
        YJJBNTBHTB=(zone(patch_box(9), DLBM="0101", YJJBNTMJ=1000.00),),
    )
    own = folder / "cases.csv"
    own.write_text(OWN, encoding="utf-8")
    return run(
        "match_patches",
        folder / "out",
        ("MATCHED", "CASE_TABLE", "PROBLEMS"),
        PATCHES=paths["TB"],
        PARCELS=paths["DLTB"],
        PREVIOUS=paths["DLTB_2023"],
        PBF=paths["YJJBNTBHTB"],
        ZONES=[paths["PZYD"], paths["LSYD"]],
        CASES=str(own),
        **DATES,
    )


VERDICTS = (
    ("M0", {"preliminary": "covered", "covered_percent": 95, "rim_m2": 0}),
    ("M1", {"preliminary": "partly", "covered_percent": 94, "suspected_m2": 60, "valid_m2": 940}),
    ("M2", {"preliminary": "covered", "suspected_m2": 0, "rim_m2": 30, "valid_m2": 970}),
    ("M3", {"preliminary": "suspected", "suspected_m2": 1000, "suspected_paddy_m2": 1000}),  # ended the day before
    ("M4", {"preliminary": "covered", "suspected_m2": 0}),  # ends on the day
    ("M5", {"preliminary": "temporary", "suspected_m2": 0}),
    ("M6", {"preliminary": "reclaim"}),  # a year after the term, to the day
    ("M7", {"preliminary": "overdue", "suspected_m2": 1000}),
    ("M8", {"preliminary": "facility", "suspected_m2": 0, "pbf_m2": 0}),
    ("M9", {"preliminary": "suspected", "suspected_m2": 1000, "suspected_pbf_m2": 1000}),  # registered, but on PBF
    ("M10", {"preliminary": "no_change"}),
    ("M11", {"preliminary": "no_newer_survey"}),  # the image is younger than the survey
    ("M13", {"preliminary": "suspected", "suspected_m2": 1000}),  # cultivated still, but not the same class
    ("M14", {"preliminary": "not_cultivated", "cultivated_m2": 0}),
    ("N1", {"preliminary": "suspected", "repeat_of": None}),
    ("N2", {"preliminary": "suspected", "repeat_of": "N1"}),
    ("N3", {"preliminary": "suspected", "repeat_of": None}),
)


@pytest.mark.parametrize(("name", "expected"), VERDICTS, ids=[name for name, _ in VERDICTS])
def test_verdicts_on_patches(matched, name, expected):
    found = row(matched["MATCHED"], patch=name)
    assert not differences(found, **expected)
    parts = found[["valid_m2", "suspected_m2", "rim_m2"]].sum()
    assert found["cultivated_m2"] == pytest.approx(parts, abs=0.004)


def test_a_patch_without_a_day_is_not_told_unchanged(matched):
    """M12: whether the survey is newer than the patch is not known."""
    assert row(matched["MATCHED"], patch="M12")["preliminary"] != "no_change"


def test_a_patch_over_two_counties(matched):
    table = matched["MATCHED"][matched["MATCHED"]["patch"] == "T"]
    assert dict(zip(table["county"], table["cultivated_m2"])) == {"360202": 500.00, "360222": 500.00}
    assert table["case_id"].nunique() == 2


def test_cases_of_patches(matched):
    """Neither covered nor unchanged patches, nor those on forest, make a case; what a person said stays."""
    table = matched["CASE_TABLE"]
    numbers = set(table["case_id"])
    assert not numbers & {"M0", "M2", "M4", "M10", "M14"}
    assert {"M1", "M3", "M5", "M6", "M7", "M8", "M9", "M11", "N1", "N2", "N3"} <= numbers
    assert not differences(row(table, case_id="M3"), status="illegal", cultivated_m2=900, kind="农村建房")
    assert (table.loc[table["case_id"] != "M3", "status"] == "open").all()
    assert not differences(row(table, case_id="M9"), unit="360202", cultivated_m2=1000, pbf_m2=1000)
    assert not differences(row(table, case_id="N2"), repeat_of="N1")
