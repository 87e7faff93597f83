"""County maps in PDF: land classes, occupation conflicts, restoration candidates, and the county's totals."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import geopandas
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QPainter

from ...analysis.progress import Progress, Silent
from ...analysis.review import is_reviewed, stands
from ...analysis.vocabulary import Level
from ...bridge.attempts import Attempt, insist
from ...bridge.drawing import Drawer, MainThreadDrawer
from ...bridge.io.file_names import LONGEST, safe_file_name
from ...bridge.io.result_reading import read_results_layer
from ...bridge.io.sql import literal
from ...bridge.vocabulary import level_labels, potential_labels, use_labels
from ..absences import absent_word, figure_text
from ..data_basis import basis_lines, data_date, data_sources
from ..finding_sums import (
    conflicts_by_use,
    conflicts_known,
    counted_conflicts,
    finding_sum,
    of_unit,
    unit_potential,
)
from ..labels import Translate, label, states
from ..model import ReportModel
from ..number_format import printed_mu
from ..styles.renderers import (
    CANDIDATES,
    CONFLICTS,
    PIECES,
    drawn_values,
    fade_of,
    generalise_classes,
    haloed_symbol,
    style_layer,
)
from ..styles.style_files import style_data
from .atlas_selection import county_of
from .county_contents import CountyContents, PbfLine, county_contents, pbf_lines
from .county_texts import CountyTexts, number_rows
from .layout.export import PDF, draw, make_pdf
from .layout.layout_project import LayoutProject
from .layout.layout_table import Layout, Row, write_table
from .layout.legend import Entry, Group, write_legend
from .layout.map_layers import open_layer, read_whole
from .layout.pdf import DrawnSheet
from .layout.rendering import DrawnLayer
from .layout.settings import SheetSettings, draws_lines, layout_data
from .layout.sheet import check_system
from .layout.unit_outlines import UnitOutlines, UnitShapes, close_gaps, make_outlines

_COUNTY = Level.COUNTY.value
_LAYERS = (PIECES, CONFLICTS, CANDIDATES)
FIGURES = Layout((0.62, 0.38), frozenset({1}))


@dataclass(frozen=True)
class MapSettings(SheetSettings):
    """How the maps of a run are made.

    Attributes:
        raster_above: number of pieces on a page beyond which land classes are an image; by default of the data file.
    """

    raster_above: int | None = None


@dataclass(frozen=True)
class CountyPage:
    """What stands on the page of a county: the model with its code, the title, and what is found in the layers."""

    model: ReportModel
    county: str
    title: str
    contents: CountyContents


def export_county_maps(
    geopackage: Path,
    model: ReportModel,
    folder: Path,
    tr: Translate,
    settings: MapSettings | None = None,
    counties: Sequence[str] | None = None,
    progress: Progress | None = None,
    outlines: UnitOutlines | None = None,
    layers: Mapping[str, geopandas.GeoDataFrame] | None = None,
    attempt: Attempt = insist,
    drawer: Drawer | None = None,
) -> dict[str, Path]:
    """Write one PDF a county. It may be called from any thread; each page is drawn where the drawer draws.

    Args:
        geopackage: the run's output with the layers pieces, conflicts and candidates.
        model: the report whose totals stand on the maps.
        folder: where the files go; each appears only when it is complete.
        tr: translates what stands on the maps.
        settings: paper, resolution, boundaries.
        counties: codes; by default all counties of the model.
        progress: receives the fraction done; may cancel.
        outlines: of the counties, and of their townships where they are to be drawn; of the pieces by default.
        layers: pieces, conflicts and candidates, with geometries of the calling thread; read from the file by default.
        attempt: of each county's page.
        drawer: draws the pages; in the main thread by default.

    Returns:
        county code -> file. A county without pieces gets no page and is not in it.

    Raises:
        MapError: a layer, a template, an item of it, or a font is missing, or the file cannot be written.
    """
    settings = settings or MapSettings()
    settings.templates(tr)
    progress = progress or Silent()
    check = progress.check
    wanted = model.counties_with_data if counties is None else [c for c in counties if model.has_data(c)]
    drawer = drawer or MainThreadDrawer(check)
    check()
    if layers is None:
        drawer.call(_check_package, geopackage, tr)
        layers = {kind: read_results_layer(geopackage, kind) for kind in _LAYERS}
    outlines = outlines or make_outlines(layers[PIECES], check, (_COUNTY, Level.TOWNSHIP.value))
    written: dict[str, Path] = {}
    shared = [drawer.share(value) for value in (model, outlines)] if wanted else []
    with closing(pbf_lines(layers[PIECES], wanted)) as lines:
        for number, (county, pbf) in enumerate(zip(wanted, lines)):
            check()

            def make(raw: Path, county: str = county, pbf: PbfLine = pbf) -> DrawnSheet | None:
                """Find what stands on the county's page, and have it drawn."""
                contents = county_contents(layers, county, pbf)
                page = (*shared, county, contents, raw, settings, tr, drawer.check)
                return drawer.call(read_whole, geopackage, _draw, geopackage, *page)

            target = folder / f"{file_name(county, model)}.{PDF}"
            with attempt(target.name, target):
                if make_pdf(target, model.created, make, check):
                    written[county] = target
            progress.set((number + 1) / len(wanted))
    return written


