"""Names of units on a map, and the sizes needed to place texts on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import shapely
from qgis.core import QgsLayoutItemMap, QgsLayoutItemPicture, QgsRectangle

from ....analysis.geometry.set_operations import clip
from ...styles.style_files import style_data
from .fonts import MM_PER_POINT, text_mm
from .label_placement import Box, MapText, place_texts
from .sheet import MAP, Sheet
from .text_layers import TextLayers
from .unit_outlines import UnitShapes

_LEADING = 1.15  # height of a text on the map, of its font's size
_EDGE = 0.5  # mm between a text and the map's frame
_MAX_NAMES = 40  # names of units of one level that a map may have
_TOWNSHIP_DIGITS = 9


def paper_transform(shown: QgsRectangle, scale: int) -> Callable[[Box], Box]:
    """Return a function from boxes on the ground (m) to boxes on the map (mm from its lower left corner)."""
    origins = (shown.xMinimum(), shown.yMinimum()) * 2

    def to_paper(box: Box) -> Box:
        """Return a box on the ground (m) as one on paper (mm)."""
        left, bottom, right, top = ((value - origin) * 1000 / scale for value, origin in zip(box, origins))
        return left, bottom, right, top

    return to_paper


def map_page(sheet: Sheet) -> Box:
    """Return where texts may stand on the map (mm from its lower left corner)."""
    width, height = sheet.box(MAP, QgsLayoutItemMap)
    return _EDGE, _EDGE, width - _EDGE, height - _EDGE


def arrow_box(sheet: Sheet) -> Box:
    """Return the north arrow's box on the map (mm from its lower left corner)."""
    main, arrow = sheet.item(MAP, QgsLayoutItemMap), sheet.item("north_arrow", QgsLayoutItemPicture)
    place, size = arrow.positionWithUnits(), arrow.sizeWithUnits()
    left = place.x() - main.positionWithUnits().x()
    top = main.positionWithUnits().y() + main.sizeWithUnits().height() - place.y()
    return left, top - size.height(), left + size.width(), top


def map_text(text: str, size: float, feature: Box, x: float, y: float, required: bool) -> MapText:
    """Return a text on the map with its size; required ones have a frame."""
    margin = style_data()["numbers"]["margin"] if required else 0.0
    width, height = text_mm(text, size) + 2 * margin, size * MM_PER_POINT * _LEADING + 2 * margin
    return MapText(text, width, height, x, y, feature, required)


def place_name(code: str, units: UnitShapes, names: Mapping[str, str]) -> str:
    """Return a unit's name; a village's without that of its township, which the survey puts before it."""
    name = names.get(code) or units.villages.get(code) or code
    above = names.get(code[:_TOWNSHIP_DIGITS], "") if len(code) > _TOWNSHIP_DIGITS else ""
    return name[len(above) :] if above and name.startswith(above) and name != above else name


def write_unit_names(
    texts: TextLayers, sheet: Sheet, units: UnitShapes, names: Mapping[str, str], shown: QgsRectangle, scale: int
) -> None:
    """Write the names of all units on a sheet, where they leave one another room.

    Args:
        texts: receive them.
        sheet: whose sizes count.
        units: outlines of the units.
        names: of units by code.
        shown: the sheet's extent.
        scale: its denominator.

    """
    size = sheet.sizes["place_font"]
    wanted = unit_names(units, names, tuple(units.shapes), shown, paper_transform(shown, scale), size)
    placed = place_texts(wanted, map_page(sheet), [arrow_box(sheet)])
    texts.write([], placed, shown, scale, sheet.font, sheet.sizes["number_font"], size)


def unit_names(
    units: UnitShapes,
    names: Mapping[str, str],
    levels: Sequence[str],
    shown: QgsRectangle,
    to_paper: Callable[[Box], Box],
    size: float,
) -> list[MapText]:
    """Return the names of the units on a sheet, the higher levels first, up to a level that has too many.

    Args:
        units: outlines of the units.
        names: of units by code.
        levels: which, the highest first.
        shown: the sheet's extent.
        to_paper: see `paper_transform`.
        size: of the names (points).
    """
    box = (shown.xMinimum(), shown.yMinimum(), shown.xMaximum(), shown.yMaximum())
    texts = []
    for level in levels:
        seen = []
        for code, outline in units.shapes.get(level, {}).items():
            left, bottom, right, top = outline.bounds
            if left > box[2] or right < box[0] or bottom > box[3] or top < box[1]:
                continue
            (part,) = clip(np.array([outline], dtype=object), box)
            if part.area > 0:
                seen.append((code, shapely.point_on_surface(part)))
        if len(seen) > _MAX_NAMES:
            break
        texts += name_texts([(code, point.x, point.y) for code, point in seen], units, names, to_paper, size)
    return texts


def name_texts(
    points: Sequence[tuple[str, float, float]],
    units: UnitShapes,
    names: Mapping[str, str],
    to_paper: Callable[[Box], Box],
    size: float,
) -> list[MapText]:
    """Return the names of units at points (code, x, y in metres); none where a sheet has no room for so many.

    See `unit_names` for the other arguments.
    """
    if len(points) > _MAX_NAMES:
        return []
    texts = []
    for code, x_m, y_m in points:
        name = place_name(code, units, names)
        if name != code:  # a bare code tells a reader nothing
            x, y, *_ = to_paper((x_m, y_m, x_m, y_m))
            texts.append(map_text(name, size, (x, y, x, y), x, y, False))
    return texts
