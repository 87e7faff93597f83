"""Decisions of a review in the run that follows: which count, what they change, and what is told of the others."""

from __future__ import annotations

import pytest
import shapely
from osgeo import ogr
from qgis.core import QgsVectorLayer

from farmland_redline.processing.bridge.attempts import Attempts
from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.decisions import DecisionTable, shape_hash
from farmland_redline.processing.workflows import batch
from farmland_redline.processing.workflows.review import read_decisions, warn_of_newer
from workflows.test_batch import county, layers_of, progress, run, task_of, write  # noqa: F401  the fixture

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.filterwarnings("ignore:'crs' was not provided", "ignore:invalid value encountered"),
]


def decide(package, verdicts, layer="conflicts", identifier="conflict_id", remark="看过", reviewer="甲"):
    """Decide on findings as the panel does; returns their ids."""
    shown = QgsVectorLayer(f"{package}|layername={layer}", layer, "ogr")
    table, ids = DecisionTable(package), []
    for feature, verdict in zip(shown.getFeatures(), verdicts):
        ids.append(feature[identifier])
        table.add(layer, ids[-1], verdict, remark, reviewer, shape_hash(feature.geometry()))
    return ids


@pytest.fixture
def reviewed(county, tmp_path):  # noqa: F811
    """The results of a county with its only conflict rejected."""
    first = run(county, tmp_path / "first")
    package = tmp_path / "first" / batch.PACKAGE_FILE
    write(first, tmp_path / "first")
    return county, first, package, decide(package, ["rejected"])


def of_county(summary):
    return summary.set_index("code").loc["360222"]


def told(task):
    return {name: value for section, name, value in task.provenance.rows() if section == "decisions"}


def test_a_rejected_conflict_stays_in_the_list_and_in_the_computed_sum(reviewed, tmp_path):
    county, first, package, ids = reviewed  # noqa: F811
    assert len(ids) == len(first.findings.conflicts) == 1
    second = run(county, tmp_path / "second", decisions=read_decisions(package))
    found, computed = second.findings.conflicts, first.findings.conflicts
    assert found["conflict_id"].tolist() == computed["conflict_id"].tolist() == ids
    assert found[["verdict", "remark"]].to_numpy().tolist() == [["rejected", "看过"]]
    assert "reviewer" not in found.columns and found["decided"].notna().all()
    row, area = of_county(second.findings.summary), county.layers["DLTB"].loc[3, "TBMJ"] * 3 / 2000
    assert row["conflicts_mu"] == of_county(first.findings.summary)["conflicts_mu"] == pytest.approx(area)
    assert (row["conflicts_standing_mu"], row["conflicts_undecided_mu"]) == (0, 0)
    assert row["conflicts_rejected_mu"] == row["conflicts_mu"]
    facts = told(second.task)
    assert (facts["used"], facts["changed"], facts["gone"]) == ("1", "0", "0") and len(facts["sha256"]) == 64


def test_a_finding_of_another_shape_needs_a_new_look(reviewed, tmp_path):
    county, _, package, ids = reviewed  # noqa: F811
    parcels = county.layers["DLTB"]
    parcels.loc[3, "geometry"] = shapely.segmentize(parcels.geometry[3], 60.0)  # more vertices, the same land
    county.write()
    warned = progress()
    task = task_of(decisions=read_decisions(package))
    (tmp_path / "second").mkdir()
    pieces = batch.overlay_parcels(task, layers_of(county), tmp_path / "second" / batch.PACKAGE_FILE, progress())
    judged = batch.judge_pieces(task, pieces, progress())
    findings = batch.answer_measures(task, pieces, judged, warned, Attempts(print))
    assert findings.conflicts["conflict_id"].tolist() == ids
    assert findings.conflicts["verdict"].isna().all() and findings.conflicts["remark"].isna().all()
    row = of_county(findings.summary)
    assert row["conflicts_standing_mu"] == row["conflicts_undecided_mu"] == row["conflicts_mu"] > 0
    assert (told(task)["used"], told(task)["changed"]) == ("0", "1")
    assert any(ids[0] in text and "another shape" in text for text in warned.feedback.warnings)


def test_a_decision_on_what_is_gone_is_told(reviewed, tmp_path):
    county, _, package, _ = reviewed  # noqa: F811
    county.layers["DLTB"].loc[3, "DLBM"] = "0101"
    county.write()
    second = run(county, tmp_path / "second", decisions=read_decisions(package))
    assert second.findings.conflicts.empty and told(second.task)["gone"] == "1"
    assert of_county(second.findings.summary)["conflicts_standing_mu"] == 0


def test_a_parcels_own_columns_of_these_names_are_kept(reviewed, tmp_path):
    county, _, package, _ = reviewed  # noqa: F811
    county.layers["DLTB"]["Remark"] = "测绘"
    county.write()
    second = run(county, tmp_path / "second", decisions=read_decisions(package))
    (found,) = second.findings.conflicts.to_dict("records")
    assert (found["remark"], found["Remark_2"]) == ("看过", "测绘")


def test_decisions_that_were_taken_back_do_not_count(reviewed):
    _, _, package, ids = reviewed
    DecisionTable(package).add("conflicts", ids[0], "", "", "甲", "")
    assert read_decisions(package) is None


def test_decisions_of_the_time_of_the_run_are_told(reviewed):
    _, _, package, ids = reviewed
    warned, used = [], read_decisions(package)
    warn_of_newer(package, used, warned.append)
    assert not warned
    DecisionTable(package).add("conflicts", ids[0], "confirmed", "", "乙", "x")
    warn_of_newer(package, used, warned.append)
    assert len(warned) == 1 and "next run" in warned[0]


def test_another_table_of_the_name_is_refused(reviewed):
    _, _, package, _ = reviewed
    data = ogr.Open(str(package), 1)
    data.ExecuteSQL("DROP TABLE decisions")
    data.CreateLayer("decisions", None, ogr.wkbNone).CreateField(ogr.FieldDefn("note", ogr.OFTString))
    del data
    with pytest.raises(InputError, match="none of decisions on findings"):
        read_decisions(package)
