"""Views of a GeoPackage or another file of SQLite without end in sight: found before anything opens them as layers.

GDAL runs a view to learn its columns, so who opens one that calls itself, or that multiplies the rows of its tables,
hangs, and nothing can stop SQLite from outside. Layers are looked at by whoever reads them by name
(`integrity.require_intact`), and where they are given; files whose layers are opened one after the other, such as
results, are looked at as a whole.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from ..errors import InputError
from ..file_limits import limit
from ..i18n import tr
from .datasets import decode_source, layer_names
from .file_state import log_of, marks_of
from .sql import quoted

_SQLITE = b"SQLite format 3\0"  # how each such file begins
_VIEWS = "SELECT name FROM sqlite_master WHERE type = 'view'"
_COLUMNS = "SELECT name FROM pragma_table_info(?)"
# SQLite tells by which steps it would run a statement, also those of the views in it, and runs nothing.
_PLAN = "EXPLAIN QUERY PLAN SELECT * FROM {layer}"
_RECURSIVE = "RECURSIVE STEP"
_LOOP = "SCAN"
_LOOPS = (_LOOP, "SEARCH")  # how steps begin that go through rows
# The kinds of values make SQLite compute them, also by queries inside, without loading the geometries of a table.
_COUNT = "SELECT count(*), {kinds} FROM {layer}"
_KIND = "count(typeof({column}))"
_INTERRUPTED = "interrupted"  # SQLite's words, also the next ones
_REMEMBERED = 256  # files, and views
_FUNCTION = re.compile(r"no such function: (\w+)")


def why_endless(source: str) -> str:
    """Return the message that a layer is a view without end in sight; empty if it is none.

    Args:
        source: a path, perhaps with the name of a layer as QGIS writes it.

    """
    parts = decode_source("ogr", source)
    path = Path(str(parts.get("path") or ""))
    if not _views(path):
        return ""
    return _why_unbounded(path, str(parts.get("layerName") or "") or next(iter(layer_names(path)), ""))


def require_bounded(path: Path, layer: str = "") -> None:
    """Raise `InputError` where a layer of a file, or any of them if none is named, is a view without end in sight."""
    reason = _why_unbounded(path, layer)
    if reason:
        raise InputError(reason)


def _why_unbounded(path: Path, layer: str) -> str:
    """Return the message of the first view without end in sight, of those with a name, or of all; empty if none is."""
    found = (_message(path, name) for name in _views(path) if layer.lower() in ("", name.lower()))
    return next(filter(None, found), "")


def _views(path: Path) -> tuple[str, ...]:
    """Return the names of the views of a file; none where it is none of SQLite, or cannot be read."""
    try:
        return _found_views(path, marks_of(path))
    except (OSError, sqlite3.Error):  # who reads it says so
        return ()


@lru_cache(_REMEMBERED)
def _found_views(path: Path, _: tuple[tuple[int, int, int], ...]) -> tuple[str, ...]:
    """Return the names of the views of a file as it is marked: each of its layers asks, and SQLite reads of all.

    Raises:
        OSError, sqlite3.Error: it cannot be read.

    """
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            return ()
    with closing(_connect(path)) as connection:
        return tuple(str(name) for (name,) in connection.execute(_VIEWS))


def _connect(path: Path) -> sqlite3.Connection:
    """Open a file of SQLite so that nothing is written beside it."""
    # Where no editor has left its log, which would have to be read, too.
    alone = "" if log_of(path).exists() else "&immutable=1"
    place = path.resolve().as_posix()
    # SQLite takes what stands before the third slash for a server, also that of a shared folder.
    return sqlite3.connect(f"file://{'' if place[0] == '/' else '/'}{quote(place)}?mode=ro{alone}", uri=True)


def _message(path: Path, view: str) -> str:
    """Return the message that a view has no end in sight; empty if it has one, or cannot be run at all."""
    try:
        fault = _fault(path, view, marks_of(path))
    except (OSError, sqlite3.Error):  # who reads it says so
        return ""
    text = {
        "": "",
        _RECURSIVE: tr(
            "“{file}”, layer “{layer}”: it is a view that calls itself (WITH RECURSIVE), which may never end, so it is "
            "not opened. Save its rows as a table, and choose that."
        ),
        _LOOP: tr(
            "“{file}”, layer “{layer}”: it is a view that does not end in a time that fits its file, or with {rows} "
            "rows, so it is not opened; it may join tables without a condition. Save its rows as a table, and choose "
            "that."
        ),
    }[fault]
    return text.format(file=path.name, layer=view, rows=f"{limit('view', 'rows'):,}")


@lru_cache(_REMEMBERED)
def _fault(path: Path, view: str, marks: tuple[tuple[int, int, int], ...]) -> str:
    """Return by which steps a view has no end in sight; empty if it has one. It is looked at again when it changes.

    Raises:
        sqlite3.Error: it cannot be run.

    """
    with closing(_connect(path)) as connection:
        steps, is_known = _plan(connection, view)
        if any(step.startswith(_RECURSIVE) for step in steps):
            return _RECURSIVE
        if sum(step.startswith(_LOOPS) for step in steps) <= 1:  # no more rows than its table has
            return ""
        # Which rows of several tables an unknown function chooses cannot be counted beforehand.
        size = sum(size for _, size, _ in marks)
        return "" if is_known and _ends(connection, view, size) else _LOOP


def _plan(connection: sqlite3.Connection, view: str) -> tuple[list[str], bool]:
    """Return by which steps SQLite would run a view, and whether it knows all functions there, as GDAL has more.

    Raises:
        sqlite3.Error: the view cannot be run.

    """
    unknown: set[str] = set()
    while True:
        try:
            return [str(step) for *_, step in connection.execute(_PLAN.format(layer=quoted(view)))], not unknown
        except sqlite3.OperationalError as error:
            found = _FUNCTION.search(str(error))
            if found is None or found[1] in unknown:
                raise
            unknown.add(found[1])
            connection.create_function(found[1], -1, lambda *_: None)


def _ends(connection: sqlite3.Connection, view: str, size: int) -> bool:
    """Return whether a view of a file of `size` bytes ends within the limits of rows and of SQLite's instructions.

    Raises:
        sqlite3.Error: the view cannot be run.

    """
    columns = [str(name) for (name,) in connection.execute(_COLUMNS, [view])]
    kinds = ", ".join(_KIND.format(column=quoted(name)) for name in columns)
    steps = min(limit("view", "steps"), size * limit("view", "steps_per_byte"))
    connection.set_progress_handler(lambda: 1, steps)  # interrupts
    try:
        count = connection.execute(_COUNT.format(kinds=kinds, layer=quoted(view))).fetchone()[0]
    except sqlite3.OperationalError as error:
        if str(error) == _INTERRUPTED:
            return False
        raise
    return bool(count <= limit("view", "rows"))
