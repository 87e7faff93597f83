"""County maps in PDF: land classes, occupation conflicts, restoration candidates, and the county's totals.

Everything is built on a private QgsProject from files, so neither the open project nor its layers are touched. The
page is drawn by `QgsLayoutExporter.renderPage` onto a `QPdfWriter`; `exportToPdf` would open a printer first.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timezone
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsLayerTree,
    QgsLayout,
    QgsLayoutExporter,
    QgsLayoutFrame,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemManualTable,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutSize,
    QgsLayoutUtils,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsProject,
    QgsReadWriteContext,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsTableCell,
    QgsTextFormat,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMarginsF, QSizeF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontDatabase, QPageSize, QPainter, QPdfWriter
from qgis.PyQt.QtXml import QDomDocument

from ..bridge.compat import (
    LEGEND_GROUP,
    LEGEND_LABEL,
    LEGEND_SUBGROUP,
    LEGEND_SYMBOL,
    LEGEND_TITLE,
    LOSSLESS_IMAGES,
    font_families,
    label_font,
    set_label_font,
    set_legend_font,
)
from ..bridge.crs import crs_name
from ..bridge.errors import InputError, free_megabytes
from ..bridge.i18n import tr
from .figures import MU, printed
from .labels import Translate, states
from .main_thread import call_in_main_thread
from .model import UNASSIGNED, ReportModel
from .styles import CANDIDATES, CONFLICTS, PIECES, RESOURCES, outline_symbol, style_data, style_layer

_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_PDF_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}[^)]*\)")
_PDF_END = b"%%EOF"
_SECTION_FILL = "#e2ebdd"
_SEGMENTS = 4
_SEGMENT_MM = 13.0


class MapError(InputError):
    """A map cannot be made; the message says what is missing and what helps."""


@dataclass(frozen=True)
class MapSettings:
    """How the maps of a run are made.

    Attributes:
        paper: 'A3' or 'A4' (the papers of `resources/layouts/county_map.yaml`), landscape.
        dpi: resolution of what is drawn as an image, and of the page's coordinates.
        source: the line that names the data's origin; by default the policy's title.
        template: a .qpt of one's own with the items of the shipped ones.
        units_source: path (or QGIS source) of the county boundary layer; without it the pieces are dissolved.
        units_field: its field whose first six digits are the county's code.
        raster_above: pieces on a page beyond which land classes are an image; by default as in the data file.
    """

    paper: str = "A3"
    dpi: int = 300
    source: str = ""
    template: str = ""
    units_source: str = ""
    units_field: str = "XZQDM"
    raster_above: int | None = None


@cache
def layout_data() -> dict[str, Any]:
    """`resources/layouts/county_map.yaml`."""
    return yaml.safe_load((RESOURCES / "layouts" / "county_map.yaml").read_text(encoding="utf-8"))


def export_county_maps(
    geopackage: Any,
    model: ReportModel,
    folder: Any,
    tr: Translate,
    settings: MapSettings | None = None,
    counties: Sequence[str] | None = None,
    progress: Any = None,
) -> dict[str, Path]:
    """Write one PDF a county. May be called from any thread; each page is drawn in the main one.

    Args:
        geopackage: the run's output with the layers pieces, conflicts and candidates.
        model: the report whose totals stand on the maps.
        folder: where the files go; each appears only when it is complete.
        tr: translates what stands on the maps.
        settings: paper, resolution, boundaries.
        counties: codes; by default all counties of the model.
        progress: an object with `check()`, which raises to stop the run, and perhaps `set(fraction)`.

    Returns:
        county code -> file. A county without pieces gets no page and is not in it.

    Raises:
        MapError: a layer, a template, an item of it, or a font is missing, or the file cannot be written.
    """
    settings = settings or MapSettings()
    if settings.paper not in layout_data()["papers"]:
        raise MapError(tr("There is no map template for the paper size {paper}.").format(paper=settings.paper))
    folder = Path(folder)
    wanted = [code for code in (model.counties if counties is None else counties) if code != UNASSIGNED]
    written: dict[str, Path] = {}
    for number, county in enumerate(wanted):
        if progress is not None:
            progress.check()

        def draw(county: str = county) -> Path | None:
            return _draw(Path(geopackage), model, county, folder, settings, tr, progress)

        target = call_in_main_thread(draw)
        if target is not None:
            written[county] = target
        if progress is not None and hasattr(progress, "set"):
            progress.set((number + 1) / len(wanted))
    return written


def _draw(
    geopackage: Path,
    model: ReportModel,
    county: str,
    folder: Path,
    settings: MapSettings,
    tr: Translate,
    progress: Any,
) -> Path | None:
    """Draw one county; None if it has no pieces."""
    page = _CountyPage(geopackage, model, county, settings, tr, progress)
    try:
        if page.pieces <= 0:
            return None
        name = re.sub(r'[\\/:*?"<>|\s]+', "_", f"{county}_{model.unit_name(county)}")
        target = folder / f"{name}.pdf"
        page.write(target)
        return target
    finally:
        page.close()


def text_font(tr: Translate, sample: str) -> QFont:
    """The first font of the list that the machine has; any other that knows simplified Chinese in its stead.

    Raises:
        MapError: the sample is Chinese and no font can show it.
    """
    families, chinese = font_families(), font_families(QFontDatabase.WritingSystem.SimplifiedChinese)
    listed = layout_data()["fonts"]
    family = next((name for name in listed if name in families), None) or min(chinese, default=None)
    if family is not None:
        font = QFont(family)
        # Shaped Latin runs of CJK fonts use digits that a PDF cannot map back to text: "CGCS2000" would copy as "CGCS".
        font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
        return font
    if _CJK.search(sample):
        raise MapError(
            tr("No font for Chinese text was found. Install one of: {fonts}.").format(fonts=", ".join(listed))
        )
    return QFont()


def nice_scale(width_m: float, height_m: float, box_mm: tuple[float, float]) -> int:
    """The largest scale of the series at which a ground extent (m) fits into a box on paper (mm)."""
    data = layout_data()
    free = 1 - 2 * data["margin"]
    needed = max(width_m * 1000 / (box_mm[0] * free), height_m * 1000 / (box_mm[1] * free))
    for scale in data["scales"]:
        if scale >= needed:
            return scale
    magnitude = 10 ** math.floor(math.log10(needed))
    return math.ceil(needed / magnitude) * magnitude


class _CountyPage:
    """One county's page: its private project, layers and layout."""

    def __init__(
        self, geopackage: Path, model: ReportModel, county: str, settings: MapSettings, tr: Translate, progress: Any
    ):
        self._model, self._county, self._settings, self._tr = model, county, settings, tr
        self._progress = progress
        self._data = layout_data()
        self._paper = self._data["papers"][settings.paper]
        self._project = QgsProject()
        self._layers: dict[str, QgsVectorLayer] = {}
        self._present: dict[str, list[Any]] = {}
        for kind in (PIECES, CONFLICTS, CANDIDATES):
            self._check()
            layer = self._open(geopackage, kind)
            field = style_data()[kind]["field"]
            index = layer.fields().indexOf(field)
            if index < 0 or layer.fields().indexOf("county") < 0:
                raise MapError(
                    tr("The layer {layer} lacks the field {field}.").format(
                        layer=kind, field="county" if index >= 0 else field
                    )
                )
            self._layers[kind] = layer
            self._present[kind] = sorted(str(value) for value in layer.uniqueValues(index))
        self.pieces = self._layers[PIECES].featureCount()

    def _check(self) -> None:
        if self._progress is not None:
            self._progress.check()

    def _open(self, geopackage: Path, name: str) -> QgsVectorLayer:
        tr = self._tr
        # The filter stands in the source: setting it later would reopen the file, which makes SQLite lose its
        # write-ahead log where other layers have the file open ("unable to open database file").
        county = self._county.replace("'", "''")
        source = f"{geopackage}|layername={name}|subset=\"county\" = '{county}'"
        layer = QgsVectorLayer(source, name, "ogr", _layer_options())
        if not layer.isValid():
            raise MapError(tr("The file {path} has no layer {layer}.").format(path=geopackage, layer=name))
        self._project.addMapLayer(layer, False)
        return layer

    def close(self) -> None:
        """Release the layers' files."""
        self._project.clear()

    def write(self, target: Path) -> None:
        """Draw the page to the file."""
        tr, name = self._tr, self._model.unit_name(self._county)
        title = tr("{unit}: farmland red line").format(unit=name)
        font = text_font(tr, title)
        layout = self._load_template()
        background = self._item(layout, "background", QgsLayoutItemMap)
        main = self._item(layout, "map", QgsLayoutItemMap)

        scale = self._place(background, main)
        self._style(scale)
        outline = self._outline(scale)
        found = [self._layers[kind] for kind in (CONFLICTS, CANDIDATES) if self._present[kind]]
        _set_layers(background, [self._layers[PIECES]])
        _set_layers(main, [*([outline] if outline else []), *found])
        main.setBackgroundEnabled(False)
        self._check()

        self._texts(layout, font, title, scale)
        self._scale_bar(layout, font, scale)
        self._item(layout, "north_arrow", QgsLayoutItemPicture).setPicturePath(
            str(RESOURCES / "layouts" / "north_arrow.svg")
        )
        self._totals(layout, font)
        self._legend(layout, font, outline)
        layout.refresh()
        self._check()
        self._print(layout, target, title)

    def _load_template(self) -> QgsLayout:
        tr = self._tr
        path = Path(self._settings.template or RESOURCES / "layouts" / self._paper["template"])
        document = QDomDocument()
        try:
            read, *_ = document.setContent(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise MapError(
                tr("The map template {path} cannot be read ({reason}).").format(path=path, reason=error)
            ) from error
        layout = QgsLayout(self._project)
        _, ok = layout.loadFromTemplate(document, QgsReadWriteContext())
        if not read or not ok or layout.pageCollection().pageCount() < 1:
            raise MapError(tr("{path} is not a layout template.").format(path=path))
        return layout

    def _item(self, layout: QgsLayout, identifier: str, kind: type) -> Any:
        """An item of the template by its id."""
        tr = self._tr
        item = layout.itemById(identifier)
        if not isinstance(item, kind):
            raise MapError(
                tr("The map template has no item {item} of the type {kind}.").format(
                    item=identifier, kind=kind.__name__
                )
            )
        return item

    def _place(self, background: QgsLayoutItemMap, main: QgsLayoutItemMap) -> int:
        """Centre both maps on the county at a scale of the series; returns its denominator."""
        tr = self._tr
        pieces = self._layers[PIECES]
        crs = pieces.crs()
        if crs.isGeographic() or not crs.isValid():
            raise MapError(tr("The pieces must have a projected coordinate system in metres."))
        self._project.setCrs(crs)
        extent = pieces.extent()
        size = main.sizeWithUnits()
        scale = nice_scale(extent.width(), extent.height(), (size.width(), size.height()))
        centre = extent.center()
        half_width, half_height = (side * scale / 2000 for side in (size.width(), size.height()))
        page = QgsRectangle(
            centre.x() - half_width, centre.y() - half_height, centre.x() + half_width, centre.y() + half_height
        )
        for item in (background, main):
            item.setCrs(crs)
            item.setExtent(page)
        return scale

    def _style(self, scale: int) -> None:
        for kind, layer in self._layers.items():
            style_layer(
                layer,
                kind,
                self._tr,
                self._model.names,
                present=self._present[kind],
                fade=self._data["fade"] if kind == PIECES else 0.0,
                boundaries=scale <= self._data["boundaries_until"][kind],
            )
        limit = self._settings.raster_above
        if self.pieces > (self._data["raster_above"] if limit is None else limit):
            # Multiplied with the white paper nothing changes, but a map with a blend mode is drawn as an image.
            self._layers[PIECES].setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply)

    def _outline(self, scale: int) -> QgsVectorLayer | None:
        """A layer with the county's boundary; None if it is not given and there are too many pieces to dissolve."""
        pieces = self._layers[PIECES]
        geometry = self._unit_boundary(pieces.crs())
        if geometry is None:
            request = QgsFeatureRequest().setNoAttributes()
            parts = [feature.geometry() for feature in pieces.getFeatures(request)]
            self._check()
            geometry = _dissolved(parts, self._data["dissolve_until"], scale * self._data["close_mm"] / 1000)
        self._check()
        if geometry is None or geometry.isEmpty():
            return None
        layer = QgsVectorLayer(f"MultiPolygon?crs={pieces.crs().authid()}", "outline", "memory", _layer_options())
        layer.setCrs(pieces.crs())
        feature = QgsFeature()
        feature.setGeometry(geometry)
        layer.dataProvider().addFeature(feature)
        layer.updateExtents()
        layer.setRenderer(QgsSingleSymbolRenderer(outline_symbol()))
        self._project.addMapLayer(layer, False)
        return layer

    def _unit_boundary(self, crs: QgsCoordinateReferenceSystem) -> QgsGeometry | None:
        """The county's boundary from the boundary layer, in the pieces' coordinate system."""
        tr = self._tr
        settings = self._settings
        if not settings.units_source:
            return None
        layer = QgsVectorLayer(settings.units_source, "units", "ogr", _layer_options())
        if not layer.isValid() or layer.fields().indexOf(settings.units_field) < 0:
            raise MapError(
                tr("The boundary layer {path} cannot be read or lacks the field {field}.").format(
                    path=settings.units_source, field=settings.units_field
                )
            )
        request = QgsFeatureRequest().setFilterExpression(
            f"left(to_string(\"{settings.units_field}\"), 6) = '{self._county}'"
        )
        request.setDestinationCrs(crs, self._project.transformContext())
        parts = [feature.geometry() for feature in layer.getFeatures(request)]
        return QgsGeometry.unaryUnion(parts) if parts else None

    def _texts(self, layout: QgsLayout, font: QFont, title: str, scale: int) -> None:
        tr, model = self._tr, self._model
        subtitle = tr("Occupation conflicts and restoration candidates, {date}").format(
            date=tr("{year}-{month}-{day}").format(
                year=model.created.year, month=f"{model.created.month:02d}", day=f"{model.created.day:02d}"
            )
        )
        crs = self._layers[PIECES].crs()
        code = crs.authid() if crs.authid().startswith("EPSG:") else crs.description()
        source = self._settings.source or model.policy_title
        texts = {
            "title": title,
            "subtitle": subtitle,
            "scale_text": f"1:{scale:,}".replace(",", " "),
            "source": tr("Source: {source}").format(source=source) if source else "",
            "crs": tr("Coordinate system: {crs}").format(crs=f"{crs_name(code, tr)}\n{crs.authid()}"),
        }
        for identifier, text in texts.items():
            label = self._item(layout, identifier, QgsLayoutItemLabel)
            label.setText(text)
            self._fit_label(label, font, text)

    def _fit_label(self, label: QgsLayoutItemLabel, font: QFont, text: str) -> None:
        """Give the label the font, smaller if its text is wider than two lines of its box."""
        old = label_font(label)
        new = QFont(font)
        new.setBold(old.bold())
        size = old.pointSizeF()
        width = label.sizeWithUnits().width()
        height = label.sizeWithUnits().height()
        while size > self._data["smallest_font"]:
            lines = max(1, math.floor(height / (size * 0.3528 * 1.45)))
            if _text_mm(text, size) <= width * lines * (1.0 if lines == 1 else 0.92):
                break
            size -= 0.5
        new.setPointSizeF(size)
        set_label_font(label, new)

    def _scale_bar(self, layout: QgsLayout, font: QFont, scale: int) -> None:
        tr = self._tr
        bar = self._item(layout, "scale_bar", QgsLayoutItemScaleBar)
        kilometres = _SEGMENT_MM * scale / 1e6
        magnitude = 10 ** math.floor(math.log10(kilometres))
        segment = max(step for step in (1, 2, 2.5, 5) if step * magnitude <= kilometres or step == 1) * magnitude
        bar.setLinkedMap(self._item(layout, "map", QgsLayoutItemMap))
        bar.setUnitsPerSegment(segment)
        bar.setMapUnitsPerScaleBarUnit(1)
        bar.setNumberOfSegments(_SEGMENTS)
        bar.setNumberOfSegmentsLeft(0)
        bar.setUnitLabel(tr("km"))
        bar.setTextFormat(_text_format(font, self._paper["legend_font"]))
        bar.update()

    def _totals(self, layout: QgsLayout, font: QFont) -> None:
        """The table of the county's figures, in mu, as they stand in the model."""
        tr = self._tr
        frame = self._item(layout, "totals", QgsLayoutFrame)
        table = frame.multiFrame()
        if not isinstance(table, QgsLayoutItemManualTable):
            raise MapError(
                tr("The map template has no item {item} of the type {kind}.").format(
                    item="totals", kind="QgsLayoutItemManualTable"
                )
            )
        rows = totals_rows(self._model, self._county, self._tr, self._data["kinds"])
        # The table's frame takes the table's own size, so an empty label beside it keeps the room that it has.
        size = self._item(layout, "totals_box", QgsLayoutItemLabel).sizeWithUnits()
        height = min(self._paper["table_row"], (size.height() - 0.5) / len(rows))
        points = min(self._paper["table_font"], height / 0.3528 / 1.55)
        plain = _text_format(font, points)
        bold = _text_format(font, points, bold=True)
        contents = []
        for left, right in rows:
            section = right is None
            cells = [QgsTableCell(left), QgsTableCell("" if section else right)]
            cells[1].setHorizontalAlignment(Qt.AlignmentFlag.AlignRight)
            for cell in cells:
                cell.setTextFormat(bold if section else plain)
                if section:
                    cell.setBackgroundColor(QColor(_SECTION_FILL))
            contents.append(cells)
        table.setIncludeTableHeader(False)
        table.setCellMargin(0.8)
        table.setGridStrokeWidth(0.15)
        table.setGridColor(QColor("#9a9a9a"))
        table.setContentTextFormat(plain)
        # The grid and the margins come on top of the widths.
        widths = [size.width() * share - 2 * 0.8 - 0.25 for share in (0.62, 0.38)]
        table.setColumnWidths(widths)
        table.setTableContents(contents)
        table.setRowHeights([max(0.1, height - 0.15 - 2 * 0.8)] * len(rows))
        table.recalculateTableSize()

    def _legend(self, layout: QgsLayout, font: QFont, outline: QgsVectorLayer | None) -> None:
        """The legend of what the page shows, in as many columns and as small as its box demands."""
        tr = self._tr
        legend = self._item(layout, "legend", QgsLayoutItemLegend)
        titles = {
            CONFLICTS: tr("Occupation conflicts"),
            CANDIDATES: tr("Restoration candidates"),
            PIECES: tr("Land classes"),
        }
        root = QgsLayerTree()
        for kind, title in titles.items():
            if self._present[kind]:
                node = root.addLayer(self._layers[kind])
                node.setName(title)
                node.setCustomProperty("cached_name", title)
        if outline is not None:
            root.addLayer(outline).setName(tr("Boundary of the unit"))
        legend.setAutoUpdateModel(False)
        legend.model().setRootGroup(root)
        self._legend_tree = root
        legend.setTitle(tr("Legend"))
        legend.setLinkedMap(None)
        legend.setLegendFilterByMapEnabled(False)
        legend.setResizeToContents(False)
        legend.setSplitLayer(True)
        box = legend.sizeWithUnits()
        size = self._paper["legend_font"]
        columns = 1
        while True:
            self._dress_legend(legend, font, size, columns)
            width, height = _legend_size(legend)
            if (width <= box.width() and height <= box.height()) or size <= self._data["smallest_font"]:
                break
            if height > box.height() and width * (columns + 1) / columns <= box.width() * 1.05 and columns < 3:  # noqa: PLR2004
                columns += 1
            else:
                size -= 0.5
        legend.attemptResize(QgsLayoutSize(box.width(), box.height()))

    @staticmethod
    def _dress_legend(legend: QgsLayoutItemLegend, font: QFont, size: float, columns: int) -> None:
        for component, factor, bold in (
            (LEGEND_TITLE, 1.35, True),
            (LEGEND_GROUP, 1.1, True),
            (LEGEND_SUBGROUP, 1.05, True),
            (LEGEND_LABEL, 1.0, False),
        ):
            face = QFont(font)
            face.setPointSizeF(size * factor)
            face.setBold(bold)
            set_legend_font(legend, component, face)
        legend.setColumnCount(columns)
        legend.setSymbolHeight(size * 0.36)
        legend.setSymbolWidth(size * 0.72)
        legend.setBoxSpace(0.5)
        legend.setColumnSpace(size * 0.3)
        for component, gap in ((LEGEND_SYMBOL, 0.11), (LEGEND_SUBGROUP, 0.28), (LEGEND_TITLE, 0.1)):
            style = legend.style(component)
            style.setMargin(QgsLegendStyle.Side.Top, size * gap)
            legend.setStyle(component, style)

    def _print(self, layout: QgsLayout, target: Path, title: str) -> None:
        page = layout.pageCollection().page(0).pageSize()
        temporary = target.with_name(f".{target.name}.writing")
        context = layout.renderContext()
        context.setDpi(self._settings.dpi)
        context.setTextRenderFormat(Qgis.TextRenderFormat.AlwaysText)
        context.setFlag(LOSSLESS_IMAGES, True)
        try:
            writer = QPdfWriter(str(temporary))
            writer.setPageSize(QPageSize(QSizeF(page.width(), page.height()), QPageSize.Unit.Millimeter, title))
            writer.setPageMargins(QMarginsF(0, 0, 0, 0))
            writer.setResolution(self._settings.dpi)
            writer.setTitle(title)
            writer.setCreator(f"Farmland Redline, QGIS {Qgis.QGIS_VERSION}")
            painter = QPainter()
            if not painter.begin(writer):
                raise _unwritable(target)
            painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering, True)
            try:
                QgsLayoutExporter(layout).renderPage(painter, 0)
            finally:
                painter.end()
            del painter, writer
            self._check()
            # Qt says nothing of a disk that fills up.
            if not temporary.is_file() or not temporary.read_bytes().rstrip().endswith(_PDF_END):
                raise _unwritable(target)
            _set_date(temporary, f"{self._model.created.astimezone(timezone.utc):%Y%m%d%H%M%S}")
            temporary.replace(target)
        except OSError as error:
            raise _unwritable(target) from error
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _unwritable(target: Path) -> MapError:
    # In the user's language, whatever that of the maps is.
    text = tr("The map “{file}” could not be written completely. {free} MB are free on that disk.")
    return MapError(text.format(file=target.name, free=free_megabytes(target.parent)))


