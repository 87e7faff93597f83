"""Results in a project: which of a run's lists arrive, in which order; the legend of a layer that a user has styled."""

from __future__ import annotations

import pyogrio
import pytest
from qgis.core import QgsFeature, QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsVectorLayer

from farmland_redline.processing import project_layers
from farmland_redline.processing.bridge.compat import RESULT_GROUPS
from farmland_redline.processing.bridge.i18n import tr
from farmland_redline.processing.project_layers import _add_categories
from farmland_redline.processing.reports.names import Names
from farmland_redline.processing.reports.styles.renderers import CONFLICTS, PIECES, style_layer
from farmland_redline.processing.reports.styles.style_files import STANDARD, style_data

NAMES = Names(terms={"severities": {str(number): f"level {number}" for number in range(4)}})


@pytest.fixture
def layer(qgis):
    """Conflicts of the severities 2 and 3, of which the user wants to see no 2."""
    layer = QgsVectorLayer(f"MultiPolygon?field={style_data()[CONFLICTS]['field']}:string", "mine", "memory")
    for value in ("2", "3"):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([value])
        layer.dataProvider().addFeature(feature)
    style_layer(layer, CONFLICTS, tr, NAMES, ["2", "3"])
    renderer = layer.renderer()
    renderer.deleteCategory([str(category.value()) for category in renderer.categories()].index("2"))
    renderer.updateCategoryLabel(0, "mine")
    return layer


def legend(layer):
    return {str(category.value()): category.label() for category in layer.renderer().categories()}


def test_what_is_new_is_drawn_and_what_the_user_removed_is_not(layer):
    _add_categories([layer], CONFLICTS, NAMES, ["1", "2", "3"], STANDARD)
    assert legend(layer) == {"3": "mine", "1": "level 1"}


def test_a_legend_for_all_other_values_stays(layer):
    renderer = layer.renderer()
    renderer.updateCategoryValue(0, "")
    _add_categories([layer], CONFLICTS, NAMES, ["1", "2", "3"], STANDARD)
    assert legend(layer) == {"": "mine"}


def test_a_layer_styled_by_another_column_stays(layer):
    layer.renderer().setClassAttribute("kind")
    _add_categories([layer], CONFLICTS, NAMES, ["1", "2", "3"], STANDARD)
    assert legend(layer) == {"3": "mine"}


def test_what_is_new_in_pieces_is_as_pale_as_the_rest(qgis):
    pieces, whole = (QgsVectorLayer("MultiPolygon?field=DLBM:string", "pieces", "memory") for _ in range(2))
    fade = style_data()[PIECES]["fade"]
    assert fade > 0
    style_layer(pieces, PIECES, tr, NAMES, ["0101"], fade)
    style_layer(whole, PIECES, tr, NAMES, ["0101", "0301"], fade)
    _add_categories([pieces], PIECES, NAMES, ["0101", "0301"], STANDARD, fade)

    def colours(layer):
        return {str(c.value()): c.symbol().color().name() for c in layer.renderer().categories()}

    assert colours(pieces) == colours(whole) and len(colours(whole)) == 2


def test_every_list_of_a_run_arrives_in_its_place(batch, monkeypatch):
    """As QGIS loads them, one after the other; what others show already waits to be ticked, the map stays as it was."""
    package, project, context = batch / "farmland_redline.gpkg", QgsProject(), QgsProcessingContext()
    context.setProject(project)
    monkeypatch.setattr(project_layers, "_in_desktop", lambda context: True)
    names = [
        name for name, kind in pyogrio.list_layers(package) if kind is not None or name in ("summary", "provenance")
    ]
    frames = {name: pyogrio.read_dataframe(package, layer=name) for name in names}
    project_layers.load_package(context, package, frames, NAMES, STANDARD)
    for source, details in context.layersToLoadOnCompletion().items():
        layer = project.addMapLayer(QgsVectorLayer(source, details.name, "ogr"))
        assert layer.isValid()
        details.postProcessor().postProcessLayer(layer, context, QgsProcessingFeedback())
    nodes = project.layerTreeRoot().findLayers()
    ticked = {node.layer().source().rpartition("=")[2]: node.itemVisibilityChecked() for node in nodes}
    order = ["conflicts", "candidates", "losses", "abandoned", "changes", "project_states", "plan", "blocks", "swaps"]
    order += ["use_findings", "reserve_pieces", "pieces", "summary"]
    assert set(ticked) == set(order) and (RESULT_GROUPS or list(ticked) == order)
    drawn = {"conflicts", "candidates", "losses", "changes", "project_states", "pieces", "summary"}
    assert {name for name, is_ticked in ticked.items() if is_ticked} == drawn
