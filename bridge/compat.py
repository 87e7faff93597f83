"""All differences between the QGIS versions that the plugin supports (3.22 to 4.x)."""

from __future__ import annotations

from qgis.core import Qgis, QgsField, QgsProcessing, QgsProcessingAlgorithm, QgsProcessingParameterDefinition

if Qgis.QGIS_VERSION_INT >= 33800:
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

if Qgis.QGIS_VERSION_INT >= 33600:
    NO_THREADING = Qgis.ProcessingAlgorithmFlag.NoThreading
    ADVANCED = Qgis.ProcessingParameterFlag.Advanced
    VECTOR_POLYGON = Qgis.ProcessingSourceType.VectorPolygon
    VECTOR = Qgis.ProcessingSourceType.Vector
else:
    NO_THREADING = QgsProcessingAlgorithm.Flag.FlagNoThreading
    ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    VECTOR_POLYGON = QgsProcessing.SourceType.TypeVectorPolygon
    VECTOR = QgsProcessing.SourceType.TypeVector


def make_field(name: str, kind: str) -> QgsField:
    """Make a field of kind `text`, `real`, `integer` or `boolean`."""
    return QgsField(name, _TYPES[kind])
