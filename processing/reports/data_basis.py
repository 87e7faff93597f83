"""Which data a report stands on, in the lines that every output bears in its heading."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..analysis.vocabulary import Level
from ..bridge.io.provenance import REFERENCE_DATE
from .labels import EARLIER, Translate, date_text, parameter, part
from .model import InputRow, ReportModel

# How the part of a layer begins that is less than the layer.
_CHOSEN = ("selected", "filter", "first")


def basis_lines(model: ReportModel, tr: Translate) -> list[str]:
    """Return the year of the survey, each input of which only a part was read, and whom the data does not cover."""
    lines = []
    if model.survey_years:
        years = tr(", ").join(str(year) for year in model.survey_years)
        lines.append(tr("Data: land survey of {years}.").format(years=years))
    limits = [
        tr("{one} ({another})").format(one=_input(row, model, tr), another=part(row.facts["part"], tr))
        for row in model.inputs
        if row.facts.get("part", "").startswith(_CHOSEN)
    ]
    if limits:
        lines.append(tr("Only part of the data was read: {inputs}.").format(inputs=tr(", ").join(limits)))
    return [*lines, *_coverage(model, tr)]


def data_date(model: ReportModel, tr: Translate) -> str:
    """Return the day of the data: the reference date, where the survey is of its year; else the survey's years."""
    rows = {section: value for section, name, value in model.provenance if name == REFERENCE_DATE}
    text = rows.get("run") or rows.get(f"{EARLIER}run")
    day = date.fromisoformat(text) if text else None
    if day is not None and model.survey_years in ((), (day.year,)):
        return date_text(day, tr)
    years = tr(", ").join(str(year) for year in model.survey_years)
    return tr("year {years}").format(years=years) if years else ""


def data_sources(model: ReportModel, tr: Translate) -> tuple[str, ...]:
    """Return the files and layers that the report was made from, in three lengths, the longest first.

    Of each file all layers, or their number; or the number of all layers and files with the first file's name.
    """
    files: dict[str, list[str]] = {}
    for row in model.inputs:
        if "features" in row.facts:
            layers = files.setdefault(row.facts.get("file", ""), [])
            if row.name not in layers:
                layers.append(row.name)
    if not files:
        return ()
    separator = tr(", ")
    counted = {file: tr("{count} layers").format(count=len(layers)) for file, layers in files.items()}
    listed = [_of_file(file, separator.join(layers), tr) for file, layers in files.items()]
    numbers = [_of_file(file, counted[file] if len(layers) > 1 else layers[0], tr) for file, layers in files.items()]
    total = tr("{file} and others: {layers} layers of {files} files")
    first, number = next(filter(None, files), ""), sum(map(len, files.values()))
    return (
        separator.join(listed),
        separator.join(numbers),
        *([total.format(file=first, layers=number, files=len(files))] if first and len(files) > 1 else ()),
    )


def _of_file(file: str, layers: str, tr: Translate) -> str:
    """Return a file with what is in it; alone where it is named as its only layer."""
    if not file or not layers:
        return file or layers
    return file if Path(file).stem == layers else tr("{one} ({another})").format(one=file, another=layers)


def _input(row: InputRow, model: ReportModel, tr: Translate) -> str:
    """Return an input's parameter with the names of its layer and file."""
    names = tr(", ").join(dict.fromkeys(name for name in (row.name, row.facts.get("file", "")) if name))
    return tr("{one}: {another}").format(one=parameter(row.parameter, model.names, tr), another=names)


def _coverage(model: ReportModel, tr: Translate) -> list[str]:
    """Return what of the policy's units the data lacks, and which units of the data the policy does not name."""
    lines = []
    named = [row for row in model.targets if row.in_policy]
    if model.targets and not named:
        lines.append(tr("No targets: the policy names no unit of this data."))
    for row in named:
        if row.is_partial:
            line = tr("{unit}: data of {count} of {all} counties; the city is not judged.")
            lines.append(line.format(unit=row.name, count=row.children_with_data, all=row.children))
    others = [row for row in model.targets if not row.in_policy and row.level == Level.COUNTY and row.parcels]
    if others and named:
        line = tr("{count} parcels lie in units that the policy does not name: {units}.")
        count = sum(row.parcels or 0 for row in others)
        lines.append(line.format(count=count, units=tr(", ").join(row.name or tr("no code") for row in others)))
    return lines
