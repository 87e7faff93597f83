"""Messages of problems: what is wrong and how to correct it, in the user's or the report's language.

A new kind of problem needs one entry in one of the tables below: a short title, under which logs and reports group its
rows; the message of one row, which may use the row's values by name; and the remedy. Tests check that every kind that
the analysis emits has all three.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import geopandas
import pandas as pd

from ..analysis.rules.policy import Policy
from .crs.systems import crs_title
from .i18n import report_language, tr, user_language
from .survey.schema import load_survey
from .vocabulary import compensation_item_labels

# Title, message and remedy.
Text = tuple[str, str, str]

COLUMNS = ("layer", "feature", "kind", "severity", "message", "remedy")
_DIGITS = 12  # of numbers: areas of provinces to 0.01 m²
# Values that are words of GEOS or types of fields, and those that are coordinate systems.
_WORDS, _SYSTEMS = ("reason", "has", "needs"), ("crs", "other_crs", "fitting")


def _texts(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return title, message and remedy of each kind of problem; {names} stand for the values of a row."""
    return {
        **_texts_of_features(tr),
        **_texts_of_changes(tr),
        **_texts_of_candidates(tr),
        **_texts_of_sites(tr),
        **_texts_of_compensation(tr),
        **_texts_of_parcels(tr),
        **_texts_of_overlays(tr),
        **_texts_of_systems(tr),
        **_texts_of_coordinates(tr),
        **_texts_of_fields(tr),
        **_texts_of_attributes(tr),
        **_texts_of_shapes(tr),
        **_texts_of_records(tr),
        **_texts_of_values(tr),
        **_texts_of_delimited(tr),
        **_texts_of_units(tr),
    }


