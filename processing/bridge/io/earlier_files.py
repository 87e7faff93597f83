"""Files that an earlier run left beside those of this one, and that readers would take for results of the same run."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path

from ..i18n import tr

_RESULTS = (".pdf", ".png", ".svg", ".docx", ".html", ".csv", ".gpkg")
_SHOWN = 5  # names in a message


def files_inside(folder: Path) -> frozenset[Path]:
    """Return the files in a folder and below it, by their paths from there."""
    return frozenset(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def warn_of_others(
    folder: Path, written: Collection[str], warn: Callable[[str], None], pattern: re.Pattern[str] | None = None
) -> None:
    """Warn of results in a folder that a run did not write there: of other units, of other names, in another form.

    Args:
        folder: where the run's files are, in their places.
        written: names of these.
        warn: receives the message.
        pattern: names that are looked at; by default all whose endings are those of results.

    """
    others = [
        path.name
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in _RESULTS
        and path.name not in written
        and not path.name.startswith(".")
        and (pattern is None or pattern.match(path.name))
    ]
    if others:
        text = tr(
            "The folder “{folder}” also has files that are not of this run ({count}): {files}. Delete what is not "
            "needed, so that nothing older is handed on."
        )
        files = tr(", ").join(others[:_SHOWN]) + (" …" if len(others) > _SHOWN else "")
        warn(text.format(folder=folder.name, count=len(others), files=files))
