"""What results are called in a project: the file, the group of its layers, and the layers."""

from __future__ import annotations

from pathlib import Path

from .bridge.i18n import tr
from .bridge.plain_text import shown_text
from .bridge.vocabulary import list_labels
from .parameters import REVIEWED_LISTS


def results_title(package: Path) -> str:
    """Return what results are called: as their folder, since all files have one name."""
    return "/".join(package.parent.parts[-2:]) or package.name


def group_title(package: Path) -> str:
    """Return the title of the group of a file's layers: those of two runs must not be taken for one another."""
    return shown_text(tr("{one}: {another}").format(one=tr("Farmland Redline"), another=results_title(package)))


def layer_titles() -> dict[str, str]:
    """Return the titles of the layers of results that come into a project, by their names in the file."""
    lists = list_labels(tr)
    return {
        **{name: lists[name] for name in REVIEWED_LISTS},
        "supplement_states": tr("Supplements verified"),
        "project_states": tr("Projects verified"),
        "plan": tr("Restoration plan"),
        "blocks": tr("Blocks of candidates"),
        "swaps": tr("Swaps of hill for valley"),
        "use_findings": tr("Findings on use"),
        "reserve_pieces": tr("Pieces of reserves"),
        "pieces": tr("Pieces"),
        "summary": tr("Summary"),
    }
