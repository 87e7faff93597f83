"""The check of project sites: each alternative is overlaid by itself with the parcels that it meets, then judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely

from ..analysis.area.ellipsoidal import measured_area
from ..analysis.area.rounding import CENTS, cents_or_zero, round_area
from ..analysis.encoding import EncodedFrame
from ..analysis.geometry.set_operations import repair
from ..analysis.problems import ERROR, WARNING, collect, problems
from ..analysis.rules.evaluation import RuleEvaluator, join_labels
from ..analysis.rules.policy import Policy, SurveyClasses
from ..analysis.rules.unit_codes import codes_of
from ..analysis.sites.figures import Charges, SiteFigures
from ..analysis.sites.land_use import find_lines, tabulate_lines
from ..analysis.sites.needs import Needs, find_needs
from ..analysis.sites.ranking import rank_sites
from ..analysis.vocabulary import Level, SiteVerdict
from ..bridge.crs.systems import gauss_kruger_of, reproject_layer
from ..bridge.io.nearby import Nearby, Place
from ..bridge.io.parcel_layers import ParcelLayers
from ..bridge.progress import FeedbackProgress
from ..bridge.survey.schema import Survey
from .overlay.preparation import PreparedOverlay, for_partitions, prepare_overlay, prepare_role, zone_order
from .overlay.run import overlay_prepared
from .overlay.settings import Layers, OverlaySettings
from .site_outlines import SITE, Alternative, Project

_PERCENT = 100
_RECORD = "pbf_TBDLMJ"  # summed before it is rounded
_SUMMED = ("fee_yuan", "topsoil_m3")  # rounded county by county: accounts are kept per county
_PART_COLUMNS = (
    *("BSM", "DLBM", "line", "needs", "area_m2", "cultivated_m2", "stable", "county", "township", "village"),
    *("GDPDJB", "GDDB", "ZZSXDM", "TBXHDM", "pbf", "pbf_TBDLMJ", "pbf_reserve", "farmland_reserve", "protected"),
    *("red_line", "urban", "village_scope", "forest", "projects", "slope_PDJB", "soil_HJLB", "sliver"),
)


@dataclass(frozen=True)
class CheckedSites:
    """What came of a check.

    Attributes:
        comparison: one row an alternative, in their order.
        sites: one row an alternative and county, with what of the outline the county's parcels cover.
        classes: area by line, alternative and county.
        needs: what is forbidden or needed, by alternative.
        parts: parcels inside the outlines.
        problems: as kinds and facts.
        closure: largest difference (m²) between the lines of an alternative and its parts.

    """

    comparison: geopandas.GeoDataFrame
    sites: geopandas.GeoDataFrame
    classes: pd.DataFrame
    needs: pd.DataFrame
    parts: geopandas.GeoDataFrame
    problems: geopandas.GeoDataFrame
    closure: float


def near_outlines(alternatives: Sequence[Alternative], allow_ballpark: bool) -> Nearby:
    """Return the places near which layers are read for some alternatives."""
    data = [alternative.outlines for alternative in alternatives]
    return Nearby([Place(one.name, one.frame.geometry.to_numpy(), one.crs) for one in data], allow_ballpark)


def check_sites(
    layers: Layers,
    project: Project,
    classes: SurveyClasses,
    policy: Policy,
    settings: OverlaySettings,
    charges: Charges,
    names: Mapping[str, str],
    progress: FeedbackProgress,
) -> CheckedSites:
    """Check alternatives of a project; each by itself, so that its figures do not depend on the others.

    Args:
        layers: the parcels near all outlines, and the zones near these parcels.
        project: its alternatives.
        classes: the survey's classes.
        policy: lines, needs, order and options.
        settings: of the overlay.
        charges: rates and depths.
        names: of units by code.
        progress: receives the fraction done; may cancel.

    """
    prepared = prepare_overlay(layers, classes, settings, progress.part(0.0, 0.4))
    crs, alternatives, rest = prepared.crs, project.alternatives, progress.part(0.4, 1.0)
    checked = []
    for number, alternative in enumerate(alternatives):
        part = rest.part(number / len(alternatives), (number + 1) / len(alternatives))
        checked.append(_check(layers, prepared, alternative, classes, policy, settings, charges, names, part))
    comparison = pd.DataFrame([one.total for one in checked])
    shapes = geopandas.GeoSeries([one.outline for one in checked], crs=crs)
    ranked = rank_sites(comparison.assign(geometry=shapes.to_numpy()), policy.site_ranking)
    found = collect([*project.problems, *prepared.problems, *(table for one in checked for table in one.problems)], crs)
    told = found.drop_duplicates(["layer", "feature", "kind"]).reset_index(drop=True)
    return CheckedSites(
        geopandas.GeoDataFrame(ranked, geometry="geometry", crs=crs),
        _joined([one.sites for one in checked], crs),
        pd.concat([one.lines for one in checked], ignore_index=True),
        pd.concat([one.needs for one in checked], ignore_index=True),
        _joined([one.parts for one in checked], crs),
        told,
        max(one.closure for one in checked),
    )


@dataclass(frozen=True)
class _Checked:
    """What came of one alternative; attributes as in `CheckedSites`, `total` is its row of the comparison."""

    total: dict[str, object]
    outline: shapely.Geometry
    sites: geopandas.GeoDataFrame
    lines: pd.DataFrame
    needs: pd.DataFrame
    parts: geopandas.GeoDataFrame
    problems: list[pd.DataFrame]
    closure: float


def _check(
    layers: Layers,
    prepared: PreparedOverlay,
    alternative: Alternative,
    classes: SurveyClasses,
    policy: Policy,
    settings: OverlaySettings,
    charges: Charges,
    names: Mapping[str, str],
    progress: FeedbackProgress,
) -> _Checked:
    """Check one alternative."""
    crs = prepared.crs
    outline = _outline(alternative, crs, settings, progress)
    parts, found = _overlay(layers.parcels, layers.survey, prepared, alternative, settings, progress)
    tests = RuleEvaluator(parts, policy, classes, settings.date)
    needs, lines = find_needs(parts, tests, policy), find_lines(tests, policy)
    figures = SiteFigures(parts, tests, policy, needs.covered, charges)
    facts = {"site": alternative.id, "project": alternative.project or None}
    every = np.ones(len(parts), bool)
    county = codes_of(parts, Level.COUNTY.value)
    codes = sorted(set(county.tolist()))
    rows, tables, shapes = [], [], []
    for code in codes:
        inside = county == code
        rows.append({**facts, "code": code, "name": names.get(code), **figures.of(inside)})
        tables.append(tabulate_lines(parts, lines, inside, policy, classes).assign(code=code))
        shapes.append(shapely.union_all(parts.geometry.to_numpy()[inside]))
    total = figures.of(every)
    if len(codes) > 1:
        tables.append(tabulate_lines(parts, lines, every, policy, classes).assign(code=""))
        total |= {name: _sum([row[name] for row in rows]) for name in _SUMMED if total[name] is not None}
    uncovered = shapely.difference(outline, shapely.union_all(parts.geometry.to_numpy()))
    measured = _measured(np.array([outline, uncovered]), crs, settings)
    verdict = needs.verdict if len(parts) else SiteVerdict.UNCHECKED.value
    head = {**facts, "verdict": verdict, **_against_survey(measured, total, alternative.stated_m2)}
    thin = uncovered.area <= settings.tolerance * uncovered.length
    found += _odd(alternative, outline, head, len(parts) > 0, bool(thin), policy)
    table = pd.concat(tables) if tables else tabulate_lines(parts, lines, every, policy, classes).assign(code="")
    whole = [line.name for line in policy.site_lines if not line.parent]
    of_counties = table[table["line"].isin(whole) & (table["code"].isin(codes) if len(codes) > 1 else True)]
    closure = cents_or_zero(of_counties["area_m2"]).sum() - cents_or_zero(parts["area_m2"]).sum()
    return _Checked(
        {**head, **total},
        outline,
        geopandas.GeoDataFrame(pd.DataFrame(rows).assign(verdict=verdict), geometry=shapes, crs=crs),
        table.assign(site=alternative.id)[["site", "code", "line", "area_m2", "area_mu", "pbf_m2"]],
        needs.table.assign(site=alternative.id)[["site", *needs.table.columns]],
        _parts_layer(alternative, parts, lines, needs, figures.stable),
        found,
        abs(int(closure)) / CENTS,
    )


def _outline(
    alternative: Alternative, crs: pyproj.CRS, settings: OverlaySettings, progress: FeedbackProgress
) -> shapely.Geometry:
    """Return the whole outline of an alternative, in the working system; plots on each other count once."""
    data = alternative.outlines
    warn = progress.feedback.pushWarning
    frame = reproject_layer(data.frame, data.crs, crs, data.name, settings.allow_ballpark, warn)
    return shapely.union_all(repair(frame.geometry.to_numpy())[0])


def _overlay(
    parcels: ParcelLayers,
    survey: Survey,
    prepared: PreparedOverlay,
    alternative: Alternative,
    settings: OverlaySettings,
    progress: FeedbackProgress,
) -> tuple[geopandas.GeoDataFrame, list[pd.DataFrame]]:
    """Return the pieces inside an alternative's outlines, in the working system, and what is wrong with the data."""
    nearby, crs = near_outlines([alternative], settings.allow_ballpark), prepared.crs
    starts = np.cumsum([0, *map(len, parcels.layers)])
    found = [start + nearby.meeting(layer.frame, layer.crs) for start, layer in zip(starts, parcels.layers)]
    rows = np.concatenate(found)
    if not len(rows):
        columns = ["piece_id", "DLBM", "area_m2", "cultivated_m2", "county", "township", "village"]
        return geopandas.GeoDataFrame(pd.DataFrame(columns=columns), geometry=[], crs=crs), []
    data = alternative.outlines
    frame = reproject_layer(data.frame, data.crs, crs, data.name, settings.allow_ballpark, lambda _: None)
    projection = gauss_kruger_of(crs)
    site = prepare_role(survey, SITE, {data.name: frame}, projection, settings, progress.part(0.0, 0.1))
    zones = sorted([*prepared.task.zones, for_partitions(site)], key=lambda zone: zone_order(survey.roles[zone.role]))
    pieces: list[geopandas.GeoDataFrame] = []

    def take(frame: EncodedFrame | pd.DataFrame) -> None:
        """Keep what lies inside."""
        if isinstance(frame, EncodedFrame):
            pieces.append(frame.take(np.flatnonzero(frame.attributes[SITE].notna())).decode())

    own = replace(prepared, task=replace(prepared.task, zones=zones), partitions=[rows], problems=[], extents=[])
    overlay = overlay_prepared(own, settings, progress.part(0.1, 1.0), take, exact_shares=(_RECORD,))
    inside = geopandas.GeoDataFrame(pd.concat(pieces, ignore_index=True), geometry="geometry", crs=crs)
    return inside, [*site.problems, overlay.problems]


