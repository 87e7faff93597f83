"""Survey fields, zone roles and unit levels from `resources/survey`, and finding them in real layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from ..analysis.zones import Role
from .errors import InputError
from .i18n import LANGUAGES, tr

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
_SHOWN = 5


@dataclass(frozen=True)
class Field:
    """A field of the survey: its kind (`text`, `real`, `integer`), Chinese alias, other names, whether it must be."""

    name: str
    kind: str
    alias: str
    names: tuple[str, ...]
    required: bool


@dataclass(frozen=True)
class Survey:
    """What `fields.yaml` and `roles.yaml` say; `role_names` by language (`zh`, `en`), then by role."""

    fields: Mapping[str, Field]
    unit_code: tuple[str, ...]
    unit_name: tuple[str, ...]
    levels: Mapping[str, int]
    personal: tuple[str, ...]
    roles: Mapping[str, Role]
    role_names: Mapping[str, Mapping[str, str]]
    role_layers: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def load_survey() -> Survey:
    """Load the survey's fields and roles, once."""
    fields = yaml.safe_load((RESOURCES / "survey" / "fields.yaml").read_text(encoding="utf-8"))
    roles = yaml.safe_load((RESOURCES / "survey" / "roles.yaml").read_text(encoding="utf-8"))
    personal = tuple(fields["personal"])
    return Survey(
        fields={
            name: Field(name, row["kind"], row["alias"], tuple(row["names"]), row.get("required", False))
            for name, row in fields["parcels"].items()
        },
        unit_code=tuple(fields["units"]["code"]),
        unit_name=tuple(fields["units"]["name"]),
        levels=dict(fields["levels"]),
        personal=personal,
        roles={
            name: Role(
                name=name,
                carries=row.get("carries", {}),
                shares=row.get("shares", {}),
                net=tuple(row.get("net", ())),
                id_names=tuple(roles["id"]),
                code_names=tuple(roles["code"]),
                attributes=row.get("attributes", True),
                personal=personal,
            )
            for name, row in roles["roles"].items()
        },
        role_names={
            language: {name: row[f"name_{language}"] for name, row in roles["roles"].items()} for language in LANGUAGES
        },
        role_layers={name: tuple(row["layers"]) for name, row in roles["roles"].items()},
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


def find_role(layer_name: str, given: Mapping[str, str]) -> str:
    """The role of a zone layer: as given by the user, else recognised by its name."""
    survey = load_survey()
    if layer_name in given:
        role = given[layer_name]
        if role not in survey.roles:
            raise InputError(
                tr("Layer “{layer}”: there is no role “{role}”. Roles: {roles}.").format(
                    layer=layer_name, role=role, roles=", ".join(survey.roles)
                )
            )
        return role
    upper = layer_name.upper()
    matches = [
        (upper == name.upper(), len(name), role)
        for role, names in survey.role_layers.items()
        for name in names
        if name.upper() in upper
    ]
    if not matches:
        raise InputError(
            tr(
                "Layer “{layer}” is not recognised by its name. Say what it is in the parameter “Roles of zone "
                "layers”, for example: {layer}=forest. Roles: {roles}."
            ).format(layer=layer_name, roles=", ".join(survey.roles))
        )
    return max(matches)[2]


def standard_fields(
    frame: pd.DataFrame, layer: str, mapping: Mapping[str, str], geometry_name: str = "geometry"
) -> pd.DataFrame:
    """Rename parcel columns to the standard names and give them their types.

    Args:
        frame: as read.
        layer: the layer's name, for messages.
        mapping: standard name -> column, as given by the user.
        geometry_name: the geometry's column, left alone.

    Raises:
        InputError: a required field is missing, a mapping names no column, or a number is text.

    """
    survey = load_survey()
    columns = [c for c in frame.columns if c != geometry_name]
    by_upper = {str(c).upper(): c for c in reversed(columns)}
    for name, column in mapping.items():
        if name not in survey.fields:
            raise InputError(
                tr("Field mapping: “{name}” is no field of the survey. Fields: {fields}.").format(
                    name=name, fields=", ".join(survey.fields)
                )
            )
        if column not in columns:
            raise InputError(
                tr("Field mapping: layer “{layer}” has no column “{column}”. Columns: {columns}.").format(
                    layer=layer, column=column, columns=", ".join(map(str, columns))
                )
            )
    chosen = {}
    for name, field in survey.fields.items():
        column = mapping.get(name) or next(
            (by_upper[other.upper()] for other in (name, *field.names) if other.upper() in by_upper), None
        )
        if column is not None:
            chosen[name] = column
        elif field.required:
            raise InputError(
                tr(
                    "Layer “{layer}” has no field {name} ({alias}), which is needed. Columns: {columns}. If the "
                    "field has another name, give it in the parameter “Field mapping”, for example: {name}=column."
                ).format(layer=layer, name=name, alias=field.alias, columns=", ".join(map(str, columns)))
            )
    taken = set(chosen.values())
    personal = {name.upper() for name in survey.personal}
    rest = [c for c in columns if c not in taken and str(c).upper() not in personal and str(c) not in survey.fields]
    data = {name: _typed(frame[column], survey.fields[name], frame, chosen, layer) for name, column in chosen.items()}
    data.update({str(column): frame[column] for column in rest})
    return pd.DataFrame(data, index=frame.index)


def _typed(values: pd.Series, field: Field, frame: pd.DataFrame, chosen: Mapping[str, str], layer: str) -> pd.Series:
    if field.kind == "text":
        return clean_text(values)
    numbers = pd.to_numeric(values, errors="coerce")
    suspect = numbers.isna() & values.notna()
    wrong = suspect & (values.where(suspect, "").astype(str).str.strip() != "") if suspect.any() else suspect
    if wrong.any() and field.required:
        names = frame.loc[wrong, chosen["BSM"]].astype(str).head(_SHOWN).tolist()
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
    return numbers.astype(float) if field.kind == "real" else numbers.round().astype("Int64")


def clean_text(values: pd.Series) -> pd.Series:
    """Text without blanks around it; None for null and for empty text."""
    code, unique = pd.factorize(values, use_na_sentinel=True)
    clean = np.array([_text(u) for u in unique] + [None], dtype=object)
    return pd.Series(clean[code], index=values.index, dtype=object)


def _text(value: object) -> str | None:
    # Codes kept as numbers come as 360222.0.
    text = str(int(value)) if isinstance(value, (float, np.floating)) and float(value).is_integer() else str(value)
    return text.strip() or None


def column_of(columns: Iterable[str], names: Iterable[str]) -> str | None:
    """The first of `names` among the columns, upper and lower case alike."""
    by_upper = {str(c).upper(): c for c in columns}
    return next((by_upper[n.upper()] for n in names if n.upper() in by_upper), None)
