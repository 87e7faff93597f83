"""County maps: drawn for real, then read back with poppler's tools."""

import re
import shutil
import subprocess
import unicodedata

import geopandas as gpd
import numpy as np
import pypdf
import pytest
import shapely
from osgeo import gdal
from pdf_pages import brightness, words
from qgis.core import QgsMapSettings, QgsRenderContext, QgsVectorLayer

from farmland_redline.processing.analysis.vocabulary import Level
from farmland_redline.processing.bridge.attempts import Attempts
from farmland_redline.processing.bridge.i18n import using_language
from farmland_redline.processing.bridge.policy.reader import load_classes
from farmland_redline.processing.reports.maps import county_maps
from farmland_redline.processing.reports.maps.county_maps import MapSettings, export_county_maps
from farmland_redline.processing.reports.maps.layout import fonts, rendering
from farmland_redline.processing.reports.maps.layout.pdf import can_compose
from farmland_redline.processing.reports.maps.layout.settings import MapError
from farmland_redline.processing.reports.maps.layout.sheet import nice_scale
from farmland_redline.processing.reports.maps.layout.unit_outlines import make_outlines
from farmland_redline.processing.reports.styles.renderers import StyleError, style_layer

from .conftest import ROOT, make_model
from .maps_data import ORIGIN, write_geopackage


@pytest.fixture(scope="module")
def geopackage(qgis, tmp_path_factory):
    return write_geopackage(tmp_path_factory.mktemp("run") / "farmland_redline.gpkg")


@pytest.fixture(scope="module")
def exported(geopackage, names, tr, tmp_path_factory):
    folder = tmp_path_factory.mktemp("maps")
    return {
        paper: export_county_maps(geopackage, make_model(names), _made(folder / paper), tr, MapSettings(paper=paper))
        for paper in ("A3", "A4")
    }


def _made(folder):
    folder.mkdir(exist_ok=True)
    return folder


def text_of(path):
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
    return "".join(unicodedata.normalize("NFKC", text).split())


def has(path, *parts):
    text = text_of(path)
    missing = [p for p in parts if "".join(unicodedata.normalize("NFKC", p).split()) not in text]
    assert not missing, f"{missing} not in {text}"


@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_page_says_what_it_shows(exported, paper):
    assert [p.name for p in exported[paper].values()] == ["360203_珠山区.pdf", "360222_浮梁县.pdf"]
    page = exported[paper]["360222"]
    has(
        page,
        "浮梁县耕地红线图",
        "永久基本农田占用冲突与恢复潜力地块分布。数据时点:2024年度国土调查成果",
        "CGCS20003度带高斯-克吕格投影,第39带,中央经线117°E",
        "EPSG:4527",
        "米",
    )
    has(page, "资料来源:city.gpkg(DLTB)", "数据日期:", "2024年度")
    # the model's totals
    has(page, "耕地保护目标319,999.00", "耕地保有量(净面积)319,982.00", "差值(未达标)-17.00", "剩余缺口25,064.00")
    # Places of names and figures may lie apart in the text of a page; the table itself is tested below.
    has(page, "其中现状耕地(净面积)278,263.00", "合计9.00", "可直接恢复36.00", "已排除99.00")
    # the legend
    has(page, "图例", "占用冲突", "须核实", "恢复潜力地块", "土地利用现状", "0101水田", "其他或未知地类", "行政区界线")
    # 720 m on 252 mm, less the margin
    assert "1:3000" in text_of(exported["A3"]["360222"])


def test_legend_has_only_what_the_page_shows(exported, geopackage):
    layer = QgsVectorLayer(f"{geopackage}|layername=pieces|subset=\"county\" = '360222'", "p", "ogr")
    present = layer.uniqueValues(layer.fields().indexOf("DLBM"))
    text = text_of(exported["A3"]["360222"])
    for code, name in (
        ("0101", "水田"),
        ("0103", "旱地"),
        ("0301", "乔木林地"),
        ("1202", "设施农用地"),
        ("0602", "采矿用地"),
    ):
        assert (f"{code}{name}" in text) == (code in present)


