"""Files of results of “Run everything”, by the layers that they must have."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..errors import InputError
from ..i18n import tr
from .datasets import layer_names


def require_layers(path: Path, needed: Iterable[str]) -> set[str]:
    """Return the names of all layers of a file of results.

    Args:
        path: the GeoPackage.
        needed: layers that it must have.

    Raises:
        InputError: the file lacks one of them, or is not there.

    """
    found = set(layer_names(path)) if path.is_file() else set()
    missing = [name for name in needed if name not in found]
    if missing:
        text = tr("“{file}” is not a result of “Run everything”: it lacks {layers}.")
        raise InputError(text.format(file=path.name, layers=", ".join(missing)))
    return found
