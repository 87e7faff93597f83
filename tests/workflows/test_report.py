"""What all reports of a run share: names in the reader's language, the model, the styles of the layers."""

from __future__ import annotations

import re

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from analysis.rule_pieces import CLASSES, POLICY, in_pbf, pieces
from qgis.core import QgsProcessingFeedback, QgsVectorLayer

from farmland_redline.processing.analysis.rules.candidates import find_candidates
from farmland_redline.processing.analysis.rules.conflicts import flag_conflicts
from farmland_redline.processing.analysis.summary import summarise
from farmland_redline.processing.bridge.io.provenance import Provenance
from farmland_redline.processing.bridge.io.writing import write_layers
from farmland_redline.processing.bridge.progress import FeedbackProgress
from farmland_redline.processing.workflows.report import (
    field_aliases,
    make_report,
    report_names,
    style_table,
)

pytestmark = pytest.mark.usefixtures("qgis")
TITLES = {"algorithms": {"run_batch": "一键处理"}, "parameters": {"PBF": "永久基本农田"}}


def has_chinese(text):
    return bool(re.search("[\u4e00-\u9fff]", text))


def report(language, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735660800")  # 2025-01-01 00:00 in Beijing, still 2024 in Greenwich
    frame = pieces(in_pbf(DLBM="0201"), in_pbf(DLBM="0101"))
    conflicts, _ = flag_conflicts(frame, POLICY, CLASSES)
    candidates = find_candidates(frame, POLICY, CLASSES)
    summary = summarise(frame, conflicts, candidates, None, POLICY, "county", names={})
    provenance = Provenance("run_batch", {})
    return make_report(frame, conflicts, candidates, summary, None, POLICY, CLASSES, provenance, language, TITLES)


def test_names_are_in_the_language_and_of_the_dialogs():
    for language in ("zh", "en"):
        names = report_names(POLICY, CLASSES, language, TITLES)
        (kind, *_) = POLICY.terms["kinds"]
        for group, word in (("kinds", kind), ("roles", "pbf"), ("problems", "duplicate_bsm")):
            assert names.of(group, word) and has_chinese(names.of(group, word)) == (language == "zh"), (group, word)
        assert names.of("algorithms", "run_batch") == "一键处理" and names.of("parameters", "PBF") == "永久基本农田"
    # Without a policy its ids show as they are.
    assert report_names(None, CLASSES, "en", TITLES).of("kinds", kind) == kind


def test_the_model_speaks_one_language_and_dates_itself_by_beijing(monkeypatch):
    (model, translate), (english, _) = (report(language, monkeypatch) for language in ("zh", "en"))
    assert has_chinese(model.title) and not has_chinese(english.title)
    assert has_chinese(translate("Unit"))
    assert (model.created.year, model.created.month, model.created.day, model.created.hour) == (2025, 1, 1, 0)
    names = dict(zip(english.summary["code"], english.summary["name"]))
    given = {unit.code: unit.name_en for unit in POLICY.units if unit.name_en}
    assert {"360200", "360281"} <= set(given) and names["360281"] == given["360281"]
    assert has_chinese(dict(zip(model.summary["code"], model.summary["name"]))["360281"])
    assert len(model.conflicts) == 1 and "geometry" not in model.conflicts


def test_styles_of_the_layers_that_have_one():
    frame = pieces(in_pbf(DLBM="0201"))
    conflicts, problems = flag_conflicts(frame, POLICY, CLASSES)
    candidates = find_candidates(frame, POLICY, CLASSES)
    tables = {"pieces": frame, "conflicts": conflicts, "candidates": candidates, "problems": problems}
    tables["summary"] = pd.DataFrame({"code": ["360281"], "holding_mu": [1.0]})
    tables["problems"] = problems.assign(message="m", remedy="r")
    tables["zones"] = pd.DataFrame({"zone_id": ["P1"]})
    names = report_names(POLICY, CLASSES, "zh", TITLES)
    styles = style_table(tables, "zh", names, "standard")
    assert set(styles["f_table_name"]) == set(tables) and len(styles) == 6  # zones have headings alone
    of_conflicts = styles.set_index("f_table_name")["styleQML"]["conflicts"]
    assert names.of("severities", str(conflicts["severity"].iloc[0])) in of_conflicts


def test_layers_with_a_place_open_in_their_stored_style(tmp_path):
    """QGIS finds a default style by the name of the geometry column, too: by another it opens the layer bare."""
    place = {"geometry": [shapely.box(0, 0, 10, 10)]}
    rows = {
        "losses": {"loss_id": ["L1"], "kind": ["protected_lost"]},
        "abandoned": {"abandoned_id": ["A1"], "measure": [16]},
        "use_findings": {"use_id": ["U1"], "priority": ["pbf"]},
        "reserve_pieces": {"reserve_piece_id": ["R1"], "state": ["usable"]},
        "changes": {"change_id": ["C1"], "direction": ["out"]},
    }
    tables = {name: gpd.GeoDataFrame({**row, **place}, crs="EPSG:4527") for name, row in rows.items()}
    needed = {name: pd.DataFrame({"severity": ["3"], "kind": ["x"]}) for name in ("conflicts", "problems")}
    needed |= {"candidates": pd.DataFrame({"tier": []}), "pieces": pd.DataFrame({"DLBM": []})}
    needed["summary"] = pd.DataFrame({"code": ["360281"]})
    styles = style_table({**needed, **tables}, "zh", report_names(POLICY, CLASSES, "zh", TITLES), "standard")
    path = tmp_path / "results.gpkg"
    write_layers(path, {**tables, "layer_styles": styles}, FeedbackProgress(QgsProcessingFeedback()))
    for name, row in rows.items():
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        first, drawn_by = list(row)
        assert layer.renderer().type() == "categorizedSymbol", name
        assert layer.renderer().classAttribute() == drawn_by, name
        assert has_chinese(layer.attributeDisplayName(layer.fields().indexOf(drawn_by))), name
        assert layer.displayExpression() == f'"{first}"', name


def test_aliases_are_the_standards_own_and_chinese():
    chinese, english = field_aliases("zh"), field_aliases("en")
    assert chinese["DLBM"] == "地类编码" and "DLBM" not in english
    assert chinese["red_line"] == "生态保护红线" and english["red_line"] == "ecological protection red line"
    assert chinese["previous_DLBM"].endswith("：地类编码") and english["approvals_PZRQ"].endswith(": PZRQ")
