"""All differences between the QGIS versions that the plugin supports (3.22 to 4.x), and between Qt 5 and Qt 6.

docs/compatibility.md says for each when it changed and where that is written.
"""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsField,
    QgsFields,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutRenderContext,
    QgsLegendStyle,
    QgsPalLayerSettings,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
    QgsTextFormat,
    QgsVectorSimplifyMethod,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QFont, QFontDatabase

# When fields took their types from QMetaType.
_QMETATYPE_FIELDS = 33800

if Qgis.QGIS_VERSION_INT >= _QMETATYPE_FIELDS:
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


def _enumeration(name: str, owner: type, old_name: str) -> type:
    """Look up an enumeration that QGIS moved into the class `Qgis`."""
    return getattr(Qgis, name) if hasattr(Qgis, name) else getattr(owner, old_name)


def _member(enumeration: type, name: str, old_name: str) -> object:
    """Look up a member that got another name with the move."""
    return getattr(enumeration, name) if hasattr(enumeration, name) else getattr(enumeration, old_name)


NO_THREADING = _member(
    _enumeration("ProcessingAlgorithmFlag", QgsProcessingAlgorithm, "Flag"), "NoThreading", "FlagNoThreading"
)
ADVANCED = _member(
    _enumeration("ProcessingParameterFlag", QgsProcessingParameterDefinition, "Flag"), "Advanced", "FlagAdvanced"
)
_SOURCES = _enumeration("ProcessingSourceType", QgsProcessing, "SourceType")
VECTOR_POLYGON = _member(_SOURCES, "VectorPolygon", "TypeVectorPolygon")
VECTOR = _member(_SOURCES, "Vector", "TypeVector")
REAL_NUMBER = _enumeration("ProcessingNumberParameterType", QgsProcessingParameterNumber, "Type").Double

WITHOUT_GEOMETRY = _enumeration("FeatureRequestFlag", QgsFeatureRequest, "Flag").NoGeometry
FIELD_FROM_PROVIDER = _member(_enumeration("FieldOrigin", QgsFields, "FieldOrigin"), "Provider", "OriginProvider")
_WKB = _enumeration("WkbType", QgsWkbTypes, "Type")
MULTIPOLYGON, POINT, NO_GEOMETRY = _WKB.MultiPolygon, _WKB.Point, _WKB.NoGeometry
_POLYGON = _member(_enumeration("GeometryType", QgsWkbTypes, "GeometryType"), "Polygon", "PolygonGeometry")
_WKT2 = _member(_enumeration("CrsWktVariant", QgsCoordinateReferenceSystem, "WktVariant"), "Preferred", "WKT_PREFERRED")

_LEGEND = _enumeration("LegendComponent", QgsLegendStyle, "Style")
LEGEND_TITLE, LEGEND_GROUP, LEGEND_SUBGROUP = _LEGEND.Title, _LEGEND.Group, _LEGEND.Subgroup
LEGEND_SYMBOL, LEGEND_LABEL = _LEGEND.Symbol, _LEGEND.SymbolLabel
LOSSLESS_IMAGES = _member(
    _enumeration("LayoutRenderFlag", QgsLayoutRenderContext, "Flag"),
    "LosslessImageRendering",
    "FlagLosslessImageRendering",
)
SIMPLIFY_GEOMETRIES = _enumeration(
    "VectorRenderingSimplificationFlag", QgsVectorSimplifyMethod, "SimplifyHint"
).GeometrySimplification
SIMPLIFY_ON_GRID = _enumeration(
    "VectorSimplificationAlgorithm", QgsVectorSimplifyMethod, "SimplifyAlgorithm"
).SnappedToGridGlobal

# Whether QGIS puts loaded results in groups and in order itself.
RESULT_GROUPS = hasattr(QgsProcessingContext.LayerDetails, "groupName")


def make_field(name: str, kind: str) -> QgsField:
    """Make a field of kind `text`, `real`, `integer` or `boolean`."""
    return QgsField(name, _TYPES[kind])


def crs_wkt(crs: QgsCoordinateReferenceSystem) -> str:
    """The system as WKT2."""
    return crs.toWkt(_WKT2)


def is_polygon_layer(wkb_type: object) -> bool:
    """Whether a layer's type is polygonal."""
    return QgsWkbTypes.geometryType(wkb_type) == _POLYGON


def font_families(writing_system: QFontDatabase.WritingSystem = QFontDatabase.WritingSystem.Any) -> list[str]:
    """The font families that the machine has for a writing system."""
    try:
        database = QFontDatabase()
    except TypeError:  # Qt 6: all its functions are static
        database = QFontDatabase
    return list(database.families(writing_system))


def label_font(label: QgsLayoutItemLabel) -> QFont:
    """The font of a layout's label."""
    return label.textFormat().toQFont() if hasattr(label, "textFormat") else label.font()


def set_label_font(label: QgsLayoutItemLabel, font: QFont) -> None:
    """Give a layout's label a font; its colour stays."""
    if not hasattr(label, "setTextFormat"):
        label.setFont(font)
        return
    text_format = label.textFormat()
    text_format.setFont(font)
    text_format.setSize(font.pointSizeF())
    label.setTextFormat(text_format)


def show_all_labels(settings: QgsPalLayerSettings) -> None:
    """Have a layer's labels shown wherever they stand, even where QGIS thinks that they collide."""
    if hasattr(settings, "displayAll"):
        settings.displayAll = True
        return
    placement = settings.placementSettings()
    placement.setOverlapHandling(Qgis.LabelOverlapHandling.AllowOverlapAtNoCost)
    placement.setAllowDegradedPlacement(True)
    settings.setPlacementSettings(placement)


def set_legend_font(legend: QgsLayoutItemLegend, component: object, font: QFont) -> None:
    """Give a component of a legend a font."""
    style = legend.style(component)
    if hasattr(style, "setTextFormat"):
        style.setTextFormat(QgsTextFormat.fromQFont(font))
    else:
        style.setFont(font)
    legend.setStyle(component, style)
