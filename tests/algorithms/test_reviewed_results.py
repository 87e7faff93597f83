"""A review of the sample's results, and what the next run, letters and maps make of it, by the real qgis_process."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

import docx
import openpyxl
import pyogrio
import pytest
from conftest import batch_inputs, explained_columns
from qgis.core import QgsVectorLayer
from reports.page_reading import read_page

from farmland_redline.processing.bridge.io.decisions import DecisionTable, shape_hash, suits

pytestmark = pytest.mark.usefixtures("qgis")
ROOT = Path(__file__).resolve().parents[2]
MU = 2000 / 3
VERDICTS = ("confirmed", "rejected", "approved", "deferred", "illegal", "rejected")
DISMISSED = ("rejected", "approved")
DATA = ROOT / "resources" / "sample" / "data"
IDENTIFIERS = {
    **{"conflicts": "conflict_id", "candidates": "candidate_id", "losses": "loss_id", "abandoned": "abandoned_id"},
    **{"changes": "change_id", "patches": "case_id"},
}
WORDS = {"confirmed": "属实", "rejected": "不属实", "approved": "已批准", "deferred": "暂缓", "illegal": "违法"}
# How many findings of each layer are decided on; their first ones.
DECIDED = {"conflicts": 60, "candidates": 20, "losses": 3, "abandoned": 3, "changes": 12, "patches": 4}


def read(package, layer):
    return pyogrio.read_dataframe(package, layer=layer, read_geometry=False)


def decide(package, layer, count):
    """Decide on the first findings in their order; returns verdict by id."""
    shown, table, made = QgsVectorLayer(f"{package}|layername={layer}", layer, "ogr"), DecisionTable(package), {}
    identifier = IDENTIFIERS[layer]
    verdicts = [verdict for verdict in VERDICTS if suits(verdict, identifier)]
    for number, feature in enumerate(islice((one for one in shown.getFeatures() if one.hasGeometry()), count)):
        made[feature[identifier]] = verdicts[number % len(verdicts)]
        verdict, shape = made[feature[identifier]], shape_hash(feature.geometry())
        table.add(layer, feature[identifier], verdict, f"<b>看过</b> {number}", "张三丰", shape)
    return made


@pytest.fixture(scope="module")
def runs(qgis_session, tmp_path_factory):
    """The layers before the review, the decisions, and the folder after the run that follows."""
    folder = tmp_path_factory.mktemp("reviewed") / "成果"
    patches = f"{DATA / 'monitoring.gpkg'}|layername=YSTB"
    inputs = {**batch_inputs(), "PATCHES": patches, "OUTPUT_FOLDER": folder}
    done = qgis_session("run_batch", {**inputs, "REPORTS": "false", "MAPS": "false"})
    assert done.status == 0, done.log[-3000:]
    package = folder / "farmland_redline.gpkg"
    before = {name: read(package, name) for name in (*DECIDED, "summary")}
    made = {layer: decide(package, layer, count) for layer, count in DECIDED.items()}
    done = qgis_session("run_batch", {**inputs, "MAPS": "false", "LETTERS": "true", "CSV": "true", "LANGUAGE": "zh"})
    assert done.status == 0, done.log[-3000:]
    return folder, before, made


def test_the_layers_carry_what_was_decided(runs):
    folder, before, made = runs
    for layer, identifier in IDENTIFIERS.items():
        after = read(folder / "farmland_redline.gpkg", layer)
        assert after[identifier].tolist() == before[layer][identifier].tolist()
        decided = after[after["verdict"].notna()].drop_duplicates(identifier)
        assert dict(zip(decided[identifier], decided["verdict"])) == made[layer]
        assert decided["remark"].str.startswith("<b>看过</b> ").all()
        same = [name for name in before[layer].columns if not name.endswith("_2")]
        assert after[same].equals(before[layer][same])  # what was computed is as it was
    known = read(folder / "farmland_redline.gpkg", "provenance")
    known = known[known["section"] == "decisions"].set_index("name")["value"]
    assert int(known["used"]) == sum(map(len, made.values())) and known[["changed", "gone"]].tolist() == ["0", "0"]


def test_the_sums_are_those_of_the_layers(runs):
    """By other code: from the layers of the run before the review, and the decisions as they were made."""
    folder, before, made = runs
    conflicts = before["conflicts"].assign(verdict=before["conflicts"]["conflict_id"].map(made["conflicts"]))
    counted = conflicts[conflicts["severity"] >= 1]
    after = read(folder / "farmland_redline.gpkg", "summary")
    assert after["conflicts_mu"].tolist() == before["summary"]["conflicts_mu"].tolist()
    for code, own in counted.groupby("county"):
        row = after[(after["code"] == code) & (after["level"] == "county")].iloc[0]
        standing = own[~own["verdict"].isin(DISMISSED)]
        assert row["conflicts_standing_mu"] == pytest.approx(standing["area_m2"].sum() / MU, abs=1e-6)
        for verdict in set(VERDICTS):
            part = own[own["verdict"] == verdict]["area_m2"].sum() / MU
            assert row[f"conflicts_{verdict}_mu"] == pytest.approx(part, abs=1e-6)
    city = after[after["level"] == "city"].iloc[0]
    standing = counted[~counted["verdict"].isin(DISMISSED)]
    assert city["conflicts_standing_mu"] == pytest.approx(standing["area_m2"].sum() / MU, abs=1e-6)


def test_the_columns_of_a_review_are_explained(runs):
    folder, before, _ = runs
    for layer in (*DECIDED, "summary"):
        new = set(read(folder / "farmland_redline.gpkg", layer).columns) - set(before[layer].columns)
        assert new and new <= explained_columns(layer)


def test_the_workbook_shows_both_sums(runs):
    folder, _, _ = runs
    after = read(folder / "farmland_redline.gpkg", "summary")
    city = after[after["level"] == "city"].iloc[0]
    sheet = openpyxl.load_workbook(folder / "summary.xlsx")["核查情况"]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    total = rows["占用冲突合计"]
    assert total[1] == pytest.approx(city["conflicts_mu"]) and total[8] == pytest.approx(city["conflicts_standing_mu"])
    assert sum(total[2:8]) == pytest.approx(total[1])
    with (
        (folder / "csv")
        .joinpath(next(p.name for p in (folder / "csv").iterdir() if "冲突清单" in p.name))
        .open(encoding="utf-8-sig", newline="") as file
    ):
        listed = list(csv.reader(file))
    assert any("<b>看过</b> 0" in row for row in listed)


def test_the_lists_of_changes_and_patches_show_decisions(runs):
    folder, _, made = runs
    book = openpyxl.load_workbook(folder / "summary.xlsx", read_only=True)
    sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book]
    for layer, number in (("changes", "变化编号"), ("patches", "案件编号")):
        heads = {number, "决定", "备注"}
        rows, head = next((rows, row) for rows in sheets for row in rows[:8] if heads <= set(row))
        listed = [dict(zip(head, row)) for row in rows]
        words = [row["决定"] for row in listed if row.get(number) in made[layer]]
        assert sorted(words) == sorted(WORDS[verdict] for verdict in made[layer].values())


def test_the_page_shows_remarks_as_text(runs):
    folder, _, _ = runs
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "核查后" in text and "&lt;b&gt;看过" in text and "<b>看过" not in text
    assert read_page(folder / "report.html") is not None


def test_no_shared_output_names_the_reviewer(runs):
    folder, _, _ = runs
    for path in folder.rglob("*"):
        if path.suffix in (".html", ".csv"):
            assert "张三丰" not in path.read_text(encoding="utf-8-sig")
    for path in (*folder.glob("*.xlsx"), *(folder / "letters").iterdir()):
        assert "张三丰" not in all_text(path)
    for layer in ("conflicts", "candidates", "provenance"):
        assert "张三丰" not in read(folder / "farmland_redline.gpkg", layer).to_csv()


def all_text(path):
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, read_only=True)
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def worst(path):
    """The verdicts in a letter's list of the worst conflicts."""
    table = next(t for t in docx.Document(str(path)).tables if t.rows[0].cells[-1].text == "决定")
    return [row.cells[-1].text for row in table.rows[1:]]


