"""Tables of an algorithm's results as a workbook shows them: one sheet a result, and one that explains the columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from pandas.api.types import is_integer_dtype, is_numeric_dtype

from ...analysis.area.rounding import area_to_mu
from ...analysis.dates import OPEN_END
from ...bridge.paths import COLUMNS
from ...bridge.yaml_files import load_data
from ..centre_points import LATITUDE, LONGITUDE, with_centre_points
from ..column_names import JOINED, column_headings, column_words, heading_of
from ..labels import Translate, parcel_columns, unit_of, without_m2
from ..measure_labels import measure_columns
from ..names import Names
from ..number_format import DEGREES, INTEGER, M2, MU, PERCENT, TEXT, YEAR
from .table import Column, FrameRows, Table

_KINDS = {"_mu": MU, "_percent": PERCENT}
# Whole numbers that are real ones where some are not known.
_WHOLE = {"year": YEAR, "built": YEAR, "counties": INTEGER}
_CLOSURE = "closure_m2"
_ENDS = ("contract_end",)  # columns of days that may never come
_COPIED = ("candidates", "pieces")  # tables whose columns others take over
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


@dataclass(frozen=True)
class Result:
    """A table of results.

    Attributes:
        layer: its name in the results.
        frame: the rows; a geometry becomes the longitude and latitude of its centre.
        name: of its sheet.
        about: what it holds, in a sentence.

    """

    layer: str
    frame: pd.DataFrame
    name: str
    about: str


@dataclass(frozen=True)
class ResultWords:
    """The words of a workbook of results.

    Attributes:
        names: labels of ids.
        others: names of columns that are not the reports' own (`workflows.report.field_aliases`).
        tr: translates into their language.

    """

    names: Names
    others: Mapping[str, str]
    tr: Translate


def result_table(result: Result, words: ResultWords) -> Table:
    """Return a table of results with headings, units and words in place of ids."""
    frame = with_centre_points(result.frame)
    headings = _headings(result, words)
    labels = column_words(result.layer, words.tr, words.names, {})
    shown, columns = {}, []
    for name in map(str, frame.columns):
        own = labels.get(name, {})
        shown[name] = _in_words(frame[name], own, words.names, words.tr)
        columns.append(Column(headings[name], TEXT if own else _kind(name, frame[name]), key=name))
    return Table(
        key=result.layer,
        name=result.name,
        title=result.name,
        columns=tuple(columns),
        rows=FrameRows(pd.DataFrame(shown, index=frame.index)),
        notes=(result.about,) if result.about else (),
    )


def areas_in_mu(frame: pd.DataFrame, kept: Sequence[str] = ()) -> pd.DataFrame:
    """Return a table of results with its areas in mu, each once and in its place; closures stay in m².

    Args:
        frame: the table, as the GeoPackage has it.
        kept: columns of areas that stand in m² as well, behind those in mu.

    """
    shown = dict[str, pd.Series]()
    for name in map(str, frame.columns):
        in_mu = f"{name[: -len('_m2')]}_mu"
        if not name.endswith("_m2") or name.endswith(_CLOSURE):
            shown.setdefault(name, frame[name])
            continue
        shown[in_mu] = area_to_mu(pd.to_numeric(frame[name]))
        if name in kept:
            shown[name] = frame[name]
    return pd.DataFrame(shown, index=frame.index)


def explanation_table(results: Sequence[Result], texts: Sequence[str], words: ResultWords, language: str) -> Table:
    """Return what the columns of all tables mean, and in which unit they are.

    Args:
        results: the tables.
        texts: stand above: what was done, by which rules, on which day.
        words: of the workbook.
        language: `zh` or `en`.
    """
    tr, rows = words.tr, []
    for result in results:
        headings = _headings(result, words)
        meanings = [explained_columns(table, language) for table in (result.layer, *_COPIED)]
        for name in with_centre_points(result.frame).columns:
            meaning = next((columns[name] for columns in meanings if name in columns), "")
            rows.append((result.name, headings[name].replace("\n", ""), unit_of(name, tr), meaning, name))
    return Table(
        key="explanation",
        name=tr("Explanation"),
        title=tr("What the tables say, and in which units"),
        columns=(
            Column(tr("Table")),
            Column(tr("Column")),
            Column(tr("Unit of measure")),
            Column(tr("Meaning")),
            Column(tr("Name in the data")),
        ),
        rows=rows,
        notes=(
            *texts,
            tr(
                "Gross areas are shares of the parcels' area of record (TBMJ), ridges inside. Net areas are shares of "
                "the net area (TBDLMJ) of cultivated land (01), without ridges. Registered areas are those of the PBF "
                "layer (YJJBNTMJ). 1 mu = 2000/3 m²; an empty cell means not known or not given, never 0."
            ),
        ),
        technical=True,
    )


@lru_cache(maxsize=1)
def _explained() -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]:
    """Return what `docs/columns.yaml` says of tables and columns."""
    return load_data(COLUMNS)


def explained_columns(layer: str, language: str) -> dict[str, str]:
    """Return what the columns of a table of results mean, as plain text; nothing of tables that nobody explains.

    >>> explained_columns("supplements", "en")["net_mu"]
    'The same in mu.'

    """
    columns = _explained().get(layer, {}).get("columns", {})
    return {name: _LINK.sub(r"\1", text[language]).replace("`", "") for name, text in columns.items()}


def _headings(result: Result, words: ResultWords) -> dict[str, str]:
    """Return the headings of a result's columns, with their units, and of the coordinates of its centres."""
    centre = {name: parcel_columns(words.tr)[name] for name in (LONGITUDE, LATITUDE)}
    known = {**column_headings(result.layer, words.tr, words.names, words.others), **centre}
    own = measure_columns(result.layer, words.tr, words.names)
    in_mu = {f"{name[:-3]}_mu": without_m2(text, words.tr) for name, text in own.items() if name.endswith("_m2")}
    known = {**known, **in_mu, **own}
    return {name: heading_of(name, known, words.tr) for name in (*map(str, result.frame.columns), LONGITUDE, LATITUDE)}


def _kind(name: str, values: pd.Series) -> str:
    """Return how the figures of a column are printed."""
    if name in (LONGITUDE, LATITUDE):
        return DEGREES
    if not is_numeric_dtype(values) or values.dtype == bool:
        return TEXT
    if name in _WHOLE:
        return _WHOLE[name]
    if is_integer_dtype(values):
        return INTEGER
    return next((kind for ending, kind in _KINDS.items() if name.endswith(ending)), M2)


def _in_words(values: pd.Series, labels: Mapping[str, str], names: Names, tr: Translate) -> pd.Series:
    """Return the values of a column with words in place of ids, and of an end that never comes; None where none is."""
    shown = values.astype(object).where(values.notna(), None)
    if values.name in _ENDS:
        return shown.where(shown != OPEN_END, tr("Open-ended"))
    if values.name in JOINED:
        return shown.map(lambda ids: names.joined(JOINED[str(values.name)], ids, labels), na_action="ignore")
    if values.dtype == bool:
        return shown.map(lambda value: labels.get(str(value).lower(), str(value)))
    return shown.map(lambda one: labels.get(str(one), one), na_action="ignore") if labels else shown
