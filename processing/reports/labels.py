"""Words of the reports themselves (not of the policy or the survey), translated by the caller's `tr`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ..bridge.survey.recognition_reasons import reason_text
from .names import Names

Translate = Callable[[str], str]
_EARLIER = "from "


def with_unit(heading: str, unit: str, tr: Translate) -> str:
    """Return a heading with the unit of its figures on a line of its own."""
    return tr("{heading}\n({unit})").format(heading=heading, unit=unit)


def date_text(day: datetime, tr: Translate) -> str:
    """Return a day as the report's language writes it."""
    return tr("{year}-{month}-{day}").format(year=day.year, month=f"{day.month:02d}", day=f"{day.day:02d}")


def states(tr: Translate) -> dict[str, str]:
    """Return the labels of the states of a unit against a target."""
    return {
        "met": tr("Met"),
        "missed": tr("Not met"),
        "no_target": tr("No target"),
        "no_data": tr("No data"),
    }


def gap_states(tr: Translate) -> dict[str, str]:
    """Return the labels of the states of a unit's gap."""
    return {
        "met": tr("Gap filled"),
        "missed": tr("Gap open"),
        "no_gap": tr("No gap"),
        "no_target": tr("No gap given"),
        "no_data": tr("No data"),
    }


def quantities(tr: Translate) -> dict[str, str]:
    """Return the labels of the annexes' quantities, by their names in the comparison of city and counties."""
    return {
        "holding_target": tr("Cultivated land target"),
        "pbf_target": tr("Permanent basic farmland target"),
        "survey2_target": tr("Second-survey target"),
        "gap": tr("Gap"),
        "tasks": tr("Restoration tasks"),
        "adjustments": tr("Adjustments"),
        "restored": tr("Restored"),
    }


def difference_reasons(tr: Translate) -> dict[str, str]:
    """Return the labels of the reasons why a city row is not the sum of its counties."""
    return {
        "rounding": tr("Rounding of the printed figures"),
        "netting": tr("Surpluses of counties are netted in the city row only"),
        "unexplained": tr("Not explained by rounding or surpluses"),
    }


def quantity(name: str, tr: Translate) -> str:
    """Return the label of a quantity; an unknown name is its own label.

    `task_2024` and the like carry their year, `_positive` says that counties with a surplus are left out.
    """
    stem = name[: -len("_wan_mu")] if name.endswith("_wan_mu") else name
    stem = stem[: -len("_mu")] if stem.endswith("_mu") else stem
    if stem.endswith("_positive"):
        return tr("{quantity}, counties with a surplus left out").format(
            quantity=quantity(stem[: -len("_positive")], tr)
        )
    head, _, year = stem.replace(".", "_").rpartition("_")
    if head in {"task", "tasks"} and year.isdigit():
        return tr("Restoration task {year}").format(year=year)
    return quantities(tr).get(stem, name)


def summary_columns(tr: Translate) -> dict[str, str]:
    """Return the headings of the summary's columns."""
    return {
        "code": tr("Unit code"),
        "name": tr("Unit"),
        "level": tr("Level"),
        "parent": tr("Code of the unit above"),
        "holding_mu": tr("Cultivated land held"),
        "holding_target_mu": tr("Cultivated land target"),
        "holding_surplus_mu": tr("Cultivated land above target"),
        "pbf_delimited_mu": tr("PBF delimited"),
        "pbf_target_mu": tr("Permanent basic farmland target"),
        "pbf_surplus_mu": tr("PBF above target"),
        "pbf_cultivated_mu": tr("Cultivated land inside PBF"),
        "pbf_cultivated_k_mu": tr("Cultivated and adjustable land inside PBF"),
        "gap_mu": tr("Gap"),
        "gap_left_mu": tr("Gap left"),
        "gap_surplus_mu": tr("Surplus"),
        "restored_mu": tr("Restored"),
        "candidates_at_once_mu": tr("Candidates at once"),
        "candidates_with_works_mu": tr("Candidates with works"),
        "candidates_other_mu": tr("Other candidates"),
        "candidates_deferred_mu": tr("Of the candidates: deferred"),
        "candidates_unknown_mu": tr("Of the candidates: crops unknown"),
        "conflicts_mu": tr("Occupation conflicts"),
        "conflicts_severe_mu": tr("Severe occupation conflicts"),
        "pbf_zones_unrecorded": tr("PBF parcels without an area of record"),
    }


