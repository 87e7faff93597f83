"""Runs of `run_folder` over folders of counties: whole ones, and one that is killed."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .county_files import CountyFolder
from .process_metrics import Measured, clean_environment, kill_when, measure
from .tools import ROOT

_JOURNAL = "journal.json"
_BLOCK = 1 << 20  # bytes read at once
_EPOCH = "1735603200"  # the time that all runs bear


@dataclass(frozen=True)
class FolderRun:
    """A run over a folder of counties, or what stopped it (`measured.error`).

    Attributes:
        folder: the counties.
        measured: of the process.
        seconds: of each county, by its journal.
        sizes: bytes of inputs and results.
        content: hashes of the results' files.

    """

    folder: CountyFolder
    measured: Measured
    seconds: Sequence[float]
    sizes: tuple[int, int]
    content: Mapping[str, str]


@dataclass(frozen=True)
class Runner:
    """Runs `run_folder` with its results, profile and logs in a place of its own."""

    place: Path
    timeout: float

    @property
    def results(self) -> Path:
        """The output folder."""
        return self.place / "results" / "folder"

    @property
    def _profile(self) -> Path:
        return self.place / "results" / "profile"

    def _log(self, name: str) -> Path:
        return self.place / "logs" / f"{name}.log"

    def _environment(self) -> dict[str, str]:
        return clean_environment() | {"QGIS_CUSTOM_CONFIG_PATH": str(self._profile), "SOURCE_DATE_EPOCH": _EPOCH}

    def _command(self, folder: CountyFolder) -> list[object]:
        given = [f"COUNTIES={folder.path}", f"OUTPUT_FOLDER={self.results}"]
        return [ROOT / "scripts" / "qgis-process", "run", "farmland_redline:run_folder", "--", *given]

    def clear(self) -> None:
        """Remove results and profile."""
        shutil.rmtree(self.place / "results", ignore_errors=True)

    def seconds(self) -> list[float]:
        """Return how long each county took that is done, in the order of the run."""
        journal = self.results / _JOURNAL
        if not journal.is_file():
            return []
        entries = json.loads(journal.read_text(encoding="utf-8"))["counties"]
        return [entry["seconds"] for _, entry in sorted(entries.items()) if entry["state"] == "done"]

    def run(self, folder: CountyFolder) -> FolderRun:
        """Run over a folder; what is done already stays."""
        done = measure(self._command(folder), self._log(folder.path.name), self._limit(folder), self._environment())
        seconds = self.seconds()
        if not done.error and len(seconds) < folder.counties:
            done = Measured(done.wall, done.processor, done.peak, error=f"{len(seconds)} counties done, see its log")
        print(f"{folder.path.name}: {done.wall:.1f} s {done.error}", flush=True)
        return FolderRun(folder, done, seconds, (_bytes(folder.path), _bytes(self.results)), content(self.results))

    def kill(self, folder: CountyFolder, counties: int, more: float) -> float | None:
        """Run over a folder until so many counties are done, and so many seconds; None where it ended before."""
        begun, due = time.monotonic(), list[float]()

        def is_due() -> bool:
            now = time.monotonic()
            if not due and len(self.seconds()) >= counties:
                due.append(now + more)
            return now >= min([*due, begun + self._limit(folder)])

        return kill_when(is_due, self._command(folder), self._log("killed"), self._environment())

    def _limit(self, folder: CountyFolder) -> float:
        """Return the seconds that a run may take."""
        return self.timeout * folder.counties


def content(folder: Path) -> dict[str, str]:
    """Return the hashes of all files but the journal, which knows how long each county took."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != _JOURNAL]
    return {str(path.relative_to(folder)): _hash(path) for path in files}


def _hash(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
