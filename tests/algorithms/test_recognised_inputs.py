"""Layers of a project as the inputs of a run: what the start panel fills in."""

from __future__ import annotations

import pytest
from conftest import case_inputs, layer
from qgis.core import QgsProject, QgsVectorLayer

from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.recognised_inputs import as_parameters, recognise_project

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
