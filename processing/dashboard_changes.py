"""Flows of cultivated land between two surveys, on the dashboard, where a run has tracked them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .analysis.columns import to_records
from .dashboard_units import Cell, ChosenUnits, View, area_bars, headings_of
from .reports.changes import FLOWS, flows_in_mu
from .reports.model import number_or_none

_OUT = "direction-out"  # the fill of outflows


def change_view(chosen: ChosenUnits) -> View | None:
    """Return outflow against inflow of the chosen units (net, mu); None where the results have no flows."""
    if FLOWS not in chosen.model.measures:
        return None
    tr = chosen.tr
    rows = {(str(row["level"]), str(row["code"])): row for row in to_records(chosen.model.measures[FLOWS])}
    titles = {
        "holding_before": tr("Holding before"),
        "outflow": tr("Outflow"),
        "inflow": tr("Inflow"),
        "adjustment": tr("Adjustment"),
        "boundary": tr("Across boundaries"),
        "holding_now": tr("Holding now"),
        "net_change": tr("Net change"),
    }
    areas, figures, marks, cells = [], [], [], []
    for place in chosen.places:
        flows = _flows_of(rows.get((place.level, place.code), {}))
        areas.append({_OUT: flows.get("outflow")})
        marks.append(flows.get("inflow"))
        change = flows.get("net_change")
        text = tr("No data") if change is None else tr("Net change: {area}").format(area=chosen.area(change))
        figures.append((text,))
        cells.append((Cell(place.name), *(chosen.area_cell(flows.get(name), name == "net_change") for name in titles)))
    return View(
        key="changes",
        title=tr("Outflow and inflow"),
        notes=(
            tr("Net cultivated land between two surveys: before - outflow + inflow + adjustment + boundaries = now."),
        ),
        percent=False,
        areas=chosen.areas,
        legend=((_OUT, titles["outflow"]),),
        mark=titles["inflow"],
        bars=area_bars(chosen, {_OUT: titles["outflow"]}, areas, figures, marks),
        empty=tr("No outflow was found."),
        headings=headings_of(titles.values(), tr),
        places=chosen.places,
        rows=tuple(cells),
    )


def _flows_of(row: Mapping[Any, Any]) -> dict[str, float | None]:
    """Return the flows of a unit in mu; what came and went across boundaries as one difference."""
    came, went = (number_or_none(row.get(f"boundary_{way}_m2")) for way in ("in", "out"))
    return flows_in_mu({**row, "boundary_m2": None if came is None or went is None else came - went})
