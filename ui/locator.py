"""QGIS's locator bar finds parcels, units and findings of the project; a hit is shown on the map."""

from __future__ import annotations

from typing import cast

from qgis.core import (
    QgsFeedback,
    QgsLocatorContext,
    QgsLocatorFilter,
    QgsLocatorResult,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface
from qgis.PyQt.QtGui import QIcon

from ..processing.base_algorithm import icon_path
from ..processing.bridge.compat import locator_data
from ..processing.bridge.i18n import tr
from ..processing.bridge.plain_text import without_markup
from ..processing.bridge.survey.schema import load_survey
from ..processing.feature_search import SearchedLayer, find_features, searched_layers
from .map_view import show_feature

PREFIX = "gdhx"  # 耕地红线; QGIS takes no shorter prefix than three letters from a plugin


class FeatureLocator(QgsLocatorFilter):
    """Looks in the layers of the project; QGIS makes a clone of it for each text that the user types."""

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__()
        self._iface = iface
        self._layers: list[SearchedLayer] = []
        # A survey has hundreds of thousands of parcels: they are looked through only when the user asks for them.
        self.setUseWithoutPrefix(False)

    def clone(self) -> FeatureLocator:
        """Return a filter for one search."""
        return FeatureLocator(self._iface)

    def name(self) -> str:
        """Return the stable identifier."""
        return "farmland_redline_features"

    def displayName(self) -> str:
        """Return the name in the locator's list of filters."""
        return tr("Farmland Redline: parcels, units, findings")

    def description(self) -> str:
        """Say what is found."""
        return tr("Parcels by number (TBBH) or id (BSM, also its end), units by code or name, findings by id.")

    def prefix(self) -> str:
        """Return what the user types before the text."""
        return PREFIX

    def prepare(self, string: str | None, context: QgsLocatorContext) -> list[str]:
        """Take sources of the layers, in the main thread, where layers live."""
        project = QgsProject.instance()
        self._layers = searched_layers(project, load_survey()) if project is not None and (string or "").strip() else []
        return []

    def fetchResults(self, string: str | None, context: QgsLocatorContext, feedback: QgsFeedback | None) -> None:
        """Look in the layers one by one, in the locator's own thread."""
        feedback = QgsFeedback() if feedback is None else feedback
        for layer in self._layers:
            for hit in find_features(layer, string or "", feedback):
                result = QgsLocatorResult()
                result.displayString = without_markup(hit.name)
                result.description = without_markup(hit.about)
                result.group = without_markup(hit.title)
                result.icon = QIcon(icon_path("farmland_redline"))
                result.score = hit.score
                result.userData = [hit.layer, hit.feature]  # type: ignore[attr-defined]  # as filters of plugins do
                self.resultFetched.emit(result)
            if feedback.isCanceled():
                return

    def triggerResult(self, result: QgsLocatorResult) -> None:
        """Show the feature that the user chose, if its layer is still there."""
        identifier, feature = cast("tuple[str, int]", locator_data(result))
        layer = QgsProject.instance().mapLayer(identifier)
        if isinstance(layer, QgsVectorLayer):
            show_feature(self._iface, layer, layer.getFeature(feature))
