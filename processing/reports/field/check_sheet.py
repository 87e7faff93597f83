"""The check sheet of a finding (核查表): where it is, before and after, corners, what to tick, photos, signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from ...analysis.fieldwork.corners import corner_table, count_corners, thinned
from ...analysis.vocabulary import Level, Verdict
from ...bridge.vocabulary import verdict_labels
from ..centre_points import LATITUDE, LONGITUDE
from ..labels import Translate, joined
from ..model import MU_PER_M2
from ..number_format import DEGREES, M2, MU, NOTHING, printed
from .findings import FieldFindings, land_class, to_degrees
from .form import field_data
from .paper import CENTRE, HEIGHT, LEFT, RIGHT, WIDTH, Paper
from .sketch import corner_name, draw_sketch
from .surroundings import Surroundings

_SKETCH = 0.545  # of the width
_HEAD = 0.11  # of the width, for the heading of a row
_VALUE = (1 - 3 * _HEAD) / 3  # the same, for one of three values
_GAP = 1.6  # mm between the parts of a sheet
_AREA_SHARES = (0.22, 0.22, 0.13, 0.13, 0.15, 0.15)
_TEXT_COLUMNS = 2  # of these
_CORNER_SHARES = (0.11, 0.23, 0.24, 0.21, 0.21)
_BLOCKS = 2  # of corners on a further page


@dataclass(frozen=True)
class SheetWords:
    """What stands on all sheets of a file.

    Attributes:
        office: that signs; may be empty.
        system: name of the coordinate system.
        basis: which data and which notice the sheets stand on.
        language: `zh` or `en`.
        tr: translates into it.
    """

    office: str
    system: str
    basis: str
    language: str
    tr: Translate


class CheckSheets:
    """Draws sheets one by one on a paper."""

    def __init__(self, paper: Paper, findings: FieldFindings, surroundings: Surroundings, words: SheetWords) -> None:
        """Draw on `paper`, whose first page is empty."""
        self._paper, self._findings, self._surroundings, self._words = paper, findings, surroundings, words
        self._data, self._tr = field_data()["sheet"], words.tr
        self._fonts: Mapping[str, float] = self._data["fonts"]
        self._left = float(self._data["margin"])
        self._width = WIDTH - 2 * self._left
        self._row = float(self._data["row"])
        self._verdicts = verdict_labels(self._tr)

    def draw(self, place: int, number: int, count: int, fresh: bool) -> int:
        """Draw the sheet of a finding, and pages of further corners.

        Args:
            place: of the finding in the frame.
            number: of the sheet, which lists have too.
            count: of all sheets.
            fresh: whether the page is empty yet.

        Returns:
            the number of pages.
        """
        if not fresh:
            self._paper.new_page()
        row = self._findings.frame.iloc[place]
        shape, moved = thinned(row.geometry, self._data["most_corners"])
        corners = corner_table(shape)
        top = self._title(row, number, count)
        top = self._location(row, top) + _GAP
        top = self._finding(row, top) + _GAP
        top = self._areas(row, top) + _GAP
        listed = self._data["corners_on_sheet"]
        height = (listed + 2) * self._data["corner_row"]
        sketch = (self._left, top, self._width * _SKETCH, height)
        whole = draw_sketch(self._paper, sketch, row.geometry, row["BSM"], corners, self._surroundings, self._tr)
        right = self._left + sketch[2] + _GAP
        more = len(corners) > listed
        degrees = to_degrees(self._findings.frame.crs, corners["x"].to_numpy(), corners["y"].to_numpy())
        table = corners.assign(lon=degrees[0], lat=degrees[1])
        self._corner_block(table.iloc[: listed - 1 if more else listed], right, top, self._left + self._width - right)
        if more:
            self._further(right, top + (listed + 1) * self._data["corner_row"], self._left + self._width - right)
        top = self._checks(top + height + _GAP) + _GAP
        top = self._photos(top) + _GAP
        self._signatures(top)
        self._foot(row, whole, moved, count_corners(row.geometry))
        rest = table.iloc[listed - 1 :] if more else table.iloc[:0]
        return 1 + self._further_pages(rest, row, number)

    # The parts, from top to bottom; each returns where it ends

    def _title(self, row: pd.Series, number: int, count: int) -> float:
        """Write the title, the kind and the number."""
        tr, paper, top = self._tr, self._paper, self._left
        paper.text((self._left, top, self._width, 8), tr("Field check sheet"), self._fonts["title"], CENTRE, bold=True)
        top += 8
        left = self._words.office or ""
        paper.text((self._left, top, self._width * 0.62, 5), left, self._fonts["text"])
        text = tr("No. {number} of {count}").format(number=number, count=count)
        paper.text((self._left + self._width * 0.62, top, self._width * 0.38, 5), text, self._fonts["text"], RIGHT)
        return top + 5

    def _cells(self, top: float, height: float, cells: Sequence[tuple[float, str, bool]], wrap: bool = False) -> float:
        """Draw a row of cells: share of the width, text, whether it is a heading; return where it ends."""
        left, colours = self._left, self._data["colours"]
        for share, text, head in cells:
            box = (left, top, self._width * share, height)
            fill = colours["head"] if head else ""
            self._paper.cell(box, text, self._fonts["text"], CENTRE if head else LEFT, wrap=wrap, fill=fill)
            left += box[2]
        return top + height

    def _location(self, row: pd.Series, top: float) -> float:
        """Write where the parcel lies."""
        tr, name = self._tr, self._unit
        county, township, village = (level.value for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE))
        first = (
            (tr("County"), name(row, county)),
            (tr("Township"), name(row, township)),
            (tr("Village"), name(row, village)),
        )
        second = (
            (tr("Parcel number"), row["TBBH"]),
            (tr("Id code"), row["BSM"]),
            (tr("Location unit"), row["ZLDWMC"]),
        )
        for pairs in (first, second):
            cells = [cell for head, value in pairs for cell in ((_HEAD, head, True), (_VALUE, value, False))]
            top = self._cells(top, self._row, cells)
        place = f"{printed(row[LONGITUDE], DEGREES)}°, {printed(row[LATITUDE], DEGREES)}°"
        cells = [
            (_HEAD, tr("Place"), True),
            (_VALUE, place, False),
            (_HEAD, tr("System"), True),
            (_HEAD + 2 * _VALUE, self._words.system, False),
        ]
        return self._cells(top, self._row, cells)

    def _unit(self, row: pd.Series, level: str) -> str:
        """Return a unit's name with its code."""
        name, code = row[f"{level}_name"], row[level]
        if not name or name == code:
            return code
        return self._tr("{one} ({another})").format(one=name, another=code) if code else name

    def _finding(self, row: pd.Series, top: float) -> float:
        """Write what was found, what to look for, and what was decided."""
        tr, names = self._tr, self._findings.names
        kind = names.of("lists", row["layer"]) or row["layer"]
        if row["kind_name"] not in ("", kind):
            kind = tr("{one}: {another}").format(one=kind, another=row["kind_name"])
        graded = row["layer"] == "conflicts"
        marks = [
            names.of("severities", str(row["severity"])) or "" if graded else "",
            names.of("tiers", row["tier"]) or "",
        ]
        marks.append(names.joined(("flags",), row["flags"]) or "")
        cells = [(_HEAD, tr("Finding"), True), (0.5 - _HEAD, kind, False), (_HEAD, tr("Marks"), True)]
        cells.append((0.5 - _HEAD, names.separator.join(filter(None, marks)) or NOTHING, False))
        top = self._cells(top, self._row, cells)
        look = row["look_for"]
        if row["measure"]:
            look = joined((look, tr("(measure {number} of the notice)").format(number=row["measure"])), tr)
        top = self._cells(top, self._row * 1.25, [(_HEAD, tr("To check"), True), (1 - _HEAD, look, False)], wrap=True)
        if not row["verdict"]:
            return top
        said = (
            self._verdicts.get(row["verdict"], row["verdict"]),
            row["reviewer"],
            row["decided"][:10],
            row["decision_remark"],
        )
        text = names.separator.join(filter(None, said))
        return self._cells(top, self._row, [(_HEAD, tr("Decided before"), True), (1 - _HEAD, text, False)])

    def _areas(self, row: pd.Series, top: float) -> float:
        """Write the classes before and now, and the areas."""
        tr, names, language = self._tr, self._findings.names, self._words.language
        before = {
            "survey2_DLBM": (tr("Second survey"), None),
            "pbf_DLBM": (tr("When delimited as permanent basic farmland"), "registered_m2"),
            "previous_DLBM": (tr("Last year's survey"), None),
        }
        lines = [
            (head, land_class(names, row[name], name, language), None, None if area is None else row[area])
            for name, (head, area) in before.items()
            if row[name]
        ]
        lines.append(
            (tr("Now"), land_class(names, row["DLBM"], "DLBM", language), row["area_m2"], row["cultivated_m2"])
        )
        more = {"lost_cultivated_m2": tr("Cultivated land lost, net"), "net_m2": tr("Restorable, net")}
        lines += [(head, "", None, row[name]) for name, head in more.items() if row[name] > 0]
        heads = [tr("Before and now"), tr("Land class"), tr("Gross area (m²)"), tr("Gross area (mu)")]
        heads += [tr("Cultivated land, net (m²)"), tr("Cultivated land, net (mu)")]
        self._area_row(top, heads, True)
        height = self._row * 0.88
        for place, (head, name, gross, net) in enumerate(lines, 1):
            self._area_row(top + place * height, (head, name, *self._numbers(gross), *self._numbers(net)), False)
        return top + (len(lines) + 1) * height

    def _numbers(self, area: float | None) -> tuple[str, str]:
        """Return an area (m²) printed in m² and in mu."""
        if area is None or np.isnan(area):
            return NOTHING, NOTHING
        return printed(area, M2, tr=self._tr), printed(area * MU_PER_M2, MU, tr=self._tr)

    def _area_row(self, top: float, texts: Sequence[str], head: bool) -> None:
        """Draw a row of the table of areas."""
        left, fill = self._left, self._data["colours"]["head"] if head else ""
        for place, (share, text) in enumerate(zip(_AREA_SHARES, texts)):
            align = CENTRE if head else RIGHT if place >= _TEXT_COLUMNS else LEFT
            box = (left, top, self._width * share, self._row * 0.88)
            self._paper.cell(box, text, self._fonts["text"], align, fill=fill)
            left += box[2]

    def _corner_block(self, corners: pd.DataFrame, left: float, top: float, width: float) -> None:
        """Write a list of corners with its head."""
        tr, size, height = self._tr, self._fonts["small"], float(self._data["corner_row"])
        heads = (tr("Corner"), tr("X, north (m)"), tr("Y, east (m)"), tr("Longitude"), tr("Latitude"))
        x = left
        for share, head in zip(_CORNER_SHARES, heads):
            box = (x, top, width * share, height * 2)
            self._paper.cell(box, head, size, CENTRE, wrap=True, fill=self._data["colours"]["head"])
            x += width * share
        rows = [self._corner(each) for each in corners.itertuples()]
        self._paper.columns((left, top + height * 2, width, 0), rows, _CORNER_SHARES, height, size)

    @staticmethod
    def _corner(corner: tuple[object, ...]) -> tuple[str, ...]:
        """Return the cells of a corner; in China X is the northing."""
        at = corner._asdict()  # type: ignore[attr-defined]  # a named tuple of pandas
        metres = f"{at['y']:.3f}", f"{at['x']:.3f}"
        return (corner_name(at["number"]), *metres, f"{at['lon']:.7f}", f"{at['lat']:.7f}")

    def _further(self, left: float, top: float, width: float) -> None:
        """Say that more corners follow."""
        tr, box = self._tr, (left, top, width, float(self._data["corner_row"]))
        self._paper.cell(box, tr("Further corners on the next page"), self._fonts["small"], CENTRE)

    def _checks(self, top: float) -> float:
        """Draw what is ticked and written on the spot."""
        tr, form, height = self._tr, self._findings.form, self._row * 0.92
        head = (self._left, top, self._width, height)
        self._paper.cell(
            head, tr("Found on the spot"), self._fonts["text"], CENTRE, True, fill=self._data["colours"]["head"]
        )
        top += height
        found = list(form.found.values())
        half = -(-len(found) // 2)
        for row, line in enumerate((found[:half], found[half:])):
            self._ticks(top + row * height, height, line)
        self._head(top, 2 * height, tr("Use now"))
        top += 2 * height
        yes, no = tr("yes"), tr("no")
        share = 1 / len(form.questions)
        left = self._left
        for question in form.questions.values():
            box = (left, top, self._width * share, height)
            self._paper.box(box)
            self._paper.text((left + 0.8, top, box[2] * 0.56, height), question, self._fonts["text"])
            for place, answer in ((0.58, yes), (0.79, no)):
                self._tick(left + box[2] * place, top, height, answer, box[2] * 0.2)
            left += box[2]
        top += height
        self._ticks(top, height, [self._verdicts[one] for one in Verdict.values()])
        self._head(top, height, tr("Verdict"))
        top += height
        box = (self._left, top, self._width, self._row * 1.5)
        self._paper.box(box)
        self._paper.text((box[0] + 0.8, top, box[2], self._row * 0.9), tr("Remarks:"), self._fonts["text"])
        return top + box[3]

    def _head(self, top: float, height: float, text: str) -> None:
        """Draw the heading at the left of a row."""
        box = (self._left, top, self._width * _HEAD, height)
        self._paper.cell(box, text, self._fonts["text"], CENTRE, fill=self._data["colours"]["head"])

    def _ticks(self, top: float, height: float, options: Sequence[str]) -> None:
        """Draw a row of boxes to tick, at the right of its heading."""
        left, width = self._left + self._width * _HEAD, self._width * (1 - _HEAD)
        self._paper.box((left, top, width, height))
        step = width / max(len(options), 1)
        for place, option in enumerate(options):
            self._tick(left + 1 + place * step, top, height, option, step - 1)

    def _tick(self, left: float, top: float, height: float, text: str, width: float) -> None:
        """Draw a box to tick with its text."""
        self._paper.box((left, top + height / 2 - 1.3, 2.6, 2.6))
        self._paper.text((left + 3.4, top, width - 3.6, height), text, self._fonts["text"])

    def _photos(self, top: float) -> float:
        """Draw boxes for photos down to the signatures."""
        tr, count = self._tr, int(self._data["photo_boxes"])
        bottom = HEIGHT - self._left - 2 * self._row - 8
        width = (self._width - _GAP * (count - 1)) / count
        heads = (tr("Photo {number}: the whole, towards ____"), tr("Photo {number}: a detail, towards ____"))
        for place in range(count):
            box = (self._left + place * (width + _GAP), top, width, bottom - top)
            self._paper.box(box, dashed=True, colour="#8a8a8a")
            text = heads[min(place, 1)].format(number=place + 1)
            self._paper.text((box[0] + 1, top + 0.5, width - 2, 4), text, self._fonts["small"], colour="#6b6b6b")
        return bottom

    def _signatures(self, top: float) -> None:
        """Draw where people sign, with the day."""
        tr, people = self._tr, self._findings.form.signatures
        width = self._width / len(people)
        for place, who in enumerate(people):
            box = (self._left + place * width, top, width, self._row * 2 - 1)
            self._paper.box(box)
            half = box[3] / 2
            self._paper.text((box[0] + 1, top, width - 2, half), tr("{who}:").format(who=who), self._fonts["text"])
            day = tr("____ / __ / __")
            self._paper.text((box[0] + 1, top + half, width - 2, half), day, self._fonts["text"], RIGHT)

    def _foot(self, row: pd.Series, whole: bool, moved: float, corners: int) -> None:
        """Write what the sheet stands on."""
        tr = self._tr
        notes = [self._words.basis, tr("Corners are those of the survey's data, not measured on the spot.")]
        if moved:
            text = tr("Of {count} corners only some are listed; their outline is within {distance} m of the whole one.")
            notes.append(text.format(count=corners, distance=f"{moved:g}"))
        if not whole:
            notes.append(tr("Not all parcels around are drawn."))
        if len(shapely.get_parts(row.geometry)) > 1:
            notes.append(tr("The finding has several parts."))
        notes.append(tr("Id: {identifier}").format(identifier=row["finding"]))
        box = (self._left, HEIGHT - self._left - 6.5, self._width, 6.5)
        self._paper.text(box, joined(notes, tr), self._fonts["small"], wrap=True, colour="#555555")

    def _further_pages(self, corners: pd.DataFrame, row: pd.Series, number: int) -> int:
        """Draw pages of further corners; return how many."""
        tr, each, pages = self._tr, int(self._data["corners_on_page"]), 0
        for start in range(0, len(corners), each):
            self._paper.new_page()
            pages += 1
            title = tr("Corners of sheet {number}, continued").format(number=number)
            self._paper.text((self._left, self._left, self._width, 7), title, self._fonts["head"] + 2, CENTRE, True)
            text = tr("{one}, {another}").format(one=self._unit(row, Level.VILLAGE.value), another=row["BSM"])
            self._paper.text((self._left, self._left + 7, self._width, 5), text, self._fonts["text"], CENTRE)
            part = corners.iloc[start : start + each]
            rows, width = each // _BLOCKS, (self._width - _GAP * (_BLOCKS - 1)) / _BLOCKS
            for block in range(_BLOCKS):
                own = part.iloc[block * rows : (block + 1) * rows]
                if len(own):
                    self._corner_block(own, self._left + block * (width + _GAP), self._left + 14, width)
        return pages
