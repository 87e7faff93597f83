"""No geometry and no tree is used by two threads, in anything that the plugin runs on threads."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely
from conftest import CITY, batch_inputs, layer

from farmland_redline.processing.analysis.geometry import predicates
from farmland_redline.processing.analysis.overlay import identity, tabulation
from farmland_redline.processing.workflows.overlay import preparation

from .ownership import watched

pytestmark = pytest.mark.usefixtures("qgis")
THREADS = 6


@pytest.fixture
def many_threads(monkeypatch):
    """Many threads, small partitions and batches."""
    monkeypatch.setattr(os, "cpu_count", lambda: THREADS)
    monkeypatch.setattr(preparation, "_PARTITION", 150)
    monkeypatch.setattr(predicates, "_BATCH", 10)
    for module in (identity, tabulation):
        monkeypatch.setattr(module, "_CHUNK", 100)


def run(algorithm, parameters):
    import processing

    with watched() as ownership:
        processing.run(f"farmland_redline:{algorithm}", parameters)
    return ownership


def inputs(*names):
    return {name: value for name, value in batch_inputs().items() if not names or name in names}


@pytest.mark.parametrize("passed_on", ["geometry", "tree"])
def test_the_watch_sees_what_two_threads_use(passed_on):
    squares = shapely.box([0, 2], 0, [1, 3], 1)
    tree = shapely.STRtree(squares)
    work = (lambda: shapely.area(squares)) if passed_on == "geometry" else (lambda: tree.query(shapely.Point(0, 0)))
    with watched() as ownership:
        work()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(work).result()
    assert ownership.shared and ownership.threads == 2


@pytest.mark.parametrize("source", ["code", "boundary"])
def test_overlay(source, many_threads, tmp_path):
    given = inputs("PARCELS", "PBF", "PBF_RESERVE", "SURVEY2", "ZONES", "UNITS")
    result = run("overlay_parcels", {**given, "UNIT_SOURCE": source, "OUTPUT": str(tmp_path / "pieces.gpkg")})
    assert not result.shared
    assert result.threads > THREADS and result.uses > 100_000


def test_measuring(many_threads, tmp_path):
    given = inputs("PARCELS", "PBF", "PREVIOUS", "UNITS")
    result = run("measure_zones", {**given, "OUTPUT": str(tmp_path / "areas.gpkg"), "LIST": "TEMPORARY_OUTPUT"})
    assert not result.shared
    assert result.threads > THREADS


def test_checks_and_coverage(many_threads, tmp_path):
    given = inputs("PARCELS", "PBF", "SURVEY2", "ZONES", "UNITS")
    result = run("check_layers", {**given, "OUTPUT": str(tmp_path / "problems.gpkg")})
    assert not result.shared
    assert result.threads > 1


def test_the_whole_batch_with_its_reports(many_threads, villages, tmp_path):
    given = {**batch_inputs(villages), "LETTERS": True, "CSV": True, "OUTPUT_FOLDER": str(tmp_path / "out")}
    result = run("run_batch", given)
    assert not result.shared
    assert result.threads > THREADS


def test_surveys_in_memory(many_threads, tmp_path):
    """Of a selection QGIS hands the parcels over; all threads take theirs from one store."""
    from qgis.core import QgsVectorLayer

    city = tmp_path / "city"
    shutil.copytree(CITY, city)  # QGIS writes into a GeoPackage that it opens as a layer
    source = QgsVectorLayer(layer("DLTB", city), "DLTB", "ogr")
    source.setSubsetString("\"ZLDWDM\" LIKE '360222%'")
    given = {**inputs("PBF", "UNITS"), "PARCELS": source, "OUTPUT": str(tmp_path / "pieces.gpkg")}
    result = run("overlay_parcels", given)
    assert not result.shared
    assert result.threads > 2


def test_the_kernel_on_threads(many_threads):
    grid = [shapely.box(x, y, x + 1, y + 1) for x in range(30) for y in range(20)]
    cells = np.array(grid, dtype=object)
    zones = shapely.buffer(shapely.points([5.0, 6.0, 20.0], [5.0, 6.0, 10.0]), 4.0)
    with watched() as ownership:
        index = preparation_index(zones)
        pieces = identity.identity_overlay(cells, [index], threads=THREADS)
        shares = tabulation.tabulate_shares(cells, index, threads=THREADS)
        pairs = predicates.find_overlapping_pairs(zones, 0.001, THREADS)
    assert not ownership.shared
    assert len(pieces.parcel) > len(cells) and len(shares.parcel) and pairs.tolist() == [[0, 1]]


def preparation_index(zones):
    from farmland_redline.processing.analysis.overlay.assignment import ZoneIndex

    return ZoneIndex.of(zones, np.array([True, True, False]))