def file_name(code: str, model: ReportModel, longest: int = LONGEST) -> str:
    """Return a unit's code and name as the name of a file, without ending, of at most so many characters."""
    return safe_file_name(f"{code}_{model.unit_name(code)}", longest)


def _check_package(geopackage: Path, tr: Translate) -> None:
    """Raise `MapError` where the file is no run's output, before the long reading begins."""
    project = QgsProject()
    for kind in _LAYERS:
        open_layer(project, geopackage, kind, fields=(_COUNTY, style_data()[kind]["field"]))
    check_system(project.mapLayersByName(PIECES)[0].crs(), tr)
    project.clear()


def _draw(
    geopackage: Path,
    model: ReportModel,
    outlines: UnitOutlines,
    county: str,
    contents: CountyContents,
    target: Path,
    settings: MapSettings,
    tr: Translate,
    check: Callable[[], None],
) -> DrawnSheet | None:
    """Draw the page of a county in a main thread; return None if it has no pieces that lie anywhere."""
    title = tr("{unit}: farmland red line").format(unit=model.unit_name(county))
    page = CountyPage(model, county, title, contents)
    layout = LayoutProject(settings, tr, page.title)
    try:
        layers = {}
        for kind in _LAYERS:
            check()
            fields = (style_data()[kind]["field"], _COUNTY)
            layers[kind] = open_layer(layout.project, geopackage, kind, f'"county" = {literal(page.county)}', fields)
        if layers[PIECES].featureCount() <= 0 or math.isnan(contents.extent[0]):
            return None
        return _draw_county(layout, layers, page, target, outlines.decode(), check)
    finally:
        layout.close()


