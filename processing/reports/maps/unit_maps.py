"""Maps of a unit as a whole: against its targets, or its restoration candidates by tier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import geopandas
import pandas as pd
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsRendererCategory,
    QgsVectorLayer,
)

from ...analysis.progress import Progress
from ...analysis.vocabulary import Level, Potential
from ...bridge.attempts import Attempt, insist
from ...bridge.drawing import Drawer, MainThreadDrawer
from ...bridge.i18n import tr as user_tr
from ...bridge.io.sql import literal
from ...bridge.vocabulary import level_labels, potential_labels
from .. import labels
from ..absences import figure_text
from ..data_basis import basis_lines, data_date, data_sources
from ..finding_sums import count_parcels, of_unit, potential_areas, uncovered, unit_potential
from ..labels import Translate
from ..model import ReportModel
from ..number_format import printed_mu
from ..styles.renderers import CANDIDATES, PIECES, filled_symbol, generalise_classes, style_layer
from ..unit_shares import UnitShare
from .county_maps import FIGURES, file_name, holding_rows, rasterise, totals_row
from .layout.export import PDF, draw, make_pdf
from .layout.layout_project import LayoutProject
from .layout.layout_table import write_table
from .layout.legend import Entry, Group, write_legend
from .layout.map_layers import open_layer, read_whole
from .layout.pdf import DrawnSheet
from .layout.rendering import DrawnLayer
from .layout.settings import MapError, SheetSettings, draws_lines
from .layout.sheet import check_system
from .layout.text_layers import TextLayers
from .layout.unit_labels import write_unit_names
from .layout.unit_outlines import UnitOutlines
from .share_maps import SHARES, draw_shares, unit_shares

TARGETS = "targets"
THEMES = (TARGETS, CANDIDATES, *SHARES)
_HELD = (
    'CASE WHEN "pbf" IS NOT NULL AND "cultivated_m2" > 0 THEN \'cultivated_pbf\' '
    "WHEN \"pbf\" IS NOT NULL THEN 'lost_pbf' WHEN \"cultivated_m2\" > 0 THEN 'cultivated' ELSE 'other' END"
)


@dataclass(frozen=True)
class UnitMapSettings(SheetSettings):
    """Which maps are made.

    Attributes:
        theme: one of `THEMES`.
        units: codes of the city or of counties; the city and all counties by default.
    """

    theme: str = TARGETS
    units: tuple[str, ...] = ()


def export_unit_maps(
    geopackage: Path,
    model: ReportModel,
    outlines: UnitOutlines,
    pieces: geopandas.GeoDataFrame,
    folder: Path,
    tr: Translate,
    settings: UnitMapSettings,
    progress: Progress,
    attempt: Attempt = insist,
    drawer: Drawer | None = None,
) -> list[Path]:
    """Write one PDF a unit. It may be called from any thread; each sheet is drawn where the drawer draws.

    Args:
        geopackage: the run's output.
        model: the report whose figures stand on the maps.
        outlines: of counties and townships; of villages too where a theme shows shares.
        pieces: of the run.
        folder: where the files go; each appears only when it is complete.
        tr: translates what stands on the maps.
        settings: theme, units, paper.
        progress: receives the fraction done; may cancel.
        attempt: of each unit's sheet.
        drawer: draws the sheets; in the main thread by default.

    Raises:
        MapError: a unit is neither the city nor a county of the report; or a layer, a template, an item of it, or a
            font is missing; or a file cannot be written.
    """
    known = {row.code: row.level for row in model.targets}
    unknown = [code for code in settings.units if code not in known]
    if unknown:
        text = user_tr("“{code}” is no city or county of these results. There are: {codes}.")
        raise MapError(text.format(code=unknown[0], codes=", ".join(known)))
    wanted = [code for code in known if not settings.units or code in settings.units]
    files, drawable = [], 0
    drawer = drawer or MainThreadDrawer(progress.check)
    shared = [drawer.share(value) for value in (model, outlines)]
    for number, code in enumerate(wanted):
        progress.check()
        part = pieces if known[code] == Level.CITY else pieces[pieces["county"] == code]
        if settings.theme in SHARES:
            shares = unit_shares(part, model, settings.theme)
            sheet = partial(_drawn_shares, drawer, geopackage, shared, code, shares, tr, settings)
        else:
            sheet = partial(_drawn_land, drawer, geopackage, shared, code, _holdings(part), tr, settings)

        target = folder / f"{file_name(code, model)}_{settings.theme}.{PDF}"
        drawable += len(part)
        with attempt(target.name, target):
            if len(part) and make_pdf(target, model.created, sheet, progress.check):
                files.append(target)
        progress.set((number + 1) / len(wanted))
    if not drawable:
        raise MapError(user_tr("The chosen units have no pieces in these results, so there is nothing to draw."))
    return files


def _drawn_land(
    drawer: Drawer,
    geopackage: Path,
    shared: Sequence[object],
    code: str,
    held: set[str],
    tr: Translate,
    settings: UnitMapSettings,
    raw: Path,
) -> DrawnSheet | None:
    """Have a sheet of land drawn into a file."""
    return drawer.call(read_whole, geopackage, _draw, geopackage, *shared, code, held, raw, tr, settings)


def _drawn_shares(
    drawer: Drawer,
    geopackage: Path,
    shared: Sequence[object],
    code: str,
    shares: tuple[str, Mapping[str, UnitShare]],
    tr: Translate,
    settings: UnitMapSettings,
    raw: Path,
) -> DrawnSheet | None:
    """Have a sheet of shares drawn into a file."""
    return drawer.call(
        read_whole, geopackage, draw_shares, geopackage, *shared, code, shares, raw, tr, settings, settings.theme
    )


def _holdings(pieces: pd.DataFrame) -> set[str]:
    """Return which kinds of land there are, as the map's expression distinguishes them."""
    inside = pieces["pbf"].notna() if "pbf" in pieces else pd.Series(False, index=pieces.index)
    farmed = pd.to_numeric(pieces["cultivated_m2"], errors="coerce") > 0
    kinds = {
        "cultivated_pbf": inside & farmed,
        "lost_pbf": inside & ~farmed,
        "cultivated": ~inside & farmed,
        "other": ~inside & ~farmed,
    }
    return {kind for kind, rows in kinds.items() if rows.any()}


