"""Words of the reports themselves (not of the policy or the survey), translated by the caller's `tr`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import reduce

from ..bridge.choices import choice_labels
from ..bridge.dependencies import Feature
from ..bridge.survey.recognition_reasons import reason_text
from ..bridge.vocabulary import review_labels
from .names import Names

Translate = Callable[[str], str]
EARLIER = "from "


def with_unit(heading: str, unit: str, tr: Translate) -> str:
    """Return a heading with the unit of its figures on a line of its own."""
    return tr("{heading}\n({unit})").format(heading=heading, unit=unit)


def unit_of(column: str, tr: Translate) -> str:
    """Return the unit of a column by its name; empty where it has none."""
    units = {
        "_m2": tr("m²"),
        "MJ": tr("m²"),
        "_mu": tr("mu"),
        "_m3": tr("m³"),
        "_yuan": tr("yuan"),
        "_kg": tr("kg"),
        "_percent": "%",
        "_m": tr("m"),
    }
    return next((unit for ending, unit in units.items() if column.endswith(ending)), "")


def with_column_unit(heading: str, column: str, tr: Translate) -> str:
    """Return the heading of an area's column with its unit, where it does not say it; areas of the survey are in m²."""
    unit = unit_of(column, tr) if column.endswith(("_mu", "_m2", "MJ")) else ""
    told = f"({unit})", f"（{unit}）"
    if not unit or any(text in heading for text in told):
        return heading
    return tr("{heading} ({unit})").format(heading=heading, unit=unit)


def without_m2(heading: str, tr: Translate) -> str:
    """Return the heading of an area without the unit m², where it says it."""
    for told in (f" ({tr('m²')})", f"（{tr('m²')}）"):
        heading = heading.replace(told, "")
    return heading


def date_text(day: date, tr: Translate) -> str:
    """Return a day as the report's language writes it."""
    return tr("{year}-{month}-{day}").format(year=day.year, month=f"{day.month:02d}", day=f"{day.day:02d}")


def states(tr: Translate) -> dict[str, str]:
    """Return the labels of the states of a unit against a target."""
    return {
        "met": tr("Met"),
        "missed": tr("Not met"),
        "warned": tr("Not all cultivated"),
        "no_target": tr("No target"),
        "no_data": tr("No data"),
        "not_given": tr("Not given"),
        "partial": tr("Not judged: not all units below have data"),
    }


def gap_states(tr: Translate) -> dict[str, str]:
    """Return the labels of the states of a unit's gap."""
    return {
        "met": tr("Gap filled"),
        "missed": tr("Gap open"),
        "no_gap": tr("No gap"),
        "no_target": tr("No gap given"),
        "no_data": tr("No data"),
        "partial": tr("Not judged: not all units below have data"),
        "restored_unknown": tr("Restored land not known"),
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
        "holding_mu": tr("Cultivated land held (net)"),
        "holding_target_mu": tr("Cultivated land target"),
        "holding_surplus_mu": tr("Cultivated land above target"),
        "pbf_delimited_mu": tr("PBF delimited (registered net)"),
        "pbf_target_mu": tr("Permanent basic farmland target"),
        "pbf_surplus_mu": tr("PBF above target"),
        "pbf_cultivated_mu": tr("Cultivated land inside PBF (net)"),
        "pbf_cultivated_k_mu": tr("Cultivated and adjustable land inside PBF"),
        "gap_mu": tr("Gap"),
        "gap_left_mu": tr("Gap left"),
        "gap_surplus_mu": tr("Surplus"),
        "gap_at_most_mu": tr("Gap left at most, before restored land"),
        "restored_mu": tr("Restored"),
        "inflow_since_base_mu": tr("Inflow since the base survey (net)"),
        "net_since_base_mu": tr("Inflow less outflow since the base survey (net)"),
        "candidates_at_once_mu": tr("Candidates at once"),
        "candidates_with_works_mu": tr("Candidates with works"),
        "candidates_other_mu": tr("Other candidates"),
        "candidates_free_mu": tr("Potential: free (net)"),
        "candidates_to_confirm_mu": tr("Potential: to be confirmed (net)"),
        "candidates_barred_mu": tr("Potential: barred for now (net)"),
        "candidates_excluded_mu": tr("Potential: excluded (net)"),
        "parcels": tr("Parcels in the data"),
        "children": tr("Units below"),
        "children_with_data": tr("Units below with data"),
        "conflicts_mu": tr("Occupation conflicts (gross)"),
        "conflicts_severe_mu": tr("Occupation conflicts of severity 3 (gross)"),
        **_review_columns(tr),
        "losses_mu": tr("Cultivated land lost outside PBF (gross)"),
        "abandoned_mu": tr("Abandoned cultivated land (net)"),
        "pbf_zones_unrecorded": tr("PBF parcels without an area of record"),
    }


