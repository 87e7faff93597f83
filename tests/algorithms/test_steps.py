"""The outputs of single algorithms in the real QGIS desktop: a Chinese user reads words, the columns keep their ids."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyogrio
import pytest
from conftest import CITY, batch_inputs
from desktop import run_plugin, screen

CHINESE = re.compile("[\u4e00-\u9fff]")
# An id is of small Latin letters; codes, identifiers and place names are not.
RAW = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*(;[a-z][a-z0-9_]*)*")
pytestmark = pytest.mark.skipif(
    shutil.which("qgis") is None or shutil.which("Xvfb") is None, reason="needs the QGIS desktop and Xvfb"
)


@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    """What the session found, and its folder."""
    folder = tmp_path_factory.mktemp("分步 运行")
    city = folder / "city"  # a copy: QGIS leaves files beside the layers that it opens
    shutil.copytree(CITY, city)
    given = batch_inputs(city)
    layers = {name: given[name] for name in given if name != "POLICY"}

    def file(name: str, layer: str = "") -> str:
        path = str(folder / f"{name}.gpkg")
        return f"{path}|layername={layer}" if layer else path

    policy, pieces = {"POLICY": given["POLICY"]}, {"PIECES": file("pieces", "pieces")}
    findings = {"CONFLICTS": file("conflicts", "conflicts"), "CANDIDATES": file("candidates", "candidates")}
    measured = {name: layers[name] for name in ("PARCELS", "PBF", "ZONES")}
    checked = {"LAYERS": [layers["PARCELS"], layers["PBF"]]}
    lists = {"OUTPUT": file("areas"), "LIST": file("list")}
    runs = {
        "overlay_parcels": (layers, {"OUTPUT": file("pieces"), "ZONES_TABLE": file("zones"), "PROBLEMS": file("told")}),
        "flag_conflicts": ({**pieces, **policy}, {"OUTPUT": file("conflicts"), "PROBLEMS": file("flag_problems")}),
        "find_restoration_candidates": ({**pieces, **policy}, {"OUTPUT": file("candidates")}),
        "summarise_by_unit": ({**pieces, **policy, **findings, "UNITS": layers["UNITS"]}, {"OUTPUT": file("summary")}),
        "measure_zones": (measured, lists),
        "check_layers": ({**checked, "PARCELS": layers["PARCELS"], "PBF": layers["PBF"]}, {"OUTPUT": file("problems")}),
    }
    with screen() as display:
        plan = {"inputs_group": "", "runs": runs}
        session = run_plugin(display, Path(__file__).with_name("steps_session.py"), plan, folder, "zh-Hans")
    assert session.status == 0, session.log[-4000:]
    assert "error" not in session.found, session.found["error"]
    for name in runs:
        assert session.found[name]["successful"] and session.found[name]["loaded"], session.found[name]["log"]
    return session.found["layers"], folder


def test_every_output_is_loaded_and_headed_in_chinese(steps):
    layers, _ = steps
    assert set(layers) >= {"pieces", "zones", "told", "conflicts", "candidates", "summary", "areas", "list", "problems"}
    for name, layer in layers.items():
        raw = [heading for heading in layer["headings"] if RAW.fullmatch(heading) and heading != "fid"]
        assert raw == [], name


def test_no_cell_shows_an_id(steps):
    for name, layer in steps[0].items():
        raw = {column: [c for c in values if RAW.fullmatch(c)] for column, values in layer["cells"].items()}
        assert {column: values for column, values in raw.items() if values} == {}, name
        assert any(CHINESE.search(c) for values in layer["cells"].values() for c in values), name


def test_columns_of_several_ids_show_several_words_and_keep_their_ids(steps):
    layers, folder = steps
    for name, column in (("conflicts", "flags"), ("candidates", "also"), ("candidates", "excluded")):
        stored = pyogrio.read_dataframe(folder / f"{name}.gpkg", layer=name, read_geometry=False)[column].dropna()
        assert all(RAW.fullmatch(value) for value in stored) and len(stored), (name, column)
        assert len(layers[name]["cells"][column]) == stored.nunique(), (name, column)
        assert stored.str.contains(";").any() == any("；" in cell for cell in layers[name]["cells"][column])


def test_findings_are_drawn_in_their_styles(steps):
    for name in ("pieces", "conflicts", "candidates"):
        assert steps[0][name]["renderer"] == "categorizedSymbol", name
    assert steps[0]["problems"]["renderer"] == "RuleRenderer"
