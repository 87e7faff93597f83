"""Names of columns as shapefiles cut them: after ten bytes, in the table's encoding, also within a character."""

from __future__ import annotations

from functools import lru_cache

NAME_BYTES = 10
_ENCODINGS = ("utf-8", "gb18030")
_LEAST_BYTES = 6  # of a cut name that still identifies it: two Chinese characters, six letters


@lru_cache(maxsize=10_000)
def cut_forms(name: str, room: int = NAME_BYTES) -> frozenset[str]:
    """Return what a shapefile leaves of a longer name, in each encoding; nothing where the name has room.

    Args:
        name: of a column.
        room: in bytes; fewer where a number follows.

    """
    left = set()
    for encoding in _ENCODINGS:
        raw = name.encode(encoding)
        if len(raw) > room >= _LEAST_BYTES:
            left.add(raw[:room].decode(encoding, errors="ignore"))
    return frozenset(left)
