"""Parameters that several algorithms share."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterDistance,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameters,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)
from qgis.PyQt.QtCore import Qt

from .analysis.vocabulary import (
    UNDECIDED,
    UNIT_LEVELS,
    AreaMethod,
    AreaUnit,
    EarlierRole,
    Listed,
    Measure,
    UnitSource,
    Verdict,
)
from .base_algorithm import WORKBOOK, RedlineAlgorithm
from .bridge.choices import choice_labels
from .bridge.compat import DATE_ALONE, FOLDER, METRES, REAL_NUMBER, VECTOR, VECTOR_POLYGON
from .bridge.confidential import handed_on
from .bridge.errors import InputError
from .bridge.file_limits import limit
from .bridge.i18n import tr, user_language
from .bridge.io.source_names import is_local, source_label
from .bridge.io.sources import Parameters
from .bridge.tables.definitions import load_table

PARCELS, MORE_PARCELS = "PARCELS", "MORE_PARCELS"
PBF, PBF_RESERVE, FARMLAND_RESERVE = "PBF", "PBF_RESERVE", "FARMLAND_RESERVE"
SURVEY2, PREVIOUS = "SURVEY2", "PREVIOUS"
# Parameters of one zone layer each, with the role that they state.
ROLE_PARAMETERS = {
    PBF: "pbf",
    PBF_RESERVE: "pbf_reserve",
    FARMLAND_RESERVE: "farmland_reserve",
    SURVEY2: "survey2",
    PREVIOUS: "previous",
}
ZONES, ZONE_ROLES, UNITS, UNIT_SOURCE = "ZONES", "ZONE_ROLES", "UNITS", "UNIT_SOURCE"
FIELD_MAPPING, AREA_METHOD, TOLERANCE = "FIELD_MAPPING", "AREA_METHOD", "TOLERANCE"
SLIVER_WIDTH, SLIVER_AREA, DEVIATION, ALLOW_BALLPARK = "SLIVER_WIDTH", "SLIVER_AREA", "DEVIATION", "ALLOW_BALLPARK"
PIECES, POLICY, TARGETS, DATE, LANGUAGE = "PIECES", "POLICY", "TARGETS", "DATE", "LANGUAGE"
EARLIER_DATE, EARLIER_ROLE, MEASURES, PROCESS = "EARLIER_DATE", "EARLIER_ROLE", "MEASURES", "PROCESS"
CASES, EVENTS, SUMMARY, FLOWS, LEVEL = "CASES", "EVENTS", "SUMMARY", "FLOWS", "LEVEL"
PATCHES, STATE, PERIOD, PLAN_CHANGES = "PATCHES", "STATE", "PERIOD", "PLAN_CHANGES"
PROFILE, PERSONAL_COLUMNS = "PROFILE", "PERSONAL_COLUMNS"
OUTPUT, PROBLEMS, CHECKS = "OUTPUT", "PROBLEMS", "CHECKS"
SCHEDULER, SCHEDULER_CERTIFICATES = "SCHEDULER", "SCHEDULER_CERTIFICATES"
RECORD_UNIT, FROM_PROFILE = "RECORD_UNIT", "profile"
PACKAGE, PAPER, MARKING, COMPILER, CHECKER = "PACKAGE", "PAPER", "MARKING", "COMPILER", "CHECKER"
TEMPLATE, STYLE, ONLY_UNITS = "TEMPLATE", "STYLE", "ONLY_UNITS"
LETTER_TEMPLATE, LETTERHEAD, LISTED = "LETTER_TEMPLATE", "LETTERHEAD", "LISTED"

PROJECT, OUTLINE_FILES, OUTLINE_CRS, DRAWING_LAYERS = "PROJECT", "OUTLINE_FILES", "OUTLINE_CRS", "DRAWING_LAYERS"
SITE_KIND, FACILITY, BREAKS_LAYER = "SITE_KIND", "FACILITY", "BREAKS_LAYER"
RESTORABLE, TERM, RATES, DEPTHS = "RESTORABLE", "TERM", "RATES", "DEPTHS"
QUOTA, OFFSETS = "QUOTA", "OFFSETS"

FINDINGS, ONLY_KINDS, SEVERITY, DECISIONS = "FINDINGS", "ONLY_KINDS", "SEVERITY", "DECISIONS"

# Lists of findings that people go to see, as their layers are named in results.
FINDING_LISTS = ("conflicts", "losses", "abandoned", "candidates", "changes")
REVIEWED_LISTS = (*FINDING_LISTS, "patches")
MADE_LISTS = ("terms", "open_cases", "unplanted", "planned")  # for the field; no layers of results
_MEANINGS = "parameter"  # of numbers, with their limits
SEVERITIES = ("1", "2", "3", "0")
DECIDED = (*Verdict.values(), UNDECIDED)
VERDICTS = (*Verdict.values(), "none")
LANGUAGES = ("zh", "en")
PAPERS = ("A3", "A4")
STYLES = ("standard", "light", "print")
# Named, not imported: without a desktop there are no widgets.
_CHOICE_WIDGET = f"{__package__.rpartition('.')[0]}.ui.widgets.choices.ChoiceWidgetWrapper"
CHECK_GROUPS = ("crs", "fields", "codes", "ids", "geometry", "coverage", "areas", "attributes", "places")


def polygons(name: str, description: str, optional: bool = False) -> QgsProcessingParameterFeatureSource:
    """Return a parameter of one polygon layer."""
    return QgsProcessingParameterFeatureSource(name, description, [VECTOR_POLYGON], optional=optional)


def several(
    name: str, description: str, options: tuple[str, ...], default: tuple[str, ...] | None = None
) -> QgsProcessingParameterEnum:
    """Return a parameter of any number of choices; all by default, or some. See `enumeration`."""
    return _choices(name, description, options, default=list(options if default is None else default))


def enumeration(name: str, description: str, options: tuple[str, ...]) -> QgsProcessingParameterEnum:
    """Return a parameter of one choice; the first is the default.

    Its values are ids, the same in every language, which scripts and models hold; dialogs show words for them.
    """
    return _choices(name, description, options, default=options[0])


def _choices(
    name: str, description: str, options: tuple[str, ...], default: str | list[str]
) -> QgsProcessingParameterEnum:
    """Return a parameter of choices, several where several are the default."""
    parameter = QgsProcessingParameterEnum(
        name, description, list(options), isinstance(default, list), default, usesStaticStrings=True
    )
    labels = choice_labels(name, tr)
    parameter.setMetadata({"widget_wrapper": {"class": _CHOICE_WIDGET, "labels": {o: labels[o] for o in options}}})
    return parameter


def number(name: str, description: str, meaning: str, default: float | None = None) -> QgsProcessingParameterNumber:
    """Return a parameter of a number from 0 to the largest of its meaning, optional where it has no default.

    Args:
        name, description: of the parameter.
        meaning: of the number, a limit of the group `parameter` in `resources/files/limits.yaml`.
        default: where none is given.

    """
    most = float(limit(_MEANINGS, meaning))
    return QgsProcessingParameterNumber(name, description, REAL_NUMBER, default, default is None, 0.0, most)


def _length(name: str, description: str, default: float, most: float | None = None) -> QgsProcessingParameterDistance:
    """Return a parameter of a length in metres, which dialogs also take in other units.

    It has no parent layer: of one in degrees, dialogs would take the number for degrees, and runs take metres always.
    """
    most = float(limit(_MEANINGS, "metres")) if most is None else most
    parameter = QgsProcessingParameterDistance(name, description, default, minValue=0.0, maxValue=most)
    parameter.setDefaultUnit(METRES)
    return parameter


def add_overlay_inputs(algorithm: RedlineAlgorithm, optional: bool = False) -> None:
    """Declare the layers that the overlay takes; `optional`: whether the parcels may come by another parameter."""
    add_parcels(algorithm, optional=optional)
    algorithm.add(
        QgsProcessingParameterMultipleLayers(MORE_PARCELS, tr("Further survey parcels"), VECTOR_POLYGON, optional=True),
        tr(
            "Where the survey is in several layers or files, a county each: all others than the first. They are "
            "divided as one, in whatever zones of CGCS2000 they are."
        ),
    )
    add_zone_inputs(algorithm)


def add_parcels(algorithm: RedlineAlgorithm, optional: bool) -> None:
    """Declare the parcels."""
    algorithm.add(
        polygons(PARCELS, tr("Survey parcels (DLTB)"), optional),
        tr(
            "Parcels of the third national land survey or its yearly update. Needed fields: BSM, DLBM, TBMJ, ZLDWDM "
            "(6 digits or more); TBDLMJ is taken as recorded where it is there. Fields are found by name or alias."
        ),
    )


def add_zone_inputs(algorithm: RedlineAlgorithm) -> None:
    """Declare the zone layers."""
    algorithm.add(
        polygons(PBF, tr("Permanent basic farmland"), optional=True),
        tr("Layer YJJBNTBHTB or alike. Its DLBM is the class at delimitation, YJJBNTMJ its net area of record."),
    )
    algorithm.add(
        polygons(PBF_RESERVE, tr("Permanent basic farmland reserve zone"), optional=True),
        tr("Zones from which permanent basic farmland is supplemented."),
    )
    algorithm.add(
        polygons(FARMLAND_RESERVE, tr("Supplementary-farmland reserve zone"), optional=True),
        tr("Zones reserved for supplementing cultivated land."),
    )
    algorithm.add(
        QgsProcessingParameterMultipleLayers(ZONES, tr("Further zone layers"), VECTOR_POLYGON, optional=True),
        tr(
            "Any number of further layers: ecological red line, urban boundary, forest boundary, survey 2, last year's "
            "survey, approvals, temporary land and others. What a layer is, is recognised by its name, or by its "
            "fields where the name says nothing; other layers are named in “Roles of zone layers” or in the office's "
            "profile."
        ),
    )


def add_earlier_surveys(algorithm: RedlineAlgorithm) -> None:
    """Declare the surveys with which today's is compared."""
    algorithm.add(
        polygons(SURVEY2, tr("Second-survey parcels"), optional=True),
        tr("Parcels of the second national land survey, for candidates that were cultivated then."),
    )
    algorithm.add(
        polygons(PREVIOUS, tr("Last year's survey"), optional=True),
        tr("Parcels of the previous yearly update: the baseline of a conflict where the PBF layer records none."),
    )


