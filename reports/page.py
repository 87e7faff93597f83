"""The report page (report.html): one file that needs no network, from the model that workbook and maps use.

The page is a template (`resources/page`) filled by Jinja2, which escapes whatever comes from data. Its one script may
run by its hash only, and its policy forbids the browser to ask anything of any network.
"""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from ..analysis.policy import CITY, COUNTED, COUNTY, SEVERE
from ..bridge.errors import InputError
from ..bridge.provenance import plugin_version
from ..bridge.writing import replacing
from . import labels
from .charts import charts
from .figures import INTEGER, M2, MU, TEXT, WAN_MU, text
from .labels import Translate
from .model import MET, MISSED, MU_PER_M2, MU_PER_WAN_MU, GapRow, ReportModel, TargetRow
from .styles import CANDIDATES, CONFLICTS, RESOURCES, style_data
from .tables import (
    Table,
    candidate_tiers_table,
    candidates_table,
    column_groups,
    conflict_kinds_table,
    conflicts_table,
    differences_table,
    gaps_table,
    inputs_table,
    problem_kinds_table,
    provenance_table,
    targets_table,
)

FOLDER = RESOURCES / "page"
_NOTHING = "—"


class LibraryError(InputError):
    """The library that fills the template is missing; the message says which."""


@dataclass(frozen=True)
class Figure:
    """An area with its name, printed in 10,000 mu, mu and m²; a difference shows its sign."""

    name: str
    wan_mu: str
    mu: str
    m2: str


@dataclass(frozen=True)
class Topic:
    """What a card says of one topic; without a state there is nothing to judge."""

    title: str
    figures: tuple[Figure, ...]
    state: str = ""
    word: str = ""


@dataclass(frozen=True)
class Card:
    """A unit against its targets."""

    code: str
    name: str
    level: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Finding:
    """A sentence of the summary at the page's head; `state` as of a topic."""

    text: str
    state: str = ""


@dataclass(frozen=True)
class Listing:
    """A table of which the page shows the first rows; `cut` says how many there are and where the others stand."""

    table: Table
    cut: str = ""


