"""A GeoPackage for each county, with the county's rows and no others."""

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from qgis.core import QgsProcessingFeedback

from farmland_redline.processing.analysis.progress import Cancelled
from farmland_redline.processing.bridge.io.county_packages import county_column, write_counties
from farmland_redline.processing.bridge.progress import FeedbackProgress

pytestmark = pytest.mark.usefixtures("qgis")


def layer(*counties):
    return gpd.GeoDataFrame(
        {"county": list(counties), "name": [f"n{number}" for number in range(len(counties))]},
        geometry=[shapely.box(number, 0, number + 1, 1) for number in range(len(counties))],
        crs=4527,
    )


def test_each_county_gets_its_own_rows(tmp_path):
    layers = {"pieces": layer("360222", "360281", "360222", "", "3602", "36028x"), "conflicts": layer("360281")}
    feedback = QgsProcessingFeedback()
    write_counties(tmp_path / "counties", layers, 6, FeedbackProgress(feedback, 0, 50))
    assert sorted(path.name for path in (tmp_path / "counties").iterdir()) == ["360222.gpkg", "360281.gpkg"]

    def names(county, name):
        return pyogrio.read_dataframe(tmp_path / "counties" / f"{county}.gpkg", layer=name)["name"].tolist()

    assert names("360222", "pieces") == ["n0", "n2"] and names("360222", "conflicts") == []
    assert names("360281", "pieces") == ["n1"] and names("360281", "conflicts") == ["n0"]


def test_tables_without_a_place_say_their_county_too(tmp_path):
    """Cases name it as the unit; null, or of another level, a row stands in no file."""
    cases = pd.DataFrame({"case_id": ["A", "B", "C", "D"], "unit": ["360281", None, "360200", "360222"]})
    layers = {"pieces": layer("360222", "360281"), "cases": cases}
    write_counties(tmp_path / "counties", layers, 6, FeedbackProgress(QgsProcessingFeedback()))
    for county, own in (("360222", ["D"]), ("360281", ["A"])):
        table = pyogrio.read_dataframe(tmp_path / "counties" / f"{county}.gpkg", layer="cases")
        assert table["case_id"].tolist() == own
    assert county_column(cases) == "unit" and county_column(pd.DataFrame({"code": ["360222"]})) == ""


def test_it_can_be_cancelled(tmp_path):
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    with pytest.raises(Cancelled):
        write_counties(tmp_path / "counties", {"pieces": layer("360222")}, 6, FeedbackProgress(feedback))