def _review_columns(tr: Translate) -> dict[str, str]:
    """Return the headings of the summary's columns after a review."""
    heading = tr("Occupation conflicts: {decision} (gross)")
    return {
        **{f"conflicts_{part}_mu": heading.format(decision=word) for part, word in review_labels(tr).items()},
        "conflicts_standing_mu": tr("Occupation conflicts after the review (gross)"),
        "conflicts_severe_standing_mu": tr("Occupation conflicts of severity 3 after the review (gross)"),
        "candidates_free_dismissed_mu": tr("Potential: free, dismissed by the review (net)"),
        "candidates_free_standing_mu": tr("Potential: free after the review (net)"),
    }


def parcel_columns(tr: Translate) -> dict[str, str]:
    """Return the headings of the lists' columns; those of the survey are the standard's own names.

    Only columns named here are listed: other fields of a parcel may hold personal data and stay out of reports.
    """
    return {
        "conflict_id": tr("Conflict id"),
        "candidate_id": tr("Candidate id"),
        "abandoned_id": tr("Id of abandoned land"),
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
        "origin": tr("Baseline"),
        "tier": tr("Restorability"),
        "source": tr("Source of the candidate"),
        "measure": tr("Measure"),
        "also": tr("Also"),
        "excluded": tr("Excluded because of"),
        "deferred": tr("Deferred"),
        "reason": tr("Reason for deferral"),
        "flags": tr("Flags"),
        "verdict": tr("Decision"),
        "remark": tr("Remark"),
        "decided": tr("Decided on"),
        "reviewer": tr("Reviewer"),
        "number": tr("Running number"),
        "use": tr("Class of use"),
        "potential": tr("Part of the potential"),
        "village_name": tr("Village"),
        "in_pbf": tr("Inside permanent basic farmland"),
        "area_m2": tr("Gross area (m²)"),
        "area_mu": tr("Gross area (mu)"),
        "cultivated_m2": tr("Cultivated now, net (m²)"),
        "cultivated_mu": tr("Cultivated now, net (mu)"),
        "lost_cultivated_m2": tr("Cultivated land lost, net (m²)"),
        "lost_cultivated_mu": tr("Cultivated land lost, net (mu)"),
        "registered_m2": tr("Area registered as PBF, net (m²)"),
        "centre_lon": tr("Longitude of the centre (°)"),
        "centre_lat": tr("Latitude of the centre (°)"),
        "check_result": tr("Result of the check"),
        "checker": tr("Person who checked"),
        "check_date": tr("Date of the check"),
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


def loss_columns(tr: Translate) -> dict[str, str]:
    """Return the headings of columns of losses that mean something else than those of conflicts."""
    return {"loss_id": tr("Loss id"), "kind": tr("Kind of loss")}


def change_columns(tr: Translate) -> dict[str, str]:
    """Return the headings of columns of changes between two surveys that other lists have not."""
    return {
        "change_id": tr("Change id"),
        "direction": tr("Direction"),
        "cause": tr("Where it went or came from"),
        "status": tr("Status of the outflow"),
        "responsible": tr("Who makes it good"),
        "previous_DLBM": tr("Class before"),
        "before_m2": tr("Cultivated before, net (m²)"),
        "now_m2": tr("Cultivated now, net (m²)"),
        "before_mu": tr("Cultivated before, net (mu)"),
        "now_mu": tr("Cultivated now, net (mu)"),
        "project": tr("Project"),
        "previous": tr("Parcel of the earlier survey"),
        "pieces": tr("Number of pieces"),
    }


def flow_columns(tr: Translate, names: Names) -> dict[str, str]:
    """Return the headings of the flows of units; causes and statuses have the names of the policy."""
    causes, statuses = names.terms.get("causes", {}), names.terms.get("statuses", {})
    came = tr("Inflow from {what}")
    return {
        "holding_before_m2": tr("Cultivated land before"),
        "outflow_m2": tr("Outflow"),
        "inflow_m2": tr("Inflow"),
        "adjustment_m2": tr("Adjustment"),
        "boundary_out_m2": tr("Left over the boundary"),
        "boundary_in_m2": tr("Came over the boundary"),
        "holding_now_m2": tr("Cultivated land now"),
        **{f"{cause}_m2": name for cause, name in causes.items()},
        "new_construction_land_m2": tr("New construction land of any class, gross"),
        "non_agricultural_m2": tr("Non-agricultural outflow"),
        "non_grain_m2": tr("Non-grain outflow"),
        "pbf_m2": tr("Outflow inside PBF"),
        **{f"{status}_m2": name for status, name in statuses.items()},
        "owed_m2": tr("Outflow owed to the balance"),
        "unreasonable_m2": tr("Outflow without a reason"),
        **{f"inflow_{cause}_m2": came.format(what=name) for cause, name in causes.items()},
        "inflow_listed_m2": tr("Inflow inside registered restored land"),
        "paddy_before_m2": tr("Paddy before"),
        "paddy_outflow_m2": tr("Outflow of paddy"),
        "paddy_to_dry_m2": tr("Paddy turned into other cultivated land"),
        "paddy_inflow_m2": tr("Inflow of paddy"),
        "dry_to_paddy_m2": tr("Other cultivated land turned into paddy"),
        "paddy_now_m2": tr("Paddy now"),
        "net_change_m2": tr("Net change"),
        "closure_m2": tr("Closure"),
    }


def piece_columns(tr: Translate) -> dict[str, str]:
    """Return the headings of columns that pieces have and lists have not."""
    return {
        "piece_id": tr("Piece id"),
        "sliver": tr("Sliver"),
        "cut": tr("Cut"),
        "unreadable": tr("Numbers that cannot be read"),
    }


def zone_columns(tr: Translate) -> dict[str, str]:
    """Return the headings of columns that tables of zones, and of areas in zones, have beside those of parcels."""
    return {
        "role": tr("Zone layer"),
        "layer": tr("Layer"),
        "zone_id": tr("Zone"),
        "superseded_by": tr("Zone that takes precedence"),
        "attributes": tr("Other columns"),
        "parcels": tr("Number of parcels"),
        "parcel_id": tr("Parcel id"),
        "parcel_m2": tr("Parcel area of record (m²)"),
        "cultivated_mu": tr("Cultivated now, net (mu)"),
    }


def provenance_columns(tr: Translate) -> dict[str, str]:
    """Return the headings of the columns of provenance."""
    return {"section": tr("Section"), "name": tr("Item"), "value": tr("Value")}


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


def joined(sentences: Iterable[str], tr: Translate) -> str:
    """Return sentences one after the other, as the language sets them."""
    return reduce(lambda one, another: tr("{one} {another}").format(one=one, another=another), sentences, "").strip()


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
        "warning": tr("Warning"),
        "not made": tr("Not made"),
        "decisions": tr("Decisions of the review"),
        "missing": tr("Library missing"),
    }
    if name.startswith(EARLIER):
        own = name[len(EARLIER) :]
        return tr("Earlier step: {section}").format(section=sections.get(own, own))
    return sections.get(name, name)


