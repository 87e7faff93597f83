"""Draws the sheets of the atlas of conflicts; only in a main thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import shapely
from qgis.core import (
    QgsFeatureRequest,
    QgsLayoutItemMap,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from ...analysis.review import is_reviewed
from ...analysis.rules.evaluation import class_matches
from ...analysis.spatial_index import spatial_index
from ...analysis.vocabulary import Level, Listed
from ...bridge.choices import choice_labels
from ...bridge.compat import WITHOUT_GEOMETRY
from ...bridge.io.feature_reading import read_layer
from ...bridge.policy.reader import load_classes
from ...bridge.vocabulary import level_labels, use_labels
from .. import labels
from ..data_basis import data_date, data_sources
from ..labels import Translate
from ..model import MU_PER_M2, ReportModel, number_or_none
from ..number_format import M2, MU, printed, printed_mu
from ..styles.renderers import CONFLICTS, PIECES, filled_symbol, generalise_classes, style_layer, unfilled_symbol
from .atlas_pages import INDEX, ONE, WHOLE, Box, PlannedSheet
from .atlas_selection import COUNTY, TOWNSHIP, AtlasConflicts, AtlasSettings, Total, county_of, level_of
from .county_maps import rasterise
from .layout.export import draw
from .layout.label_placement import place_texts
from .layout.layout_project import LayoutProject
from .layout.layout_table import Layout, Row, rows_that_fit, write_table
from .layout.legend import Entry, Group, write_legend
from .layout.locator import Locator
from .layout.map_layers import drawn_layer, fill_layer, from_shape, is_one_of, open_layer
from .layout.pdf import DrawnSheet
from .layout.rendering import DrawnLayer
from .layout.settings import draws_lines, layout_data
from .layout.sheet import MAP, Sheet, check_system
from .layout.text_layers import TextLayers
from .layout.unit_labels import arrow_box, map_page, map_text, paper_transform, place_name, unit_names
from .layout.unit_outlines import UnitOutlines

_LIST = Layout((0.08, 0.25, 0.22, 0.15, 0.15, 0.15), frozenset({4, 5}))
_PARTS = Layout((0.16, 0.24, 0.2, 0.2, 0.2), frozenset({2, 3, 4}))
_FACTS = Layout((0.4, 0.6))
_HEAD_AND_TOTALS = 3  # rows of a list beside its findings


@dataclass(frozen=True)
class DetailSize:
    """What sheets can show at a scale of details; no object of a layout, so that any thread may ask.

    Attributes:
        boxes: width and height of the map (mm) by orientation.
        free: the share of a map's side that an extent may take.
        scale: the smallest scale of details, its denominator.
    """

    boxes: tuple[tuple[float, float], ...]
    free: float
    scale: float

    def __call__(self, box: Box) -> bool:
        """Return whether a sheet of any orientation shows an extent."""
        width, height = (box[2] - box[0]) * 1000, (box[3] - box[1]) * 1000
        return any(max(width / (w * self.free), height / (h * self.free)) <= self.scale for w, h in self.boxes)


class AtlasLayout(LayoutProject[AtlasSettings]):
    """The private project of an atlas: its layers stay open from the first sheet to the last."""

    def __init__(
        self,
        geopackage: Path,
        model: ReportModel,
        outlines: UnitOutlines,
        conflicts: AtlasConflicts,
        settings: AtlasSettings,
        tr: Translate,
    ) -> None:
        """Open the layers.

        Args:
            geopackage: the run's output.
            model: the report whose totals stand on the sheets.
            outlines: of units; decoded here, in the main thread.
            conflicts: of the atlas; decoded here, too.
            settings: of the atlas.
            tr: translates what stands on the sheets.

        Raises:
            MapError: a layer or font is missing, or the pieces have no projected system.
        """
        super().__init__(settings, tr, tr("Legend"))
        self._model, self._units, self._conflicts = model, outlines.decode(), conflicts
        self._shapes = conflicts.shapes()
        self._tree = spatial_index(self._shapes)
        self._codes = {name: self._codes_of(patterns) for name, patterns in layout_data()["context"].items()}
        fields = (self.style[PIECES]["field"], COUNTY)
        self._pieces = open_layer(self.project, geopackage, PIECES, fields=fields)
        self._crs = self._pieces.crs()
        check_system(self._crs, tr)
        self._ways = {
            name: open_layer(self.project, geopackage, PIECES, is_one_of(fields[0], codes))
            for name, codes in self._codes.items()
        }
        for name, layer in self._ways.items():
            layer.setRenderer(QgsSingleSymbolRenderer(filled_symbol(self.style["context"][name])))
        self._boundaries = self.boundaries(self._units, self._crs)
        self._lines = {
            level: spatial_index(shapely.boundary(list(self._units.shapes[level].values())))
            for level in self._boundaries
        }
        field = self.style[CONFLICTS]["field"]
        self._own = drawn_layer(self.project, "own", "MultiPolygon", self._crs, ((field, "integer"),))
        self._elsewhere = drawn_layer(self.project, "elsewhere", "MultiPolygon", self._crs)
        style = self.style["elsewhere"]
        self._elsewhere.setRenderer(QgsSingleSymbolRenderer(unfilled_symbol(style["line"], style["line_width"])))
        self._frames = drawn_layer(self.project, "frames", "Polygon", self._crs)
        style = self.style["sheets"]
        self._frames.setRenderer(QgsSingleSymbolRenderer(unfilled_symbol(style["line"], style["line_width"])))
        self._texts = TextLayers(self.project, self._crs)
        self._locators: dict[str, Locator] = {}
        self._unit_rows = {
            level: conflicts.rows.groupby(level).indices for level in (COUNTY, TOWNSHIP) if level in conflicts.rows
        }

    def close(self) -> None:
        """Release the layers' files, and all objects of Qt, which must end in the thread that made them."""
        super().close()
        vars(self).clear()

    @staticmethod
    def _codes_of(patterns: Sequence[str]) -> list[str]:
        """Return the land classes that match patterns."""
        return [code for code in load_classes().by_code if class_matches(code, patterns)]

    def capacity(self) -> tuple[int, DetailSize]:
        """Return how many conflicts a sheet's table lists, and what a sheet shows at a scale of details."""
        room = max(1, min(rows_that_fit(sheet) for sheet in self.sheets.values()) - _HEAD_AND_TOTALS)
        boxes = tuple(sheet.box(MAP, QgsLayoutItemMap) for sheet in self.sheets.values())
        return room, DetailSize(boxes, 1 - 2 * layout_data()["margin"], layout_data()["atlas"]["detail_scale"])

    def draw(self, planned: PlannedSheet, target: Path) -> DrawnSheet:
        """Draw a sheet into a file."""
        tr, model, crs = self.tr, self._model, self._crs
        extent = QgsRectangle(*planned.extent)
        sheet = self.sheet(extent)
        scale = self._scale(planned, sheet, extent)
        shown = sheet.centre_on(extent, crs, scale)
        title = self._title(planned)
        sources, day = data_sources(model, tr), data_date(model, tr)
        self.write_frame(sheet, title, self._subtitle(planned), sources, day, crs, scale)
        self._locate(planned, sheet, shown)
        ways, base = self._show_ground(shown, scale)
        found = self._show_conflicts(planned, shown)
        lines = self._show_boundaries(shown)
        self._write_texts(planned, sheet, shown, scale)
        end = write_table(sheet, *self._table(planned))
        names = {"roads": tr("Roads"), "waters": tr("Waters")}
        levels = level_labels(tr)
        entries: list[Entry | Group] = [entry for entry in found if entry[0] is self._own]
        marks = [entry for entry in found if entry[0] is not self._own]
        marks += [(self._boundaries[level], tr("{level} boundary").format(level=levels[level])) for level in lines]
        marks += [(self._ways[name], names[name]) for name in ways]
        entries.append(Group(tr("Boundaries, roads and waters"), marks))
        write_legend(
            sheet, [*entries, *([(self._pieces, tr("Land classes"))] if base else [])], end, self._simplify_ground
        )
        context = [self._boundaries[level] for level in lines] + [self._ways[name] for name in ways]
        layers = [
            DrawnLayer(tr("Boundaries, roads and waters"), context),
            DrawnLayer(tr("Occupation conflicts"), [layer for layer, _ in found]),
            DrawnLayer(tr("Names and numbers"), self._texts.layers),
        ]
        return draw(sheet, target, title, DrawnLayer(tr("Land classes"), (self._pieces,)), layers, self.settings.form)

    def _scale(self, planned: PlannedSheet, sheet: Sheet, extent: QgsRectangle) -> int:
        """Return the denominator of a sheet: of the series for details, except on index sheets."""
        data = layout_data()["atlas"]
        needed = sheet.scale_for(extent, data["conflict_scale"] if planned.kind == ONE else 0)
        if planned.kind == INDEX:
            return needed
        return next((scale for scale in data["series"] if scale >= needed), needed)

    def _title(self, planned: PlannedSheet) -> str:
        """Return the title of a sheet."""
        return self.tr("{unit}: occupation conflicts inside permanent basic farmland").format(
            unit=self._unit_name(planned.unit)
        )

    def _unit_name(self, code: str) -> str:
        """Return a unit's name with that of its county, as a township's name alone may stand for several."""
        name = self._model.unit_name(code)
        if level_of(code) == COUNTY:
            return name
        parent = self._model.unit_name(county_of(code))
        return self.tr("{parent} {name}").format(parent=parent, name=name) if parent else name

    def _subtitle(self, planned: PlannedSheet) -> str:
        """Return the subtitle: number of the sheet or conflict, years of the survey, least severity, data date."""
        tr, parts = self.tr, []
        if planned.kind == ONE:
            (number,) = planned.numbered
            parts.append(tr("Conflict {number} of {count}").format(number=number, count=planned.count))
        elif planned.kind != WHOLE:
            text = tr("Index, sheet {number} of {count}") if planned.kind == INDEX else tr("Sheet {number} of {count}")
            parts.append(text.format(number=planned.number, count=planned.count))
        frame = self._conflicts.rows
        years = pd.to_numeric(frame["SJNF"], errors="coerce").dropna() if "SJNF" in frame else []
        if len(years):
            first, last = int(min(years)), int(max(years))
            period = str(first) if first == last else tr("{one} to {another}").format(one=first, another=last)
            parts.append(tr("Survey of {years}").format(years=period))
        if self.settings.severity > 1:
            named = self._model.names.of("severities", self.settings.severity)
            parts.append(tr("Severity “{severity}” and above").format(severity=named))
        if is_reviewed(self._conflicts.rows) and self.settings.listed != Listed.ALL:
            parts.append(choice_labels("LISTED", tr)[self.settings.listed])
        day = data_date(self._model, tr)
        if day:
            parts.append(tr("Data date: {date}").format(date=day))
        return " · ".join(parts)

    def _locate(self, planned: PlannedSheet, sheet: Sheet, shown: QgsRectangle) -> None:
        """Draw the locator, with the sheet's unit tinted."""
        if planned.unit not in self._locators:
            own = self._units.shapes[level_of(planned.unit)].get(planned.unit)
            self._locators[planned.unit] = self.locator(self._units, COUNTY, self._crs, own)
        self._locators[planned.unit].draw(sheet, shown)

    def _show_ground(self, shown: QgsRectangle, scale: int) -> tuple[list[str], bool]:
        """Style the land classes that are on the sheet.

        Returns:
            which ways there are, and whether there are other classes.
        """
        field = self.style[PIECES]["field"]
        index = self._pieces.fields().indexOf(field)
        request = QgsFeatureRequest(shown).setSubsetOfAttributes([index]).setFlags(WITHOUT_GEOMETRY)
        present, count = set(), 0
        for feature in read_layer(self._pieces, request):
            present.add(str(feature[index]))
            count += 1
        ways = [name for name, codes in self._codes.items() if present & set(codes)]
        others = present - {code for codes in self._codes.values() for code in codes}
        style_layer(
            self._pieces,
            PIECES,
            self.tr,
            self._model.names,
            present=sorted(others),
            fade=self.style[PIECES]["fade"],
            boundaries=draws_lines(PIECES, scale),
            style=self.settings.style,
        )
        for layer in (self._pieces, *self._ways.values()):
            rasterise(layer, count, None)
        return ways, bool(others)

    def _simplify_ground(self) -> None:
        """Show first-level land classes on the sheet."""
        generalise_classes(self._pieces, self._model.names, self.style[PIECES]["fade"], self.settings.style)

    def _show_conflicts(self, planned: PlannedSheet, shown: QgsRectangle) -> list[tuple[QgsVectorLayer, str]]:
        """Fill the layers of conflicts; return those with features, the first on top, and their titles."""
        tr = self.tr
        numbered = list(planned.numbered.values())
        own = self._conflicts.rows.iloc[numbered]
        severities = [int(value) for value in own["severity"]]
        fill_layer(self._own, [(from_shape(g), (s,)) for g, s in zip(self._shapes[numbered], severities)])
        present = sorted(set(severities))
        style_layer(self._own, CONFLICTS, tr, self._model.names, present=present, style=self.settings.style)
        box = shapely.box(shown.xMinimum(), shown.yMinimum(), shown.xMaximum(), shown.yMaximum())
        rows = sorted(set(self._tree.query(box, predicate="intersects")) - set(numbered))
        fill_layer(self._elsewhere, [(from_shape(g), ()) for g in self._shapes[rows]])
        frames = [QgsRectangle(*extent) for extent, _ in planned.parts.values()]
        fill_layer(self._frames, [(from_shape(shapely.box(*part[0])), ()) for part in planned.parts.values()])
        layers = [(self._frames, tr("Detail sheet"))] if frames else []
        layers.append((self._own, tr("Occupation conflicts")))
        if rows:
            layers.append((self._elsewhere, tr("Conflict listed on another sheet")))
        return layers

    def _show_boundaries(self, shown: QgsRectangle) -> list[str]:
        """Return the levels whose boundaries cross the sheet."""
        box = shapely.box(shown.xMinimum(), shown.yMinimum(), shown.xMaximum(), shown.yMaximum())
        return [level for level, tree in self._lines.items() if len(tree.query(box, predicate="intersects"))]

    def _write_texts(self, planned: PlannedSheet, sheet: Sheet, shown: QgsRectangle, scale: int) -> None:
        """Place numbers and names of units on the map, the numbers first."""
        size, names_size = sheet.sizes["number_font"], sheet.sizes["place_font"]
        paper = paper_transform(shown, scale)
        texts = [
            map_text(str(number), size, paper(box), x, y, True) for number, box, x, y in self._numbered(planned, paper)
        ]
        page, arrow = map_page(sheet), arrow_box(sheet)
        numbers = place_texts(texts, page, [arrow])
        taken = [arrow, *(placed.box for placed in numbers), *(text.feature for text in texts)]
        names = unit_names(
            self._units, self._model.unit_names, (TOWNSHIP, Level.VILLAGE.value), shown, paper, names_size
        )
        places = place_texts(names, page, taken)
        self._texts.write(numbers, places, shown, scale, self.font, size, names_size)

    def _numbered(self, planned: PlannedSheet, paper: Callable[[Box], Box]) -> list[tuple[int, Box, float, float]]:
        """Return numbers on the map, the box of what each names (m), and the point on paper that a leader leads to."""
        found = []
        if planned.kind == INDEX:
            for number, (box, _) in planned.parts.items():
                # In the middle of its frame, or nearby: a frame is too large to stand beside it.
                x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                found.append((number, (x, y, x, y), *paper((x, y, x, y))[:2]))
            return found
        for number, row in planned.numbered.items():
            shape = self._shapes[row]
            point = shapely.point_on_surface(shape)
            x, y, *_ = paper((point.x, point.y, point.x, point.y))
            found.append((number, shape.bounds, x, y))
        return found

    def _table(self, planned: PlannedSheet) -> tuple[list[Row], Layout]:
        """Return the rows of a sheet's table, and their layout."""
        if planned.kind == INDEX:
            return self._parts_table(planned), _PARTS
        if planned.kind == ONE:
            return self._facts_table(planned), _FACTS
        return self._list_table(planned), _LIST

    def _list_table(self, planned: PlannedSheet) -> list[Row]:
        """Return the list of a sheet's conflicts with totals."""
        tr, names = self.tr, self._model.names
        head = (
            tr("No."),
            tr("Conflict kind"),
            tr("Land class"),
            tr("Village"),
            tr("Area (mu)"),
            tr("Lost (mu)"),
        )
        fills = {str(row["id"]): row["fill"] for row in self.style[CONFLICTS]["categories"]}
        rows = [Row(head, head=True)]
        for number, index in planned.numbered.items():
            conflict = self._conflicts.rows.iloc[index]
            rows.append(
                Row(
                    (
                        str(number),
                        names.of("kinds", conflict["kind"]) or "",
                        self._class(conflict["DLBM"]),
                        self._village(conflict),
                        printed_mu(number_or_none(conflict.get("area_mu")), tr=tr),
                        printed_mu(_mu(conflict.get("lost_cultivated_m2")), tr=tr),
                    ),
                    fill=fills.get(str(int(conflict["severity"])), ""),
                )
            )
        sums = [(tr("All of the unit"), self._unit_total(planned.unit))]
        if planned.kind != WHOLE:
            sums.insert(0, (tr("On this sheet"), self._conflicts.total(planned.numbered.values())))
        for name, total in sums:
            count = tr("{count} pieces").format(count=total.count)
            rows.append(
                Row(("", name, count, "", printed(total.area, MU, tr=tr), printed(total.lost, MU, tr=tr)), head=True)
            )
        return rows

    def _parts_table(self, planned: PlannedSheet) -> list[Row]:
        """Return the list of detail sheets with totals, for an index."""
        tr, severe = self.tr, self.style[CONFLICTS]["categories"][0]["id"]
        named = self._model.names.of("severities", severe) or ""
        rows = [Row((tr("Sheet no."), tr("Numbers"), tr("Pieces"), tr("Area (mu)"), tr("Lost (mu)")), head=True)]
        for number in planned.listed:
            numbers = planned.parts[number][1]
            total = self._conflicts.total(planned.numbered[n] for n in numbers)
            span = f"{min(numbers)}–{max(numbers)}"
            rows.append(
                Row(
                    (
                        str(number),
                        span,
                        str(total.count),
                        printed(total.area, MU, tr=tr),
                        printed(total.lost, MU, tr=tr),
                    )
                )
            )
        everything = self._unit_total(planned.unit)
        bad = self._conflicts.rows["severity"].astype(int) == severe
        worst = self._conflicts.total([row for row in planned.numbered.values() if bad.iloc[row]])
        for name, total in ((named, worst), (tr("All of the unit"), everything)):
            rows.append(
                Row(
                    (name, "", str(total.count), printed(total.area, MU, tr=tr), printed(total.lost, MU, tr=tr)),
                    head=True,
                )
            )
        return rows

    def _facts_table(self, planned: PlannedSheet) -> list[Row]:
        """Return all facts of a single conflict, and the totals of its unit."""
        tr, names = self.tr, self._model.names
        ((number, index),) = planned.numbered.items()
        conflict = self._conflicts.rows.iloc[index]
        headings = labels.parcel_columns(tr)
        point = shapely.point_on_surface(self._shapes[index])
        facts: Mapping[str, str | None] = {
            headings["kind"]: names.of("kinds", conflict["kind"]),
            headings["use"]: use_labels(tr).get(str(conflict.get("use")), ""),
            headings["origin"]: names.of("origins", _text_of(conflict.get("origin"))),
            headings["measure"]: _text_of(conflict.get("measure")),
            headings["also"]: names.joined(("kinds",), _text_of(conflict.get("also"))),
            headings["flags"]: names.joined(("flags",), _text_of(conflict.get("flags"))),
            headings["class_name"]: self._class(conflict["DLBM"]),
            headings["area_m2"]: printed(number_or_none(conflict.get("area_m2")), M2, tr=tr),
            headings["area_mu"]: printed(number_or_none(conflict.get("area_mu")), MU, tr=tr),
            headings["lost_cultivated_m2"]: printed(number_or_none(conflict.get("lost_cultivated_m2")), M2, tr=tr),
            headings["TBMJ"]: printed(number_or_none(conflict.get("TBMJ")), M2, tr=tr),
            headings["BSM"]: _text_of(conflict.get("BSM")),
            headings["TBBH"]: _text_of(conflict.get("TBBH")),
            headings["pbf"]: _text_of(conflict.get("pbf")),
            headings["ZLDWMC"]: _text_of(conflict.get("ZLDWMC")),
            headings["ZLDWDM"]: _text_of(conflict.get("ZLDWDM")),
            tr("Easting, northing (m)"): f"{point.x:.1f}, {point.y:.1f}",
        }
        rows = [Row((tr("Conflict"), str(number)), head=True)]
        rows += [Row((name, value)) for name, value in facts.items() if value]
        total = self._unit_total(planned.unit)
        rows.append(Row((tr("All of the unit"), self._unit_name(planned.unit)), head=True))
        rows.append(Row((tr("Number of conflicts"), str(total.count))))
        rows.append(Row((tr("Area (mu)"), printed(total.area, MU, tr=tr))))
        return rows

    def _unit_total(self, unit: str) -> Total:
        """Return the total of a unit."""
        return self._conflicts.total(self._unit_rows[level_of(unit)][unit])

    def _class(self, code: object) -> str:
        """Return a land class with its code."""
        return f"{code} {self._model.names.land_class(code) or ''}".strip()

    def _village(self, conflict: pd.Series) -> str:
        """Return the village of a conflict; the survey's location unit where it has none."""
        code = _text_of(conflict.get(Level.VILLAGE.value))
        return place_name(code, self._units, self._model.unit_names) if code else _text_of(conflict.get("ZLDWMC")) or ""


def _text_of(value: object) -> str | None:
    """Return a value as text; None for a null or an empty text."""
    return None if value is None or (not isinstance(value, str) and pd.isna(value)) or value == "" else str(value)


def _mu(square_metres: object) -> float | None:
    """Return an area of m² in mu; None where it is not known."""
    value = number_or_none(square_metres)
    return None if value is None else value * MU_PER_M2
