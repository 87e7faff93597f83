"""Runs on a small county whose n-th call for a file fails, and what must hold after each.

The run is the whole job, over an office's old results that have a layer of its own among them. A run without a fault
says how many calls there are, and how the new results look; outputs are the same byte for byte each time.
"""

from __future__ import annotations

import io
import json
import os
import queue
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from types import TracebackType

import geopandas as gpd
import numpy as np
import openpyxl
import pyogrio
import shapely
from faulty_files import Call, Counted, Fault, FaultyFiles

ROOT = Path(__file__).resolve().parents[2]
TESTS = Path(__file__).resolve().parent.parent
SERVER = Path(__file__).with_name("run_server.py")
POLICY = ROOT / "resources" / "sample" / "data" / "policy.yaml"
PACKAGE = "farmland_redline.gpkg"
SECONDS = 120  # of processor time that a run may take; most take 4
HIDDEN = ".farmland_redline"
_OURS = "farmland"  # in names of what we leave in the system's folder of temporary files
_NO_SENTENCE = ("Traceback", "error of the plugin")
_NOT_MADE = "Not made: "
_KEPT_AS = re.compile("It is kept as “([^”]+)”")
_PAGE, _OWN = "report.html", "our_notes"
# Of layers and their lengths.
_LISTS = ("gpkg_contents", "gpkg_ogr_contents", "gpkg_extensions", "gpkg_geometry_columns")


@dataclass(frozen=True)
class Trial:
    """A fault, and the number of the call that it strikes, from 1.

    Attributes:
        only: the file of which calls count; None: every file.

    """

    fault: Fault
    at: int
    only: Path | None = None

    def __str__(self) -> str:
        """Return it as `--fault` of `python -m ...fuzzing` takes it."""
        return f"{self.fault.name}:{self.at}"

    @classmethod
    def of(cls, text: str) -> Trial:
        """Return the trial that a text names."""
        name, _, at = text.partition(":")
        return cls(Fault[name], int(at))


@dataclass(frozen=True)
class Outcome:
    """What came of a trial.

    Attributes:
        status: as of `run_server`.
        log: what the user saw.
        counted: the calls.
        wrong: what should not be, a sentence each.

    """

    trial: Trial
    status: int
    log: str
    counted: Counted
    wrong: tuple[str, ...]


