"""County maps in PDF: land classes, occupation conflicts, restoration candidates, and the county's totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QPainter

from ...analysis.progress import Progress, Silent
from ...analysis.vocabulary import Level
from ...bridge.attempts import Attempt, insist
from ...bridge.io.file_names import LONGEST, safe_file_name
from ...bridge.io.sql import literal
from ...bridge.main_thread import call_in_main_thread
from ...bridge.vocabulary import potential_labels, use_labels
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
from ..styles.renderers import CANDIDATES, CONFLICTS, PIECES, outline_symbol, style_data, style_layer
from .layout.export import PDF, draw, make_pdf
from .layout.layout_project import LayoutProject
from .layout.layout_table import Layout, Row, write_table
from .layout.legend import write_legend
from .layout.map_layers import open_layer
from .layout.pdf import DrawnSheet
from .layout.rendering import DrawnLayer
from .layout.settings import SheetSettings, draws_lines, layout_data
from .layout.sheet import check_system
from .layout.unit_outlines import UnitOutlines, UnitShapes, close_gaps, read_outlines

_COUNTY = Level.COUNTY.value
FIGURES = Layout((0.62, 0.38), frozenset({1}))


@dataclass(frozen=True)
class MapSettings(SheetSettings):
    """How the maps of a run are made.

    Attributes:
        raster_above: number of pieces on a page beyond which land classes are an image; by default of the data file.
    """

    raster_above: int | None = None


def export_county_maps(
    geopackage: Path,
    model: ReportModel,
    folder: Path,
    tr: Translate,
    settings: MapSettings | None = None,
    counties: Sequence[str] | None = None,
    progress: Progress | None = None,
    outlines: UnitOutlines | None = None,
    attempt: Attempt = insist,
) -> dict[str, Path]:
    """Write one PDF a county. It may be called from any thread; each page is drawn in the main one.

    Args:
        geopackage: the run's output with the layers pieces, conflicts and candidates.
        model: the report whose totals stand on the maps.
        folder: where the files go; each appears only when it is complete.
        tr: translates what stands on the maps.
        settings: paper, resolution, boundaries.
        counties: codes; by default all counties of the model.
        progress: receives the fraction done; may cancel.
        outlines: of the counties; read from the file by default.
        attempt: of each county's page.

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
    check()
    if outlines is None:
        call_in_main_thread(lambda: _check_package(geopackage, tr))
        outlines = read_outlines(geopackage, check, (_COUNTY,))
    written: dict[str, Path] = {}
    for number, county in enumerate(wanted):
        check()

        def make(raw: Path, county: str = county) -> DrawnSheet | None:
            """Draw the county's page in the main thread."""
            return call_in_main_thread(lambda: _draw(geopackage, model, county, raw, settings, outlines, tr, check))

        target = folder / f"{file_name(county, model)}.{PDF}"
        with attempt(target.name):
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
    for kind in (PIECES, CONFLICTS, CANDIDATES):
        open_layer(project, geopackage, kind, tr, fields=(_COUNTY, style_data()[kind]["field"]))
    check_system(project.mapLayersByName(PIECES)[0].crs(), tr)
    project.clear()


def _draw(
    geopackage: Path,
    model: ReportModel,
    county: str,
    target: Path,
    settings: MapSettings,
    outlines: UnitOutlines,
    tr: Translate,
    check: Callable[[], None],
) -> DrawnSheet | None:
    """Draw the page of a county in the main thread; return None if it has no pieces."""
    title = tr("{unit}: farmland red line").format(unit=model.unit_name(county))
    layout = LayoutProject(settings, tr, title)
    try:
        layers = {}
        for kind in (PIECES, CONFLICTS, CANDIDATES):
            check()
            fields = (style_data()[kind]["field"], _COUNTY)
            layers[kind] = open_layer(layout.project, geopackage, kind, tr, f'"county" = {literal(county)}', fields)
        if layers[PIECES].featureCount() <= 0:
            return None
        return _draw_county(layout, layers, model, county, target, title, outlines.decode(), check)
    finally:
        layout.close()


def _draw_county(
    layout: LayoutProject[MapSettings],
    layers: Mapping[str, QgsVectorLayer],
    model: ReportModel,
    county: str,
    target: Path,
    title: str,
    units: UnitShapes,
    check: Callable[[], None],
) -> DrawnSheet:
    """Draw the page of a county.

    Args:
        layout: the private project.
        layers: pieces, conflicts and candidates of the county.
        model: the report.
        county: its code.
        target: the file.
        title: of the page.
        units: outlines of the counties.
        check: raises to stop.
    """
    tr, settings = layout.tr, layout.settings
    pieces = layers[PIECES]
    check_system(pieces.crs(), tr)
    sheet = layout.sheet(pieces.extent())
    scale = sheet.scale_for(pieces.extent())
    shown = sheet.centre_on(pieces.extent(), pieces.crs(), scale)
    present = {
        kind: sorted(str(value) for value in layer.uniqueValues(layer.fields().indexOf(style_data()[kind]["field"])))
        for kind, layer in layers.items()
    }
    for kind, layer in layers.items():
        style_layer(
            layer,
            kind,
            tr,
            model.names,
            present=present[kind],
            fade=layout.style[PIECES]["fade"] if kind == PIECES else 0.0,
            boundaries=draws_lines(kind, scale),
            style=settings.style,
        )
    rasterise(pieces, pieces.featureCount(), settings.raster_above)
    check()
    outline = _outline(layout, county, units, scale, pieces.crs())
    subtitle = " ".join((tr("Occupation conflicts and restoration candidates."), *basis_lines(model, tr)))
    sources = data_sources(model, tr)
    layout.write_frame(sheet, title, subtitle, sources, data_date(model, tr), pieces.crs(), scale)
    layout.locator(units, _COUNTY, pieces.crs(), units.shapes[_COUNTY].get(county)).draw(sheet, shown)
    rows = [totals_row(*row) for row in totals_rows(model, county, tr)]
    end = write_table(sheet, rows, FIGURES)
    titles = {
        CONFLICTS: tr("Occupation conflicts"),
        CANDIDATES: tr("Restoration candidates"),
        PIECES: tr("Land classes"),
    }
    entries = [(layers[kind], name) for kind, name in titles.items() if present[kind]]
    boundary = [] if outline is None else [DrawnLayer(tr("Boundary of the unit"), (outline,))]
    write_legend(sheet, [*entries, *((layer.layers[0], layer.title) for layer in boundary)], end)
    check()
    found = [DrawnLayer(titles[kind], (layers[kind],)) for kind in (CANDIDATES, CONFLICTS) if present[kind]]
    return draw(sheet, target, title, DrawnLayer(titles[PIECES], (pieces,)), [*found, *boundary], PDF)


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
    layer.setRenderer(QgsSingleSymbolRenderer(outline_symbol()))
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
