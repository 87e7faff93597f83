"""From the parameters of an algorithm to layers, settings and policy; imported when an algorithm runs."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
from qgis.core import QgsProcessingContext

from .analysis.area.rounding import LARGEST_AREA
from .analysis.dates import iso_day, years_before
from .analysis.rules.policy import Policy
from .base_algorithm import RedlineAlgorithm
from .bridge.crs.checks import system_of
from .bridge.dependencies import Feature
from .bridge.errors import ErrorCollector, InputError
from .bridge.i18n import tr
from .bridge.io.datasets import files_kept_open
from .bridge.io.nearby import Nearby, Place, around
from .bridge.io.parcel_layers import ParcelLayer, ParcelLayers, parcels_of, read_parcels
from .bridge.io.provenance import REFERENCE_DATE, Provenance, read_provenance, values_of_runs
from .bridge.io.reading import LayerData, read_named_table, read_source
from .bridge.io.result_tables import check_result_table
from .bridge.io.shapefiles import recognise_cut_names
from .bridge.io.sources import ALL, Parameters, Source
from .bridge.io.workbook_inputs import require_no_workbook
from .bridge.located_yaml import shorten
from .bridge.paths import DEFAULT_POLICY
from .bridge.policy.reader import default_reference_date, load_policy, policy_warnings
from .bridge.policy.target_spreadsheet import read_targets
from .bridge.progress import FeedbackProgress
from .bridge.spreadsheets import CSV, XLSX
from .bridge.survey.field_matching import column_of, match_fields, parse_pairs
from .bridge.survey.layer_recognition import Recognised, find_doubt, recognise_layers
from .bridge.survey.letter_settings import LetterSettings
from .bridge.survey.personal_data import NONE, PersonalColumns
from .bridge.survey.profile import load_profile, with_profile
from .bridge.survey.schema import Survey, load_survey
from .bridge.tables.definitions import load_table
from .bridge.tables.reader import InputTable, read_file_table, read_frame_table
from .parameters import (
    ALLOW_BALLPARK,
    AREA_METHOD,
    CHECKS,
    DATE,
    DEVIATION,
    EARLIER_DATE,
    FIELD_MAPPING,
    FROM_PROFILE,
    LETTER_TEMPLATE,
    LETTERHEAD,
    LISTED,
    MORE_PARCELS,
    PARCELS,
    PERSONAL_COLUMNS,
    PIECES,
    POLICY,
    PREVIOUS,
    PROCESS,
    PROFILE,
    RECORD_UNIT,
    ROLE_PARAMETERS,
    SLIVER_AREA,
    SLIVER_WIDTH,
    TARGETS,
    TOLERANCE,
    UNIT_SOURCE,
    UNITS,
    ZONE_ROLES,
    ZONES,
    date_text,
)
from .reports.letters.docx_template import shipped_template
from .reports.letters.writer import LetterOptions, check_letters
from .workflows.checks.policy_fit import fit_result_table
from .workflows.checks.preconditions import check_preconditions
from .workflows.checks.settings import PARCEL_ROLE, UNIT_ROLE, CheckSettings, LayerToCheck
from .workflows.overlay.settings import Layers, OverlaySettings
from .workflows.units import read_unit_names

_NAMED = 20  # columns that a message names
_PIECE_COLUMNS = ("piece_id", "DLBM", "area_m2", "cultivated_m2", "sliver", "county")


def read_survey(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    provenance: Provenance,
) -> Survey:
    """Return the survey's fields and roles: what the user chose comes before the office's profile, if one is given."""
    declared = {definition.name() for definition in algorithm.parameterDefinitions()}
    path = algorithm.parameterAsFile(parameters, PROFILE, context) if PROFILE in declared else ""
    unit = (
        algorithm.parameterAsEnumString(parameters, RECORD_UNIT, context) if RECORD_UNIT in declared else FROM_PROFILE
    )
    survey = load_survey()
    if path:
        survey = with_profile(survey, load_profile(path, survey))
        provenance.add_file(PROFILE, Path(path))
    return survey if unit == FROM_PROFILE else replace(survey, record_unit=unit)


def read_mapping(algorithm: RedlineAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> dict[str, str]:
    """Return the column of the parcels by field of the survey, as the user gives them."""
    text = algorithm.parameterAsString(parameters, FIELD_MAPPING, context)
    return parse_pairs(text, FIELD_MAPPING)


def read_roles(algorithm: RedlineAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> dict[str, str]:
    """Return the role by name of the zone layer, as the user gives them."""
    text = algorithm.parameterAsString(parameters, ZONE_ROLES, context)
    return parse_pairs(text, ZONE_ROLES, last=True)


@files_kept_open()
def read_layers(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    progress: FeedbackProgress,
    provenance: Provenance,
    settings: OverlaySettings,
    nearby: Nearby | None = None,
    is_common: Callable[[Source], bool] | None = None,
    split: Callable[[LayerData, Sequence[LayerData]], tuple[LayerData, LayerData]] | None = None,
) -> Layers:
    """Read every layer that the algorithm was given, and record what it and its fields were recognised as.

    Args:
        algorithm: with the parameters of `parameters.add_overlay_inputs`.
        parameters: as given.
        context: the run's.
        progress: may cancel; its feedback receives warnings.
        provenance: receives layers and fields.
        settings: the overlay's.
        nearby: places; if given, only the parcels that meet them are read, and of zones and units what meets these
            parcels: each parcel is divided as if all had been read.
        is_common: says which layers of zones and units are of more counties than the parcels: of these only what lies
            in the box of the parcels, or near it, is read.
        split: makes parcels after and before of the process layer (PROCESS), if one is given in their place; receives
            the earlier survey too.

    Raises:
        InputError: names what would stop the overlay, of all layers at once; or no parcel meets the places.

    """
    errors = ErrorCollector()
    survey = read_survey(algorithm, parameters, context, provenance)
    sources, personal = algorithm.sources, survey.personal
    if algorithm.parameterAsBoolean(parameters, PERSONAL_COLUMNS, context):
        survey = replace(survey, personal=NONE)
    given = read_roles(algorithm, parameters, context)
    recognised: list[Recognised] = []
    with errors.collect():
        recognised = recognise_sources(sources[ZONES], given, survey, progress)
    reader = _LayerReader(survey, personal, progress, provenance, errors, nearby)
    process = reader.read_process(sources[PROCESS][0]) if split is not None and sources.get(PROCESS) else None
    parcels: list[tuple[str, ParcelLayer]] = []
    if process is None:
        parcels = reader.read_parcels(sources[PARCELS][0], sources.get(MORE_PARCELS, ()), dict(settings.field_mapping))
    if nearby is not None:
        errors.check()
        reader = replace(reader, nearby=_around([layer for _, layer in parcels], nearby))
    elif is_common is not None:
        boxes = [around(layer.name, layer.extent, layer.crs) for _, layer in parcels if np.isfinite(layer.extent).all()]
        reader = replace(reader, nearby=Nearby(boxes, settings.allow_ballpark) if boxes else None, is_near=is_common)
    layers = Layers(ParcelLayers([layer for _, layer in parcels]), survey)
    for parameter, role in ROLE_PARAMETERS.items():
        for source in sources.get(parameter, ()):
            doubt = find_doubt(source.name, role, source.columns, survey)
            if doubt:
                progress.feedback.pushWarning(doubt)
            reader.read_zones(layers, parameter, source, role, "parameter")
    for source, found in zip(sources[ZONES], recognised):
        reader.read_zones(layers, f"{ZONES}.{found.role}", source, found.role, found.why)
    for number, source in enumerate(sources[UNITS], 1):
        reader.read_units(layers, f"{UNITS}.{number}", source)
    if process is not None and split is not None:
        previous = ROLE_PARAMETERS[PREVIOUS]
        later, earlier = split(process, layers.zones.pop(previous, []))
        parcels = [(PROCESS, parcels_of(later, survey))]
        zones = {**layers.zones, previous: [earlier]}
        layers = replace(layers, parcels=ParcelLayers([layer for _, layer in parcels]), zones=zones)
    check_preconditions(layers, settings, errors)
    errors.check()
    algorithm.check_reading()
    for parameter, layer in parcels:
        matched = match_fields(layer.columns, layer.name, settings.field_mapping, survey)
        for name, (column, why) in matched.items():
            provenance.add("mapping", f"{parameter}.{name}", f"{column} ({why})")
        known = {column for column, _ in matched.values()}
        _report_own([name for name in layer.columns if name not in known], parameter, layer.name, progress, provenance)
    return layers


def _around(parcels: Sequence[ParcelLayer], nearby: Nearby) -> Nearby:
    """Return the places of parcels that were read near others.

    Raises:
        InputError: there are no parcels.

    """
    places = [Place(layer.name, layer.frame.geometry.to_numpy(), layer.crs) for layer in parcels if len(layer)]
    if not places:
        raise InputError(
            tr(
                "No parcel of “{layer}” meets the outlines of {outlines}. See whether both lie in the same county, and "
                "whether both have the right coordinate reference system."
            ).format(layer=ParcelLayers(parcels).name, outlines=", ".join(p.layer for p in nearby.places))
        )
    return replace(nearby, places=places)


@dataclass(frozen=True)
class _LayerReader:
    """Reads layers one by one; what is wrong with one is collected, and the next is read.

    Attributes:
        survey: fields and roles, with the personal columns that are not read.
        personal: all personal columns.
        progress: may cancel; its feedback receives warnings.
        provenance: receives layers and columns.
        errors: receives what is wrong.
        nearby: places near which features are read; None where all are.
        is_near: of which layers of zones and units only these are read; of all by default.

    """

    survey: Survey
    personal: PersonalColumns
    progress: FeedbackProgress
    provenance: Provenance
    errors: ErrorCollector
    nearby: Nearby | None = None
    is_near: Callable[[Source], bool] = lambda _: True

    def read_parcels(
        self, first: Source, more: Sequence[Source], mapping: dict[str, str]
    ) -> list[tuple[str, ParcelLayer]]:
        """Return the layers of parcels with the parameter that each came by."""
        given = [(PARCELS, first), *((f"{MORE_PARCELS}.{number}", source) for number, source in enumerate(more, 1))]
        layers = []
        for parameter, source in given:
            self.progress.check()
            with self.errors.collect():
                layer = read_parcels(source, self.progress, self.survey, mapping, self.survey.personal, self.nearby)
                self._record(parameter, layer, source)
                layers.append((parameter, layer))
        return layers

    def read_process(self, source: Source) -> LayerData:
        """Return the process layer of an update.

        Raises:
            InputError: what is wrong with it, or another layer, so far.

        """
        data = self._read(PROCESS, source)
        self.errors.check()
        if data is None:
            raise ValueError(source.name)  # cannot be: its error was raised
        return data

    def read_zones(self, layers: Layers, parameter: str, source: Source, role: str, why: str) -> None:
        """Add a layer of zones to those of its role; `why` says by what the role was recognised."""
        data = self._read(parameter, source)
        if data is None:
            return
        self.provenance.add("mapping", parameter, f"{data.name}: {role} ({why})")
        for name, columns in self.survey.roles[role].columns.items():
            self.provenance.add("mapping", f"{parameter}.{name}", column_of(data.frame.columns, columns))
        layers.zones.setdefault(role, []).append(data)

    def read_units(self, layers: Layers, parameter: str, source: Source) -> None:
        """Add a layer of administrative units."""
        data = self._read(parameter, source)
        if data is None:
            return
        _record_columns(parameter, data, self.survey, self.provenance)
        layers.units.append(data)

    def _read(self, parameter: str, source: Source) -> LayerData | None:
        """Read a layer whole; return None where that fails."""
        self.progress.check()
        with self.errors.collect():
            nearby = self.nearby if self.is_near(source) else None
            data = read_source(source, self.progress, self.survey.personal, nearby)
            self._record(parameter, data, source)
            return data
        return None

    def _record(self, parameter: str, data: LayerData | ParcelLayer, source: Source) -> None:
        """Record a layer and its personal columns."""
        self.provenance.add_input(parameter, data, source.provider)
        _report_personal(parameter, data, self.personal, self.progress, self.provenance)


def recognise_sources(
    sources: Sequence[Source], given: Mapping[str, str], survey: Survey, progress: FeedbackProgress
) -> list[Recognised]:
    """Recognise the further zone layers before the long reading begins, and warn of doubtful ones.

    Args:
        sources: the further zone layers.
        given: role by name of the layer, as the user gives them.
        survey: roles and their names.
        progress: its feedback receives warnings.

    Raises:
        InputError: the user gives a role to a layer that is not there, or a layer is not recognised.

    """
    names = [source.name for source in sources]
    unknown = [name for name in given if name not in names]
    if unknown:
        raise InputError(
            tr("{what}: there is no further zone layer “{layer}”. Layers: {layers}.").format(
                what=ZONE_ROLES, layer=unknown[0], layers=", ".join(names) or "–"
            )
        )
    found = recognise_layers([(source.name, source.columns) for source in sources], given, survey)
    for row in found:
        if row.doubt:
            progress.feedback.pushWarning(row.doubt)
    return found


def _report_own(
    columns: Sequence[str], parameter: str, layer: str, progress: FeedbackProgress, provenance: Provenance
) -> None:
    """Log and record which columns of parcels are no field of the survey, and go into the results all the same."""
    if not columns:
        return
    names = ", ".join(columns[:_NAMED]) + (" …" if len(columns) > _NAMED else "")
    provenance.add("personal", parameter, f"own: {names}")
    text = tr(
        "Layer “{layer}”: columns that are no field of the survey go into the GeoPackage of the results: {columns}. "
        "Look through them before you hand it on."
    )
    progress.feedback.pushInfo(text.format(layer=layer, columns=names))


def _report_personal(
    parameter: str,
    data: LayerData | ParcelLayer,
    personal: PersonalColumns,
    progress: FeedbackProgress,
    provenance: Provenance,
) -> None:
    """Warn of personal columns of a layer that are kept, and record them."""
    kept = ", ".join(str(name) for name in data.columns if name in personal)
    if kept:
        provenance.add("personal", parameter, f"kept: {kept}")
        text = tr(
            "Layer “{layer}”: columns with personal data are kept, as “Keep personal columns in outputs” says: "
            "{columns}. Hand the outputs only to those who may see them."
        )
        progress.feedback.pushWarning(text.format(layer=data.name, columns=kept))


def read_sources(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    survey: Survey,
    progress: FeedbackProgress,
    provenance: Provenance,
) -> list[LayerToCheck]:
    """Return the layers to check with their roles, not yet read, and record them in the provenance."""
    sources = algorithm.sources
    recognised = recognise_sources(sources[ZONES], read_roles(algorithm, parameters, context), survey, progress)
    layers = [(PARCELS, LayerToCheck(source, PARCEL_ROLE)) for source in sources[PARCELS]]
    for parameter, role in ROLE_PARAMETERS.items():
        layers += [(parameter, LayerToCheck(source, role)) for source in sources[parameter]]
    for source, found in zip(sources[ZONES], recognised):
        layers.append((f"{ZONES}.{found.role}", LayerToCheck(source, found.role)))
    for number, source in enumerate(sources[UNITS], 1):
        layers.append((f"{UNITS}.{number}", LayerToCheck(source, UNIT_ROLE)))
    if not layers:
        raise InputError(tr("No layer is given. Choose at least one."))
    for parameter, layer in layers:
        provenance.add_source(parameter, layer.source, system_of(layer.source.crs, layer.source.name))
    return [layer for _, layer in layers]


def read_check_settings(
    algorithm: RedlineAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> CheckSettings:
    """Return the settings of the checks."""
    return CheckSettings(
        checks=frozenset(algorithm.parameterAsEnumStrings(parameters, CHECKS, context)),
        field_mapping=read_mapping(algorithm, parameters, context),
        area_method=algorithm.parameterAsEnumString(parameters, AREA_METHOD, context),
        deviation=algorithm.parameterAsDouble(parameters, DEVIATION, context),
        tolerance=algorithm.parameterAsDouble(parameters, TOLERANCE, context),
        threads=max(1, os.cpu_count() or 1),
    )


def read_pieces(
    algorithm: RedlineAlgorithm, progress: FeedbackProgress, provenance: Provenance
) -> geopandas.GeoDataFrame:
    """Read the pieces, and continue the provenance that came with them.

    Raises:
        InputError: the layer lacks columns of pieces, or values in them.

    """
    source = algorithm.sources[PIECES][0]
    data = read_source(source, progress)
    if not set(_PIECE_COLUMNS) <= set(data.frame.columns):
        data = replace(data, frame=recognise_cut_names(data.frame, _columns_of_pieces()))
    missing = [name for name in _PIECE_COLUMNS if name not in data.frame]
    if missing:
        raise InputError(
            tr("Layer “{layer}” is not an output of “Overlay parcels”: it lacks {columns}.").format(
                layer=data.name, columns=", ".join(missing)
            )
        )
    _check_pieces(data.frame, data.name)
    data = replace(data, frame=check_result_table(data.frame, "pieces", data.name))
    provenance.add_input(PIECES, data, source.provider)
    _report_personal(PIECES, data, load_survey().personal, progress, provenance)
    if data.path is not None:
        provenance.extend(read_provenance(data.path))
    frame = data.frame.set_crs(data.crs, allow_override=True).reset_index(drop=True)
    for name, definition in load_survey().fields.items():
        # Whole numbers with nulls are read as real ones; the findings keep the survey's own types.
        if definition.kind == "integer" and name in frame:
            frame[name] = pd.to_numeric(frame[name], errors="coerce").round().astype("Int64")
    return frame


def _check_pieces(frame: pd.DataFrame, layer: str) -> None:
    """Raise `InputError` where pieces have no id, or an area that is none: others have changed them since."""
    wrong = {"piece_id": int(frame["piece_id"].isna().sum())}
    for name in ("area_m2", "cultivated_m2"):
        area = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float, na_value=math.nan)
        wrong[name] = int((~((area >= 0) & (area < LARGEST_AREA))).sum())
    columns = ", ".join(f"{name} ({count:,})" for name, count in wrong.items() if count)
    if columns:
        raise InputError(
            tr(
                "Layer “{layer}”: pieces have no usable value in {columns}. Pieces must stay as “Overlay parcels” has "
                "written them: run it again."
            ).format(layer=layer, columns=columns)
        )


def _columns_of_pieces() -> set[str]:
    """Return the names of columns that the overlay makes and rules read."""
    names = set(_PIECE_COLUMNS)
    for role in load_survey().roles.values():
        names |= {role.name, *(f"{role.name}_{key}" for key in role.columns)}
    return names


def read_overlay_settings(
    algorithm: RedlineAlgorithm, parameters: Parameters, context: QgsProcessingContext, day: date
) -> OverlaySettings:
    """Return the settings of the overlay on a day; 0 for numbers that the algorithm has no parameter for."""

    def number(name: str) -> float:
        return float(algorithm.parameterAsDouble(parameters, name, context))

    return OverlaySettings(
        field_mapping=read_mapping(algorithm, parameters, context),
        area_method=algorithm.parameterAsEnumString(parameters, AREA_METHOD, context),
        tolerance=number(TOLERANCE),
        sliver_width=number(SLIVER_WIDTH),
        sliver_area=number(SLIVER_AREA),
        deviation=number(DEVIATION),
        unit_source=algorithm.parameterAsEnumString(parameters, UNIT_SOURCE, context),
        allow_ballpark=algorithm.parameterAsBoolean(parameters, ALLOW_BALLPARK, context),
        threads=max(1, os.cpu_count() or 1),
        date=day.isoformat(),
    )


def read_optional_number(
    algorithm: RedlineAlgorithm, parameters: Parameters, context: QgsProcessingContext, name: str
) -> float | None:
    """Return a number of a parameter without a default; None, which is not 0, where none was given."""
    return None if parameters.get(name) in (None, "") else algorithm.parameterAsDouble(parameters, name, context)


def read_policy(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    provenance: Provenance,
    progress: FeedbackProgress,
) -> Policy:
    """Return the policy that was given, or the default one, with the targets of the spreadsheet if one is given.

    Raises:
        InputError: names every mistake in the file.

    """
    text = algorithm.parameterAsFile(parameters, POLICY, context)
    path = Path(text) if text else DEFAULT_POLICY
    policy = load_policy(path)
    provenance.add_file(POLICY, path)
    declared = {definition.name() for definition in algorithm.parameterDefinitions()}
    sheet = algorithm.parameterAsFile(parameters, TARGETS, context) if TARGETS in declared else ""
    if sheet:
        provenance.add_file(TARGETS, Path(sheet))

        def warn(text: str) -> None:
            provenance.add("warning", TARGETS, text)
            progress.feedback.pushWarning(text)

        policy = read_targets(sheet, policy, warn)
    for line in policy_warnings(policy):
        progress.feedback.pushInfo(line)
    return policy


def read_input_table(
    algorithm: RedlineAlgorithm,
    name: str,
    table: str,
    policy: Policy,
    progress: FeedbackProgress,
    provenance: Provenance,
) -> InputTable | None:
    """Return a table of input, and record it; None where none was given.

    Args:
        algorithm: with a parameter of `parameters.add_input_table`.
        name: of the parameter.
        table: its id in `resources/tables`.
        policy: whose cities and counties the table may name.
        progress: may cancel; its feedback receives notes.
        provenance: receives the table.

    Raises:
        FeatureError: a library is missing that reads workbooks.
        InputError: it is a workbook that only QGIS reads.
        TableError: (an `InputError`) listing every mistake in the table.

    """
    sources = algorithm.sources.get(name, ())
    if not sources:
        return None
    source, definition = sources[0], load_table(table)
    units = policy.unit_names()
    file = source.file if source.part == ALL else None
    if file is not None and file.path.suffix.lower() in (CSV, XLSX):
        result = read_file_table(file.path, file.layer if source.names_layer else "", definition, units)
        provenance.add_file(name, file.path)
    else:
        require_no_workbook(source)
        data = read_named_table(source, table, progress)
        result = read_frame_table(data.name, data.frame, definition, units)
        provenance.add_input(name, data, source.provider)
    for note in result.notes:
        progress.feedback.pushInfo(note)
    return result


def read_needed_table(
    algorithm: RedlineAlgorithm,
    name: str,
    table: str,
    policy: Policy,
    progress: FeedbackProgress,
    provenance: Provenance,
) -> InputTable:
    """Return a table of input that a run cannot do without; arguments and errors as for `read_input_table`."""
    result = read_input_table(algorithm, name, table, policy, progress, provenance)
    if result is None:
        raise InputError(tr("{parameter}: nothing was given.").format(parameter=name))
    return result


def read_result_table(
    algorithm: RedlineAlgorithm,
    name: str,
    table: str,
    policy: Policy,
    progress: FeedbackProgress,
    provenance: Provenance,
    columns: Sequence[str] = (),
) -> pd.DataFrame | None:
    """Return a table that another algorithm has made, and record it; None where none was given.

    Args:
        algorithm: with a parameter of `parameters.add_result_table`.
        name: of the parameter.
        table: its name in results.
        policy: whose units the table may be of.
        progress: may cancel; its feedback receives that units are not the policy's.
        provenance: receives the table.
        columns: that it must have beside those that are needed of every such table.

    Raises:
        InputError: it is not as an algorithm has written it, or is of other units alone.

    """
    for source in algorithm.sources.get(name, ()):
        data = read_named_table(source, table, progress)
        frame = check_result_table(data.frame, table, data.name, columns)
        provenance.add_input(name, data, source.provider)
        return fit_result_table(frame, table, data.name, policy, progress.feedback.pushWarning)
    return None


def read_names_of_units(
    algorithm: RedlineAlgorithm, survey: Survey, progress: FeedbackProgress, provenance: Provenance
) -> dict[str, str]:
    """Return the names of units by code, of the layers of units given, and record these layers.

    Raises:
        InputError: one is damaged, or has no codes of units.

    """
    layers = []
    for number, source in enumerate(algorithm.sources[UNITS], 1):
        data = read_source(source, progress)
        provenance.add_input(f"{UNITS}.{number}", data, source.provider)
        _record_columns(f"{UNITS}.{number}", data, survey, provenance)
        layers.append((data.name, data.frame))
    return read_unit_names(layers, survey)


def _record_columns(parameter: str, data: LayerData, survey: Survey, provenance: Provenance) -> None:
    """Record which columns of a layer of units are codes and names."""
    for name, columns in (("code", survey.unit_code), ("name", survey.unit_name)):
        provenance.add("mapping", f"{parameter}.{name}", column_of(data.frame.columns, columns))


def asks_for_targets(algorithm: RedlineAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> bool:
    """Return whether the user gave a policy or a spreadsheet of targets."""
    declared = {definition.name() for definition in algorithm.parameterDefinitions()}
    return any(algorithm.parameterAsFile(parameters, name, context) for name in (POLICY, TARGETS) if name in declared)


def read_date(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    policy: Policy | None,
    provenance: Provenance,
) -> date:
    """Return the reference date that was given, or the policy's (None: the plugin's own), and record it.

    Raises:
        InputError: the text is no date.

    """
    text = date_text(algorithm.parameterDefinition(DATE), parameters, context)
    try:
        day = date.fromisoformat(text or (default_reference_date() if policy is None else policy.reference_date))
    except ValueError as error:
        message = tr("Reference date: “{text}” is no day of the form YYYY-MM-DD.")
        raise InputError(message.format(text=shorten(text))) from error
    provenance.add("run", REFERENCE_DATE, day.isoformat())
    return day


def read_earlier_date(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    day: date,
    base_year: int = 0,
) -> date:
    """Return the day of the earlier survey; if none is given the end of `base_year`, or a year before `day` without it.

    Raises:
        InputError: the text is no date, or none before `day`.

    """
    text = date_text(algorithm.parameterDefinition(EARLIER_DATE), parameters, context)
    try:
        earlier = date.fromisoformat(
            text or (f"{base_year:04d}-12-31" if base_year else years_before(day.isoformat(), 1))
        )
    except ValueError as error:
        message = tr("Date of the earlier survey: “{text}” is no day of the form YYYY-MM-DD.")
        raise InputError(message.format(text=shorten(text))) from error
    if earlier >= day:
        raise InputError(
            tr(
                "The earlier survey is of {earlier}, the later one of {later}. Give the dates in “Reference date” and "
                "“Date of the earlier survey” so that the earlier one comes first."
            ).format(earlier=earlier.isoformat(), later=day.isoformat())
        )
    return earlier


def check_date(day: date, pieces: pd.DataFrame, provenance: Provenance, progress: FeedbackProgress) -> None:
    """Compare the reference date with that of the overlay from which the pieces come, where it chose among zones.

    Pieces that say nothing (of an earlier version, or without provenance) are taken, with a warning.

    Raises:
        InputError: approvals and terms were chosen for another day.

    """
    if not _has_dated_roles(pieces):
        return
    dates = values_of_runs(provenance.rows(), REFERENCE_DATE)
    if not dates:
        progress.feedback.pushWarning(
            tr(
                "The pieces do not say for which day approvals and terms were chosen; they are taken for {date}."
            ).format(date=day.isoformat())
        )
    other = sorted(dates - {day.isoformat()})
    if other:
        raise InputError(
            tr(
                "The pieces were made for the reference date {other}, and the rules are to be applied for {date}. Run "
                "“Overlay parcels” for {date}, or give {other} as the reference date."
            ).format(other=", ".join(other), date=day.isoformat())
        )


def check_same_date(pieces: pd.DataFrame, rows: Sequence[tuple[str, str, str]]) -> str | None:
    """Return the reference date of pieces and findings, None where they name none.

    Args:
        pieces: with columns of the roles that were given.
        rows: of the provenance of pieces and findings; those of earlier versions name no date.

    Raises:
        InputError: they name several dates, and approvals or terms were chosen by it; or what is no date.

    """
    dates = sorted(values_of_runs(rows, REFERENCE_DATE))
    if any(iso_day(value) != value for value in dates):
        text = tr(
            "The provenance of pieces or findings names a reference date that is no day: {dates}. Make them anew."
        )
        raise InputError(text.format(dates=", ".join(map(shorten, dates))))
    if len(dates) > 1 and _has_dated_roles(pieces):
        raise InputError(
            tr(
                "Pieces, conflicts and candidates were made for different reference dates: {dates}. Make all of them "
                "for one date."
            ).format(dates=", ".join(dates))
        )
    return dates[-1] if dates else None


def _has_dated_roles(pieces: pd.DataFrame) -> bool:
    """Return whether zones were given of which the reference date chooses the one that counts."""
    return any(role.end and role.name in pieces for role in load_survey().roles.values())


def read_letter_options(
    algorithm: RedlineAlgorithm, parameters: Parameters, context: QgsProcessingContext, language: str, policy: Policy
) -> LetterOptions:
    """Return how county letters are made: the template, given or shipped, and the settings of the office's profile.

    A letterhead that is given comes before that of the profile.

    Without the library that fills templates, letters are HTML pages. The policy's tiers are fields of templates.

    Raises:
        InputError: the template or the profile cannot be read.

    """
    given = algorithm.parameterAsFile(parameters, LETTER_TEMPLATE, context)
    profile = algorithm.parameterAsFile(parameters, PROFILE, context)
    without = any(lack.feature is Feature.LETTERS for lack in algorithm.lacks)
    settings = load_profile(profile, load_survey()).letters if profile else LetterSettings()
    letterhead = algorithm.parameterAsString(parameters, LETTERHEAD, context).strip()
    options = LetterOptions(
        template=None if without else Path(given) if given else shipped_template(language),
        language=language,
        listed=algorithm.parameterAsEnumString(parameters, LISTED, context),
        settings=replace(settings, letterhead=letterhead) if letterhead else settings,
    )
    check_letters(options, policy.terms.get("tiers", {}))
    return options
