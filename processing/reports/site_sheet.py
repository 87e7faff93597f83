"""The sheet of a site check that an office signs (项目选址核查表): comparison, maps, land classes, needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..analysis.columns import to_records
from ..analysis.rules.policy import Policy
from ..analysis.vocabulary import Checked, SiteVerdict
from ..bridge.paths import SITE_SHEET
from ..bridge.plain_text import printable_part
from .labels import Translate, with_column_unit
from .names import Names
from .number_format import M2, MU, NOTHING, PERCENT, printed
from .site_labels import SITE_COLUMNS, SITE_WORDS

_WIDTH, _MARGIN, _NARROW = 640.0, 20.0, 0.35  # of a map, in its own units; its least height as a share
_BAR = 0.2  # of the width, at most, for the scale bar
_COMPARED = (
    *("area_m2", "cultivated_m2", "paddy_m2", "pbf_m2", "pbf_cultivated_m2", "red_line_m2"),
    *("fee_yuan", "topsoil_m3", "owed_mu", "replace_mu"),
)
FACTS = (
    *("outline_m2", "stated_m2", "area_m2", "difference_percent", "uncovered_m2", "cultivated_m2", "paddy_m2"),
    *("stable_m2", "grade", "pbf_m2", "pbf_cultivated_m2", "pbf_registered_m2", "pbf_reserve_m2", "red_line_m2"),
    *("forest_m2", "projects_m2", "in_scope_m2", "out_scope_m2", "owed_mu", "owed_paddy_mu", "replace_mu"),
    *("fee_yuan", "no_rate_m2", "topsoil_m3"),
)


@dataclass(frozen=True)
class SiteTables:
    """What a check came to; the tables are those of the results.

    Attributes:
        comparison, parts: with geometry.
        sites, classes, needs: without.

    """

    comparison: geopandas.GeoDataFrame
    parts: geopandas.GeoDataFrame
    sites: pd.DataFrame
    classes: pd.DataFrame
    needs: pd.DataFrame


def site_sheet(tables: SiteTables, policy: Policy, names: Names, day: str, language: str, tr: Translate) -> str:
    """Return the sheet as HTML that runs nothing and loads nothing.

    Args:
        tables: of the check.
        policy: its title, the lines and their order.
        names: of ids, in the language.
        day: of the survey.
        language: `zh` or `en`.
        tr: translates into it.

    """
    from jinja2 import Environment  # noqa: PLC0415  optional

    headings = SITE_COLUMNS["comparison"](tr)
    words = SITE_WORDS["comparison"](tr, names)
    template = Environment(autoescape=True, finalize=printable_part).from_string(SITE_SHEET.read_text(encoding="utf-8"))
    basis = tr("By the survey on {day}, rules: {policy}. Areas of record; what was not given is not judged.")
    criteria = " → ".join(words["decided_by"].get(name, name) for name in policy.site_ranking)
    return template.render(
        language=language,
        title=tr("Check of project sites"),
        basis=basis.format(day=day, policy=policy.title_in(language)),
        order=tr("Order: fewest first, one after the other: {criteria}. No weights.").format(criteria=criteria),
        north=tr("N"),
        legend=tr("Red: outline. Brown rim: permanent basic farmland. Yellow: cultivated land. Green: forest."),
        comparison=_comparison(tables.comparison, headings, words, tr),
        sites=[_site(row, tables, policy, headings, words, tr) for row in to_records(tables.comparison)],
        needs_heads=(headings["need"], headings["checked"], tr("Area (m²)"), tr("Source")),
        signatures=(tr("Compiled by"), tr("Checked by"), tr("Office (seal)"), tr("Date")),
    )


def _comparison(
    comparison: pd.DataFrame, headings: Mapping[str, str], words: Mapping[str, Mapping[str, str]], tr: Translate
) -> dict[str, object]:
    """Return the table of alternatives."""
    rows = []
    for row in to_records(comparison):
        decided = words["decided_by"].get(str(row["decided_by"]), "") if row["decided_by"] else NOTHING
        cells = [
            {"text": row["rank"], "number": True},
            {"text": row["site"]},
            {"text": words["verdict"][row["verdict"]], "mark": row["verdict"]},
            *({"text": _figure(name, row[name], tr), "number": True} for name in _COMPARED),
            {"text": decided},
        ]
        rows.append({"cells": cells})
    shown = ("rank", "site", "verdict", *_COMPARED, "decided_by")
    return {"heads": [with_column_unit(headings[name], name, tr) for name in shown], "rows": rows}


def _figure(name: str, value: object, tr: Translate) -> str:
    """Return a figure in the decimals of its column; a dash where it is not known."""
    if value is None or pd.isna(value):
        return NOTHING
    kind = MU if name.endswith("_mu") else PERCENT if name.endswith("_percent") else M2
    return printed(float(str(value)), kind, tr=tr)


def _site(
    row: Mapping[str, object],
    tables: SiteTables,
    policy: Policy,
    headings: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
    tr: Translate,
) -> dict[str, object]:
    """Return what the sheet says of one alternative."""
    site = row["site"]
    own = {name: frame[frame["site"] == site] for name, frame in vars(tables).items()}
    unit_names = own["sites"].set_index("code")["name"].to_dict()
    parents = {line.name: line.parent for line in policy.site_lines}
    counties = []
    for code, lines in own["classes"].groupby("code", sort=True):
        title = tr("All counties") if not code else str(unit_names.get(code) or code)
        shown = [line for line in to_records(lines) if line["area_m2"] or not parents[line["line"]]]
        counties.append(
            {
                "title": title,
                "heads": (headings["line"], tr("Area (m²)"), tr("Area (mu)"), tr("Of it PBF (m²)")),
                "rows": [
                    {
                        "name": words["line"].get(line["line"], line["line"]),
                        "level": line_depth(line["line"], parents),
                        "area": _figure("area_m2", line["area_m2"], tr),
                        "mu": _figure("area_mu", line["area_mu"], tr),
                        "pbf": _figure("pbf_m2", line["pbf_m2"], tr),
                    }
                    for line in shown
                ],
            }
        )
    return {
        "title": " · ".join(str(text) for text in (row["project"], site) if text),
        "verdict": row["verdict"],
        "verdict_text": words["verdict"][str(row["verdict"])],
        "map": _map(row["geometry"], own["parts"]),
        "facts": [(with_column_unit(headings[name], name, tr), _figure(name, row[name], tr)) for name in FACTS],
        "counties": counties,
        "needs": [_need(need, words, tr) for need in to_records(own["needs"])],
    }


def _need(need: Mapping[str, object], words: Mapping[str, Mapping[str, str]], tr: Translate) -> dict[str, object]:
    """Return the row of a need."""
    checked, verdict = str(need["checked"]), str(need["verdict"])
    found = words["checked"][checked]
    if checked == Checked.APPLIES.value and verdict == SiteVerdict.FORBIDDEN.value:
        found = words["verdict"][verdict]
    return {
        "name": words["need"].get(str(need["need"]), need["need"]),
        "checked": found,
        "mark": verdict if checked == Checked.APPLIES.value else SiteVerdict.UNCHECKED.value,
        "area": _figure("area_m2", need["area_m2"], tr),
        "source": need["source"],
    }


def line_depth(line: str, parents: Mapping[str, str]) -> int:
    """Return how many lines a line is a part of."""
    depth = 0
    while parents.get(line):
        line, depth = parents[line], depth + 1
    return depth


def _map(outline: object, parts: geopandas.GeoDataFrame) -> dict[str, object]:
    """Return the drawing of an alternative: its parts by line, those in PBF marked, and its outline."""
    west, south, east, north = shapely.total_bounds(np.array([outline], dtype=object))
    scale = (_WIDTH - 2 * _MARGIN) / max(east - west, north - south, 1.0)
    height = max((north - south) * scale + 2 * _MARGIN, _WIDTH * _NARROW)
    frame = (west, north, scale)
    shapes = [
        {
            "mark": f"{part['line']} pbf" if isinstance(part.get("pbf"), str) else str(part["line"]),
            "path": _path(part["geometry"], *frame),
        }
        for part in to_records(parts)
    ]
    shapes.append({"mark": "outline", "path": _path(outline, *frame)})
    metres = _round_below(_BAR * _WIDTH / scale)
    return {
        "width": _WIDTH,
        "height": round(height, 1),
        "shapes": shapes,
        "bar": round(metres * scale, 1),
        "length": f"{metres:g} m",
    }


def _path(shape: object, west: float, north: float, scale: float) -> str:
    """Return a polygon as an SVG path."""
    rings = shapely.get_rings(shapely.get_parts(np.array([shape], dtype=object)))
    texts = []
    for ring in rings:
        xy = shapely.get_coordinates(ring)
        x, y = _MARGIN + (xy[:, 0] - west) * scale, _MARGIN + (north - xy[:, 1]) * scale
        texts.append("M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x.tolist(), y.tolist())) + "Z")
    return "".join(texts)


def _round_below(metres: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is not above a length."""
    power = 10.0 ** np.floor(np.log10(max(metres, 1.0)))
    steps: Sequence[float] = (5.0, 2.0, 1.0)
    return float(next(step * power for step in steps if step * power <= max(metres, 1.0)))
