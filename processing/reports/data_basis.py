"""Which data a report stands on, in the lines that every output bears in its heading."""

from __future__ import annotations

from .labels import Translate, parameter, part
from .model import ReportModel

_WHOLE = ("", "all")


def basis_lines(model: ReportModel, tr: Translate) -> list[str]:
    """Return the year of the survey, and each input of which only a part was read."""
    lines = []
    if model.survey_years:
        years = tr(", ").join(str(year) for year in model.survey_years)
        lines.append(tr("Data: land survey of {years}.").format(years=years))
    limits = [
        tr("{one} ({another})").format(one=parameter(row.parameter, model.names, tr), another=part(text, tr))
        for row in model.inputs
        if (text := row.facts.get("part", "")) not in _WHOLE
    ]
    if limits:
        lines.append(tr("Only part of the data was read: {inputs}.").format(inputs=tr(", ").join(limits)))
    return lines
