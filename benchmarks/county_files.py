"""Folders of counties: their files, which are made once and shared, and the disk that they need."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

from .process_metrics import clean_environment
from .scenarios import code_key
from .tools import ROOT

LEAST = 100  # parcels, one a village
INPUT_PER_PARCEL = 1_400  # bytes; 1,370 measured, of 49 vertices with four zone layers and units
OUTPUT_PER_INPUT = 1.5  # bytes; 1.34 measured, reports included
_PROVINCE = 36
_CITY = 10  # counties


def county_code(number: int) -> str:
    """Return the code of a county: ten are a city."""
    return f"{_PROVINCE}{number // _CITY + 1:02d}{number % _CITY + 21:02d}"


@dataclass(frozen=True)
class CountyFolder:
    """A folder of so many counties of about so many parcels each."""

    counties: int
    parcels: int
    place: Path

    @classmethod
    def parse(cls, text: str, place: Path) -> CountyFolder:
        """Return what a text like `8x20000` means.

        Raises:
            ValueError: it means nothing, or a village would have no parcel.

        """
        counties, _, parcels = text.partition("x")
        if not (counties.isdecimal() and parcels.isdecimal() and int(counties) and int(parcels) >= LEAST):
            raise ValueError(f"{text}: write counties and parcels of each, at least {LEAST}, such as 8x20000")
        return cls(int(counties), int(parcels), place)

    @property
    def path(self) -> Path:
        """The folder."""
        return self.place / "county_folders" / f"{self.counties}x{self.parcels}"

    @property
    def shared(self) -> Path:
        """The files of all counties of this size."""
        return self.place / "counties" / str(self.parcels)

    @property
    def _files(self) -> list[Path]:
        return [self.shared / f"{county_code(number)}.gpkg" for number in range(self.counties)]

    @property
    def _is_of_this_code(self) -> bool:
        key = self.shared / "key"
        return key.exists() and key.read_text(encoding="utf-8") == _key()

    def missing(self) -> set[Path]:
        """Return the files that are still to be made."""
        return {file for file in self._files if not self._is_of_this_code or not file.exists()}

    def results_room(self) -> int:
        """Return the bytes free that a run needs: results of all counties but the last, and what is asked for that."""
        county = self.parcels * INPUT_PER_PARCEL
        return int((self.counties - 1) * county * OUTPUT_PER_INPUT) + county * _asked_per_input()

    def make(self) -> None:
        """Make what is missing, and the folder anew, of links."""
        if not self._is_of_this_code:
            shutil.rmtree(self.shared, ignore_errors=True)
            self.shared.mkdir(parents=True)
            (self.shared / "key").write_text(_key(), encoding="utf-8")
        for number, file in enumerate(self._files):
            if not file.exists():
                module = "farmland_redline.benchmarks.counties"
                command = [ROOT / "scripts" / "python", "-m", module, file, number, self.parcels]
                subprocess.run([str(part) for part in command], check=True, env=clean_environment())
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        for file in self._files:
            os.link(file, self.path / file.name)


def _asked_per_input() -> int:
    """Return the bytes free for a byte of a county's file that the product asks for before each county."""
    limits = yaml.safe_load((ROOT / "resources" / "files" / "limits.yaml").read_text(encoding="utf-8"))
    return int(limits["run_folder"]["output_per_input"]["limit"])


def _key() -> str:
    return code_key("mosaic", "layers", "counties")


def needed_bytes(folders: list[CountyFolder]) -> int:
    """Return the disk that folders need beside what is there: their files, and the results of one run at a time."""
    missing = {file: folder.parcels for folder in folders for file in folder.missing()}
    return sum(missing.values()) * INPUT_PER_PARCEL + max(folder.results_room() for folder in folders)
