"""Layers of a small county (see algorithms/test_check_layers.py) as the checks take them, and what they find."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyogrio
import pyproj
from algorithms.test_check_layers import County
from bridge.test_chunks import silent, source_of

from farmland_redline.processing.bridge.crs.systems import projection_of
from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.bridge.survey.standards import load_standards
from farmland_redline.processing.workflows.checks.layers import prepare_layer
from farmland_redline.processing.workflows.checks.reprojection import Reprojector, WorkingSystem
from farmland_redline.processing.workflows.checks.settings import CheckSettings, LayerToCheck

SURVEY, STANDARDS = load_survey(), load_standards("en")
CRS = pyproj.CRS(4527)
SYSTEM = WorkingSystem(CRS, projection_of(CRS))


def settings(*checks: str, tolerance: float = 0.001) -> CheckSettings:
    return CheckSettings(frozenset(checks), {}, "national", 1.0, tolerance, 1)


def write(frame, path: Path, layer: str = "DLTB") -> str:
    pyogrio.write_dataframe(frame, path, layer=layer, geometry_type="Polygon")
    return f"{path}|layername={layer}"


def given(county: County, name: str, role: str) -> LayerToCheck:
    """A layer of a county that was written."""
    return LayerToCheck(source_of(county.source(name)), role)


def task(layer: LayerToCheck, *checks: str, units=None):
    return prepare_layer(layer, SURVEY, settings(*checks), STANDARDS, units)


def reprojector(layer: LayerToCheck, system: WorkingSystem = SYSTEM) -> Reprojector:
    return Reprojector(layer.source, system, silent())


def found(tables: list[pd.DataFrame]) -> list[tuple[str, str]]:
    """Kind and feature of every problem."""
    return sorted((kind, feature) for table in tables for kind, feature in zip(table["kind"], table["feature"]))
