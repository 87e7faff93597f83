"""The page's map and filters: the data against the model, and what a reader does in a real browser."""

import json
import math
import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from chromium import PROGRAM, browser

from farmland_redline.processing.reports.page.web_map import Shapes
from farmland_redline.processing.reports.page.writer import write_page

from .conftest import candidates_frame, conflict, conflicts_frame, make_model, summary_frame
from .page_reading import read_page

ORIGIN = np.array([39_500_000.0, 3_260_000.0])
COUNTIES = {
    "360203": shapely.box(*ORIGIN, *np.add(ORIGIN, (1000, 1000))),
    "360222": shapely.box(*np.add(ORIGIN, (1000, 0)), *np.add(ORIGIN, (3000, 2000))),
}
EVIL = "<img src=x onerror=\"document.title='bad'\">"


def placed(frame, north=0):
    """The frame with a square for each row, within its county; near the corner where it has none."""
    shapes = []
    for number, county in enumerate(frame["county"]):
        west = {"360203": 100, "360222": 1200}.get(county, 20)
        low = ORIGIN + np.array([west + number % 10 * 150, 20 + north + number // 10 * 100])
        shapes.append(shapely.box(*low, *(low + 80)))
    return gpd.GeoDataFrame(frame.drop(columns="geometry", errors="ignore"), geometry=shapes, crs=4527)


def written(model, tr, folder, conflicts, candidates, outlines=COUNTIES):
    shapes = Shapes(placed(conflicts), placed(candidates, 1000), outlines)
    return write_page(model, folder / "report.html", tr, "zh", "summary.xlsx", "results.gpkg", shapes)


@pytest.fixture(scope="module")
def path(names, tr, tmp_path_factory):
    model = make_model(names)
    return written(model, tr, tmp_path_factory.mktemp("page") / "", conflicts_frame(), candidates_frame())


def data_of(path):
    (script,) = [one for one in read_page(path).all("script") if one.attributes.get("id") == "map-data"]
    return json.loads("".join(script.children))


def rings(steps):
    return [[np.cumsum(np.reshape(ring, (-1, 2)), axis=0) for ring in polygon] for polygon in steps]


# The data.


def test_what_counts_is_drawn_where_it_is(path):
    data = data_of(path)
    shapes = {row.conflict_id: row.geometry for row in placed(conflicts_frame()).itertuples()}
    layers = [name for name, _, _ in data["layers"]]
    uses = ["conflicts-non_agricultural", "conflicts-agricultural"]
    assert layers == [*uses, "candidates-at_once", "candidates-with_works", "candidates-other"]
    found = [(layers[piece[0]], data["texts"][piece[2]], piece[6]) for piece in data["pieces"]]
    assert found[:4] == [
        ("conflicts-non_agricultural", "农村建房", "3.00"),
        ("conflicts-non_agricultural", "农村建房", "1.50"),
        ("conflicts-agricultural", "种植果树茶叶等", "6.00"),
        ("conflicts-agricultural", "挖塘养鱼", "0.25"),
    ]
    # The excluded one is not there.
    assert [piece[6] for piece in data["pieces"][4:]] == ["30.00", "10.00", "30.00", "6.00"]
    ((ring,),) = rings(data["pieces"][0][7])
    drawn = shapely.Polygon(ring + ORIGIN)  # the south-western corner of all
    assert shapely.symmetric_difference(drawn, shapes["P1"]).area < 1
    assert [code for code, *_ in data["counties"]] == ["360203", "360222"]


def test_rows_and_pieces_know_each_other(path):
    data, page = data_of(path), read_page(path)
    for key in ("conflicts", "candidates"):
        for row in page.by_id(key).all("tbody")[0].all("tr"):
            piece = data["pieces"][int(row.attributes["data-piece"])]
            assert data["texts"][piece[1]] == row.attributes["data-county"]
            assert piece[6] in [cell.text for cell in row.all("td")]
    assert not [r for r in page.by_id("excluded").all("tr") if "data-piece" in r.attributes]


def test_boundaries_are_simplified_within_the_tolerance(names, tr, tmp_path):
    """A circle of thousands of points: few remain, and the shape is nearly the same."""
    circle = shapely.Point(*(ORIGIN + 500)).buffer(500, quad_segs=2000)
    path = written(make_model(names), tr, tmp_path, conflicts_frame(), candidates_frame(), {"360203": circle})
    ((ring,),) = rings(data_of(path)["counties"][0][2])
    assert len(ring) < 60
    assert shapely.hausdorff_distance(shapely.Polygon(ring + ORIGIN), circle) < 4 + 1


def test_a_large_city_stays_small_and_says_what_is_left_out(names, tr, tmp_path):
    frame = pd.DataFrame([conflict(n, "house" if n % 2 else "orchard", 2 + n % 2, 1.0 + n / 1000) for n in range(9000)])
    model = make_model(names, conflicts=frame)
    path = written(model, tr, tmp_path, frame, candidates_frame())
    data, (cut,) = data_of(path), [p.text for p in read_page(path).by_id("place").all("p", "cut")[:1]]
    drawn = [piece for piece in data["pieces"] if data["layers"][piece[0]][0].startswith("conflicts")]
    assert len(drawn) == 4000 and "4000" in cut and "9000" in cut and "results.gpkg" in cut
    # All severe ones are among them, since these come first.
    assert all(data["layers"][piece[0]][0] == "conflicts-non_agricultural" for piece in drawn)
    assert path.stat().st_size < 1_500_000


def test_nothing_to_draw(names, tr, tmp_path):
    conflicts, candidates = conflicts_frame().iloc[:0], candidates_frame().iloc[:0]
    path = written(
        make_model(names, conflicts=conflicts, candidates=candidates), tr, tmp_path, conflicts, candidates, {}
    )
    assert data_of(path)["pieces"] == [] and data_of(path)["counties"] == []


def test_same_run_same_bytes(names, tr, tmp_path):
    pages = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        pages.append(
            written(make_model(names), tr, tmp_path / name, conflicts_frame(), candidates_frame()).read_bytes()
        )
    assert pages[0] == pages[1]


def test_the_library_keeps_its_licence(path):
    text = path.read_text(encoding="utf-8")
    assert "BSD-2-Clause" in text and "Vladimir Agafonkin" in text


# In a browser.

needs_browser = pytest.mark.skipif(PROGRAM is None, reason="needs Chromium")
VISIBLE = """[].map.call(
  document.querySelectorAll("#{} tbody tr:not([hidden])"), row => row.getAttribute("data-county")
)"""
DRAWN = """(function () {
  // What the map's canvas shows: how many of its pixels have each colour.
  var canvas = document.querySelector("#map canvas"), found = {};
  var pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  for (var i = 0; i < pixels.length; i += 4) {
    var key = [pixels[i], pixels[i + 1], pixels[i + 2]].join();
    found[key] = (found[key] || 0) + 1;
  }
  return found;
}())"""
SEVERE, AT_ONCE = "#c8102e", "#08408a"


def near(found, colour, tolerance=25):
    """Pixels of about a colour (fills let a little of the ground through)."""
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return sum(
        count for key, count in found.items() if math.dist(wanted, [int(part) for part in key.split(",")]) < tolerance
    )


@pytest.fixture(scope="module")
def session():
    with browser() as one:
        yield one


@pytest.fixture
def open_page(session, path):
    session.open(path)
    yield session
    assert session.complaints() == []


def visible(session, key):
    return session.say(VISIBLE.format(key))


@needs_browser
def test_a_click_on_a_county_filters_tables_and_map(open_page):
    assert visible(open_page, "conflicts") == ["360222", "360203", "360222", ""]
    assert near(open_page.say(DRAWN), SEVERE) > 100 and near(open_page.say(DRAWN), AT_ONCE) > 100
    # A click on the map itself, on empty ground of 珠山区, whose square lies in the map's left half.
    open_page.say("document.getElementById('map').scrollIntoView({block: 'center'})")
    place = open_page.say(
        """(function () {
          var label = [].find.call(document.querySelectorAll(".unit"), one => one.textContent === "珠山区");
          var box = label.getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height + 40];
        }())"""
    )
    open_page.click(*place)
    assert open_page.say("document.getElementById('county').value") == "360203"
    assert visible(open_page, "conflicts") == ["360203"] and visible(open_page, "candidates") == []
    assert visible(open_page, "targets") == [None, "360203"]  # the city's row stays
    after = open_page.say(DRAWN)
    assert near(after, SEVERE) > 100 and near(after, AT_ONCE) == 0  # candidates are in the other county only
    open_page.click_on("#clear")
    assert len(visible(open_page, "conflicts")) == 4 and near(open_page.say(DRAWN), AT_ONCE) > 100


@needs_browser
@pytest.mark.parametrize("selector", ["article.card[data-county='360222'] h3", "#targets tr[data-county='360222'] td"])
def test_cards_and_rows_of_counties_filter_too(open_page, selector):
    open_page.click_on(selector)
    assert set(visible(open_page, "conflicts")) == {"360222"} and len(visible(open_page, "candidates")) == 4
    cards = (
        "[].map.call(document.querySelectorAll('article.card:not([hidden])'), function (c) { return c.dataset.unit; })"
    )
    assert open_page.say(cards) == ["360200", "360222"]
    open_page.click_on(selector)
    assert len(visible(open_page, "conflicts")) == 4


@needs_browser
def test_words_filter_a_list(open_page):
    open_page.say(
        "var s = document.querySelector('#conflicts .search'); s.value = '挖塘'; s.dispatchEvent(new Event('input'))"
    )
    assert visible(open_page, "conflicts") == [""]
    assert open_page.say("document.querySelector('#conflicts .shown').textContent") == "1 / 4"
    assert len(visible(open_page, "candidates")) == 4


@needs_browser
def test_sorting_keeps_a_filter(open_page):
    open_page.click_on("article.card[data-county='360222'] h3")
    (column,) = [i for i, t in enumerate(heads(open_page)) if t.startswith("毛面积")]
    open_page.click_on(f"#conflicts tr.sort th:nth-child({column + 1})")
    rows = "document.querySelectorAll('#conflicts tbody tr:not([hidden])')"
    assert open_page.say(f"[].map.call({rows}, row => row.cells[{column}].textContent)") == ["6.00", "3.00"]


def heads(session):
    return session.say("[].map.call(document.querySelectorAll('#conflicts tr.sort th'), t => t.textContent)")


@needs_browser
def test_a_row_leads_to_its_piece_and_back(open_page):
    open_page.click_on("#conflicts tr[data-piece='0'] td")
    popup = open_page.say("document.querySelector('.leaflet-popup-content').textContent")
    assert "农村建房" in popup and "3.00" in popup
    assert open_page.say("document.querySelectorAll('tr.marked').length") == 1


@needs_browser
def test_layers_are_switched_off(open_page):
    open_page.click_on("#layers label:nth-child(1) input")
    assert near(open_page.say(DRAWN), SEVERE) == 0 and near(open_page.say(DRAWN), AT_ONCE) > 100


@needs_browser
def test_names_from_data_are_text_in_the_map(session, names, tr, tmp_path):
    summary = summary_frame()
    summary.loc[2, "name"] = EVIL
    conflicts = pd.DataFrame([conflict(1, "house", 3, 3.0, ZLDWMC=EVIL, TBBH="</script><b>")])
    model = make_model(names, summary=summary, conflicts=conflicts)
    session.open(written(model, tr, tmp_path, conflicts, candidates_frame()))
    session.click_on("#conflicts tr[data-piece='0'] td")
    assert EVIL in session.say("document.querySelector('.leaflet-popup-content').textContent")
    assert session.say("document.title") != "bad" and session.say("document.querySelectorAll('#map img').length") == 0
    assert session.complaints() == []


def test_the_script_has_no_words_of_its_own():
    """What readers see comes from the template, in their language."""
    from farmland_redline.processing.reports.page.writer import FOLDER

    code = re.sub(r"//[^\n]*", "", (FOLDER / "map.js").read_text(encoding="utf-8"))
    assert not re.search("[\u4e00-\u9fff]", code)


DRAWN_FROM_TO = """(function () {
  // The left and right ends of what the map's canvas shows, and the map's width.
  var canvas = document.querySelector("#map canvas"), holder = document.getElementById("map");
  var pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  var left = canvas.width, right = 0;
  for (var i = 3; i < pixels.length; i += 4) {
    if (pixels[i]) { var x = (i >> 2) % canvas.width; left = Math.min(left, x); right = Math.max(right, x); }
  }
  var shift = canvas.getBoundingClientRect().x - holder.getBoundingClientRect().x;
  return [left + shift, right + shift, holder.clientWidth];
}())"""


@needs_browser
def test_the_map_is_fitted_to_the_paper_and_back(session, path):
    """Printed from a window wider than the paper, it stands in the middle, and afterwards as it stood before."""
    session.open(path, width=1900)
    before = session.say(DRAWN_FROM_TO)
    session.say("window.dispatchEvent(new Event('beforeprint'))")
    left, right, width = session.say(DRAWN_FROM_TO)
    assert width == pytest.approx(274 / 25.4 * 96, abs=4) and width < before[2]
    assert left > 0 and right < width and (left + right) / 2 == pytest.approx(width / 2, rel=0.02)
    session.say("window.dispatchEvent(new Event('afterprint'))")
    session.wait_for_drawing()
    assert session.say(DRAWN_FROM_TO) == pytest.approx(before, abs=2)
    assert session.complaints() == []
