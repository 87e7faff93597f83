"""Columns of loaded results under their names."""

import itertools

import numpy as np
import pandas as pd
import pytest
from qgis.core import QgsVectorLayer

from farmland_redline.processing import parameters
from farmland_redline.processing.analysis.vocabulary import ProjectVerdict, SiteVerdict, SupplementStatus
from farmland_redline.processing.bridge.i18n import report_language
from farmland_redline.processing.reports.column_names import LOSSES, joined_values
from farmland_redline.processing.reports.names import Names
from farmland_redline.processing.reports.styles.renderers import (
    CONFLICTS,
    PROBLEMS,
    name_fields,
    style_layer,
)
from farmland_redline.processing.reports.styles.style_files import style_data, style_files

TERMS = {
    "kinds": {"house": "农村建房"},
    "losses": {"protected_lost": "耕地保护目标内已非耕地"},
    "severities": {"3": "禁止的非农占用"},
    "problems": {"wide_road": "农村道路过宽"},
}


@pytest.mark.parametrize(
    ("kind", "title", "values"),
    [
        (CONFLICTS, "冲突类型", {"农村建房": "house"}),
        # The same column of another layer means something else.
        (PROBLEMS, "问题类型", {"农村道路过宽": "wide_road"}),
        (LOSSES, "流失类型", {"耕地保护目标内已非耕地": "protected_lost"}),
    ],
)
def test_a_column_is_named_by_the_layer_it_is_in(qgis, kind, title, values):
    layer = QgsVectorLayer("Point?field=kind:string&field=severity:string", "layer", "memory")
    name_fields(layer, kind, report_language("zh"), Names(terms=TERMS), {})
    assert layer.attributeAlias(0) == title
    shown = {label: code for entry in layer.editorWidgetSetup(0).config()["map"] for label, code in entry.items()}
    assert shown == values
    severities = {code for entry in layer.editorWidgetSetup(1).config()["map"] for code in entry.values()}
    assert severities == ({"error", "warning", "note"} if kind == PROBLEMS else {"3"})


def test_columns_of_areas_say_their_unit_and_no_id_is_bare(qgis):
    """Aliases and value maps as a Chinese user reads them: mu and m² in every heading, joined ids in words."""
    columns = ("holding_mu", "area_mu", "TBDLMJ", "task_2024_mu", "level", "use", "potential", "flags")
    layer = QgsVectorLayer("None?" + "&".join(f"field={name}:string" for name in columns), "layer", "memory")
    names = Names(terms={"flags": {"grave": "坟墓", "misdelimited": "划定不实"}})
    joined = joined_values(pd.DataFrame({"flags": ["grave;misdelimited", None, "grave"]}))
    name_fields(layer, CONFLICTS, report_language("zh"), names, {"TBDLMJ": "图斑地类面积"}, joined)
    aliases = [layer.attributeAlias(number) for number in range(4)]
    assert aliases[1:3] == ["毛面积（亩）", "图斑地类面积（平方米）"]
    assert all(alias.endswith("（亩）") for alias in (aliases[0], aliases[3])) and "净" in aliases[0]

    def shown(column: str) -> dict[str, str]:
        config = layer.editorWidgetSetup(columns.index(column)).config()
        return {code: label for entry in config["map"] for label, code in entry.items()}

    assert (shown("level")["city"], shown("level")["county"]) == ("市级", "县（市、区）")
    assert shown("use")["non_agricultural"].startswith("非农占用")
    assert set(shown("potential")) == {"free", "to_confirm", "barred", "excluded"}
    assert shown("flags")["grave;misdelimited"] == "坟墓；划定不实"


@pytest.mark.parametrize(
    ("kind", "column", "ids", "words"),
    [
        # The policy has a flag of the same id, for land inside a forest boundary.
        ("swaps", "flags", "forest;grade_unknown", "须林业同意；耕地等别不明"),
        ("swaps", "why", "steep;forest", "陡坡；林地包围"),
        (
            *("warnings", "why", "cultivated_total;pbf_total;general_again;cultivated;pbf"),
            "累积占用耕地；累积占用永久基本农田；连续两次一般警示；占用耕地超限；占用永久基本农田超限",
        ),
        ("ledger", "checks", "own_first;price_over", "应先用本县指标；超过限价"),
        ("supplement_states", "flags", "unplanted;fallow", "部分未种植；部分休耕"),
    ],
)
def test_joined_ids_of_a_measure_show_the_words_of_their_table(qgis, kind, column, ids, words):
    layer = QgsVectorLayer(f"None?field={column}:string", kind, "memory")
    names = Names(terms={"flags": {"forest": "林地管理边界内"}})
    joined = joined_values(pd.DataFrame({column: [ids, None]}))
    name_fields(layer, kind, report_language("zh"), names, {}, joined)
    shown = {code: label for each in layer.editorWidgetSetup(0).config()["map"] for label, code in each.items()}
    assert shown[ids] == words


