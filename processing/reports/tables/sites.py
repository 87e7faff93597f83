"""Forms of a check of project sites and of a search for supplements, as an office hands them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ...analysis.area.rounding import EXACT_PER_MU
from ...analysis.columns import to_records
from ...analysis.rules.policy import Policy
from ...analysis.sites.supplements import SupplementNeed, Supplements, mean_grade
from ..labels import Translate, unit_of
from ..number_format import M2, NOTHING, WAN_MU
from ..site_labels import SITE_COLUMNS, SITE_WORDS
from ..site_sheet import FACTS, SiteTables, line_depth
from .results import ResultWords
from .status_tones import BAD, GOOD, WARN
from .table import Column, Table, in_unit

_M2_PER_HA = 10_000
_HECTARES, _OF_PBF, _INDENT = "hectares", "of_pbf", "　"


def site_forms(tables: SiteTables, policy: Policy, words: ResultWords) -> Sequence[Table]:
    """Return the comparison of alternatives, one a column in their order, and their land by the lines of the papers."""
    return [_comparison_form(tables, policy, words), _land_form(tables, policy, words)]


def _comparison_form(tables: SiteTables, policy: Policy, words: ResultWords) -> Table:
    """Return the alternatives side by side: rank, verdict, and one indicator a row."""
    tr, comparison = words.tr, tables.comparison
    headings, labels = SITE_COLUMNS["comparison"](tr), SITE_WORDS["comparison"](tr, words.names)
    sites = to_records(comparison)
    texts = {
        "project": [row["project"] or NOTHING for row in sites],
        "rank": [str(row["rank"]) for row in sites],
        "verdict": [labels["verdict"][row["verdict"]] for row in sites],
        "decided_by": [labels["decided_by"].get(str(row["decided_by"]), NOTHING) for row in sites],
    }
    rows: list[tuple[object, ...]] = [(headings[name], "", *values) for name, values in texts.items()]
    for name in FACTS:
        values = [NOTHING if row[name] is None or pd.isna(row[name]) else float(row[name]) for row in sites]
        rows.append((headings[name], unit_of(name, tr), *values))
    for need in tables.needs["need"].drop_duplicates():
        own = tables.needs[tables.needs["need"] == need].set_index("site")
        found = [own["checked"].get(row["site"]) for row in sites]
        shown = [NOTHING if value is None else labels["checked"][value] for value in found]
        rows.append((labels["need"].get(need, need), "", *shown))
    criteria = " → ".join(labels["decided_by"].get(name, name) for name in policy.site_ranking)
    verdicts = labels["verdict"]
    tones = ((verdicts["forbidden"], BAD), (verdicts["conditional"], WARN), (verdicts["clear"], GOOD))
    return Table(
        key="site_comparison",
        name=tr("Comparison form"),
        title=tr("Comparison of the alternatives of a project"),
        columns=(
            Column(tr("Indicator")),
            Column(tr("Unit of measure")),
            *(Column(str(row["site"]), M2, tones=tones) for row in sites),
        ),
        rows=rows,
        notes=(tr("Order: fewest first, one after the other: {criteria}. No weights.").format(criteria=criteria),),
    )


def _land_form(tables: SiteTables, policy: Policy, words: ResultWords) -> Table:
    """Return the land of each alternative by the lines of the papers, with what of it lies in PBF."""
    tr, labels = words.tr, SITE_WORDS["comparison"](words.tr, words.names)
    parents = {line.name: line.parent for line in policy.site_lines}
    columns, areas = [Column(tr("Line"))], list[Mapping[str, Mapping[str, float]]]()
    square, hectares = in_unit(tr("m²"), tr), in_unit(tr("ha"), tr)
    for site in tables.comparison["site"]:
        own = tables.classes[tables.classes["site"] == site]
        # Of several counties the whole stands in rows without a code.
        own = own[own["code"] == ("" if own["code"].eq("").any() else own["code"].iloc[0])].set_index("line")
        pbf = pd.to_numeric(own["pbf_m2"])
        areas.append({_HECTARES: own["area_m2"] / _M2_PER_HA, "area_m2": own["area_m2"], _OF_PBF: pbf})
        columns += [
            Column(hectares(tr("Area")), WAN_MU, str(site)),
            Column(square(tr("Area")), M2, str(site)),
            Column(square(tr("Of it PBF")), M2, str(site)),
        ]
    rows = [
        (
            _INDENT * line_depth(line, parents) + labels["line"].get(line, line),
            *(None if np.isnan(value) else value for own in areas for value in _of_line(own, line)),
        )
        for line in parents
    ]
    return Table(
        key="site_land",
        name=tr("Land of the alternatives"),
        title=tr("Land of the alternatives by class, as in the papers of a submission"),
        columns=tuple(columns),
        rows=rows,
        notes=(
            tr(
                "Shares of the parcels' area of record. Cultivated land is net; its ridges stand under field ridges. "
                "The first-level lines add up to the area of record of the alternative, to 0.01 m²."
            ),
        ),
    )


def _of_line(areas: Mapping[str, Mapping[str, float]], line: str) -> list[float]:
    """Return the areas of a line in the order of the columns; NaN where there is none."""
    return [float(values.get(line, np.nan)) for values in areas.values()]


def supplement_form(need: SupplementNeed, found: Supplements, tr: Translate) -> Table:
    """Return what is needed against what was chosen: net area and paddy in mu, and the mean grade."""
    area, paddy = (sum(int(of[row]) for row in found.chosen) for of in (found.net, found.paddy))
    grade = mean_grade(found)
    yes, no = tr("Made good"), tr("Not made good")
    rows: list[tuple[object, ...]] = []
    for name, needed, got in ((tr("Net area (mu)"), need.net, area), (tr("Of it paddy (mu)"), need.paddy, paddy)):
        figures = (amount / EXACT_PER_MU for amount in (needed, got, max(needed - got, 0)))
        rows.append((name, *figures, yes if got >= needed else no))
    wanted, reached = (None if value is None else float(value) for value in (need.grade, grade))
    missing, state = None, NOTHING
    if need.grade is not None:
        missing = None if grade is None else max(float(grade - need.grade), 0.0)
        state = yes if grade is not None and grade <= need.grade else no
    rows.append((tr("Mean grade (1 is the best)"), wanted, reached, missing, state))
    text = tr("{count} pieces were chosen, of {all} that are eligible.")
    return Table(
        key="supplement_need",
        name=tr("Need and supplement"),
        title=tr("Supplement of permanent basic farmland: need and what was chosen (measures 14, 17, 27)"),
        columns=(
            Column(tr("Indicator")),
            Column(tr("Amount needed"), WAN_MU),
            Column(tr("Amount chosen"), WAN_MU),
            Column(tr("Still missing"), WAN_MU),
            Column(tr("State"), tones=((yes, GOOD), (no, BAD))),
        ),
        rows=rows,
        notes=(text.format(count=len(found.chosen), all=len(found.frame)),),
    )