def write_page(
    model: ReportModel, path: Path, tr: Translate, language: str, workbook: str, package: str, progress: Any = None
) -> Path:
    """Write the page.

    Args:
        model: the report.
        path: the file; an older one is replaced only when the new one is complete.
        tr: translates what the page says.
        language: `zh` or `en`, for the browser.
        workbook: name of the workbook with the whole lists, in the same folder.
        package: name of the GeoPackage with the layers, in the same folder.
        progress: an object with `check()`, which raises to stop.

    Raises:
        LibraryError: Jinja2 is not installed.
    """
    try:
        import jinja2  # noqa: PLC0415  (optional: the plugin must load without it)
    except ImportError as error:
        raise LibraryError(tr("The page needs the Python library Jinja2, which is not installed.")) from error

    settings = yaml.safe_load((FOLDER / "page.yaml").read_text(encoding="utf-8"))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(tr=tr, text=text, TEXT=TEXT, groups=column_groups)
    script = environment.get_template("page.js").render()
    check = progress.check if progress is not None else lambda: None
    check()
    parts = _lists(model, settings, tr, workbook, package)
    check()
    rendered = environment.get_template("report.html").render(
        model=model,
        language="zh-CN" if language == "zh" else "en",
        title=_title(model, tr),
        date=tr("{year}-{month}-{day}").format(
            year=model.created.year, month=f"{model.created.month:02d}", day=f"{model.created.day:02d}"
        ),
        version=plugin_version(),
        findings=_findings(model, tr),
        cards=[_card(target, model, tr) for target in model.targets],
        charts=charts(model, tr, settings["kinds"]),
        fills=_fills(settings),
        lists=parts,
        workbook=workbook,
        package=package,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    check()
    with replacing(Path(path)) as temporary:
        temporary.write_text(rendered, encoding="utf-8", newline="\n")
    return Path(path)


def _title(model: ReportModel, tr: Translate) -> str:
    """The city's name and what the page is; without one city just that."""
    cities = [row.name for row in model.targets if row.level == CITY]
    if len(cities) != 1:
        return tr("Cultivated-land protection report")
    return tr("{unit}: cultivated-land protection report").format(unit=cities[0])


def _figure(name: str, mu: float | None, signed: bool = False) -> Figure:
    if mu is None:
        return Figure(name, _NOTHING, _NOTHING, _NOTHING)
    return Figure(
        name,
        text(mu / MU_PER_WAN_MU, WAN_MU, signed),
        text(mu, MU, signed),
        text(mu / MU_PER_M2, M2, signed),
    )


def _card(target: TargetRow, model: ReportModel, tr: Translate) -> Card:
    """The unit's figures: those of its rows in annexes 2 and 3, and of its row in the summary."""
    states, levels = labels.states(tr), labels.levels(tr)
    gap, severe = model.gap(target.code), labels.summary_columns(tr)["conflicts_severe_mu"]
    topics = (
        Topic(
            tr("Cultivated-land holding"),
            (
                _figure(tr("Target"), target.holding_target),
                _figure(tr("Held now"), target.holding),
                _figure(tr("Difference"), target.holding_difference, signed=True),
            ),
            target.holding_state,
            states[target.holding_state],
        ),
        Topic(
            tr("Permanent basic farmland"),
            (
                _figure(tr("Target"), target.pbf_target),
                _figure(tr("Delimited"), target.pbf_delimited),
                _figure(tr("Difference"), target.pbf_difference, signed=True),
                _figure(tr("Of it cultivated now"), target.pbf_cultivated),
            ),
            target.pbf_state,
            states[target.pbf_state],
        ),
        *((_gap_topic(gap, model, tr),) if gap is not None else ()),
        Topic(
            tr("Occupation conflicts"),
            (
                _figure(tr("Total"), model.unit_figure(target.code, "conflicts_mu")),
                _figure(severe, model.unit_figure(target.code, "conflicts_severe_mu")),
            ),
        ),
    )
    return Card(target.code, target.name, levels.get(target.level, target.level), topics)


def _gap_topic(gap: GapRow, model: ReportModel, tr: Translate) -> Topic:
    """The gap, what is left of it, and what could fill it; a surplus instead where there is one."""
    figures = (
        _figure(tr("Surplus"), gap.surplus) if gap.surplus else _figure(tr("Gap"), gap.gap),
        _figure(tr("Restored"), gap.restored),
        _figure(tr("Gap left"), gap.gap_left),
        *(
            _figure(tr("Potential: {tier}").format(tier=model.names.of("tiers", tier)), gap.candidates[tier])
            for tier in model.tiers
        ),
        _figure(tr("Left after at once and with works"), gap.uncovered),
    )
    return Topic(tr("Gap"), figures, gap.state, labels.states(tr)[gap.state])


def _findings(model: ReportModel, tr: Translate) -> list[Finding]:
    """What a reader should know who reads nothing else."""
    found = []
    for row in model.targets:
        if row.level == CITY:
            against = (
                (
                    tr("Cultivated-land holding"),
                    row.holding,
                    row.holding_target,
                    row.holding_difference,
                    row.holding_state,
                ),
                (tr("Permanent basic farmland"), row.pbf_delimited, row.pbf_target, row.pbf_difference, row.pbf_state),
            )
            found += [_against(row.name, *facts, tr) for facts in against]
    found += _counties(model, tr)
    for gap in model.gaps:
        if gap.level == CITY and gap.gap_left:
            found.append(_gap_finding(gap, tr))
    totals = model.conflict_totals
    severe = math.fsum(area for t in totals for severity, area in t.area_by_severity.items() if severity >= SEVERE)
    line = tr("Occupation conflicts: {count} pieces with {area} mu, of them {severe} mu severe ({word}).").format(
        count=text(sum(t.count for t in totals), INTEGER),
        area=text(math.fsum(t.counted for t in totals), MU),
        severe=text(severe, MU),
        word=model.names.of("severities", SEVERE),
    )
    found.append(Finding(line))
    count = dict.fromkeys(("error", "warning", "note"), 0)
    for total in model.problem_totals:
        count[total.severity] = count.get(total.severity, 0) + total.count
    line = tr("Data problems: {error} errors, {warning} warnings, {note} notes.").format(
        **{severity: text(number, INTEGER) for severity, number in count.items()}
    )
    found.append(Finding(line))
    return found


def _against(
    unit: str,
    topic: str,
    actual: float | None,
    target: float | None,
    difference: float | None,
    state: str,
    tr: Translate,
) -> Finding:
    """A unit against one target."""
    word = labels.states(tr)[state]
    if actual is None or target is None:
        return Finding(tr("{unit}, {topic}: {state}.").format(unit=unit, topic=topic, state=word), state)
    line = tr("{unit}, {topic}: {actual} of {target} (10,000 mu), {difference} mu: {state}.")
    return Finding(
        line.format(
            unit=unit,
            topic=topic,
            actual=text(actual / MU_PER_WAN_MU, WAN_MU),
            target=text(target / MU_PER_WAN_MU, WAN_MU),
            difference=text(difference, MU, signed=True),
            state=word,
        ),
        state,
    )


def _counties(model: ReportModel, tr: Translate) -> list[Finding]:
    """The counties below a target, or that there are none."""
    counties = [row for row in model.targets if row.level == COUNTY]
    found = []
    for line, short in (
        (tr("Below the cultivated-land target: {units}."), [r.name for r in counties if r.holding_state == MISSED]),
        (
            tr("Below the permanent basic farmland target: {units}."),
            [r.name for r in counties if r.pbf_state == MISSED],
        ),
    ):
        if short:
            found.append(Finding(line.format(units=tr(", ").join(short)), MISSED))
    if counties and all(row.holding_state == row.pbf_state == MET for row in counties):
        found.append(Finding(tr("All counties meet both targets."), MET))
    return found


def _gap_finding(gap: GapRow, tr: Translate) -> Finding:
    line = tr("{unit}, gap left: {left} (10,000 mu).").format(
        unit=gap.name, left=text(gap.gap_left / MU_PER_WAN_MU, WAN_MU)
    )
    if gap.uncovered:
        more = tr("Candidates at once and with works would leave {area} (10,000 mu) of it.")
        line += " " + more.format(area=text(gap.uncovered / MU_PER_WAN_MU, WAN_MU))
    elif gap.uncovered is not None:
        line += " " + tr("Candidates at once and with works could fill it; they are potential, not restored land.")
    return Finding(line, gap.state)


def _lists(
    model: ReportModel, settings: Mapping[str, Any], tr: Translate, workbook: str, package: str
) -> dict[str, Listing]:
    """The page's tables by name; long lists begin with what matters most."""
    conflicts, candidates, limit = model.conflicts, model.candidates, settings["list_rows"]
    severity = pd.to_numeric(conflicts["severity"])
    worst = conflicts.sort_values(["severity", "area_m2"], ascending=False, kind="stable")
    excluded = candidates["excluded"].map(lambda value: isinstance(value, str) and value != "").astype(bool)
    rank = candidates["tier"].map({tier: number for number, tier in enumerate(model.tiers)})
    order = candidates.assign(_rank=rank).sort_values(["_rank", "net_m2"], ascending=[True, False], kind="stable").index
    best, barred = candidates.loc[order[~excluded[order]]], candidates.loc[order[excluded[order]]]

    def conflict_list(frame: pd.DataFrame) -> Table:
        return conflicts_table(model, tr, frame.head(limit), settings["conflict_columns"])

    def candidate_list(frame: pd.DataFrame, columns: str) -> Table:
        return candidates_table(model, tr, frame.head(limit), settings[columns])

    def listing(key: str, title: str, frame: pd.DataFrame, table: Table, layer: str, note: str) -> Listing:
        count = tr("{count} pieces.").format(count=text(len(frame), INTEGER))
        cut = tr(
            "Only the first {shown} of {count} rows are shown here. The whole list is in {workbook}, sheet “{sheet}”, "
            "and in {package}, layer {layer}."
        ).format(
            shown=text(limit, INTEGER),
            count=text(len(frame), INTEGER),
            workbook=workbook,
            sheet=table.name,
            package=package,
            layer=layer,
        )
        shown = replace(table, key=key, title=title, notes=(count, note) if note else (count,))
        return Listing(shown, cut if len(frame) > limit else "")

    counted, noted = worst[severity[worst.index] >= COUNTED], worst[severity[worst.index] < COUNTED]
    check = tr("The most severe come first, of these the largest. Check them on the ground before anything follows.")
    tables = (
        targets_table(model, tr),
        gaps_table(model, tr),
        differences_table(model, tr),
        conflict_kinds_table(model, tr),
        candidate_tiers_table(model, tr),
        problem_kinds_table(model, tr),
        inputs_table(model, tr),
        provenance_table(model, tr),
    )
    return {
        **{table.key: Listing(table) for table in tables},
        "conflicts": listing(
            "conflicts", tr("Occupation conflicts that count"), counted, conflict_list(counted), CONFLICTS, check
        ),
        "notes": listing(
            "notes",
            tr("Notes only (severity 0): approved or tolerated"),
            noted,
            conflict_list(noted),
            CONFLICTS,
            tr("They are in no total of conflicts."),
        ),
        "candidates": listing(
            "candidates",
            tr("Restoration candidates that count"),
            best,
            candidate_list(best, "candidate_columns"),
            CANDIDATES,
            tr("By tier, the largest first."),
        ),
        "excluded": listing(
            "excluded",
            tr("Excluded candidates"),
            barred,
            candidate_list(barred, "excluded_columns"),
            CANDIDATES,
            tr("They are in no total."),
        ),
    }


def _fills(settings: Mapping[str, Any]) -> list[dict[str, str]]:
    """Fills of charts: id, colour and pattern."""
    made = [{"id": state, **row} for state, row in settings["states"].items()]
    for kind, prefix in ((CONFLICTS, "severity"), (CANDIDATES, "tier")):
        for row, pattern in zip(style_data()[kind]["categories"], settings["patterns"]):
            made.append({"id": f"{prefix}-{row['id']}", "fill": row["fill"], "pattern": pattern})
    return made