def _draw_county(
    layout: LayoutProject[MapSettings],
    layers: Mapping[str, QgsVectorLayer],
    page: CountyPage,
    target: Path,
    units: UnitShapes,
    check: Callable[[], None],
) -> DrawnSheet:
    """Draw the page of a county.

    Args:
        layout: the private project.
        layers: pieces, conflicts and candidates of the county.
        page: what stands on the page beside them.
        target: the file.
        units: outlines of the counties, and of townships where they are drawn.
        check: raises to stop.
    """
    tr, model = layout.tr, page.model
    pieces = layers[PIECES]
    crs = pieces.crs()
    check_system(crs, tr)
    extent = QgsRectangle(*page.contents.extent)
    sheet = layout.sheet(extent)
    scale = sheet.scale_for(extent)
    shown = sheet.centre_on(extent, crs, scale)
    present = _style_layers(layout, layers, model, scale)
    check()
    subtitle = " ".join((tr("Occupation conflicts and restoration candidates."), *basis_lines(model, tr)))
    layout.write_frame(sheet, page.title, subtitle, data_sources(model, tr), data_date(model, tr), crs, scale)
    layout.locator(units, _COUNTY, crs, units.shapes[_COUNTY].get(page.county)).draw(sheet, shown)
    texts = CountyTexts(layout.project, crs)
    numbered = texts.write(sheet, page.contents, model.unit_names, units, shown, scale)
    rows = [*totals_rows(model, page.county, tr), *number_rows(page.contents.numbers, numbered, tr)]
    end = write_table(sheet, [totals_row(*row) for row in rows], FIGURES)
    titles = {
        CONFLICTS: tr("Occupation conflicts"),
        CANDIDATES: tr("Restoration candidates"),
        PIECES: tr("Land classes"),
    }
    lines = _lines(layout, page, units, scale, crs)
    entries: list[Entry | Group] = [(layers[kind], titles[kind]) for kind in (CONFLICTS, CANDIDATES) if present[kind]]
    entries += [Group(tr("Boundaries"), lines), (pieces, titles[PIECES])]
    style = layout.settings.style
    write_legend(sheet, entries, end, lambda: generalise_classes(pieces, model.names, fade_of(PIECES, style), style))
    check()
    over = [DrawnLayer(titles[kind], (layers[kind],)) for kind in (CANDIDATES, CONFLICTS) if present[kind]]
    over += [DrawnLayer(title, (layer,)) for layer, title in reversed(lines)]
    over.append(DrawnLayer(tr("Names and numbers"), texts.layers))
    return draw(sheet, target, page.title, DrawnLayer(titles[PIECES], (pieces,)), over, PDF)


def _style_layers(
    layout: LayoutProject[MapSettings], layers: Mapping[str, QgsVectorLayer], model: ReportModel, scale: int
) -> dict[str, list[str]]:
    """Style the layers of a county; return the values by which each is styled."""
    settings, present = layout.settings, {}
    for kind, layer in layers.items():
        present[kind] = drawn_values(layer, kind)
        style_layer(
            layer,
            kind,
            layout.tr,
            model.names,
            present=present[kind],
            fade=fade_of(kind, settings.style),
            boundaries=draws_lines(kind, scale),
            style=settings.style,
        )
    rasterise(layers[PIECES], layers[PIECES].featureCount(), settings.raster_above)
    return present


def _lines(
    layout: LayoutProject[MapSettings],
    page: CountyPage,
    units: UnitShapes,
    scale: int,
    crs: QgsCoordinateReferenceSystem,
) -> list[tuple[QgsVectorLayer, str]]:
    """Return the lines on the map with their names, the most important first: PBF, the county, its townships."""
    tr, lines = layout.tr, []
    pbf = page.contents.pbf.decode()
    if len(pbf):
        layer = layout.outlines(list(pbf), crs, "pbf")
        layer.setRenderer(QgsSingleSymbolRenderer(haloed_symbol(layout.style["pbf_line"])))
        lines.append((layer, tr("Permanent basic farmland line")))
    outline = _outline(layout, page.county, units, scale, crs)
    if outline is not None:
        lines.append((outline, tr("Boundary of the unit")))
    townships = units.shapes.get(Level.TOWNSHIP.value, {})
    own = {code: shape for code, shape in townships.items() if county_of(code) == page.county}
    if len(own) > 1:
        inner = layout.boundaries(UnitShapes({Level.TOWNSHIP.value: own}, {}), crs)
        name = tr("{level} boundary").format(level=level_labels(tr)[Level.TOWNSHIP])
        lines += [(layer, name) for layer in inner.values()]
    return lines


