"""The atlas of occupation conflicts: by county, township or conflict, numbered alike on map and table."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..processing.analysis.rules.policy import COUNTED
from ..processing.bridge.i18n import tr as user_tr
from ..processing.bridge.io.provenance import file_hash
from ..processing.bridge.version import plugin_version
from .atlas_plan import ONE, Finding, PlannedSheet, plan_single, plan_unit
from .atlas_sheets import AtlasStudio
from .labels import Translate
from .main_thread import call_in_main_thread
from .maps import file_name, safe_name
from .model import MU_PER_M2, ReportModel
from .sheets.context import Context
from .sheets.output import PDF, finish_pdf
from .sheets.pdf import DrawnSheet, can_compose
from .sheets.settings import LAYOUTS, MapError, SheetSettings, layout_data
from .sheets.unfinished import Unfinished
from .styles import style_files

COUNTY, TOWNSHIP, CONFLICT = "county", "township", "conflict"
ATLAS = "conflict_atlas"


@dataclass(frozen=True)
class AtlasSettings(SheetSettings):
    """What an atlas holds.

    Attributes:
        by: 'county', 'township' or 'conflict'.
        units: codes of counties or townships; all by default.
        severity: the least severity that a conflict in the atlas has.
        form: 'pdf', 'png' or 'svg'.
        one_file: one PDF for all, instead of one a unit.
    """

    by: str = COUNTY
    units: tuple[str, ...] = ()
    severity: int = COUNTED
    form: str = PDF
    one_file: bool = False


@dataclass(frozen=True)
class Atlas:
    """What was made: the files, how many sheets, and how many of these were there already."""

    files: tuple[Path, ...]
    sheets: int
    resumed: int


@dataclass(frozen=True)
class Total:
    """Conflicts and their areas in mu."""

    count: int
    area: float
    lost: float


@dataclass(frozen=True)
class Conflicts:
    """The conflicts of an atlas: the report's rows with their geometry, and sums of them."""

    frame: geopandas.GeoDataFrame
    tree: shapely.STRtree = field(repr=False)

    def total(self, rows: Iterable[int]) -> Total:
        """Of some rows."""
        chosen = self.frame.iloc[list(rows)]
        lost = pd.to_numeric(chosen.get("lost_cultivated_m2", pd.Series(dtype=float)), errors="coerce").dropna()
        return Total(
            len(chosen),
            math.fsum(pd.to_numeric(chosen["area_m2"]) * MU_PER_M2),
            math.fsum(lost * MU_PER_M2),
        )


def choose_conflicts(conflicts: geopandas.GeoDataFrame, settings: AtlasSettings) -> Conflicts:
    """The conflicts that an atlas shows, in the order of their ids."""
    severity = pd.to_numeric(conflicts["severity"], errors="coerce")
    chosen = conflicts[(severity >= settings.severity) & ~conflicts.geometry.isna() & ~conflicts.geometry.is_empty]
    level = TOWNSHIP if settings.by == TOWNSHIP else COUNTY
    if settings.units:
        # Codes of higher units stand for all below them.
        codes = chosen[level].fillna("").astype(str)
        if settings.by == CONFLICT:
            codes = chosen[TOWNSHIP].fillna("").astype(str) if TOWNSHIP in chosen else codes
        chosen = chosen[[code.startswith(settings.units) for code in codes]]
    chosen = chosen[chosen[level].notna()].sort_values("conflict_id", kind="stable").reset_index(drop=True)
    return Conflicts(chosen, shapely.STRtree(chosen.geometry.to_numpy()))


def plan_atlas(
    conflicts: Conflicts, context: Context, settings: AtlasSettings, room: int, fits: Callable[[Any], bool]
) -> list[list[PlannedSheet]]:
    """The sheets of an atlas by file-to-be: a list for each unit, or for each conflict."""
    frame = conflicts.frame
    boxes = shapely.bounds(frame.geometry.to_numpy())
    points = shapely.point_on_surface(frame.geometry.to_numpy())
    places = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    findings = [
        Finding(row, float(x), float(y), tuple(float(v) for v in box))
        for row, ((x, y), box) in enumerate(zip(places, boxes))
    ]
    level = TOWNSHIP if settings.by == TOWNSHIP else COUNTY
    share = layout_data()["atlas"]["around"]
    planned: list[list[PlannedSheet]] = []
    for unit, rows in sorted(frame.groupby(level).indices.items()):
        own = [findings[row] for row in rows]
        if settings.by == CONFLICT:
            planned += [[sheet] for sheet in plan_single(str(unit), own, share)]
            continue
        outline = context.outlines.get(level, {}).get(str(unit))
        box = own[0].box if outline is None else tuple(float(v) for v in outline.bounds)
        planned.append(plan_unit(str(unit), own, box, room, fits, share))
    return planned