def parcel_columns(tr: Translate) -> dict[str, str]:
    """Return the headings of the lists' columns; those of the survey are the standard's own names.

    Only columns named here are listed: other fields of a parcel may hold personal data and stay out of reports.
    """
    return {
        "conflict_id": tr("Conflict id"),
        "candidate_id": tr("Candidate id"),
        "county": tr("County code"),
        "county_name": tr("County"),
        "township": tr("Township code"),
        "village": tr("Village code"),
        "BSM": tr("Parcel id"),
        "TBBH": tr("Parcel number"),
        "DLBM": tr("Land class code"),
        "pbf_DLBM": tr("Class recorded by PBF"),
        "class_name": tr("Land class"),
        "kind": tr("Conflict kind"),
        "severity": tr("Severity"),
        "severity_name": tr("Severity meaning"),
        "origin": tr("Baseline"),
        "tier": tr("Restorability"),
        "source": tr("Source of the candidate"),
        "measure": tr("Measure"),
        "also": tr("Also"),
        "excluded": tr("Excluded because of"),
        "deferred": tr("Deferred"),
        "reason": tr("Reason for deferral"),
        "flags": tr("Flags"),
        "area_m2": tr("Area (m²)"),
        "area_mu": tr("Area (mu)"),
        "cultivated_m2": tr("Cultivated area (m²)"),
        "lost_cultivated_m2": tr("Lost cultivated area (m²)"),
        "net_m2": tr("Net area (m²)"),
        "net_mu": tr("Net area (mu)"),
        "pbf": tr("PBF parcel"),
        "pbf_reserve": tr("PBF reserve zone"),
        "farmland_reserve": tr("Supplementary-farmland reserve zone"),
        "TBMJ": tr("Parcel area of record (m²)"),
        "ZZSXDM": tr("Planting attribute code"),
        "TBXHDM": tr("Parcel refinement code"),
        "GDPDJB": tr("Slope grade"),
        "ZLDWDM": tr("Location unit code"),
        "ZLDWMC": tr("Location unit"),
        "SJNF": tr("Data year"),
    }


def zone_columns(tr: Translate) -> dict[str, str]:
    """Return the headings of columns that tables of zones, and of areas in zones, have beside those of parcels."""
    return {
        "role": tr("Zone layer"),
        "zone_id": tr("Zone"),
        "parcels": tr("Number of parcels"),
        "parcel_id": tr("Parcel id"),
        "parcel_m2": tr("Parcel area of record (m²)"),
        "cultivated_mu": tr("Cultivated area (mu)"),
    }


def problem_columns(tr: Translate) -> dict[str, str]:
    """Return the headings of the columns of data problems."""
    return {
        "layer": tr("Layer"),
        "feature": tr("Feature"),
        "kind": tr("Problem kind"),
        "severity": tr("Severity"),
        "message": tr("Message"),
        "remedy": tr("Remedy"),
    }


def label(table: dict[str, str], code: object) -> str:
    """Return the label of a code; the code itself where the table has none, nothing for None."""
    return table.get(str(code), "" if code is None else str(code))


def own_layers(tr: Translate) -> dict[str, str]:
    """Return the labels of layers that are no zone layers."""
    return {"parcels": tr("Survey parcels"), "pieces": tr("Pieces")}


def layer(name: str, names: Names, tr: Translate) -> str:
    """Return the label of a problem's layer: of a zone role or a table of the run; a user's layer keeps its name."""
    tables = own_layers(tr)
    return names.terms.get("roles", {}).get(name) or tables.get(name, name)


def section(name: str, tr: Translate) -> str:
    """Return the label of a section of the provenance."""
    sections = {
        "run": tr("Run"),
        "version": tr("Software version"),
        "parameter": tr("Parameter"),
        "input": tr("Input"),
        "mapping": tr("Taken for"),
        "personal": tr("Personal data"),
    }
    if name.startswith(_EARLIER):
        own = name[len(_EARLIER) :]
        return tr("Earlier step: {section}").format(section=sections.get(own, own))
    return sections.get(name, name)


def parameter(name: str, names: Names, tr: Translate) -> str:
    """Return the label of a parameter as its dialog has it, with the role or number behind a point of its name."""
    own, _, part = name.partition(".")
    label = names.of("parameters", own) or own
    return tr("{one}: {another}").format(one=label, another=names.of("roles", part)) if part else label


def part(text: str, tr: Translate) -> str:
    """Return in words which of a layer's features were read."""
    whole = {
        "all": tr("All features"),
        "selected features": tr("Selected features"),
        "features of a source": tr("Features of a source"),
        "with unsaved edits": tr("All features, with unsaved edits"),
        "with joined or virtual fields": tr("All features, with joined or virtual fields"),
    }
    kind, _, value = text.partition(" ")
    if kind == "filter:":
        return tr("Filtered by {expression}").format(expression=value)
    if kind == "first":
        return tr("The first {count} features").format(count=value)
    return whole.get(text, text)


def taken_for(text: str, names: Names, tr: Translate) -> str:
    """Return in words what a field or a layer was taken for, and why.

    Args:
        text: `column (why)` or `layer: role (why: what was found)`.
        names: labels of the roles.
        tr: translates.
    """
    what, _, why = text.removesuffix(")").rpartition(" (")
    because = reason_text(why, tr)
    if not because:
        return text
    layer, _, role = what.partition(": ")
    if role:
        what = tr("{one}: {another}").format(one=layer, another=names.of("roles", role))
    return tr("{one} ({another})").format(one=what, another=because)


def personal(text: str, tr: Translate) -> str:
    """Return in words what became of columns with personal data."""
    kind, _, columns = text.partition(": ")
    said = {"not read": tr("Not read: {columns}"), "kept": tr("Kept in the outputs: {columns}")}
    return said[kind].format(columns=columns) if kind in said else text


def value(text: str, tr: Translate) -> str:
    """Return a parameter's value: yes and no in words, all else as it is."""
    return {"True": tr("Yes"), "False": tr("No")}.get(text, text)
