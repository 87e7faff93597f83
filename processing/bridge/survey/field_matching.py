"""Matching a layer's columns to the survey's fields, and converting their values to the standard's types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from ...analysis.columns import INTEGER, TEXT, typed
from ...analysis.values.columns import read_as
from ...analysis.values.readers import ValueKind
from ...analysis.values.texts import text_of
from ...analysis.values.unit_codes import holds_exactly
from ..errors import ErrorCollector, InputError
from ..i18n import tr
from ..located_yaml import shorten
from ..value_kinds import load_reading
from .cut_names import cut_forms
from .schema import Field, Survey, load_survey

_SHOWN = 5  # names of features that a message lists


def parse_pairs(text: str, what: str, last: bool = False) -> dict[str, str]:
    """Parse pairs such as `left=right; left=right`, as users write them in a parameter.

    Args:
        text: as written.
        what: the parameter's title, for messages.
        last: whether a pair is split at its last `=` (the left side may contain some), else at its first.

    Raises:
        InputError: a part is no pair, or two give different values for one name.

    """
    result = dict[str, str]()
    for part in text.replace("；", ";").replace("\n", ";").split(";"):
        if not part.strip():
            continue
        left, sign, right = part.rpartition("=") if last else part.partition("=")
        if not sign or not left.strip() or not right.strip():
            text = tr("{what}: “{part}” is not of the form name=value.")
            raise InputError(text.format(what=what, part=shorten(part.strip())))
        name, value = left.strip(), right.strip()
        if result.setdefault(name, value) != value:
            text = tr("{what}: “{name}” is given twice, as “{one}” and “{other}”. Delete one of them.")
            facts = {"name": shorten(name), "one": shorten(result[name]), "other": shorten(value)}
            raise InputError(text.format(what=what, **facts))
    return result


def match_fields(
    columns: Iterable[str], layer: str, mapping: Mapping[str, str], survey: Survey
) -> dict[str, tuple[str, str]]:
    """Match the survey's fields to a layer's columns, without regard to upper and lower case.

    Args:
        columns: of the layer.
        layer: its name, for messages.
        mapping: columns by field, as given by the user; it takes precedence.
        survey: the fields, with the names of the office's profile.

    Returns:
        by field, its column and the reason: `parameter`, `profile`, `name` (the standard's) or `alias`.

    Raises:
        InputError: the mapping names an unknown field or column, or a column with personal data.

    """
    columns = list(columns)
    for name, column in mapping.items():
        if name not in survey.fields:
            raise InputError(
                tr("Field mapping: “{name}” is no field of the survey. Fields: {fields}.").format(
                    name=name, fields=", ".join(survey.fields)
                )
            )
        if column in survey.personal:
            raise InputError(
                tr(
                    "Field mapping: column “{column}” of layer “{layer}” holds personal data and is not read. Map "
                    "{name} to another column, or allow it by “Keep personal columns in outputs”."
                ).format(column=column, layer=layer, name=name)
            )
        if column not in columns:
            raise InputError(
                tr("Field mapping: layer “{layer}” has no column “{column}”. Columns: {columns}.").format(
                    layer=layer, column=column, columns=", ".join(map(str, columns))
                )
            )
    found = {name: (column, "parameter") for name, column in mapping.items()}
    for name, field in survey.fields.items():
        for names, why in ((field.own, "profile"), ((name,), "name"), (field.names, "alias")):
            match = column_of(columns, names)
            if name not in found and match is not None:
                found[name] = match, why
    taken = {column for column, _ in found.values()}
    cut = _cut_names([c for c in columns if c not in taken], {n: (*f.own, *f.names) for n, f in survey.fields.items()})
    return {**{name: (column, "alias") for name, column in cut.items()}, **found}


def standard_fields(
    frame: pd.DataFrame,
    layer: str,
    mapping: Mapping[str, str],
    survey: Survey | None = None,
    geometry_name: str = "geometry",
    kinds: Mapping[str, ValueKind] | None = None,
) -> pd.DataFrame:
    """Rename parcels' columns to the standard names and read their values by the fields' kinds.

    What cannot be read stays as text, also in columns of numbers: the overlay lists it.

    Args:
        frame: as read.
        layer: the layer's name, for messages.
        mapping: columns by standard name, as given by the user.
        survey: the fields; the plugin's own if not given.
        geometry_name: the geometry's column, which is left out.
        kinds: of values, by field; the declared ones if not given.

    Returns:
        the standard's fields in their order, then the other columns; no geometry.

    Raises:
        InputError: naming all required fields that are missing, have text instead of numbers, or have lost digits; or
            as in `match_fields`.

    """
    survey = survey or load_survey()
    kinds = load_reading().kinds if kinds is None else kinds
    columns = [c for c in frame.columns if c != geometry_name]
    found = match_fields(columns, layer, mapping, survey)
    errors = ErrorCollector()
    for name, field in survey.fields.items():
        if field.required and name not in found:
            with errors.collect():
                raise InputError(
                    tr(
                        "Layer “{layer}” has no field {name} ({alias}), which is needed. Columns: {columns}. If the "
                        "field has another name, give it in the parameter “Field mapping”, for example: {name}=column, "
                        "or in the office's profile."
                    ).format(layer=layer, name=name, alias=field.alias, columns=", ".join(map(str, columns)))
                )
    chosen, rest = _chosen_and_rest(columns, found, survey)
    data = {}
    for name, column in chosen.items():
        with errors.collect():
            data[name] = _convert(frame[column], survey.fields[name], kinds.get(name), frame, chosen, layer)
    errors.check()
    data.update({str(column): frame[column] for column in rest})
    return pd.DataFrame(data, index=frame.index)


def _chosen_and_rest(
    columns: Sequence[str], found: Mapping[str, tuple[str, str]], survey: Survey
) -> tuple[dict[str, str], list[str]]:
    """Split columns into those of the standard's fields, by field, and those that keep their own names."""
    chosen = {name: found[name][0] for name in survey.fields if name in found}
    taken = set(chosen.values())
    return chosen, [c for c in columns if c not in taken and str(c) not in survey.fields]


def common_columns(
    layers: Sequence[tuple[str, Sequence[str]]], mapping: Mapping[str, str], survey: Survey
) -> tuple[list[str], list[str]]:
    """Find the columns that several layers of parcels share once their fields have the standard names.

    Args:
        layers: name and columns of each.
        mapping: columns by standard name, as given by the user.
        survey: the fields.

    Returns:
        the standard's fields that any layer has, followed by the other columns that all have, in the first layer's
        order; and the other columns that only some have.

    """
    standard: set[str] = set()
    others: list[list[str]] = []
    for name, columns in layers:
        chosen, rest = _chosen_and_rest(columns, match_fields(columns, name, mapping, survey), survey)
        standard |= set(chosen)
        others.append([str(column) for column in rest])
    shared = [column for column in others[0] if all(column in rest for rest in others)]
    every = dict.fromkeys(column for rest in others for column in rest)
    kept = [name for name in survey.fields if name in standard]
    return [*kept, *shared], [column for column in every if column not in shared]


def _convert(
    values: pd.Series,
    field: Field,
    kind: ValueKind | None,
    frame: pd.DataFrame,
    chosen: Mapping[str, str],
    layer: str,
) -> pd.Series:
    """Read a column by its kind, or convert it to its field's type where no kind is declared.

    Raises:
        InputError: a required field has text instead of numbers, or numbers that have lost digits; the message names
            some of the features.

    """
    if field.required and field.kind == TEXT:
        require_exact(values, layer, field.name)
    if kind is None:
        made, wrong = typed(values, field.kind)
    else:
        reading = read_as(values, kind)
        wrong = reading.unreadable if kind.is_number else np.zeros(len(values), bool)
        made = pd.Series(reading.values, index=values.index)
        if wrong.any() and not field.required:
            made = made.astype(object).where(~wrong, values.map(text_of))
    if wrong.any() and field.required:
        ids = frame[chosen["BSM"]] if "BSM" in chosen else frame.index.to_series()
        names = ids[wrong].astype(str).head(_SHOWN).tolist()
        raise InputError(
            tr(
                "Layer “{layer}”, field {field}: {count} features have text where a number is needed, for example "
                "“{example}” in {features}. Correct them, or map the field to another column."
            ).format(
                layer=layer,
                field=field.name,
                count=int(wrong.sum()),
                example=values[wrong].iloc[0],
                features=", ".join(names),
            )
        )
    return made.round().astype("Int64") if field.kind == INTEGER else made


def require_exact(values: pd.Series, layer: str, name: str) -> None:
    """Refuse codes that are kept as real numbers of more digits than these hold: their last digits are chance.

    Args:
        values: the column.
        layer: the layer's name, for messages.
        name: the field's.

    Raises:
        InputError: naming the field, how many values are concerned, and what to do.

    """
    if not pd.api.types.is_float_dtype(values.dtype):
        return
    numbers = values.dropna().to_numpy(dtype=float)
    lost = numbers[~holds_exactly(numbers)]
    if len(lost):
        raise InputError(
            tr(
                "Layer “{layer}”, field {field}: {count} codes are kept as real numbers, which hold 15 digits; of "
                "longer codes the last digits are lost, for example in {example}. Export the layer anew with "
                "{field} as text: the digits cannot be put back from this layer."
            ).format(layer=layer, field=name, count=len(lost), example=f"{lost[0]:.0f}")
        )


def unit_columns(columns: Iterable[str], layer: str, survey: Survey) -> tuple[str, str | None]:
    """Return the columns of a layer with the code and the name of units; the name may be missing.

    Raises:
        InputError: the layer has no column with the code.

    """
    columns = list(columns)
    cut = _cut_names(columns, {"code": survey.unit_code, "name": survey.unit_name})
    code = column_of(columns, survey.unit_code) or cut.get("code")
    name = column_of(columns, survey.unit_name) or cut.get("name")
    if code is None:
        raise InputError(
            tr("Layer “{layer}” has no unit code. Columns looked for: {names}.").format(
                layer=layer, names=", ".join(survey.unit_code)
            )
        )
    return code, name


def _cut_names(columns: Iterable[str], known: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return columns whose names a shapefile has cut at ten bytes, where only one field has a name that begins so.

    Args:
        columns: of a layer.
        known: names by field.

    """
    fields: dict[str, set[str]] = {}
    for field, names in known.items():
        for name in names:
            for form in cut_forms(name):
                fields.setdefault(form, set()).add(field)
    single = {cut: next(iter(found)) for cut, found in fields.items() if len(found) == 1}
    return {single[column]: column for column in map(str, columns) if column in single}


def column_of(columns: Iterable[str], names: Iterable[str]) -> str | None:
    """Return the column named by the first of `names` found: spelled the same, else the first in another case."""
    columns = list(columns)
    by_upper = {str(c).upper(): c for c in reversed(columns)}
    return next((n if n in columns else by_upper[n.upper()] for n in names if n.upper() in by_upper), None)
