"""How the values of a column of a table of input are read."""

from __future__ import annotations

from ...analysis.values.kinds import Kind
from ...analysis.values.readers import ValueKind
from ..i18n import LANGUAGES
from ..value_kinds import load_reading
from ..word_lists import load_marks
from .definitions import AMOUNTS, TEXT, UNIT, TableColumn


def values_of(column: TableColumn) -> ValueKind | None:
    """Return how values of a column are read; None for texts, amounts and counties of the policy."""
    if column.choices:
        words = {
            choice["id"]: (*(choice[language] for language in LANGUAGES), *choice.get("other", ()))
            for choice in column.choices
        }
        return ValueKind(Kind.CATEGORY, words=words)
    if column.kind == Kind.MARK.value:
        return ValueKind(Kind.MARK, words=load_marks())
    if column.kind == Kind.CLASS.value:
        return load_reading().kinds["DLBM"]
    return None if column.kind in (TEXT, UNIT, *AMOUNTS) else ValueKind(Kind(column.kind))
