"""What `expected_runs.csv` says of runs on a part of the survey: one county, another city, layers left out.

Figures are those of the survey's tables, which know nothing of the plugin; rows of `expected_runs.csv` by their number.
"""

from __future__ import annotations

import docx
import openpyxl
import pandas as pd
import pytest
import shapely
from conftest import ROOT

from . import survey
from .running import batch, tables
from .test_independent import ROWS, UNIT_ROWS

POLICY = str(ROOT / "resources" / "policy" / "jingdezhen-2024.yaml")
CITY, OWN, NEIGHBOURS = "360200", "360202", ("360203", "360222", "360281")
MEASURED = (
    *("holding_mu", "holding_surplus_mu", "pbf_delimited_mu", "pbf_surplus_mu", "pbf_cultivated_mu", "conflicts_mu"),
    *("conflicts_severe_mu", "candidates_free_mu", "candidates_to_confirm_mu", "candidates_at_once_mu"),
)
EXPECTED = {row["code"]: row for row in UNIT_ROWS}


def units(found):
    """The rows of the city and the counties of a summary, by code."""
    summary = found["summary"]
    return summary[summary["level"].isin(("city", "county"))].set_index("code")


def told(folder):
    """All that the workbook, the page, and the letters of a run say, by output."""
    books = (openpyxl.load_workbook(folder / f"{name}.xlsx", read_only=True) for name in ("summary", "technical"))
    cells = (
        str(v)
        for book in books
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for v in row
        if v is not None
    )
    texts = {"workbook": "\n".join(cells), "page": (folder / "report.html").read_text(encoding="utf-8")}
    for path in sorted((folder / "letters").glob("*.docx")):
        letter = docx.Document(path)
        lines = [p.text for p in letter.paragraphs] + [c.text for t in letter.tables for r in t.rows for c in r.cells]
        texts[path.name] = "\n".join(lines)
    return texts


class Findings:
    """Finds what a run says of a case's place."""

    def __init__(self, found):
        self.found = found
        self.tree = shapely.STRtree(found["pieces"].geometry.to_numpy())

    def at(self, case, table):
        """The row of a list on a case's parcel, None where it is not listed."""
        row = next(row for row in ROWS if row["id"] == case)
        pieces = self.found["pieces"].iloc[self.tree.query(shapely.Point(float(row["x"]), float(row["y"])), "within")]
        piece = pieces.loc[pieces["BSM"] == row["parcel"], "piece_id"].item()
        listed = self.found[table]
        listed = listed[listed[table[:-1] + "_id"] == piece]
        return None if listed.empty else listed.iloc[0]


@pytest.fixture(scope="module")
def one_county(tmp_path_factory, qgis_process):
    """R05, R06, R17: all layers, and a filter that leaves the parcels of one county; its folder and tables."""
    folder = tmp_path_factory.mktemp("one")
    paths = survey.make(folder)
    chosen = f"{paths['DLTB']}|layername=DLTB|subset=\"ZLDWDM\" LIKE '{OWN}%'"
    done = batch(
        qgis_process, paths, folder / "out", PARCELS=chosen, POLICY=POLICY, REPORTS=True, LETTERS=True, MAPS=True
    )
    assert done.status == 0, done.log
    return folder / "out", tables(folder / "out")


def test_counties_without_a_parcel_have_no_figures_and_their_city_is_not_judged(one_county):
    rows = units(one_county[1])
    for code in NEIGHBOURS:
        assert rows.loc[code, [*MEASURED]].isna().all() and rows.loc[code, "parcels"] == 0, code
    own, want = rows.loc[OWN], EXPECTED[OWN]
    assert own["parcels"] == int(want["parcels"])
    for name in ("holding_mu", "pbf_cultivated_mu", "pbf_cultivated_k_mu", "pbf_delimited_mu"):
        assert own[name] == pytest.approx(float(want[name]), abs=0.005), name
    assert own["holding_surplus_mu"] == pytest.approx(own["holding_mu"] - 73041, abs=1e-6)
    city = rows.loc[CITY]
    assert (city["children_with_data"], city["children"]) == (1, 4)
    assert pd.isna(city["holding_surplus_mu"]) and pd.isna(city["pbf_surplus_mu"])


def test_only_the_county_with_parcels_gets_a_letter_and_a_map(one_county):
    for kind in ("letters", "maps"):
        assert {path.name[:6] for path in (one_county[0] / kind).iterdir()} == {OWN}, kind


def test_every_output_names_the_filtered_file_and_not_the_filter(one_county):
    texts = told(one_county[0])
    assert len(texts) == 3
    for output, text in texts.items():
        assert "DLTB.gpkg" in text and "符合筛选条件" in text and "LIKE" not in text, output
    for output in ("workbook", "page"):
        assert "4 个县（市、区）中 1 个有数据" in texts[output] and "无数据" in texts[output], output
    rows = one_county[1]["provenance"]
    known = dict(zip(rows["name"], rows["value"]))
    assert (known["PARCELS.file"], known["PARCELS.part"]) == ("DLTB.gpkg", "filter")
    assert not rows["value"].str.contains("LIKE").any()


