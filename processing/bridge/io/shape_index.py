"""Whether the index of a shapefile (.shx) leads to its shapes (.shp).

GDAL goes to where the index says, takes whatever stands there for the shape of that row, and a null where nothing fits:
with an index from another state of the file rows have each other's shapes or none, and shapes behind it are not there.
Each shape has its row's number before it, by which that is seen.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

_HEADER = 50  # words of 16 bits, in which both files count
_LENGTH, _ENTRY = 6, 4  # where the header states a file's length; words of an entry of the index
_RECORD = 4  # words before a shape: its number and its length
_LEAST = 2  # words of a shape: its kind
_KINDS = (0, 5, 15, 25, 31)  # null, polygon, with heights, with measures, multipatch


def index_fault(path: Path) -> tuple[int, int]:
    """Return how many shapes of a shapefile its index does not lead to, and how many it has.

    Args:
        path: the .shp file; without an index no shape is missing, and a file that is gone is its reader's to tell.

    """
    if not path.is_file():
        return 0, 0
    index = next((f for f in (path.with_suffix(s) for s in (".shx", ".SHX")) if f.is_file()), None)
    whole = np.zeros(0, np.int64) if index is None else np.fromfile(index, ">i4").astype(np.int64)
    if len(whole) < _HEADER // 2 or path.stat().st_size < 2 * _HEADER:
        return 0, 0
    count = max((whole[_LENGTH] - _HEADER) // _ENTRY, 0)
    entries = whole[_HEADER // 2 :][: 2 * count]
    entries = entries[: len(entries) // 2 * 2].reshape(-1, 2)
    words = np.memmap(path, ">u2", "r")
    wrong = len(entries) - int(_leads_to_its_shape(words, entries).sum()) + _has_more(words, entries)
    return wrong, len(entries)


def _leads_to_its_shape(words: np.ndarray, entries: np.ndarray) -> np.ndarray:
    """Return for each entry of an index (n, 2: place, length) whether the shape of its row stands there."""
    place, length = entries.T
    row = np.arange(1, len(entries) + 1)
    unset = (place == 0) & (length == 0)  # a row without a shape, as it may be
    inside = (place >= _HEADER) & (length >= _LEAST) & (place + _RECORD + length <= len(words))
    safe = np.where(inside, place, 0)
    number, stated = _long(words, safe), _long(words, safe + 2)
    before = np.r_[_HEADER, (place + _RECORD + length)[:-1]]
    # Some programs number otherwise; where the index goes through the file from shape to shape it needs no number.
    is_own = (number == row) | bool((place == before).all())
    skipped = unset & (_number_at(words, before) == row)
    return np.where(unset, ~skipped, inside & is_own & (stated == length))


def _has_more(words: np.ndarray, entries: np.ndarray) -> int:
    """Return 1 if the shape of one more row stands behind the last one, else 0."""
    end = int((entries.sum(axis=1) + _RECORD).max(initial=_HEADER))
    if end + _RECORD + 2 > len(words):
        return 0
    number, length = int(_long(words, np.array([end]))[0]), int(_long(words, np.array([end + 2]))[0])
    kind = int(words[end + _RECORD]) >> 8  # unlike the numbers it has its low byte first
    fits = _LEAST <= length <= len(words) - end - _RECORD and kind in _KINDS
    return int(fits and number == len(entries) + 1)


def _number_at(words: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return the numbers (n,) at places (words); 0 where there is none."""
    inside = (place >= _HEADER) & (place + _RECORD + 2 <= len(words))
    return np.where(inside, _long(words, np.where(inside, place, 0)), 0)


def _long(words: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return the whole numbers of 32 bits (n,) at places (words)."""
    return (words[place].astype(np.int64) << 16) | words[place + 1]
