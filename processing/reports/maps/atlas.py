"""The atlas of occupation conflicts: by county, township or conflict, numbered alike on map and table."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from ...analysis.progress import Progress
from ...bridge.attempts import Attempt, insist
from ...bridge.drawing import Drawer, MainThreadDrawer
from ...bridge.i18n import tr as user_tr
from ...bridge.io.file_names import safe_file_name
from ...bridge.io.file_state import file_hash
from ...bridge.version import plugin_version
from ..data_basis import data_date
from ..labels import Translate
from ..model import ReportModel
from ..styles.style_files import style_files
from .atlas_drawing import AtlasLayout
from .atlas_pages import ONE, Box, LocatedConflict, PlannedSheet, plan_single, plan_unit
from .atlas_selection import CONFLICT, COUNTY, TOWNSHIP, AtlasConflicts, AtlasSettings, choose_conflicts
from .county_maps import file_name
from .layout.export import PDF, finish_pdf
from .layout.map_layers import read_whole
from .layout.pdf import DrawnSheet, can_compose
from .layout.settings import LAYOUTS, MapError, layout_data
from .layout.sheet_cache import SheetCache
from .layout.unit_outlines import UnitOutlines

_LONGEST_PART = 40  # characters of each of two parts of a file's name

ATLAS = "conflict_atlas"


@dataclass(frozen=True)
class Atlas:
    """What was made: the files, the number of sheets, and how many of these an earlier run had drawn."""

    files: tuple[Path, ...]
    sheets: int
    resumed: int


def plan_atlas(
    conflicts: AtlasConflicts, outlines: UnitOutlines, settings: AtlasSettings, room: int, fits: Callable[[Box], bool]
) -> list[list[PlannedSheet]]:
    """Return the sheets of an atlas, a list for each file: of a unit, or of a conflict.

    Args:
        conflicts: of the atlas.
        outlines: of the units.
        settings: of the atlas.
        room: how many conflicts a sheet's table lists.
        fits: whether a sheet shows an extent at a scale of details.
    """
    shapes = conflicts.shapes()
    boxes = shapely.bounds(shapes)
    points = shapely.point_on_surface(shapes)
    places = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    located = [
        LocatedConflict(row, float(x), float(y), _box(box)) for row, ((x, y), box) in enumerate(zip(places, boxes))
    ]
    level = TOWNSHIP if settings.by == TOWNSHIP else COUNTY
    units = outlines.shapes(level) if level in outlines.codes and settings.by != CONFLICT else {}
    share = layout_data()["atlas"]["around"]
    planned: list[list[PlannedSheet]] = []
    for unit, rows in sorted(conflicts.rows.groupby(level).indices.items()):
        own = [located[row] for row in rows]
        if settings.by == CONFLICT:
            planned += [[sheet] for sheet in plan_single(str(unit), own, share)]
            continue
        outline = units.get(str(unit))
        box = own[0].box if outline is None else _box(outline.bounds)
        planned.append(plan_unit(str(unit), own, box, room, fits, share))
    return planned


def _box(bounds: Iterable[float]) -> Box:
    """Return bounds as a box of plain numbers."""
    left, bottom, right, top = (float(value) for value in bounds)
    return left, bottom, right, top


def export_conflict_atlas(
    geopackage: Path,
    model: ReportModel,
    outlines: UnitOutlines,
    conflicts: geopandas.GeoDataFrame,
    folder: Path,
    tr: Translate,
    settings: AtlasSettings,
    progress: Progress,
    cache_folder: Path,
    attempt: Attempt = insist,
    drawer: Drawer | None = None,
) -> Atlas:
    """Draw the atlas. It may be called from any thread; each sheet is drawn where the drawer draws.

    Args:
        geopackage: the run's output.
        model: the report whose totals stand on the sheets.
        outlines: of units.
        conflicts: with their geometry.
        folder: where the files go, when all sheets are drawn.
        tr: translates what stands on the sheets.
        settings: what the atlas holds, and how it looks.
        progress: receives the fraction done; may cancel.
        cache_folder: for drawn sheets, which a later run with the same inputs takes from there.
        attempt: of each sheet, without which the atlas does where it fails, and of each file.
        drawer: draws the sheets; in the main thread by default.

    Raises:
        MapError: nothing to draw; or a layer, a template, an item of it, or a font is missing; or a file cannot be
            written.
    """
    chosen = choose_conflicts(conflicts, settings)
    if chosen.rows.empty:
        raise MapError(user_tr("There is no conflict to draw. Look at the units and at the least severity."))
    drawer = drawer or MainThreadDrawer(progress.check)
    layout = drawer.keep(read_whole, geopackage, AtlasLayout, geopackage, model, outlines, chosen, settings, tr)
    try:
        planned = plan_atlas(chosen, outlines, settings, *drawer.call(AtlasLayout.capacity, layout))
        sheets = [sheet for unit in planned for sheet in unit]
        cache = SheetCache(cache_folder, _cache_key(geopackage, model, settings, tr))
        resumed, failed = 0, set(range(len(sheets)))
        for number, sheet in enumerate(sheets):
            progress.check()
            with attempt(_sheet_name(sheet, chosen, model, user_tr)):
                if cache.drawn(number, settings.form) is None:
                    target = cache.file(number, settings.form)
                    drawn = drawer.call(read_whole, geopackage, AtlasLayout.draw, layout, sheet, target)
                    cache.add(number, drawn, settings.form)
                else:
                    resumed += 1
                failed.remove(number)
            progress.set(0.95 * (number + 1) / len(sheets))
    finally:
        drawer.close(AtlasLayout.close, layout)
    files = _assemble_files(planned, cache, failed, chosen, model, folder, tr, settings, progress, attempt)
    cache.remove()
    return Atlas(tuple(files), len(sheets) - len(failed), resumed)


def _cache_key(geopackage: Path, model: ReportModel, settings: AtlasSettings, tr: Translate) -> str:
    """Return a key of all that a sheet's looks depend on."""
    digest = hashlib.sha256()
    templates = settings.templates(tr).values()
    for path in (geopackage, *templates, LAYOUTS / "sheets.yaml", *style_files(settings.style)):
        digest.update(file_hash(path).encode())
    inputs = (settings, plugin_version(), tr("Legend"), model.policy_title, data_date(model, tr))
    digest.update(
        repr((*inputs, sorted(model.names.terms.items(), key=str), sorted(model.unit_names.items()))).encode()
    )
    return digest.hexdigest()


