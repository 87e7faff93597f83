"""The files of check sheets: a PDF for each unit, or one for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from ...analysis.progress import Progress
from ...bridge.io.file_names import safe_file_name
from ..maps.layout.export import PDF, complete, time_stamp, unwritable
from ..maps.layout.fonts import text_font
from ..maps.layout.pdf import set_date
from ..maps.layout.rendering import CREATOR
from .check_sheet import CheckSheets, SheetWords
from .findings import FieldFindings
from .paper import Paper
from .surroundings import Surroundings

SHEETS = "check_sheets"
_LONGEST = 80


@dataclass(frozen=True)
class SheetFiles:
    """What was made: the files, the sheets and the pages."""

    files: tuple[Path, ...]
    sheets: int
    pages: int


def write_check_sheets(
    package: Path,
    findings: FieldFindings,
    folder: Path,
    words: SheetWords,
    level: str,
    one_file: bool,
    created: datetime,
    progress: Progress,
) -> SheetFiles:
    """Draw a check sheet for each finding, in the order of the frame; in any thread.

    Args:
        package: whose pieces are drawn around.
        findings: at least one; their positions are the numbers of the sheets.
        folder: where the files go.
        words: what stands on all sheets.
        level: of the units that get a file each.
        one_file: one file for all.
        created: the run's time.
        progress: receives the fraction done; may cancel.

    Raises:
        MapError: a file cannot be written, or no font shows Chinese.
    """
    surroundings, count = Surroundings(package), len(findings.frame)
    font = text_font(words.tr, words.tr("Field check sheet"))
    files, pages, done = [], 0, 0
    for name, rows in _parts(findings, level, one_file):
        target = folder / f"{name}.{PDF}"
        with complete(target) as temporary:
            paper = Paper(temporary, f"{words.tr('Field check sheet')} {name}", CREATOR, font)
            if not paper.is_open:
                raise unwritable(target)
            try:
                sheets = CheckSheets(paper, findings, surroundings, words)
                for place in rows:
                    progress.set(done / count)
                    pages += sheets.draw(int(place), int(place) + 1, count, place == rows[0])
                    done += 1
            finally:
                good = paper.close()
            if not good:
                raise unwritable(target)
            set_date(temporary, time_stamp(created))
        files.append(target)
    return SheetFiles(tuple(files), done, pages)


def _parts(findings: FieldFindings, level: str, one_file: bool) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the files' names with the positions of their findings."""
    if one_file:
        yield SHEETS, np.arange(len(findings.frame))
        return
    for code, rows in findings.frame.groupby(level, sort=True).indices.items():
        name = findings.frame[f"{level}_name"].iloc[rows[0]]
        yield safe_file_name(f"{SHEETS}_{code}_{name}".rstrip("_"), _LONGEST), np.sort(rows)
