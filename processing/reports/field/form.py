"""What is asked in the field (`resources/field/field.yaml`), in the language of the sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ...bridge.paths import RESOURCES
from ...bridge.yaml_files import load_data

_PATH = RESOURCES / "field" / "field.yaml"
_DEFAULT = "default"


@lru_cache(maxsize=1)
def field_data() -> dict[str, Any]:
    """Return the data of the forms; loaded once."""
    return dict(load_data(_PATH))


def list_columns() -> dict[str, str]:
    """Return the lists of findings, each with the column that holds its stable ids."""
    return dict(field_data()["lists"])


@dataclass(frozen=True)
class FieldForm:
    """The words of the forms in a language.

    Attributes:
        found: what may be seen on the spot, by id.
        questions: what is answered by yes or no, by id.
        signatures: who signs.
        term_kinds: of the list of ending terms, by id.
    """

    found: Mapping[str, str]
    questions: Mapping[str, str]
    signatures: tuple[str, ...]
    term_kinds: Mapping[str, str]
    _look_for: Mapping[str, Mapping[str, Mapping[str, str]]]
    _language: str

    @classmethod
    def of(cls, language: str) -> FieldForm:
        """Return the forms of a language, `zh` or `en`."""
        data, name = field_data(), f"name_{language}"
        return cls(
            found={row["id"]: row[name] for row in data["found"]},
            questions={row["id"]: row[name] for row in data["questions"]},
            signatures=tuple(row[name] for row in data["signatures"]),
            term_kinds={row["id"]: row[name] for row in data["term_kinds"]},
            _look_for=data["look_for"],
            _language=language,
        )

    def look_for(self, layer: str, kind: str, note: str = "") -> str:
        """Return what to look for at a finding of a list and a kind, behind what is to be known of it."""
        sentences = self._look_for.get(layer, {})
        sentence = sentences.get(kind, sentences.get(_DEFAULT, {})).get(self._language, "")
        return ("" if self._language == "zh" else " ").join(filter(None, (note, sentence)))
