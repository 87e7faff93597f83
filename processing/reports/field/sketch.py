"""The map sketch of a check sheet: the finding in its parcel, the parcels around it, numbered corners, north, scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely

from ...analysis.geometry.set_operations import clip
from ..labels import Translate
from ..maps.layout.scale_and_grid import round_below
from .form import field_data
from .paper import CENTRE, LEFT, Box, Paper, text_height
from .surroundings import Neighbour, Surroundings

_FINE = 0.05  # mm on paper: details that nobody sees
_CORNERS_SHOWN = 36
_CUT = 1.001  # a parcel so much larger than the finding has other parts
_BAR = 13.0  # mm, the longest scale bar
_GAP = 1.2  # mm from a corner to its number


class Sketch:
    """Where a sketch stands on paper and on the ground."""

    def __init__(self, shape: shapely.Geometry, box: Box) -> None:
        """Choose the scale at which the shape and something around it fit into a box on paper (mm)."""
        data = field_data()["sheet"]
        left, bottom, right, top = shape.bounds
        share = 1 + 2 * data["around"]
        needed = max((right - left) * share / box[2], (top - bottom) * share / box[3]) * 1000
        scales = data["scales"]
        self.scale: int = next(
            (each for each in scales if each >= max(needed, data["largest_scale"])),
            int(np.ceil(needed / 50_000)) * 50_000,
        )
        self.box = box
        self._x, self._y = (left + right) / 2, (bottom + top) / 2
        half = box[2] * self.scale / 2000, box[3] * self.scale / 2000
        self.ground = self._x - half[0], self._y - half[1], self._x + half[0], self._y + half[1]

    def to_paper(self, points: np.ndarray) -> np.ndarray:
        """Return places on the ground (n, 2) as places on paper (mm)."""
        factor = 1000 / self.scale
        x = self.box[0] + self.box[2] / 2 + (points[:, 0] - self._x) * factor
        y = self.box[1] + self.box[3] / 2 - (points[:, 1] - self._y) * factor
        return np.column_stack([x, y])

    def rings(self, shape: shapely.Geometry) -> list[np.ndarray]:
        """Return the rings of a shape on paper, without details that nobody sees."""
        found = []
        for polygon in shapely.get_parts(shape):
            if polygon.geom_type == "Polygon" and not polygon.is_empty:
                found += [self.to_paper(shapely.get_coordinates(r)) for r in (polygon.exterior, *polygon.interiors)]
        return found

    def simplified(self, shapes: np.ndarray) -> np.ndarray:
        """Return shapes clipped to the sketch, as coarse as paper allows."""
        margin = self.scale / 100
        left, bottom, right, top = self.ground
        clipped = clip(shapes, (left - margin, bottom - margin, right + margin, top + margin))
        return shapely.simplify(clipped, _FINE * self.scale / 1000, preserve_topology=False)


def draw_sketch(
    paper: Paper,
    box: Box,
    shape: shapely.Geometry,
    parcel: str,
    corners: pd.DataFrame,
    surroundings: Surroundings,
    tr: Translate,
) -> bool:
    """Draw the sketch of a finding into a box on paper.

    Args:
        paper: the page.
        box: where it goes (mm).
        shape: of the finding.
        parcel: id of its parcel (BSM).
        corners: its corners, of `corner_table`.
        surroundings: the parcels around.
        tr: translates.

    Returns:
        whether all parcels around were drawn.
    """
    data = field_data()["sheet"]
    colours, most = data["colours"], data["neighbours"]
    sketch = Sketch(shape, box)
    near = surroundings.around(sketch.ground, most)
    paper.box(box, "#ffffff")
    with paper.clipped(box):
        taken = _Taken()
        taken.take((box[0] + box[2] - 11.5, box[1], 11.5, 16))
        taken.take((box[0], box[1] + box[3] - 5.5, box[2], 5.5))
        own = [each for each in near if each.parcel and each.parcel == parcel]
        _draw_neighbours(paper, sketch, near, colours)
        drawn = sketch.rings(sketch.simplified(np.array([shape], dtype=object))[0])
        paper.shape(drawn, 0.45, colours["finding"], hatched=True)
        if own:
            whole = _united([each.shape for each in own])
            if whole.area > shape.area * _CUT:
                paper.shape(sketch.rings(whole), 0.3, colours["parcel"], dashed=True)
        _draw_corners(paper, sketch, corners, taken, colours, data["fonts"]["map"])
        _label_parcels(paper, sketch, near, taken, data["fonts"]["map"])
    _draw_north(paper, box, tr, data["fonts"]["text"])
    _draw_scale(paper, box, sketch.scale, tr, data["fonts"]["small"])
    _draw_legend(paper, box, colours, tr, data["fonts"]["small"])
    paper.box(box, line=0.25)
    return len(near) < most


class _Taken:
    """Boxes on paper that have text."""

    def __init__(self) -> None:
        """Begin with none."""
        self._boxes: list[Box] = []

    def take(self, box: Box) -> bool:
        """Take a box if it is free; return whether it was."""
        left, top, width, height = box
        for a, b, c, d in self._boxes:
            if left < a + c and a < left + width and top < b + d and b < top + height:
                return False
        self._boxes.append(box)
        return True


def _united(shapes: list[shapely.Geometry]) -> shapely.Geometry:
    """Return the union of the pieces of a parcel; the pieces themselves where GEOS makes none."""
    try:
        return shapely.union_all(shapes)
    except shapely.errors.GEOSException:
        return shapely.GeometryCollection(shapes)


def _shapes_of(sketch: Sketch, near: Sequence[Neighbour]) -> np.ndarray:
    """Return the shapes of parcels as a sketch draws them."""
    return sketch.simplified(np.array([each.shape for each in near], dtype=object))


def _draw_neighbours(paper: Paper, sketch: Sketch, near: Sequence[Neighbour], colours: dict[str, str]) -> None:
    """Draw the parcels around, those of permanent basic farmland tinted."""
    for each, shape in zip(near, _shapes_of(sketch, near)):
        rings = sketch.rings(shape)
        if rings:
            paper.shape(rings, 0.12, colours["neighbour"], colours["pbf"] if each.inside else "#ffffff")


def _label_parcels(paper: Paper, sketch: Sketch, near: Sequence[Neighbour], taken: _Taken, size: float) -> None:
    """Write class and number into the parcels that have room for it, once a parcel, the larger parts first."""
    shapes = _shapes_of(sketch, near)
    areas = shapely.area(shapes)
    seen: set[str] = set()
    for place in np.argsort(-areas, kind="stable"):
        each, shape = near[place], shapes[place]
        label = f"{each.land_class}/{each.number}" if each.number else each.land_class
        if not label or (each.parcel and each.parcel in seen) or not areas[place]:
            continue
        point = shapely.point_on_surface(shape)
        ((x, y),) = sketch.to_paper(np.array([[point.x, point.y]]))
        width, height = paper.width_of(label, size), text_height(size)
        left, bottom, right, top = shape.bounds
        room = (right - left) * 1000 / sketch.scale, (top - bottom) * 1000 / sketch.scale
        box = (x - width / 2, y - height / 2, width, height)
        inside = sketch.box[0] < box[0] and box[0] + width < sketch.box[0] + sketch.box[2]
        if inside and room[0] > width * 0.8 and room[1] > height and taken.take(box):
            paper.text((box[0] - 1, box[1], width + 2, height), label, size, CENTRE)
            seen.add(each.parcel)


def _draw_corners(
    paper: Paper, sketch: Sketch, corners: pd.DataFrame, taken: _Taken, colours: dict[str, str], size: float
) -> None:
    """Draw corners with their numbers: of many, only some."""
    if corners.empty:
        return
    step = -(-len(corners) // _CORNERS_SHOWN)
    points = sketch.to_paper(corners[["x", "y"]].to_numpy())
    middle = points.mean(axis=0)
    for (x, y), number in list(zip(points.tolist(), corners["number"]))[::step]:
        paper.dot(x, y, 0.5, colours["finding"])
        label = corner_name(int(number))
        width, height = paper.width_of(label, size), text_height(size)
        away = np.array([x, y]) - middle
        away = away / (np.hypot(*away) or 1.0)
        for turn in (0, 50, -50, 100, -100, 180):
            angle = np.deg2rad(turn)
            direction = np.array(
                [away[0] * np.cos(angle) - away[1] * np.sin(angle), away[0] * np.sin(angle) + away[1] * np.cos(angle)]
            )
            centre = np.array([x, y]) + direction * (_GAP + np.array([width, height]) / 2)
            box = (float(centre[0] - width / 2), float(centre[1] - height / 2), width, height)
            if taken.take(box):
                paper.text((box[0] - 0.5, box[1], width + 1, height), label, size, CENTRE, colour=colours["finding"])
                break


def corner_name(number: int) -> str:
    """Return what a corner is called: J1, J2 ..."""
    return f"J{number}"


def _draw_north(paper: Paper, box: Box, tr: Translate, size: float) -> None:
    """Draw the arrow to the north in the upper right corner."""
    x, y = box[0] + box[2] - 7, box[1] + 4
    paper.box((x - 4.5, y - 3, 9, 16), "#ffffff", line=0.0, colour="#ffffff")
    paper.text((x - 4, y - 2.8, 8, 4), tr("N"), size, CENTRE, bold=True)
    paper.triangle([(x, y + 1.5), (x - 2, y + 12), (x, y + 10)], "#1f1f1f")
    paper.triangle([(x, y + 1.5), (x + 2, y + 12), (x, y + 10)], "#ffffff")


def _draw_scale(paper: Paper, box: Box, scale: int, tr: Translate, size: float) -> None:
    """Draw the scale as a ratio and a bar in the lower left corner."""
    metres = round_below(_BAR * scale / 1000)
    length = metres * 1000 / scale
    x, y = box[0] + 2.0, box[1] + box[3] - 1.2
    paper.box((box[0], y - 4.2, box[2], 5.4), "#ffffff")
    paper.text((x, y - 3.8, 14, 3.5), f"1:{scale}", size, LEFT, bold=True)
    x += paper.width_of(f"1:{scale}", size, True) + 2
    for half, fill in ((0, "#1f1f1f"), (1, "#ffffff")):
        paper.box((x + half * length / 2, y - 2.6, length / 2, 1.2), fill)
    label = tr("{length} m").format(length=f"{metres:,.10g}")
    paper.text((x + length + 1.2, y - 3.8, 20, 3.6), label, size)


def _draw_legend(paper: Paper, box: Box, colours: dict[str, str], tr: Translate, size: float) -> None:
    """Draw what the signs mean in the lower right corner."""
    y = box[1] + box[3] - 3.9
    entries = ((tr("Finding"), "finding"), (tr("Whole parcel"), "parcel"), (tr("Permanent basic farmland"), "pbf"))
    x = box[0] + box[2] - sum(paper.width_of(text, size) + 7.5 for text, _ in entries)
    for text, what in entries:
        square = np.array([[x, y], [x + 4, y], [x + 4, y + 2.4], [x, y + 2.4]])
        if what == "finding":
            paper.shape([square], 0.3, colours[what], hatched=True)
        elif what == "parcel":
            paper.shape([square], 0.3, colours[what], dashed=True)
        else:
            paper.shape([square], 0.12, colours["neighbour"], colours[what])
        paper.text((x + 4.8, y - 0.6, 60, 3.6), text, size)
        x += paper.width_of(text, size) + 7.5
