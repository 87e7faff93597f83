"""What has to be right before an overlay begins: whatever would stop it, in all layers, is found in a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...bridge.crs.systems import find_transformer, place_of
from ...bridge.errors import ErrorCollector, InputError
from ...bridge.i18n import tr
from ...bridge.io.parcel_layers import ParcelLayer
from ...bridge.survey.field_matching import (
    column_of,
    match_fields,
    require_exact,
    standard_fields,
    unit_columns,
)
from ...bridge.survey.schema import Survey
from ..overlay.preparation import choose_crs, is_same, make_normalisers, require_units
from ..overlay.settings import Layers, OverlaySettings
from ..units import read_codes


def check_preconditions(
    layers: Layers,
    settings: OverlaySettings,
    errors: ErrorCollector,
) -> None:
    """Collect what would stop the overlay: systems, coordinates, required fields, text for numbers, codes of units.

    Args:
        layers: those that could be read; parcels may be none.
        settings: the overlay's.
        errors: receives them.

    """
    target, parcels, survey = None, layers.parcels, layers.survey
    if parcels.layers:
        with errors.collect():
            target = choose_crs(parcels)
            make_normalisers(parcels, settings, survey, target, lambda _: None, {})
        for layer in parcels.layers:
            with errors.collect():
                _check_fields(layer, settings, survey)
        for number, layer in enumerate(parcels.layers):
            with errors.collect():
                _check_once(layer, parcels.layers[:number])
    for data in [*(data for zones in layers.zones.values() for data in zones), *layers.units]:
        with errors.collect():
            place = place_of(data.frame.geometry.to_numpy(), data.crs, data.name)
            if target is not None:
                find_transformer(data.crs, target, place, data.name, settings.allow_ballpark, lambda _: None)
    for role, zones in layers.zones.items():
        for data in zones:
            for names in (survey.roles[role].id_names, survey.roles[role].code_names):
                column = column_of(data.frame.columns, names)
                if column is not None:
                    with errors.collect():
                        require_exact(data.frame[column], data.name, str(column))
    for data in layers.units:
        with errors.collect():
            column, _ = unit_columns(data.frame.columns, data.name, survey)
            read_codes(data.name, data.frame[column], column)
    with errors.collect():
        require_units(settings, len(layers.units))


def _check_once(layer: ParcelLayer, before: Sequence[ParcelLayer]) -> None:
    """Raise `InputError` where a layer of parcels is given twice: its parcels would count twice."""
    if any(is_same(layer, other) for other in before):
        raise InputError(
            tr("Layer “{layer}” is given twice as survey parcels, which would count twice. Give it once.").format(
                layer=layer.name
            )
        )


def _check_fields(parcels: ParcelLayer, settings: OverlaySettings, survey: Survey) -> None:
    """Raise `InputError` where a required field is missing or has values of the wrong kind.

    Other fields are left to the overlay: reading them here would only take time.
    """
    found = match_fields(parcels.columns, parcels.name, settings.field_mapping, survey)
    required = [name for name, field in survey.fields.items() if field.required]
    frame = parcels.fields
    mapping: Mapping[str, str] = {name: found[name][0] for name in required if name in found}
    if len(mapping) < len(required):
        # The message names what is missing beside all columns that there are.
        frame, mapping = frame.reindex(columns=list(parcels.columns)), settings.field_mapping
    standard_fields(frame, parcels.name, mapping, survey)
