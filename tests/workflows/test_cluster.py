"""Runs by workers of a Dask scheduler on this machine: the same to the last digit, whatever becomes of a worker."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from analysis.mosaics import mosaic, parcel_frame
from machines import SITECUSTOMIZE, Machines, free_port, install_wheel
from qgis.core import QgsProcessingException, QgsProcessingFeedback

from farmland_redline.processing.workflows.overlay import dask_client, preparation
from farmland_redline.processing.workflows.overlay.settings import Patience, load_patience

pytest.importorskip("distributed")
pytestmark = [pytest.mark.usefixtures("qgis"), pytest.mark.filterwarnings("ignore:'crs' was not provided")]

COLUMNS, ROWS, PART = 40, 15, 25
COUNTIES = [f"3602{number:02d}" for number in (2, 3, 22, 23, 24, 25, 26, 81)]
WORKERS = 4
LAYERS = ("pieces", "conflicts", "candidates", "summary", "problems", "zones")


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """What is installed on a worker beside the libraries: the wheel, and no QGIS."""
    return install_wheel(tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def machines(tmp_path, site):
    (tmp_path / "machines").mkdir()
    made = Machines(tmp_path / "machines", site)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def province(tmp_path_factory) -> dict[str, object]:
    """Eight counties side by side with farmland zones across their borders, as the inputs of a run."""
    path = tmp_path_factory.mktemp("province") / "省.gpkg"
    cells = mosaic(COLUMNS, ROWS, 7)
    county = np.arange(len(cells)) % COLUMNS * len(COUNTIES) // COLUMNS
    codes = [f"{COUNTIES[number]}1002010000000" for number in county]
    restorable = np.where(np.arange(len(cells)) % 3 == 2, "JKHF", None)
    parcels = parcel_frame(cells, ZLDWDM=codes, ZZSXDM=restorable)
    parcels.loc[[5, 450], "DLBM"] = "0199"  # problems come from the workers, too
    rng = np.random.default_rng(3)
    west, south, east, north = parcels.total_bounds
    centres = shapely.points(rng.uniform(west, east, 60), rng.uniform(south, north, 60))
    zones = parcels.iloc[:60][["BSM", "DLBM", "ZLDWDM"]].set_geometry(shapely.buffer(centres, 90), crs=parcels.crs)
    pyogrio.write_dataframe(parcels, path, layer="DLTB")
    pyogrio.write_dataframe(zones, path, layer="YJJBNTBHTB")
    return {"PARCELS": f"{path}|layername=DLTB", "PBF": f"{path}|layername=YJJBNTBHTB", "REPORTS": False, "MAPS": False}


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(preparation, "_PARTITION", PART)


def run(given, folder, scheduler=None, feedback=None) -> Path:
    import processing

    more = {} if scheduler is None else {"SCHEDULER": scheduler}
    processing.run("farmland_redline:run_batch", {**given, "OUTPUT_FOLDER": str(folder), **more}, feedback=feedback)
    return folder


def tables(package: Path, layers=LAYERS) -> dict[str, pd.DataFrame]:
    read = {}
    for name in layers:
        table = pyogrio.read_dataframe(package, layer=name)
        read[name] = pd.DataFrame(table)
        if "geometry" in table:
            read[name]["geometry"] = pd.Series(shapely.to_wkb(table.geometry.to_numpy()), dtype=object)
    return read


@pytest.fixture(scope="module")
def single(province, tmp_path_factory) -> dict[str, pd.DataFrame]:
    """What the run gives without workers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preparation, "_PARTITION", PART)
        return tables(run(province, tmp_path_factory.mktemp("single")) / "farmland_redline.gpkg")


def assert_same(found: dict[str, pd.DataFrame], wanted: dict[str, pd.DataFrame]) -> None:
    for name, table in found.items():
        pd.testing.assert_frame_equal(table, wanted[name], check_exact=True, obj=name)


