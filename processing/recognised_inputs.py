"""What the layers of the open project are to a run: recognised by name or fields, or stated by the user."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qgis.core import QgsFeatureRequest, QgsMapLayer, QgsProject, QgsVectorLayer

from .bridge.compat import WITHOUT_GEOMETRY, may_have_polygons
from .bridge.errors import InputError
from .bridge.i18n import tr
from .bridge.io.decisions import IDENTIFIERS
from .bridge.io.sources import name_in_runs
from .bridge.survey.layer_recognition import UnclearLayerError, recognise_kind
from .bridge.survey.recognition_reasons import reason_text
from .bridge.survey.schema import Survey
from .parameters import MORE_PARCELS, PARCELS, PATCHES, ROLE_PARAMETERS, UNITS, ZONE_ROLES, ZONES

PARCEL_KIND, UNIT_KIND, PATCH_KIND = "parcels", "units", "patches"
NOT_USED = "none"
# Kept with the layer, so in the user's project: what the user says that the layer is.
_STATED = "farmland_redline/kind"
_COUNTY_DIGITS = 6
_MOST_UNITS = 1000  # rows of a layer of units that are looked at
# Columns that the plugin's own results have, and no survey.
_OWN_COLUMNS = (
    *(*IDENTIFIERS, "piece_id", "block_id", "part_id", "use_id", "reserve_piece_id", "supplement_id"),
    *("preliminary", "shortfall_m2", "works_m2", "fee_yuan", "difference_mu", "remedy"),
)


@dataclass(frozen=True)
class RecognisedInput:
    """A layer of the project, and what it is to a run.

    Attributes:
        layer: its id in the project.
        shown: its name in the project.
        name: the name by which a run knows it.
        kind: `parcels`, `units`, a zone role or another kind of the survey's; `none` if it is not to be used; empty if
            it is not recognised.
        stated: whether the user says so.
        why: the reason in the user's language, or what keeps it from being recognised.

    """

    layer: str
    shown: str
    name: str
    kind: str
    stated: bool
    why: str


def recognise_project(project: QgsProject, survey: Survey) -> list[RecognisedInput]:
    """Recognise the polygon layers of a project, in the order of its layer tree; the plugin's own results stay out."""
    root = project.layerTreeRoot()
    layers: list[QgsMapLayer] = root.layerOrder() if root is not None else []
    return [_recognise(layer, survey) for layer in layers if isinstance(layer, QgsVectorLayer) and can_be_input(layer)]


def state_kind(layer: QgsMapLayer, kind: str) -> None:
    """Keep with a layer what the user says that it is; an empty kind leaves it to recognition again."""
    if kind:
        layer.setCustomProperty(_STATED, kind)
    else:
        layer.removeCustomProperty(_STATED)


def usable_kinds(survey: Survey) -> list[str]:
    """Return the kinds that an input can have: parcels, units, monitoring patches, then all zone roles."""
    return [PARCEL_KIND, UNIT_KIND, PATCH_KIND, *survey.roles]


def as_parameters(inputs: Iterable[RecognisedInput], survey: Survey) -> dict[str, object]:
    """Return the layers as values of the parameters that take them.

    The first layer of a kind goes to the kind's own parameter; further parcels and zones go to the lists of further
    ones. Roles are stated of layers in the list whose role the user states, or that a second layer has.
    """
    own = {role: parameter for parameter, role in ROLE_PARAMETERS.items()}
    own |= {PARCEL_KIND: PARCELS, PATCH_KIND: PATCHES}
    values: dict[str, object] = {}
    lists: dict[str, list[str]] = {MORE_PARCELS: [], ZONES: [], UNITS: []}
    roles: dict[str, str] = {}
    for one in inputs:
        parameter = own.get(one.kind, "")
        if parameter and parameter not in values:
            values[parameter] = one.layer
        elif one.kind == PARCEL_KIND:
            lists[MORE_PARCELS].append(one.layer)
        elif one.kind == UNIT_KIND:
            lists[UNITS].append(one.layer)
        elif one.kind in survey.roles:
            lists[ZONES].append(one.layer)
            if one.stated:
                roles[one.name] = one.kind
    values.update({name: layers for name, layers in lists.items() if layers})
    if roles:
        values[ZONE_ROLES] = "; ".join(f"{name}={role}" for name, role in roles.items())
    return values


def county_names(project: QgsProject, inputs: Iterable[RecognisedInput], survey: Survey) -> dict[str, str]:
    """Return names of counties and cities by their codes of six digits, as the layers of units have them.

    Layers of lower units, which have thousands, are looked at no longer than it takes to see that.
    """
    names: dict[str, str] = {}
    for one in inputs:
        layer = project.mapLayer(one.layer)
        if one.kind != UNIT_KIND or not isinstance(layer, QgsVectorLayer):
            continue
        code, name = (_first_field(layer, known) for known in (survey.unit_code, survey.unit_name))
        if code < 0:
            continue
        columns = [code, name if name >= 0 else code]
        request = QgsFeatureRequest().setFlags(WITHOUT_GEOMETRY).setSubsetOfAttributes(columns).setLimit(_MOST_UNITS)
        for feature in layer.getFeatures(request):
            found = str(feature[columns[0]] or "").strip()
            if found.isdigit() and len(found) >= _COUNTY_DIGITS and not found[_COUNTY_DIGITS:].strip("0"):
                names.setdefault(found[:_COUNTY_DIGITS], str(feature[columns[1]] or "").strip())
    return dict(sorted(names.items()))


def missing_kinds(inputs: Sequence[RecognisedInput], kinds: Iterable[str]) -> list[str]:
    """Return which of some kinds no layer has."""
    present = {one.kind for one in inputs}
    return [kind for kind in kinds if kind not in present]


def _first_field(layer: QgsVectorLayer, names: Iterable[str]) -> int:
    """Return the place of the first of some fields that a layer has, -1 where it has none."""
    places = (layer.fields().lookupField(name) for name in names)
    return next((place for place in places if place >= 0), -1)


def can_be_input(layer: QgsVectorLayer) -> bool:
    """Return whether a layer can be an input: it has polygons, and is no result of the plugin's."""
    if not layer.isValid() or not may_have_polygons(layer.wkbType()):
        return False
    columns = {name.lower() for name in layer.fields().names()}
    return not columns.intersection(_OWN_COLUMNS)


def _recognise(layer: QgsVectorLayer, survey: Survey) -> RecognisedInput:
    """Return what a layer is, as the user says, else by its name in the file or in the project, else by its fields."""
    shown, stated = layer.name(), str(layer.customProperty(_STATED, "") or "")
    try:
        name = name_in_runs(layer)
    except InputError as error:
        return RecognisedInput(layer.id(), shown, shown, NOT_USED, False, str(error))
    if stated == NOT_USED or stated in usable_kinds(survey):
        return RecognisedInput(layer.id(), shown, name, stated, True, tr("by your choice"))
    columns = layer.fields().names()
    try:
        found = recognise_kind(name, columns, survey)
    except UnclearLayerError as error:
        return RecognisedInput(layer.id(), shown, name, "", False, error.reason)
    return RecognisedInput(layer.id(), shown, name, found.role, False, reason_text(found.why))
