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