def test_letters_list_what_stands_or_as_asked(runs, qgis_session, tmp_path):
    """Letters made later take the decisions as they are by then."""
    folder, _, _ = runs
    package = folder / "farmland_redline.gpkg"
    conflicts = read(package, "conflicts").sort_values(["severity", "area_m2"], ascending=False, kind="stable")
    county = conflicts[conflicts["verdict"] == "rejected"]["county"].iloc[0]
    (letter,) = (folder / "letters").glob(f"{county}_*")
    assert worst(letter) and not {"不属实", "已批准"} & set(worst(letter))
    assert "核查后" in all_text(letter)
    first = conflicts[(conflicts["county"] == county) & ~conflicts["verdict"].isin(DISMISSED)].iloc[0]
    shown = QgsVectorLayer(f"{package}|layername=conflicts", "conflicts", "ogr")
    shape = next(shape_hash(f.geometry()) for f in shown.getFeatures() if f["conflict_id"] == first["conflict_id"])
    del shown
    DecisionTable(package).add("conflicts", first["conflict_id"], "confirmed", "", "", shape)
    found = {}
    for listed in ("confirmed", "all"):
        given = {"PACKAGE": package, "LISTED": listed, "LANGUAGE": "zh", "OUTPUT_FOLDER": tmp_path / listed}
        done = qgis_session("export_county_letters", {**given, "POLICY": batch_inputs()["POLICY"]})
        assert done.status == 0, done.log[-3000:]
        found[listed] = worst(next((tmp_path / listed).glob(f"{county}_*")))
    assert found["confirmed"][0] == "属实" and set(found["confirmed"]) <= {"属实", "违法"}
    assert found["all"][0] in ("属实", "不属实", "已批准") and len(found["all"]) == 15