def test_problems_by_severity_and_kind(qgis):
    """The legend groups kinds below severities; every problem found is drawn by one symbol, the rest has no entry."""
    import pandas as pd
    from qgis.core import QgsVectorLayer

    from farmland_redline.processing.bridge.i18n import report_language
    from farmland_redline.processing.reports.styles.renderers import style_layer, style_values

    found = pd.DataFrame(
        {"severity": ["error", "warning", "warning"], "kind": ["no_geometry", "parcels_overlap", "unknown_class"]}
    )
    layer = QgsVectorLayer("Point?field=severity:string&field=kind:string", "problems", "memory")
    style_layer(layer, "problems", report_language("zh"), None, style_values("problems", found))
    root = layer.renderer().rootRule()
    legend = {rule.label(): [child.label() for child in rule.children()] for rule in root.children()}
    assert list(legend) == ["错误", "警告"] and len(legend["错误"]) == 1 and len(legend["警告"]) == 2
    assert "图斑重叠" in legend["警告"]
    drawn = [child for rule in root.children() for child in rule.children()]
    assert all(child.symbol() is not None for child in drawn)
    assert len({child.symbol().color().name() for child in drawn}) == 2


def test_map_tips_tell_by_the_names_of_columns(qgis):
    from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsFeature, QgsVectorLayer

    from farmland_redline.processing.reports.styles.renderers import set_map_tips

    layer = QgsVectorLayer("Point?field=message:string&field=remedy:string&field=area_mu:double", "x", "memory")
    layer.setFieldAlias(0, "问题 <1>")
    set_map_tips(layer, "problems")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["重叠", None, 1.0])
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    shown = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert shown.startswith("<b>问题 &lt;1&gt;</b> 重叠<br><b>remedy</b>")
    assert layer.displayExpression() == '"message"'


STYLES = ("standard", "light", "print")
# Linear sRGB to XYZ (D65); as people without green or red cones see it (Machado, Oliveira and Fernandes, 2009).
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
EYES = {
    "all": np.eye(3),
    "no green": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "no red": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
}


