"""Names that a JSON file gives twice in one object, of which readers silently take one value or the other."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from ..errors import InputError
from ..i18n import tr

SUFFIXES = (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson")
_SEPARATOR = "\x1e"  # begins a record in sequences of RFC 8142
_TOLD = 5  # names


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

    decoder = json.JSONDecoder(object_pairs_hook=look)
    try:
        decoder.decode(text)
    except RecursionError:
        return {}
    except ValueError:  # a sequence, or no JSON
        found.clear()
        for line in text.splitlines():
            try:
                decoder.decode(line.strip(_SEPARATOR))
            except (ValueError, RecursionError):
                continue
    return dict(sorted(found.items()))