def add_units(algorithm: RedlineAlgorithm) -> None:
    """Declare the administrative units."""
    algorithm.add(
        QgsProcessingParameterMultipleLayers(UNITS, tr("Administrative units"), VECTOR_POLYGON, optional=True),
        tr(
            "Counties, townships, villages (XZQ, CJDCQ): one layer or several, with a code (XZQDM, ZLDWDM) and a name. "
            "They give names and boundaries, and the check of codes against places."
        ),
    )


def add_lowest_level(algorithm: RedlineAlgorithm) -> None:
    """Declare the lowest level of the units that a table has rows of."""
    algorithm.add(
        enumeration(LEVEL, tr("Lowest level"), UNIT_LEVELS),
        tr("Rows are made for the city and every level down to this one (county, township, village)."),
    )


def add_unit_inputs(algorithm: RedlineAlgorithm) -> None:
    """Declare units and how parcels are assigned to them."""
    add_units(algorithm)
    algorithm.add(
        enumeration(UNIT_SOURCE, tr("Units by"), UnitSource.values()),
        tr(
            "Location unit code (code): the unit of a parcel is that of its location code (ZLDWDM). Boundaries of the "
            "units (boundary): parcels are cut by the boundaries of the units."
        ),
        advanced=True,
    )


def add_mappings(algorithm: RedlineAlgorithm) -> None:
    """Declare the user's own roles of layers and names of fields, and the office's profile, which they override."""
    algorithm.add(
        QgsProcessingParameterString(ZONE_ROLES, tr("Roles of zone layers"), optional=True),
        tr("For layers that are not recognised: layer=role; layer=role. Roles: see resources/survey/roles.yaml."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterString(FIELD_MAPPING, tr("Field mapping"), optional=True),
        tr("For parcel fields with other names: DLBM=column; TBMJ=column. It comes before the office's profile."),
        advanced=True,
    )
    add_profile(algorithm)


def add_overlay_rules(algorithm: RedlineAlgorithm) -> None:
    """Declare how the overlay works; every parameter has a default."""
    add_mappings(algorithm)
    add_measuring(algorithm)
    add_record_unit(algorithm)
    algorithm.add(
        _length(SLIVER_WIDTH, tr("Sliver: mean width below (m)"), 1.0),
        tr("A piece of a cut parcel whose parts all have a smaller mean width (twice the area by the perimeter)."),
        advanced=True,
    )
    algorithm.add(
        number(SLIVER_AREA, tr("Sliver: area below (m²)"), "area_m2", 10.0),
        tr("A piece of a cut parcel whose parts are all smaller. Slivers are counted in sums, never as findings."),
        advanced=True,
    )
    add_ballpark(algorithm)


def add_ballpark(algorithm: RedlineAlgorithm) -> None:
    """Declare whether approximate transformations are allowed."""
    algorithm.add(
        QgsProcessingParameterBoolean(ALLOW_BALLPARK, tr("Allow approximate transformation"), False),
        tr(
            "Allow layers in systems from which PROJ knows no parameters to CGCS2000 (Xi'an 1980, Beijing 1954). Only "
            "for layers whose coordinates were converted already, or where 100 m do not matter."
        ),
        advanced=True,
    )


def add_measuring(algorithm: RedlineAlgorithm) -> None:
    """Declare how areas are measured, and what differences are tolerated."""
    algorithm.add(
        enumeration(AREA_METHOD, tr("Area method"), AreaMethod.values()),
        tr(
            "National formula (national): ellipsoidal area by the national formula. Geodesic (geodesic): along "
            "geodesics of the ellipsoid. On the map plane (planar): in the projection. Areas of record (TBMJ) are "
            "never replaced; the method measures what has none, checks records, and divides cut parcels."
        ),
        advanced=True,
    )
    algorithm.add(
        _length(TOLERANCE, tr("Tolerance (m)"), 0.001, 1.0),
        tr("Boundaries closer than this count as the same. Parcels close exactly whatever the tolerance."),
        advanced=True,
    )
    algorithm.add(
        number(DEVIATION, tr("Deviation of recorded areas (%)"), "per_cent", 1.0),
        tr("Parcels whose TBMJ differs from the measured area by more than this are listed as problems."),
        advanced=True,
    )


def add_record_unit(algorithm: RedlineAlgorithm) -> None:
    """Declare the unit of the PBF layer's records."""
    algorithm.add(
        enumeration(RECORD_UNIT, tr("Unit of PBF records"), (FROM_PROFILE, *AreaUnit.values())),
        tr(
            "The unit in which the PBF layer records its net areas (YJJBNTMJ): as the office profile says (profile), "
            "square metres (m2), as the standard has it and as counts without a profile, mu (mu) or hectares (ha). "
            "Records that look like another unit are among the problems."
        ),
        advanced=True,
    )


def add_input_table(
    algorithm: RedlineAlgorithm, name: str, description: str, table: str, optional: bool, advanced: bool = False
) -> None:
    """Declare a table of input; `table` is its id in `resources/tables`."""
    algorithm.add(
        QgsProcessingParameterFeatureSource(name, description, [VECTOR], optional=optional),
        tr(
            "A workbook (.xlsx) or CSV file with the headings of the template that “Write templates of tables” makes, "
            "a table of a GeoPackage, or a loaded layer: {table}. Of a whole workbook or GeoPackage the table of that "
            "name is read."
        ).format(table=f"{load_table(table).name[user_language()]} ({table})"),
        advanced=advanced,
    )


def add_result_table(
    algorithm: RedlineAlgorithm, name: str, description: str, help_text: str, advanced: bool = False
) -> None:
    """Declare an optional table that another algorithm has made."""
    algorithm.add(
        QgsProcessingParameterFeatureSource(name, description, [VECTOR], optional=True),
        " ".join((help_text, tr("Of a whole GeoPackage the table of that name is read."))),
        advanced=advanced,
    )


def add_patches(algorithm: RedlineAlgorithm, optional: bool = False, advanced: bool = False) -> None:
    """Declare the monitoring patches."""
    algorithm.add(
        polygons(PATCHES, tr("Monitoring patches"), optional),
        tr("Polygons with a number (JCBH), and the day of the later image (HSX) if there is one (measure 30)."),
        advanced,
    )


def add_events(algorithm: RedlineAlgorithm, advanced: bool = False) -> None:
    """Declare talks, rectifications and what else persons enter for warnings and veto."""
    add_input_table(algorithm, EVENTS, tr("Events"), "events", optional=True, advanced=advanced)


def add_plan_changes(algorithm: RedlineAlgorithm, advanced: bool = False) -> None:
    """Declare the year's plan of cultivated land that goes out and comes in."""
    add_input_table(
        algorithm, PLAN_CHANGES, tr("Year's balance plan"), "plan_changes", optional=True, advanced=advanced
    )


def add_state(algorithm: RedlineAlgorithm, advanced: bool = False) -> None:
    """Declare the warnings of an earlier assessment, which count on."""
    add_result_table(
        algorithm,
        STATE,
        tr("Warnings of an earlier assessment"),
        tr("Its earlier periods stay as they are, and count on: give the last one each half-year."),
        advanced,
    )


def add_flows(algorithm: RedlineAlgorithm, help_text: str, advanced: bool = False) -> None:
    """Declare the flows of the year, which “Track changes” makes."""
    add_result_table(algorithm, FLOWS, tr("Flows of the year"), help_text, advanced)


def add_offsets(algorithm: RedlineAlgorithm, advanced: bool = False) -> None:
    """Declare what counties set against their gaps."""
    algorithm.add(
        QgsProcessingParameterString(OFFSETS, tr("Set against the gap (mu)"), optional=True),
        tr(
            "What counties set of their increase against their gap: code=mu; code=mu. Nothing if not given; never "
            "more than the increase or the gap."
        ),
        advanced,
    )


def add_period(algorithm: RedlineAlgorithm, kinds: tuple[str, ...], advanced: bool = False) -> None:
    """Declare the kind of the period of which cases are reported; the first is the default."""
    algorithm.add(
        enumeration(PERIOD, tr("Period"), kinds),
        tr("The week, month, quarter, half-year or year in which the reference date lies."),
        advanced,
    )


def add_profile(algorithm: RedlineAlgorithm) -> None:
    """Declare the office's profile."""
    algorithm.add(
        QgsProcessingParameterFile(
            PROFILE,
            tr("Office profile"),
            fileFilter="YAML (*.yaml *.yml)",
            optional=True,
        ),
        tr(
            "How the office names fields, layers and units where that differs from the standards: a file made by “Save "
            "office profile”, or by hand. “Field mapping” and “Roles of zone layers” come before it. It also holds "
            "what the office's letters bear: letterhead, document number, signature, date, and whom to ask."
        ),
        advanced=True,
    )


def add_scheduler(algorithm: RedlineAlgorithm, help_text: str) -> None:
    """Declare the workers on other machines; `help_text` says what else a run with them makes."""
    algorithm.add(
        QgsProcessingParameterString(SCHEDULER, tr("Dask scheduler"), optional=True),
        " ".join(
            (
                tr(
                    "For surveys that one machine divides too slowly: the address of a Dask scheduler, for example "
                    "tcp://10.0.0.5:8786, whose workers divide the parcels. The parcels must be a GeoPackage on a "
                    "drive that every worker sees under the same path. The results are the same. What the scheduler "
                    "sends is executed on this machine, and the reverse: give only one that you trust, in a network of "
                    "trusted people, or by tls:// with certificates. No profile, policy, project or setting gives an "
                    "address."
                ),
                help_text,
            )
        ).strip(),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterFile(
            SCHEDULER_CERTIFICATES,
            tr("Certificates of the Dask scheduler"),
            behavior=FOLDER,
            optional=True,
        ),
        tr(
            "For an address that begins with tls://: the folder with ca.pem (who signs for scheduler, workers and this "
            "machine), cert.pem and key.pem (this machine's own, without a password). Then all is encrypted, and each "
            "proves who he is."
        ),
        advanced=True,
    )


def scheduler_of(parameters: Parameters) -> tuple[str, str]:
    """Return the scheduler's address and the folder of its certificates; both empty where none is given.

    Raises:
        InputError: they are given by an expression, which may read what a project or a layer says.

    """
    values = [parameters.get(name) or "" for name in (SCHEDULER, SCHEDULER_CERTIFICATES)]
    if not all(isinstance(value, str) for value in values):
        raise InputError(tr("Dask scheduler: enter the address itself; an expression is not trusted."))
    address, certificates = (str(value).strip() for value in values)
    return address, certificates


def add_personal_columns(algorithm: RedlineAlgorithm) -> None:
    """Declare whether personal columns may reach the outputs."""
    algorithm.add(
        QgsProcessingParameterBoolean(PERSONAL_COLUMNS, tr("Keep personal columns in outputs"), False),
        tr(
            "Columns with names, identity numbers, telephone numbers and addresses of people (ZRRMC, ZRRZJHM, LXDH, "
            "JZDZ and others; see resources/survey/fields.yaml) are not even read unless this is on. If it is, they go "
            "with the parcels into pieces, conflicts and candidates, and into the table of zones; log and provenance "
            "say so. An office names further ones in its profile."
        ),
        advanced=True,
    )


def add_pieces(algorithm: RedlineAlgorithm) -> None:
    """Declare the pieces."""
    algorithm.add(
        polygons(PIECES, tr("Pieces")),
        tr("The output of “Overlay parcels”: parcels divided by zones, with their areas of record."),
    )


def add_policy(algorithm: RedlineAlgorithm) -> None:
    """Declare the policy file."""
    algorithm.add(
        QgsProcessingParameterFile(
            POLICY,
            tr("Policy file"),
            fileFilter="YAML (*.yaml *.yml)",
            optional=True,
        ),
        tr("Targets, rules and thresholds; the Jingdezhen notice of 2024 if none is given. Copy and edit it."),
    )


def add_rule_inputs(algorithm: RedlineAlgorithm) -> None:
    """Declare what rules of the policy are applied to, and from which day."""
    add_pieces(algorithm)
    add_policy(algorithm)
    add_date(algorithm)


def add_targets(algorithm: RedlineAlgorithm) -> None:
    """Declare the spreadsheet of targets."""
    algorithm.add(
        QgsProcessingParameterFile(
            TARGETS,
            tr("Spreadsheet of targets"),
            fileFilter="Excel, CSV (*.xlsx *.csv)",
            optional=True,
        ),
        tr(
            "Targets laid out like annexes 2 and 3 of the notice, found by the words of their headers; they replace "
            "those of the policy file. An .xlsx workbook, or a table as .csv."
        ),
        advanced=True,
    )


def add_date(algorithm: RedlineAlgorithm) -> None:
    """Declare the reference date."""
    algorithm.add(
        QgsProcessingParameterDateTime(DATE, tr("Reference date"), DATE_ALONE, optional=True),
        tr(
            "YYYY-MM-DD: the day on which approvals and terms are valid or not; the policy's own date if not given. "
            "Where zones with terms lie on each other, the one that is valid on this day counts."
        ),
        advanced=True,
    )


def add_earlier_date(algorithm: RedlineAlgorithm) -> None:
    """Declare the date of the earlier survey."""
    algorithm.add(
        QgsProcessingParameterDateTime(EARLIER_DATE, tr("Date of the earlier survey"), DATE_ALONE, optional=True),
        tr(
            "YYYY-MM-DD; a year before the reference date if not given, the end of the policy's base year for a base "
            "survey. Approvals of the time between count."
        ),
        advanced=True,
    )


def add_earlier_role(algorithm: RedlineAlgorithm) -> None:
    """Declare what the earlier survey is."""
    algorithm.add(
        enumeration(EARLIER_ROLE, tr("Earlier survey is"), EarlierRole.values()),
        tr(
            "Only since the base survey (2020, annex 3) the flows tell what was restored and what is left of the gap; "
            "the option restored_counts of the policy says what counts (measure 13)."
        ),
        advanced=True,
    )


def add_measures(algorithm: RedlineAlgorithm) -> None:
    """Declare which measures a batch answers beside conflicts and candidates."""
    algorithm.add(
        several(MEASURES, tr("Measures to answer"), Measure.values()),
        tr("What of the notice is answered beside conflicts and candidates; what lacks its input is left out."),
        advanced=True,
    )


def add_language(algorithm: RedlineAlgorithm) -> None:
    """Declare the language of reports."""
    algorithm.add(
        enumeration(LANGUAGE, tr("Language of the report"), LANGUAGES),
        tr("Simplified Chinese with the terms of the notice (zh), or English (en)."),
        advanced=True,
    )


def add_workbook(algorithm: RedlineAlgorithm) -> None:
    """Declare the workbook of an algorithm's results (`result_workbook`), and its language if nothing else has one."""
    algorithm.add(
        QgsProcessingParameterFileDestination(
            WORKBOOK, tr("Workbook"), "Excel (*.xlsx)", optional=True, createByDefault=False
        ),
        tr(
            "The tables of the results with words in place of ids, headings and units, a sheet that explains each "
            "column, and the data that they were made from."
        ),
    )
    if algorithm.parameterDefinition(LANGUAGE) is None:
        add_language(algorithm)


def add_package(algorithm: RedlineAlgorithm) -> None:
    """Declare the file of results that a report is made of."""
    algorithm.add(
        QgsProcessingParameterFile(PACKAGE, tr("GeoPackage of results"), fileFilter="GeoPackage (*.gpkg)"),
        tr("farmland_redline.gpkg as made by “Run everything”."),
    )


def add_only_units(algorithm: RedlineAlgorithm, help_text: str) -> None:
    """Declare which units are wanted; `help_text` says of which levels."""
    algorithm.add(
        QgsProcessingParameterString(ONLY_UNITS, tr("Only these units"), optional=True),
        " ".join((help_text, tr("Codes or names, with commas between them; all if none is given."))),
    )


def add_finding_choice(algorithm: RedlineAlgorithm, lists: tuple[str, ...], decisions: tuple[str, ...]) -> None:
    """Declare which findings of a package of results are taken into the field.

    Args:
        algorithm: that takes them.
        lists: taken by default.
        decisions: findings with which are taken by default.

    """
    algorithm.add(
        several(FINDINGS, tr("Lists of findings"), (*FINDING_LISTS, *MADE_LISTS), lists),
        tr(
            "Which lists of the results are taken; those that the file lacks are left out. Four are made here: terms, "
            "temporary land and approvals of what is not built whose term ends within the policy's days of notice "
            "(term_notice_days) or has ended; open_cases, cases of the table cases that are illegal or to be decided "
            "and not closed; unplanted, supplements that lie unplanted; planned, blocks that a plan of restoration "
            "takes, where the file has its layer plan (measures 2, 10, 31)."
        ),
    )
    add_only_units(algorithm, tr("Counties, townships or villages; a unit stands for all below it."))
    algorithm.add(
        QgsProcessingParameterString(ONLY_KINDS, tr("Only these kinds"), optional=True),
        tr("Kinds of findings by name or id, with commas between them; all if none is given."),
    )
    algorithm.add(
        enumeration(SEVERITY, tr("Least severity"), SEVERITIES),
        tr("Conflicts of less severity are left out; the other lists count as severity 1."),
    )
    algorithm.add(
        several(DECISIONS, tr("Decided how"), DECIDED, decisions),
        tr("By what was decided on a finding so far (undecided: nothing yet)."),
    )


def add_style(algorithm: RedlineAlgorithm, advanced: bool = False) -> None:
    """Declare how colours are chosen."""
    algorithm.add(
        enumeration(STYLE, tr("Style"), STYLES),
        tr(
            "Standard colours (standard): those of the national land classes. Light colours (light): paler ground. "
            "Colours for print (print): to be read in black and white and by the colour-blind. The files stand in "
            "resources/styles in the plugin's folder and can be edited."
        ),
        advanced,
    )


def add_sheets(algorithm: RedlineAlgorithm) -> None:
    """Declare how map sheets look."""
    algorithm.add(
        enumeration(PAPER, tr("Paper"), PAPERS), tr("Size of the sheets; upright or across, by the shape of the area.")
    )
    algorithm.add(
        QgsProcessingParameterString(MARKING, tr("Marking"), optional=True),
        tr("A word at the upper right, such as “draft” or a classification; none if not given."),
    )
    add_style(algorithm)
    for name, title in ((COMPILER, tr("Compiled by")), (CHECKER, tr("Checked by"))):
        algorithm.add(
            QgsProcessingParameterString(name, title, optional=True),
            tr("A name for the box on the sheets; the box stays free, to be signed, if not given."),
            advanced=True,
        )
    algorithm.add(
        QgsProcessingParameterFile(TEMPLATE, tr("Layout template"), fileFilter="QGIS (*.qpt)", optional=True),
        tr(
            "A layout template of your own. Copy one of resources/layouts in the plugin's folder, edit it in QGIS, and "
            "keep the ids of its items."
        ),
        advanced=True,
    )


def add_letter_template(algorithm: RedlineAlgorithm, advanced: bool = False) -> None:
    """Declare the template of the county letters."""
    algorithm.add(
        QgsProcessingParameterFile(
            LETTER_TEMPLATE,
            tr("Template of the letters"),
            fileFilter="Word (*.docx)",
            optional=True,
        ),
        tr(
            "A Word file with names in double braces where figures, tables and the map go, such as {{unit}}, "
            "{{holding_wan}}, {{table_conflicts}}, {{map}}. Without it the plugin's own is used, which stands in its "
            "folder resources/letters: copy and edit it. A name that is not known is told together with those that are."
        ),
        advanced,
    )


def add_listed(algorithm: RedlineAlgorithm) -> None:
    """Declare which conflicts are listed one by one after a review."""
    algorithm.add(
        enumeration(LISTED, tr("Conflicts listed after a review"), Listed.values()),
        tr(
            "Where findings were reviewed: what was rejected or turned out to be an approved use is not listed by "
            "default. Computed sums stay, and the sums after the review stand beside them."
        ),
        advanced=True,
    )


def add_letterhead(algorithm: RedlineAlgorithm) -> None:
    """Declare the name above the county letters."""
    algorithm.add(
        QgsProcessingParameterString(LETTERHEAD, tr("Letterhead"), optional=True),
        tr("The name of the office above the letters, in place of that of the office profile."),
        advanced=True,
    )


def add_problems(algorithm: RedlineAlgorithm, help_text: str) -> None:
    """Declare the optional output of what is wrong with the data."""
    algorithm.add(
        QgsProcessingParameterVectorDestination(PROBLEMS, tr("Problems"), VECTOR, optional=True, createByDefault=False),
        help_text,
    )


def given_parameters(parameters: Parameters, algorithm: RedlineAlgorithm) -> dict[str, object]:
    """Return the parameters as provenance records them, defaults included; without outputs and folders.

    Of a layer its file and name, or its name and provider; of a scheduler how it is spoken to. Lists of layers are left
    out: each layer is recorded with its count and hash when it is read.
    """
    result: dict[str, object] = {}
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name(), definition.defaultValue())
        if definition.isDestination() or value is None:
            continue
        if isinstance(definition, QgsProcessingParameterDateTime):
            value = date_text(definition, parameters, QgsProcessingContext())
        if isinstance(definition, QgsProcessingParameterBoolean):
            # From the command line it comes as text.
            value = QgsProcessingParameters.parameterAsBool(definition, parameters, QgsProcessingContext())
        if isinstance(value, (bool, int, float)):
            result[definition.name()] = value
        elif isinstance(definition, QgsProcessingParameterEnum) and isinstance(value, (list, tuple)):
            result[definition.name()] = ", ".join(map(str, value))
        elif isinstance(definition, QgsProcessingParameterFeatureSource):
            result[definition.name()] = ", ".join(source.label for source in algorithm.sources[definition.name()])
        elif isinstance(value, str) and not isinstance(definition, QgsProcessingParameterMultipleLayers):
            result[definition.name()] = _recorded_text(definition, value)
    return result


def date_text(
    definition: QgsProcessingParameterDefinition | None, parameters: Parameters, context: QgsProcessingContext
) -> str:
    """Return a date as `YYYY-MM-DD`: dialogs give dates, scripts and models texts; what is no date as it was given."""
    day = QgsProcessingParameters.parameterAsDateTime(definition, parameters, context).date()
    if day.isValid():
        return str(day.toString(Qt.DateFormat.ISODate))
    return str(QgsProcessingParameters.parameterAsString(definition, parameters, context)).strip()


def _recorded_text(definition: QgsProcessingParameterDefinition, text: str) -> str:
    """Return what provenance records of a text: of a file its name, of an address its protocol."""
    if isinstance(definition, QgsProcessingParameterFile):
        return Path(text).name if is_local(text) else source_label(text)
    if definition.name() == SCHEDULER:
        return text.partition("://")[0] if "://" in text else text and "tcp"
    return handed_on(text)
