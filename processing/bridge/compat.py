"""All differences between the QGIS versions that the plugin supports (3.22 to 4.x), and between Qt 5 and Qt 6.

docs/compatibility.md states for each when it changed, with the source.
"""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutRenderContext,
    QgsLegendStyle,
    QgsLocatorResult,
    QgsPalLayerSettings,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsTask,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorSimplifyMethod,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QBuffer
from qgis.PyQt.QtGui import QFont, QFontDatabase, QPainter
from qgis.PyQt.QtSvg import QSvgGenerator

# Fields take their types from QMetaType since then.
_QMETATYPE_FIELDS = 33800

if Qgis.versionInt() >= _QMETATYPE_FIELDS:
    from qgis.PyQt.QtCore import QMetaType

    _TYPES = {
        "text": QMetaType.Type.QString,
        "real": QMetaType.Type.Double,
        "integer": QMetaType.Type.LongLong,
        "boolean": QMetaType.Type.Bool,
    }
else:
    from qgis.PyQt.QtCore import QVariant

    _TYPES = {
        "text": QVariant.String,
        "real": QVariant.Double,
        "integer": QVariant.LongLong,
        "boolean": QVariant.Bool,
    }


def _enumeration(name: str, owner: type, old_name: str) -> Any:  # noqa: ANN401  a class of QGIS, by name
    """Return an enumeration that QGIS moved into the class `Qgis`, where it stands in this version."""
    return getattr(Qgis, name) if hasattr(Qgis, name) else getattr(owner, old_name)


def _member(enumeration: type, name: str, old_name: str) -> Any:  # noqa: ANN401  of that class
    """Return a member of an enumeration that got another name with the move."""
    return getattr(enumeration, name) if hasattr(enumeration, name) else getattr(enumeration, old_name)


NO_THREADING: Qgis.ProcessingAlgorithmFlag = _member(
    _enumeration("ProcessingAlgorithmFlag", QgsProcessingAlgorithm, "Flag"), "NoThreading", "FlagNoThreading"
)
ADVANCED: Qgis.ProcessingParameterFlag = _member(
    _enumeration("ProcessingParameterFlag", QgsProcessingParameterDefinition, "Flag"), "Advanced", "FlagAdvanced"
)
_SOURCES = _enumeration("ProcessingSourceType", QgsProcessing, "SourceType")
VECTOR_POLYGON: Qgis.ProcessingSourceType = _member(_SOURCES, "VectorPolygon", "TypeVectorPolygon")
VECTOR: Qgis.ProcessingSourceType = _member(_SOURCES, "Vector", "TypeVector")
FILE: Qgis.ProcessingSourceType = _member(_SOURCES, "File", "TypeFile")
_NUMBERS = _enumeration("ProcessingNumberParameterType", QgsProcessingParameterNumber, "Type")
REAL_NUMBER: Qgis.ProcessingNumberParameterType = _NUMBERS.Double
DATE_ALONE: Qgis.ProcessingDateTimeParameterDataType = _enumeration(
    "ProcessingDateTimeParameterDataType", QgsProcessingParameterDateTime, "Type"
).Date
FOLDER: Qgis.ProcessingFileParameterBehavior = _enumeration(
    "ProcessingFileParameterBehavior", QgsProcessingParameterFile, "Behavior"
).Folder
METRES: Qgis.DistanceUnit = _member(
    _enumeration("DistanceUnit", QgsUnitTypes, "DistanceUnit"), "Meters", "DistanceMeters"
)

WITHOUT_GEOMETRY: Qgis.FeatureRequestFlag = _enumeration("FeatureRequestFlag", QgsFeatureRequest, "Flag").NoGeometry
FIELD_FROM_PROVIDER: Qgis.FieldOrigin = _member(
    _enumeration("FieldOrigin", QgsFields, "FieldOrigin"), "Provider", "OriginProvider"
)
_WKB = _enumeration("WkbType", QgsWkbTypes, "Type")
MULTIPOLYGON: Qgis.WkbType = _WKB.MultiPolygon
POINT: Qgis.WkbType = _WKB.Point
NO_GEOMETRY: Qgis.WkbType = _WKB.NoGeometry
_KINDS = _enumeration("GeometryType", QgsWkbTypes, "GeometryType")
_POLYGON: Qgis.GeometryType = _member(_KINDS, "Polygon", "PolygonGeometry")
_ANY: Qgis.GeometryType = _member(_KINDS, "Unknown", "UnknownGeometry")
_WKT2: Qgis.CrsWktVariant = _member(
    _enumeration("CrsWktVariant", QgsCoordinateReferenceSystem, "WktVariant"), "Preferred", "WKT_PREFERRED"
)

_LEGEND = _enumeration("LegendComponent", QgsLegendStyle, "Style")
LEGEND_TITLE: Qgis.LegendComponent = _LEGEND.Title
LEGEND_GROUP: Qgis.LegendComponent = _LEGEND.Group
LEGEND_SUBGROUP: Qgis.LegendComponent = _LEGEND.Subgroup
LEGEND_SYMBOL: Qgis.LegendComponent = _LEGEND.Symbol
LEGEND_LABEL: Qgis.LegendComponent = _LEGEND.SymbolLabel
LOSSLESS_IMAGES: Qgis.LayoutRenderFlag = _member(
    _enumeration("LayoutRenderFlag", QgsLayoutRenderContext, "Flag"),
    "LosslessImageRendering",
    "FlagLosslessImageRendering",
)
SIMPLIFY_GEOMETRIES: Qgis.VectorRenderingSimplificationFlag = _enumeration(
    "VectorRenderingSimplificationFlag", QgsVectorSimplifyMethod, "SimplifyHint"
).GeometrySimplification
SIMPLIFY_ON_GRID: Qgis.VectorSimplificationAlgorithm = _enumeration(
    "VectorSimplificationAlgorithm", QgsVectorSimplifyMethod, "SimplifyAlgorithm"
).SnappedToGridGlobal

