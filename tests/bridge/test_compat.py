"""What differs between versions of QGIS does here what the plugin expects of it."""

import pytest
from conftest import layer as parcels
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QFont

from farmland_redline.processing.bridge import compat

pytestmark = pytest.mark.usefixtures("qgis")


@pytest.mark.parametrize(
    ("kind", "value", "numeric"),
    [("text", "名", False), ("real", 1.5, True), ("integer", 2**40, True), ("boolean", True, False)],
)
def test_fields_keep_their_values(kind, value, numeric):
    fields = QgsFields()
    fields.append(compat.make_field("a", kind))
    layer = QgsVectorLayer("NoGeometry", "memory", "memory")
    layer.dataProvider().addAttributes(fields.toList())
    layer.updateFields()
    feature = QgsFeature(layer.fields())
    feature.setAttributes([value])
    layer.dataProvider().addFeatures([feature])
    assert next(layer.getFeatures())["a"] == value and fields.at(0).isNumeric() == numeric


def test_systems_as_wkt2():
    text = compat.crs_wkt(QgsCoordinateReferenceSystem("EPSG:4527"))
    assert text.startswith("PROJCRS[")  # WKT1 has PROJCS


@pytest.mark.parametrize(
    ("name", "polygonal"),
    [("MultiPolygonZ", True), ("CurvePolygon", True), ("GeometryCollection", True), ("Unknown", True)]
    + [(name, False) for name in ("MultiLineString", "Point", "NoGeometry")],
)
def test_polygons(name, polygonal):
    assert compat.may_have_polygons(QgsWkbTypes.parseType(name)) is polygonal


def test_kinds_of_geometries():
    names = [QgsWkbTypes.displayString(kind) for kind in (compat.MULTIPOLYGON, compat.POINT, compat.NO_GEOMETRY)]
    assert names == ["MultiPolygon", "Point", "NoGeometry"]


def test_requests_without_geometry():
    layer = QgsVectorLayer(parcels("DLTB"), "parcels", "ogr")
    request = QgsFeatureRequest().setFlags(compat.WITHOUT_GEOMETRY)
    assert next(layer.getFeatures()).hasGeometry() and not next(layer.getFeatures(request)).hasGeometry()


def test_fields_of_the_provider():
    layer = QgsVectorLayer("Point?field=a:int", "memory", "memory")
    layer.addExpressionField("1", compat.make_field("virtual", "integer"))
    origins = [layer.fields().fieldOrigin(number) == compat.FIELD_FROM_PROVIDER for number in range(2)]
    assert origins == [True, False]


def test_fonts_of_labels_and_legends():
    layout = QgsPrintLayout(QgsProject.instance())
    label, legend = QgsLayoutItemLabel(layout), QgsLayoutItemLegend(layout)
    font = QFont("Noto Sans", 17)
    # A label of the user's own template that shows its text as HTML shows ours as text.
    label.setMode(QgsLayoutItemLabel.Mode.ModeHtml)
    compat.set_label_text(label, "<b>1</b>", font)
    assert compat.label_font(label).pointSizeF() == 17
    assert label.mode() == QgsLayoutItemLabel.Mode.ModeFont and label.currentText() == "<b>1</b>"
    compat.set_legend_font(legend, compat.LEGEND_TITLE, font)
    style = legend.style(compat.LEGEND_TITLE)
    other = legend.style(compat.LEGEND_GROUP)
    sizes = [s.textFormat().size() if hasattr(s, "textFormat") else s.font().pointSizeF() for s in (style, other)]
    assert sizes[0] == 17 and sizes[1] != 17


def test_labels_that_collide_are_shown():
    settings = QgsPalLayerSettings()
    compat.show_all_labels(settings)
    if hasattr(settings, "displayAll"):
        assert settings.displayAll
    else:
        assert settings.placementSettings().overlapHandling().name == "AllowOverlapAtNoCost"


def test_some_font_is_installed():
    assert compat.font_families()
