"""Survey fields, zone roles and unit levels from `resources/survey`, and finding the fields in real layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from ..processing.analysis.columns import INTEGER, typed
from ..processing.analysis.overlay.roles import Role
from .errors import InputError, Mistakes
from .i18n import LANGUAGES, tr
from .personal import PersonalColumns

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
_SHOWN = 5


@dataclass(frozen=True)
class Field:
    """A field of the survey.

    Attributes:
        name: the standard's name.
        kind: `text`, `real` or `integer`.
        alias: what it is called in Chinese.
        names: other names under which it is known.
        required: whether the layer must have it.
        own: names that the office's profile gives it; they come before the standard's.

    """

    name: str
    kind: str
    alias: str
    names: tuple[str, ...]
    required: bool
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """Columns by which a kind of layer is recognised if it has all of them.

    A `hint` tells what a layer is that has no telling name, but other kinds may have these columns too.
    """

    columns: frozenset[str]
    hint: bool = False


@dataclass(frozen=True)
class LayerKind:
    """What a layer can be: a zone role, or something that is no zone layer.

    Attributes:
        name: the role, or the kind's name.
        titles: how messages call it, by language (`zh`, `en`).
        layers: names by which a layer is recognised.
        signatures: columns by which it is recognised.
        resembles: kinds with the same columns, from which only the name tells it.
        role: whether it is a zone role.
        parameter: for what is no zone layer: the parameter that takes it, or nothing.
        own: names of layers that the office's profile adds.

    """

    name: str
    titles: Mapping[str, str]
    layers: tuple[str, ...]
    signatures: tuple[Signature, ...]
    resembles: tuple[str, ...] = ()
    role: bool = True
    parameter: str = ""
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class Survey:
    """What `fields.yaml` and `roles.yaml` say, and an office's profile before them.

    Attributes:
        fields: of the parcels, by name.
        unit_code, unit_name: columns of units, the first that a layer has counts.
        levels: digits of a unit code by level.
        personal: columns with personal data, which are not read; none if a run keeps them.
        roles: what zone layers mean and carry, by role.
        kinds: what layers can be, by name: every role, and what is no zone layer.
        role_names: how messages and reports call the roles, by language (`zh`, `en`), then by role.
        derived: words in a layer's name that say that it was made from another layer, and is not that layer.

    """

    fields: Mapping[str, Field]
    unit_code: tuple[str, ...]
    unit_name: tuple[str, ...]
    levels: Mapping[str, int]
    personal: PersonalColumns
    roles: Mapping[str, Role]
    kinds: Mapping[str, LayerKind]
    role_names: Mapping[str, Mapping[str, str]]
    derived: tuple[str, ...]


@lru_cache(maxsize=1)
def load_survey() -> Survey:
    """Load the survey's fields and roles, once."""
    fields = yaml.safe_load((RESOURCES / "survey" / "fields.yaml").read_text(encoding="utf-8"))
    roles = yaml.safe_load((RESOURCES / "survey" / "roles.yaml").read_text(encoding="utf-8"))
    rows = {**roles["roles"], **roles["others"]}
    return Survey(
        fields={
            name: Field(name, row["kind"], row["alias"], tuple(row["names"]), row.get("required", False))
            for name, row in fields["parcels"].items()
        },
        unit_code=tuple(fields["units"]["code"]),
        unit_name=tuple(fields["units"]["name"]),
        levels=dict(fields["levels"]),
        personal=PersonalColumns(
            name for code, row in fields["personal"].items() for name in (code, row["alias"], *row["names"])
        ),
        roles={
            name: Role(
                name=name,
                carries={key: tuple(columns) for key, columns in row.get("carries", {}).items()},
                shares={key: tuple(columns) for key, columns in row.get("shares", {}).items()},
                net=row.get("net", ""),
                id_names=tuple(roles["id"]),
                code_names=tuple(roles["code"]),
                attributes=row.get("attributes", True),
            )
            for name, row in roles["roles"].items()
        },
        kinds={name: _kind(name, row, name in roles["roles"]) for name, row in rows.items()},
        role_names={
            language: {name: row[f"name_{language}"] for name, row in roles["roles"].items()} for language in LANGUAGES
        },
        derived=tuple(roles["derived"]),
    )


def _kind(name: str, row: Mapping[str, Any], role: bool) -> LayerKind:
    return LayerKind(
        name=name,
        titles={language: row[f"name_{language}"] for language in LANGUAGES},
        layers=tuple(row["layers"]),
        signatures=tuple(
            Signature(frozenset(column.upper() for column in found["columns"]), found.get("hint", False))
            for found in row.get("fields", ())
        ),
        resembles=tuple(row.get("resembles", ())),
        role=role,
        parameter=row.get("parameter", ""),
    )


