"""Settings that all map sheets of a run share, and their data file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....bridge.errors import InputError
from ....bridge.paths import RESOURCES
from ....bridge.yaml_files import load_data
from ...styles.style_files import STANDARD

if TYPE_CHECKING:
    from ...labels import Translate

LAYOUTS = RESOURCES / "layouts"
LANDSCAPE, PORTRAIT = "landscape", "portrait"


class MapError(InputError):
    """A map cannot be made; the message says what is missing and what helps."""


@cache
def layout_data() -> dict[str, Any]:
    """Return the contents of `resources/layouts/sheets.yaml`."""
    return load_data(LAYOUTS / "sheets.yaml")


@dataclass(frozen=True)
class SheetSettings:
    """How the sheets of a run look.

    Attributes:
        paper: 'A3' or 'A4' (the papers of `resources/layouts/sheets.yaml`).
        dpi: resolution of what is drawn as an image, and of the page's coordinates.
        style: name of a file of `resources/styles`, or 'standard'.
        source: the line that names the data's origin; by default the files and layers of the run.
        template: the user's own .qpt with the items of the shipped ones, for all sheets.
        marking: a word such as 'draft' or a classification, at the upper right; none by default.
        compiler, checker: names for the boxes; left free by default, to be signed.
    """

    paper: str = "A3"
    dpi: int = 300
    style: str = STANDARD
    source: str = ""
    template: str = ""
    marking: str = ""
    compiler: str = ""
    checker: str = ""

    def templates(self, tr: Translate) -> dict[str, Path]:
        """Return the templates to choose from, by orientation.

        Raises:
            MapError: there is none for the paper.
        """
        if self.template:
            return {LANDSCAPE: Path(self.template)}
        if self.paper not in layout_data()["templates"]:
            raise MapError(tr("There is no map template for the paper size {paper}.").format(paper=self.paper))
        return {name: LAYOUTS / file for name, file in layout_data()["templates"][self.paper].items()}


def draws_lines(kind: str, scale: int) -> bool:
    """Return whether a layer of this kind shows boundaries of its features at a scale (its denominator)."""
    return scale <= layout_data()["boundaries_until"][kind]
