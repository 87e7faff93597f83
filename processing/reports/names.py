"""Names under which reports show the ids of the policy and the codes of the survey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd


def _label(row: Mapping[str, Any], language: str) -> str:
    """The row's name in the language ('zh' or 'en'), in the other one if that is missing."""
    preferred, other = ("name_zh", "name_en") if language.startswith("zh") else ("name_en", "name_zh")
    text = row.get(preferred) or row.get(other) or ""
    if not language.startswith("zh"):
        text = text[:1].upper() + text[1:]
    return text


@dataclass(frozen=True)
class Names:
    """Labels by group and id.

    Groups are those of the policy's `terms` (kinds, severities, origins, sources, tiers, reasons, flags, deferred), and
    what reports say of the run itself: `roles` of zone layers, `problems` (kinds of them), `parameters`, `algorithms`.
    `classes` are the land classes (DLBM); `separator` stands between several labels. An id without a name shows as
    itself, so nothing is lost.
    """

    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    separator: str = "；"

    @classmethod
    def from_rows(
        cls,
        terms: Mapping[str, Iterable[Mapping[str, Any]]],
        classes: Iterable[Mapping[str, Any]] = (),
        language: str = "zh",
        more: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Names:
        """Names of one language from the policy file's `terms` and the rows of `resources/survey/classes.csv`.

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
        )

    def order(self, group: str) -> list[str]:
        """The ids of a group in the order in which the policy lists them."""
        return list(self.terms.get(group, {}))

    def of(self, group: str, code: object) -> str | None:
        """The label of one id; None for a null."""
        if code is None or (not isinstance(code, str) and pd.isna(code)):
            return None
        text = str(code)
        return self.terms.get(group, {}).get(text, text)

    def joined(self, groups: Iterable[str], codes: object) -> str | None:
        """The labels of ';'-joined ids, each looked up in the first group that knows it."""
        if not isinstance(codes, str) or not codes:
            return None
        groups = tuple(groups)
        labels = []
        for code in codes.split(";"):
            known = next((self.terms[g][code] for g in groups if code in self.terms.get(g, {})), code)
            labels.append(known)
        return self.separator.join(labels)

    def land_class(self, code: object) -> str | None:
        """The name of a land class; None for a null, the code itself if it is unknown."""
        if not isinstance(code, str):
            return None
        return self.classes.get(code, code)
