"""The findings that people go to see: of one or several lists of a package, chosen and told in words, in one frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely
from qgis.core import QgsGeometry

from ...analysis.vocabulary import UNDECIDED, UNIT_LEVELS, Level, Verdict
from ...bridge.code_tables import second_survey_classes
from ...bridge.errors import InputError
from ...bridge.i18n import tr
from ...bridge.io.datasets import open_dataset, select
from ...bridge.io.decisions import DecisionTable, shape_hash
from ...bridge.io.result_reading import read_results_layer
from ...bridge.io.sql import quoted
from ..centre_points import LATITUDE, LONGITUDE
from ..model import MU_PER_M2
from ..names import Names
from .form import FieldForm, field_data, list_columns

DECISIONS = (*Verdict.values(), UNDECIDED)
# Classes that land had before, by where pieces tell them.
BEFORE = ("pbf_DLBM", "previous_DLBM", "survey2_DLBM")
_SURVEY2 = "survey2_DLBM"
_PIECES = "pieces"
_GEOGRAPHIC = "EPSG:4490"  # CGCS2000, degrees
# Columns of the results that go on: of the survey only these, so that nothing personal does.
_TEXTS = ("BSM", "TBBH", "DLBM", "ZLDWDM", "ZLDWMC", "measure", "flags", "tier", "potential")
_NUMBERS = ("area_m2", "cultivated_m2", "lost_cultivated_m2", "registered_m2", "net_m2", "TBMJ", "SJNF")
_PIECE_CLASSES = "SELECT piece_id, {columns} FROM {pieces} WHERE piece_id IN (SELECT {identifier} FROM {layer})"
_COLUMNS = "SELECT name FROM pragma_table_info('{table}')"


@dataclass(frozen=True)
class FindingChoice:
    """Which findings are wanted.

    Attributes:
        layers: the lists, by name.
        units: codes of units, each standing for all below it; all if none is given.
        kinds: ids or names of kinds; all if none is given.
        severity: the least, of lists that have one.
        decisions: values of `DECISIONS`.
        only: values that rows of a list must have, by list and column.
    """

    layers: tuple[str, ...]
    units: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    severity: int = 0
    decisions: tuple[str, ...] = DECISIONS
    only: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldFindings:
    """Findings in one frame, and what is needed to speak of them.

    Attributes:
        frame: one row a finding, with geometry; see `read_findings`.
        names: labels of ids and classes.
        unit_names: names of units by code.
        form: what is asked of them.
    """

    frame: geopandas.GeoDataFrame
    names: Names
    unit_names: Mapping[str, str]
    form: FieldForm

    def take(self, order: Sequence[int] | np.ndarray) -> FieldFindings:
        """Return the findings of some positions, in that order."""
        frame = self.frame.iloc[order].reset_index(drop=True)
        return FieldFindings(frame, self.names, self.unit_names, self.form)


def read_findings(
    package: Path,
    choice: FindingChoice,
    names: Names,
    unit_names: Mapping[str, str],
    form: FieldForm,
    check: Callable[[], None],
    made: Mapping[str, geopandas.GeoDataFrame],
) -> FieldFindings:
    """Read the chosen findings of a package of results.

    The frame has `layer`, `finding` (its stable id), `kind`, `kind_name`, `severity`, `look_for`, the codes and names
    of its units, the texts and areas (m²; `area_mu`) of the results, the classes before (`BEFORE`), the decision that
    counts (`verdict`, `reviewer`, `decided`, `decision_remark`, `version`), `shape` (hash of its geometry), `x` and `y`
    (a point in it, m), longitude and latitude (CGCS2000), and the geometry.

    Args:
        package: a GeoPackage of results.
        choice: which are wanted.
        names: labels of ids and classes.
        unit_names: names of units by code.
        form: says what to look for.
        check: called between lists; raises to stop.
        made: lists that the package has not, with their columns of ids, `BEFORE` as far as it is known, and in `note`
            what else is to be known on the spot.

    Raises:
        InputError: the package lacks a list, or has none of the kinds.
    """
    decisions = DecisionTable(package)
    frames = []
    for layer in choice.layers:
        check()
        rows = made[layer] if layer in made else _stored_list(package, layer)
        rows = rows_with(rows, choice.only.get(layer, {}))
        frames.append(_told_list(rows, layer, names, form, decisions))
    frame = geopandas.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs=frames[0].crs)
    _require_kinds(frame, choice, names)
    wanted = frame["severity"] >= choice.severity
    if choice.units:
        codes = frame[Level.VILLAGE.value].where(frame[Level.VILLAGE.value] != "", frame["ZLDWDM"])
        wanted &= codes.str.startswith(choice.units) | frame[Level.COUNTY.value].str.startswith(choice.units)
    if choice.kinds:
        wanted &= frame["kind"].isin(choice.kinds) | frame["kind_name"].isin(choice.kinds)
    wanted &= frame["verdict"].replace("", UNDECIDED).isin(choice.decisions)
    chosen = frame[wanted].reset_index(drop=True)
    return FieldFindings(_with_units_and_places(chosen, unit_names), names, unit_names, form)


def _require_kinds(frame: pd.DataFrame, choice: FindingChoice, names: Names) -> None:
    """Raise where a kind that is asked for is no kind at all."""
    known = set(frame["kind"]) | set(frame["kind_name"])
    for group in field_data()["kind_terms"].values():
        terms = names.terms.get(group, {})
        known |= set(terms) | set(terms.values())
    unknown = [kind for kind in choice.kinds if kind not in known]
    if unknown:
        raise InputError(tr("These results know no kind “{name}”.").format(name=", ".join(unknown)))


def _stored_list(package: Path, layer: str) -> geopandas.GeoDataFrame:
    """Return a list of findings of a package, with the classes before."""
    identifier = list_columns()[layer]
    rows = read_results_layer(package, layer)
    if identifier not in rows:
        raise InputError(
            tr("“{file}”: the layer {layer} has no column {column}. Choose a result of “Run everything”.").format(
                file=package.name, layer=layer, column=identifier
            )
        )
    return with_classes_before(rows, package, layer)


def rows_with(rows: geopandas.GeoDataFrame, values: Mapping[str, Sequence[str]]) -> geopandas.GeoDataFrame:
    """Return the rows that have one of some values in each of these columns."""
    for name, wanted in values.items():
        rows = rows[rows[name].isin(list(wanted))]
    return rows


def with_classes_before(rows: geopandas.GeoDataFrame, package: Path, layer: str) -> geopandas.GeoDataFrame:
    """Return findings of a layer of a package with the classes that their land had before (`BEFORE`)."""
    identifier = list_columns()[layer]
    before, nothing = _classes_before(package, layer, identifier), ("",) * len(BEFORE)
    told = [before.get(str(one), nothing) for one in rows[identifier]]
    return rows.assign(**{name: [classes[place] for classes in told] for place, name in enumerate(BEFORE)})


def _told_list(
    rows: geopandas.GeoDataFrame, layer: str, names: Names, form: FieldForm, decisions: DecisionTable
) -> geopandas.GeoDataFrame:
    """Return a list of findings with the columns of `read_findings` but those of units and places."""
    data, identifier = field_data(), list_columns()[layer]
    rows = rows[~rows.geometry.isna() & ~rows.geometry.is_empty & rows[identifier].notna()].reset_index(drop=True)
    ids, count = rows[identifier].astype(str), len(rows)
    kind = rows.get(data["kind_columns"].get(layer, ""), pd.Series([layer] * count, dtype=object))
    group = data["kind_terms"].get(layer, "")
    severity = pd.to_numeric(rows.get("severity", pd.Series([data["severity"]] * count)), errors="coerce")
    columns: dict[str, object] = {
        "layer": layer,
        "finding": ids,
        "kind": kind.fillna("").astype(str),
        "severity": severity.fillna(data["severity"]).astype(int),
    }
    columns |= {name: _texts(rows, name) for name in (*UNIT_LEVELS, *_TEXTS, *BEFORE)}
    named = data["areas"].get(layer, {})
    columns |= {
        name: pd.to_numeric(rows.get(named.get(name, name), pd.Series(np.nan, rows.index)), errors="coerce")
        for name in _NUMBERS
    }
    frame = geopandas.GeoDataFrame(columns, geometry=rows.geometry.to_numpy(), crs=rows.crs, index=rows.index)
    words = {value: _kind_name(names, group, value, layer) for value in frame["kind"].unique()}
    frame["kind_name"] = frame["kind"].map(words).astype(object)
    notes = _texts(rows, "note")
    frame["look_for"] = [form.look_for(layer, kind, note) for kind, note in zip(frame["kind"], notes)]
    frame["area_mu"] = frame["area_m2"] * MU_PER_M2
    frame["shape"] = [shape_hash(geometry_of(wkb)) for wkb in shapely.to_wkb(frame.geometry.to_numpy())]
    newest = [decisions.newest(layer, one) for one in ids]
    frame["version"] = [one.version if one else 0 for one in newest]
    # A decision on a shape that has changed since counts as none, as in the review.
    counts = [one if one and one.shape in ("", shape) else None for one, shape in zip(newest, frame["shape"])]
    frame["verdict"] = [one.verdict if one else "" for one in counts]
    frame["reviewer"] = [one.reviewer if one else "" for one in counts]
    frame["decided"] = [one.decided if one else "" for one in counts]
    frame["decision_remark"] = [one.remark if one else "" for one in counts]
    return frame


def geometry_of(wkb: bytes) -> QgsGeometry:
    """Return QGIS's geometry of well-known binary."""
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry


