"""Maps of many units: the share of findings by village or township, where single parcels would be confetti."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from qgis.core import QgsCategorizedSymbolRenderer, QgsCoordinateReferenceSystem, QgsRendererCategory, QgsVectorLayer

from ...analysis.class_breaks import class_of, round_bounds
from ...analysis.vocabulary import Level
from ...bridge.plain_text import shown_text
from ...bridge.vocabulary import level_labels
from ..data_basis import basis_lines, data_date, data_sources
from ..labels import Translate
from ..model import MU_PER_M2, ReportModel
from ..number_format import printed_mu
from ..styles.renderers import CANDIDATES, CONFLICTS, PIECES, filled_symbol
from ..unit_shares import UnitShare, conflict_shares, potential_shares
from .county_maps import FIGURES, totals_row
from .layout.export import PDF, draw
from .layout.layout_project import LayoutProject
from .layout.layout_table import write_table
from .layout.legend import Group, write_legend
from .layout.map_layers import drawn_layer, fill_layer, from_shape, open_layer
from .layout.pdf import DrawnSheet
from .layout.rendering import DrawnLayer
from .layout.settings import SheetSettings, layout_data
from .layout.sheet import check_system
from .layout.text_layers import TextLayers
from .layout.unit_labels import write_unit_names
from .layout.unit_outlines import UnitOutlines, UnitShapes

CONFLICT_SHARE, POTENTIAL_SHARE = "conflict_share", "potential_share"
SHARES = (CONFLICT_SHARE, POTENTIAL_SHARE)
_TINTS = {CONFLICT_SHARE: CONFLICTS, POTENTIAL_SHARE: CANDIDATES}
_LISTED = 12  # units in the table, those with the largest shares
_NONE = -1  # class of a unit that has no share


def unit_shares(pieces: pd.DataFrame, model: ReportModel, theme: str) -> tuple[str, Mapping[str, UnitShare]]:
    """Return the level by which a map shows shares, and the share of each of its units.

    Args:
        pieces: of the map.
        model: with all conflicts and candidates.
        theme: one of `SHARES`.
    """
    level = Level.VILLAGE.value
    if level not in pieces or pieces[level].nunique() > layout_data()["shares"]["most_units"]:
        level = Level.TOWNSHIP.value
    if level not in pieces:
        level = Level.COUNTY.value
    if theme == CONFLICT_SHARE:
        return level, conflict_shares(pieces, model.conflicts, level)
    return level, potential_shares(pieces, model.candidates, level)


def draw_shares(
    geopackage: Path,
    model: ReportModel,
    outlines: UnitOutlines,
    unit: str,
    shares: tuple[str, Mapping[str, UnitShare]],
    target: Path,
    tr: Translate,
    settings: SheetSettings,
    theme: str,
) -> DrawnSheet:
    """Draw the sheet of a unit into a file, in a main thread.

    Args:
        geopackage: the run's output.
        model: the report.
        outlines: of units, down to the level of the shares.
        unit: the code of the city or a county.
        shares: result of `unit_shares`.
        target: the file.
        tr: translates.
        settings: of the sheets.
        theme: one of `SHARES`.
    """
    level, found = shares
    levels = level_labels(tr)
    heading = {
        CONFLICT_SHARE: tr("Conflicts, share of permanent basic farmland (%)"),
        POTENTIAL_SHARE: tr("Potential that is free, share of all land (%)"),
    }[theme]
    title = {
        CONFLICT_SHARE: tr("{unit}: occupation conflicts by {level}"),
        POTENTIAL_SHARE: tr("{unit}: restoration potential by {level}"),
    }[theme].format(unit=model.unit_name(unit), level=levels[level].lower())
    units = outlines.decode()
    layout = LayoutProject(settings, tr, title)
    try:
        pieces = open_layer(layout.project, geopackage, PIECES, fields=("county",))
        crs = pieces.crs()
        check_system(crs, tr)
        tinted = _tinted(layout, units, level, found, crs, theme)
        extent = tinted.extent()
        sheet = layout.sheet(extent)
        scale = sheet.scale_for(extent)
        shown = sheet.centre_on(extent, crs, scale)
        subtitle = " · ".join((heading, *basis_lines(model, tr)))
        layout.write_frame(sheet, title, subtitle, data_sources(model, tr), data_date(model, tr), crs, scale)
        layout.locator(units, Level.COUNTY, crs, units.shapes[Level.COUNTY].get(unit)).draw(sheet, shown)
        boundaries = layout.boundaries(units, crs)
        marks = [(layer, tr("{level} boundary").format(level=levels[name])) for name, layer in boundaries.items()]
        end = write_table(sheet, [totals_row(*row) for row in _rows(model, found, levels[level], tr)], FIGURES)
        write_legend(sheet, [(tinted, heading), Group(tr("Boundaries"), marks)], end)
        texts = TextLayers(layout.project, crs)
        write_unit_names(texts, sheet, units, model.unit_names, shown, scale)
        over = [DrawnLayer(tr("Boundaries"), list(boundaries.values())), DrawnLayer(tr("Names"), texts.layers)]
        return draw(sheet, target, title, DrawnLayer(heading, (tinted,)), over, PDF)
    finally:
        layout.close()


def _tinted(
    layout: LayoutProject[SheetSettings],
    units: UnitShapes,
    level: str,
    shares: Mapping[str, UnitShare],
    crs: QgsCoordinateReferenceSystem,
    theme: str,
) -> QgsVectorLayer:
    """Return a layer of the units in the tint of their class; no figure and none at all have tints of their own."""
    tr, data = layout.tr, layout.style["shares"]
    tints = data[_TINTS[theme]]
    bounds = round_bounds((share.percent for share in shares.values()), len(tints))
    layer = drawn_layer(layout.project, theme, "MultiPolygon", crs, [("class", "integer")])
    rows, held = [], set()
    for code, shape in units.shapes[level].items():
        if code in shares:
            found = class_of(shares[code].percent, bounds)
            held.add(_NONE if found is None else found)
            rows.append((from_shape(shape), [_NONE if found is None else found]))
    fill_layer(layer, rows)
    names = {_NONE: tr("No data"), 0: tr("None")}
    fills = {_NONE: data["no_data"], 0: data["none"]}
    for place, bound in enumerate(bounds, 1):
        lower = bounds[place - 2] if place > 1 else 0
        names[place] = tr("over {lower:g} to {upper:g}").format(lower=lower, upper=bound)
        fills[place] = {"fill": tints[len(tints) - len(bounds) + place - 1]}
    line = {"line": data["line"], "line_width": data["line_width"]}
    categories = [
        QgsRendererCategory(place, filled_symbol({**line, **fills[place]}), shown_text(names[place]))
        for place in sorted(held, reverse=True)
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("class", categories))
    return layer


def _rows(
    model: ReportModel, shares: Mapping[str, UnitShare], level: str, tr: Translate
) -> list[tuple[str, str | None]]:
    """Return the rows of the sheet's table: the whole, and the units with the largest shares."""
    whole = UnitShare(math.fsum(one.part for one in shares.values()), math.fsum(one.whole for one in shares.values()))
    rows: list[tuple[str, str | None]] = [
        (tr("All units shown"), None),
        (tr("Area (mu)"), printed_mu(whole.part * MU_PER_M2, tr=tr)),
        (tr("Share (%)"), "–" if math.isnan(whole.percent) else f"{whole.percent:.2f}"),
        (tr("Largest shares by {level} (%)").format(level=level.lower()), None),
    ]
    known = [(code, share) for code, share in shares.items() if share.percent > 0]
    known.sort(key=lambda one: (-one[1].percent, one[0]))
    rows += [(model.unit_name(code), f"{share.percent:.2f}") for code, share in known[:_LISTED]]
    return rows
