"""What only the main thread may do, called from a worker: results, errors, and no geometry passed between them."""

import os
import threading

import geopandas as gpd
import pytest
from qgis.PyQt.QtCore import QCoreApplication, QThread
from workflows.ownership import watched

from farmland_redline.processing.analysis.progress import Silent
from farmland_redline.processing.bridge.main_thread import call_in_main_thread
from farmland_redline.processing.reports.maps.atlas import export_conflict_atlas
from farmland_redline.processing.reports.maps.atlas_selection import AtlasSettings
from farmland_redline.processing.reports.maps.county_maps import MapSettings, export_county_maps
from farmland_redline.processing.reports.maps.layout.unit_outlines import make_outlines
from farmland_redline.processing.reports.maps.unit_maps import UnitMapSettings, export_unit_maps

from .conftest import make_model
from .maps_data import write_geopackage

pytestmark = pytest.mark.usefixtures("qgis")


def in_worker(work):
    """What `work` returns or raises in another thread, while this one runs its event loop, as in QGIS."""
    outcome = {}

    class Worker(QThread):
        def run(self):
            try:
                outcome["result"] = work()
            except BaseException as error:
                outcome["error"] = error

    worker = Worker()
    worker.start()
    while not worker.isFinished():
        QCoreApplication.processEvents()
    worker.wait()
    if "error" in outcome:
        raise outcome["error"]
    return outcome["result"]


def test_a_worker_has_its_functions_called_in_the_main_thread():
    def work():
        return threading.get_ident(), call_in_main_thread(threading.get_ident)

    worker, called = in_worker(work)
    assert called == threading.get_ident() != worker


def test_the_main_thread_calls_at_once():
    assert call_in_main_thread(threading.get_ident) == threading.get_ident()


def test_errors_of_the_main_thread_reach_the_worker():
    with pytest.raises(ZeroDivisionError):
        in_worker(lambda: call_in_main_thread(lambda: 1 // 0))


@pytest.fixture(scope="module")
def geopackage(qgis, tmp_path_factory):
    return write_geopackage(tmp_path_factory.mktemp("run") / "farmland_redline.gpkg")


@pytest.mark.parametrize("kind", ["atlas", "unit_maps", "county_maps"])
def test_maps_pass_no_geometry_between_threads(kind, geopackage, names, tr, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    model = make_model(names)

    def work():
        """As the algorithms do it: all that is read belongs to the worker."""
        pieces = gpd.read_file(geopackage, layer="pieces", engine="pyogrio")
        outlines = make_outlines(pieces, lambda: None)
        if kind == "atlas":
            conflicts = gpd.read_file(geopackage, layer="conflicts", engine="pyogrio")
            settings = AtlasSettings(paper="A4", dpi=50, by="township")
            cache = tmp_path / ".redline_sheets"
            made = export_conflict_atlas(
                geopackage, model, outlines, conflicts, tmp_path, tr, settings, Silent(), cache
            ).files
        elif kind == "unit_maps":
            settings = UnitMapSettings(paper="A4", dpi=50)
            made = export_unit_maps(geopackage, model, outlines, pieces, tmp_path, tr, settings, Silent())
        else:
            settings = MapSettings(paper="A4", dpi=50)
            made = export_county_maps(geopackage, model, tmp_path, tr, settings, outlines=outlines)
        return len(made)

    with watched() as ownership:
        made = in_worker(work)
    assert made >= 2
    assert ownership.threads >= 3  # the worker, the threads that dissolve, and the main one
    assert not ownership.shared
