"""The files of `resources/styles`: a standard style, and others that change it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ...bridge.paths import RESOURCES
from ...bridge.yaml_files import load_data

STANDARD = "standard"


@cache
def style_data(style: str = STANDARD) -> dict[str, Any]:
    """Return the data of a style: `resources/styles/results.yaml`, with the style's changes."""
    first, *changes = (load_data(path) for path in style_files(style))
    for change in changes:
        first = _merge(first, change)
    return first


def style_files(style: str) -> tuple[Path, ...]:
    """Return the files that make a style: the standard one, and that of the style's name, which changes it."""
    folder = RESOURCES / "styles"
    return (folder / "results.yaml", *([] if style == STANDARD else [folder / f"{style}.yaml"]))


def _merge(data: object, change: object) -> object:
    """Return data with a change: mappings merge by key, lists of rows by id, all else is replaced."""
    if isinstance(data, dict) and isinstance(change, dict):
        return {**data, **{key: _merge(data.get(key), value) for key, value in change.items()}}
    if isinstance(data, list) and isinstance(change, list):
        rows = {row["id"]: row for row in change}
        return [_merge(row, rows.get(row["id"], {})) for row in data]
    return change