def export_conflict_atlas(
    geopackage: Path,
    model: ReportModel,
    pieces_context: Context,
    conflicts: geopandas.GeoDataFrame,
    folder: Path,
    tr: Translate,
    settings: AtlasSettings,
    progress: Any,
    unfinished: Path,
) -> Atlas:
    """Draw the atlas. May be called from any thread; each sheet is drawn in the main one.

    Args:
        geopackage: the run's output.
        model: the report whose totals stand on the sheets.
        pieces_context: outlines of units.
        conflicts: with their geometry.
        folder: where the files go, when all sheets are drawn.
        tr: translates what stands on the sheets.
        settings: what the atlas holds, and how it looks.
        progress: an object with `check()`, which raises to stop the run, and `set(fraction)`.
        unfinished: a folder for sheets that are drawn; a later run with the same inputs takes them from there.

    Raises:
        MapError: nothing to draw; or a layer, a template, an item of it, or a font is missing; or a file cannot be
            written.
    """
    if settings.one_file and settings.form == PDF and not can_compose():
        raise MapError(
            user_tr("One file of many sheets needs the Python library pypdf. Choose one file a unit, or install it.")
        )
    chosen = choose_conflicts(conflicts, settings)
    if chosen.frame.empty:
        raise MapError(user_tr("There is no conflict to draw. Look at the units and at the least severity."))
    studio = call_in_main_thread(lambda: AtlasStudio(geopackage, model, pieces_context, chosen, settings, tr))
    try:
        planned = plan_atlas(chosen, pieces_context, settings, *call_in_main_thread(studio.capacity))
        sheets = [sheet for unit in planned for sheet in unit]
        store = Unfinished(unfinished, _key(geopackage, model, settings, tr))
        resumed = 0
        for number, sheet in enumerate(sheets):
            progress.check()
            if store.drawn(number, settings.form) is None:
                target = store.file(number, settings.form)
                drawn = call_in_main_thread(lambda sheet=sheet, target=target: studio.draw(sheet, target))
                store.add(number, drawn)
            else:
                resumed += 1
            progress.set(0.95 * (number + 1) / len(sheets))
    finally:
        call_in_main_thread(studio.close)
    files = _put_together(planned, store, chosen, model, folder, tr, settings, progress)
    store.remove()
    return Atlas(tuple(files), len(sheets), resumed)


def _key(geopackage: Path, model: ReportModel, settings: AtlasSettings, tr: Translate) -> str:
    """Changes when a sheet would look otherwise than it was drawn."""
    digest = hashlib.sha256()
    templates = settings.templates(tr).values()
    for path in (geopackage, *templates, LAYOUTS / "sheets.yaml", *style_files(settings.style)):
        digest.update(file_hash(path).encode())
    said = (settings, plugin_version(), tr("Legend"), model.policy_title, f"{model.created:%Y-%m-%d}")
    digest.update(repr((*said, sorted(model.names.terms.items(), key=str), sorted(model.unit_names.items()))).encode())
    return digest.hexdigest()


def _put_together(
    planned: Sequence[Sequence[PlannedSheet]],
    store: Unfinished,
    conflicts: Conflicts,
    model: ReportModel,
    folder: Path,
    tr: Translate,
    settings: AtlasSettings,
    progress: Any,
) -> list[Path]:
    """Make the files that users get of the drawn sheets."""
    form, files = settings.form, []
    number = 0
    bundles: list[tuple[str, list[tuple[Path, DrawnSheet]]]] = []
    for unit in planned:
        bundle = []
        for _ in unit:
            drawn = store.drawn(number, form)
            if drawn is None:  # somebody has taken it away meanwhile
                raise MapError(user_tr("A drawn sheet has vanished. Run again."))
            bundle.append((store.file(number, form), drawn))
            number += 1
        bundles.append((_file_name(unit[0], conflicts, model), bundle))
    if form == PDF and settings.one_file:
        bundles = [(ATLAS, [sheet for _, bundle in bundles for sheet in bundle])]
    for place, (name, bundle) in enumerate(bundles):
        progress.check()
        if form == PDF and (can_compose() or len(bundle) == 1):
            title = bundle[0][1].title if len(bundles) > 1 else tr("Atlas of occupation conflicts")
            finish_pdf(bundle, folder / f"{name}.{PDF}", title, model.created, progress.check)
            files.append(folder / f"{name}.{PDF}")
        else:
            for page, sheet in enumerate(bundle, 1):
                suffix = f"_{page:03d}" if len(bundle) > 1 else ""
                files.append(folder / f"{name}{suffix}.{form}")
                if form == PDF:
                    finish_pdf([sheet], files[-1], sheet[1].title, model.created, progress.check)
                else:
                    sheet[0].replace(files[-1])
        progress.set(0.95 + 0.05 * (place + 1) / len(bundles))
    return files


def _file_name(sheet: PlannedSheet, conflicts: Conflicts, model: ReportModel) -> str:
    name = file_name(sheet.unit, model)
    if sheet.kind != ONE:
        return name
    ((number, row),) = sheet.numbered.items()
    parcel = conflicts.frame["BSM"].iloc[row] if "BSM" in conflicts.frame else None
    return f"{name}_{number:04d}" if parcel is None or pd.isna(parcel) else f"{name}_{number:04d}_{safe_name(parcel)}"