def totals_rows(model: ReportModel, county: str, tr: Translate, kinds: int) -> list[tuple[str, str | None]]:
    """The map's table: (heading, None) begins a section; figures are the model's, in mu with two decimals."""

    def mu(value: float | None) -> str:
        return "—" if value is None else printed(value, MU)

    rows: list[tuple[str, str | None]] = [(tr("Targets and holding (mu)"), None)]
    target, gap = model.target(county), model.gap(county)
    words, difference = states(tr), tr("Difference ({state})")
    if target is not None:
        rows += [
            (tr("Cultivated land target"), mu(target.holding_target)),
            (tr("Cultivated land held"), mu(target.holding)),
            (difference.format(state=words[target.holding_state]), mu(target.holding_difference)),
            (tr("Permanent basic farmland target"), mu(target.pbf_target)),
            (tr("PBF delimited"), mu(target.pbf_delimited)),
            (difference.format(state=words[target.pbf_state]), mu(target.pbf_difference)),
        ]
    if gap is not None:
        rows.append((tr("Gap left"), mu(gap.gap_left)))
    counted = [total for total in model.conflicts_of(county) if total.count]
    conflicts = sorted(counted, key=lambda t: (-t.severity_max, -t.counted, t.kind))
    rows.append((tr("Occupation conflicts (mu)"), None))
    rows += [(model.names.of("kinds", total.kind) or "", mu(total.counted)) for total in conflicts[:kinds]]
    if len(conflicts) > kinds:
        rest = math.fsum(total.counted for total in conflicts[kinds:])
        rows.append((tr("{count} other kinds").format(count=len(conflicts) - kinds), mu(rest)))
    rows.append((tr("Total"), mu(math.fsum(total.counted for total in conflicts))))
    candidates = model.candidates_of(county)
    rows.append((tr("Restoration candidates, net (mu)"), None))
    rows += [(model.names.of("tiers", total.tier) or "", mu(total.net)) for total in candidates]
    rows.append((tr("Total"), mu(math.fsum(total.net for total in candidates))))
    return rows


