"""Files of boundary points (界址点 TXT): the exchange format in which project outlines are handed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely

from ...analysis.characters import plain_form
from ...analysis.problems import NOTE, WARNING, problems
from ...analysis.sites.rings import CrossingRingsError, SelfCrossingError, ring_polygon
from ..crs.systems import SIX_DEGREES, THREE_DEGREES
from ..errors import InputError, no_utf8
from ..file_limits import check_file_size, check_limit, limit
from ..i18n import tr
from ..located_yaml import shorten
from ..paths import OUTLINES
from ..text_files import decode_given
from ..yaml_files import load_data
from .outline_layers import OutlineData, check_ring_count, join_outline, outline_data

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HEAD = re.compile(r"[\[【](.+?)[\]】]")
_SAYS = re.compile(r"[=:,;\s]+")  # between the name of an attribute and its value
_ZONE = re.compile(r"(\d{1,2})\s*带?")


@lru_cache(maxsize=1)
def load_outline_forms() -> Mapping[str, Any]:
    """Return `resources/sites/outlines.yaml`; loaded once."""
    data: Mapping[str, Any] = load_data(OUTLINES)
    return data


@dataclass
class _Plot:
    """A plot while its lines are read: what its head says, and the points of each ring with the line of the first."""

    fields: dict[str, str]
    line: int
    rings: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


def read_boundary_points(path: Path, crs: pyproj.CRS | None) -> OutlineData:
    """Read a file of boundary points: all its plots are one alternative, named after the file.

    Rings of a plot are holes where they lie in another ring. Eastings tell the zone by their first two digits; where
    they have none, the file's attributes do, else `crs`.

    Args:
        path: the file, UTF-8, UTF-16 or GBK.
        crs: the system of files that do not tell theirs.

    Raises:
        InputError: names file, line and remedy.

    """
    check_file_size(path, "outline")
    attributes, plots = _parse(path)
    if not plots:
        raise InputError(
            tr(
                "“{file}” holds no plots: no line that ends with “{end}” below [{section}]. Export the boundary points "
                "again, or adapt resources/sites/outlines.yaml to the form of your office."
            ).format(
                file=path.name,
                end=load_outline_forms()["boundary_points"]["plot_end"],
                section=load_outline_forms()["boundary_points"]["sections"]["plots"][0],
            )
        )
    points = np.array([point for plot in plots for ring in plot.rings.values() for point in ring])
    swapped = bool(len(points) and _is_swapped(points))
    found = [problems("outline_swapped", path.stem, [""], NOTE)] if swapped else []
    shapes, areas = [], []
    for number, plot in enumerate(plots, 1):
        shapes.append(_polygon(path, plot, swapped))
        areas.append(_stated_area(plot))
        count, came = plot.fields.get("count", ""), sum(map(len, plot.rings.values()))
        if count.isdecimal() and int(count) != came:
            values = {"stated": [int(count)], "found": [came]}
            found.append(problems("outline_points", path.stem, [number], WARNING, values))
    system = _system(path, attributes, points[:, ::-1] if swapped else points, crs)
    stated = None if None in areas else sum(area for area in areas if area is not None)
    return outline_data(path, shapes, system, stated, found)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file with their numbers in half-width letters, without those that say nothing."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-16") if raw.startswith(_UTF16) else decode_given(raw)
    except UnicodeDecodeError as error:
        raise InputError(no_utf8(path.name)) from error
    comments = tuple(load_outline_forms()["boundary_points"]["comments"])
    for number, line in enumerate(text.splitlines(), 1):
        stripped = plain_form(line).strip()
        if stripped and not stripped.startswith(comments):
            yield number, stripped


def _parse(path: Path) -> tuple[dict[str, str], list[_Plot]]:
    """Return what the attributes say, by key, and the plots."""
    form = load_outline_forms()["boundary_points"]
    split = re.compile("|".join(map(re.escape, form["separators"])))
    keys = {name: key for key, names in form["keys"].items() for name in names}
    attributes: dict[str, str] = {}
    plots: list[_Plot] = []
    section, count, rings, most = "", 0, 0, limit("outline", "points")
    for number, line in _lines(path):
        head = _HEAD.fullmatch(line)
        if head:
            section = next((name for name, heads in form["sections"].items() if head[1].strip() in heads), "")
        elif section == "attributes":
            _note_attribute(path, number, attributes, keys, line)
        elif section == "plots" and line.endswith(form["plot_end"]):
            cells = [cell.strip() for cell in split.split(line[: -len(form["plot_end"])])]
            plots.append(_Plot(dict(zip(form["plot"], cells)), number))
            check_ring_count(path.name, len(plots))
        elif section == "plots":
            cells = [cell.strip() for cell in split.split(line)]
            ring, point = _point(path, number, dict(zip(form["point"], cells)), bool(plots))
            rings += ring not in plots[-1].rings
            check_ring_count(path.name, rings)
            plots[-1].rings.setdefault(ring, []).append(point)
            count += 1
            check_limit(path.name, tr("points"), count, most, tr("Give the outlines as a layer."))
    return attributes, plots


def _note_attribute(path: Path, number: int, attributes: dict[str, str], keys: Mapping[str, str], line: str) -> None:
    """Add what a line says to the attributes, by key; raise `InputError` where it contradicts an earlier one."""
    name, value = (*_SAYS.split(line, maxsplit=1), "")[:2]
    if name not in keys:
        return
    before = attributes.get(keys[name])
    attributes[keys[name]] = value
    if before and before != value:
        raise InputError(
            tr(
                "“{file}”, line {line}: {name} is “{value}”, and “{before}” in a line above. Delete the wrong one, or "
                "export the boundary points again."
            ).format(file=path.name, line=number, name=name, value=shorten(value), before=shorten(before))
        )


def _point(path: Path, line: int, cells: Mapping[str, str], in_plot: bool) -> tuple[str, tuple[float, float]]:
    """Return the ring of a point, and its east and north."""
    try:
        east, north = float(cells["east"]), float(cells["north"])
    except (KeyError, ValueError):
        east = north = float("nan")
    if not in_plot or not np.isfinite([east, north]).all():
        raise InputError(
            tr(
                "“{file}”, line {line}: this is no boundary point. A point is written as J1,1,X,Y (north, then east), "
                "below the line of its plot, which ends with “{end}”. Correct the line, or export the points again."
            ).format(file=path.name, line=line, end=load_outline_forms()["boundary_points"]["plot_end"])
        )
    return cells.get("ring", ""), (east, north)


def _is_swapped(points: np.ndarray) -> bool:
    """Return whether what is called east looks like a northing, and the reverse."""
    east, north = np.median(points, axis=0)
    form = load_outline_forms()["boundary_points"]
    northing, easting = range(*form["northing"]), range(*form["easting"])
    return int(east) in northing and int(north % easting.stop) in easting and int(north) not in northing


def _polygon(path: Path, plot: _Plot, swapped: bool) -> shapely.Geometry:
    """Return the polygon of a plot."""
    named = plot.fields.get("name") or plot.fields.get("number") or str(plot.line)
    shapes = []
    for ring, points in plot.rings.items():
        corners = np.array(points)
        try:
            polygon = ring_polygon(corners[:, ::-1] if swapped else corners)
        except SelfCrossingError as error:
            raise InputError(
                tr(
                    "“{file}”, plot {plot}: ring {ring} crosses itself, so nobody can tell what lies inside. Put its "
                    "points into their order along the boundary."
                ).format(file=path.name, plot=named, ring=ring or "1")
            ) from error
        if polygon is None:
            raise InputError(
                tr(
                    "“{file}”, plot {plot}: ring {ring} has no area; it needs three different points. Lines need a "
                    "width: give the area that the project takes."
                ).format(file=path.name, plot=named, ring=ring or "1")
            )
        shapes.append(polygon)
    if not shapes:
        raise InputError(
            tr("“{file}”, line {line}: plot {plot} has no points. Export the boundary points again.").format(
                file=path.name, line=plot.line, plot=named
            )
        )
    try:
        return join_outline(path.name, shapes)
    except CrossingRingsError as error:
        rings = list(plot.rings)
        raise InputError(
            tr(
                "“{file}”, plot {plot}: rings {first} and {second} cross each other, so nobody can tell what lies "
                "inside. Correct the points."
            ).format(file=path.name, plot=named, first=rings[error.first], second=rings[error.second])
        ) from error


def _stated_area(plot: _Plot) -> float | None:
    """Return the area that the file states for a plot (m²); None where it states none."""
    try:
        area = float(plot.fields.get("area", ""))
    except ValueError:
        return None
    unit = float(load_outline_forms()["boundary_points"]["area_unit_m2"])
    return area * unit if np.isfinite(area) and area > 0 else None


def _system(path: Path, attributes: Mapping[str, str], points: np.ndarray, crs: pyproj.CRS | None) -> pyproj.CRS:
    """Return the system of a file's coordinates."""
    form = load_outline_forms()
    unit = attributes.get("unit", "")
    if unit and unit not in form["boundary_points"]["units"]:
        raise InputError(
            tr("“{file}”: coordinates in “{unit}” are not read. Export the boundary points in metres.").format(
                file=path.name, unit=unit
            )
        )
    named = attributes.get("system", "")
    system = next((row for row in form["systems"] if named in row["names"]), None)
    if named and system is None:
        raise InputError(
            tr(
                "“{file}” names the coordinate system “{system}”, which is not known. Known are: {known}. Add it to "
                "resources/sites/outlines.yaml, or export the points in CGCS2000."
            ).format(file=path.name, system=named, known=", ".join(row["names"][0] for row in form["systems"]))
        )
    return system_of_eastings(path, points[:, 0], system or form["systems"][0], attributes, crs)


