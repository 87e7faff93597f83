"""The report page (report.html): one file that needs no network, from the model that workbook and maps use.

Jinja2 fills a template (`resources/page`) and escapes what comes from data. Scripts may run by their hashes only, and
the page's policy forbids the browser to ask any network.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...analysis.progress import Progress, Silent
from ...analysis.vocabulary import Level, Severity, Use
from ...bridge.attempts import Attempt, insist
from ...bridge.dependencies import Feature, require_feature
from ...bridge.errors import InputError
from ...bridge.io.staging import replacing
from ...bridge.paths import RESOURCES
from ...bridge.plain_text import printable_part
from ...bridge.version import plugin_version
from ...bridge.vocabulary import measure_labels
from ...bridge.yaml_files import load_data
from ..column_names import ABANDONED, LOSSES
from ..data_basis import basis_lines
from ..finding_sums import count_parcels, uses_of
from ..key_findings import findings
from ..labels import Translate, date_text
from ..model import UNASSIGNED, ReportModel
from ..model_building import is_excluded
from ..number_format import INTEGER, TEXT, printed
from ..styles.renderers import CANDIDATES, CONFLICTS
from ..styles.style_files import style_data
from ..tables.annexes import differences_table, gaps_table, targets_table
from ..tables.conflicts_and_candidates import (
    candidate_tiers_table,
    conflict_kinds_table,
    conflict_uses_table,
    unit_potential_table,
)
from ..tables.data_quality import inputs_table, problem_kinds_table, provenance_table
from ..tables.finding_lists import abandoned_table, by_unit, candidates_table, conflicts_table, losses_table
from ..tables.losses_and_abandoned import abandoned_sums_table, abandoned_villages, loss_sums_table
from ..tables.measures import shown_measures
from ..tables.review import has_review, review_table
from ..tables.table import Table, column_groups
from ..workbook.csv_export import CSV_FOLDER, csv_name
from .cards import unit_cards
from .charts import charts
from .web_map import Shapes, page_map

if TYPE_CHECKING:
    import jinja2

FOLDER = RESOURCES / "page"
# Lists of what does not count, beside those of conflicts and candidates.
_NOTES, _EXCLUDED = "notes", "excluded"
_WHOLE = {
    "differences": differences_table,
    "conflict_uses": conflict_uses_table,
    "conflict_kinds": conflict_kinds_table,
    "unit_potential": unit_potential_table,
    "candidate_tiers": candidate_tiers_table,
    "problem_kinds": problem_kinds_table,
    "inputs": inputs_table,
}
_UNBROKEN = re.compile("[!-~]{1,24}")
_TABLES = {CONFLICTS: conflicts_table, CANDIDATES: candidates_table, LOSSES: losses_table, ABANDONED: abandoned_table}
_IDENTIFIERS = {
    CONFLICTS: "conflict_id",
    CANDIDATES: "candidate_id",
    LOSSES: "loss_id",
    ABANDONED: "abandoned_id",
}


class TemplateError(InputError):
    """The template cannot be filled; the message says where it is wrong."""


@dataclass(frozen=True)
class Listing:
    """A table of which the page shows the first rows.

    Attributes:
        table: the rows shown.
        cut: says how many rows there are and where the others stand; empty where all are shown.
        counties: the rows' counties, by which the page filters; None for a row of no single county.
        pieces: the rows' numbers on the map; without them a list has no filter of its own.
    """

    table: Table
    cut: str = ""
    counties: tuple[str | None, ...] = ()
    pieces: tuple[int | None, ...] = ()


def write_page(
    model: ReportModel,
    path: Path,
    tr: Translate,
    language: str,
    workbook: str | None,
    package: str,
    shapes: Shapes | None = None,
    progress: Progress | None = None,
    attempt: Attempt = insist,
    tables: Iterable[Table] = (),
) -> Path:
    """Write the page.

    Args:
        model: the report.
        path: the file; an older one is replaced only when the new one is complete.
        tr: translates.
        language: `zh` or `en`, for the browser.
        workbook: name of the workbook with the whole lists, in the same folder; None where there are the files that
            `write_csv` makes instead, in the folder `CSV_FOLDER`.
        package: name of the GeoPackage with the layers, in the same folder.
        shapes: what the map draws; the page has no map without them.
        progress: may cancel.
        attempt: of the map and of each chart, without which the page does where they fail.
        tables: those of the report (`report_tables`) that are made already.

    Raises:
        FeatureError: Jinja2 is missing.
        TemplateError: the template, which users may edit, is wrong.
    """
    progress = progress or Silent()
    settings = load_data(FOLDER / "page.yaml")
    require_feature(Feature.PAGE)
    environment = _environment(FOLDER)
    progress.check()
    ranked, made = _ranked(model), {table.key: table for table in tables}
    drawn = None
    if shapes is not None:
        with attempt(tr("Map")):
            drawn = page_map(model, shapes, ranked, tr, settings["map_pieces"], settings["map_tolerance"])
        progress.check()
    facts = {
        "model": model,
        "language": "zh-CN" if language == "zh" else "en",
        "title": _title(model, tr),
        "date": date_text(model.created, tr),
        "version": plugin_version(),
        "basis": basis_lines(model, tr),
        "findings": findings(model, tr),
        "cards": unit_cards(model, tr),
        "charts": charts(model, tr, attempt),
        "fills": chart_fills(settings),
        "lists": {
            **_tables(model, made, tr),
            **_lists(model, ranked, drawn.places if drawn else {}, settings, tr, workbook, package),
        },
        "measures": _measures(model, made, settings["list_rows"], tr, workbook, package),
        "map": drawn,
        "counties": [(code, model.unit_name(code)) for code in model.counties if code != UNASSIGNED],
        "leaflet_style": (FOLDER / "leaflet" / "leaflet.css").read_text(encoding="utf-8"),
        "package": package,
        "files": _files_text(workbook, package, tr),
        **{"tr": tr, "printed": partial(printed, tr=tr), "TEXT": TEXT, "groups": column_groups},
    }
    progress.check()
    rendered = _render(environment, facts, drawn is not None, tr)
    progress.check()
    with replacing(Path(path)) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.write(rendered)
    return Path(path)


@lru_cache(maxsize=1)
def _environment(folder: Path) -> jinja2.Environment:
    """Return the environment for a folder of templates, each compiled once, and again when its file changes."""
    import jinja2  # noqa: PLC0415  (optional: the plugin must load without it)

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        finalize=printable_part,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Days and numbers of cases, which a browser would break behind each hyphen.
    environment.tests["unbroken"] = lambda text: bool(_UNBROKEN.fullmatch(text))
    return environment


def _render(environment: jinja2.Environment, facts: Mapping[str, object], mapped: bool, tr: Translate) -> str:
    """Return the page.

    Args:
        environment: of the templates.
        facts: what the template shows.
        mapped: whether the page has a map, and needs its library.
        tr: translates.

    Raises:
        TemplateError: a template, which users may edit, is wrong.
    """
    import jinja2  # noqa: PLC0415

    try:
        scripts = [environment.get_template(name).render() for name in ("page.js", "map.js")]
        if mapped:
            # Not a template: a library, taken as it is.
            scripts.insert(0, (FOLDER / "leaflet" / "leaflet.js").read_text(encoding="utf-8"))
        hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
        return environment.get_template("report.html").render(**facts, scripts=scripts, hashes=hashes)
    except jinja2.TemplateError as error:
        raise TemplateError(
            tr("The template of the report page in {folder} is wrong: {file}, line {line}: {reason}").format(
                folder=FOLDER,
                file=getattr(error, "name", None) or "report.html",
                line=getattr(error, "lineno", None) or "?",
                reason=error,
            )
        ) from error


def _title(model: ReportModel, tr: Translate) -> str:
    """Return the page's title, with the city's name where there is one city."""
    cities = [row.name for row in model.targets if row.level == Level.CITY]
    if len(cities) != 1:
        return tr("Cultivated-land protection report")
    return tr("{unit}: cultivated-land protection report").format(unit=cities[0])


def _ranked(model: ReportModel) -> dict[str, pd.DataFrame]:
    """Return findings by list: conflicts and candidates that count and the others, the most important first; losses."""
    worst = model.conflicts.assign(use=uses_of(model.conflicts))
    worst = worst.sort_values(["severity", "area_m2"], ascending=False, kind="stable")
    counts = worst["severity"] >= Severity.COUNTED
    rank = model.candidates["tier"].map({tier: number for number, tier in enumerate(model.tiers)})
    best = model.candidates.assign(rank=rank).sort_values(["rank", "net_m2"], ascending=[True, False], kind="stable")
    barred = is_excluded(best)
    ranked = {CONFLICTS: worst[counts], _NOTES: worst[~counts], CANDIDATES: best[~barred], _EXCLUDED: best[barred]}
    # Lists that the run did not look for have no columns.
    lists = {LOSSES: model.losses, ABANDONED: model.abandoned}
    return ranked | {name: by_unit(frame) for name, frame in lists.items() if len(frame.columns)}


def _files_text(workbook: str | None, package: str, tr: Translate) -> str:
    """Return what other files the run has made; arguments as of `write_page`."""
    if workbook is None:
        return tr(
            "Files of the same run: the folder {folder} has these tables with all rows and columns, and more; "
            "{package} has the layers and can be opened in QGIS; maps has one PDF a county, if maps were made."
        ).format(folder=CSV_FOLDER, package=package)
    return tr(
        "Files of the same run: {workbook} has these tables with all rows and columns, and more; {package} has the "
        "layers and can be opened in QGIS; maps has one PDF a county, if maps were made."
    ).format(workbook=workbook, package=package)


def _tables(model: ReportModel, made: Mapping[str, Table], tr: Translate) -> dict[str, Listing]:
    """Return by name the tables that the page shows whole; those that are `made` already are taken."""

    def table(make: Callable[[ReportModel, Translate], Table], key: str) -> Table:
        """Return a table of the report."""
        return made[key] if key in made else make(model, tr)

    def of_units(table: Table) -> Listing:
        """Return an annex's form: rows of counties are filtered, those of cities stay."""
        codes = [row[table.index("code")] for row in table.rows]
        return Listing(table, "", tuple(str(code) if code in model.counties else None for code in codes))

    shown = {
        "targets": of_units(_form(table(targets_table, "targets"))),
        "gaps": of_units(_form(table(gaps_table, "gaps"))),
        **{key: Listing(table(make, key)) for key, make in _WHOLE.items()},
        # What could not be made is known after the other tables.
        "provenance": Listing(provenance_table(model, tr)),
    }
    if has_review(model):
        shown["review"] = Listing(table(review_table, "review"))
    if len(model.losses.columns):
        shown["loss_sums"] = of_units(table(loss_sums_table, "loss_sums"))
    if len(model.abandoned.columns):
        villages = [codes[0] or UNASSIGNED for codes, _ in abandoned_villages(model.abandoned)]
        shown["abandoned_sums"] = Listing(table(abandoned_sums_table, "abandoned_sums"), "", (*villages, None))
    return shown


