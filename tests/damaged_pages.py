"""One damaged page of a GeoPackage: the maker that all tests of damaged pages use."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

# What a page can be after a fault of the disk or of a copy: noise, zeros, another page of the file, a few bytes.
KINDS = ("noise", "zeros", "another page", "a few bytes")
_HEADER = 100  # bytes of a file's header, in which the page's size stands


def pages_of(path: Path, table: str | None) -> tuple[int, list[int]]:
    """The size of a page, and the numbers of a table's pages (of all, without the first, if none is named)."""
    with closing(sqlite3.connect(path)) as file:
        ((size,),) = file.execute("PRAGMA page_size")
        if table is None:
            ((count,),) = file.execute("PRAGMA page_count")
            return size, list(range(2, count + 1))
        return size, [n for (n,) in file.execute("SELECT pageno FROM dbstat WHERE name = ? ORDER BY pageno", [table])]


def damage(path: Path, kind: str, seed: int, table: str | None = None) -> int:
    """Damage one page of a file, chosen by the seed; return its number.

    Args:
        path: a GeoPackage that nobody has open.
        kind: one of `KINDS`.
        seed: of the choice and the noise.
        table: whose page; any but the first of the file if not given.

    """
    chance = random.Random(f"{kind} {seed}")  # noqa: S311  the same damage in every run
    size, pages = pages_of(path, table)
    page = chance.choice(pages)
    data = bytearray(path.read_bytes())
    start = (page - 1) * size
    if kind == "a few bytes":
        start, length = start + chance.randrange(size - 16), 16
    else:
        length = size
    if kind == "zeros":
        new = bytes(length)
    elif kind == "another page":
        other = chance.choice([number for number in pages if number != page])
        new = data[(other - 1) * size : other * size]
    else:
        new = chance.randbytes(length)
    data[start : start + length] = new
    path.write_bytes(data)
    return page