def system_of_eastings(
    path: Path,
    east: np.ndarray,
    system: Mapping[str, Any],
    attributes: Mapping[str, str],
    crs: pyproj.CRS | None,
) -> pyproj.CRS:
    """Return the Gauss-Krüger system that eastings tell, or what a file's attributes say, else `crs`.

    Args:
        path: for messages.
        east: eastings (m), n.
        system: row of `systems` in `outlines.yaml`.
        attributes: `zone` and `width` where they are stated.
        crs: of coordinates that tell no zone.

    Raises:
        InputError: nobody tells the zone, or two say different things.

    """
    zones_of = (east // load_outline_forms()["boundary_points"]["easting"][1]).astype(int)
    if len(np.unique(zones_of)) > 1:
        text = tr("“{file}”: eastings begin with different zones, {zones}. Correct the points, or export them again.")
        raise InputError(text.format(file=path.name, zones=", ".join(map(str, np.unique(zones_of)))))
    zone = int(zones_of[0])
    stated = _stated_zone(path, attributes.get("zone", ""))
    if zone and stated and zone != stated:
        raise InputError(
            tr(
                "“{file}” states zone {stated}, and its eastings begin with {zone}. Correct one of them, or export the "
                "boundary points again."
            ).format(file=path.name, stated=stated, zone=zone)
        )
    number, prefixed = zone or stated, "with" if zone else "without"
    for zones, key in ((THREE_DEGREES, "three"), (SIX_DEGREES, "six")):
        if zones.first <= number <= zones.last:
            return pyproj.CRS.from_epsg(system[key][prefixed] + number - zones.first)
    if crs is not None:
        return crs
    raise InputError(
        tr(
            "“{file}” does not tell in which zone its coordinates are: eastings have no zone number before them (for "
            "example {east:.2f}). Choose “System of outline files”, or export them with the zone number."
        ).format(file=path.name, east=float(np.median(east)))
    )


def _stated_zone(path: Path, text: str) -> int:
    """Return the zone that a file's attributes state, 0 for none; raise `InputError` where it is no number."""
    found = _ZONE.fullmatch(text)
    if text and not found:
        raise InputError(
            tr("“{file}” states the zone “{zone}”. Write its number, such as 39.").format(
                file=path.name, zone=shorten(text)
            )
        )
    return int(found[1]) if found else 0


def in_cgcs2000() -> Mapping[str, Any]:
    """Return the row of CGCS2000 in `outlines.yaml`."""
    rows: Sequence[Mapping[str, Any]] = load_outline_forms()["systems"]
    return rows[0]
