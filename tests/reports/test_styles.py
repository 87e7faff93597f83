"""Columns of loaded results under their names."""

import pytest
from qgis.core import QgsVectorLayer

from farmland_redline.bridge.i18n import report_language
from farmland_redline.reports.names import Names
from farmland_redline.reports.styles import CONFLICTS, PROBLEMS, name_fields

TERMS = {
    "kinds": {"house": "农村建房"},
    "severities": {"3": "禁止的非农占用"},
    "problems": {"wide_road": "农村道路过宽"},
}


@pytest.mark.parametrize(
    ("kind", "title", "values"),
    [
        (CONFLICTS, "冲突类型", {"农村建房": "house"}),
        # The same column of another layer means something else.
        (PROBLEMS, "问题类型", {"农村道路过宽": "wide_road"}),
    ],
)
def test_a_column_is_named_by_the_layer_it_is_in(qgis, kind, title, values):
    layer = QgsVectorLayer("Point?field=kind:string&field=severity:string", "layer", "memory")
    name_fields(layer, kind, report_language("zh"), Names(terms=TERMS), {})
    assert layer.attributeAlias(0) == title
    shown = {label: code for entry in layer.editorWidgetSetup(0).config()["map"] for label, code in entry.items()}
    assert shown == values
    severities = {code for entry in layer.editorWidgetSetup(1).config()["map"] for code in entry.values()}
    assert severities == ({"3"} if kind == CONFLICTS else {"error", "warning", "note"})


def test_problems_by_severity_and_kind(qgis):
    """The legend groups kinds below severities; every problem found is drawn by one symbol, the rest has no entry."""
    import pandas as pd
    from qgis.core import QgsVectorLayer

    from farmland_redline.bridge.i18n import report_language
    from farmland_redline.reports.styles import style_layer, style_values

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

    from farmland_redline.reports.styles import tell_by_tips

    layer = QgsVectorLayer("Point?field=message:string&field=remedy:string&field=area_mu:double", "x", "memory")
    layer.setFieldAlias(0, "问题 <1>")
    tell_by_tips(layer, "problems")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["重叠", None, 1.0])
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    told = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert told.startswith("<b>问题 &lt;1&gt;</b> 重叠<br><b>remedy</b>")
    assert layer.displayExpression() == '"message"'
