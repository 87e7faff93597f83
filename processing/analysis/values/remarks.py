"""Words in remarks: whether one stands there as a mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Remarks:
    """How remarks are read (`resources/survey/values.yaml`).

    Attributes:
        denials: words that, directly before a word, deny it.
        longer: longer words, by the word with which they begin and of which they are no mark.

    >>> remarks = Remarks(("未", "没有"), {"废弃": ("废弃物",)})
    >>> [remarks.has(text, "废弃") for text in ("道路已废弃", "未废弃", "没有废弃", "堆放废弃物", "未利用，废弃")]
    [True, False, False, False, True]

    """

    denials: tuple[str, ...] = ()
    longer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def has_any(self, text: str | None, words: Iterable[str]) -> bool:
        """Say whether any of some words stands in a text for itself; in no text, none does.

        >>> Remarks(("非",)).has_any("非宅基地", ("宅基地", "住宅")), Remarks().has_any(None, ("宅基地",))
        (False, False)

        """
        return text is not None and any(self.has(text, word) for word in words)

    def has(self, text: str, word: str) -> bool:
        """Say whether the word stands in the text for itself, neither denied nor as part of a longer word.

        >>> Remarks().has("坟墓", "墓")
        True

        """
        start = text.find(word)
        while start >= 0:
            denied = text[:start].rstrip().endswith(self.denials) if self.denials else False
            if not denied and not any(text.startswith(longer, start) for longer in self.longer.get(word, ())):
                return True
            start = text.find(word, start + 1)
        return False
