"""The results of a run over many counties, written beside the counties' folders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ...bridge.attempts import Attempts
from ...bridge.io.provenance import LAYER as PROVENANCE
from ...bridge.io.provenance import Provenance
from ...bridge.io.sidecars import find_sidecars
from ...bridge.io.table_parts import TableParts
from ...bridge.io.writing import write_layers
from ...bridge.progress import FeedbackProgress
from ...reports.labels import Translate
from ...reports.model import ReportModel
from ...reports.page.writer import write_page
from ...reports.tables.contents import report_tables
from ...reports.tables.measures import measure_layers
from ...reports.workbook.csv_export import CSV_FOLDER
from ...reports.workbook.writer import is_long, write_workbook
from ..batch import PACKAGE_FILE, PAGE_FILE, WORKBOOK_FILE, csv_links, write_tables
from ..report import SUMMARY
from .journal import FILE
from .run import COUNTIES

FILES = (PACKAGE_FILE, WORKBOOK_FILE, PAGE_FILE, FILE)


def is_taken(name: str) -> bool:
    """Return whether a name in the output folder is, or may become, that of a file or folder of the run over all."""
    lowered = name.lower()
    beside = (find_sidecars(Path(file), [lowered]) for file in FILES)
    return name.startswith(".") or lowered in (*FILES, CSV_FOLDER) or any(beside)


@dataclass(frozen=True)
class MergedResults:
    """The results of all counties.

    Attributes:
        counties: a row a county (`county_table`).
        summary: a row a unit.
        model: of the report.
        translate: into its language.
        language: of the page, `zh` or `en`.
        provenance: of the run.
        long: tables that no report shows, by the names of their layers.

    """

    counties: pd.DataFrame
    summary: pd.DataFrame
    model: ReportModel
    translate: Translate
    language: str
    provenance: Provenance
    long: Mapping[str, TableParts]


def write_merged(
    folder: Path, merged: MergedResults, reports: bool, progress: FeedbackProgress, attempts: Attempts
) -> set[str]:
    """Write the GeoPackage with the sums, and workbook and page of all counties.

    Args:
        folder: a new folder.
        merged: what is written.
        reports: whether workbook and page are wanted.
        progress: may cancel.
        attempts: receives what could not be made.

    Returns:
        names of the files in the folder.

    """
    model, translate = merged.model, merged.translate
    measures = {**model.measures, **merged.long}
    ordered = {name: measures[name] for name in measure_layers() if name in measures}
    layers = {SUMMARY: merged.summary, COUNTIES: merged.counties, **ordered}
    layers[PROVENANCE] = merged.provenance.table()
    write_layers(folder / PACKAGE_FILE, layers, progress.part(0.0, 0.2))
    if reports:
        tables = report_tables(model, translate)
        listed = [table for table in tables if is_long(table)]
        if listed:
            (folder / CSV_FOLDER).mkdir()
        write_tables(listed, folder, progress, attempts)
        with attempts.attempt(WORKBOOK_FILE, folder / WORKBOOK_FILE):
            write_workbook(model, folder / WORKBOOK_FILE, translate, tables, links=csv_links(tables), progress=progress)
        with attempts.attempt(PAGE_FILE, folder / PAGE_FILE):
            book = WORKBOOK_FILE if (folder / WORKBOOK_FILE).is_file() else None
            page, language = folder / PAGE_FILE, merged.language
            write_page(model, page, translate, language, book, PACKAGE_FILE, progress=progress, tables=tables)
    return {path.name for path in folder.iterdir()}
