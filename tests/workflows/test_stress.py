"""Many threads under glibc's own checks of the heap: a corrupted one aborts the process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import geopandas
import pytest
import shapely
from conftest import CITY, batch_inputs, copy_villages

ROUNDS = int(os.environ.get("FARMLAND_REDLINE_STRESS_ROUNDS", "4"))
CHECKS = {"LD_PRELOAD": "libc_malloc_debug.so.0", "GLIBC_TUNABLES": "glibc.malloc.check=3"}


def run_session(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script of this folder under the allocator's checks."""
    path = os.pathsep.join((str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", "")))
    return subprocess.run(
        [sys.executable, "-P", Path(__file__).with_name(name), *arguments],
        env={**os.environ, **CHECKS, "PYTHONPATH": path, "SOURCE_DATE_EPOCH": "1735603200"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


@pytest.fixture(scope="module")
def outlines(tmp_path_factory) -> Path:
    """The four counties with vertices every four metres: what is first asked of them takes all threads some time."""
    units = geopandas.read_file(CITY / "city.gpkg", layer="XJXZQ")
    path = tmp_path_factory.mktemp("units") / "units.gpkg"
    units.set_geometry(shapely.segmentize(units.geometry.to_numpy(), 4.0)).to_file(path, layer="XJXZQ")
    return path


@pytest.fixture(scope="module")
def huge(tmp_path_factory) -> Path:
    """One zone around nearly everything, with thousands of vertices and holes, and a second on half of it."""
    units = geopandas.read_file(CITY / "city.gpkg", layer="XJXZQ")
    whole = shapely.segmentize(shapely.union_all(units.geometry.to_numpy()).buffer(-25.0), 8.0)
    whole = shapely.difference(whole, shapely.union_all(shapely.buffer(shapely.point_on_surface(units.geometry), 300)))
    west, south, _, north = whole.bounds
    half = shapely.intersection(whole, shapely.box(west, south, whole.centroid.x, north))
    path = tmp_path_factory.mktemp("huge") / "zones.gpkg"
    zones = geopandas.GeoDataFrame({"BSM": ["1", "2"]}, geometry=[whole, half], crs=units.crs)
    zones.to_file(path, layer="YJJBNTBHTB")
    return path


def test_many_threads_under_the_checks_of_the_allocator(huge, outlines, tmp_path):
    """The whole overlay, with more partitions than threads; what sharing would break is asked for below."""
    copy_villages(tmp_path / "city", one_of=3)
    inputs = batch_inputs(tmp_path / "city")
    given = {name: inputs[name] for name in ("PARCELS", "PBF_RESERVE", "SURVEY2")}
    given["ZONES"] = inputs["ZONES"][:4]
    given |= {"PBF": f"{huge}|layername=YJJBNTBHTB", "UNITS": f"{outlines}|layername=XJXZQ"}
    parameters = {**given, "OUTPUT": str(tmp_path / "pieces.gpkg")}
    done = run_session("stress_session.py", str(ROUNDS), json.dumps(parameters))
    assert done.returncode == 0, done.stderr[-2000:]
    hashes = [line.split() for line in done.stdout.splitlines() if line.startswith(("code ", "boundary "))]
    assert len(hashes) == ROUNDS
    assert len({tuple(line) for line in hashes}) == 2  # of units by code and by boundary, each the same bytes


def test_many_threads_that_ask_at_the_same_moment():
    """All threads get the same answers; with units and zones that they share as geometries the process ended here."""
    done = run_session("kernel_session.py", "6")
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [line.split() for line in done.stdout.splitlines()]
    assert len(lines) == 6 and len({tuple(line) for line in lines}) == 1
    assert lines[0][1] == "1"


def test_the_checks_of_the_allocator_are_on():
    """A block given back twice ends a process: without the library the setting alone does nothing."""
    code = "import ctypes; c = ctypes.CDLL(None); c.malloc.restype = ctypes.c_void_p; p = c.malloc(64)\n"
    code += (
        "c.free.argtypes = [ctypes.c_void_p]; c.memset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]\n"
    )
    code += "c.memset(p, 65, 65); c.free(p)"  # one byte too many
    status = {}
    for name, environment in (("plain", {}), ("checked", CHECKS)):
        command = [sys.executable, "-I", "-c", code]
        status[name] = subprocess.run(
            command, env={**os.environ, **environment}, capture_output=True, check=False
        ).returncode
    assert status == {"plain": 0, "checked": -6}
