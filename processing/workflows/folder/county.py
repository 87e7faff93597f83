"""A county of a run over many."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class County:
    """A county whose data lie together.

    Attributes:
        name: by which the user knows it: that of its folder or file, or that of the list.
        folder: name of the folder of its results, which every system accepts.
        path: folder, geodatabase or file with its layers.
        parameters: its layers as values of the parameters of a run.
        files: what is read, in which a change is seen.
        left_out: layers of no kind that a run knows, each with the reason.
        fault: why it cannot be run, known before the work; empty where nothing is known to be wrong.

    """

    name: str
    folder: str
    path: Path
    parameters: dict[str, object]
    files: tuple[Path, ...]
    left_out: tuple[str, ...]
    fault: str = ""

    @property
    def size(self) -> int:
        """Return the bytes of its files."""
        return sum(path.stat().st_size for path in self.files if path.is_file())