def feature(name: str, tr: Translate) -> str:
    """Return the label of what could not be made or read, since a library is missing (`bridge.dependencies`)."""
    return {
        Feature.WORKBOOK.value: tr("Workbook"),
        Feature.PAGE.value: tr("Report page"),
        Feature.LETTERS.value: tr("County letters"),
        Feature.OWN_WORKBOOK.value: tr("Workbook to fill"),
        Feature.TARGETS.value: tr("Spreadsheet of targets"),
        Feature.PDF_LAYERS.value: tr("Layers and coordinates of map PDFs"),
        Feature.ATLAS_IN_ONE_FILE.value: tr("Atlas in one file"),
        Feature.TABLES.value: tr("Tables of input as workbooks"),
        Feature.PLAN.value: tr("Restoration plan"),
    }[name]


def parameter(name: str, names: Names, tr: Translate) -> str:
    """Return the label of a parameter as its dialog has it, with the role or number behind a point of its name.

    A second point is followed by a field of that layer: `ZONES.approvals.PZLX`, `UNITS.1.code`.
    """
    own, _, rest = name.partition(".")
    label = names.of("parameters", own) or own
    if not rest:
        return label
    part, _, field = rest.partition(".")
    part = names.of("roles", part) or part
    if field:
        fields = {"code": tr("Unit code"), "name": tr("Unit")}
        part = tr("{one}, {another}").format(one=part, another=fields.get(field, field))
    return tr("{one}: {another}").format(one=label, another=part)


def part(text: str, tr: Translate) -> str:
    """Return in words which of a layer's features were read; a filter's own text may tell too much and is not shown."""
    whole = {
        "all": tr("All features"),
        "selected features": tr("Selected features"),
        "features of a source": tr("Features of a source"),
        "with unsaved edits": tr("All features, with unsaved edits"),
        "with joined or virtual fields": tr("All features, with joined or virtual fields"),
    }
    kind, _, value = text.partition(" ")
    if kind.rstrip(":") in ("filter", "filtered"):
        return tr("Features that fit a filter")
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
    said = {
        "not read": tr("Not read: {columns}"),
        "kept": tr("Kept in the outputs: {columns}"),
        "own": tr("No fields of the survey, in the GeoPackage: {columns}"),
    }
    return said[kind].format(columns=columns) if kind in said else text


def value(name: str, text: str, tr: Translate) -> str:
    """Return a parameter's value in words where it is one of a closed list; all else as it is.

    Args:
        name: of the parameter.
        text: its value.
        tr: translates.
    """
    yes_no = {"True": tr("Yes"), "False": tr("No")}
    labels = choice_labels(name, tr)
    parts = text.split(", ")  # several choices, as provenance records them
    if all(part in labels for part in parts):
        return tr(", ").join(labels[part] for part in parts)
    return yes_no.get(text, text)
