"""A JSON Schema of policies, for the text editors of those who write them by hand; made from their tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ...analysis.values.readers import NO, YES
from ..file_limits import limit
from .reader import FORMAT, NEEDED_GROUPS, TASK_YEAR, UNIT_CODE
from .rule_tables import AND, COMPARISON, IDENTIFIER, LIST_TESTS, PATTERN, WORD_TESTS
from .tables import FORMS, TABLES, Column, Kind, TableForm, column_titles, table_titles

Schema = dict[str, Any]
_NOT_BLANK = r"\S"
_DAY = r"^[0-9]{4}\D?[0-9]{1,2}\D?[0-9]{1,2}"
_TERMS = "terms: "


def policy_schema(tr: Callable[[str], str]) -> Schema:
    """Return the schema (draft 7), which editors for YAML know.

    What a schema cannot say, a run does: names that rows of other tables give, classes of the survey, rows that stand
    twice, and coefficients of more than four decimals.

    Args:
        tr: gives titles in another language, which stand beside the English ones.

    """
    tables = {form.name: _table(form, tr) for form in TABLES if not form.name.startswith(_TERMS)}
    terms = {form.name[len(_TERMS) :]: _table(form, tr) for form in TABLES if form.name.startswith(_TERMS)}
    needed = [form.name[len(_TERMS) :] for form in TABLES if form.name.startswith(_TERMS) and not form.optional]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Farmland Redline: policy",
        "type": "object",
        "required": [*(name for name in tables if not FORMS[name].optional), "terms"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            **tables,
            "terms": {"type": "object", "required": needed, "additionalProperties": False, "properties": terms},
            "optional_columns": {"type": ["array", "null"], "items": {"type": "string"}},
        },
        "definitions": {"conditions": _conditions()},
    }


def schema_text(tr: Callable[[str], str]) -> str:
    """Return the schema as the text of its file."""
    return json.dumps(policy_schema(tr), ensure_ascii=False, indent=1) + "\n"


def _table(form: TableForm, tr: Callable[[str], str]) -> Schema:
    """Return the schema of a table."""
    english, other = column_titles(str), column_titles(tr)
    row: Schema = {
        "type": "object",
        "additionalProperties": False,
        "required": [column.key for column in form.columns if column.required],
        "properties": {
            column.key: {"description": f"{english[column.key]} / {other[column.key]}", **_value(column)}
            for column in form.columns
        },
    }
    title = {"description": f"{table_titles(str)[form.name]} / {table_titles(tr)[form.name]}"}
    if form.single:
        return {**title, **row}
    if form.name == "units":
        row["if"] = {"properties": {"level": {"const": "city"}}}
        row["then"] = {"properties": {"parent": {"type": "null"}}}
        return {**title, "type": "array", "minItems": 1, "items": row}
    needs_one = {"severity_caps": ("origin", "classes", "when"), "candidates": ("classes", "when")}.get(form.name, ())
    if needs_one:
        row["anyOf"] = [{"required": [key]} for key in needs_one]
    made: Schema = {**title, "type": ["array", "null"], "items": row}
    if form.name == "class_groups":
        made["allOf"] = [{"contains": {"properties": {"id": {"const": name}}}} for name in NEEDED_GROUPS]
    return made


def _value(column: Column) -> Schema:
    """Return the schema of a value."""
    if column.kind is Kind.CONDITIONS:
        return {"$ref": "#/definitions/conditions"}
    made = _given(column)
    if column.required or column.kind is Kind.TRUTH:
        return made
    if "enum" in made:
        return {"enum": [*made["enum"], None]}
    return {**made, "type": [made["type"], "null"]}


def _given(column: Column) -> Schema:
    """Return the schema of a value that is given."""
    if column.kind is Kind.CHOICE:
        if not column.choices:
            return {"type": ["string", "boolean"]}
        truths = [True, False] if {YES, NO} <= set(column.choices) else []  # YAML 1.1 reads a bare yes as true
        return {"enum": [*column.choices, *truths]}
    if column.kind in (Kind.TEXT, Kind.CODE, Kind.DAY):
        pattern = {Kind.CODE: f"^{UNIT_CODE.pattern}$", Kind.DAY: _DAY}.get(column.kind)
        return {"type": "string", "pattern": pattern or (_NOT_BLANK if column.required else rf"^$|{_NOT_BLANK}")}
    if column.kind is Kind.TRUTH:
        return {"type": "boolean"}
    if column.kind is Kind.WHOLE:
        return {"type": "integer", "minimum": column.low, "maximum": column.high}
    if column.kind is Kind.NUMBER:
        most = {"exclusiveMaximum": 1} if column.key == "coefficient" else {}
        return {"type": "number", "minimum": 0, **most}
    if column.kind is Kind.AREA:
        return _area(column.low)
    if column.kind is Kind.AREAS_BY_YEAR:
        area = _area(0)
        years = {f"^{TASK_YEAR.pattern}$": {**area, "type": ["number", "null"]}}
        return {"type": "object", "additionalProperties": False, "patternProperties": years}
    items: Schema = {"type": "string", "pattern": _NOT_BLANK}
    if column.choices:
        items = {"enum": list(column.choices)}
    elif column.kind is Kind.CLASSES:
        items = {"type": "string", "pattern": f"^({PATTERN.pattern})$"}
    elif column.kind is Kind.MEASURES:
        items = {"type": "integer", "minimum": 1}
    return {"type": "array", "minItems": 1, "items": items}


def _area(low: int | None) -> Schema:
    """Return the schema of an area in 10,000 mu."""
    most = limit("target_wan_mu", "magnitude")
    return {"type": "number", "minimum": -most if low is None else low, "maximum": most}


def _conditions() -> Schema:
    """Return the schema of conditions: a group, or a list of groups."""
    texts: Schema = {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": _NOT_BLANK}}
    test: Schema = {
        "anyOf": [
            texts,
            {
                "type": "object",
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
                "properties": dict.fromkeys(LIST_TESTS, texts),
            },
            {"enum": list(WORD_TESTS)},
            {"type": "string", "pattern": rf"^\s*{COMPARISON.pattern}({AND}{COMPARISON.pattern})*\s*$"},
        ]
    }
    group: Schema = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": f"^{IDENTIFIER.pattern}$"},
        "additionalProperties": test,
    }
    return {"anyOf": [group, {"type": "array", "minItems": 1, "items": group}]}
