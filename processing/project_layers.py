"""Results in the open project of the desktop: loaded when a run ends, in a group, styled, in the user's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt import sip

from .bridge.compat import RESULT_GROUPS
from .bridge.i18n import tr, user_language
from .bridge.io.loaded_layers import layers_showing
from .bridge.io.provenance import LAYER as PROVENANCE
from .bridge.main_thread import call_in_main_thread
from .bridge.plain_text import without_markup
from .reports.balance_labels import PROJECT_STATES, SUPPLEMENT_STATES
from .reports.block_labels import BLOCKS, PLAN, SWAPS
from .reports.case_labels import PATCHES
from .reports.changes import CHANGES
from .reports.column_names import ABANDONED, LOSSES, joined_values
from .reports.measure_labels import RESERVE_PIECES, USE_FINDINGS
from .reports.names import Names
from .reports.styles.renderers import (
    CANDIDATES,
    CONFLICTS,
    PIECES,
    STYLED,
    drawn_by,
    fade_of,
    name_fields,
    set_map_tips,
    shows_review,
    style_layer,
    style_values,
    values_drawn_by,
)
from .reports.styles.style_files import STANDARD
from .result_titles import group_title, layer_titles
from .workflows.report import SUMMARY, field_aliases

# From the top down: what covers little lies on what covers all.
_ORDER = (
    *(PATCHES, CONFLICTS, CANDIDATES, LOSSES, ABANDONED, CHANGES, SUPPLEMENT_STATES, PROJECT_STATES),
    *(PLAN, BLOCKS, SWAPS, USE_FINDINGS, RESERVE_PIECES, PIECES, SUMMARY),
)
# Lists of what other layers show already, or cover widely: there, and drawn when somebody ticks them.
_UNTICKED = (ABANDONED, PLAN, BLOCKS, SWAPS, USE_FINDINGS, RESERVE_PIECES)
_PLACE = "farmland_redline/place"
_unloaded: set[_Finish] = set()


@dataclass(frozen=True)
class ShownValues:
    """The values of a result layer that are shown in words, gathered while it is written.

    Attributes:
        kind: the layer's kind.
        present: the values by which it is styled.
        joined: values of columns that hold several ids, by column.

    """

    kind: str
    present: set[str] = field(default_factory=set)
    joined: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: str, frame: pd.DataFrame) -> ShownValues:
        """Return the values of a whole layer."""
        values = cls(kind)
        values.add(frame)
        return values

    def add(self, frame: pd.DataFrame) -> None:
        """Add the values of a part of the layer."""
        if self.kind in STYLED:
            self.present.update(style_values(self.kind, frame))
        for name, values in joined_values(frame).items():
            self.joined.setdefault(name, set()).update(values)


def load_package(
    context: QgsProcessingContext, package: Path, frames: Mapping[str, pd.DataFrame], names: Names, style: str
) -> None:
    """Let QGIS load the layers of a run's GeoPackage; does nothing outside of the desktop.

    A layer that the project shows already stays as the user has it, and shows the new file (`released_layers`).

    Args:
        context: the run's.
        package: the GeoPackage, in its final place.
        frames: what was written, by the layer's name; layers not in the order of display stay out.
        names: labels in the user's language.
        style: how colours are chosen, by the name of a file of `resources/styles`, or 'standard'.

    """
    if not _in_desktop(context):
        return
    titles, group = layer_titles(), group_title(package)
    for place, kind in enumerate(_ORDER):
        if kind not in frames:
            continue
        shown = layers_showing(package, kind)
        if shown:
            present = sorted(ShownValues.of(kind, frames[kind]).present)
            call_in_main_thread(partial(_add_categories, shown, kind, names, present, style, fade_of(kind, style)))
            continue
        details = QgsProcessingContext.LayerDetails(
            titles[kind], context.project(), "", QgsProcessingUtils.LayerHint.Vector
        )
        details.forceName = True  # otherwise all are named after the file
        if RESULT_GROUPS:
            details.groupName = group
            details.layerSortKey = len(_ORDER) - place
        lineage = [": ".join(filter(None, row)) for row in frames[PROVENANCE].itertuples(index=False)]
        values = ShownValues.of(kind, frames[kind])
        _finish_by(details, _Finish(values, names, (place, group), lineage, style))
        context.addLayerToLoadOnCompletion(f"{package}|layername={kind}", details)


def style_output(context: QgsProcessingContext, asked: str, source: str, values: ShownValues, names: Names) -> None:
    """Let QGIS style an output if the user wants it loaded; as the user has it where the project shows it already.

    Args:
        context: the run's.
        asked: the destination as QGIS gave it, under which it would look for the layer.
        source: where the layer is: a GeoPackage with several tables needs the layer's name.
        values: of the layer that was written.
        names: labels in the user's language.

    """
    waiting: dict[str | None, QgsProcessingContext.LayerDetails] = dict(context.layersToLoadOnCompletion().items())
    if asked not in waiting or not _in_desktop(context):
        return
    details = waiting.pop(asked)
    path, _, name = source.partition("|layername=")
    shown = layers_showing(Path(path), name)
    if shown:
        present = sorted(values.present)
        call_in_main_thread(partial(_add_categories, shown, values.kind, names, present, STANDARD))
    else:
        _finish_by(details, _Finish(values, names))
        waiting[source] = details
    context.setLayersToLoadOnCompletion(waiting)


def describe_table(layer: QgsVectorLayer, kind: str, frame: pd.DataFrame, names: Names) -> None:
    """Name the fields of a table of results and their values, in the user's language.

    Args:
        layer: shows the table.
        kind: the table's name in the results.
        frame: its rows.
        names: labels in the user's language.

    """
    name_fields(layer, kind, tr, names, field_aliases(user_language()), joined_values(frame))


def open_layers(context: QgsProcessingContext) -> None:
    """Open the layers that QGIS is to load, in the thread of the run, now that their files are in their places.

    QGIS finds them there. It would open them in the main thread, while the window stands still.
    """
    store = context.temporaryLayerStore()
    if store is None or not _in_desktop(context):
        return
    for source, details in context.layersToLoadOnCompletion().items():
        finish, layer = details.postProcessor(), QgsVectorLayer(source, details.name or "", "ogr")
        if isinstance(finish, _Finish) and layer.isValid():
            finish.describe(layer)
            store.addMapLayer(layer)


class _Finish(QgsProcessingLayerPostProcessorInterface):
    """Styles a loaded layer and puts it in its place."""

    def __init__(
        self,
        values: ShownValues,
        names: Names,
        place: tuple[int, str] | None = None,
        lineage: Sequence[str] = (),
        style: str = STANDARD,
    ) -> None:
        super().__init__()
        self._values, self._names, self._place, self._lineage, self._style = values, names, place, lineage, style
        self._described = ""

    def describe(self, layer: QgsVectorLayer) -> None:
        """Name a layer's fields and their values, and tell its origin.

        Before it is in the project, where everything that shows a layer hears of each name, which takes long.
        """
        kind = self._values.kind
        name_fields(layer, kind, tr, self._names, field_aliases(user_language()), self._values.joined)
        set_map_tips(layer, kind)
        if self._lineage:
            described = layer.metadata()
            described.setTitle(layer.name())
            described.setHistory([without_markup(line) for line in self._lineage])  # QGIS shows it as HTML
            layer.setMetadata(described)
        self._described = layer.id()

    def postProcessLayer(
        self, layer: QgsMapLayer | None, context: QgsProcessingContext, feedback: QgsProcessingFeedback | None
    ) -> None:
        """Style a layer; QGIS calls this in the main thread, when the layer is in the project."""
        if not isinstance(layer, QgsVectorLayer):
            return
        kind = self._values.kind
        if kind in STYLED:
            fade = fade_of(kind, self._style) if self._place is not None else 0.0
            style_layer(layer, kind, tr, self._names, sorted(self._values.present), fade, style=self._style)
        if layer.id() != self._described:
            self.describe(layer)
        layer.triggerRepaint()
        project = context.project()
        if project is None or self._place is None:
            return
        if kind in _UNTICKED:
            _hide(layer, project)
        if not RESULT_GROUPS:
            _put_in_group(layer, project, *self._place)


def _finish_by(details: QgsProcessingContext.LayerDetails, finish: _Finish) -> None:
    """Set the post-processor, and keep its Python part alive until the context, which owns it, deletes it.

    QGIS binds the Python part to `details`, of which the context keeps a copy: without another reference the copy
    calls an object that does nothing. The algorithm cannot keep it, since it may be gone when the layers are loaded.
    """
    for old in tuple(_unloaded):
        if sip.isdeleted(old):
            _unloaded.discard(old)
    _unloaded.add(finish)
    details.setPostProcessor(finish)


def _add_categories(
    layers: Sequence[QgsMapLayer], kind: str, names: Names, present: Sequence[str], style: str, fade: float = 0.0
) -> None:
    """Add categories for values that are new to layers which the user has styled, and would not be drawn without.

    The layers still show the results that are about to be replaced: what these have is as the user wants it.
    """
    for layer in layers if kind in STYLED else ():
        if not isinstance(layer, QgsVectorLayer):
            continue
        reviewed, model = shows_review(present), QgsVectorLayer("Polygon", "", "memory")
        style_layer(model, kind, tr, names, list(present), fade, style=style, reviewed=reviewed)
        wanted, found = model.renderer(), layer.renderer()
        if not (isinstance(wanted, QgsCategorizedSymbolRenderer) and isinstance(found, QgsCategorizedSymbolRenderer)):
            continue
        known = {str(category.value()) for category in found.categories()}
        plain, attribute = drawn_by(kind, False), found.classAttribute()
        if attribute in (plain, wanted.classAttribute(), drawn_by(kind, True)) and "" not in known:
            new = [category for category in wanted.categories() if str(category.value()) not in known]
            # The whole layer is read, while the window waits, only where something may have to be added.
            drawn = set(values_drawn_by(layer, attribute)) if new else set()
            if reviewed and attribute == plain:
                found.setClassAttribute(wanted.classAttribute())
            for category in new:
                if str(category.value()) not in drawn:
                    found.addCategory(category)


def _in_desktop(context: QgsProcessingContext) -> bool:
    """Return whether a project is open in the desktop."""
    return QgsApplication.platform() == "desktop" and context.project() is not None


def _hide(layer: QgsMapLayer, project: QgsProject) -> None:
    """Do not draw a layer until somebody ticks it."""
    root = project.layerTreeRoot()
    node = root.findLayer(layer.id()) if root is not None else None
    if node is not None:
        node.setItemVisibilityChecked(False)


def _put_in_group(layer: QgsMapLayer, project: QgsProject, place: int, title: str) -> None:
    """Move a layer to its place in the run's group, as newer versions of QGIS do themselves."""
    root = project.layerTreeRoot()
    node = root.findLayer(layer.id()) if root is not None else None
    if root is None or node is None or node.customProperty(_PLACE) is not None:
        return
    group = root.findGroup(title) or root.insertGroup(0, title)
    copy, parent = node.clone(), node.parent()
    if group is None or copy is None or not isinstance(parent, QgsLayerTreeGroup):
        return
    copy.setCustomProperty(_PLACE, place)
    # The legend of all land classes is longer than the screen; those of layers that are not drawn would be, together.
    copy.setExpanded(place < _ORDER.index(PIECES) and node.itemVisibilityChecked())
    places = [child.customProperty(_PLACE) for child in group.children()]
    above = [index for index, other in enumerate(places) if other is not None and int(other) < place]
    group.insertChildNode(above[-1] + 1 if above else 0, copy)
    parent.removeChildNode(node)