def _measured(shapes: np.ndarray, crs: pyproj.CRS, settings: OverlaySettings) -> list[float]:
    """Return the areas of polygons (m²) by the run's method, rounded."""
    areas = measured_area(shapes, settings.area_method, crs, gauss_kruger_of(crs))
    return [float(area) for area in round_area(np.nan_to_num(areas))]


def _against_survey(measured: Sequence[float], total: Mapping[str, object], stated: float | None) -> dict[str, object]:
    """Return how the outline's own area compares with the survey's, and what of it no parcel covers."""
    outline, uncovered = measured
    difference = round(float(str(total["area_m2"])) - outline, 2)
    return {
        "outline_m2": outline,
        "stated_m2": stated,
        "difference_m2": difference,
        "difference_percent": abs(difference) / outline * _PERCENT if outline else None,
        "uncovered_m2": uncovered,
    }


def _odd(
    alternative: Alternative,
    outline: shapely.Geometry,
    head: Mapping[str, object],
    has_parts: bool,
    thin: bool,
    policy: Policy,
) -> list[pd.DataFrame]:
    """Return problems of an alternative: outside the survey, in part or whole, or of another area."""
    if not has_parts:
        return [problems("site_outside", alternative.id, [alternative.id], ERROR, None, [outline])]
    found = []
    told = ("outline_m2", "difference_m2", "difference_percent", "uncovered_m2")
    facts = {name: [f"{float(str(head[name] or 0)):,.2f}"] for name in told}
    if not thin:
        found.append(problems("site_not_covered", alternative.id, [alternative.id], WARNING, facts, [outline]))
    share = head["difference_percent"]
    if isinstance(share, float) and share > policy.threshold("site_deviation_percent"):
        found.append(problems("site_area_differs", alternative.id, [alternative.id], WARNING, facts, [outline]))
    return found


