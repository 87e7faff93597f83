"""Tables of the data itself: its problems, the inputs, and the provenance of the results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from ...bridge.crs.systems import crs_title
from ...bridge.io.provenance import EARLIER_DAY, REFERENCE_DATE, WORST_CLOSURE
from ...bridge.vocabulary import problem_severity_labels
from .. import labels
from ..labels import Translate
from ..model import INPUT_FACTS, InputRow, ReportModel
from ..names import Names
from ..number_format import INTEGER
from . import status_tones
from .table import Column, FrameRows, Table


def problem_kinds_table(model: ReportModel, tr: Translate) -> Table:
    """Return the data problems by kind: how many in which layers, and the remedy."""
    severities = problem_severity_labels(tr)
    rows = [
        (
            labels.label(severities, total.severity),
            model.names.of("problems", total.kind),
            total.count,
            tr(", ").join(
                tr("{one} ({another})").format(one=labels.layer(layer, model.names, tr), another=count)
                for layer, count in total.layers
            ),
            total.message,
            total.remedy,
        )
        for total in model.problem_totals
    ]
    return Table(
        key="problem_kinds",
        name=tr("Data problems by kind"),
        title=tr("Data problems by kind"),
        columns=(
            Column(tr("Severity"), tones=status_tones.of_problems(tr)),
            Column(tr("Problem kind")),
            Column(tr("Number"), INTEGER),
            Column(tr("Layer")),
            Column(tr("Example")),
            Column(tr("Remedy")),
        ),
        rows=rows,
        notes=(_problem_count(model, tr),),
    )


def _problem_count(model: ReportModel, tr: Translate) -> str:
    """Return in words how many problems there are."""
    if model.problems.empty:
        return tr("No problems were found in the data.")
    return tr("{count} problems.").format(count=len(model.problems))


def problems_table(model: ReportModel, tr: Translate) -> Table:
    """Return every data problem with its remedy."""
    severities, names, problems = problem_severity_labels(tr), model.names, model.problems

    def layer(text: str) -> str:
        """Return the label of a layer."""
        return labels.layer(text, names, tr)

    headings = labels.problem_columns(tr)
    words = {
        "severity": lambda code: labels.label(severities, code),
        "layer": layer,
        "feature": layer,  # a note on a layer that was not given names its role here
        "kind": lambda kind: names.of("problems", kind),
        "message": str,
        "remedy": str,
    }
    frame = pd.DataFrame(
        {
            name: problems[name].astype(object).map(lambda v, word=word: None if v is None or pd.isna(v) else word(v))
            for name, word in words.items()
        },
        index=problems.index,
    )
    return Table(
        key="problems",
        name=tr("Data problems"),
        title=tr("Data problems"),
        columns=tuple(
            Column(headings[name], tones=status_tones.of_problems(tr) if name == "severity" else ()) for name in words
        ),
        rows=FrameRows(frame),
        notes=(_problem_count(model, tr),),
        technical=True,
    )


def inputs_table(model: ReportModel, tr: Translate) -> Table:
    """Return the layers and files that the run read."""
    facts = input_facts(tr)
    return Table(
        key="inputs",
        name=tr("Input data"),
        title=tr("Data that the results were made from"),
        columns=(
            Column(tr("Section")),
            Column(tr("Parameter")),
            Column(tr("Layer or file")),
            *(Column(title, INTEGER) if name == "features" else Column(title) for name, title in facts.items()),
        ),
        rows=[
            (
                labels.section(row.section, tr),
                labels.parameter(row.parameter, model.names, tr),
                row.name,
                *(_fact(row.facts, name, tr) for name in facts),
            )
            for row in model.inputs
        ],
        notes=(tr("The hash shows later whether a file is the one that was read."),),
        technical=True,
    )


def input_facts(tr: Translate) -> dict[str, str]:
    """Return the titles of what is known of an input, by names of `INPUT_FACTS`."""
    titles = (
        *(tr("File"), tr("Provider"), tr("Number of features"), tr("Features read"), tr("Coordinate system")),
        tr("SHA-256 of the file"),
    )
    return dict(zip(INPUT_FACTS, titles))


def input_row(row: InputRow, names: Names, tr: Translate) -> tuple[str, str, str]:
    """Return section, parameter and all that is known of an input, in words."""
    told = [(title, _fact(row.facts, name, tr)) for name, title in input_facts(tr).items()]
    known = [tr("{one}: {another}").format(one=title, another=fact) for title, fact in told if fact is not None]
    value = names.separator.join((row.name, *known))
    return labels.section(row.section, tr), labels.parameter(row.parameter, names, tr), value


def _fact(facts: Mapping[str, str], name: str, tr: Translate) -> str | int | None:
    """Return a fact of an input in words; None where it is not recorded."""
    text = facts.get(name)
    if text is None:
        return None
    if name == "features":
        return int(text)
    if name == "part":
        return labels.part(text, tr)
    return crs_title(text, tr) if name == "crs" else text


def provenance_rows(
    provenance: Iterable[tuple[str, str, str]], names: Names, tr: Translate
) -> Iterator[tuple[str, str, str]]:
    """Yield section, item and value in words of rows of provenance that are no inputs; without the time of the run."""
    for section, name, value in provenance:
        own = section.split(" ")[-1]
        if (section, name) == ("run", "time"):
            continue
        if own == "run":
            words = {"algorithm": tr("Algorithm"), "time": tr("Time (UTC)"), REFERENCE_DATE: tr("Reference date")}
            words |= {EARLIER_DAY: tr("Date of the earlier survey"), WORST_CLOSURE: tr("Worst closure (m²)")}
            label = words.get(name, name)
            shown = str(names.of("algorithms", value)) if name == "algorithm" else value
        elif own == "parameter":
            label, shown = labels.parameter(name, names, tr), labels.value(name, value, tr)
        elif own in ("mapping", "personal"):
            shown = labels.taken_for(value, names, tr) if own == "mapping" else labels.personal(value, tr)
            label = labels.parameter(name, names, tr)
        elif own == "missing":
            label, shown = labels.feature(name, tr), value
        else:
            label, shown = name, value
        yield labels.section(section, tr), label, shown


def provenance_table(model: ReportModel, tr: Translate) -> Table:
    """Return what made this output: time, algorithm, versions, parameters."""
    created = (tr("Run"), tr("Created (Beijing time)"), model.created.replace(tzinfo=None))
    rows = [created, *provenance_rows(model.provenance, model.names, tr)]
    return Table(
        key="provenance",
        name=tr("Provenance"),
        title=tr("Provenance of the results"),
        columns=tuple(map(Column, labels.provenance_columns(tr).values())),
        rows=rows,
        technical=True,
    )
