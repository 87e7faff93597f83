"""A letter for each county, filled from the report model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ...analysis.progress import Progress, Silent
from ...analysis.vocabulary import Listed
from ...bridge.attempts import Attempt, insist
from ...bridge.errors import error_reason
from ...bridge.i18n import tr
from ...bridge.io.file_names import safe_file_name
from ...bridge.survey.letter_settings import LetterSettings
from ..labels import Translate
from ..maps.county_contents import Extent
from ..model import ReportModel
from ..office_timestamps import set_time
from .docx_template import LetterError, check_fields, open_template
from .docx_writer import write_docx
from .html_writer import write_html
from .letter import MAP, Letter, make_letter
from .merge_fields import TABLES, text_names
from .office_fields import NAMES as OFFICE_NAMES

LETTER_NAME = re.compile(r"\d{6}_.*\.(docx|html)$")


@dataclass(frozen=True)
class LetterOptions:
    """How letters are made.

    Attributes:
        template: the .docx to fill; None for HTML pages in the form of the shipped one, which need no library.
        language: of the letters, `zh` or `en`.
        settings: what the office's letters bear.
        listed: which conflicts are listed one by one after a review, a word of `Listed`.
    """

    template: Path | None
    language: str
    settings: LetterSettings = field(default_factory=LetterSettings)
    listed: str = Listed.STANDING.value


def check_letters(options: LetterOptions, tiers: Iterable[str]) -> None:
    """Raise `LetterError` where letters cannot be made, before a run begins; `tiers` are the policy's."""
    if options.template is not None:
        document = open_template(options.template)
        check_fields(document, (*text_names(tiers), *OFFICE_NAMES), (*TABLES, MAP), options.template)


def export_county_letters(
    package: Path,
    model: ReportModel,
    folder: Path,
    translate: Translate,
    options: LetterOptions,
    progress: Progress | None = None,
    attempt: Attempt = insist,
    extents: Mapping[str, Extent] | None = None,
) -> dict[str, Path]:
    """Write one letter a county.

    Args:
        package: the run's GeoPackage, for the maps.
        model: the report whose figures stand in the letters.
        folder: where the files go.
        translate: translates headings of tables and the legend.
        options: the template, and what the office's letters bear.
        progress: receives the fraction done; may cancel.
        attempt: of each letter, and of the map in it, which the letter does without where it fails.
        extents: of the counties' pieces, by code, where they are known.

    Returns:
        county code -> file, for the counties of the summary.

    Raises:
        LetterError: the template cannot be read or has a field that is not known.
    """
    progress = progress or Silent()
    counties = model.letter_counties
    written = {}
    for number, county in enumerate(counties):
        progress.check()
        name = safe_file_name(f"{county}_{model.unit_name(county)}")
        path = folder / f"{name}{'.html' if options.template is None else '.docx'}"
        with attempt(path.name, path):
            extent = (extents or {}).get(county)
            letter = make_letter(package, model, county, options.settings, number, translate, options.listed, extent)
            draw = partial(_try_map, attempt, path.name, letter.draw_map)
            _write_letter(replace(letter, draw_map=draw), options, path, model)
            written[county] = path
        progress.set((number + 1) / len(counties))
    return written


def _write_letter(letter: Letter, options: LetterOptions, path: Path, model: ReportModel) -> None:
    """Write a letter's file; raise `LetterError` where it cannot be written."""
    try:
        if options.template is None:
            write_html(letter, options.language, path)
        else:
            write_docx(letter, options.template, path)
            set_time(path, model.created)
    except OSError as error:
        text = tr("The letter “{file}” could not be written ({reason}).")
        raise LetterError(text.format(file=path.name, reason=error_reason(error))) from error


def _try_map(
    attempt: Attempt, letter: str, draw: Callable[[float, float], bytes | None], width_mm: float, height_mm: float
) -> bytes | None:
    """Return the map of a letter; None where drawing it fails, which costs the letter its map alone."""
    picture = None
    with attempt(tr("{one}: {another}").format(one=letter, another=tr("Map"))):
        picture = draw(width_mm, height_mm)
    return picture
