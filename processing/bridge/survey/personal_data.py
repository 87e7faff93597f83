"""Which columns hold personal data, told by their names, whatever offices and file formats have made of these.

The names are data (`personal` in `resources/survey/fields.yaml`, and those that an office's profile adds).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_SHAPEFILE_BYTES = 10  # the length to which a shapefile cuts a column's name, whatever its encoding
_LEAST_BYTES = 6  # what is left of a name must still say something: two Chinese characters, six letters
# The shorter a code, the more names have it in them by chance: FZR is in FZRQ, the day of a certificate, and XM is a
# person's name alone, but a project's in XM_MC.
_ANYWHERE, _AS_WORD = 4, 3
_WORD = re.compile("[A-Z]+")
_NUMBERED = re.compile(r"(.*?)(_?\d*)")
# A name read with the wrong encoding, and how it gets right again: GBK and UTF-8 taken for Latin or for each other.
_MISREAD = (("latin-1", "gb18030"), ("latin-1", "utf-8"), ("gb18030", "utf-8"))


# Replacement characters elsewhere than where a name was cut.
_UNREADABLE = re.compile("^\ufffd|\ufffd+(?!\ufffd|_?[0-9]*$)")


class PersonalColumns:
    """A collection of columns: `name in columns` tells whether a column of that name holds personal data.

    Recognised are the names given, in any case and width of letters, with numbers behind them (`LXDH1`, `ZRRZJHM_1`),
    with words before or behind (`YJJBNTTB_LXDH`, `村责任人姓名`), cut to a shapefile's ten bytes, and misread. A name
    that nobody can read may be any of them, so it counts, too.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Keep the names."""
        self.names = tuple(dict.fromkeys(_plain(name) for name in names))
        self._find = lru_cache(maxsize=None)(self._reading)

    def __reduce__(self) -> tuple[type[PersonalColumns], tuple[tuple[str, ...]]]:
        """Travel to other processes as names alone."""
        return PersonalColumns, (self.names,)

    def __contains__(self, column: object) -> bool:
        """Tell whether a column of that name holds personal data."""
        return self._find(str(column)) is not None

    def readable_name(self, column: str) -> str:
        """The column's name as people read it."""
        return self._find(column) or column

    def mentioned_in(self, text: str) -> bool:
        """Tell whether a text, such as a filter, names one of the columns."""
        return any(word in self for word in re.findall(r"\w+", text))

    def _reading(self, column: str) -> str | None:
        """How the column's name was read when it was recognised; None if it was not."""
        if not self.names:
            return None
        found = (text for text in _readings(column) if any(_names(name, _plain(text)) for name in self.names))
        return next(found, column if _UNREADABLE.search(column) else None)


NONE = PersonalColumns(())


def _names(name: str, column: str) -> bool:
    """Whether the column's name is this one, has it as a part, or is what a shapefile left of it."""
    anywhere = not name.isascii() or len(name) >= _ANYWHERE
    if name in column if anywhere else len(name) == _AS_WORD and name in _WORD.findall(column):
        return True
    stem, number = _NUMBERED.fullmatch(column).groups()
    return stem == name or stem in _cut(name, _SHAPEFILE_BYTES - len(number))


def _readings(column: str) -> Iterator[str]:
    """The column's name as it is, and as it may have been before it was misread."""
    # Half a character at a cut comes as a replacement character or as a lone surrogate.
    whole = re.sub("[\ufffd\ud800-\udfff]+", "", column)
    yield whole
    for wrong, right in _MISREAD:
        try:
            yield whole.encode(wrong).decode(right, errors="ignore")
        except UnicodeEncodeError:
            continue


def _cut(name: str, room: int) -> set[str]:
    """What a shapefile leaves of a name that is too long for it, by encoding."""
    left = set()
    for encoding in ("utf-8", "gb18030"):
        raw = name.encode(encoding)
        if len(raw) > room >= _LEAST_BYTES:
            left.add(raw[:room].decode(encoding, errors="ignore"))
    return left


def _plain(name: str) -> str:
    """Upper case and normal width, without blanks around."""
    return unicodedata.normalize("NFKC", name).strip().upper()