def _assemble_files(
    planned: Sequence[Sequence[PlannedSheet]],
    cache: SheetCache,
    failed: Collection[int],
    conflicts: AtlasConflicts,
    model: ReportModel,
    folder: Path,
    tr: Translate,
    settings: AtlasSettings,
    progress: Progress,
    attempt: Attempt,
) -> list[Path]:
    """Make the files that users get of the drawn sheets, and return them; `failed` sheets are left out."""
    form = settings.form
    files: list[Path] = []
    number = 0
    bundles: list[tuple[str, list[tuple[Path, DrawnSheet]]]] = []
    for unit in planned:
        bundle = []
        for _ in unit:
            if number not in failed:
                drawn = cache.drawn(number, form)
                if drawn is None:  # by somebody, meanwhile
                    raise MapError(user_tr("A drawn sheet was taken away or changed. Run again."))
                bundle.append((cache.file(number, form), drawn))
            number += 1
        if bundle:
            bundles.append((_file_name(unit[0], conflicts, model), bundle))
    if form == PDF and settings.one_file and can_compose():
        bundles = [(ATLAS, [sheet for _, bundle in bundles for sheet in bundle])]
    for place, (name, bundle) in enumerate(bundles):
        progress.check()
        title = bundle[0][1].title if len(bundles) > 1 else tr("Atlas of occupation conflicts")
        with attempt(name):
            files += _finish_files(folder / name, bundle, form, title, model.created, progress.check)
        progress.set(0.95 + 0.05 * (place + 1) / len(bundles))
    return files


def _finish_files(
    path: Path,
    bundle: Sequence[tuple[Path, DrawnSheet]],
    form: str,
    title: str,
    created: datetime,
    check: Callable[[], None],
) -> list[Path]:
    """Make the files of a bundle of sheets: one, or one a sheet; return them.

    Args:
        path: of the file, without ending.
        bundle: the drawn sheets.
        form: of the files.
        title: of a PDF of all sheets.
        created: the run's time.
        check: raises to stop.
    """
    if form == PDF and (can_compose() or len(bundle) == 1):
        target = path.with_name(f"{path.name}.{PDF}")
        finish_pdf(bundle, target, title, created, check)
        return [target]
    files = []
    for page, sheet in enumerate(bundle, 1):
        suffix = f"_{page:03d}" if len(bundle) > 1 else ""
        files.append(path.with_name(f"{path.name}{suffix}.{form}"))
        if form == PDF:
            finish_pdf([sheet], files[-1], sheet[1].title, created, check)
        else:
            sheet[0].replace(files[-1])
    return files


def _sheet_name(sheet: PlannedSheet, conflicts: AtlasConflicts, model: ReportModel, tr: Translate) -> str:
    """Return what a user is told of a sheet: its file and its number."""
    number = tr("Sheet {number} of {count}").format(number=sheet.number, count=sheet.count)
    return tr("{one}: {another}").format(one=_file_name(sheet, conflicts, model), another=number)


def _file_name(sheet: PlannedSheet, conflicts: AtlasConflicts, model: ReportModel) -> str:
    """Return the name of a file, without ending: of its unit, or of its conflict with number and parcel."""
    if sheet.kind != ONE:
        return file_name(sheet.unit, model)
    ((number, row),) = sheet.numbered.items()
    name = f"{file_name(sheet.unit, model, _LONGEST_PART)}_{number:04d}"
    parcel = conflicts.rows["BSM"].iloc[row] if "BSM" in conflicts.rows else None
    return name if parcel is None or pd.isna(parcel) else f"{name}_{safe_file_name(parcel, _LONGEST_PART)}"
