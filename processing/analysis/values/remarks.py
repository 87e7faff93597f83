"""Words in remarks: whether one stands there as a mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain


@dataclass(frozen=True)
class Remarks:
    """How remarks are read (`resources/survey/values.yaml`).

    Attributes:
        denials: words that, directly before a word, deny it.
        longer: longer words, by the word with which they begin and of which they are no mark.
        questions: words that, directly before a word, ask for it; then only an answer makes a mark.
        yes, no: answers, which may stand behind a word.

    >>> remarks = Remarks(("未", "没有"), {"废弃": ("废弃物",)})
    >>> [remarks.has(text, "废弃") for text in ("道路已废弃", "未废弃", "没有废弃", "堆放废弃物", "未利用，废弃")]
    [True, False, False, False, True]

    """

    denials: tuple[str, ...] = ()
    longer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

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
        >>> remarks = Remarks(questions=("是否",), yes=("是",), no=("否", "无"))
        >>> [remarks.has(text, "废弃") for text in ("废弃：否", "废弃 无", "废弃，无人使用", "是否废弃:是", "是否废弃")]
        [False, False, True, True, False]

        """
        start = text.find(word)
        while start >= 0:
            longer = any(text.startswith(other, start) for other in self.longer.get(word, ()))
            if not longer and self._is_affirmed(text[:start].rstrip(), text[start + len(word) :]):
                return True
            start = text.find(word, start + 1)
        return False

    def _is_affirmed(self, before: str, behind: str) -> bool:
        """Say whether what stands before and behind a word leaves it a mark."""
        asked = bool(self.questions) and before.endswith(self.questions)
        if not asked and self.denials and before.endswith(self.denials):
            return False
        found = _ANSWER.match(behind)
        answer = found[2].upper() if found and (found[1] or asked) else ""
        return answer in self.yes if asked else answer not in self.no


def expand_words(words: Iterable[str], lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return words with those of the list in place of each `@<list>`.

    Raises:
        KeyError: there is no such list.

    >>> expand_words(["临时", "@houses"], {"houses": ("宅基地", "住宅")})
    ('临时', '宅基地', '住宅')

    """
    return tuple(chain.from_iterable(lists[word[1:]] if word.startswith("@") else (word,) for word in words))


# What may join an answer to a word, and the answer up to the next blank or mark.
_ANSWER = re.compile(r"([\s:：=（(【\[]*)([^\s,，;；。、/)）】\]]*)")
