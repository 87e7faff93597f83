"""“Selected features only” in the real QGIS desktop: every output says so, and what was not selected has no figures."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import openpyxl
import pyogrio
import pytest
from conftest import CITY, batch_inputs, layer
from desktop import run_plugin, screen

OWN, OTHERS = "360222", ["360202", "360203", "360281"]
COUNT = 40
pytestmark = pytest.mark.skipif(
    shutil.which("qgis") is None or shutil.which("Xvfb") is None, reason="needs the QGIS desktop and Xvfb"
)


@pytest.fixture(scope="module")
def chosen():
    """The parcels that are selected: some of one county."""
    frame = pyogrio.read_dataframe(CITY / "city.gpkg", layer="DLTB", read_geometry=False)
    return frame[frame["ZLDWDM"].str.startswith(OWN)].sort_values("BSM").head(COUNT)


@pytest.fixture(scope="module")
def selection(tmp_path_factory, chosen):
    """What the session found, and its folder."""
    folder = tmp_path_factory.mktemp("所选 要素")
    city = folder / "city"  # a copy: QGIS leaves files beside the layers that it opens
    shutil.copytree(CITY, city)
    last, pieces = chosen["BSM"].max(), str(folder / "pieces.gpkg")
    zones = {"PBF": layer("YJJBNTBHTB", city)}
    plan = {
        "inputs": {"PARCELS": layer("DLTB", city), **zones},
        "expression": f"\"ZLDWDM\" LIKE '{OWN}%' AND \"BSM\" <= '{last}'",
        "runs": {
            "overlay_parcels": {"OUTPUT": pieces},
            "run_batch": {
                **{name: value for name, value in batch_inputs(city).items() if name != "PARCELS"},
                **{"LETTERS": True, "CSV": True, "OUTPUT_FOLDER": str(folder / "out")},
            },
        },
    }
    with screen() as display:
        session = run_plugin(display, Path(__file__).with_name("selection_session.py"), plan, folder, "zh-Hans")
    assert session.status == 0, session.log[-4000:]
    assert "error" not in session.found, session.found["error"]
    assert session.found["selected"] == COUNT
    return session.found, folder


def test_only_the_selected_are_divided(selection, chosen):
    found, folder = selection
    assert found["overlay_parcels"]["PARCEL_COUNT"] == found["run_batch"]["PARCEL_COUNT"] == COUNT
    pieces = pyogrio.read_dataframe(folder / "pieces.gpkg", layer="pieces")
    assert set(pieces["BSM"]) == set(chosen["BSM"])
    assert round(pieces["area_m2"].sum(), 2) == round(chosen["TBMJ"].sum(), 2)


def test_every_output_says_that_features_were_selected_and_of_which_file(selection):
    out = selection[1] / "out"
    (letter,) = (out / "letters").iterdir()
    book = openpyxl.load_workbook(out / "summary.xlsx", read_only=True)
    first = " ".join(str(v) for row in book.worksheets[0].iter_rows(values_only=True) for v in row if v is not None)
    texts = {
        "workbook": first,
        "page": (out / "report.html").read_text(encoding="utf-8"),
        "letter": "\n".join(paragraph.text for paragraph in docx.Document(letter).paragraphs),
    }
    for place, text in texts.items():
        assert "city.gpkg" in text and "所选要素" in text, place
    assert "4 个县（市、区）中 1 个有数据" in first


def test_provenance_names_the_selection_of_each_run(selection):
    _, folder = selection
    for package in (folder / "out" / "farmland_redline.gpkg", folder / "pieces.gpkg"):
        rows = pyogrio.read_dataframe(package, layer="provenance")
        known = dict(zip(rows["name"], rows["value"]))
        assert (known["PARCELS.part"], known["PARCELS.file"]) == ("selected features", "city.gpkg"), package
        assert known["PARCELS.features"] == str(COUNT), package


def test_counties_without_a_selected_parcel_have_no_data_no_letter_and_no_map(selection):
    out = selection[1] / "out"
    summary = pyogrio.read_dataframe(out / "farmland_redline.gpkg", layer="summary").set_index("code")
    measured = ["holding_mu", "holding_surplus_mu", "pbf_delimited_mu", "conflicts_mu", "candidates_free_mu"]
    assert summary.loc[OTHERS, measured].isna().all(axis=None)
    for folder in ("letters", "maps"):
        assert {path.name[:6] for path in (out / folder).iterdir()} == {OWN}, folder