def parse_pairs(text: str, what: str, last: bool = False) -> dict[str, str]:
    """Read `left=right; left=right` as users write it in a parameter.

    Args:
        text: as written.
        what: the parameter, for messages.
        last: whether the last `=` of a pair parts it (the left side may have some), else the first.

    """
    result = {}
    for part in text.replace("；", ";").replace("\n", ";").split(";"):
        if not part.strip():
            continue
        left, sign, right = part.rpartition("=") if last else part.partition("=")
        if not sign or not left.strip() or not right.strip():
            raise InputError(tr("{what}: “{part}” is not of the form name=value.").format(what=what, part=part.strip()))
        result[left.strip()] = right.strip()
    return result


def match_fields(
    columns: Iterable[object], layer: str, mapping: Mapping[str, str], survey: Survey
) -> dict[str, tuple[str, str]]:
    """Find the survey's fields among a layer's columns, upper and lower case alike.

    Args:
        columns: of the layer.
        layer: its name, for messages.
        mapping: field -> column, as given by the user; it comes before all.
        survey: the fields, with the names of the office's profile.

    Returns:
        field -> column and why: `parameter`, `profile`, `name` (the standard's) or `alias`.

    Raises:
        InputError: the mapping names no field or no column, or one with personal data.

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
            column = column_of(columns, names)
            if name not in found and column is not None:
                found[name] = column, why
    return found


def standard_fields(
    frame: pd.DataFrame,
    layer: str,
    mapping: Mapping[str, str],
    survey: Survey | None = None,
    geometry_name: str = "geometry",
) -> pd.DataFrame:
    """Rename parcel columns to the standard names and give them their types.

    Args:
        frame: as read.
        layer: the layer's name, for messages.
        mapping: standard name -> column, as given by the user.
        survey: the fields; the plugin's own if not given.
        geometry_name: the geometry's column, left alone.

    Raises:
        InputError: required fields are missing, a mapping names no column, or numbers are text; all of it is told.

    """
    survey = survey or load_survey()
    columns = [c for c in frame.columns if c != geometry_name]
    found = match_fields(columns, layer, mapping, survey)
    mistakes = Mistakes()
    for name, field in survey.fields.items():
        if field.required and name not in found:
            with mistakes.gather():
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
        with mistakes.gather():
            data[name] = _typed(frame[column], survey.fields[name], frame, chosen, layer)
    mistakes.check()
    data.update({str(column): frame[column] for column in rest})
    return pd.DataFrame(data, index=frame.index)


def _chosen_and_rest(
    columns: Sequence[str], found: Mapping[str, tuple[str, str]], survey: Survey
) -> tuple[dict[str, str], list[str]]:
    """The columns of a layer by the standard names that they are given, and those that keep their own."""
    chosen = {name: found[name][0] for name in survey.fields if name in found}
    taken = set(chosen.values())
    return chosen, [c for c in columns if c not in taken and str(c) not in survey.fields]


def common_columns(
    layers: Sequence[tuple[str, Sequence[str]]], mapping: Mapping[str, str], survey: Survey
) -> tuple[list[str], list[str]]:
    """What layers of parcels have in common when their fields have the standard names.

    Args:
        layers: name and columns of each.
        mapping: standard name -> column, as given by the user.
        survey: the fields.

    Returns:
        the standard's fields that any of them has, then the other columns that all have, in the first one's order;
        the other columns that only some have.

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


def _typed(values: pd.Series, field: Field, frame: pd.DataFrame, chosen: Mapping[str, str], layer: str) -> pd.Series:
    made, wrong = typed(values, field.kind)
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


def unit_columns(columns: Iterable[object], layer: str, survey: Survey) -> tuple[str, str | None]:
    """Columns with the code and the name of units; the name may be missing.

    Raises:
        InputError: there is no code.

    """
    columns = list(columns)
    code, name = column_of(columns, survey.unit_code), column_of(columns, survey.unit_name)
    if code is None:
        raise InputError(
            tr("Layer “{layer}” has no unit code. Columns looked for: {names}.").format(
                layer=layer, names=", ".join(survey.unit_code)
            )
        )
    return code, name


def column_of(columns: Iterable[str], names: Iterable[str]) -> str | None:
    """The first of `names` among the columns: spelled so, else in upper or lower case, the first of several."""
    columns = list(columns)
    by_upper = {str(c).upper(): c for c in reversed(columns)}
    return next((n if n in columns else by_upper[n.upper()] for n in names if n.upper() in by_upper), None)