class Watch(QgsProcessingFeedback):
    """Does something once, in the middle of the dividing."""

    def __init__(self, act, start=14) -> None:
        super().__init__()
        self.act, self.start, self.done = act, start, False
        self.progressChanged.connect(self.look)

    def look(self, percent: float) -> None:
        if percent > self.start and not self.done:
            self.done = True
            self.act()


def test_a_worker_killed_on_the_way_costs_no_figure(machines, province, single, tmp_path, monkeypatch):
    """Four workers, eight counties, one worker killed: what the run without workers gives, and files by county."""
    workers = machines.start_workers(WORKERS)
    watch = Watch(lambda: workers[1].send_signal(signal.SIGKILL), 20)
    folder = run(province, tmp_path / "results", machines.address, watch)
    assert watch.done and workers[1].wait(10) == -signal.SIGKILL
    assert sum(worker.poll() is None for worker in workers) == WORKERS - 1
    found = tables(folder / "farmland_redline.gpkg")
    assert_same(found, single)
    assert len(found["pieces"]) > COLUMNS * ROWS and min(len(found["conflicts"]), len(found["candidates"])) > 10
    assert set(found["problems"]["kind"]) & {"unknown_class"} and set(found["pieces"]["county"]) == set(COUNTIES)
    # The files of the counties are the whole, divided.
    files = sorted((folder / "counties").iterdir())
    assert [path.stem for path in files] == COUNTIES
    names = ("pieces", "conflicts", "candidates")
    parts = [tables(path, names) for path in files]
    for name in names:
        whole = found[name].sort_values(["county", f"{name[:-1]}_id"]).reset_index(drop=True)
        together = pd.concat([part[name] for part in parts if len(part[name])])
        together = together.sort_values(["county", f"{name[:-1]}_id"]).reset_index(drop=True)
        pd.testing.assert_frame_equal(together, whole, check_exact=True, check_dtype=False, obj=name)


def test_overlay_parcels_by_workers(machines, province, single, tmp_path):
    import processing

    machines.start_workers(2)
    given = {key: value for key, value in province.items() if key not in ("REPORTS", "MAPS")}
    output = tmp_path / "pieces.gpkg"
    processing.run("farmland_redline:overlay_parcels", {**given, "SCHEDULER": machines.address, "OUTPUT": str(output)})
    assert_same(tables(output, ("pieces",)), single)


def test_counties_in_files_of_their_own(machines, province, single, tmp_path):
    """As a province has them; the parts of one county stand in one file, and all are divided by the same workers."""
    import processing

    machines.start_workers(2)
    path, _, name = province["PARCELS"].partition("|layername=")
    parcels = pyogrio.read_dataframe(path, layer=name)
    files = []
    for code, rows in parcels.groupby(parcels["ZLDWDM"].str[:6]):
        files.append(f"{tmp_path / code}.gpkg|layername=DLTB")
        pyogrio.write_dataframe(rows, tmp_path / f"{code}.gpkg", layer="DLTB")
    assert len(files) == len(COUNTIES)
    given = {"PARCELS": files[0], "MORE_PARCELS": files[1:], "PBF": province["PBF"]}
    output = tmp_path / "pieces.gpkg"
    processing.run("farmland_redline:overlay_parcels", {**given, "SCHEDULER": machines.address, "OUTPUT": str(output)})
    assert_same(tables(output, ("pieces",)), single)


def test_cancelling_stops_the_workers(machines, province, tmp_path):
    machines.start_worker()
    feedback = Watch(lambda: feedback.cancel())
    folder = run(province, tmp_path / "results", machines.address, feedback)
    assert feedback.done and not folder.exists()
    from distributed import Client

    with Client(machines.address, timeout=30, set_as_default=False) as client:
        deadline = time.monotonic() + 20
        while any(client.processing().values()) or any(client.has_what().values()):
            assert time.monotonic() < deadline, (client.processing(), client.has_what())
            time.sleep(0.1)


@pytest.mark.parametrize("lost", ["worker", "scheduler"])
def test_who_is_lost_ends_the_run(machines, province, tmp_path, monkeypatch, lost):
    """The only worker, or the scheduler."""
    monkeypatch.setattr(dask_client, "load_patience", lambda: replace(IMPATIENT, answer=3, silence=3))
    worker = machines.start_worker()
    told = failing(
        province, tmp_path, machines.address, Watch({"worker": worker, "scheduler": machines.scheduler}[lost].kill)
    )
    assert "lost in the middle of the run" in told


