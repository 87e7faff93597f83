"""Members of GeoJSON that its readers should not see: names given twice in one object, links to coordinate systems."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from ..errors import InputError
from ..i18n import tr

SUFFIXES = (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson")
SEPARATOR = "\x1e"  # begins a record in sequences of RFC 8142
_TOLD = 5  # names
_LINKS, _OF_LINKS = ("link", "url"), ("type", "properties", "href", "url")
# Letters may be written as codes.
_MAY_LINK = re.compile(r'(?i)"(?:link|url)"|\\u00')
_LOOKS_LINKED = re.compile(r"(?is)crs.{0,300}?\b(?:link|url)\b")
_SHOWN = 512  # characters in which the address stands


def require_distinct_members(path: Path) -> None:
    """Raise `InputError` if an object of a GeoJSON file, or of a sequence of lines, has two members of one name.

    What is no JSON is left to its reader.
    """
    found = repeated_members(path.read_text(encoding="utf-8-sig", errors="replace"))
    if not found:
        return
    names = ", ".join(f"{name} ({count:,})" for name, count in list(found.items())[:_TOLD])
    raise InputError(
        tr(
            "“{path}” gives a name twice in one object, so that nobody knows which value counts: {names} (how often). "
            "Export it anew from its source, with each name once."
        ).format(path=path, names=names)
    )


def repeated_members(text: str) -> dict[str, int]:
    """Return the names that stand twice in an object of a JSON text, or of lines of it, and in how many objects.

    >>> repeated_members('{"a": 1, "b": {"a": 1, "a": 2}}')
    {'a': 1}
    """
    found: Counter[str] = Counter()

    def look(members: list[tuple[str, object]]) -> None:
        # Nothing is kept: the text of a survey fits in memory, its objects might not.
        if len({name for name, _ in members}) < len(members):
            found.update({name for name, count in Counter(name for name, _ in members).items() if count > 1})

    try:
        _decode(text, look, found.clear)
    except RecursionError:
        return {}
    return dict(sorted(found.items()))


def linked_systems(text: str) -> list[str]:
    """Return the addresses of coordinate systems that a JSON text, or lines of it, links to; GDAL fetches these.

    Of what is no JSON, which GDAL may read all the same, a text is returned where it looks like such a link.

    >>> linked_systems('{"crs": {"type": "link", "properties": {"href": "http://a.b/c"}}}')
    ['http://a.b/c']
    """
    if not _MAY_LINK.search(text):
        return []
    found: list[str] = []

    def look(members: list[tuple[str, object]]) -> dict[str, object]:
        # GDAL takes names in small and capital letters. Only what a link consists of is kept.
        named = [(name.lower(), value) for name, value in members]
        for name, value in named:
            if name == "crs" and isinstance(value, dict) and str(value.get("type")).lower() in _LINKS:
                given = value.get("properties")
                found.append(" ".join(map(str, given.values())) if isinstance(given, dict) else "")
        return {name: value for name, value in named if name in _OF_LINKS}

    try:
        is_read = _decode(text, look, found.clear)
    except RecursionError:
        is_read = False
    if not is_read and not found and _LOOKS_LINKED.search(text):
        found.append(text[_LOOKS_LINKED.search(text).start() :][:_SHOWN])  # type: ignore[union-attr]  # as above
    return found


def _decode(text: str, look: Callable[[list[tuple[str, object]]], object], restart: Callable[[], None]) -> bool:
    """Decode a JSON text, or each of its lines, and look at all objects; return whether all of it is JSON.

    Args:
        text: the text.
        look: receives the members of each object.
        restart: is called where the text as a whole is no JSON, before its lines are looked at.

    """
    decoder = json.JSONDecoder(object_pairs_hook=look)
    is_whole = True
    try:
        decoder.decode(text)
    except ValueError:  # a sequence, or no JSON
        restart()
    else:
        return is_whole
    for line in filter(None, (line.strip(SEPARATOR).strip() for line in text.splitlines())):
        try:
            decoder.decode(line)
        except (ValueError, RecursionError):
            is_whole = False
    return is_whole