def _texts_of_features(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on layers, identifiers and single geometries."""
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
            tr("Unusable geometry"),
            tr("The geometry has no area, or coordinates that are no place on Earth; it is not used."),
            tr("Draw it anew. A parcel's recorded area is counted in its unit, but in no zone."),
        ),
        "no_polygon": (
            tr("No polygon"),
            tr("The feature is a point or a line, and was not read; nothing of it counts."),
            tr("Draw its area, or take it out of the layer."),
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
            tr("The geometry is invalid ({reason}); repaired, its area goes from {before_m2} to {after_m2} m²."),
            tr("Repair it in the source (self-intersections, spikes)."),
        ),
        "invalid_zone": (
            tr("Invalid zone geometry, repaired"),
            tr("The zone's geometry in layer {layer} is invalid ({reason}); it was repaired."),
            tr("Repair it in the source (self-intersections, spikes)."),
        ),
    }


def _texts_of_changes(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on surveys that are compared, and on the rows of what happened between them."""
    return {
        "earlier_not_covered": (
            tr("Earlier cultivated land outside the later survey"),
            tr("{area_m2} m² of cultivated land of the earlier survey in this county lie outside the later one."),
            tr("If the boundary was not moved, check that the later survey is complete."),
        ),
        "patch_outside": (
            tr("Patch outside the survey"),
            tr("{area_m2} m² of the patch lie where the survey has no parcel; verdict and areas are of the rest."),
            tr("Give the parcels of all counties in which it lies; until then look at the rest by hand."),
        ),
        "patch_unknown_before": (
            tr("Patch outside the earlier survey"),
            tr("{area_m2} m² of the patch lie where the earlier survey has no parcel; what was there is not known."),
            tr("Give an earlier survey that has all of the patch; until then look at the rest by hand."),
        ),
        "process_ridges": (
            tr("Ridges of a row do not fit"),
            tr("Ridges are {ridges_m2} m², by KCXS {computed_m2} m²; the net area is {net_m2} m²."),
            tr("Correct KCMJ and TBDLMJ of the row: KCMJ = TBBGMJ × KCXS, TBDLMJ = TBBGMJ − KCMJ."),
        ),
        "process_sum": (
            tr("Rows do not add up to the earlier parcel"),
            tr("The rows of the earlier parcel come to {sum_m2} m², its TBMJ is {recorded_m2} m²."),
            tr("Look for rows that are missing or double; Σ TBBGMJ of a BGQTBBSM is the old TBMJ."),
        ),
        "restorable_relabelled": (
            tr("Restorable mark gone, land not cultivated"),
            tr("The mark {mark} is gone, and the land is {code}, not cultivated."),
            tr("Restorable land may lose its mark only by becoming cultivated: check evidence, or set the mark again."),
        ),
        "restored_negative": (
            tr("More cultivated land lost than gained"),
            tr("Inflow less outflow since the base survey is {net_m2} m²: nothing of the gap is restored."),
            tr("Look at the outflow in the table flows; if the base survey is another one, give that."),
        ),
    }


def _texts_of_candidates(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on candidates that are bundled."""
    return {
        "candidate_repeated": (
            tr("Candidate given twice"),
            tr("The candidate stands in the layer more than once, and counts once."),
            tr("Take the layer as “Find restoration candidates” has written it."),
        ),
        "candidate_cultivated": (
            tr("Cultivated land among candidates"),
            tr("The candidate is cultivated land, which fills no gap; it is not bundled."),
            tr("Abandoned cultivated land is brought back by measure 16; take it out of the candidates."),
        ),
        "candidate_nowhere": (
            tr("Candidate without a place"),
            tr("The candidate has no geometry, and has no neighbours."),
            tr("Draw its parcel, and run again."),
        ),
    }


def _texts_of_sites(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on outlines of project sites."""
    return {
        "site_outside": (
            tr("Site outside the survey"),
            tr("No parcel of the survey meets the outline; nothing can be told of it."),
            tr("Check its coordinate reference system, and that the survey is that of its county."),
        ),
        "site_not_covered": (
            tr("Site not covered by the survey"),
            tr("{uncovered_m2} m² of the outline ({outline_m2} m²) lie outside all parcels."),
            tr("Give the parcels of the neighbouring county too, or correct the outline."),
        ),
        "site_area_differs": (
            tr("Site's area differs from the survey's"),
            tr(
                "The outline has {outline_m2} m², its parcels' shares of record differ by {difference_m2} m² "
                "({difference_percent} %)."
            ),
            tr("State both areas in the papers; look for parcels whose recorded area does not fit their geometry."),
        ),
        "outline_swapped": (
            tr("X and Y exchanged"),
            tr("The points have east before north; they were exchanged."),
            tr("Check the site on the map; export the points with X (north) first."),
        ),
        "outline_points": (
            tr("Number of boundary points differs"),
            tr("The plot states {stated} points, and has {found}."),
            tr("Check that the file is complete."),
        ),
        "outline_open": (
            tr("Open lines in a drawing"),
            tr("{count} lines of the drawing are not closed, and were not read."),
            tr("Close those that belong to the outline."),
        ),
    }


def _texts_of_compensation(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on what cultivated land earns."""
    return {
        "no_compensation_rate": (
            tr("No rate of compensation"),
            tr("The table has no rate for {item} in {unit}: {area_mu} mu; what its villages earn is not known."),
            tr("Add a row for it to the table of rates, with 0 if it earns nothing."),
        ),
    }


def _texts_of_parcels(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on parcels' areas of record and codes of places."""
    return {
        "area_of_record_missing": (
            tr("Area of record missing"),
            tr("The area of record (TBMJ) is {recorded}; the measured area of {measured_m2} m² counts."),
            tr("Enter the area of record."),
        ),
        "area_deviates": (
            tr("Area of record and geometry disagree"),
            tr("The area of record (TBMJ) is {recorded_m2} m², the geometry measures {measured_m2} m² ({percent} %)."),
            tr("Check geometry and record; the record counts."),
        ),
        "net_area_missing": (
            tr("Net area missing"),
            tr("The net cultivated area (TBDLMJ) is missing; {computed_m2} m², by TBMJ and KCXS, count."),
            tr("Enter TBDLMJ."),
        ),
        "net_area_not_reduced": (
            tr("Net area missing, no ratio of ridges"),
            tr(
                "The net cultivated area (TBDLMJ) is missing, and KCXS gives no ratio between 0 and 1: nothing was "
                "deducted, {computed_m2} m² count."
            ),
            tr("Enter TBDLMJ, or KCXS as 0.068 or 6.8%."),
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
    }


def _texts_of_overlays(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on overlaps, the overlay and the rules."""
    return {
        "parcels_overlap": (
            tr("Parcels overlap"),
            tr("The parcel overlaps parcel {other} by {area_m2} m², which both areas of record count."),
            tr("Correct the boundaries of the two parcels."),
        ),
        "zones_overlap": (
            tr("Zones of one role overlap"),
            tr("The zone overlaps zone {other} of the same role by {area_m2} m²; that area was counted once."),
            tr("Correct the boundaries of the two zones; what renews an approval or extends a term may lie on it."),
        ),
        "records_in_mu": (
            tr("Records look like mu"),
            tr("{count} recorded areas are about {ratio} of the measured areas: mu (3/2000), not m²."),
            tr("Set “Unit of PBF records” to mu, or enter the areas in m²; until then the sums are far too small."),
        ),
        "records_in_ha": (
            tr("Records look like hectares"),
            tr("{count} recorded areas are about {ratio} of the measured areas: hectares (1/10000), not m²."),
            tr("Set “Unit of PBF records” to ha, or enter the areas in m²; until then the sums are far too small."),
        ),
        "record_deviates": (
            tr("Record and geometry of a zone disagree"),
            tr("The zone records {net_m2} m² net, its geometry measures {measured_m2} m² ({percent} %)."),
            tr("Check geometry and record; the record counts."),
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


def _texts_of_systems(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on coordinate systems and layers as a whole."""
    return {
        "layer_not_checked": (
            tr("Layer could not be checked"),
            "{reason}",
            tr("Correct this first; the rest of the layer was not checked."),
        ),
        "crs_missing": (
            tr("No coordinate reference system"),
            tr("The layer has no coordinate reference system, or a local one; its areas and places were not checked."),
            tr("Set it in the layer's properties (survey data: CGCS2000, EPSG:4513 to 4554), or supply the .prj file."),
        ),
        "crs_not_cgcs2000": (
            tr("Not CGCS2000"),
            tr("The layer's system, {crs}, does not stand on CGCS2000."),
            tr(
                "Convert the layer with your office's parameters; if its coordinates are CGCS2000 already, set that "
                "system in the layer's properties."
            ),
        ),
        "crs_taken_for_cgcs2000": (
            tr("Taken for CGCS2000"),
            tr("The layer's system names the datum “{datum}”, which is unknown; by its ellipsoid it counts as {crs}."),
            tr("Set {crs} in the layer's properties, or the right system if it is another."),
        ),
        "crs_in_degrees": (
            tr("Coordinates in degrees"),
            tr("The layer's system, {crs}, has degrees; the survey is kept in Gauss-Krüger coordinates."),
            tr("Areas and places are right even so. For submission, project it to the county's Gauss-Krüger zone."),
        ),
        "crs_not_gauss_kruger": (
            tr("Not Gauss-Krüger"),
            tr("The layer's system, {crs}, is no Gauss-Krüger projection."),
            tr("Project the layer to the county's Gauss-Krüger zone (EPSG:4513 to 4554)."),
        ),
        "crs_differs": (
            tr("Systems differ"),
            tr("The layer's system is {crs}, that of layer {layer} is {other_crs}."),
            tr("Nothing to do where both stand on CGCS2000: the layer is transformed exactly."),
        ),
    }


def _texts_of_coordinates(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on coordinates that do not fit their system."""
    properties = tr("Set the system {fitting} in the layer's properties, after comparing with a layer in place.")
    return {
        "metres_in_degrees": (
            tr("Metres in a system of degrees"),
            tr("The coordinates (about {x}, {y}) are metres, but the layer's system, {crs}, has degrees."),
            tr("Set the Gauss-Krüger system of these coordinates in the layer's properties."),
        ),
        "degrees_in_metres": (
            tr("Degrees in a system of metres"),
            tr("The coordinates (about {x}, {y}) are degrees, but the layer's system, {crs}, has metres."),
            tr("Set CGCS2000 in degrees (EPSG:4490) in the layer's properties, if that is what they are."),
        ),
        "zone_number_missing": (
            tr("Zone number missing"),
            tr("Eastings (about {x}) lack the zone number {zone} with which those of {crs} begin."),
            properties,
        ),
        "zone_number_extra": (
            tr("Zone number too many"),
            tr("Eastings (about {x}) begin with the zone number {zone}; those of the layer's system, {crs}, do not."),
            properties,
        ),
        "zone_number_differs": (
            tr("Zone number of another zone"),
            tr("Eastings (about {x}) begin with zone number {zone}; those of {crs} begin with {expected}."),
            properties,
        ),
        "axes_swapped": (
            tr("Axes swapped"),
            tr("The coordinates (about {x}, {y}) lie in China only with latitude and longitude swapped."),
            tr("Swap them, for example by “Swap X and Y coordinates” of the toolbox."),
        ),
        "outside_china": (
            tr("Outside China"),
            tr("The coordinates (about {x}, {y} in {crs}) lie outside China."),
            tr("Check the layer's coordinate reference system."),
        ),
        "stray": (
            tr("Stray feature"),
            tr("The feature lies where the layer's system does not reach; it was left out of areas and places."),
            tr("Check its coordinates, or delete it."),
        ),
    }


def _texts_of_fields(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on fields, codes and identifiers."""
    return {
        "field_missing": (
            tr("Field missing"),
            tr("The layer has no field {field}."),
            tr("Add it; if it has another name, give that in the parameter “Field mapping”."),
        ),
        "field_of_other_kind": (
            tr("Field of another kind"),
            tr("Field {field} is kept as {has}; the standard has {needs}."),
            tr("Change the field's type: codes kept as numbers lose zeros, numbers kept as text may be no numbers."),
        ),
        "text_for_number": (
            tr("Text for a number"),
            tr("Field {field} is “{value}”, which is no number."),
            tr("Enter the number, without unit."),
        ),
        "value_missing": (
            tr("Value missing"),
            tr("Field {field} is empty; the standard asks for it."),
            tr("Fill it in."),
        ),
        "value_too_long": (
            tr("Value too long"),
            tr("Field {field} has {length} characters, more than the {needed} of the standard: “{value}”."),
            tr("Shorten it; the survey's database would cut it off."),
        ),
        "value_too_exact": (
            tr("Too many decimals"),
            tr("Field {field} is {value}; the standard has {decimals} decimals."),
            tr("Round it, and have the areas of the unit add up again."),
        ),
        "code_of_other_length": (
            tr("Code of another length"),
            tr("Field {field} is “{value}”, which is no code of {needed} digits."),
            tr("Enter the whole code."),
        ),
        "unknown_code": (
            tr("Unknown code"),
            tr("Field {field} is “{value}”, which its table of codes does not have."),
            tr("Correct the code, or add it to resources/survey/codes.csv."),
        ),
        "outdated_code": (
            tr("Code of a draft"),
            tr("Field {field} is “{value}” ({name}), a code of the draft of 2019."),
            tr("Replace it by the code in force."),
        ),
        "class_of_other_survey": (
            tr("Class of the second survey"),
            tr("The land class (DLBM) “{code}” ({name}) is a code of the second survey."),
            tr("Replace it by the class of the third survey."),
        ),
        "duplicate_zone_bsm": (
            tr("Identifier of zones repeated"),
            tr("Identifier (BSM) {bsm} is used by several zones."),
            tr("Give each zone its own BSM; until then results name it by layer and feature number."),
        ),
        "duplicate_number": (
            tr("Parcel number repeated"),
            tr("The parcel number (TBBH) {number} is used by several parcels of village {village}."),
            tr("Give each parcel of a village its own number."),
        ),
    }


def _texts_of_attributes(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on the rules of attributes."""
    rules = tr("Correct one of them. The rule ({source}) stands in resources/survey/attribute_rules.yaml.")
    return {
        "attribute_missing": (
            tr("Attribute missing"),
            tr("Field {field} is empty; land class {land} needs it (rule {rule})."),
            rules,
        ),
        "attribute_unfit": (
            tr("Attribute does not fit the class"),
            tr("Field {field} is “{value}”; land class {land} takes only {allowed} (rule {rule})."),
            rules,
        ),
        "attribute_not_empty": (
            tr("Attribute where there should be none"),
            tr("Field {field} is “{value}”; on land class {land} it has to be empty (rule {rule})."),
            rules,
        ),
        "attribute_not_allowed": (
            tr("Attribute not allowed on the class"),
            tr("Field {field} is “{value}”, which land class {land} may not have (rule {rule})."),
            rules,
        ),
        "attribute_out_of_range": (
            tr("Number out of range"),
            tr("Field {field} is {value}; land class {land} needs {needed} (rule {rule})."),
            rules,
        ),
    }


def _texts_of_shapes(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on geometries, single and next to each other."""
    return {
        "curves": (
            tr("Curves"),
            tr("The layer may have curves; short straight lines are taken in their stead."),
            tr("Convert them to straight lines for submission."),
        ),
        "heights": (
            tr("Heights or measures"),
            tr("The layer has heights (Z) or measures (M); they are left out."),
            tr("Nothing to do; drop them for submission."),
        ),
        "repeated_points": (
            tr("Repeated vertices"),
            tr("{count} vertices stand where the one before them stands."),
            tr("Remove duplicate vertices."),
        ),
        "spike": (
            tr("Sharp corner"),
            tr("The boundary has a corner of {angle}°, perhaps a spike."),
            tr("Look at the place; remove the spike if it is one."),
        ),
        "narrow_strip": (
            tr("Narrow strip"),
            tr("The polygon is a narrow strip: {area_m2} m² within a perimeter of {length_m} m (2L/S = {index})."),
            tr("Join it to a neighbour, or correct the boundary."),
        ),
        "fragment": (
            tr("Fragment"),
            tr("The polygon has only {area_m2} m², less than {least_m2} m²."),
            tr("Join it to a neighbour, or delete it."),
        ),
        "several_parts": (
            tr("Parcel of several parts"),
            tr("The parcel has {parts} parts."),
            tr("Make each part a parcel of its own."),
        ),
        "below_minimum_area": (
            tr("Below the least mapped area"),
            tr("The parcel of class {code} has {area_m2} m²; the class is mapped from {least_m2} m² on."),
            tr("Nothing to do if it is kept on purpose; else join it to a neighbour."),
        ),
        "not_covered": (
            tr("Not covered"),
            tr("Nothing covers {area_m2} m² here; beside it: {beside}."),
            tr("Extend a neighbour to it, unless the land is another county's."),
        ),
    }


def _texts_of_records(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on calculations between areas of record."""
    return {
        "ridge_area_wrong": (
            tr("Area of ridges miscalculated"),
            tr("KCMJ is {recorded_m2} m²; TBMJ × KCXS, {gross_m2} × {ratio}, is {computed_m2} m²."),
            tr("Correct KCMJ or KCXS."),
        ),
        "net_area_wrong": (
            tr("Net area miscalculated"),
            tr("TBDLMJ is {recorded_m2} m²; TBMJ - KCMJ, {gross_m2} - {ridges_m2}, is {computed_m2} m²."),
            tr("Correct TBDLMJ; sums take it as recorded."),
        ),
        "zone_net_area_wrong": (
            tr("Net area of a zone miscalculated"),
            tr("{field} is {recorded_m2} m²; gross area less ridges, {gross_m2} - {ridges_m2}, is {computed_m2} m²."),
            tr("Check the zone's record; sums take it as recorded."),
        ),
    }


def _texts_of_delimited(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on what counts of the delimited area of PBF."""
    return {
        "pbf_registered_twice": (
            tr("Permanent basic farmland registered twice"),
            tr(
                "In {name} {twice_m2} m² ({twice_mu} mu) of delimited permanent basic farmland are registered twice "
                "and counted once. Against its task the county has {without_mu} mu; counted twice it would be "
                "{with_mu} mu."
            ),
            tr("Correct the zones that lie on each other (see “Zones of one role overlap”)."),
        ),
        "zone_county_by_place": (
            tr("Zone without a unit code, counted by its place"),
            tr("The zone has no readable unit code; it is counted in {code}, where most of it lies."),
            tr("Enter its unit code (ZLDWDM or XZQDM)."),
        ),
        "zone_without_county": (
            tr("Zone of no county"),
            tr("The zone has no readable unit code and lies on no parcel; its record is counted in no county."),
            tr("Enter its unit code (ZLDWDM or XZQDM)."),
        ),
    }


def _texts_of_values(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on values that rules read."""
    return {
        "unreadable_value": (
            tr("Value that cannot be read"),
            tr(
                "{column} is “{value}” ({count} times: {features}), which is not {needs}: it is unknown to the rules, "
                "not “no”."
            ),
            tr("Correct the value in the source, or add the way of writing to resources/survey/values.yaml."),
        ),
        "bad_date": (
            tr("Date that cannot be read"),
            tr(
                "{column} is “{value}” ({count} times: {features}), which is not {needs}: it is unknown to the rules, "
                "not “no”."
            ),
            tr("Write it as 2024-03-01. A month alone may stand, and “长期” for what has no end."),
        ),
        "class_without_zeros": (
            tr("Land class without its zeros"),
            tr("The land class (DLBM) “{code}” has lost zeros at its beginning: it is {full}, {name}."),
            tr("Keep DLBM as text. The overlay reads it as {full}."),
        ),
    }


def _texts_of_units(tr: Callable[[str], str]) -> dict[str, Text]:
    """Return the texts on administrative units."""
    return {
        "zone_code_disagrees_with_place": (
            tr("Code and place of a zone disagree"),
            tr("The zone's code {code} names another unit than the one it lies in, {place}."),
            tr("Correct the code or the boundary."),
        ),
        "unit_code_unreadable": (
            tr("Code of a unit not readable"),
            tr("“{code}” is not the code of a unit ({name}); it was left out."),
            tr("Enter its code: 6 digits for a county, 9 for a township, 12 for a village."),
        ),
        "units_overlap": (
            tr("Units overlap"),
            tr("The unit overlaps unit {other} by {area_m2} m²."),
            tr("Correct the boundaries. Where parcels are cut by them, the unit with the smaller code has the place."),
        ),
        "unit_repeated": (
            tr("Unit repeated"),
            tr("Code {code} is used by several units of the layer; they count as one unit."),
            tr("Keep one feature a unit, or correct the code."),
        ),
        "unit_without_parcels": (
            tr("Unit without parcels"),
            tr("No parcel of layer {parcels} has the code of this unit."),
            tr("Correct the codes, or add the parcels."),
        ),
        "unit_missing": (
            tr("Unit missing"),
            tr("{count} parcels have the code of this unit, which layer {layer} lacks."),
            tr("Add the unit, or correct the parcels' codes (ZLDWDM)."),
        ),
        "unit_area_differs": (
            tr("Control area and parcels disagree"),
            tr(
                "The control area (DCMJ) is {control_m2} m², the parcels' TBMJ add up to {sum_m2} m² ({difference_m2})."
            ),
            tr("Adjust the parcels' areas, or correct the control area."),
        ),
    }


def kind_titles(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the short titles of all kinds of problems, such as "Parcels overlap"."""
    return {kind: title for kind, (title, _, _) in _texts(tr).items()}


def to_messages(
    frame: geopandas.GeoDataFrame, language: str | None = None, policy: Policy | None = None
) -> geopandas.GeoDataFrame:
    """Return problems with message and remedy instead of their values.

    Args:
        frame: rows of `analysis.problems`.
        language: `zh` or `en`; the user's if not given.
        policy: names the rules that problems refer to.

    """
    language = language or user_language()
    tr = report_language(language)
    texts, of_all = _texts(tr), tr("So it is with all {every} features; this one stands for them.")
    words = _words(tr)
    messages, remedies = [], []
    for kind, values in zip(frame["kind"], frame["values"]):
        _, message, remedy = texts.get(kind, (kind, kind, ""))
        facts = {
            name: words.get(value, value) if name in _WORDS else _fact(name, value, language, policy)
            for name, value in values.items()
        }
        every = " " + of_all.format(**facts) if "every" in facts else ""
        messages.append(message.format(**facts) + every)
        remedies.append(remedy.format(**facts))
    table = frame.drop(columns="values").assign(message=messages, remedy=remedies)
    return geopandas.GeoDataFrame(table[[*COLUMNS, "geometry"]], geometry="geometry", crs=frame.crs)


def _fact(name: str, value: object, language: str, policy: Policy | None) -> object:
    """Return a value as messages show it: roles and rules by their names, null as a dash."""
    if pd.isna(value):
        return "–"
    if isinstance(value, float):
        return f"{value:.{_DIGITS}g}"
    if name == "role":
        return load_survey().role_names[language].get(str(value), value)
    if name == "column":
        return _column(str(value), load_survey().role_names[language])
    if name == "item":
        return compensation_item_labels(report_language(language)).get(str(value), value)
    if name in _SYSTEMS:
        return crs_title(str(value), report_language(language))
    if name == "field" and language == "zh" and str(value) in load_survey().fields:
        return f"{load_survey().fields[str(value)].alias}（{value}）"
    if name == "rows" and policy is not None:
        terms = [policy.term(*row.split(":", 1)) for row in str(value).split(";")]
        names = dict.fromkeys(term.name_zh if language == "zh" else term.name_en for term in terms)
        return ("、" if language == "zh" else ", ").join(names)
    return value


def _words(tr: Callable[[str], str]) -> dict[object, str]:
    """Return the translations of kinds of fields, and of GEOS's reasons for invalid geometries."""
    return {
        "text": tr("text"),
        "real": tr("a number"),
        "integer": tr("a whole number"),
        "class": tr("a land class"),
        "code": tr("a code of the standard"),
        "unit_code": tr("an administrative code"),
        "start": tr("a date"),
        "end": tr("a date"),
        "number": tr("a number"),
        "ratio": tr("a share below 1"),
        "mark": tr("yes or no"),
        "category": tr("a known category"),
        "grade": tr("a known grade"),
        "Self-intersection": tr("self-intersection"),
        "Ring Self-intersection": tr("a ring touches itself"),
        "Hole lies outside shell": tr("a hole outside of its outline"),
        "Holes are nested": tr("nested holes"),
        "Interior is disconnected": tr("the inside is in several parts"),
        "Empty part": tr("an empty part or hole"),
        "Nested shells": tr("parts inside each other"),
        "Duplicate Rings": tr("repeated rings"),
        "Too few points in geometry component": tr("too few vertices"),
        "Invalid Coordinate": tr("a coordinate that is no number"),
    }


def _column(name: str, roles: Mapping[str, str]) -> str:
    """Return the name of a column of pieces: a zone role by its name, with the field it carries; others as they are."""
    if name in roles:
        return roles[name]
    role, _, field = name.rpartition("_")
    return f"{roles[role]} {field}" if role in roles else name


def problem_count_text(count: int, kind: str, severity: str) -> str:
    """Return a line for the log with the number of problems of a kind."""
    title = kind_titles(tr).get(kind, kind)
    return tr("{count} × {kind} ({severity})").format(count=count, kind=title, severity=severity)