# Processes that live and do nothing, as a machine that sleeps.
IMPATIENT = Patience(connect=3, answer=4, silence=4, look_round=0.5, transfer=60)


def test_a_frozen_worker_costs_no_figure(machines, province, single, tmp_path, monkeypatch):
    """One of two stops in the middle, with parts and perhaps results in its hands; a third joins and helps."""
    monkeypatch.setattr(dask_client, "load_patience", lambda: IMPATIENT)
    workers = machines.start_workers(2)

    def freeze() -> None:
        workers[0].send_signal(signal.SIGSTOP)
        machines.launch_worker()

    watch = Watch(freeze)
    folder = run(province, tmp_path / "results", machines.address, watch)
    assert watch.done and workers[0].poll() is None
    assert_same(tables(folder / "farmland_redline.gpkg"), single)


@pytest.mark.parametrize("frozen", ["workers", "scheduler"])
def test_who_is_frozen_ends_the_run(machines, province, tmp_path, monkeypatch, frozen):
    monkeypatch.setattr(dask_client, "load_patience", lambda: IMPATIENT)
    workers = machines.start_workers(2)
    processes = {"workers": workers, "scheduler": [machines.scheduler]}[frozen]
    started = time.monotonic()
    watch = Watch(lambda: [process.send_signal(signal.SIGSTOP) for process in processes])
    told = failing(province, tmp_path, machines.address, watch)
    said = {"workers": ["given no sign of life for 4"], "scheduler": ["has not answered for 4 seconds", "were lost"]}
    assert any(words in told for words in said[frozen]) and "cannot do what can be done here" not in told
    assert time.monotonic() - started < 60


@pytest.mark.parametrize("frozen", ["worker", "scheduler"])
def test_who_is_frozen_from_the_beginning_is_told(machines, province, tmp_path, monkeypatch, frozen):
    monkeypatch.setattr(dask_client, "load_patience", lambda: IMPATIENT)
    worker = machines.start_worker()
    {"worker": worker, "scheduler": machines.scheduler}[frozen].send_signal(signal.SIGSTOP)
    told = failing(province, tmp_path, machines.address)
    assert {"worker": "does not answer (no answer for 4 seconds)", "scheduler": "No Dask scheduler answers"}[
        frozen
    ] in told


def test_cancelling_while_nobody_answers(machines, province, tmp_path):
    """With the patience of a real run: the button ends the wait, not the clock."""
    machines.start_worker()
    machines.scheduler.send_signal(signal.SIGSTOP)
    feedback = QgsProcessingFeedback()
    timer = threading.Timer(6, feedback.cancel)
    timer.start()
    started = time.monotonic()
    folder = run(province, tmp_path / "results", machines.address, feedback)
    assert not folder.exists() and time.monotonic() - started < 6 + load_patience().connect


def test_a_worker_that_joins_late_is_asked_first(machines, province, single, tmp_path, monkeypatch):
    """One without the plugin is told of and left alone, where it would take parts and fail."""
    monkeypatch.setattr(dask_client, "load_patience", lambda: replace(load_patience(), look_round=0.2))
    libraries = machines.environment["PYTHONPATH"].partition(os.pathsep)[2]
    machines.start_worker()

    def join() -> None:
        machines.start_worker(PYTHONPATH=libraries)

    watch = Watch(join)
    folder = run(province, tmp_path / "results", machines.address, watch)
    assert watch.done and "cannot use the plugin" in watch.textLog()
    assert_same(tables(folder / "farmland_redline.gpkg"), single)


