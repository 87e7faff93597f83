"""Columns with personal data, recognised by their names, however offices and file formats have changed these.

The names and the patterns beside them are data (`personal` and `personal_patterns` in `resources/survey/fields.yaml`,
and the names that an office's profile adds).
"""

from __future__ import annotations

import re
import unicodedata
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache

from .cut_names import NAME_BYTES, cut_forms

# The shorter a code, the more names contain it by chance: FZR is in FZRQ, the day of a certificate; XM alone is a
# person's name, but in XM_MC a project's.
_ANYWHERE, _AS_WORD = 4, 3
_WORD = re.compile("[A-Z]+")
_NUMBER = re.compile(r"_?\d*\Z")
# Encodings by which a name was read wrongly, and the right ones: GBK and UTF-8 read as Latin or as each other.
_MISREAD = (("latin-1", "gb18030"), ("latin-1", "utf-8"), ("gb18030", "utf-8"))


# Replacement characters elsewhere than where a name was truncated.
_UNREADABLE = re.compile("^\ufffd|\ufffd+(?!\ufffd|_?[0-9]*$)")


class PersonalColumns:
    """The names of columns with personal data: `name in columns` tests a column's name.

    The given names are recognised in any case and width of letters, followed by numbers (`LXDH1`, `ZRRZJHM_1`), with
    words before or after (`YJJBNTTB_LXDH`, `村责任人姓名`), truncated to a shapefile's ten bytes, and decoded wrongly.
    A pattern is a regular expression, searched for in the plain name. An unreadable name may be any of them: personal.
    """

    def __init__(self, names: Iterable[str], patterns: Iterable[str] = ()) -> None:
        """Keep the names and the patterns to recognise."""
        self.names = tuple(dict.fromkeys(_plain(name) for name in names))
        self.patterns = tuple(patterns)
        self._compiled = tuple(map(re.compile, self.patterns))
        self._find = lru_cache(maxsize=None)(self._reading)

    def __reduce__(self) -> tuple[type[PersonalColumns], tuple[tuple[str, ...], tuple[str, ...]]]:
        """Pickle the names and the patterns alone."""
        return PersonalColumns, (self.names, self.patterns)

    def with_names(self, names: Iterable[str]) -> PersonalColumns:
        """Return these and more names, as an office's profile adds them."""
        return PersonalColumns((*self.names, *names), self.patterns)

    def __contains__(self, column: object) -> bool:
        """Return whether a column of that name holds personal data."""
        return self._find(str(column)) is not None

    def readable_name(self, column: str) -> str:
        """Return a column's name decoded correctly, if it was recognised so; else as it is."""
        return self._find(column) or column

    def _reading(self, column: str) -> str | None:
        """Return the reading of a column's name by which it is personal; None if it is not."""
        if not self.names:
            return None
        found = (text for text in _readings(column) if self._is_named(_plain(text)))
        return next(found, column if _UNREADABLE.search(column) else None)

    def _is_named(self, column: str) -> bool:
        """Return whether a plain name is that of a personal column."""
        return any(_names(name, column) for name in self.names) or any(p.search(column) for p in self._compiled)


NONE = PersonalColumns(())


def _names(name: str, column: str) -> bool:
    """Return whether a column's name equals a personal name, contains it, or is it as a shapefile truncates it."""
    anywhere = not name.isascii() or len(name) >= _ANYWHERE
    if name in column if anywhere else len(name) == _AS_WORD and name in _WORD.findall(column):
        return True
    stem = _NUMBER.sub("", column)
    return stem == name or stem in cut_forms(name, NAME_BYTES - (len(column) - len(stem)))


def _readings(column: str) -> Iterator[str]:
    """Yield a column's name as it is, and as other encodings read it."""
    # Half a character at the end of a truncated name appears as a replacement character or a lone surrogate.
    whole = re.sub("[\ufffd\ud800-\udfff]+", "", column)
    yield whole
    for wrong, right in _MISREAD:
        with suppress(UnicodeError):  # bytes that the right encoding does not have; half a character at the end may be
            yield getincrementaldecoder(right)().decode(whole.encode(wrong))


def _plain(name: str) -> str:
    """Return a name in upper case and normal width, without blanks around it."""
    return unicodedata.normalize("NFKC", name).strip().upper()
