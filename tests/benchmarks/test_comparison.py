"""The comparison of areas finds a wrong one; a tool that fails is not left out; notes by hand stay."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

from farmland_redline.benchmarks import desktop, folder, mosaic, report
from farmland_redline.benchmarks.accuracy import EACH, ONCE, compare
from farmland_redline.benchmarks.layers import make, measure_layer
from farmland_redline.benchmarks.process_metrics import clean_environment, measure
from farmland_redline.benchmarks.scenarios import ALL, PBF, SCENARIOS, Case, Files, Layer, scenario
from farmland_redline.benchmarks.timings import Outcome, times
from farmland_redline.benchmarks.tools import DUCKDB, TOOLS
from farmland_redline.benchmarks.workers.kernel import divide
from farmland_redline.benchmarks.workers.kernel import measure as measure_areas

LAYER = Layer(zones=2, vertices=10, length=1_000.0, once=5_000.0, each=6_000.0)


def test_a_wrong_area_is_caught() -> None:
    assert compare({PBF: 5_000.5}, {PBF: LAYER}, ONCE).agrees
    assert compare({PBF: 5_999.5}, {PBF: LAYER}, EACH).agrees
    for wrong in (5_001.5, 4_998.5, 0.0, 6_000.0, float("nan")):
        assert not compare({PBF: wrong}, {PBF: LAYER}, ONCE).agrees
    assert not compare({PBF: 5_000.0}, {PBF: LAYER}, EACH).agrees
    # One wrong layer of two.
    two = {PBF: LAYER, "PZYD": LAYER}
    assert not compare({PBF: 5_000.0, "PZYD": 5_002.0}, two, ONCE).agrees
    assert not compare({PBF: float("nan"), "PZYD": 5_000.0}, two, ONCE).agrees


def test_our_kernel_agrees_and_a_lost_piece_shows() -> None:
    grid = mosaic.make_mosaic(300)
    zones = mosaic.stacked(mosaic.zones(grid, 20), 2, 0.3)
    layers = {PBF: measure_layer(zones, mosaic.outline(grid))}
    parcels = mosaic.parcels(grid).geometry.to_numpy()
    assert compare(dict(zip([PBF], measure_areas(parcels, {PBF: zones}, threads=1))), layers, ONCE).agrees
    pieces, label = divide(parcels, {PBF: zones}, threads=1)
    inside = shapely.area(pieces[label[:, 0] >= 0])
    assert compare({PBF: inside.sum()}, layers, ONCE).agrees
    assert not compare({PBF: inside.sum()}, layers, EACH).agrees
    largest = np.argmax(inside)
    assert not compare({PBF: np.delete(inside, largest).sum()}, layers, ONCE).agrees
    assert not compare({PBF: inside.sum() + inside[largest]}, layers, ONCE).agrees


def test_runs_are_measured_and_failures_named(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    script = "from farmland_redline.benchmarks.workers.protocol import Work, emit\nwith Work(): pass\nemit(inside=1.5)"
    environment = clean_environment() | {"PYTHONPATH": str(next(p for p in map(Path, sys.path) if p.name == "plugins"))}
    done = measure([sys.executable, "-c", script], log, 60, environment)
    assert not done.error
    assert done.facts["inside"] == 1.5
    assert 0 <= done.facts["work"] < done.wall
    # A process begins with the peak of the one that starts it (GB).
    assert 0 < done.peak < 1 + resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    done = measure(["bash", "-c", "echo no such thing; exit 3"], log, 60, environment)
    assert done.error == "ended with 3: no such thing"
    done = measure(["sleep", "600"], log, 0.2, environment)
    assert done.error.startswith("not done after")


def test_scenarios_name_tools_that_there_are() -> None:
    for name in sorted({*SCENARIOS} - {desktop.NAME, folder.NAME}):  # which compare nothing
        chosen = scenario(name, [])
        assert set(chosen.tools) <= set(TOOLS)
        assert chosen.cases
    assert {tool.startup for tool in TOOLS.values()} - {""} <= set(TOOLS)
    assert set(scenario("compare", []).tools) == set(ALL)


def test_duckdb_and_its_extension_are_of_one_version() -> None:
    assert len({package.partition("==")[2] for package in DUCKDB} - {""}) == 1


def test_tables_say_why_a_tool_is_missing_and_that_one_differs(tmp_path: Path) -> None:
    files = Files(Case("small", 100, zones=4), tmp_path)
    make(files)
    layers = files.layers()
    done = measure(["true"], tmp_path / "log.txt", 60, clean_environment())
    right = compare({PBF: layers[PBF].once}, layers, ONCE)
    wrong = compare({PBF: layers[PBF].once * 0.9}, layers, ONCE)
    outcomes = {
        "our_startup": Outcome(TOOLS["our_startup"], [done]),
        "overlay_parcels": Outcome(TOOLS["overlay_parcels"], [done], agreement=right),
        "frames_identity_files": Outcome(TOOLS["frames_identity_files"], [done], agreement=wrong),
        "native": Outcome(TOOLS["native"], reason="it is not there"),
    }
    assert times(outcomes["overlay_parcels"], outcomes).work == pytest.approx(0.0)
    lines = report.case_table(files, outcomes, 1).splitlines()
    rows = {line.split("|")[1].strip(): line for line in lines if line.startswith("|")}
    assert "DIFFERS" not in rows["**overlay_parcels**"]
    assert "DIFFERS" in rows["geopandas.overlay, identity, files"]
    assert "it is not there" in rows["QGIS native:intersection"]
    assert len({line.count("|") for line in rows.values()}) == 1
    lines = report.growth_table([(files, outcomes)], 1).splitlines()
    assert len([line for line in lines if line.startswith("| ")]) == 4
    assert len({line.count("|") for line in lines if line.startswith("| ")}) == 1


def test_notes_by_hand_stay(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    path.write_text("# Measured\n\nBefore.\n", encoding="utf-8")
    report.put(path, "compare", "## One\n")
    report.put(path, "growth", "## Two\n")
    path.write_text(path.read_text(encoding="utf-8") + "\nAfter.\n", encoding="utf-8")
    report.put(path, "compare", "## Anew\n")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Measured\n\nBefore.\n")
    assert text.endswith("\nAfter.\n")
    assert "## One" not in text
    assert text.index("## Anew") < text.index("## Two")
