"""Problems in words: what is wrong, and what to do about it, in the user's or the report's language.

The one place for words about problems. A new kind needs one entry in `_texts`: a short title, under which logs and
reports group its rows; the message of one row, which may use the row's facts by name; and the remedy. Tests hold that
every kind that the analysis finds has all three.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import geopandas
import pandas as pd

from ..analysis.policy import Policy
from .i18n import report_language, tr, user_language
from .survey import load_survey

COLUMNS = ("layer", "feature", "kind", "severity", "message", "remedy")


def _texts(tr: Callable[[str], str]) -> dict[str, tuple[str, str, str]]:
    """Title, message and remedy of each kind of problem; {names} are the facts of the row."""
    return {
        "missing_bsm": (
            tr("Identifier missing"),
            tr("The parcel has no identifier (BSM)."),
            tr("Give it a BSM; until then results name it by a hash of its geometry."),
        ),
        "duplicate_bsm": (
            tr("Identifier repeated"),
            tr("Identifier (BSM) {bsm} is used by several parcels."),
            tr("Give each parcel its own BSM; until then results add a hash of its geometry."),
        ),
        "no_geometry": (
            tr("No geometry"),
            tr("The feature has no geometry."),
            tr("Draw it, or delete the record. A parcel's recorded area is counted in its unit, but in no zone."),
        ),
        "unusable_geometry": (
            tr("Geometry that is none"),
            tr("The geometry has no area, or coordinates that are no place on Earth; it is not used."),
            tr("Draw it anew. A parcel's recorded area is counted in its unit, but in no zone."),
        ),
        "layer_empty": (
            tr("Layer without features"),
            tr("The layer has no features."),
            tr("Check that it is the right layer, and that no filter hides its features."),
        ),
        "layer_apart": (
            tr("Layer apart from the parcels"),
            tr("The layer lies wholly outside of the parcels' extent: nothing of it was found on them."),
            tr("Check its coordinate reference system, and that it is the layer of this place."),
        ),
        "layer_twice": (
            tr("Layer given twice"),
            tr("The layer was given twice for the same purpose; it was taken once."),
            tr("Remove it from one of the parameters."),
        ),
        "same_as_parcels": (
            tr("Layer is that of the parcels"),
            tr("The layer given as {role} is the layer of the survey parcels itself."),
            tr("Choose the layer that was meant, or leave the parameter empty."),
        ),
        "column_renamed": (
            tr("Column renamed"),
            tr("The parcels' column {column} has a name that the results use themselves; it is called {name} there."),
            tr("Nothing needs to be done; rename it in the source if the new name disturbs."),
        ),
        "unit_without_code": (
            tr("Unit without a code"),
            tr("A unit has no code ({name}); it was left out."),
            tr("Enter its code."),
        ),
        "invalid_geometry": (
            tr("Invalid parcel geometry, repaired"),
            tr("The geometry is invalid; it was repaired, its area went from {before_m2} to {after_m2} m²."),
            tr("Repair it in the source (self-intersections, spikes)."),
        ),
        "invalid_zone": (
            tr("Invalid zone geometry, repaired"),
            tr("The zone's geometry in layer {layer} is invalid; it was repaired."),
            tr("Repair it in the source (self-intersections, spikes)."),
        ),
        "area_of_record_missing": (
            tr("Area of record missing"),
            tr("The area of record (TBMJ) is {recorded}; the measured area of {measured_m2} m² was used."),
            tr("Enter the area of record."),
        ),
        "area_deviates": (
            tr("Area of record and geometry disagree"),
            tr("The area of record (TBMJ) is {recorded_m2} m², the geometry measures {measured_m2} m² ({percent} %)."),
            tr("Check geometry and record; the record counts."),
        ),
        "net_area_missing": (
            tr("Net area missing"),
            tr("The net cultivated area (TBDLMJ) is missing; {computed_m2} m² were computed from TBMJ and KCXS."),
            tr("Enter TBDLMJ."),
        ),
        "net_area_exceeds": (
            tr("Net area above the area of record"),
            tr("The net cultivated area (TBDLMJ) of {net_m2} m² exceeds the area of record of {recorded_m2} m²."),
            tr("Correct TBDLMJ or TBMJ."),
        ),
        "bad_location_code": (
            tr("Location code names no county"),
            tr("The location code (ZLDWDM) “{code}” names no county."),
            tr("Enter the 19-digit code; until then the parcel is counted under no county."),
        ),
        "code_disagrees_with_place": (
            tr("Location code and place disagree"),
            tr("The location code (ZLDWDM) {code} is not that of the unit it lies in, {place}."),
            tr("Correct the code or the boundary; the code counts, unless units are taken from boundaries."),
        ),
        "outside_units": (
            tr("Outside all units"),
            tr("Part of the parcel lies in no unit; its location code was taken."),
            tr("Check the boundaries of the units."),
        ),
        "parcels_overlap": (
            tr("Parcels overlap"),
            tr("The parcel overlaps parcel {other} by {area_m2} m², which both areas of record count."),
            tr("Correct the boundaries of the two parcels."),
        ),
        "zones_overlap": (
            tr("Zones of a layer overlap"),
            tr("The zone overlaps zone {other} of the same layer by {area_m2} m²; that area was counted once."),
            tr("Correct the boundaries of the two zones."),
        ),
        "not_cut": (
            tr("Parcel could not be cut"),
            tr("The parcel could not be cut by zone {zone} ({role}); it was kept whole, outside the zone."),
            tr("Check both geometries for spikes and nearly coincident edges."),
        ),
        "unknown_class": (
            tr("Unknown land class"),
            tr("The land class (DLBM) “{code}” is not in the survey's list."),
            tr("Correct the code, or add it to resources/survey/classes.csv."),
        ),
        "wide_road": (
            tr("Rural road too wide"),
            tr("A parcel of class {code} is {width_m} m wide, more than a rural road may be."),
            tr("Check the width (XZDWKD) and the class."),
        ),
        "absent_column": (
            tr("Layer or field not given"),
            tr("The data have no {column}: rules that need it could not apply ({rows})."),
            tr("Add the layer or field and run again, if the office has it."),
        ),
        "no_pbf": (
            tr("Permanent basic farmland not given"),
            tr("There is no layer of permanent basic farmland: occupation conflicts could not be looked for."),
            tr("Give the layer and run again."),
        ),
        "no_baseline": (
            tr("No class at delimitation"),
            tr("Neither the PBF layer nor last year's survey gives a class at delimitation ({column})."),
            tr("Give the PBF layer its DLBM, or add last year's survey; until then the origin is unknown."),
        ),
    }


def kind_titles(tr: Callable[[str], str]) -> dict[str, str]:
    """Short titles of all kinds of problems, such as "Parcels overlap"."""
    return {kind: title for kind, (title, _, _) in _texts(tr).items()}


def in_words(
    frame: geopandas.GeoDataFrame, language: str | None = None, policy: Policy | None = None
) -> geopandas.GeoDataFrame:
    """Problems with message and remedy.

    Args:
        frame: rows of `analysis.problems`.
        language: `zh` or `en`; the user's if not given.
        policy: names the rules that problems speak of.

    """
    language = language or user_language()
    texts = _texts(report_language(language))
    messages, remedies = [], []
    for kind, values in zip(frame["kind"], frame["values"]):
        _, message, remedy = texts.get(kind, (kind, kind, ""))
        messages.append(
            message.format(**{name: _fact(name, value, language, policy) for name, value in values.items()})
        )
        remedies.append(remedy)
    table = frame.drop(columns="values").assign(message=messages, remedy=remedies)
    return geopandas.GeoDataFrame(table[[*COLUMNS, "geometry"]], geometry="geometry", crs=frame.crs)


def _fact(name: str, value: object, language: str, policy: Policy | None) -> object:
    """A fact as people read it: roles and rules by their names, nothing as a dash."""
    if pd.isna(value):
        return "–"
    if name == "role":
        return load_survey().role_names[language].get(str(value), value)
    if name == "column":
        return _column(str(value), load_survey().role_names[language])
    if name == "rows" and policy is not None:
        terms = [policy.term(*row.split(":", 1)) for row in str(value).split(";")]
        names = dict.fromkeys(term.name_zh if language == "zh" else term.name_en for term in terms)
        return ("、" if language == "zh" else ", ").join(names)
    return value


def _column(name: str, roles: Mapping[str, str]) -> str:
    """A column of the pieces: a zone role by its name, before the field that it carries; a parcel's field as it is."""
    if name in roles:
        return roles[name]
    role, _, field = name.rpartition("_")
    return f"{roles[role]} {field}" if role in roles else name


def sentence(count: int, kind: str, severity: str) -> str:
    """A line for the log: how many problems of a kind."""
    title = kind_titles(tr).get(kind, kind)
    return tr("{count} × {kind} ({severity})").format(count=count, kind=title, severity=severity)
