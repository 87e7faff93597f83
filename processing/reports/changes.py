"""What reports say of the changes of cultivated land between two surveys; areas are net."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..analysis.vocabulary import Level
from .judgements import Finding
from .labels import Translate
from .model import MU_PER_M2, ReportModel, number_or_none
from .number_format import printed_mu

CHANGES, FLOWS, TRANSITION = "changes", "flows", "transition"


def flow_of(model: ReportModel, code: str) -> dict[str, float | None]:
    """Return the flows of a city or county, in mu by column without its unit; nothing where it has none."""
    flows = model.measures.get(FLOWS, pd.DataFrame())
    rows = flows[(flows["code"] == code) & flows["level"].isin((Level.CITY, Level.COUNTY))] if len(flows) else flows
    if not len(rows):
        return {}
    return flows_in_mu({str(name): rows[name].iloc[0] for name in rows.columns})


def flows_in_mu(row: Mapping[str, object]) -> dict[str, float | None]:
    """Return the flows (m²) of a row in mu, by column without its unit."""
    areas = {name[:-3]: number_or_none(value) for name, value in row.items() if name.endswith("_m2")}
    return {name: None if area is None else area * MU_PER_M2 for name, area in areas.items()}


def changes_findings(model: ReportModel, tr: Translate) -> list[Finding]:
    """Return a sentence for each city with flows; for each county where no city has any."""
    for level in (Level.CITY, Level.COUNTY):
        units = [row for row in model.targets if row.level == level and flow_of(model, row.code)]
        if units:
            return [Finding(changes_sentence(model, row.code, tr)) for row in units]
    return []


def changes_sentence(model: ReportModel, code: str, tr: Translate) -> str:
    """Return what flowed out of a unit's cultivated land and in, net; empty where that is not known."""
    areas = flow_of(model, code)
    if not areas:
        return ""
    line = tr(
        "Since the earlier survey, {unit} (net areas): outflow {out} mu, of it non-agricultural {built} mu, inside "
        "permanent basic farmland {pbf} mu, without a reason {unreasonable} mu; inflow {into} mu; adjustment "
        "{adjusted} mu; net change {change} mu."
    )

    def mu(name: str, signed: bool = False) -> str:
        """Return an area as printed."""
        return printed_mu(areas.get(name), signed, tr)

    return line.format(
        unit=model.unit_name(code),
        out=mu("outflow"),
        built=mu("non_agricultural"),
        pbf=mu("pbf"),
        unreasonable=mu("unreasonable"),
        into=mu("inflow"),
        adjusted=mu("adjustment", signed=True),
        change=mu("net_change", signed=True),
    )