def content(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write_county(folder: Path) -> None:
    """Write ten parcels, farmland under five of them, and their county."""
    folder.mkdir(parents=True)
    x, y, code = 39_512_000.0, 3_245_000.0, "3602221002010000000"
    west = x + np.arange(10) * 100
    record = {"BSM": [f"{i:018d}" for i in range(10)], "DLBM": ["0702", *["0101"] * 9]}
    layers = {
        "DLTB": (
            {**record, "TBMJ": 9999.96, "TBDLMJ": 9999.96, "ZLDWDM": code, "ZLDWMC": "村"},
            shapely.box(west, y, west + 100, y + 100),
        ),
        "YJJBNTBHTB": (
            {"BSM": ["z1"], "DLBM": ["0101"], "YJJBNTMJ": [25_000.0], "ZLDWDM": [code]},
            [shapely.box(x, y, x + 500, y + 50)],
        ),
        "XZQ": (
            {"XZQDM": ["360222"], "XZQMC": ["浮梁县"]},
            [shapely.box(x - 100, y - 100, x + 2000, y + 200)],
        ),
    }
    for name, (columns, shapes) in layers.items():
        frame = gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4527")
        pyogrio.write_dataframe(frame, folder / f"{name}.gpkg", layer=name)


def _rows(package: Path, skipped: tuple[str, ...]) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of a sound GeoPackage by table, some left out; nothing if it is damaged."""
    database = sqlite3.connect(f"file:{package}?mode=ro&immutable=1", uri=True)
    try:
        if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            return {}
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {
            name: database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608  our own names
            for name in tables
            if name not in skipped and not name.startswith("sqlite_")
        }
        # Layers are registered in another order where one was written in a second try.
        return {name: sorted(found, key=repr) if name.startswith("gpkg_") else found for name, found in rows.items()}
    except sqlite3.DatabaseError:
        return {}
    finally:
        database.close()


def _texts(workbook: bytes) -> dict[str, list[tuple[object, ...]]]:
    """Return the cells of a workbook by sheet, that of the provenance left out."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {sheet.title: list(sheet.values) for sheet in book.worksheets if "溯源" not in sheet.title}


class Office:
    """A county's data and old results, and runs whose calls fail; the same paths each time."""

    def __init__(self, base: Path, **parameters: object) -> None:
        """Make the data, the old results and, by a run without a fault, the new ones.

        Args:
            base: an empty folder of its own.
            parameters: of the run, beside the data.

        """
        self.folder, self._kept = base / "office", base / "kept"
        self.out = self.folder / "out"
        write_county(self._kept / "data")
        (self._kept / "out").mkdir()
        (self._kept / "temporary").mkdir()
        data = self.folder / "data"
        self._parameters = {
            "PARCELS": f"{data / 'DLTB.gpkg'}|layername=DLTB",
            "PBF": f"{data / 'YJJBNTBHTB.gpkg'}|layername=YJJBNTBHTB",
            "UNITS": [f"{data / 'XZQ.gpkg'}|layername=XZQ"],
            "POLICY": str(POLICY),
            "OUTPUT_FOLDER": str(self.out),
            **parameters,
        }
        self.folder.mkdir()
        self._faulty = FaultyFiles(base, self.folder)
        self._log = base / "log.txt"
        self._restore()
        with (base / "noise.txt").open("w") as noise:
            self._server = subprocess.Popen(
                [sys.executable, "-P", str(SERVER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=noise,
                text=True,
                env={
                    **os.environ,
                    **self._faulty.environment,
                    "PYTHONPATH": os.pathsep.join((str(TESTS), os.environ.get("PYTHONPATH", ""))),
                    "TMPDIR": str(self.folder / "temporary"),
                    "XDG_RUNTIME_DIR": str(base),
                    "SOURCE_DATE_EPOCH": "1735603200",
                },
            )
        if self._server.stdout is None or self._server.stdout.readline() != "ready\n":
            raise RuntimeError((base / "noise.txt").read_text())
        self._run(TOLERANCE=0.002)
        own = gpd.GeoDataFrame({"note": ["ours"]}, geometry=[shapely.Point(39_512_000, 3_245_000)], crs="EPSG:4527")
        pyogrio.write_dataframe(own, self.out / PACKAGE, layer=_OWN)
        shutil.copytree(self.out, self._kept / "out", dirs_exist_ok=True)
        self.inputs, self.old = content(self._kept / "data"), content(self._kept / "out")
        self.calls = self.count()
        self.new = content(self.out)

    def __enter__(self) -> Office:
        """Return it."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the server."""
        self._server.communicate()

    def _restore(self) -> None:
        """Put the data and the old results where runs find them."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._kept, self.folder)

    def _run(self, **parameters: object) -> int:
        """Run; return the status."""
        self._log.write_text("")
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        request = {"algorithm": "run_batch", "parameters": {**self._parameters, **parameters}, "log": str(self._log)}
        self._server.stdin.write(json.dumps({**request, "seconds": SECONDS}) + "\n")
        self._server.stdin.flush()
        return int(json.loads(self._server.stdout.readline())["status"])

    def count(self, only: Path | None = None) -> dict[Call, int]:
        """Run without a fault over the old results; return how many calls there are, of one file if one is given."""
        self._restore()
        self._faulty.arm(Fault.NONE, 0, only)
        if self._run() != 0:
            raise RuntimeError(self._log.read_text(encoding="utf-8"))
        return self._faulty.disarm().calls

    def trials(self, seed: int) -> Iterator[Trial]:
        """Yield every call with every fault that can strike it once, kinds in turn, in an order of the seed's."""
        chance = random.Random(seed)  # noqa: S311  an order, no secret
        waiting = []
        for fault in Fault:
            if fault is not Fault.NONE:
                numbers = list(range(1, self.calls[fault.call] + 1))
                chance.shuffle(numbers)
                waiting.append([Trial(fault, number) for number in numbers])
        while waiting:
            waiting = [trials for trials in waiting if trials]
            for trials in waiting:
                yield trials.pop()

    def attempt(self, trial: Trial) -> Outcome:
        """Run with a fault; return what came of it."""
        self._restore()
        self._faulty.arm(trial.fault, trial.at, trial.only)
        status = self._run()
        counted = self._faulty.disarm()
        log = self._log.read_text(encoding="utf-8")
        wrong = list(self._judge(status, log))
        left = [name for name in content(self.out) if name.startswith(HIDDEN)]
        if left and trial.fault is Fault.REFUSED_UNLINK:  # the next run takes away what this one could not
            if self._run() != 0 or content(self.out) != self.new:
                wrong.append("the next run into the folder did not end well")
        elif left:
            wrong.append(f"left behind: {', '.join(left)}")
        return Outcome(trial, status, log, counted, tuple(wrong))

    def _judge(self, status: int, log: str) -> Iterator[str]:
        """Yield what is wrong after a run."""
        if status not in (0, 1):
            yield f"ended with status {status}"
        if content(self.folder / "data") != self.inputs:
            yield "an input was changed"
        yield from (f"says “{words}”" for words in _NO_SENTENCE if words in log)
        if status == 1 and not log.strip():
            yield "refused without a word"
        left = [path.name for path in (self.folder / "temporary").rglob("*") if _OURS in path.name]
        if left:
            yield f"left behind among temporary files: {', '.join(left)}"
        found = {name: data for name, data in content(self.out).items() if not name.startswith(HIDDEN)}
        if status != 0:
            if found not in (self.old, self.new):
                yield f"refused, and the results are neither old nor new: {', '.join(self._different(found))}"
        elif found != self.new:
            # What was not made is told, also by the page, and by the provenance.
            told = [line for line in log.splitlines() if line.startswith(_NOT_MADE)]
            kept = _KEPT_AS.search(log)  # results that could not be looked into stay beside the new ones
            untold = [
                name
                for name in self._different(found)
                if not any(Path(name).name in line for line in told)
                and not (told and name == _PAGE)
                and not (kept and name == kept[1] and found[name] == self.old[PACKAGE])
                and not (name in found and self._tells_alike(name, bool(told), bool(kept)))
            ]
            if untold:
                yield f"ended well, and not as it should: {', '.join(untold)}"

    def _tells_alike(self, name: str, has_failures: bool, is_without_own: bool) -> bool:
        """Return whether a result says the same as the new one.

        Args:
            name: of the result.
            has_failures: whether failures are told: their provenance is then another.
            is_without_own: whether the office's own layer was left where it was.

        """
        path = self.out / name
        if name == PACKAGE:  # SQLite gets over some faults by other ways, which it counts
            kept = self.folder.parent / PACKAGE
            kept.write_bytes(self.new[name])
            skipped = ("provenance", *_LISTS) if has_failures else _LISTS if is_without_own else ()
            rows, wanted = _rows(path, skipped), _rows(kept, skipped)
            if is_without_own:
                wanted = {table: content for table, content in wanted.items() if _OWN not in table}
            return bool(rows) and rows == wanted
        if not has_failures:
            return False
        if path.suffix == ".xlsx":
            return _texts(path.read_bytes()) == _texts(self.new[name])
        return "溯源" in name  # the table of the provenance

    def _different(self, found: dict[str, bytes]) -> list[str]:
        """Return the names of files that are not as the new ones, or not there, or should not be."""
        return sorted(name for name in {*found, *self.new} if found.get(name) != self.new.get(name))


def run_trials(
    folder: Path, seed: int, processes: int, is_enough: Callable[[int], bool], done: Collection[str] = ()
) -> Iterator[Outcome]:
    """Yield what comes of trials in the order of the seed's, in several processes at a time.

    Args:
        folder: an empty one.
        seed: decides the order.
        processes: how many.
        is_enough: is given how many trials have begun, and says whether that is enough.
        done: trials to leave out, as texts.

    """
    outcomes: queue.SimpleQueue[Outcome | BaseException | None] = queue.SimpleQueue()
    begun = count()

    def work(number: int) -> None:
        try:
            base = folder / str(number)
            base.mkdir(parents=True)
            with Office(base, MAPS=True, LETTERS=True, CSV=True) as office:
                mine = (trial for trial in office.trials(seed) if str(trial) not in done)
                for trial in islice(mine, number, None, processes):
                    if is_enough(next(begun)):
                        break
                    outcomes.put(office.attempt(trial))
        except BaseException as error:
            outcomes.put(error)
        finally:
            outcomes.put(None)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(processes)]
    for thread in threads:
        thread.start()
    working = processes
    while working:
        outcome = outcomes.get()
        if isinstance(outcome, BaseException):
            raise outcome
        if outcome is None:
            working -= 1
        else:
            yield outcome
