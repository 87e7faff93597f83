"""What a drawing (DXF) becomes when its blocks are put in their places: counted in the text, before GDAL does it.

A block may hold insertions of others, and an insertion may be a table of thousands, so a few hundred bytes can become
more than any machine holds; and GDAL, once it has begun with an insertion, cannot be stopped.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import InputError, damaged_file
from ..file_limits import check_limit, limit
from ..i18n import tr

# Codes of the lines of a drawing's text (DXF reference), each before its value.
_KIND, _NAME, _POINT, _COLUMNS, _ROWS = 0, 2, 10, 70, 71
_LAST = b"EOF"  # behind it nothing is read
_NUMBER = re.compile(rb"\s*[+-]?\d{1,9}")
# They hold no outline, and some insert blocks on ways of their own.
_LEFT_OUT = frozenset(
    (b"DIMENSION", b"LEADER", b"MLEADER", b"MULTILEADER", b"ACAD_TABLE", b"TEXT", b"MTEXT", b"ATTRIB", b"ATTDEF")
)
_OUTSIDE = frozenset((b"BLOCK", b"ENDSEC", b"SECTION", _LAST))  # what no block holds
_CURVES = frozenset((b"ARC", b"CIRCLE", b"ELLIPSE", b"SPLINE", b"LWPOLYLINE", b"POLYLINE"))
_CURVE_POINTS = 100  # into which GDAL turns a full circle, at most


@dataclass
class _Element:
    """An element of a drawing: its kind, what it is called or inserts, how often, its points, and its text."""

    kind: bytes
    name: bytes = b""
    columns: int = 1
    rows: int = 1
    points: int = 1
    text: bytes = b""


@dataclass
class _Block:
    """What stands in a block: points of its own, and how often other blocks are inserted, by name."""

    points: int = 0
    inserted: Counter[bytes] = field(default_factory=Counter)


def read_drawing(path: Path) -> bytes:
    """Return the text of a drawing, without elements that hold no outline.

    Raises:
        LimitError: its blocks would become more points, or are deeper in each other, than is read (`limits.yaml`).
        InputError: its lines have lost their step, or a block has no end, so that GDAL may see other blocks than are
            counted.

    """
    # Whoever reads it next must see the lines that were counted.
    given = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    kept, drawing = bytearray(), _Block()
    blocks: defaultdict[bytes, _Block] = defaultdict(_Block)
    place = drawing
    for element in _elements(path, given):
        if element.kind in _LEFT_OUT:
            continue
        kept += element.text
        if place is not drawing and element.kind in _OUTSIDE:
            raise InputError(damaged_file(path, tr("a block has no end")))
        if element.kind == b"BLOCK":
            place = blocks[element.name]
        elif element.kind in (b"ENDBLK", b"ENDSEC"):
            place = drawing
        elif element.kind == b"INSERT":
            place.inserted[element.name] += max(1, element.columns) * max(1, element.rows)
        else:
            place.points += element.points + (_CURVE_POINTS if element.kind in _CURVES else 0)
    _check_blocks(path.name, drawing.inserted, blocks)
    return bytes(kept)


def _check_blocks(file: str, inserted: Counter[bytes], blocks: defaultdict[bytes, _Block]) -> None:
    """Raise `LimitError` where blocks become too many points, or never end.

    Args:
        file: its name.
        inserted: how often the drawing itself inserts each block.
        blocks: by name.

    """
    remedy = tr("Give the outlines as a layer.")
    points, most, deepest = 0, limit("outline", "block_points"), limit("outline", "block_depth")
    for depth in range(deepest + 1):
        if not inserted:
            return
        check_limit(file, tr("blocks inside each other"), depth + 1, deepest, remedy)
        inside: Counter[bytes] = Counter()
        for name, times in inserted.items():
            points += times * (1 + blocks[name].points)
            for other, count in blocks[name].inserted.items():
                inside[other] += times * count
        check_limit(file, tr("points in the blocks that it inserts"), points, most, remedy)
        inserted = inside


def _elements(path: Path, text: bytes) -> Iterator[_Element]:
    """Yield the elements of a drawing's text; what stands before the first is one, too. `path` is for messages.

    Raises:
        InputError: a line that should be a code is no number.

    """
    lines, start, position = io.BytesIO(text), 0, 0
    element = _Element(b"")
    while True:
        first, value = lines.readline(), lines.readline()
        found = _NUMBER.match(first)
        if first.strip() and not found and element.kind != _LAST:
            line = text.count(b"\n", 0, position) + 1
            raise InputError(damaged_file(path, tr("line {line} should be a number").format(line=line)))
        code = int(found[0]) if found else _KIND
        if not first or code == _KIND:
            element.text = text[start:position]
            yield element
            if not first or element.kind == _LAST:
                return
            start, element = position, _Element(value.strip().upper())
        elif code == _NAME:
            element.name = value.strip().upper()
        elif code == _POINT:
            element.points += 1
        elif code in (_COLUMNS, _ROWS):
            number = _NUMBER.match(value)
            times = int(number[0]) if number else 1
            if code == _COLUMNS:
                element.columns = times
            else:
                element.rows = times
        position += len(first) + len(value)
