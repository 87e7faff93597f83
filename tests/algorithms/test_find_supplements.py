"""The search for supplements by the real qgis_process: the worked example and its traps, and what a project takes."""

from __future__ import annotations

import geopandas as gpd
import pyogrio
import pytest
import shapely
from conftest import explained_columns, read_workbook, run_in_session, run_qgis_process, write_layer

from farmland_redline.processing.bridge.paths import DEFAULT_POLICY

pytestmark = pytest.mark.usefixtures("qgis")
X, Y = 39_512_000.0, 3_245_000.0
HERE, THERE = "360222100201", "360222101201"  # villages of two townships
MU = 2000 / 3
# Columns of the list that are explained with pieces: fields of the parcel, a zone role.
BESIDE = {"BSM", "DLBM", "GDPDJB", "pbf_reserve"}


def pieces(rows: list[tuple], folder, name: str = "pieces") -> str:
    """Pieces: id, class, mu, grade, village, place (boxes of 30 m), and other columns."""
    table = []
    for label, code, mu, grade, village, (column, row), more in rows:
        area = round(mu * MU, 2)
        geometry = shapely.box(X + 30 * column, Y + 30 * row, X + 30 * column + 30, Y + 30 * row + 30)
        units = {"county": village[:6], "township": village[:9], "village": village}
        net = area if code.startswith("01") else 0.0
        facts = {"piece_id": label, "BSM": label, "DLBM": code, "area_m2": area, "cultivated_m2": net, "GDDB": grade}
        table.append({**facts, "GDPDJB": "2", "TBXHDM": None, "sliver": False, **units, "geometry": geometry, **more})
    frame = gpd.GeoDataFrame(table, crs="EPSG:4527")
    return write_layer(frame, folder, name)


IN_PBF = ("p", "0101", 3.0, 6, HERE, (0, 0), {"pbf": "P1", "pbf_TBDLMJ": 2000.0})
# The example, and beside it land that looks alike and is none: each for one reason.
EXAMPLE = [
    IN_PBF,
    ("s1", "0101", 0.90, 6, HERE, (5, 5), {"pbf_reserve": "R1"}),
    ("s2", "0103", 1.20, 5, HERE, (8, 5), {"pbf_reserve": "R1"}),
    ("s3", "0101", 0.60, 7, HERE, (1, 0), {}),  # shares an edge with p
    ("s4", "0101", 0.70, 5, THERE, (20, 0), {}),
]
BARRED = [
    ("urban", "0101", 5.0, 1, HERE, (30, 0), {"urban": "U1"}),
    ("red", "0101", 5.0, 1, HERE, (32, 0), {"red_line": "E1"}),
    ("steep", "0101", 5.0, 1, HERE, (34, 0), {"slope_PDJB": "5"}),
    ("unstable", "0101", 5.0, 1, HERE, (36, 0), {"TBXHDM": "HDGD"}),
    ("fallow", "0101", 5.0, 1, HERE, (38, 0), {"ZZSXDM": "WG"}),
    ("soil", "0101", 5.0, 1, HERE, (40, 0), {"soil_HJLB": "严格管控类"}),
    ("soil_odd", "0101", 5.0, 1, HERE, (42, 0), {"soil_HJLB": "?"}),
    ("case", "0101", 5.0, 1, HERE, (44, 0), {"cases": "C1", "cases_RDJG": "待核"}),
    (
        "case_not_closed_yet",
        "0101",
        5.0,
        1,
        HERE,
        (52, 0),
        {"cases": "C2", "cases_RDJG": "违法", "cases_JARQ": "2025-02-01"},
    ),
    ("case_odd", "0101", 5.0, 1, HERE, (54, 0), {"cases": "C3", "cases_RDJG": "违法", "cases_JARQ": "?"}),
    ("small", "0101", 0.5, 1, HERE, (46, 0), {}),
    ("orchard", "0201K", 5.0, 1, HERE, (48, 0), {}),
]


# An illegal case that was closed by the reference date bars nothing any more; dry, it makes good no paddy.
CLOSED = ("closed", "0103", 5.0, 1, HERE, (56, 0), {"cases": "C4", "cases_RDJG": "违法", "cases_JARQ": "2024-12-31"})


def find(folder, rows: list[tuple], how=run_in_session, **given: object):
    made = str(folder / "supplements.gpkg")
    done = how("find_supplements", {"PIECES": pieces(rows, folder), "DATE": "2024-12-31", **given, "SUPPLEMENTS": made})
    frame = None if done.status else pyogrio.read_dataframe(made, layer="supplements", read_geometry=False)
    return done, frame


