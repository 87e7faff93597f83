"""Names of places and numbers of parcels on a county's map, and how many of the parcels have a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle, QgsVectorLayer

from ...analysis.vocabulary import Level
from ..labels import Translate
from ..styles.renderers import CANDIDATES, CONFLICTS, PIECES
from .county_contents import CountyContents, ParcelNumbers
from .layout.fonts import MM_PER_POINT, text_mm
from .layout.label_placement import Box, MapText, PlacedText, place_texts
from .layout.settings import draws_lines, layout_data
from .layout.sheet import Sheet
from .layout.text_layers import TextLayers
from .layout.unit_labels import arrow_box, map_page, name_texts, paper_transform
from .layout.unit_outlines import UnitShapes

_LEADING = 1.05  # height of a number on the map, of its font's


class CountyTexts:
    """The layers of texts of a county's map."""

    def __init__(self, project: QgsProject, crs: QgsCoordinateReferenceSystem) -> None:
        """Make the layers in a project."""
        self._townships = TextLayers(project, crs, "parcel_numbers")
        self._villages = TextLayers(project, crs)

    @property
    def layers(self) -> list[QgsVectorLayer]:
        """The layers, the first on top."""
        return [*self._townships.layers, *self._villages.layers]

    def write(
        self,
        sheet: Sheet,
        contents: CountyContents,
        names: Mapping[str, str],
        units: UnitShapes,
        shown: QgsRectangle,
        scale: int,
    ) -> dict[str, int]:
        """Place names and numbers, none on another, the names first.

        Args:
            sheet: the sheet.
            contents: of the map.
            names: of units by code.
            units: with the names of villages.
            shown: the map's extent.
            scale: its denominator.

        Returns:
            how many parcels have a number, by kind of parcel (see `ParcelNumbers`).
        """
        numbers = contents.numbers
        shapes = numbers.geometry.decode()
        corners = _on_paper(shapely.bounds(shapes).reshape(-1, 2), shown, scale)
        boxes: list[Box] = [tuple(box) for box in corners.reshape(-1, 4).tolist()]
        findings = [box for box, kind in zip(boxes, numbers.kinds) if kind != PIECES]
        page, occupied = map_page(sheet), [arrow_box(sheet)]
        places: dict[str, list[PlacedText]] = {}
        sizes = {Level.TOWNSHIP.value: sheet.sizes["place_font"], Level.VILLAGE.value: sheet.sizes["village_font"]}
        for level, size in sizes.items():
            points = [(place.code, place.x, place.y) for place in contents.places if place.level == level]
            texts = name_texts(points, units, names, paper_transform(shown, scale), size)
            places[level] = place_texts(texts, page, occupied, findings)
            occupied += [placed.box for placed in places[level]]
        placed_numbers: list[PlacedText] = []
        counts = {}
        size = sheet.sizes["parcel_font"]
        spots = _spots(shapes, numbers.texts, size, boxes, shown, scale)
        for kind in (CONFLICTS, CANDIDATES, PIECES):
            if not draws_lines(kind, scale):  # at so small a scale none is numbered, which the table tells
                counts.update({} if kind == PIECES else {kind: 0})
                continue
            chosen = [spot for spot, own in zip(spots, numbers.kinds) if own == kind and spot is not None]
            if kind == PIECES:  # these are numbered only where there is room in them
                chosen = [replace(spot, reach=0) for spot in chosen if spot.inside]
            placed = place_texts(chosen, page, occupied, findings, most_hidden=0)
            occupied += [text.box for text in placed]
            placed_numbers += placed
            counts[kind] = len(placed)
        township, village = sizes.values()
        self._townships.write(placed_numbers, places[Level.TOWNSHIP.value], shown, scale, sheet.font, size, township)
        self._villages.write([], places[Level.VILLAGE.value], shown, scale, sheet.font, size, village)
        return counts


def number_rows(numbers: ParcelNumbers, shown: Mapping[str, int], tr: Translate) -> list[tuple[str, str | None]]:
    """Return the rows of the page's table that tell how many parcels have their number on the map.

    Args:
        numbers: of the county.
        shown: result of `CountyTexts.write`.
        tr: translates.
    """
    names = {
        CONFLICTS: tr("Parcels of conflicts, numbered of all"),
        CANDIDATES: tr("Other parcels of candidates, numbered of all"),
        PIECES: tr("All other parcels, numbered of all"),
    }
    rows: list[tuple[str, str | None]] = [
        (names[kind], tr("{number} / {all}").format(number=f"{shown[kind]:,}", all=f"{numbers.counts[kind]:,}"))
        for kind in names
        if kind in shown and numbers.counts[kind]
    ]
    heading = tr("Parcel numbers on the map (TBBH)") if numbers.own else tr("Ends of parcel ids on the map (BSM)")
    return [(heading, None), *rows] if rows else []


def _on_paper(places: np.ndarray, shown: QgsRectangle, scale: int) -> np.ndarray:
    """Return places on the ground (n, 2; m) as places on paper (mm from the map's lower left corner)."""
    return (places - (shown.xMinimum(), shown.yMinimum())) * 1000 / scale


def _spots(
    shapes: np.ndarray, texts: Sequence[str], size: float, boxes: Sequence[Box], shown: QgsRectangle, scale: int
) -> list[MapText | None]:
    """Return where the number of each parcel stands best; None where the parcel is too small on paper to be numbered.

    Args:
        shapes: the parcels, in the main thread.
        texts: their numbers.
        size: of the numbers (points).
        boxes: around the parcels on paper.
        shown: the map's extent.
        scale: its denominator.
    """
    widths, height = np.array([text_mm(text, size) for text in texts]), size * MM_PER_POINT * _LEADING
    half = np.column_stack([widths, np.full(len(widths), height)]) / 2 * scale / 1000
    best = np.full((len(shapes), 2), np.nan)
    inside = np.zeros(len(shapes), dtype=bool)
    # A number stands in the middle of its parcel where there is room, else on a point that is surely inside.
    for points in (shapely.point_on_surface(shapes), shapely.centroid(shapes)):
        places = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
        room = shapely.box(*(places - half).T, *(places + half).T)
        fits = shapely.contains(shapes, room)
        best = np.where(fits[:, None] | np.isnan(best), places, best)
        inside |= fits
    x, y = _on_paper(best, shown, scale).T
    least = layout_data()["numbers"]["least_mm"]
    return [
        MapText(text, width, height, x[n], y[n], box, required=False, inside=bool(inside[n]))
        if max(box[2] - box[0], box[3] - box[1]) >= least
        else None
        for n, (text, width, box) in enumerate(zip(texts, widths, boxes))
    ]
