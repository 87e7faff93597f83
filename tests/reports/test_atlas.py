"""The atlas of conflicts: drawn for real, then read back with poppler's tools and counted against the report."""

import math
import re
import subprocess
import unicodedata
from xml.etree import ElementTree

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from qgis.PyQt.QtSvg import QSvgRenderer

from farmland_redline.processing.analysis.progress import Cancelled
from farmland_redline.processing.bridge.attempts import Attempts
from farmland_redline.processing.reports.maps import atlas_drawing
from farmland_redline.processing.reports.maps.atlas import export_conflict_atlas
from farmland_redline.processing.reports.maps.atlas_pages import DETAIL, INDEX, WHOLE, LocatedConflict, plan_unit
from farmland_redline.processing.reports.maps.atlas_selection import AtlasSettings
from farmland_redline.processing.reports.maps.layout.label_placement import MapText, place_texts
from farmland_redline.processing.reports.maps.layout.settings import LAYOUTS, MapError
from farmland_redline.processing.reports.maps.layout.unit_outlines import make_outlines

from .conftest import make_model
from .maps_data import write_geopackage

POINTS = 72 / 25.4
SEVERE = "c8102e"


class Progress:
    """Counts how often it is asked, and stops the run after so many sheets."""

    def __init__(self, stop=math.inf):
        self.stop = stop

    def check(self):
        if self.stop <= 0:
            raise Cancelled

    def set(self, fraction):
        self.stop -= 1


class Blocking(Progress):
    """Puts a folder where a drawing would go, when the drawings have begun."""

    def __init__(self, drawing):
        super().__init__()
        self._drawing = drawing

    def set(self, fraction):
        self._drawing.mkdir(exist_ok=True)


@pytest.fixture(scope="module")
def run(qgis, tmp_path_factory, names):
    """A city of two counties with some 130 conflicts: file, model, outlines, conflicts."""
    path = write_geopackage(tmp_path_factory.mktemp("run") / "farmland_redline.gpkg", side=24, share=0.11)
    conflicts = gpd.read_file(path, layer="conflicts", engine="pyogrio")
    pieces = gpd.read_file(path, layer="pieces", engine="pyogrio")
    return path, make_model(names, conflicts=conflicts), make_outlines(pieces, lambda: None), conflicts


def export(run, folder, tr, progress=None, **changes):
    path, model, outlines, conflicts = run
    folder.mkdir(parents=True, exist_ok=True)
    given = AtlasSettings(**{"paper": "A4", **changes})
    return export_conflict_atlas(
        path, model, outlines, conflicts, folder, tr, given, progress or Progress(), folder / ".redline_sheets"
    )


@pytest.fixture(scope="module")
def by_county(run, tr, tmp_path_factory):
    return export(run, tmp_path_factory.mktemp("atlas"), tr)


