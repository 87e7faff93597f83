"""From the parameters of an algorithm to layers, settings and policy; imported when an algorithm runs."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import geopandas
import pandas as pd
from qgis.core import QgsProcessingContext

from ..analysis.policy import Policy
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.overlaying import OverlaySettings
from ..bridge.policies import load_policy, policy_warnings, read_targets
from ..bridge.progress import FeedbackProgress
from ..bridge.provenance import Provenance, read_provenance
from ..bridge.reading import LayerData, read_source
from ..bridge.survey import find_role, load_survey, parse_pairs
from . import inputs
from .algorithm import RedlineAlgorithm

_PIECE_COLUMNS = ("piece_id", "DLBM", "area_m2", "cultivated_m2", "sliver", "county")
_ROLE_PARAMETERS = {
    inputs.PBF: "pbf",
    inputs.PBF_RESERVE: "pbf_reserve",
    inputs.FARMLAND_RESERVE: "farmland_reserve",
    inputs.SURVEY2: "survey2",
    inputs.PREVIOUS: "previous",
}


@dataclass(frozen=True)
class Layers:
    """What an overlay takes: parcels, zone layers by role, layers of units."""

    parcels: LayerData
    zones: dict[str, list[LayerData]] = field(default_factory=dict)
    units: list[LayerData] = field(default_factory=list)


def gather_layers(
    algorithm: RedlineAlgorithm,
    parameters: Mapping[str, object],
    context: QgsProcessingContext,
    progress: FeedbackProgress,
    provenance: Provenance,
) -> Layers:
    """Read every layer that the algorithm was given, and note it in the provenance."""
    parcels = read_source(algorithm.sources[inputs.PARCELS][0], progress)
    provenance.add_input(inputs.PARCELS, parcels)
    layers = Layers(parcels)
    for name, role in _ROLE_PARAMETERS.items():
        for source in algorithm.sources.get(name, ()):
            data = read_source(source, progress)
            provenance.add_input(name, data)
            layers.zones.setdefault(role, []).append(data)
    roles = parse_pairs(
        algorithm.parameterAsString(parameters, inputs.ZONE_ROLES, context), inputs.ZONE_ROLES, last=True
    )
    unknown = [name for name in roles if name not in {source.name for source in algorithm.sources[inputs.ZONES]}]
    if unknown:
        raise InputError(
            tr("{what}: there is no further zone layer “{layer}”. Layers: {layers}.").format(
                what=inputs.ZONE_ROLES,
                layer=unknown[0],
                layers=", ".join(source.name for source in algorithm.sources[inputs.ZONES]) or "–",
            )
        )
    for source in algorithm.sources[inputs.ZONES]:
        progress.check()
        data = read_source(source, progress)
        role = find_role(data.name, roles)
        provenance.add_input(f"{inputs.ZONES}.{role}", data)
        layers.zones.setdefault(role, []).append(data)
    for number, source in enumerate(algorithm.sources[inputs.UNITS]):
        progress.check()
        data = read_source(source, progress)
        provenance.add_input(f"{inputs.UNITS}.{number + 1}", data)
        layers.units.append(data)
    return layers


def gather_pieces(
    algorithm: RedlineAlgorithm, progress: FeedbackProgress, provenance: Provenance
) -> geopandas.GeoDataFrame:
    """Read the pieces, and carry on the provenance that came with them."""
    data = read_source(algorithm.sources[inputs.PIECES][0], progress)
    missing = [name for name in _PIECE_COLUMNS if name not in data.frame]
    if missing:
        raise InputError(
            tr("Layer “{layer}” is not an output of “Overlay parcels”: it lacks {columns}.").format(
                layer=data.name, columns=", ".join(missing)
            )
        )
    provenance.add_input(inputs.PIECES, data)
    if data.path is not None:
        provenance.extend(read_provenance(data.path))
    frame = data.frame.set_crs(data.crs, allow_override=True).reset_index(drop=True)
    for name, definition in load_survey().fields.items():
        # Whole numbers with nulls come back as real ones; the findings keep the survey's own types.
        if definition.kind == "integer" and name in frame:
            frame[name] = pd.to_numeric(frame[name], errors="coerce").round().astype("Int64")
    return frame


def gather_settings(
    algorithm: RedlineAlgorithm, parameters: Mapping[str, object], context: QgsProcessingContext
) -> OverlaySettings:
    """The overlay's settings from the parameters."""

    def number(name: str) -> float:
        value = algorithm.parameterAsDouble(parameters, name, context)
        if not math.isfinite(value):
            raise InputError(tr("{name}: “{value}” is no number to reckon with.").format(name=name, value=value))
        return value

    return OverlaySettings(
        field_mapping=parse_pairs(
            algorithm.parameterAsString(parameters, inputs.FIELD_MAPPING, context), inputs.FIELD_MAPPING
        ),
        area_method=algorithm.parameterAsEnumString(parameters, inputs.AREA_METHOD, context),
        tolerance=number(inputs.TOLERANCE),
        sliver_width=number(inputs.SLIVER_WIDTH),
        sliver_area=number(inputs.SLIVER_AREA),
        deviation=number(inputs.DEVIATION),
        unit_source=algorithm.parameterAsEnumString(parameters, inputs.UNIT_SOURCE, context),
        allow_ballpark=algorithm.parameterAsBoolean(parameters, inputs.ALLOW_BALLPARK, context),
        threads=max(1, os.cpu_count() or 1),
    )


def gather_policy(
    algorithm: RedlineAlgorithm,
    parameters: Mapping[str, object],
    context: QgsProcessingContext,
    provenance: Provenance,
    progress: FeedbackProgress,
) -> Policy:
    """The policy given, or the default one."""
    text = algorithm.parameterAsFile(parameters, inputs.POLICY, context)
    path = Path(text) if text else inputs.DEFAULT_POLICY
    policy = load_policy(path)
    provenance.add_file(inputs.POLICY, path)
    declared = {definition.name() for definition in algorithm.parameterDefinitions()}
    sheet = algorithm.parameterAsFile(parameters, inputs.TARGETS, context) if inputs.TARGETS in declared else ""
    if sheet:
        policy = read_targets(sheet, policy)
        provenance.add_file(inputs.TARGETS, Path(sheet))
    for line in policy_warnings(policy):
        progress.feedback.pushInfo(line)
    return policy


def gather_date(
    algorithm: RedlineAlgorithm, parameters: Mapping[str, object], context: QgsProcessingContext, policy: Policy
) -> date:
    """The reference date given, or the policy's."""
    text = algorithm.parameterAsString(parameters, inputs.DATE, context).strip()
    if not text:
        return date.fromisoformat(policy.reference_date)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(tr("Reference date: “{text}” is no day of the form YYYY-MM-DD.").format(text=text)) from error
