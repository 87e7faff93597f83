"""Layers of a project as the inputs of a run: what the start panel fills in."""

from __future__ import annotations

import pytest
from conftest import case_inputs, explained_columns, layer
from qgis.core import QgsProject, QgsVectorLayer

from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.recognised_inputs import as_parameters, can_be_input, recognise_project
from farmland_redline.processing.reports.styles.renderers import STYLED

pytestmark = pytest.mark.usefixtures("qgis")


def test_monitoring_patches_go_to_their_own_parameter():
    """The sample's patches by their name; its zones of cases, which are called patches too, stay zones."""
    project = QgsProject()
    added = {}
    for name, source in (("YSTB", case_inputs()["PATCHES"]), ("JCTB", layer("JCTB")), ("DLTB", layer("DLTB"))):
        added[name] = QgsVectorLayer(str(source), name, "ogr")
        project.addMapLayer(added[name])
    survey = load_survey()
    given = as_parameters(recognise_project(project, survey), survey)
    assert given == {"PATCHES": added["YSTB"].id(), "ZONES": [added["JCTB"].id()], "PARCELS": added["DLTB"].id()}


def polygons(columns: set[str]) -> QgsVectorLayer:
    """A layer of polygons with some columns of text."""
    fields = "&".join(f"field={name}:string" for name in sorted(columns) if "<" not in name and "*" not in name)
    made = QgsVectorLayer(f"MultiPolygon?crs=EPSG:4527&{fields}", "a", "memory")
    assert made.isValid()
    return made


def test_no_layer_of_results_is_an_input():
    """Every one that is drawn, and so may lie in a project after a run."""
    others = ("losses", "abandoned", "use_findings", "reserve_pieces", "compared_findings")
    found = [name for name in (*STYLED, *others) if can_be_input(polygons(explained_columns(name)))]
    assert found == []
    assert can_be_input(polygons({"BSM", "DLBM", "TBMJ", "XMBH"}))
