"""Runs that end before their end: cancelled, killed, without room on the disk or in memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from conftest import CITY, ROOT, batch_inputs, run_qgis_process
from qgis.core import QgsProcessingFeedback

from .conftest import CHILD, LOCALES, X, Y, content, leave_old_results, parcels, units
from .test_outputs import PACKAGE, by_qgis_process, in_a_namespace

# Cancelled.


class Button(QgsProcessingFeedback):
    """A feedback on which somebody presses Cancel at the n-th time that a run looks."""

    def __init__(self, number: int) -> None:
        super().__init__(False)
        self._number, self.looks = number, 0

    def isCanceled(self) -> bool:
        self.looks += 1
        if self.looks == self._number:
            self.cancel()
        return super().isCanceled()


def test_cancelled_at_every_stage(case):
    """Old outputs stay byte by byte, nothing new appears, nothing is left behind, whenever the button is pressed."""
    given = {"UNITS": [case.office.write(units(), "XZQ")], "MAPS": True, **case.office.plain()}
    button, other = Button(0), {**given, "TOLERANCE": 0.002}
    # Of parcels known as sound a run looks less often, so these are made known before the looks are counted.
    for first in (other, given):
        case.office.run("run_batch", Button(0), **first)
    assert case.office.run("run_batch", button, **given)["PIECE_COUNT"] == 15
    before, looks = content(case.office.folder), button.looks
    assert looks > 40 and any(name.endswith(".pdf") for name in before)
    # The second half of the looks is at writing; the last is when all is made, and the run ends well after it.
    for number in [*range(1, looks // 2, looks // 12), *range(looks // 2, looks + 1, looks // 24)]:
        assert case.office.run("run_batch", Button(number), **other) == {}, number
        assert content(case.office.folder) == before, number
        assert case.row.is_said(case.office.log, "en")


# Killed.


def start(given, **environment):
    arguments = [f"{n}={v}" for n, values in given.items() for v in (values if isinstance(values, list) else [values])]
    return subprocess.Popen(
        [str(ROOT / "scripts" / "qgis-process"), "run", "farmland_redline:run_batch", "--", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={**os.environ, **environment},
    )


def staged(folder: Path) -> set[str]:
    """What a run has made so far in its hidden folder; the walk bears with folders that vanish under it."""
    return {name for _, _, files in os.walk(folder / ".farmland_redline" / "new") for name in files}


# By what is there: the folder alone, the package being filled, the workbook, a map.
MOMENTS = {
    "working": lambda folder: (folder / ".farmland_redline" / "new").is_dir(),
    "writing": lambda folder: PACKAGE in staged(folder),
    "drawing": lambda folder: any(name.endswith(".pdf") for name in staged(folder)),
}


def test_killed_in_the_middle(case, villages):
    """By kill -9 at several moments: the outputs are whole, and the next run removes what was left."""
    out = case.office.out
    leave_old_results(out)
    (out / "碎块.gpkg").unlink()
    before = content(out)
    given = {name: batch_inputs(villages)[name] for name in ("PARCELS", "PBF", "UNITS", "POLICY")}
    given["OUTPUT_FOLDER"] = str(out)
    for moment, is_there in MOMENTS.items():
        process = start(given)
        try:
            deadline = time.monotonic() + 120
            while not is_there(out) and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.005)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert process.returncode == -signal.SIGKILL, moment
        left = content(out)
        assert {name: left[name] for name in before} == before, moment
        assert all(name in before or name.startswith(".farmland_redline") for name in left), moment
        assert any(name.startswith(".farmland_redline") for name in left), moment
    case.runs("run_batch", **case.office.plain())
    assert sorted(path.name for path in out.iterdir()) == [PACKAGE, "report.html", "summary.xlsx", "technical.xlsx"]


def test_a_living_runs_folder_is_left_alone(case, villages):
    """A second run into the same folder is refused, and the first one ends well."""
    out = case.office.out
    process = start({**batch_inputs(villages), "ZONES": [], "MAPS": "false", "OUTPUT_FOLDER": str(out)})
    try:
        while not (out / ".farmland_redline.lock").exists() and process.poll() is None:
            time.sleep(0.005)
        time.sleep(0.2)
        with pytest.raises(Exception, match="Another run"):
            case.office.run("run_batch", **case.office.plain())
        assert case.row.is_said(case.office.log, "en")
        # Another place in the same folder is free, and the cleaning there leaves the first run alone.
        assert case.office.run(**case.office.plain())["PIECE_COUNT"] == 15
        assert process.wait(180) == 0
    finally:
        process.kill()
        process.wait()
    assert sorted(path.name for path in out.iterdir()) == [
        PACKAGE,
        "report.html",
        "summary.xlsx",
        "technical.xlsx",
        "碎块.gpkg",
    ]


# No room.


@pytest.mark.parametrize(("kilobytes", "language"), [(60, "en"), (212, "zh"), (244, "en")])
def test_a_full_disk(case, kilobytes, language):
    """A small disk: full while the package is written, its indexes, the workbook; full for maps alone it costs them."""
    plain = case.office.plain()
    case.office.run("run_batch", **plain)
    package = (case.office.out / PACKAGE).read_bytes()
    out = case.office.folder / "小盘"
    out.mkdir()
    sums = f"cd '{out}'; find . -type f | sort | xargs md5sum | md5sum"
    prefix = in_a_namespace(
        f"mount -t tmpfs -o size={kilobytes + (len(package) + 4096) // 1024}k tmpfs '{out}'",
        f"cp '{case.office.out / PACKAGE}' '{out}'; echo old > '{out}/summary.xlsx'",
        f"before=$({sums})",
        f'set +e; "$@"; status=$?; test "$({sums})" = "$before" || echo CHANGED >&2; exit $status',
    )
    given = {**plain, "UNITS": case.office.write(units(), "XZQ"), "POLICY": str(CITY / "policy.yaml")}
    given["OUTPUT_FOLDER"] = str(out)
    done = by_qgis_process(case, prefix, language, **given)
    assert "CHANGED" not in done.log


@pytest.mark.parametrize(("ending", "language"), [("geojson", "en"), ("gml", "zh"), ("shp", "en"), ("fgb", "zh")])
def test_a_full_disk_while_another_format_is_written(case, ending, language):
    """Of some formats GDAL tells no error: the file would lack its end."""
    given = {**case.office.plain(), "PARCELS": case.office.write(parcels(1000), "DLTB")}
    case.office.run("overlay_parcels", **given, OUTPUT=str(case.office.out / f"大.{ending}"))
    size = sum(path.stat().st_size for path in case.office.out.iterdir())
    out = case.office.folder / "小盘"
    out.mkdir()
    prefix = in_a_namespace(
        f"mount -t tmpfs -o size={int(size * 0.9) // 4096 * 4}k tmpfs '{out}'",
        f"set +e; \"$@\"; status=$?; find '{out}' -type f -exec echo LEFT {{}} \\;; exit $status",
    )
    done = by_qgis_process(case, prefix, language, "overlay_parcels", **given, OUTPUT=str(out / f"碎块.{ending}"))
    assert "LEFT" not in done.log


@pytest.mark.parametrize("language", ["zh"])
def test_a_full_disk_of_temporary_files(case, language):
    """It is named, and nothing is left there; the results are, but for the workbook, whose rows go there first."""
    place = case.office.folder / "临时"
    place.mkdir()
    prefix = in_a_namespace(
        f"mount -t tmpfs -o size=4k tmpfs '{place}'",
        f"set +e; \"$@\"; status=$?; find '{place}' -type f -exec echo LEFT {{}} \\;; exit $status",
    )
    given = {**case.office.plain(), "POLICY": str(CITY / "policy.yaml"), "OUTPUT_FOLDER": str(case.office.out)}
    variables = {"LANG": f"{LOCALES[language]}.UTF-8", "TMPDIR": str(place)}
    done = run_qgis_process("run_batch", {**given, "MAPS": False}, prefix=prefix, **variables)
    assert done.status == 0 and case.row.is_said(done.log, language), done.log[-3000:]
    assert "LEFT" not in done.log and "Traceback" not in done.log
    assert sorted(path.name for path in case.office.out.iterdir()) == [PACKAGE, "report.html"]


def test_too_little_memory(case):
    """A process that may take little more than it has: a sentence, or the results; seldom a crash of a library.

    GDAL, GEOS and other libraries of C++ may end the process before the plugin learns of it: even so the outputs stay
    as they were.
    """
    number = np.arange(40_000)
    west, south = X + number % 200 * 100, Y + number // 200 * 100
    squares = gpd.GeoSeries(shapely.box(west, south, west + 100, south + 100), crs="EPSG:4527")
    source = case.office.write(parcels(len(number)).set_geometry(squares), "DLTB")
    (case.office.out / "碎块.gpkg").write_bytes(b"what was there")
    limit = """