def _dissolved(parts: Sequence[QgsGeometry], limit: int, gap: float) -> QgsGeometry | None:
    """The union of pieces that share their boundaries, as an outline on paper.

    Boundaries that two pieces share cancel out, which takes a second for 100,000 pieces where a general union takes
    half a minute. Where a zone's corner lies on a neighbour's edge the two do not match; the pinholes that this leaves
    are closed with all other gaps that the line itself would fill. Pieces that overlap need the general union.

    Args:
        parts: the pieces.
        limit: most pieces for the general union; None beyond.
        gap: gaps narrower than twice this (m) are closed.
    """
    import shapely  # noqa: PLC0415  (modules of reports load on a machine without it)

    polygons = shapely.get_parts(shapely.from_wkb([bytes(part.asWkb()) for part in parts]))
    try:
        union = shapely.coverage_union_all(polygons)
    except shapely.errors.GEOSException:
        if len(parts) > limit:
            return None
        union = shapely.from_wkb(bytes(QgsGeometry.unaryUnion(list(parts)).asWkb()))
    closed = shapely.buffer(
        shapely.buffer(shapely.make_valid(union), gap, join_style="mitre"), -gap, join_style="mitre"
    )
    geometry = QgsGeometry()
    geometry.fromWkb(shapely.to_wkb(closed, byte_order=1))
    return geometry