def _draw(
    geopackage: Path,
    model: ReportModel,
    outlines: UnitOutlines,
    unit: str,
    held: set[str],
    target: Path,
    tr: Translate,
    settings: UnitMapSettings,
) -> DrawnSheet:
    """Draw a unit's sheet into a file, in a main thread.

    Args:
        geopackage: the run's output.
        model: the report.
        outlines: of units.
        unit: its code.
        held: result of `_holdings`.
        target: the file.
        tr: translates.
        settings: of the maps.
    """
    name = model.unit_name(unit)
    of_targets = settings.theme == TARGETS
    title = tr("{unit}: cultivated land against its targets") if of_targets else tr("{unit}: restoration candidates")
    title = title.format(unit=name)
    units = outlines.decode()
    layout = LayoutProject(settings, tr, title)
    try:
        condition = f'"county" = {literal(unit)}' if unit in units.shapes[Level.COUNTY] else ""
        pieces = open_layer(layout.project, geopackage, PIECES, condition, ("cultivated_m2", "county"))
        crs = pieces.crs()
        check_system(crs, tr)
        extent = pieces.extent()
        sheet = layout.sheet(extent)
        scale = sheet.scale_for(extent)
        shown = sheet.centre_on(extent, crs, scale)
        subtitle = (
            tr("Cultivated land and permanent basic farmland") if of_targets else tr("By restorability, net area")
        )
        subtitle = " · ".join((subtitle, *basis_lines(model, tr)))
        layout.write_frame(sheet, title, subtitle, data_sources(model, tr), data_date(model, tr), crs, scale)
        layout.locator(units, Level.COUNTY, crs, units.shapes[Level.COUNTY].get(unit)).draw(sheet, shown)
        rasterise(pieces, pieces.featureCount(), None)
        boundaries = layout.boundaries(units, crs)
        levels = level_labels(tr)
        marks = [(layer, tr("{level} boundary").format(level=levels[level])) for level, layer in boundaries.items()]
        over: list[DrawnLayer] = []
        shorten: Callable[[], None] | None = None
        if of_targets:
            _style_holdings(layout, pieces, held, scale)
            base = tr("Cultivated land and PBF")
            entries: list[Entry | Group] = [(pieces, base)]
            rows = _target_rows(model, unit, tr)
        else:
            found = _candidates(layout, geopackage, model, condition, scale)
            present = sorted(str(value) for value in pieces.uniqueValues(pieces.fields().indexOf("DLBM")))
            lines = draws_lines(PIECES, scale)
            fade = layout.style[PIECES]["fade"]
            style_layer(pieces, PIECES, tr, model.names, present, fade, lines, settings.style)
            shorten = partial(generalise_classes, pieces, model.names, fade, settings.style)
            base = tr("Land classes")
            entries = [(found, tr("Restoration candidates")), (pieces, base)]
            over.append(DrawnLayer(tr("Restoration candidates"), (found,)))
            rows = _candidate_rows(model, unit, tr)
        entries.insert(1, Group(tr("Boundaries"), marks))
        end = write_table(sheet, [totals_row(*row) for row in rows], FIGURES)
        write_legend(sheet, entries, end, shorten)
        over.append(DrawnLayer(tr("Boundaries"), list(boundaries.values())))
        texts = TextLayers(layout.project, crs)
        write_unit_names(texts, sheet, units, model.unit_names, shown, scale)
        over.append(DrawnLayer(tr("Names"), texts.layers))
        return draw(sheet, target, title, DrawnLayer(base, (pieces,)), over, PDF)
    finally:
        layout.close()


