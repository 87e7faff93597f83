"""YAML read in C where PyYAML has it, in a tenth of the time; what that one cannot take goes to the one in Python."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import yaml

_FAST_LOADER = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def compose_text(text: str) -> yaml.Node | None:
    """Return the nodes of a YAML text with their places; None if it is empty.

    Raises:
        yaml.YAMLError: it is no YAML; told in PyYAML's own words, on every machine the same.
        RecursionError: it is nested too deeply.

    """
    try:
        if _is_shallow(text):
            return yaml.compose(text, _FAST_LOADER)
    except (yaml.YAMLError, UnicodeError):
        pass  # said below
    return yaml.compose(text, yaml.SafeLoader)


def nested_events(text: str) -> Iterator[tuple[yaml.Event, int]]:
    """Yield the events of a YAML text, each with the number of values that are open after it.

    The parser that tells events needs no depth, and little time.

    Raises:
        yaml.YAMLError: it is no YAML.

    """
    depth = 0
    for event in yaml.parse(text, _FAST_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        yield event, depth


def load_data(path: Path) -> Any:  # noqa: ANN401  what is in a file is known to who asks for it
    """Return what a data file of the plugin holds (UTF-8)."""
    node = compose_text(path.read_text(encoding="utf-8"))
    return None if node is None else yaml.SafeLoader("").construct_document(node)


def _is_shallow(text: str) -> bool:
    """Return whether values lie in each other no deeper than Python's own calls may.

    The loader in C ends the process where nesting overflows its stack, at some ten thousand levels.
    """
    most = sys.getrecursionlimit()
    return all(depth <= most for _, depth in nested_events(text))
