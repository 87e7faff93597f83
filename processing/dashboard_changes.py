"""Flows of cultivated land between two surveys, on the dashboard, where a run has tracked them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .dashboard_units import Cell, ChosenUnits, View, area_bars, headings_of, in_mu
from .reports.model import MU_PER_M2, number_or_none
from .reports.number_format import printed_mu
from .workflows.changes import FLOWS

_OUT = "direction-out"  # the fill of outflows


def change_view(chosen: ChosenUnits) -> View | None:
    """Return outflow against inflow of the chosen units (net, mu); None where the results have no flows."""
    if FLOWS not in chosen.model.measures:
        return None
    tr = chosen.tr
    rows = {(str(row["level"]), str(row["code"])): row for row in chosen.model.measures[FLOWS].to_dict("records")}
    titles = {
        "holding_before_m2": tr("Holding before"),
        "outflow_m2": tr("Outflow"),
        "inflow_m2": tr("Inflow"),
        "adjustment_m2": tr("Adjustment"),
        "boundary_m2": tr("Across boundaries"),
        "holding_now_m2": tr("Holding now"),
        "net_change_m2": tr("Net change"),
    }
    areas, figures, marks, cells = [], [], [], []
    for place in chosen.places:
        flows = _flows_in_mu(rows.get((place.level, place.code), {}))
        areas.append({_OUT: flows.get("outflow_m2")})
        marks.append(flows.get("inflow_m2"))
        change = flows.get("net_change_m2")
        text = tr("No data") if change is None else tr("Net change: {area}").format(area=in_mu(change, tr))
        figures.append((text,))
        cells.append((Cell(place.name), *(_cell(flows.get(name), name == "net_change_m2", chosen) for name in titles)))
    return View(
        key="changes",
        title=tr("Outflow and inflow"),
        notes=(
            tr("Net cultivated land between two surveys: before - outflow + inflow + adjustment + boundaries = now."),
        ),
        percent=False,
        legend=((_OUT, titles["outflow_m2"]),),
        mark=titles["inflow_m2"],
        bars=area_bars(chosen, {_OUT: titles["outflow_m2"]}, areas, figures, marks),
        empty=tr("No outflow was found."),
        headings=headings_of(titles.values(), tr),
        places=chosen.places,
        rows=tuple(cells),
    )


def _flows_in_mu(row: Mapping[Any, Any]) -> dict[str, float | None]:
    """Return the flows of a unit in mu; what came and went across boundaries as one difference."""
    areas = {str(name): number_or_none(value) for name, value in row.items() if str(name).endswith("_m2")}
    came, went = areas.get("boundary_in_m2"), areas.get("boundary_out_m2")
    areas["boundary_m2"] = None if came is None or went is None else came - went
    return {name: None if area is None else area * MU_PER_M2 for name, area in areas.items()}


def _cell(mu: float | None, signed: bool, chosen: ChosenUnits) -> Cell:
    """Return the cell of an area, or of the word that stands for it."""
    if mu is None:
        return Cell(chosen.tr("No data"))
    return Cell(printed_mu(mu, signed, chosen.tr), number=mu)