# Flags of a task of which nobody need be told, and for whose end the window does not ask; older versions lack some.
_TASK_FLAGS = ("CancelWithoutPrompt", "Hidden", "Silent")
QUIET_TASK: list[QgsTask.Flag] = [getattr(QgsTask.Flag, name) for name in _TASK_FLAGS if hasattr(QgsTask.Flag, name)]

# Whether QGIS itself puts loaded results in groups and in order.
RESULT_GROUPS = hasattr(QgsProcessingContext.LayerDetails, "groupName")


def about_one_feature(actions: type) -> Any:  # noqa: ANN401  its class differs by version
    """Return what tells that an action of a layer is about one feature; `actions` is QGIS's class of actions."""
    return _enumeration("MapLayerActionTarget", actions, "Target").SingleFeature


def flags_number(*flags: object) -> int:
    """Return flags of Qt, of several kinds, as the number that painting takes; in Qt 6 they are no numbers."""
    number = 0
    for flag in flags:
        number |= int(getattr(flag, "value", flag))  # type: ignore[call-overload]
    return number


def make_field(name: str, kind: str) -> QgsField:
    """Return a field of the kind `text`, `real`, `integer` or `boolean`."""
    return QgsField(name, _TYPES[kind])


def finish_sink(sink: QgsFeatureSink) -> str:
    """Let a sink write its last rows, where QGIS can be asked to; return its last error."""
    sink.flushBuffer()
    if hasattr(sink, "finalize"):
        sink.finalize()
    return str(sink.lastError())


def crs_wkt(crs: QgsCoordinateReferenceSystem) -> str:
    """Return a coordinate reference system as WKT2."""
    return crs.toWkt(_WKT2)


def may_have_polygons(wkb_type: Qgis.WkbType) -> bool:
    """Return whether geometries of a type are polygons, or of any kind."""
    return QgsWkbTypes.geometryType(wkb_type) in (_POLYGON, _ANY)


def font_families(writing_system: QFontDatabase.WritingSystem = QFontDatabase.WritingSystem.Any) -> list[str]:
    """Return the installed font families that support a writing system."""
    try:
        database = QFontDatabase()
    except TypeError:  # Qt 6: all its functions are static
        database = QFontDatabase
    return list(database.families(writing_system))


def label_font(label: QgsLayoutItemLabel) -> QFont:
    """Return the font of a layout's label."""
    return label.textFormat().toQFont() if hasattr(label, "textFormat") else label.font()


def set_label_text(label: QgsLayoutItemLabel, text: str, font: QFont) -> None:
    """Set the text of a layout's label, which is no HTML whatever the template says, and its font; its colour stays."""
    label.setText(text)
    label.setMode(QgsLayoutItemLabel.Mode.ModeFont)
    if not hasattr(label, "setTextFormat"):
        label.setFont(font)
        return
    text_format = label.textFormat()
    text_format.setFont(font)
    text_format.setSize(font.pointSizeF())
    text_format.setAllowHtmlFormatting(False)
    label.setTextFormat(text_format)


def show_all_labels(settings: QgsPalLayerSettings) -> None:
    """Let QGIS draw all labels of a layer where they are placed, even where it finds that they collide."""
    if hasattr(settings, "displayAll"):
        settings.displayAll = True
        return
    placement = settings.placementSettings()
    placement.setOverlapHandling(Qgis.LabelOverlapHandling.AllowOverlapAtNoCost)
    placement.setAllowDegradedPlacement(True)
    settings.setPlacementSettings(placement)


def svg_title(text: str) -> str:
    """Return a text as the title of an SVG that Qt draws: escaped, where this version of Qt does not do it itself."""
    return text if _escapes_svg_titles() else escape(text)


@cache
def _escapes_svg_titles() -> bool:
    """Return whether Qt escapes the title of an SVG."""
    buffer, generator, painter = QBuffer(), QSvgGenerator(), QPainter()
    generator.setOutputDevice(buffer)
    generator.setTitle("&")
    painter.begin(generator)
    painter.end()
    return b"&amp;" in bytes(buffer.data())


def locator_data(result: QgsLocatorResult) -> object:
    """Return what a filter has left with a result of the locator."""
    # Reading the attribute ends 3.22 where the result is QGIS's own.
    read = getattr(result, "getUserData", None)
    return read() if read is not None else getattr(result, "userData", None)


def set_legend_font(legend: QgsLayoutItemLegend, component: Qgis.LegendComponent, font: QFont) -> None:
    """Set the font of one component of a legend, such as `LEGEND_TITLE`."""
    style = legend.style(component)
    if hasattr(style, "setTextFormat"):
        style.setTextFormat(QgsTextFormat.fromQFont(font))
    else:
        style.setFont(font)
    legend.setStyle(component, style)