def words(path):
    """Pages of words with their boxes (points, from the upper left corner)."""
    text = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True, text=True).stdout
    text = text[text.index("<doc>") : text.index("</doc>")] + "</doc>"
    text = re.sub(r' xmlns="[^"]*"', "", text)
    pages = ElementTree.fromstring(text).iter("page")  # noqa: S314  poppler's own
    return [
        (
            float(page.get("width")),
            [
                (
                    unicodedata.normalize("NFKC", word.text or ""),
                    tuple(float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")),
                )
                for word in page
            ],
        )
        for page in pages
    ]


def item_box(name, width):
    """An item's box (points) in the template of the page's orientation."""
    orientation = "landscape" if width > 700 else "portrait"
    template = (LAYOUTS / f"sheet_a4_{orientation}.qpt").read_text(encoding="utf-8")
    element = next(e for e in ElementTree.fromstring(template) if e.get("id") == name)  # noqa: S314
    x, y = (float(v) for v in element.get("positionOnPage").split(",")[:2])
    w, h = (float(v) for v in element.get("size").split(",")[:2])
    return tuple(value * POINTS for value in (x, y, x + w, y + h))


def inside(word, box):
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def numbers_of(width, page):
    """Numbers on the map, and those of the table's first column."""
    on_map = [t for t, box in page if inside(box, item_box("map", width)) and re.fullmatch(r"\d{1,3}", t)]
    left, top, right, bottom = item_box("table_box", width)
    column = (left, top, left + (right - left) * 0.08, bottom)
    rows = [(box[1], t) for t, box in page if inside(box, column) and re.fullmatch(r"\d{1,3}", t)]
    return on_map, [t for _, t in sorted(rows)]


def flat(page):
    return "".join(text for text, _ in page)


def test_every_conflict_is_numbered_alike_on_map_and_table(by_county, run):
    conflicts = run[3]
    for path, county in zip(by_county.files, ("360203", "360222")):
        seen = []
        pages = words(path)
        assert len(pages) > 1
        for width, page in pages:
            if "分幅索引" in flat(page):
                continue
            on_map, in_table = numbers_of(width, page)
            assert sorted(on_map, key=int) == in_table and in_table
            seen += in_table
        counted = conflicts[(conflicts["county"] == county) & (conflicts["severity"] >= 1)]
        assert [int(n) for n in seen] == list(range(1, len(counted) + 1))


def test_totals_are_the_reports(by_county, run):
    model = run[1]
    for path, county in zip(by_county.files, ("360203", "360222")):
        total = math.fsum(t.counted for t in model.conflicts_of(county))
        count = sum(t.count for t in model.conflicts_of(county))
        sums = []
        for _, page in words(path):
            text = flat(page)
            assert f"{total:,.2f}" in text and (f"{count}块" in text or "分幅索引" in text)
            line = next((box for word, box in page if word == "本幅小计"), None)
            if line is not None:
                figures = [w for w, box in page if abs(box[1] - line[1]) < 3 and box[0] > line[2] and "." in w]
                sums.append(float(figures[0].replace(",", "")))
        assert math.fsum(sums) == pytest.approx(total, abs=0.005 * len(sums))


def test_no_text_on_the_map_lies_on_another(by_county):
    for path in by_county.files:
        for width, page in words(path):
            boxes = [(t, b) for t, b in page if inside(b, item_box("map", width))]
            assert boxes
            for i, (one, a) in enumerate(boxes):
                for other, b in boxes[i + 1 :]:
                    across = min(a[2], b[2]) - max(a[0], b[0])
                    down = min(a[3], b[3]) - max(a[1], b[1])
                    # A line of text is higher than its letters.
                    assert across <= 0.5 or down <= 3.0, (path.name, one, other)


def test_names_and_titles_are_there(by_county):
    for path, unit in zip(by_county.files, ("珠山区", "浮梁县")):
        for _, page in words(path):
            text = flat(page)
            assert f"{unit}永久基本农田占用冲突图" in text and "2024年度国土变更调查" in text
            assert "图例" in text and "编制:" in text and "审核:" in text and "EPSG:4527" in text
        assert any("村" in flat(page) for _, page in words(path))


def test_no_page_is_blank_and_fonts_are_embedded(by_county, tmp_path):
    for path in by_county.files:
        pages = len(words(path))
        subprocess.run(["pdftoppm", "-r", "40", path, tmp_path / path.stem], check=True)
        rendered = sorted(tmp_path.glob(f"{path.stem}*.ppm"))
        assert len(rendered) == pages
        for page in rendered:
            data = page.read_bytes()
            width, height = (int(v) for v in data.split(maxsplit=4)[1:3])
            pixels = data[-width * height * 3 :]
            white = sum(pixels[i : i + 3] == b"\xff\xff\xff" for i in range(0, len(pixels), 3))
            assert white / (width * height) < 0.8
        fonts = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
        assert fonts and all(line.split()[-5] == "yes" for line in fonts)


def test_a_stopped_run_leaves_no_file_and_goes_on(run, tr, tmp_path, by_county, monkeypatch):
    with pytest.raises(Cancelled):
        export(run, tmp_path, tr, Progress(stop=3))
    assert [p.name for p in tmp_path.iterdir()] == [".redline_sheets"]
    drawn = []
    draw = atlas_drawing.AtlasLayout.draw
    monkeypatch.setattr(atlas_drawing.AtlasLayout, "draw", lambda *a: drawn.append(a) or draw(*a))
    again = export(run, tmp_path, tr)
    assert again.resumed == 3 and len(drawn) == again.sheets - 3
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in again.files)
    assert [p.read_bytes() for p in again.files] == [p.read_bytes() for p in by_county.files]