def _layer_options() -> QgsVectorLayer.LayerOptions:
    """Options of a layer that is only drawn: no default style is looked for beside the file."""
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    return options


def _set_layers(item: QgsLayoutItemMap, layers: Iterable[QgsVectorLayer]) -> None:
    item.setFollowVisibilityPreset(False)
    item.setKeepLayerSet(True)
    item.setLayers(list(layers))


def _text_format(font: QFont, size: float, bold: bool = False) -> QgsTextFormat:
    face = QFont(font)
    face.setBold(bold)
    face.setPointSizeF(size)
    form = QgsTextFormat()
    form.setFont(face)
    form.setSize(size)
    form.setColor(QColor("#1f1f1f"))
    return form


def _text_mm(text: str, size: float) -> float:
    """About how wide a text is on paper: a Chinese character is as wide as high, a Latin one a little over half."""
    return sum(1.0 if _CJK.match(c) else 0.56 for c in text) * size * 0.3528


def _legend_size(legend: QgsLayoutItemLegend) -> tuple[float, float]:
    """Width and height (mm) that the legend's contents take."""
    renderer = QgsLegendRenderer(legend.model(), legend.legendSettings())
    size = renderer.minimumSize(QgsLayoutUtils.createRenderContextForLayout(legend.layout(), None))
    return size.width(), size.height()


def _set_date(path: Path, stamp: str) -> None:
    """Write the run's time over the file's own, digit by digit, so that the same run gives the same file."""
    content = path.read_bytes()

    def dated(match: re.Match[bytes]) -> bytes:
        rest = match.group(0)[len(match.group(1)) + 14 :]
        return match.group(1) + stamp.encode("ascii") + rest

    path.write_bytes(_PDF_DATE.sub(dated, content))