def test_the_worked_example(tmp_path):
    """Need 1.3980 mu of paddy of grade 6: s1 + s3 would be 6.4 on the mean; s1 + s4 are 1.60 mu of grade 5.5625."""
    site = [
        (
            "t1",
            "0101",
            1.398,
            6,
            HERE,
            (60, 60),
            {"part_id": "A-t1", "site": "A", "needs": "replace;topsoil", "pbf": "P"},
        ),
        ("t2", "0103", 2.0, 2, HERE, (61, 60), {"part_id": "A-t2", "site": "A", "needs": "topsoil"}),
        ("t3", "0101", 9.0, 1, HERE, (62, 60), {"part_id": "B-t3", "site": "B", "needs": "replace", "pbf": "P"}),
    ]
    for row in site:
        row[-1]["pbf_TBDLMJ"] = round(row[2] * MU, 2) if "replace" in row[-1]["needs"] else None
    taken = pieces(site, tmp_path, "site_parts")
    book = tmp_path / "补划.xlsx"
    done, found = find(
        tmp_path, [*EXAMPLE, *BARRED, CLOSED], run_qgis_process, NEED_FROM=taken, SITE="A", WORKBOOK=str(book)
    )
    assert done.status == 0, done.log
    need = read_workbook(book, *BESIDE)["补划需求与落实"].round(4)
    assert need.iloc[:, 1:].to_numpy().tolist() == [
        [1.398, 1.6, 0, "已落实"],
        [1.398, 1.6, 0, "已落实"],
        [6, 5.5625, 0, "已落实"],
    ]
    assert found["supplement_id"].tolist()[:2] == ["s1", "s4"] and set(found["supplement_id"]) == {
        "s1",
        "s2",
        "s3",
        "s4",
        "closed",
    }
    assert found["chosen"].tolist() == ["yes", "yes", "no", "no", "no"]
    tiers = found.set_index("supplement_id")["tier"].to_dict()
    assert tiers == {"s1": "reserve", "s2": "reserve", "s3": "adjoining", "s4": "same_county", "closed": "same_village"}
    assert found["cumulative_mu"].round(2).tolist()[:2] == [0.9, 1.6]
    assert round(done.results["FOUND"], 2) == 1.6 and done.results["SHORT"] == 0
    assert round(done.results["GRADE"], 4) == 5.5625
    assert set(found.columns) - BESIDE - {"county", "township", "village"} <= explained_columns("supplements")
    done, _ = find(tmp_path, EXAMPLE, NEED_FROM=taken)
    assert done.status == 1 and "“A”, “B”" in done.log and "Traceback" not in done.log


def test_what_was_skipped_is_tried_again(tmp_path):
    """Worse than needed at first, good enough behind a better piece; and what is short is said."""
    rows = [
        IN_PBF,
        ("worse", "0101", 1.0, 7, HERE, (5, 5), {"pbf_reserve": "R1"}),
        ("better", "0101", 1.0, 5, THERE, (20, 0), {}),
    ]
    _, found = find(tmp_path, rows, NEED="2", NEED_PADDY="2", NEED_GRADE="6")
    assert found["supplement_id"].tolist() == ["better", "worse"] and (found["chosen"] == "yes").all()
    done, found = find(tmp_path, rows, NEED="3", NEED_PADDY="3", NEED_GRADE="5.5")
    assert found["chosen"].tolist() == ["yes", "no"] and round(done.results["SHORT"], 4) == 2.0


def test_as_few_as_possible_by_option(tmp_path):
    """In order it takes three pieces, of which one alone suffices."""
    rows = [IN_PBF]
    rows += [(f"r{k}", "0101", 1.0, 6, HERE, (5 + 2 * k, 5), {"pbf_reserve": "R1"}) for k in range(3)]
    rows.append(("large", "0101", 2.5, 6, THERE, (30, 0), {}))
    _, found = find(tmp_path, rows, NEED="2.4", NEED_GRADE="6")
    assert found.loc[found["chosen"] == "yes", "supplement_id"].tolist() == ["r0", "r1", "r2"]
    policy = tmp_path / "policy.yaml"
    text = DEFAULT_POLICY.read_text(encoding="utf-8").replace(
        "supplement_choice, value: greedy", "supplement_choice, value: fewest"
    )
    policy.write_text(text, encoding="utf-8")
    _, found = find(tmp_path, rows, NEED="2.4", NEED_GRADE="6", POLICY=str(policy))
    assert found.loc[found["chosen"] == "yes", "supplement_id"].tolist() == ["large"]


def test_nothing_needed(tmp_path):
    done, _ = find(tmp_path, EXAMPLE)
    assert done.status == 1 and "Nothing is needed" in done.log and not (tmp_path / "supplements.gpkg").exists()