def test_legend_of_a_small_sheet_with_all_classes(geopackage, names, tr, tmp_path, qgis):
    """A4 cannot hold a line for each class: the ground and the legend show first-level classes, none of them cut."""
    package = shutil.copy(geopackage, tmp_path / "all.gpkg")
    classes = [code for code, each in load_classes().by_code.items() if each.parcel and each.fill_rgb]
    data = gdal.OpenEx(str(package), gdal.OF_VECTOR | gdal.OF_UPDATE)
    layer = data.GetLayerByName("pieces")
    for number, feature in enumerate(list(layer)):
        feature["DLBM"] = classes[number % len(classes)]
        layer.SetFeature(feature)
    del layer, data
    sheets = {
        paper: export_county_maps(
            package, make_model(names), _made(tmp_path / paper), tr, MapSettings(paper=paper), ["360222"]
        )["360222"]
        for paper in ("A3", "A4")
    }
    levels = ("01耕地", "03林地", "07住宅用地", "11水域及水利设施用地", "12其他土地")
    has(sheets["A4"], "土地利用现状", *levels)
    assert "0101水田" not in text_of(sheets["A4"])
    has(sheets["A3"], "0101水田", "0301乔木林地", "1207裸岩石砾地")
    assert not [level for level in levels if level in text_of(sheets["A3"])]


