"""What has to be right before an overlay begins: whatever would stop it, of all layers, found in a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .crs import find_transformer, place_of
from .errors import Mistakes
from .overlaying import OverlaySettings, choose_crs, require_units
from .parcel_layer import ParcelLayer
from .reading import LayerData
from .survey import Survey, match_fields, standard_fields, unit_columns


def check_essentials(
    parcels: ParcelLayer | None,
    zones: Mapping[str, Sequence[LayerData]],
    units: Sequence[LayerData],
    survey: Survey,
    settings: OverlaySettings,
    mistakes: Mistakes,
) -> None:
    """Gather what would stop the overlay: systems, coordinates, required fields, text for numbers, codes of units.

    Args:
        parcels: None where they could not be read.
        zones: layers by role, those that could be read.
        units: the same of administrative units.
        survey: fields and roles, with those of the office's profile.
        settings: the overlay's.
        mistakes: receives the errors.

    """
    target = None
    if parcels is not None:
        with mistakes.gather():
            target, _ = choose_crs(parcels)
        with mistakes.gather():
            _check_fields(parcels, settings, survey)
    for data in [*(data for layers in zones.values() for data in layers), *units]:
        with mistakes.gather():
            place = place_of(data.frame.geometry.to_numpy(), data.crs, data.name)
            if target is not None:
                find_transformer(data.crs, target, place, data.name, settings.allow_ballpark, lambda _: None)
    for data in units:
        with mistakes.gather():
            unit_columns(data.frame.columns, data.name, survey)
    with mistakes.gather():
        require_units(settings, len(units))


def _check_fields(parcels: ParcelLayer, settings: OverlaySettings, survey: Survey) -> None:
    """Required fields, and whether their values are of the right kind; the others would only take time."""
    found = match_fields(parcels.columns, parcels.name, settings.field_mapping, survey)
    required = [name for name, field in survey.fields.items() if field.required]
    frame, mapping = parcels.fields, {name: found[name][0] for name in required if name in found}
    if len(mapping) < len(required):
        # What is missing is told beside all columns that there are.
        frame, mapping = frame.reindex(columns=list(parcels.columns)), settings.field_mapping
    standard_fields(frame, parcels.name, mapping, survey)
