"""The report's tables as CSV files that spreadsheets and scripts read: UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
import math
from datetime import datetime
from pathlib import Path

from ...analysis.progress import Progress, Silent
from ...bridge.io.file_names import safe_file_name
from ..labels import Translate
from ..model import ReportModel
from ..number_format import DATE, printed
from ..tables.contents import report_tables
from ..tables.table import Column, column_groups
from .writer import FORMULA_STARTS

_CHECK_EVERY = 500


def write_csv(model: ReportModel, folder: Path, tr: Translate, progress: Progress | None = None) -> list[Path]:
    """Write each table of the workbook into a file named after its sheet, and return the files.

    Figures are as exact as in the workbook, without separators. A text that a spreadsheet would take for a formula gets
    an apostrophe before it.

    Args:
        model: the report.
        folder: where the files go; it exists.
        tr: translates the names of the files and the headings.
        progress: may cancel.
    """
    progress = progress or Silent()
    written = []
    for table in report_tables(model, tr):
        path = folder / f"{safe_file_name(table.name)}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_headings(table.columns))
            for number, row in enumerate(table.rows):
                if number % _CHECK_EVERY == 0:
                    progress.check()
                writer.writerow([_text(value) for value in row])
        written.append(path)
    return written


def _headings(columns: tuple[Column, ...]) -> list[str]:
    """Return one line of headings, each with its group in front, since there is no row above."""
    groups = [name for name, span in column_groups(columns) for _ in range(span)]
    return [_text(f"{group} {column.heading}".replace("\n", "").strip()) for group, column in zip(groups, columns)]


def _text(value: object) -> str:
    """Return a value as text."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime):
        return printed(value, DATE)
    if isinstance(value, float):
        return f"{value:.15g}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text