with open("/proc/self/statm") as file:
    most = int(file.read().split()[0]) * resource.getpagesize() + {megabytes} * 2**20
resource.setrlimit(resource.RLIMIT_AS, (most, most))
"""
    told = 0
    for megabytes in (10, 30, 60, 90, 120, 180, 300):
        (case.office.out / "碎块.gpkg").write_bytes(b"what was there")
        given = {"PARCELS": source, "OUTPUT": str(case.office.out / "碎块.gpkg")}
        code = CHILD.format(limit=limit.format(megabytes=megabytes), given=given)
        done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False)
        told += done.returncode in (0, 7)
        if done.returncode == 0:
            assert len(case.office.pieces()) == len(number)
            continue
        assert (case.office.out / "碎块.gpkg").read_bytes() == b"what was there"
        assert case.row.is_said(done.stdout, "zh") or done.returncode != 7, done.stdout
    # Which allocation fails first differs with the libraries and the threads; the least two cannot suffice.
    assert told >= 5


# How it ends.


@pytest.mark.parametrize(("what", "language"), [("value", "en"), ("layer", "zh"), ("data", "en"), ("output", "zh")])
def test_the_exit_status(case, what, language):
    """Not zero, and one sentence in QGIS's language, wherever an error is found: before the run, in it, after it."""
    plain = case.office.plain()
    given = {
        "value": {"TOLERANCE": "abc"},
        "layer": {"PARCELS": str(case.office.data / "没有.gpkg")},
        "data": {"PARCELS": case.office.write(parcels().drop(columns="DLBM"))},
        "output": {**plain, "OUTPUT": plain["PARCELS"].split("|")[0]},
    }[what]
    before = content(case.office.folder)
    wanted = {**plain, "OUTPUT": str(case.office.out / "碎块.gpkg"), **given}
    done = by_qgis_process(case, [], language, "overlay_parcels", **wanted)
    assert done.status == 1 and content(case.office.folder) == before