def test_another_distributed_is_told_before_the_work(machines, province, tmp_path, site):
    """By the version that it states; what it does is the same."""
    folder = tmp_path / "newer"
    folder.mkdir()
    lie = "\nimport distributed\ndistributed.__version__ = '2099.1.0'\n"
    (folder / "sitecustomize.py").write_text(SITECUSTOMIZE + lie)
    path = os.pathsep.join([str(folder), machines.environment["PYTHONPATH"]])
    machines.start_worker(PYTHONPATH=path)
    feedback = Watch(lambda: None)
    run(province, tmp_path / "results", machines.address, feedback)
    log = feedback.textLog()
    assert "distributed 2099.1.0, QGIS has" in log and log.index("2099.1.0") < log.index("Workers: 1")


def failing(province, tmp_path, address, feedback=None) -> str:
    with pytest.raises(QgsProcessingException) as error:
        run(province, tmp_path / "results", address, feedback)
    assert not (tmp_path / "results").exists()
    return str(error.value)


def changed_site(site: Path, folder: Path, name: str, old: str, new: str) -> Path:
    """The installed wheel with one text changed."""
    shutil.copytree(site, folder)
    path = folder / "farmland_redline" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_what_is_wrong_with_the_machines_is_told(machines, province, site, tmp_path):
    assert "has no workers" in failing(province, tmp_path, machines.address)
    libraries = machines.environment["PYTHONPATH"].partition(os.pathsep)[2]
    older = changed_site(site, tmp_path / "older", "metadata.txt", "\nversion=", "\nversion=9.")
    # One that sees other files, and one that sees none.
    other = changed_site(
        site,
        tmp_path / "other",
        "processing/bridge/io/file_state.py",
        "_BEGINNING = 1 << 16",
        "_BEGINNING = 1",
    )
    blind = changed_site(
        site,
        tmp_path / "blind",
        "processing/bridge/io/file_state.py",
        "Path(path).open",
        "Path(path, 'x').open",
    )
    for place, words in (
        (older, ["has version 9."]),
        (None, ["cannot use the plugin", "farmland_redline"]),
        (other, ["does not see the file", "another file", "省.gpkg"]),
        (blind, ["does not see the file", "a file stands where a folder should be"]),
    ):
        path = libraries if place is None else f"{place}{os.pathsep}{libraries}"
        worker = machines.start_worker(PYTHONPATH=path)
        told = failing(province, tmp_path, machines.address)
        assert all(word in told for word in words), told
        worker.kill()
        machines.wait_for(0)


def test_only_geopackages_are_divided_by_workers(machines, province, tmp_path):
    machines.start_worker()
    path, _, layer = province["PARCELS"].partition("|layername=")
    shapefile = tmp_path / "DLTB.shp"
    pyogrio.write_dataframe(pyogrio.read_dataframe(path, layer=layer), shapefile, encoding="UTF-8")
    told = failing({**province, "PARCELS": str(shapefile)}, tmp_path, machines.address)
    assert "from a GeoPackage only" in told


def test_a_workers_own_fault_ends_the_run(machines, province, tmp_path, site):
    """What is done here without fault is not the input's."""
    old, new = "return overlay_partition(", 'raise InputError("no such drive")\n    return overlay_partition('
    faulty = changed_site(site, tmp_path / "faulty", "processing/workflows/overlay/dask_worker.py", old, new)
    libraries = machines.environment["PYTHONPATH"].partition(os.pathsep)[2]
    machines.start_worker(PYTHONPATH=f"{faulty}{os.pathsep}{libraries}")
    told = failing(province, tmp_path, machines.address)
    assert "cannot do what can be done here: no such drive" in told


def test_addresses_and_libraries_are_told(province, tmp_path, monkeypatch):
    monkeypatch.setattr(dask_client, "load_patience", lambda: replace(IMPATIENT, connect=1))
    assert "No Dask scheduler answers" in failing(province, tmp_path, f"tcp://127.0.0.1:{free_port()}")
    assert "No Dask scheduler answers" in failing(province, tmp_path, "nonsense://x")
    find = dask_client.importlib.util.find_spec
    monkeypatch.setattr(
        dask_client.importlib.util,
        "find_spec",
        lambda name, *more: None if name == "distributed" else find(name, *more),
    )
    assert "distributed is missing" in failing(province, tmp_path, "tcp://127.0.0.1:8786")