@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_one_page_of_the_right_size_with_embedded_fonts(exported, paper):
    for page in exported[paper].values():
        info = subprocess.run(["pdfinfo", page], capture_output=True, check=True, text=True).stdout
        assert "Pages:           1" in info
        width, height = (float(v) for v in info.split("Page size:")[1].split("pts")[0].split("x"))
        # a square fills an upright page better
        wanted = {"A3": (841.89, 1190.55), "A4": (595.28, 841.89)}[paper]
        assert (width, height) == pytest.approx(wanted, abs=1.5)
        fonts = subprocess.run(["pdffonts", page], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
        assert fonts and all(line.split()[-5] == "yes" for line in fonts)


def colours_of(path, tmp_path):
    """Pixels of the page at 50 dpi, and how many there are of each colour."""
    subprocess.run(["pdftoppm", "-r", "50", "-singlefile", path, tmp_path / "page"], check=True)
    data = (tmp_path / "page.ppm").read_bytes()
    width, height = data.split(maxsplit=4)[1:3]
    pixels = data[-int(width) * int(height) * 3 :]
    counts = {}
    for i in range(0, len(pixels), 3):
        colour = pixels[i : i + 3]
        counts[colour] = counts.get(colour, 0) + 1
    return counts


@pytest.mark.parametrize("raster_above", [None, 10])
def test_page_is_drawn(geopackage, names, tr, tmp_path, qgis, raster_above):
    settings = MapSettings(raster_above=raster_above)
    page = export_county_maps(geopackage, make_model(names), tmp_path, tr, settings, ["360222"])["360222"]
    counts = colours_of(page, tmp_path)
    total = sum(counts.values())
    assert 0.25 < 1 - counts[b"\xff\xff\xff"] / total < 0.9
    # a conflict to verify and a candidate at once, in the colours of the style
    assert counts[bytes.fromhex("ffc629")] > 500 and counts[bytes.fromhex("08408a")] > 500
    # paddy, faded
    assert (
        sum(n for c, n in counts.items() if abs(c[0] - 251) < 3 and abs(c[1] - 229) < 3 and abs(c[2] - 177) < 4) > 2000
    )
    images = subprocess.run(["pdfimages", "-list", page], capture_output=True, check=True, text=True).stdout
    assert (len(images.splitlines()) > 2) == (raster_above is not None)


def test_same_run_same_bytes(geopackage, names, tr, tmp_path, exported):
    again = export_county_maps(geopackage, make_model(names), tmp_path, tr, MapSettings(paper="A3"))
    assert {k: v.read_bytes() for k, v in again.items()} == {k: v.read_bytes() for k, v in exported["A3"].items()}
    assert not [p for p in tmp_path.iterdir() if p.suffix != ".pdf"]


def corners(path):
    """How many corners of lines and areas a page draws, in all its layers."""
    forms, count = [*pypdf.PdfReader(path).pages], 0
    while forms:
        form = forms.pop()
        data = form.get_contents() if "/Contents" in form else form
        count += len(re.findall(rb" l\n", data.get_data()))
        drawn = (form["/Resources"].get("/XObject") or {}).values()
        forms += [one.get_object() for one in drawn if one.get_object()["/Subtype"] == "/Form"]
    return count


def test_complex_parcels_are_simplified_to_what_the_sheet_shows(qgis, names, tr, tmp_path, monkeypatch):
    """Boundaries with a corner every 6 cm that swing by 5 cm; a dot of the sheet is 76 cm on the ground."""
    package = write_geopackage(tmp_path / "wavy.gpkg", 4, 60.0, ("360222",), vertices=4000, share=0.2)
    for layer in ("pieces", "conflicts", "candidates"):
        frame = gpd.read_file(package, layer=layer)
        # By the place, so that neighbours go on to share a boundary.
        waves = [shapely.transform(shape, lambda xy: xy + 0.05 * np.sin(9 * xy[:, ::-1])) for shape in frame.geometry]
        frame.set_geometry(waves, crs=frame.crs).to_file(package, layer=layer, engine="pyogrio")

    def draw(name):
        settings = MapSettings(paper="A4", dpi=50)
        return export_county_maps(package, make_model(names), _made(tmp_path / name), tr, settings)["360222"]

    simple = draw("simple")
    monkeypatch.setattr(rendering, "_simplify_method", lambda: QgsMapSettings().simplifyMethod())
    whole = draw("whole")
    assert "1:1500" in text_of(simple) and corners(whole) > 16 * 4000
    assert 3 * corners(simple) < corners(whole)
    # What differs are edges by a part of a dot, and where dashes begin; maps that are not drawn make 23.
    pages = [brightness(page)[0] for page in (simple, whole)]
    assert np.abs(pages[0] - pages[1]).mean() < 1 and words(simple) == words(whole)


def test_given_boundaries_are_drawn_as_they_are(geopackage, names, tr, tmp_path):
    """A square of 300 m amid a county of 720 m, which no line of the pieces has at its place."""
    middle = (ORIGIN[0] + 360, ORIGIN[1] + 360)
    square = shapely.box(middle[0] - 150, middle[1] - 150, middle[0] + 150, middle[1] + 150)
    pieces = gpd.read_file(geopackage, layer="pieces", engine="pyogrio")
    county = Level.COUNTY.value
    counts = {}
    for name, given in (("given", {"360222": square}), ("made", {})):
        outlines = make_outlines(pieces, lambda: None, (county,), {county: given})
        folder = _made(tmp_path / name)
        page = export_county_maps(geopackage, make_model(names), folder, tr, None, ["360222"], outlines=outlines)
        counts[name] = colours_of(page["360222"], tmp_path)
    assert counts["given"] != counts["made"]


def test_a_page_that_fails_does_not_cost_the_others(geopackage, names, tr, tmp_path):
    """A folder stands where the map of one county should go: that is told, and the map of the other one is there."""
    (tmp_path / "360203_珠山区.pdf").mkdir()
    told = []
    attempts = Attempts(told.append)
    made = export_county_maps(geopackage, make_model(names), tmp_path, tr, attempt=attempts.attempt)
    assert list(made) == ["360222"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["360203_珠山区.pdf", "360222_浮梁县.pdf"]
    assert [failure.name for failure in attempts.failures] == ["360203_珠山区.pdf"]
    assert len(told) == 1 and "360203_珠山区.pdf" in told[0]
    attempts.require(made)
    with pytest.raises(MapError, match="360203"):
        attempts.require({})


@pytest.mark.parametrize("paper", ["A3", "A4"])
@pytest.mark.parametrize(
    ("count", "expected"), [(3, "城市.gpkg(ZONES_00、ZONES_01、ZONES_02)"), (90, "城市.gpkg(90个图层)")]
)
def test_sources_are_never_cut(geopackage, names, tr, tmp_path, paper, count, expected):
    rows = [("run", "reference_date", "2024-12-31")]
    for number in range(count):
        key = f"ZONES.{number}"
        rows += [("input", key, f"ZONES_{number:02d}"), ("input", f"{key}.file", "城市.gpkg")]
        rows.append(("input", f"{key}.features", "1"))
    model = make_model(names, provenance=rows)
    page = export_county_maps(geopackage, model, tmp_path, tr, MapSettings(paper=paper), ["360222"])["360222"]
    # The run itself is of January 2025.
    has(page, f"资料来源:{expected}", "数据日期:", "2024年12月31日")
    assert "2025" not in text_of(page)


def test_cancel_leaves_no_file(geopackage, names, tr, tmp_path):
    class StopError(Exception):
        pass

    class Progress:
        def __init__(self, calls):
            self.calls = calls

        def check(self):
            self.calls -= 1
            if self.calls < 0:
                raise StopError

    for calls in range(0, 9, 2):
        with pytest.raises(StopError):
            export_county_maps(geopackage, make_model(names), tmp_path, tr, None, ["360222"], Progress(calls))
        assert list(tmp_path.iterdir()) == []


def test_county_without_pieces_gets_no_page(geopackage, names, tr, tmp_path):
    assert export_county_maps(geopackage, make_model(names), tmp_path, tr, None, ["360281"]) == {}


def test_what_is_missing_is_said(geopackage, names, tr, tmp_path, monkeypatch):
    model = make_model(names)
    with pytest.raises(MapError, match="has no layer pieces"):
        export_county_maps(tmp_path / "none.gpkg", model, tmp_path, tr)
    with pytest.raises(MapError, match="幅面"):
        export_county_maps(geopackage, model, tmp_path, tr, MapSettings(paper="A0"))
    template = ROOT / "resources/layouts/sheet_a4_landscape.qpt"
    own = tmp_path / "own.qpt"
    own.write_text(template.read_text(encoding="utf-8").replace('id="legend"', 'id="other"'), encoding="utf-8")
    with pytest.raises(MapError, match=r"own\.qpt.*legend"):
        export_county_maps(geopackage, model, tmp_path, tr, MapSettings(template=str(own)))
    own.write_text("no layout", encoding="utf-8")
    with pytest.raises(MapError, match="布局模板"):
        export_county_maps(geopackage, model, tmp_path, tr, MapSettings(template=str(own)))
    own.write_text("<Layout/>", encoding="utf-8")
    with pytest.raises(MapError, match="布局模板"):
        export_county_maps(geopackage, model, tmp_path, tr, MapSettings(template=str(own)))
    with using_language("zh"), pytest.raises(MapError, match="未能完整写入"):
        export_county_maps(geopackage, model, tmp_path / "none", tr)
    monkeypatch.setattr(fonts, "font_families", lambda *_: [])
    with pytest.raises(MapError, match="中文字体"):
        export_county_maps(geopackage, model, tmp_path, tr)


def test_scales():
    assert nice_scale(1000, 1000, (292, 247)) == 5000
    assert nice_scale(40_000, 30_000, (292, 247)) == 150_000
    assert nice_scale(500_000, 100, (292, 247)) == 2_000_000


def test_the_table_tells_classes_of_use_and_parts_of_the_potential(names, tr):
    rows = county_maps.totals_rows(make_model(names), "360222", tr)
    assert rows[rows.index(("占用冲突（毛面积，亩）", None)) :] == [
        ("占用冲突（毛面积，亩）", None),
        ("非农占用（举措14管控）", "3.00"),
        ("农业占用（举措14管控）", "6.00"),
        ("合计", "9.00"),
        ("恢复潜力（净面积，亩）", None),
        ("可直接恢复", "36.00"),
        ("待核实", "30.00"),
        ("暂缓", "10.00"),
        ("已排除", "99.00"),
    ]
    assert ("其中现状耕地（净面积）", "278,263.00") in rows


def test_styles_are_made_of_data(geopackage, names, tr):
    for kind, labels in (
        ("pieces", {"0101 水田", "0201 果园"}),
        ("conflicts", {"禁止的非农占用", "提示"}),
        ("candidates", {"即可恢复", "其他潜力"}),
    ):
        layer = QgsVectorLayer(f"{geopackage}|layername={kind}", kind, "ogr")
        style_layer(layer, kind, tr, names)
        assert labels <= {category.label() for category in layer.renderer().categories()}
        # every feature falls into a category, K classes into their base class
        context = QgsRenderContext()
        layer.renderer().startRender(context, layer.fields())
        for feature in layer.getFeatures():
            context.expressionContext().setFeature(feature)
            assert layer.renderer().symbolForFeature(feature, context) is not None
        layer.renderer().stopRender(context)
    with pytest.raises(StyleError):
        style_layer(layer, "other", tr, names)


def test_own_template_is_used(geopackage, names, tr, tmp_path):
    """A template of one's own may be of another size and have other items beside those that are needed."""
    template = (ROOT / "resources/layouts/sheet_a4_portrait.qpt").read_text(encoding="utf-8")
    own = tmp_path / "自己 的.qpt"
    own.write_text(template.replace('labelText="source"', 'labelText="x"'), encoding="utf-8")
    settings = MapSettings(template=str(own), marking="内部资料", compiler="张三")
    page = export_county_maps(geopackage, make_model(names), tmp_path, tr, settings, ["360222"])["360222"]
    info = subprocess.run(["pdfinfo", page], capture_output=True, check=True, text=True).stdout
    width, height = (float(v) for v in info.split("Page size:")[1].split("pts")[0].split("x"))
    assert (width, height) == pytest.approx((595.28, 841.89), abs=1.5)
    has(page, "内部资料", "编制:", "张三", "审核:")


def test_upright_counties_get_upright_pages(qgis, names, tr, tmp_path):
    source = write_geopackage(tmp_path / "tall.gpkg", counties=("360222",))
    frames = {
        name: gpd.read_file(source, layer=name, engine="pyogrio") for name in ("pieces", "conflicts", "candidates")
    }
    tall = tmp_path / "tall2.gpkg"
    for name, frame in frames.items():
        bounds = frames["pieces"].total_bounds
        frame[frame.geometry.centroid.x < bounds[0] + (bounds[2] - bounds[0]) / 3].to_file(
            tall, layer=name, driver="GPKG", engine="pyogrio"
        )
    page = export_county_maps(tall, make_model(names), tmp_path, tr, None, ["360222"])["360222"]
    info = subprocess.run(["pdfinfo", page], capture_output=True, check=True, text=True).stdout
    width, height = (float(v) for v in info.split("Page size:")[1].split("pts")[0].split("x"))
    assert height > width


def test_page_knows_where_it_lies_and_has_layers(exported, geopackage):
    """As another program reads it: a georeferenced PDF, whose neatline is the map at the scale that stands on it."""
    assert can_compose()
    page = exported["A3"]["360222"]
    dataset = gdal.OpenEx(str(page), open_options=["DPI=100"])
    assert dataset.GetSpatialRef().GetAuthorityCode(None) == "4527"
    ring = dataset.GetMetadataItem("NEATLINE").removeprefix("POLYGON ((").removesuffix("))").split(",")
    points = [tuple(float(v) for v in point.split()) for point in ring]
    xs, ys = zip(*points)
    pieces = QgsVectorLayer(f"{geopackage}|layername=pieces|subset=\"county\" = '360222'", "p", "ogr").extent()
    assert min(xs) < pieces.xMinimum() and max(xs) > pieces.xMaximum()
    assert min(ys) < pieces.yMinimum() and max(ys) > pieces.yMaximum()
    scale = int(re.search(r"1:(\d+)", text_of(page))[1])
    # 265 mm of paper, as the template has it
    assert (max(xs) - min(xs)) / scale * 1000 == pytest.approx(265, abs=0.1)
    layers = dataset.GetMetadata("LAYERS")
    names = [layers[key] for key in sorted(layers)]
    lines = ["乡镇（街道）界", "行政区界线", "永久基本农田界线"]
    assert names == ["土地利用现状", "恢复潜力地块", "占用冲突", *lines, "注记与编号", "图幅整饰"]


def test_layers_of_a_page_can_be_switched_off(exported, tmp_path):
    page = exported["A3"]["360222"]
    drawn = {}
    for off in ("", "占用冲突"):
        options = ["DPI=60", *([f"LAYERS_OFF={off}"] if off else [])]
        image = gdal.OpenEx(str(page), open_options=options).ReadAsArray()
        drawn[off] = int(((image[0] == 0xFF) & (image[1] == 0xC6) & (image[2] == 0x29)).sum())
    # what is left of a conflict's colour is in the legend, which is of another layer
    assert drawn[""] > 1000 and drawn["占用冲突"] < drawn[""] / 10


def test_without_the_library_a_page_has_no_layers(geopackage, names, tr, tmp_path, monkeypatch):
    monkeypatch.setattr("farmland_redline.processing.reports.maps.layout.export.can_compose", lambda: False)
    page = export_county_maps(geopackage, make_model(names), tmp_path, tr, None, ["360222"])["360222"]
    has(page, "浮梁县耕地红线图", "图例")
    counts = colours_of(page, tmp_path)
    assert counts[bytes.fromhex("ffc629")] > 500


def test_tools_are_there():
    assert all(shutil.which(tool) for tool in ("pdftotext", "pdffonts", "pdftoppm", "pdfinfo", "pdfimages"))
