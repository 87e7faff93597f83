"""Labels under which reports show the ids of the policy and the codes of the survey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

Words = Mapping[str, Mapping[str, str]]  # labels of a table's values, by column and value


def _label(row: Mapping[str, Any], language: str) -> str:
    """Return the row's name in a language ('zh' or 'en'), in the other one if that is missing."""
    preferred, other = ("name_zh", "name_en") if language.startswith("zh") else ("name_en", "name_zh")
    text = row.get(preferred) or row.get(other) or ""
    if not language.startswith("zh"):
        text = text[:1].upper() + text[1:]
    return text


@dataclass(frozen=True)
class Names:
    """Labels by group and id. An id without a label shows as itself, so nothing is lost.

    Attributes:
        terms: labels by group and id. Groups are those of the policy's `terms` (kinds, severities, origins, sources,
            tiers, reasons, flags, deferred), and those of the run itself: `roles` of zone layers, `problems` (their
            kinds), `parameters`, `algorithms`.
        classes: names of the land classes (DLBM).
        separator: stands between several labels.
        language: `zh` or `en`.
    """

    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    separator: str = "；"
    language: str = "zh"

    @classmethod
    def from_rows(
        cls,
        terms: Mapping[str, Iterable[Mapping[str, Any]]],
        classes: Iterable[Mapping[str, Any]] = (),
        language: str = "zh",
        more: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Names:
        """Return the names of one language from the policy's `terms` and the survey's classes.

        Args:
            terms: group -> rows with `id`, `name_zh`, `name_en`.
            classes: rows with `code`, `name_zh`, `name_en`.
            language: a locale such as 'zh', 'zh_CN' or 'en'.
            more: further groups, in that language already.
        """
        named = {group: {str(row["id"]): _label(row, language) for row in rows} for group, rows in terms.items()}
        return cls(
            terms={**named, **(more or {})},
            classes={str(row["code"]): _label(row, language) for row in classes},
            separator="；" if language.startswith("zh") else "; ",
            language="zh" if language.startswith("zh") else "en",
        )

    def order(self, group: str) -> list[str]:
        """Return the ids of a group in the policy's order."""
        return list(self.terms.get(group, {}))

    def of(self, group: str, code: object) -> str | None:
        """Return the label of an id; None for a null."""
        if code is None or (not isinstance(code, str) and pd.isna(code)):
            return None
        text = str(code)
        return self.terms.get(group, {}).get(text, text)

    def joined(self, groups: Iterable[str], codes: object, words: Mapping[str, str] | None = None) -> str | None:
        """Return the labels of ';'-joined ids, each of `words` or of the first group that knows it.

        Without an id it is the word of `words` for "", if there is one.
        """
        if not isinstance(codes, str):
            return None
        if not codes:
            return (words or {}).get(codes)
        known = [words or {}, *(self.terms.get(group, {}) for group in groups)]
        labels = (next((each[code] for each in known if code in each), code) for code in codes.split(";"))
        return self.separator.join(labels)

    def land_class(self, code: object) -> str | None:
        """Return the name of a land class; None for a null, the code itself if it is unknown."""
        if not isinstance(code, str):
            return None
        return self.classes.get(code, code)
