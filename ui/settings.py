"""What the desktop keeps of the user's choices, in QGIS's settings. They only fill in what a run is asked for.

A run takes nothing from here by itself: what was filled in stands among its parameters, and in its provenance.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field

from qgis.core import QgsSettings

from ..processing import parameters
from ..processing.bridge.i18n import tr
from ..processing.bridge.screen_areas import AREA_UNITS, MU, AreaFormat

OUTPUT_FOLDER, POLICY, PROFILE = "output_folder", "policy", "profile"
POLICY_DRAFT = "policy_draft_of"
MAPS, LETTERS, REVIEWER = "maps", "letters", "reviewer"
OFFICE, OFFICE_NAME, LETTERHEAD = "office", "office_name", "letterhead"
LANGUAGE, PERSONAL = "language", "personal"
AREA_UNIT, AREA_DIGITS = "area_unit", "area_digits"
_PREFIX = "farmland_redline/start/"
_RUNS = "runs"
_MOST_RUNS = 50


def kept_text(key: str, default: str = "") -> str:
    """Return a kept text."""
    return str(QgsSettings().value(_PREFIX + key, default) or "")


def kept_choice(key: str, default: bool) -> bool:
    """Return a kept yes or no."""
    return bool(QgsSettings().value(_PREFIX + key, default, type=bool))


def keep(key: str, value: str | bool) -> None:
    """Keep a text, or a yes or no."""
    QgsSettings().setValue(_PREFIX + key, value)


def area_text(mu: float | None) -> str:
    """Return an area in mu as the user wants areas on the screen; a dash for None."""
    return area_format().text(mu, tr)


def area_format() -> AreaFormat:
    """Return how the user wants areas on the screen."""
    unit, digits = kept_text(AREA_UNIT, MU), kept_text(AREA_DIGITS, "2")
    return AreaFormat(unit if unit in AREA_UNITS else MU, int(digits) if digits.isdigit() else 2)


def as_parameters(declared: Collection[str]) -> dict[str, object]:
    """Return what is kept as values of those parameters that an algorithm declares, beside the start panel's files."""
    values: dict[str, object] = {}
    for name, key in (
        (parameters.LANGUAGE, LANGUAGE),
        (parameters.ONLY_UNITS, OFFICE),
        (parameters.LETTERHEAD, LETTERHEAD),
    ):
        if kept_text(key):
            values[name] = kept_text(key)
    if kept_choice(PERSONAL, False):
        values[parameters.PERSONAL_COLUMNS] = True
    return {name: value for name, value in values.items() if name in declared}


@dataclass(frozen=True)
class KeptRun:
    """A run of the start panel.

    Attributes:
        folder: with its results.
        time: when it ended, ISO 8601.
        conflicts, candidates: how many pieces.
        given: parameters, layers by their sources without passwords; empty of runs of earlier versions.
    """

    folder: str
    time: str
    conflicts: int
    candidates: int
    given: dict[str, object] = field(default_factory=dict)


def kept_runs() -> list[KeptRun]:
    """Return the runs, the newest first; of a folder the last one, whose results it holds."""
    try:
        return [KeptRun(**row) for row in json.loads(kept_text(_RUNS) or "[]")]
    except (TypeError, ValueError):  # of another version, or by hand
        return []


def keep_run(run: KeptRun) -> None:
    """Keep a run in the list."""
    _keep_runs([run, *(other for other in kept_runs() if other.folder != run.folder)][:_MOST_RUNS])


def forget_run(folder: str) -> None:
    """Take a folder's run off the list; its results stay."""
    _keep_runs([run for run in kept_runs() if run.folder != folder])


def _keep_runs(runs: list[KeptRun]) -> None:
    """Keep the list of runs."""
    keep(_RUNS, json.dumps([asdict(run) for run in runs]))