def _style_holdings(layout: LayoutProject[UnitMapSettings], pieces: QgsVectorLayer, held: set[str], scale: int) -> None:
    """Style the pieces by kind of land: cultivated or not, inside PBF or not."""
    tr = layout.tr
    names = {
        "cultivated_pbf": tr("Cultivated, inside PBF"),
        "lost_pbf": tr("Inside PBF, not cultivated now"),
        "cultivated": tr("Cultivated, outside PBF"),
        "other": tr("Other land"),
    }
    lines = draws_lines(PIECES, scale)
    categories = []
    for kind, style in layout.style["holdings"].items():
        if kind in held:
            symbol = filled_symbol(style if lines else {**style, "line": style["fill"]})
            categories.append(QgsRendererCategory(kind, symbol, names[kind]))
    expression = _HELD if pieces.fields().indexOf("pbf") >= 0 else _HELD.replace('"pbf"', "NULL")
    pieces.setRenderer(QgsCategorizedSymbolRenderer(expression, categories))


def _candidates(
    layout: LayoutProject[UnitMapSettings], geopackage: Path, model: ReportModel, condition: str, scale: int
) -> QgsVectorLayer:
    """Return a layer of the candidates that no rule excludes, by tier."""
    counted = '("excluded" IS NULL OR "excluded" = \'\')'
    both = f"{condition} AND {counted}" if condition else counted
    layer = open_layer(layout.project, geopackage, CANDIDATES, both, ("tier", "excluded"))
    present = sorted(str(value) for value in layer.uniqueValues(layer.fields().indexOf("tier")))
    lines = draws_lines(CANDIDATES, scale)
    style_layer(
        layer, CANDIDATES, layout.tr, model.names, present=present, boundaries=lines, style=layout.settings.style
    )
    return layer


def _target_rows(model: ReportModel, unit: str, tr: Translate) -> list[tuple[str, str | None]]:
    """Return the unit's rows of annexes 2 and 3; of a city also how its counties stand."""
    rows = holding_rows(model, unit, tr)
    gap, target = model.gap(unit), model.target(unit)
    if gap is not None:
        rows.append((tr("Gap and restoration (mu)"), None))
        rows.append((tr("Gap"), figure_text(model, unit, "gap", gap.gap, tr)))
        rows += [
            (tr("Restoration task {year}").format(year=year), figure_text(model, unit, "task", task, tr))
            for year, task in gap.tasks
        ]
        rows += [
            (tr("Restored"), figure_text(model, unit, "restored", gap.restored, tr)),
            (tr("Gap left"), figure_text(model, unit, "gap_left", gap.gap_left, tr)),
        ]
    counties = (
        [row for row in model.targets if row.level == Level.COUNTY] if target and target.level == Level.CITY else []
    )
    if counties:
        words = labels.states(tr)
        rows.append((tr("Cultivated land above target, by county (mu)"), None))
        for row in counties:
            text = tr("{one} ({another})").format(one=row.name, another=labels.label(words, row.holding_state))
            rows.append((text, figure_text(model, row.code, "holding_difference", row.holding_difference, tr)))
    return rows


def _candidate_rows(model: ReportModel, unit: str, tr: Translate) -> list[tuple[str, str | None]]:
    """Return the net potential by tier in its four parts, and what the free part leaves of the gap."""
    words, own = potential_labels(tr), of_unit(model, model.candidates, unit)
    rows: list[tuple[str, str | None]] = []
    for tier in [*model.tiers, None]:
        chosen = own if tier is None or not len(own) else own[own["tier"] == tier]
        heading = tr("Total") if tier is None else model.names.of("tiers", tier) or ""
        areas = potential_areas(chosen)
        rows.append((tr("{one} (mu)").format(one=heading), None))
        rows += [(tr("{part}, net").format(part=words[part]), printed_mu(area, tr=tr)) for part, area in areas.items()]
        rows.append((tr("Number of parcels"), str(count_parcels(chosen))))
    gap = model.gap(unit)
    if gap is not None:
        free = unit_potential(model, unit)[Potential.FREE.value]
        rows.append((tr("Gap (mu)"), None))
        rows.append((tr("Gap left"), figure_text(model, unit, "gap_left", gap.gap_left, tr)))
        left = uncovered(gap.owed, free)
        rows.append((tr("Gap left after what is free"), figure_text(model, unit, "uncovered", left, tr)))
    return rows
