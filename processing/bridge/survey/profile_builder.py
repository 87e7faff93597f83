"""Building a profile from an office's layers and from what the user states about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from .field_matching import column_of, match_fields
from .layer_recognition import UnclearLayerError, find_doubt, known_by_name, recognise
from .profile import Profile, RoleNames, with_profile
from .profile_writer import Findings
from .schema import Survey


@dataclass(frozen=True)
class InspectedLayer:
    """What a profile needs of a layer.

    Attributes:
        name: the layer's name.
        columns: its columns.
        role: its zone role if a parameter states it, else empty.

    """

    name: str
    columns: Collection[str]
    role: str = ""


def make_profile(
    parcels: InspectedLayer | None,
    zones: Sequence[InspectedLayer],
    units: Sequence[InspectedLayer],
    mapping: Mapping[str, str],
    roles: Mapping[str, str],
    base: Profile,
    survey: Survey,
) -> tuple[Profile, Findings]:
    """Build a profile of what the user states, and find what neither it nor the standards explain.

    Args:
        parcels, zones, units: the layers.
        mapping: the parcels' columns by field, as given by the user.
        roles: roles by layer, as given by the user.
        base: the profile to extend.
        survey: the plugin's own fields and roles.

    Raises:
        InputError: the user names an unknown field, column or role, or a column with personal data.

    """
    known = with_profile(survey, base)
    columns = parcels.columns if parcels else list(mapping.values())
    fields = match_fields(columns, parcels.name if parcels else "–", mapping, known)
    used = {column for column, _ in fields.values()} | set(survey.fields)
    given, recognised, unclear = _zones(zones, roles, known)
    profile = replace(
        base,
        fields={
            name: _joined([mapping[name]] if name in mapping else [], base.fields.get(name, ()))
            for name in survey.fields
            if name in mapping or name in base.fields
        },
        roles=_with_layers(base.roles, given, survey),
    )
    by_layer = {**{layer: role for layer, role, _ in recognised}, **given}
    findings = Findings(
        parcels=parcels.name if parcels else "",
        missing=[name for name in survey.fields if name not in fields] if parcels else (),
        unused=[column for column in columns if column not in used and column not in known.personal],
        recognised=recognised,
        unclear=unclear,
        lacking=[
            (role, attribute, seen.name)
            for seen in zones
            if (role := seen.role or by_layer.get(seen.name, ""))
            for attribute, names in known.roles[role].columns.items()
            if column_of(seen.columns, names) is None
        ],
        units=[seen.name for seen in units if column_of(seen.columns, known.unit_code) is None],
    )
    return profile, findings


def _zones(
    zones: Sequence[InspectedLayer], roles: Mapping[str, str], known: Survey
) -> tuple[dict[str, str], list[tuple[str, str, str]], list[tuple[str, str]]]:
    """Sort zone layers by whether the profile needs an entry for them.

    The layer of a parameter with a fixed role (PBF) gets an entry, so that it is recognised in a list of layers, too;
    not if its name is a known one or stands for several roles: last year's parcels may be named like this year's.

    Returns:
        roles by name of the layers that need an entry; name, role and reason of layers that need none; name and reason
        of unclear layers.

    """
    for layer, role in roles.items():
        if role not in known.roles:
            recognise(layer, (), roles, known)  # raises, with the roles there are
    recognised: list[tuple[str, str, str]] = []
    unclear: list[tuple[str, str]] = []
    new_names: dict[str, set[str]] = {}
    for seen in zones:
        if seen.role:
            doubt = find_doubt(seen.name, seen.role, seen.columns, known)
            if not doubt and not known_by_name(seen.name, known):
                new_names.setdefault(seen.name, set()).add(seen.role)
        else:
            try:
                found = recognise(seen.name, seen.columns, roles, known)
            except UnclearLayerError as error:
                unclear.append((seen.name, error.reason))
            else:
                if seen.name not in roles:
                    recognised.append((seen.name, found.role, found.why))
    given = {**{name: next(iter(stated)) for name, stated in new_names.items() if len(stated) == 1}, **roles}
    return given, recognised, unclear


def _with_layers(base: Mapping[str, RoleNames], given: Mapping[str, str], survey: Survey) -> dict[str, RoleNames]:
    """Return the names by role with further layers, each under one role only."""
    moved = {layer.upper() for layer in given}
    made = {}
    for role in survey.roles:
        own = base.get(role, RoleNames())
        kept = [layer for layer in own.layers if layer.upper() not in moved]
        layers = _joined([layer for layer, stated in given.items() if stated == role], kept)
        if layers or own.columns:
            made[role] = RoleNames(layers, own.columns)
    return made


def _joined(first: Sequence[str], then: Sequence[str]) -> tuple[str, ...]:
    """Return names in their order, each once, without regard to case."""
    joined: dict[str, str] = {}
    for name in (*first, *then):
        joined.setdefault(name.upper(), name)
    return tuple(joined.values())