def totals_row(left: str, right: str | None) -> Row:
    """Return a row of a table of figures; without a figure it is the head of a section."""
    return Row((left, right or ""), head=right is None)


def rasterise(layer: QgsVectorLayer, count: int, limit: int | None) -> None:
    """Have a layer drawn as an image where a sheet has more features than a limit; None for that of the data file."""
    many = count > (layout_data()["raster_above"] if limit is None else limit)
    modes = QPainter.CompositionMode
    # Multiplied with the white paper nothing changes, but a map with a blend mode is drawn as an image.
    layer.setBlendMode(modes.CompositionMode_Multiply if many else modes.CompositionMode_SourceOver)


def _outline(
    layout: LayoutProject[MapSettings], county: str, units: UnitShapes, scale: int, crs: QgsCoordinateReferenceSystem
) -> QgsVectorLayer | None:
    """Return a layer with the county's boundary; None if none is given and the county has no pieces."""
    shape = units.shapes[_COUNTY].get(county)
    if shape is None:
        return None
    if county not in units.given:
        shape = close_gaps(shape, scale * layout_data()["close_mm"] / 1000)
    layer = layout.outlines([shape], crs, "outline")
    layer.setRenderer(QgsSingleSymbolRenderer(haloed_symbol(layout.style["outline"])))
    return layer


def totals_rows(model: ReportModel, county: str, tr: Translate) -> list[tuple[str, str | None]]:
    """Return the rows of the page's table: (heading, None) begins a section, figures are the model's (mu).

    Conflicts stand by class of use, as in all other outputs, and the potential in its four parts; so nothing hides
    behind others.
    """
    rows = holding_rows(model, county, tr)
    gap = model.gap(county)
    if gap is not None:
        rows.append((tr("Gap left"), figure_text(model, county, "gap_left", gap.gap_left, tr)))
    rows.append((tr("Occupation conflicts, gross (mu)"), None))
    if conflicts_known(model):
        counted, words = counted_conflicts(of_unit(model, model.conflicts, county)), use_labels(tr)
        uses = conflicts_by_use(counted)
        rows += [(words[use], printed_mu(total.gross, tr=tr)) for use, total in uses.items()]
        rows.append((tr("Total"), printed_mu(finding_sum(counted).gross, tr=tr)))
        if is_reviewed(counted):
            rows.append((tr("After the review"), printed_mu(finding_sum(counted[stands(counted)]).gross, tr=tr)))
    else:
        rows.append((tr("Total"), absent_word(model, county, "conflicts", tr)))
    parts = potential_labels(tr)
    rows.append((tr("Restoration potential, net (mu)"), None))
    for part, area in unit_potential(model, county).items():
        rows.append((parts[part], figure_text(model, county, "candidates", area, tr)))
    return rows


def holding_rows(model: ReportModel, unit: str, tr: Translate) -> list[tuple[str, str | None]]:
    """Return the rows of a unit's holding and PBF against their targets."""
    rows: list[tuple[str, str | None]] = [(tr("Targets and holding (mu)"), None)]
    target = model.target(unit)
    words, difference = states(tr), tr("Difference ({state})")
    if target is not None:
        figures = (
            (tr("Cultivated land target"), "holding_target", target.holding_target),
            (tr("Cultivated land held (net)"), "holding", target.holding),
            (
                difference.format(state=label(words, target.holding_state)),
                "holding_difference",
                target.holding_difference,
            ),
            (tr("Permanent basic farmland target"), "pbf_target", target.pbf_target),
            (tr("PBF delimited (registered net)"), "pbf_delimited", target.pbf_delimited),
            (difference.format(state=label(words, target.pbf_state)), "pbf_difference", target.pbf_difference),
            (tr("Of it cultivated now (net)"), "pbf_cultivated", target.pbf_cultivated),
        )
        rows += [(name, figure_text(model, unit, quantity, mu, tr)) for name, quantity, mu in figures]
    return rows
