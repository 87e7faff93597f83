"""What the dashboard shows of a run's results, of the figures that workbook and page show.

Every figure is the report model's, or a sum of its lists as `reports.finding_sums` makes them.
"""

from __future__ import annotations

from collections.abc import Callable

from .analysis.columns import to_records
from .analysis.vocabulary import Potential
from .bridge.screen_areas import IN_MU, AreaFormat
from .bridge.vocabulary import level_labels
from .dashboard_changes import change_view
from .dashboard_enforcement import case_view, warning_view
from .dashboard_findings import conflict_view, loss_view
from .dashboard_targets import holding_view, pbf_view, potential_view
from .dashboard_units import (
    LEVELS,
    Bar,
    Cell,
    Choice,
    ChosenUnits,
    Segment,
    View,
    all_places,
    choose_units,
    headings_of,
)
from .reports.labels import Translate
from .reports.model import (
    ReportModel,
    number_or_none,
)
from .reports.model_building import NOISE_MU


def views(model: ReportModel, choice: Choice, tr: Translate, areas: AreaFormat = IN_MU) -> tuple[View, ...]:
    """Return the views of the chosen units."""
    chosen = choose_units(model, choice, tr, areas)
    changes = change_view(chosen)
    return (
        holding_view(chosen),
        pbf_view(chosen),
        potential_view(chosen),
        conflict_view(chosen, "uses"),
        conflict_view(chosen, "severities"),
        loss_view(chosen),
        *([] if changes is None else [changes]),
        warning_view(chosen),
        case_view(chosen),
    )


def comparison_view(
    model: ReportModel, earlier: ReportModel, choice: Choice, tr: Translate, areas: AreaFormat = IN_MU
) -> View:
    """Return the figures of the chosen units beside those of an earlier run: conflicts, and what else has changed."""
    chosen = choose_units(model, choice, tr, areas)
    places, rows = all_places(earlier, tr), to_records(earlier.summary)
    rows.sort(key=lambda row: LEVELS.index(str(row["level"])))
    before = {(place.level, place.code or place.parent): row for place, row in zip(places, rows)}
    changes = {
        "holding_mu": tr("Change: holding"),
        "pbf_delimited_mu": tr("Change: PBF"),
        f"candidates_{Potential.FREE.value}_mu": tr("Change: free potential"),
    }
    bars, cells = [], []
    for place, record in zip(chosen.places, chosen.records):
        old = before.get((place.level, place.code or place.parent), {})
        then, now = (number_or_none(row.get("conflicts_mu")) for row in (old, record))
        others = [(number_or_none(old.get(name)), number_or_none(record.get(name))) for name in changes]
        cells.append(
            (
                Cell(place.name),
                chosen.area_cell(then),
                chosen.area_cell(now),
                *(_change_cell(*pair, chosen) for pair in ((then, now), *others)),
            )
        )
        text = tr("{now}, before {before}").format(now=chosen.area(now), before=chosen.area(then))
        segments = (Segment("area", now, text),) if now else ()
        bars.append(Bar(place, (text,), segments, then))
    return View(
        key="comparison",
        title=tr("Comparison"),
        notes=(tr("The mark is the area of the earlier run. Changes are now minus before."),),
        percent=False,
        areas=chosen.areas,
        legend=(("area", tr("Conflicts now")),),
        mark=tr("Conflicts before"),
        bars=tuple(bars),
        empty=tr("No data"),
        headings=headings_of(
            (tr("Conflicts before"), tr("Conflicts now"), tr("Change: conflicts"), *changes.values()), tr
        ),
        places=chosen.places,
        rows=tuple(cells),
    )


def _change_cell(before: float | None, now: float | None, chosen: ChosenUnits) -> Cell:
    """Return what an area (mu) has changed by; a word where one of both is not known."""
    if before is None or now is None:
        return chosen.area_cell(None)
    difference = now - before
    return chosen.area_cell(0.0 if abs(difference) < NOISE_MU else difference, signed=True)


def as_text(view: View, tr: Translate) -> str:
    """Return a view's table as text with tabulators, which a spreadsheet takes; its first cell names the unit."""
    unit = tr("{heading} (areas in {unit})").format(heading=view.headings[0], unit=view.areas.label(tr))
    lines = [(unit, *view.headings[1:]), *(tuple(cell.text for cell in row) for row in view.rows)]
    return "\n".join("\t".join(line) for line in lines) + "\n"


def level_names(model: ReportModel, tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the levels of which the results have units, the largest first."""
    present = set(model.summary["level"])
    return {level: label for level, label in level_labels(tr).items() if level in present}