@pytest.mark.parametrize("form", ["pdf", "svg"])
def test_sheets_that_are_not_whole_are_drawn_again(run, tr, tmp_path, form):
    """As a machine that stops leaves them: empty, cut, or filled with zeros; and a description cut short.

    Of images, too: tests/reliability/test_outputs.py.
    """
    given = {"by": "conflict", "units": ("360203",), "severity": 3, "form": form}
    with pytest.raises(Cancelled):
        export(run, tmp_path, tr, Progress(stop=6), **given)
    sheets = sorted((tmp_path / ".redline_sheets").glob(f"*.{form}"))
    assert len(sheets) == 6
    whole = [sheet.read_bytes() for sheet in sheets]
    for sheet, data in zip(sheets, (b"", whole[1][:-50], bytes(len(whole[2])), whole[4])):
        sheet.write_bytes(data)
    described = sheets[4].with_suffix(".json")
    described.write_text(described.read_text(encoding="utf-8")[:-10], encoding="utf-8")
    again = export(run, tmp_path, tr, **given)
    assert again.resumed == 1 and again.sheets == len(again.files)
    ends = {"pdf": b"%%EOF", "svg": b"</svg>"}
    assert all(path.read_bytes().rstrip().endswith(ends[form]) for path in again.files)
    if form == "svg":
        assert [path.read_bytes() for path in again.files[:6]] == whole


def test_a_folder_of_others_by_the_name_of_drawn_sheets(run, tr, tmp_path):
    notes = tmp_path / ".redline_sheets" / "notes.txt"
    notes.parent.mkdir()
    notes.write_text("theirs")
    with pytest.raises(MapError, match=r"is not a folder of drawn sheets|不是存放已画图幅的文件夹"):
        export(run, tmp_path, tr)
    assert notes.read_text() == "theirs"


def test_sheets_of_other_inputs_are_not_taken(run, tr, tmp_path):
    with pytest.raises(Cancelled):
        export(run, tmp_path, tr, Progress(stop=2))
    assert export(run, tmp_path, tr, marking="草图").resumed == 0


def test_a_sheet_that_fails_costs_that_sheet(run, tr, tmp_path):
    """Six sheets of a conflict each: a folder stands where the third drawing would go."""
    path, model, outlines, conflicts = run
    few, count = conflicts.sort_values("conflict_id").iloc[:6], 6
    given = AtlasSettings(paper="A4", by="conflict", severity=0)
    cache, made = tmp_path / "cache", tmp_path / "made"
    made.mkdir()
    told = []
    attempts, progress = Attempts(told.append), Blocking(cache / "00002.pdf")
    atlas = export_conflict_atlas(path, model, outlines, few, made, tr, given, progress, cache, attempts.attempt)
    assert atlas.sheets == count - 1 and len(atlas.files) == count - 1
    assert len(list(made.glob("*.pdf"))) == count - 1
    assert len(told) == 1 and "_0003_" in told[0]


def test_by_conflict_in_one_file(run, tr, tmp_path):
    made = export(run, tmp_path, tr, by="conflict", one_file=True, units=("360203",), severity=3)
    conflicts = run[3]
    chosen = conflicts[(conflicts["county"] == "360203") & (conflicts["severity"] == 3)]
    assert [p.name for p in made.files] == ["conflict_atlas.pdf"] and made.sheets == len(chosen) > 1
    texts = [flat(page) for _, page in words(made.files[0])]
    assert len(texts) == len(chosen)
    for parcel in chosen["BSM"]:
        assert sum(parcel in text for text in texts) == 1
    assert all("3,600.00" in text and "5.40" in text and "农村建房" in text for text in texts)


def test_without_pypdf_each_sheet_is_a_file(run, tr, tmp_path, monkeypatch):
    """Though one file is asked for; the user is told when the run begins."""
    for module in ("atlas", "layout.export"):
        monkeypatch.setattr(f"farmland_redline.processing.reports.maps.{module}.can_compose", lambda: False)
    made = export(run, tmp_path, tr, by="conflict", one_file=True, units=("360203",), severity=3)
    assert len(made.files) == made.sheets > 1 and all(len(words(path)) == 1 for path in made.files)