def test_without_the_pbf_layer_its_figures_are_null(qgis_process, tmp_path):
    """R01, R02."""
    done = batch(qgis_process, survey.make(tmp_path, leave_out=("pbf",)), tmp_path / "out", POLICY=POLICY)
    assert done.status == 0, done.log
    found = tables(tmp_path / "out")
    rows = units(found)
    names = ["pbf_delimited_mu", "pbf_surplus_mu", "pbf_cultivated_mu", "pbf_cultivated_k_mu", "conflicts_mu"]
    assert rows[[*names, "conflicts_severe_mu"]].isna().all(axis=None)
    for code in (OWN, "360222"):
        assert rows.loc[code, "holding_mu"] == pytest.approx(float(EXPECTED[code]["holding_mu"]), abs=0.005)
    at, wrong = Findings(found), []
    inside = {row["id"].partition(".")[0] for row in ROWS if "pbf=" in row["zones"] or row["conflict"] not in ("", "-")}
    for row in ROWS:
        if row["candidate"] and row["id"].partition(".")[0] == row["id"] and row["id"] not in inside:
            candidate = at.at(row["id"], "candidates") if row["parcel"] else None
            have = "-" if candidate is None else candidate["source"]
            if have != row["candidate"]:
                wrong.append((row["id"], have, row["candidate"]))
    assert not wrong


def test_targets_of_another_city_stop_the_run_or_are_left_out(qgis_process, tmp_path):
    """R03, R04."""
    paths = survey.make(tmp_path, counties=(survey.OTHER_CITY,))
    done = batch(qgis_process, paths, tmp_path / "asked", POLICY=POLICY)
    assert done.status != 0 and survey.OTHER_CITY in done.log and CITY in done.log
    assert not (tmp_path / "asked" / "farmland_redline.gpkg").exists()
    done = batch(qgis_process, paths, tmp_path / "checked")
    assert done.status == 0, done.log
    lines = tables(tmp_path / "checked")["self_check"].set_index("line")["state"]
    assert set(lines[["holding", "pbf", "gap_left"]]) == {"no_data"}
    # The self-check says of other things that they are met.
    plain = {"REPORTS": True, "LETTERS": True, "MEASURES": ["assess_use", "review_reserves"]}
    done = batch(qgis_process, paths, tmp_path / "out", **plain)
    assert done.status == 0, done.log
    rows = units(tables(tmp_path / "out"))
    assert set(rows.index) == {"430100", survey.OTHER_CITY}
    assert rows["holding_mu"].tolist() == pytest.approx([29320 * 3 / 2000] * 2)
    targets = ["holding_target_mu", "holding_surplus_mu", "pbf_target_mu", "gap_mu", "gap_left_mu"]
    assert rows[targets].isna().all(axis=None)
    texts = told(tmp_path / "out")
    assert set(texts) == {"workbook", "page"}  # nobody's letter
    for output, text in texts.items():
        assert "无目标" in text, output
        assert "达标" not in text, output


def test_layers_left_out_are_said_and_change_only_what_reads_them(qgis_process, tmp_path):
    """R07, R08, R09, R12 to R16."""
    left_out = ("approvals", "survey2", "crops", "previous")
    done = batch(qgis_process, survey.make(tmp_path, leave_out=left_out), tmp_path / "out", REPORTS=True, LETTERS=True)
    assert done.status == 0, done.log
    at = Findings(tables(tmp_path / "out"))
    house = at.at("D01", "conflicts")
    assert (house["kind"], house["severity"]) == ("building", 3)
    adjustable = at.at("S16", "candidates")
    assert (adjustable["source"], adjustable["tier"]) == ("adjustable", "other")
    assert at.at("S01", "candidates") is None
    fruit = at.at("V01", "candidates")
    assert (fruit["deferred"], fruit["potential"]) == ("unknown", "to_confirm")
    for case in ("B14", "B02"):
        orchard = at.at(case, "conflicts")
        assert (orchard["kind"], orchard["severity"], orchard["origin"]) == ("orchard", 2, "unknown")
        assert "no_baseline" in orchard["flags"] and pd.isna(orchard["lost_cultivated_m2"])
    texts = told(tmp_path / "out")
    assert {name[:6] for name in texts} == {"workbo", "page", OWN, "360222"}
    for output, text in texts.items():
        assert "合法性待核" in text and "未提供用地审批资料" in text, output


def test_a_second_survey_in_another_datum_stops_the_run_and_names_the_remedy(qgis_process, tmp_path):
    """R11."""
    done = batch(qgis_process, survey.make(tmp_path, survey2_crs="EPSG:2363"), tmp_path / "out")
    assert done.status != 0
    for part in ("DLTB_ED", "Xi'an 1980", "Convert the layer with your office's parameters"):
        assert part in done.log
    assert not (tmp_path / "out" / "farmland_redline.gpkg").exists()


@pytest.fixture(scope="module")
def whole(tmp_path_factory, qgis_process):
    """R18, R19: two runs on one survey with all that a run can write, at one time; their folders."""
    folder = tmp_path_factory.mktemp("whole")
    paths, runs = survey.make(folder), []
    for n in (1, 2):
        out = folder / f"run {n}" / "out"
        done = batch(qgis_process, paths, out, POLICY=POLICY, REPORTS=True, LETTERS=True, CSV=True)
        assert done.status == 0, done.log
        runs.append(out)
    return runs


def test_one_survey_gives_the_same_bytes(whole):
    """R18."""
    first, second = ({path.relative_to(out): path.read_bytes() for path in out.rglob("*.*")} for out in whole)
    kinds = {path.suffix for path in first}
    assert {".gpkg", ".xlsx", ".html", ".docx", ".csv"} <= kinds
    assert set(first) == set(second)
    assert [str(path) for path in first if first[path] != second[path]] == []


def test_figures_of_a_city_and_of_its_counties_are_told_apart(whole):
    """R19: annexes 1 and 3 in 10,000 mu, of the city's row and of its counties together."""
    texts = told(whole[0])["workbook"]
    assert "120.2873" in texts and "120.2874" in texts  # cultivated land
    assert "9.1627" in texts and "9.1626" in texts and "9.3122" in texts  # gap; with Zhushan's surplus, without it
