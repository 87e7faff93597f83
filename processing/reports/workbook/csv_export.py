"""The report's tables as CSV files that spreadsheets and scripts read: UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from ...analysis.progress import Progress, Silent
from ...bridge.io.file_names import safe_file_name
from ...bridge.io.spreadsheet_text import escape_formula, one_line
from ..number_format import DATE, printed
from ..tables.table import Column, Table, column_groups

# Where a run puts the files, beside its other results.
CSV_FOLDER = "csv"
_CHECK_EVERY = 500


def csv_name(table: Table) -> str:
    """Return the name of a table's file."""
    return f"{safe_file_name(table.name)}.csv"


def write_csv(tables: Iterable[Table], folder: Path, progress: Progress | None = None) -> list[Path]:
    """Write tables of the workbook into files named after their sheets, and return the files.

    Figures are as exact as in the workbook, without separators. A text that a spreadsheet would take for a formula gets
    an apostrophe before it, and each row is one line.

    Args:
        tables: of a report (`report_tables`).
        folder: where the files go; it exists.
        progress: may cancel.
    """
    progress = progress or Silent()
    written = []
    for table in tables:
        path = folder / csv_name(table)
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
    return escape_formula(one_line(value)) if isinstance(value, str) else str(value)
