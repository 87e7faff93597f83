"""Sheets drawn in another process: the same sheets, the same errors, and an end at any moment."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from osgeo import gdal
from pdf_pages import brightness, look_alike

from farmland_redline.processing.analysis.progress import Cancelled, Silent
from farmland_redline.processing.bridge.attempts import Attempts
from farmland_redline.processing.bridge.drawing import DrawingStoppedError, MainThreadDrawer, ProcessDrawer
from farmland_redline.processing.bridge.i18n import report_language
from farmland_redline.processing.reports.maps.atlas import export_conflict_atlas
from farmland_redline.processing.reports.maps.atlas_selection import AtlasSettings
from farmland_redline.processing.reports.maps.county_maps import MapSettings, export_county_maps
from farmland_redline.processing.reports.maps.layout import map_images, rendering
from farmland_redline.processing.reports.maps.layout.settings import MapError
from farmland_redline.processing.reports.maps.layout.unit_outlines import make_outlines
from farmland_redline.processing.reports.maps.unit_maps import UnitMapSettings, export_unit_maps

from .conftest import make_model
from .maps_data import write_geopackage

pytestmark = pytest.mark.usefixtures("qgis")


@pytest.fixture(scope="module")
def geopackage(qgis, tmp_path_factory):
    return write_geopackage(tmp_path_factory.mktemp("run") / "farmland_redline.gpkg")


@pytest.fixture
def drawer():
    made = ProcessDrawer(lambda: None)
    yield made
    made.end()


@pytest.fixture
def tr(qgis):
    """As runs have it; the other tests' translator fails at what is not translated, but is no report's."""
    return report_language("zh")


def draw_all(geopackage, model, folder, tr, drawer):
    """One of each kind of sheets."""
    pieces, conflicts = (gpd.read_file(geopackage, layer=name) for name in ("pieces", "conflicts"))
    outlines = make_outlines(pieces, lambda: None)
    for kind in ("counties", "units", "atlas"):
        (folder / kind).mkdir(parents=True)
    export_county_maps(
        geopackage, model, folder / "counties", tr, MapSettings(dpi=50), outlines=outlines, drawer=drawer
    )
    units = UnitMapSettings(dpi=50)
    export_unit_maps(geopackage, model, outlines, pieces, folder / "units", tr, units, Silent(), drawer=drawer)
    sheets = (folder / "atlas", tr, AtlasSettings(dpi=50), Silent(), folder / ".sheets")
    export_conflict_atlas(geopackage, model, outlines, conflicts, *sheets, drawer=drawer)
    return {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.pdf"))}


def test_the_same_sheets(geopackage, names, tr, tmp_path, drawer):
    model = make_model(names)
    here = draw_all(geopackage, model, tmp_path / "here", tr, None)
    there = draw_all(geopackage, model, tmp_path / "there", tr, drawer)
    assert len(here) >= 5 and list(here) == list(there)
    assert [name for name in here if not look_alike(here[name], there[name])] == []
    assert sorted(path.name for path in geopackage.parent.iterdir()) == [geopackage.name]


def test_errors_reach_the_run(geopackage, names, tr, tmp_path, drawer):
    model = make_model(names)
    settings = MapSettings(dpi=50, template=str(tmp_path / "none.qpt"))
    with pytest.raises(MapError):
        export_county_maps(geopackage, model, tmp_path, tr, settings, drawer=drawer)
    # An error that is none of a user's says where it came from.
    with pytest.raises(ZeroDivisionError) as raised:
        drawer.call(divmod, 1, 0)
    assert "_perform" in str(raised.value.__cause__)


def test_a_process_that_crashes_costs_one_sheet(geopackage, names, tr, tmp_path, drawer):
    """QGIS may crash on a sheet; the run tells it, and draws the others in another process."""
    model, warnings = make_model(names), []
    attempts = Attempts(warnings.append)
    outlines = drawer.share(make_outlines(gpd.read_file(geopackage, layer="pieces"), lambda: None))
    with attempts.attempt("first.pdf"):
        drawer.call(os._exit, 139)
    assert "first.pdf" in warnings[0] and "139" in warnings[0]
    # What was shared is there again.
    assert drawer.call(_codes, outlines) == ("360203", "360222")
    made = export_county_maps(
        geopackage, model, tmp_path, tr, MapSettings(dpi=50), attempt=attempts.attempt, drawer=drawer
    )
    assert len(made) == 2 and len(warnings) == 1


def _codes(outlines):
    return tuple(sorted(outlines.codes["county"]))


@pytest.mark.parametrize("moment", [0.0, 0.4, 3.0])
def test_cancelled_at_any_moment_within_a_second(moment):
    """While the process starts as well as while it works; nothing of it is left."""
    begun = time.monotonic()

    def check():
        if time.monotonic() - begun > moment:
            raise Cancelled

    drawer = ProcessDrawer(check)
    with pytest.raises(Cancelled):
        drawer.call(time.sleep, 60)
    assert time.monotonic() - begun < moment + 1
    assert not _children()


def _children():
    """Processes that this one has started and that are still there, whatever they are doing."""
    return (Path("/proc") / str(os.getpid()) / "task" / str(os.getpid()) / "children").read_text().split()


def test_a_process_that_cannot_start(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "exec_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/usr/bin/qgis")
    with pytest.raises(DrawingStoppedError):
        ProcessDrawer(lambda: None).start()


def test_maps_as_images_look_the_same(geopackage, names, tr, tmp_path, monkeypatch):
    """Where no process can be started, the window draws: maps as images, which QGIS renders in other threads."""
    model, found, render, simplified = make_model(names), [], map_images._render, []

    def rendered(settings):
        simplified.append(settings.simplifyMethod().threshold())
        return render(settings)

    monkeypatch.setattr(map_images, "_render", rendered)
    for name, window in (("plain", False), ("images", True)):
        folder = tmp_path / name
        folder.mkdir()
        drawer = MainThreadDrawer(lambda: None, window)
        made = export_county_maps(geopackage, model, folder, tr, MapSettings(dpi=150), drawer=drawer)
        found.append(brightness(made["360222"], 40)[0])
    # QGIS 3.44 keeps templates of its own there.
    assert not [name for name in gdal.ReadDir("/vsimem/") or () if not name.startswith("qgis_cache_template")]
    difference = np.abs(found[0] - found[1])
    # To the sheet's resolution, as other sheets, whatever QGIS's own settings say.
    assert simplified and set(simplified) == {rendering._FINEST_DOTS}
    # Lines are smoothed otherwise; maps that are not drawn make 23.
    assert found[0].shape == found[1].shape
    assert difference.mean() < 8 and np.abs(found[0].mean() - found[1].mean()) < 5