def _texts(rows: pd.DataFrame, name: str) -> pd.Series:
    """Return a column as text; empty where there is none."""
    if name not in rows:
        return pd.Series("", rows.index, dtype=object)
    return rows[name].map(lambda value: "" if pd.isna(value) else str(value)).astype(object)


def _kind_name(names: Names, group: str, kind: str, layer: str) -> str:
    """Return the label of a kind; where a list has no kinds, that of the whole list."""
    if kind == layer:
        return names.of("lists", layer) or layer
    return names.of(group, kind) or kind


def _classes_before(package: Path, layer: str, identifier: str) -> dict[str, tuple[str, ...]]:
    """Return the classes that the land of findings had before (`BEFORE`), by the finding's id."""
    dataset, _ = open_dataset(package)
    if dataset is None or dataset.GetLayerByName(_PIECES) is None:
        return {}
    there = {str(row[0]) for row in select(dataset, _COLUMNS.format(table=_PIECES))}
    columns = [quoted(name) if name in there else f"NULL AS {quoted(name)}" for name in BEFORE]
    statement = _PIECE_CLASSES.format(
        columns=", ".join(columns), pieces=quoted(_PIECES), identifier=quoted(identifier), layer=quoted(layer)
    )
    rows = select(dataset, statement)
    return {str(one): tuple("" if value is None else str(value) for value in values) for one, *values in rows}


