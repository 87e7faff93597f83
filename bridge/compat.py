"""All differences between the QGIS versions that the plugin supports (3.22 to 4.x)."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsWkbTypes,
)

# When QGIS moved fields to QMetaType, and Processing's enums to Qgis.
_QMETATYPE_FIELDS = 33800
_QGIS_ENUMS = 33600

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

if Qgis.QGIS_VERSION_INT >= _QGIS_ENUMS:
    NO_THREADING = Qgis.ProcessingAlgorithmFlag.NoThreading
    ADVANCED = Qgis.ProcessingParameterFlag.Advanced
    VECTOR_POLYGON = Qgis.ProcessingSourceType.VectorPolygon
    VECTOR = Qgis.ProcessingSourceType.Vector
else:
    NO_THREADING = QgsProcessingAlgorithm.Flag.FlagNoThreading
    ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    VECTOR_POLYGON = QgsProcessing.SourceType.TypeVectorPolygon
    VECTOR = QgsProcessing.SourceType.TypeVector

if hasattr(Qgis, "FieldOrigin"):
    FIELD_FROM_PROVIDER = Qgis.FieldOrigin.Provider
else:
    FIELD_FROM_PROVIDER = QgsFields.FieldOrigin.OriginProvider


def make_field(name: str, kind: str) -> QgsField:
    """Make a field of kind `text`, `real`, `integer` or `boolean`."""
    return QgsField(name, _TYPES[kind])


def crs_wkt(crs: QgsCoordinateReferenceSystem) -> str:
    """The system as WKT2."""
    variant = Qgis.CrsWktVariant if hasattr(Qgis, "CrsWktVariant") else QgsCoordinateReferenceSystem.WktVariant
    return crs.toWkt(variant.Preferred if hasattr(variant, "Preferred") else variant.WKT_PREFERRED)


def is_polygon_layer(wkb_type: object) -> bool:
    """Whether a layer's type is polygonal."""
    geometry_type = QgsWkbTypes.geometryType(wkb_type)
    kinds = Qgis.GeometryType if hasattr(Qgis, "GeometryType") else QgsWkbTypes.GeometryType
    return geometry_type == (kinds.Polygon if hasattr(kinds, "Polygon") else kinds.PolygonGeometry)


_WKB = Qgis.WkbType if hasattr(Qgis, "WkbType") else QgsWkbTypes.Type
MULTIPOLYGON, POINT, NO_GEOMETRY = _WKB.MultiPolygon, _WKB.Point, _WKB.NoGeometry

# Whether QGIS puts loaded results in groups and in order itself (3.32).
RESULT_GROUPS = hasattr(QgsProcessingContext.LayerDetails, "groupName")