@pytest.mark.parametrize("form", ["png", "svg"])
def test_pictures(run, tr, tmp_path, form):
    made = export(run, tmp_path, tr, form=form, by="township", units=("360203101",), dpi=50)
    assert made.files and all(p.suffix == f".{form}" for p in made.files) and len(made.files) == made.sheets
    for path in made.files:
        data = path.read_bytes()
        assert data.startswith(b"\x89PNG" if form == "png" else b"<?xml") and len(data) > 20_000


def test_the_map_of_a_drawing_stays_in_its_frame(run, tr, tmp_path):
    made = export(run, tmp_path, tr, form="svg", by="township", units=("360203101",), dpi=50)
    renderer = QSvgRenderer(str(made.files[-1]))
    size = renderer.defaultSize()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    wide = size.width() > size.height()
    dots = size.width() / (297 if wide else 210)
    box = item_box("map", 842 if wide else 595)
    left, top, right, bottom = (round(value / POINTS * dots) for value in box)

    def colourful(x, y):
        colour = image.pixelColor(x, y)
        parts = (colour.red(), colour.green(), colour.blue())
        return max(parts) - min(parts) > 30

    # Beside the frame there is nothing but the grid's coordinates, which are grey.
    assert not any(colourful(x, y) for x in range(left - 2) for y in range(top, bottom))
    assert sum(colourful(x, (top + bottom) // 2) for x in range(left, right)) > (right - left) / 4


def test_what_is_missing_is_said(run, tr, tmp_path, monkeypatch):
    with pytest.raises(MapError, match=r"no conflict|没有"):
        export(run, tmp_path, tr, units=("999999",))
    assert not list(tmp_path.iterdir())


# The plan and the placing, without QGIS.

SPOTS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=120)


@settings(max_examples=60, deadline=None)
@given(SPOTS, st.integers(1, 20))
def test_the_plan_lists_every_finding_once(spots, room):
    corners = [(x * 50.0, y * 50.0) for x, y in spots]
    findings = [LocatedConflict(n, x, y, (x, y, x + 20, y + 20)) for n, (x, y) in enumerate(corners)]

    def fits(box):
        return max(box[2] - box[0], box[3] - box[1]) < 3000

    sheets = plan_unit("360222", findings, (0, 0, 15_000, 15_000), room, fits, 0.1)
    lists = [sheet for sheet in sheets if sheet.kind in (WHOLE, DETAIL)]
    rows = [row for sheet in lists for row in sheet.numbered.values()]
    numbers = [number for sheet in lists for number in sheet.numbered]
    assert sorted(rows) == list(range(len(spots))) and numbers == list(range(1, len(spots) + 1))
    for sheet in lists:
        assert len(sheet.numbered) <= room and (fits(sheet.extent) or len(sheet.numbered) == 1)
        for row in sheet.numbered.values():
            box = findings[row].box
            assert sheet.extent[0] <= box[0] and sheet.extent[1] <= box[1]
            assert sheet.extent[2] >= box[2] and sheet.extent[3] >= box[3]
    indexes = [sheet for sheet in sheets if sheet.kind == INDEX]
    assert bool(indexes) == (len(lists) > 1)
    listed = [number for sheet in indexes for number in sheet.listed]
    assert listed == [sheet.number for sheet in lists if sheet.kind == DETAIL]
    assert all(sheet.count == len(sheets) for sheet in sheets)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(2, 198), st.floats(2, 148), st.floats(0.1, 20)), min_size=1, max_size=30))
def test_every_number_finds_a_place_of_its_own(spots):
    features = [(x - s / 2, y - s / 2, x + s / 2, y + s / 2) for x, y, s in spots]
    texts = [MapText(str(n), 4.0, 3.0, *spot[:2], box) for n, (spot, box) in enumerate(zip(spots, features))]
    placed = place_texts(texts, (0, 0, 200, 150), [(180, 130, 195, 148)])
    assert [p.text.text for p in placed] == [t.text for t in texts]
    boxes = [p.box for p in placed] + [(180, 130, 195, 148)]
    for i, a in enumerate(boxes):
        assert a[0] >= 0 and a[1] >= 0 and a[2] <= 200 and a[3] <= 150
        for b in boxes[i + 1 :]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]