def _measures(
    model: ReportModel, made: Mapping[str, Table], limit: int, tr: Translate, workbook: str | None, package: str
) -> list[tuple[str, str, list[Listing]]]:
    """Return name, title and tables of each measure that the page shows; other arguments as of `_tables`, `_lists`."""
    titles, shown = measure_labels(tr), []
    for report in (report for report in shown_measures(model) if report.page):
        tables = [table for table in made.values() if table.key in report.keys] or report.sheets(model, tr)
        listings = [
            _first_rows(model, table, limit, tr, workbook, package) for table in tables if table.key in report.page
        ]
        shown.append((str(report.measure), titles[report.measure], listings))
    return shown


def _first_rows(
    model: ReportModel, table: Table, limit: int, tr: Translate, workbook: str | None, package: str
) -> Listing:
    """Return a table of a measure with its first rows; rows of counties are filtered where it has a column `code`."""
    rows, cut = list(table.rows), ""
    if len(rows) > limit:
        cut = tr("Only {shown} of {count} rows are shown here. The whole table is in {file} and in {package}.").format(
            shown=printed(limit, INTEGER),
            count=printed(len(rows), INTEGER),
            file=workbook or f"{CSV_FOLDER}/{csv_name(table)}",
            package=package,
        )
        rows = rows[:limit]
    keys = [column.key for column in table.columns]
    codes = [row[keys.index("code")] for row in rows] if "code" in keys else []
    counties = tuple(str(code) if code in model.counties else None for code in codes)
    return Listing(replace(table, rows=rows, totals=frozenset(n for n in table.totals if n < len(rows))), cut, counties)


