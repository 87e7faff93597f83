"""The tables of input that no map holds (cases, events and others), as `resources/tables` declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ...analysis.values.kinds import Kind
from ..i18n import LANGUAGES
from ..paths import TABLES
from ..yaml_files import load_data

TEXT, UNIT, AREA, WHOLE, NUMBER, YEAR = "text", "unit", "area", "whole", "number", "year"
AMOUNTS = (AREA, WHOLE, NUMBER, YEAR, Kind.RATIO.value)


@dataclass(frozen=True)
class TableColumn:
    """A column of a table of input.

    Attributes:
        id: its name in code and in files.
        heading: by language.
        other: further headings by which it is known.
        kind: of its values, as `resources/tables/cases.yaml` explains.
        required: whether each row needs a value.
        choices: what its values may be, as declared; none where anything may stand there.
        words: of a choice, by language and value.
        about: what it means, by language.
        source: of the column.
        examples: two values.
        at_most: the column that this one may not exceed; empty for none.
        not_before: columns of dates that this one may not precede.
        negative: whether amounts may be below 0.
        unit_in: the column of choices that names the unit of each row's number; empty for none.

    """

    id: str
    heading: Mapping[str, str]
    other: tuple[str, ...]
    kind: str
    required: bool
    choices: tuple[Mapping[str, Any], ...]
    words: Mapping[str, Mapping[str, str]]
    about: Mapping[str, str]
    source: str
    examples: tuple[object, object]
    at_most: str = ""
    not_before: tuple[str, ...] = ()
    negative: bool = False
    unit_in: str = ""

    @property
    def is_amount(self) -> bool:
        """Whether its values are numbers."""
        return self.kind in AMOUNTS


@dataclass(frozen=True)
class TableDefinition:
    """A table of input.

    Attributes:
        id: its name in code and in files.
        name, about: by language.
        source: of the table.
        key: columns that make a row unique.
        columns: in their order.

    """

    id: str
    name: Mapping[str, str]
    about: Mapping[str, str]
    source: str
    key: tuple[str, ...]
    columns: tuple[TableColumn, ...] = field(repr=False)

    def column(self, name: str) -> TableColumn:
        """Return the column of an id."""
        return next(column for column in self.columns if column.id == name)


@cache
def table_ids() -> tuple[str, ...]:
    """Return the ids of the tables, sorted."""
    return tuple(sorted(path.stem for path in TABLES.glob("*.yaml")))


@cache
def load_table(table: str) -> TableDefinition:
    """Return the definition of a table."""
    data = load_data(TABLES / f"{table}.yaml")
    columns = tuple(_column(row) for row in data["columns"])
    return TableDefinition(table, data["name"], data["about"], data["source"], tuple(data["key"]), columns)


def _column(row: Mapping[str, Any]) -> TableColumn:
    """Return a column of its declaration."""
    choices = tuple(row.get("choices", ()))
    return TableColumn(
        id=row["id"],
        heading=row["heading"],
        other=tuple(row.get("other", ())),
        kind=row["kind"],
        required=bool(row.get("required", False)),
        choices=choices,
        words={language: {choice["id"]: choice[language] for choice in choices} for language in LANGUAGES},
        about=row["about"],
        source=row["source"],
        examples=tuple(row["examples"]),
        at_most=row.get("at_most", ""),
        not_before=tuple(row.get("not_before", ())),
        negative=bool(row.get("negative", False)),
        unit_in=row.get("unit_in", ""),
    )