def test_decisions_by_the_toolbox(runs, qgis_process, qgis_session):
    """The same tables as the panel's; what cannot be is refused as a whole."""
    folder, _, _ = runs
    package = folder / "farmland_redline.gpkg"
    conflicts, candidates = read(package, "conflicts"), read(package, "candidates")
    ids = conflicts["conflict_id"].tolist()[-2:]
    before = len(read(package, "decisions"))
    given = {"PACKAGE": package, "LAYER": "conflicts", "VERDICT": "illegal", "REMARK": "现场核实", "REVIEWER": "乙"}
    for wrong in ({"IDS": f"{ids[0]}; gone"}, {"LAYER": "candidates", "IDS": candidates["candidate_id"].iloc[0]}):
        done = qgis_session("record_decisions", {**given, **wrong})
        assert done.status != 0 and len(read(package, "decisions")) == before, done.log[-2000:]
    done = qgis_process("record_decisions", {**given, "IDS": "，".join(ids)})
    assert done.status == 0 and int(done.results["DECISION_COUNT"]) == 2, done.log[-2000:]
    rows = read(package, "decisions").iloc[before:]
    assert rows[["finding", "verdict", "remark", "reviewer"]].to_numpy().tolist() == [
        [finding, "illegal", "现场核实", "乙"] for finding in ids
    ]
    cases = read(package, "cases").set_index("case_id").loc[ids]
    found = conflicts.set_index("conflict_id").loc[ids]
    assert cases["unit"].tolist() == found["county"].tolist() and set(cases["status"]) == {"illegal"}
    assert cases["cultivated_m2"].fillna(-1).tolist() == found["lost_cultivated_m2"].fillna(-1).tolist()