def _parts_layer(
    alternative: Alternative, parts: geopandas.GeoDataFrame, lines: np.ndarray, needs: Needs, stable: np.ndarray
) -> geopandas.GeoDataFrame:
    """Return the layer of parts: what each is, where it lies, and what it makes necessary."""
    labels = join_labels(list(needs.covered.values()), list(needs.covered), len(parts))
    told = parts.assign(line=lines, needs=labels, stable=np.where(stable, "yes", "no"))
    kept = [name for name in _PART_COLUMNS if name in told]
    table = told[[*kept, "geometry"]]
    table.insert(0, "site", alternative.id)
    table.insert(0, "part_id", alternative.id + "-" + parts["piece_id"].astype(str))
    return table


def _joined(frames: Sequence[geopandas.GeoDataFrame], crs: pyproj.CRS) -> geopandas.GeoDataFrame:
    """Return the rows of several frames; without those that have none."""
    filled = [frame for frame in frames if len(frame)] or list(frames[:1])
    return geopandas.GeoDataFrame(pd.concat(filled, ignore_index=True), geometry="geometry", crs=crs)


def _sum(values: Sequence[object]) -> float:
    """Return the sum of amounts, to 0.01; of counties where nothing is due there are none."""
    return round(sum(float(str(value)) for value in values if value is not None), 2)