def _lists(
    model: ReportModel,
    ranked: Mapping[str, pd.DataFrame],
    places: Mapping[tuple[str, str], int],
    settings: Mapping[str, Any],
    tr: Translate,
    workbook: str | None,
    package: str,
) -> dict[str, Listing]:
    """Return by name the long lists, which begin with what matters most.

    Args:
        model: the report.
        ranked: result of `_ranked`.
        places: numbers of pieces on the map by kind of layer and id.
        settings: of the page's data file.
        tr: translates.
        workbook: name of the file with the whole lists; None where they are CSV files.
        package: name of the file with the layers.
    """
    limit = settings["list_rows"]

    def listing(key: str, title: str, note: str, kind: str, columns: str) -> Listing:
        """Return the first rows of each county of a list; `kind` is that of its pieces, `columns` a setting."""
        frame = ranked[key]
        rows = frame.groupby("county", sort=False, dropna=False).head(limit)
        table = _TABLES[kind](model, tr, rows, settings[columns])
        text = tr(
            "Only {shown} of {count} rows are shown here, the first {limit} of each county. The whole list is in "
            "{workbook}, sheet “{sheet}”, and in {package}, layer {layer}."
        )
        if workbook is None:
            text = tr(
                "Only {shown} of {count} rows are shown here, the first {limit} of each county. The whole list is in "
                "{file}, and in {package}, layer {layer}."
            )
        cut = text.format(
            shown=printed(len(rows), INTEGER),
            limit=printed(limit, INTEGER),
            count=printed(len(frame), INTEGER),
            workbook=workbook,
            sheet=table.name,
            file=f"{CSV_FOLDER}/{csv_name(table)}",
            package=package,
            layer=kind,
        )
        count = tr("{count} parcels ({pieces} pieces).").format(
            count=printed(count_parcels(frame), INTEGER), pieces=printed(len(frame), INTEGER)
        )
        return Listing(
            replace(table, key=key, title=title or table.title, notes=(count, *([note] if note else table.notes[1:]))),
            cut if len(frame) > len(rows) else "",
            tuple(code if isinstance(code, str) else UNASSIGNED for code in rows["county"]),
            tuple(places.get((kind, str(code))) for code in rows[_IDENTIFIERS[kind]]),
        )

    check = tr("The most severe come first, of these the largest. Check them on the ground before anything follows.")
    notes, severe = tr("Notes only (severity 0): approved or tolerated"), tr("Occupation conflicts that count")
    counted, excluded = tr("Restoration candidates that count"), tr("Excluded candidates")
    in_no_total = tr("They are in no total of conflicts.")
    made = {
        CONFLICTS: listing(CONFLICTS, severe, check, CONFLICTS, "conflict_columns"),
        _NOTES: listing(_NOTES, notes, in_no_total, CONFLICTS, "conflict_columns"),
        CANDIDATES: listing(CANDIDATES, counted, tr("By tier, the largest first."), CANDIDATES, "candidate_columns"),
        _EXCLUDED: listing(_EXCLUDED, excluded, tr("They are in no total."), CANDIDATES, "excluded_columns"),
    }
    by_place = tr("By county, township and village, the largest first.")
    for name, note in ((LOSSES, ""), (ABANDONED, by_place)):
        if name in ranked:
            made[name] = listing(name, "", note, name, f"{name}_columns")
    return made


def _form(table: Table) -> Table:
    """Return the official form alone; the cards show the same figures in mu."""
    return replace(table, columns=table.columns[: table.form], rows=[row[: table.form] for row in table.rows])


def chart_fills(settings: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the fills of charts: id, colour and pattern."""
    made = [{"id": state, **row} for state, row in settings["states"].items()]
    # A class of use has the colour of the severity that makes it.
    severities = {row["id"]: row["fill"] for row in style_data()[CONFLICTS]["categories"]}
    fills = {f"use-{Use.of(severity).value}": severities.get(severity.value, "#9a9a9a") for severity in Severity}
    made += [
        {"id": name, "fill": fill, "pattern": pattern}
        for (name, fill), pattern in zip(sorted(fills.items()), settings["patterns"])
    ]
    return made + [{"id": f"potential-{part}", **row} for part, row in settings["potential"].items()]
