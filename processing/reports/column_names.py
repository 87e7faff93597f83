"""Names of the columns of result layers, and words for the ids in them: what QGIS and workbooks show in their stead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from ..analysis.values.kinds import Kind
from ..bridge.io.provenance import LAYER as PROVENANCE
from ..bridge.value_kinds import load_reading
from ..bridge.vocabulary import (
    level_labels,
    potential_labels,
    problem_severity_labels,
    use_labels,
    verdict_labels,
    yes_no_labels,
)
from .changes import CHANGES, FLOWS, TRANSITION
from .labels import (
    Translate,
    change_columns,
    flow_columns,
    loss_columns,
    own_layers,
    parcel_columns,
    piece_columns,
    problem_columns,
    provenance_columns,
    quantity,
    summary_columns,
    with_column_unit,
    zone_columns,
)
from .measure_labels import measure_columns, measure_words
from .names import Names, Words

PROBLEMS, LOSSES, ABANDONED = "problems", "losses", "abandoned"
_OF_CHANGES = (CHANGES, FLOWS, TRANSITION)
# Columns that hold one id of a group of names.
_GROUPS = {
    "kind": "kinds",
    "severity": "severities",
    "origin": "origins",
    "source": "sources",
    "tier": "tiers",
    "deferred": "deferred",
    "reason": "reasons",
    "direction": "directions",
    "cause": "causes",
    "status": "statuses",
    "responsible": "responsible",
}
_TRUE_OR_FALSE = ("sliver", "cut", "in_pbf")
# Columns that hold several ids, joined, or ids of no closed list, and the groups that name them where the table has no
# words of its own.
JOINED = {
    "also": ("kinds", "sources"),
    "flags": ("flags",),
    "findings": ("use_findings",),
    "excluded": ("reasons",),
    "reason": ("reasons",),
    "needs": ("needs",),
    **dict.fromkeys(("checks", "why", "step", "period"), ()),
}
_LAYER = "layer"  # of a problem: a role of zones, or a layer of the user


def column_headings(kind: str, tr: Translate, names: Names, others: Mapping[str, str]) -> dict[str, str]:
    """Return the headings of a result layer's columns, and of others; units are not in them (`heading_of`).

    Args:
        kind: 'pieces', 'conflicts', 'candidates', 'changes', 'flows', 'summary', 'problems', 'provenance', or a table
            of a measure.
        tr: translates.
        names: labels of ids.
        others: names of columns that are not the reports' own.
    """
    if kind == PROBLEMS:
        return problem_columns(tr)
    if kind == PROVENANCE:
        return provenance_columns(tr)
    headings = {**others, **summary_columns(tr), **parcel_columns(tr), **piece_columns(tr), **zone_columns(tr)}
    if kind in _OF_CHANGES:
        headings |= change_columns(tr) | flow_columns(tr, names)
    if kind == LOSSES:
        headings |= loss_columns(tr)
    return headings | measure_columns(kind, tr, names)


def heading_of(column: str, headings: Mapping[str, str], tr: Translate) -> str:
    """Return the heading of a column with its unit."""
    return with_column_unit(headings.get(column) or quantity(column, tr), column, tr)


def column_words(
    kind: str, tr: Translate, names: Names, joined: Mapping[str, Iterable[str]]
) -> dict[str, Mapping[str, str]]:
    """Return the words for the ids of a result layer, by column and id.

    Args:
        kind: of the layer (see `column_headings`).
        tr: translates.
        names: labels of ids.
        joined: values of columns that hold several ids, by column (see `joined_values`).
    """
    layers = {**names.terms.get("roles", {}), **own_layers(tr)}
    if kind == PROBLEMS:
        given = {name: name for name in joined.get(_LAYER, ())}  # layers of users keep their names
        kinds = names.terms.get("problems", {})
        return {"kind": kinds, "severity": problem_severity_labels(tr), _LAYER: {**given, **layers}}
    marks = [column for column, reading in load_reading().kinds.items() if reading.kind is Kind.MARK]
    words: dict[str, Mapping[str, str]] = {
        **{column: names.terms.get(group, {}) for column, group in _GROUPS.items()},
        "role": layers,
        **dict.fromkeys(marks, yes_no_labels(tr)),
        **{column: {"true": tr("Yes"), "false": tr("No")} for column in _TRUE_OR_FALSE},
        "verdict": verdict_labels(tr),
        "use": use_labels(tr),
        "potential": potential_labels(tr),
        "level": level_labels(tr),
    }
    own: Words = measure_words(kind, tr, names)
    if kind == LOSSES:  # of kinds of their own
        own = dict.fromkeys(("kind", "also"), names.terms.get(LOSSES, {}))
    words |= own
    for column, values in joined.items():
        if column == _LAYER:  # its name as it is
            continue
        shown = {value: names.joined(JOINED[column], value, own.get(column)) or value for value in values}
        words[column] = {**words.get(column, {}), **shown}
    return words


def joined_values(frame: pd.DataFrame) -> dict[str, list[str]]:
    """Return the values of a result layer's columns that hold several ids, or ids of no closed list, by column."""
    return {name: sorted(map(str, frame[name].dropna().unique())) for name in (*JOINED, _LAYER) if name in frame}