def lab(colour, eyes="all"):
    """CIE L*a*b* of #rrggbb."""
    code = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    x, y, z = XYZ @ np.clip(EYES[eyes] @ linear, 0, 1) / (XYZ @ np.ones(3))
    x, y, z = (np.cbrt(v) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_known_colours_have_their_lightness():
    """The measure itself: white, black, sRGB's red (from the literature: 53.24, 80.09, 67.20), and middle grey."""
    for colour, wanted in (
        ("#ffffff", (100, 0, 0)),
        ("#000000", (0, 0, 0)),
        ("#ff0000", (53.24, 80.09, 67.20)),
        ("#777777", (50.03, 0, 0)),
    ):
        assert lab(colour) == pytest.approx(np.array(wanted), abs=0.1)
    # The green and the red that the map of targets once had: one colour to those without red cones.
    assert np.linalg.norm(lab("#3f8f4f") - lab("#d9432f")) > 90
    assert np.linalg.norm(lab("#3f8f4f", "no red") - lab("#d9432f", "no red")) < 15


def fills(style, kind):
    """Colour and hatching of each class of a theme."""
    data = style_data(style)[kind]
    rows = {row["id"]: row for row in data["categories"]} if "categories" in data else data
    return {name: (row["fill"], row.get("hatch")) for name, row in rows.items()}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", ["conflicts", "candidates", "holdings"])
def test_classes_differ_for_the_colour_blind(style, kind):
    for (one, (a, hatch)), (other, (b, hatch2)) in itertools.combinations(fills(style, kind).items(), 2):
        for eyes in EYES:
            far = np.linalg.norm(lab(a, eyes) - lab(b, eyes))
            assert far > 15 or hatch != hatch2, (one, other, eyes, far)


@pytest.mark.parametrize(
    ("style", "kind"),
    [
        *((style, "holdings") for style in STYLES),
        *((style, "candidates") for style in STYLES),
        ("print", "conflicts"),
    ],
)
def test_classes_differ_in_black_and_white(style, kind):
    for (one, (a, hatch)), (other, (b, hatch2)) in itertools.combinations(fills(style, kind).items(), 2):
        darker = abs(lab(a)[0] - lab(b)[0])
        assert darker > 10 or hatch != hatch2, (one, other, darker)


def test_findings_stand_out_on_printed_ground(qgis):
    layer = QgsVectorLayer("Polygon?field=DLBM:string", "layer", "memory")
    style = style_data("print")
    style_layer(layer, "pieces", report_language("zh"), fade=style["pieces"]["fade"], style="print")
    ground = min(lab(category.symbol().color().name())[0] for category in layer.renderer().categories())
    counted = [row["fill"] for row in style["conflicts"]["categories"] if row["id"] > 0]
    assert ground > 85 and all(lab(fill)[0] < ground - 12 for fill in counted)


def test_a_style_changes_only_what_it_names(qgis):
    assert {path.stem for path in style_files("print")} == {"results", "print"}
    first, changed = style_data(), style_data("print")
    assert changed["pieces"]["field"] == first["pieces"]["field"] and changed["locator"] == first["locator"]
    assert [row["id"] for row in changed["conflicts"]["categories"]] == [3, 2, 1, 0]
    assert changed["conflicts"]["categories"][0]["line_width"] == first["conflicts"]["categories"][0]["line_width"]
    layer = QgsVectorLayer("Polygon?field=tier:string", "layer", "memory")
    style_layer(layer, "candidates", report_language("zh"), style="print")
    kinds = [[part.layerType() for part in c.symbol().symbolLayers()] for c in layer.renderer().categories()]
    assert kinds == [["SimpleFill", "LinePatternFill"]] * 3


@pytest.mark.parametrize(
    ("kind", "values", "labels"),
    [
        ("comparison", SiteVerdict, {"forbidden": "不得选址", "clear": "无障碍"}),
        ("sites", SiteVerdict, {}),
        ("supplements", ("yes", "no"), {"yes": "是否选中：是"}),
        ("supplement_states", SupplementStatus, {"shrunk": "少于验收面积", "lost": "流失"}),
        ("project_states", ProjectVerdict, {"balanced": "平衡"}),
    ],
)
def test_measures_are_drawn_by_each_of_their_words(qgis, kind, values, labels):
    field = style_data()[kind]["field"]
    layer = QgsVectorLayer(f"Polygon?field={field}:string", kind, "memory")
    style_layer(layer, kind, report_language("zh"))
    drawn = {category.value(): category.label() for category in layer.renderer().categories()}
    assert set(drawn) == {str(getattr(value, "value", value)) for value in values}
    assert {value: drawn[value] for value in labels} == labels
    shown = fills("standard", kind).values()
    assert len({str(look) for look in shown}) == len(drawn), "each has a look of its own"


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("losses", {"protected_lost": "耕地保护目标内已非耕地", "construction": "construction", "": "其他"}),
        ("abandoned", {"": "撂荒耕地"}),  # without kinds: all of one look
        ("use_findings", {"pbf": "永久基本农田", "": "其他"}),
        ("reserve_pieces", {"usable": "可用", "": "其他"}),
    ],
)
def test_ids_that_only_another_policy_has_are_drawn_too(qgis, kind, labels):
    names = Names(terms={**TERMS, "priorities": {"pbf": "永久基本农田"}, "reserve_states": {"usable": "可用"}})
    layer = QgsVectorLayer(f"Polygon?field={style_data()[kind]['field']}:string", kind, "memory")
    style_layer(layer, kind, report_language("zh"), names)
    drawn = {category.value(): category.label() for category in layer.renderer().categories()}
    assert {value: drawn[value] for value in labels} == labels


def test_parts_of_sites_are_drawn_by_their_class(qgis):
    layer = QgsVectorLayer("Polygon?field=DLBM:string", "site_parts", "memory")
    style_layer(layer, "site_parts", report_language("zh"), present=("0101", "0702"))
    assert [category.value() for category in layer.renderer().categories()] == ["0101", "0702"]


def test_the_choice_is_of_styles_that_are_there():
    assert parameters.STYLES == STYLES
    for style in STYLES:
        assert all(path.is_file() for path in style_files(style))
        assert set(style_data(style)) == set(style_data())
