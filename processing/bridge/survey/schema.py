"""Survey fields, zone roles, kinds of layers and unit levels from `resources/survey`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ...analysis.overlay.roles import Marked, Role
from ...analysis.values.remarks import expand_words
from ...analysis.vocabulary import AreaUnit
from ..i18n import LANGUAGES
from ..paths import SURVEY
from ..word_lists import load_remarks, load_word_lists
from ..yaml_files import load_data
from .personal_data import PersonalColumns


@dataclass(frozen=True)
class Field:
    """A field of the survey.

    Attributes:
        name: the standard's name.
        kind: `text`, `real` or `integer`.
        alias: its Chinese name.
        names: other names by which it is known.
        required: whether the layer must have it.
        own: names from the office's profile, which take precedence over the standard's.

    """

    name: str
    kind: str
    alias: str
    names: tuple[str, ...]
    required: bool
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """Columns by which a kind of layer is recognised.

    Attributes:
        columns: names in upper case, all of which the layer must have.
        hint: whether other kinds may have these columns, too; then they count only for a layer without a known name.

    """

    columns: frozenset[str]
    hint: bool = False


@dataclass(frozen=True)
class LayerKind:
    """A kind of layer: a zone role, or something that is no zone layer.

    Attributes:
        name: the role, or the kind's name.
        titles: its name in messages, by language (`zh`, `en`).
        layers: names by which a layer is recognised.
        signatures: columns by which it is recognised.
        resembles: kinds with the same columns, from which only the name distinguishes it.
        role: whether it is a zone role.
        parameter: of a kind that is no zone layer: the parameter that takes it; may be empty.
        own: names of layers from the office's profile.

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
    """The content of `fields.yaml` and `roles.yaml`, preceded by an office's profile.

    Attributes:
        fields: of the parcels, by name.
        unit_code, unit_name: columns of units, of which the first that a layer has counts.
        levels: digits of a unit code by level.
        personal: columns with personal data, which are not read; none if a run keeps them.
        roles: zone roles, by name.
        kinds: kinds of layers, by name: every role, and what is no zone layer.
        role_names: names of roles in messages and reports, by language (`zh`, `en`), then by role.
        record_unit: the `AreaUnit` of the PBF layer's records.
        derived: words in a layer's name by which it was derived from another layer, and is not that layer.

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
    record_unit: str = AreaUnit.M2.value  # of the standard


@lru_cache(maxsize=1)
def load_survey() -> Survey:
    """Return the survey's fields and roles; loaded once."""
    fields = load_data(SURVEY / "fields.yaml")
    roles = load_data(SURVEY / "roles.yaml")
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
            (name for code, row in fields["personal"].items() for name in (code, row["alias"], *row["names"])),
            (row["pattern"] for row in fields["personal_patterns"]),
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
                start=row.get("start", ""),
                end=row.get("end", ""),
                behind=_marked(row["behind"]) if "behind" in row else None,
            )
            for name, row in roles["roles"].items()
        },
        kinds={name: _kind(name, row, name in roles["roles"]) for name, row in rows.items()},
        role_names={
            language: {name: row[f"name_{language}"] for name, row in roles["roles"].items()} for language in LANGUAGES
        },
        derived=tuple(roles["derived"]),
    )


def _marked(row: Mapping[str, Any]) -> Marked:
    """Return which zones come last, from a row's `behind`."""
    return Marked(row["column"], expand_words(row["words"], load_word_lists()), load_remarks())


def _kind(name: str, row: Mapping[str, Any], role: bool) -> LayerKind:
    """Return the kind of layer of a row of `roles.yaml`; `role` says whether it is a zone role."""
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
