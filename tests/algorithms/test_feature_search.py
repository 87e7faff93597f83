"""What the locator finds in the layers of a project: read by any thread, however odd the text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import layer
from qgis.core import QgsFeedback, QgsProject, QgsVectorLayer

from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.feature_search import find_features, searched_layers

pytestmark = pytest.mark.usefixtures("qgis")


@pytest.fixture
def project(tmp_path):
    """Survey, units, and conflicts with odd ids, in a project of their own."""
    ids = ["c_1%", "cx1y", 'it\'s "c"', "c\\2", "普通"]
    cells = shapely.box(39_512_000 + 100 * np.arange(5), 3_245_000, 39_512_100 + 100 * np.arange(5), 3_245_100)
    rows = {"conflict_id": ids, "kind": ["x"] * 5, "BSM": ["1"] * 5, "ZLDWMC": ["某村"] * 5}
    path = tmp_path / "results.gpkg"
    gpd.GeoDataFrame(rows, geometry=cells, crs="EPSG:4527").to_file(path, layer="conflicts")
    gpd.GeoDataFrame({"piece_id": ["c_1%"]}, geometry=cells[:1], crs="EPSG:4527").to_file(path, layer="pieces")
    made = QgsProject()
    sources = [*((layer(name), name) for name in ("DLTB", "XZQ", "CJDCQ")), (f"{path}|layername=conflicts", "冲突")]
    for source, name in (*sources, (f"{path}|layername=pieces", "碎块")):
        found = QgsVectorLayer(source, name, "ogr")
        assert found.isValid(), source
        made.addMapLayer(found)
    yield made
    made.clear()


def search(project, text, feedback=None):
    """The hits in all layers, found in another thread, as the locator does."""
    layers = searched_layers(project, load_survey())
    with ThreadPoolExecutor(1) as pool:
        task = pool.submit(
            lambda: [hit for one in layers for hit in find_features(one, text, feedback or QgsFeedback())]
        )
        return sorted(task.result(), key=lambda hit: -hit.score)


def test_layers_that_are_looked_in(project):
    assert sorted(one.title for one in searched_layers(project, load_survey())) == ["CJDCQ", "DLTB", "XZQ", "冲突"]


def test_a_unit_by_name_and_by_code(project):
    found = search(project, "三湖")
    assert (found[0].title, found[0].name, found[0].about) == ("XZQ", "三湖镇", "360222100")
    assert {"三湖镇", "三湖镇福滩村", "三湖镇三港村"} <= {hit.name for hit in found}
    by_code = search(project, "360222100")
    assert by_code[0].name == "三湖镇" and by_code[0].score == 1
    # The villages of the township follow: their codes begin with its own.
    villages = [hit for hit in by_code if hit.title == "CJDCQ"]
    assert len(villages) > 1 and all(hit.about.startswith("360222100") for hit in villages)


def test_a_parcel_by_number_and_by_the_end_of_its_id(project):
    parcels = next(one for one in project.mapLayers().values() if one.name() == "DLTB")
    feature = next(one for one in parcels.getFeatures() if len(str(one["BSM"])) == 18 and one["TBBH"])
    for text in (feature["BSM"], feature["BSM"][-8:], feature["TBBH"]):
        hits = [hit for hit in search(project, text) if hit.title == "DLTB"]
        assert feature.id() in [hit.feature for hit in hits], text
        assert len(hits) <= 30
    assert search(project, feature["BSM"])[0].feature == feature.id()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("c_1%", ["c_1%"]),  # signs of LIKE mean themselves
        ('it\'s "c"', ['it\'s "c"']),
        ("c\\2", ["c\\2"]),
        ("普通", ["普通"]),
        ("C_1%", ["c_1%"]),
        ("' OR 1=1 --", []),
        ("%%%%", []),
        ("____", []),
        ("x", []),  # short ends would fit too many
        ("", []),
    ],
)
def test_any_text_is_a_text(project, text, names):
    assert [hit.name for hit in search(project, text) if hit.title == "冲突"] == names


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("losses", {"loss_id": "X-77"}),
        ("abandoned", {"abandoned_id": "X-77"}),
        ("changes", {"change_id": "X-77", "direction": "out"}),
        ("patches", {"case_id": "X-77", "preliminary": "suspected"}),
        ("plan", {"block_id": "X-77"}),
        ("use_findings", {"use_id": "X-77"}),
        ("supplements", {"supplement_id": "X-77"}),
    ],
)
def test_every_result_with_a_place_by_its_id(project, tmp_path, name, columns):
    """From a row of a table to the map; the case table itself has no place."""
    rows = {column: [value] for column, value in columns.items()}
    path = tmp_path / "more.gpkg"
    square = [shapely.box(39_512_000, 3_245_000, 39_512_100, 3_245_100)]
    gpd.GeoDataFrame(rows, geometry=square, crs="EPSG:4527").to_file(path, layer=name)
    pyogrio.write_dataframe(pd.DataFrame({"case_id": ["X-77"], "status": ["open"]}), path, layer="cases")
    for one in (name, "cases"):
        project.addMapLayer(QgsVectorLayer(f"{path}|layername={one}", one, "ogr"))
    assert [(hit.title, hit.name) for hit in search(project, "X-77")] == [(name, "X-77")]


def test_a_search_that_was_given_up(project):
    feedback = QgsFeedback()
    feedback.cancel()
    assert search(project, "浮梁", feedback) == []