def _with_units_and_places(frame: geopandas.GeoDataFrame, unit_names: Mapping[str, str]) -> geopandas.GeoDataFrame:
    """Return findings with the names of their units, and a point in each."""
    for level in UNIT_LEVELS:
        frame[f"{level}_name"] = frame[level].map(lambda code: unit_names.get(code, "")).astype(object)
    village = f"{Level.VILLAGE.value}_name"
    frame[village] = frame[village].where(frame[village] != "", frame["ZLDWMC"])
    points = shapely.point_on_surface(frame.geometry.to_numpy())
    frame["x"], frame["y"] = shapely.get_x(points), shapely.get_y(points)
    frame[LONGITUDE], frame[LATITUDE] = to_degrees(frame.crs, frame["x"].to_numpy(), frame["y"].to_numpy())
    return frame


def to_degrees(crs: pyproj.CRS, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return longitudes and latitudes (CGCS2000) of places in a system."""
    return _degrees_of(crs.to_wkt()).transform(x, y)


@lru_cache(maxsize=4)
def _degrees_of(crs: str) -> pyproj.Transformer:
    """Return the transformer of a system, by its text, to degrees; one serves all findings."""
    return pyproj.Transformer.from_crs(crs, _GEOGRAPHIC, always_xy=True)


def land_class(names: Names, code: str, column: str, language: str) -> str:
    """Return a class by code and name; those of the second survey by its own table."""
    if not code:
        return ""
    name = second_survey_classes(language).get(code, "") if column == _SURVEY2 else names.land_class(code)
    return f"{code} {name}".strip() if name and name != code else code
