"""The patrol lists of units: for each a folder with a workbook, a package for QField and a GPX file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from ...bridge.io.file_names import safe_file_name
from ...bridge.io.provenance import LAYER as PROVENANCE
from ...bridge.io.provenance import Provenance
from ...bridge.io.writing import write_layers
from ...bridge.main_thread import call_in_main_thread
from ...bridge.progress import FeedbackProgress
from ..labels import joined
from ..maps.layout.rendering import CREATOR
from ..number_format import MU, printed
from ..workbook.csv_export import write_csv
from ..workbook.writer import write_workbook
from .check_sheet import SheetWords
from .findings import FieldFindings
from .form import field_data
from .gpx import RoutePlace, to_wgs84, write_gpx
from .lists import findings_table, list_model
from .patrol_package import PATROL, patrol_layers, write_project
from .surroundings import Surroundings

_LONGEST = 50
_README = "README.txt"


@dataclass(frozen=True)
class PatrolFiles:
    """What was made: a folder for each unit, and the number of findings."""

    folders: tuple[Path, ...]
    findings: int


def write_patrols(
    package: Path,
    parts: Sequence[tuple[str, str, FieldFindings]],
    folder: Path,
    words: SheetWords,
    provenance: Provenance,
    progress: FeedbackProgress,
) -> PatrolFiles:
    """Write the patrol lists of units.

    Args:
        package: of the results.
        parts: code, name and findings of each unit, these in the order of the patrol.
        folder: where the folders go.
        words: what stands on the lists.
        provenance: of the run.
        progress: receives the fraction done; may cancel.

    Raises:
        InputError: a file cannot be written.
    """
    surroundings, folders = Surroundings(package), []
    for number, (code, name, findings) in enumerate(parts):
        part = progress.part(number / len(parts), (number + 1) / len(parts))
        own = folder / safe_file_name(f"{code}_{name}".strip("_") or PATROL, _LONGEST)
        own.mkdir(parents=True)
        title = joined((words.tr("Patrol list"), name or code), words.tr)
        stem = f"{PATROL}_{code}".rstrip("_")
        model = list_model(findings, words, provenance)
        tables = [findings_table(findings, words, title)]
        write_workbook(model, own / f"{stem}.xlsx", words.tr, tables, progress=part, overview=False)
        write_csv(tables, own, part)
        layers = patrol_layers(findings, surroundings, words, part.part(0.1, 0.8))
        geopackage = own / f"{stem}.gpkg"
        write_layers(geopackage, {**layers, PROVENANCE: provenance.table()}, part.part(0.8, 0.9))
        call_in_main_thread(partial(write_project, geopackage, own / f"{stem}.qgz", title, findings, words))
        write_gpx(own / f"{stem}.gpx", _places(findings, words), title, CREATOR, provenance.time)
        # QField writes photos there; the folder is there from the start.
        photos = own / field_data()["patrol"]["photo_folder"]
        photos.mkdir()
        (photos / _README).write_text(words.tr("Photos of the patrol go here.") + "\n", encoding="utf-8")
        folders.append(own)
    return PatrolFiles(tuple(folders), sum(len(findings.frame) for _, _, findings in parts))


def _places(findings: FieldFindings, words: SheetWords) -> list[RoutePlace]:
    """Return the findings as places of a route."""
    frame, tr = findings.frame, words.tr
    longitude, latitude = to_wgs84(frame.crs, frame["x"].to_numpy(), frame["y"].to_numpy())
    rows = frame[["village_name", "TBBH", "kind_name", "look_for", "area_mu"]].itertuples(index=False, name=None)
    return [
        RoutePlace(
            float(lon),
            float(lat),
            " ".join(filter(None, (str(number), village, parcel))),
            joined((kind, tr("{area} mu").format(area=printed(area, MU, tr=tr)), look), tr),
            kind,
        )
        for number, (lon, lat, (village, parcel, kind, look, area)) in enumerate(zip(longitude, latitude, rows), 1)
    ]


def parts_by_unit(findings: FieldFindings, level: str) -> list[tuple[str, str, np.ndarray]]:
    """Return the code, the name and the positions of the findings of each unit of a level."""
    groups = sorted(findings.frame.groupby(level).indices.items())
    names = findings.frame[f"{level}_name"]
    return [(str(code), str(names.iloc[rows[0]]), np.sort(rows)) for code, rows in groups]
