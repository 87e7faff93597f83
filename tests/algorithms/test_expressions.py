"""Functions for expressions: as QGIS evaluates them, in its own language, against a run, and in `qgis_process`."""

from __future__ import annotations

import subprocess

import pyogrio
import pytest
from conftest import CITY, ROOT, layer
from qgis.core import NULL, QgsExpression, QgsExpressionContext, QgsFeature, QgsFields, QgsVectorLayer

from farmland_redline.processing.expressions import ExpressionFunctions, load_examples, load_values

pytestmark = pytest.mark.usefixtures("qgis")
NO_CLASSES = {"0399", "1299", "9999"}  # planted in the sample
EXAMPLES = [(call, results) for rows in load_examples().values() for call, results in rows]


@pytest.fixture
def functions(qgis):
    made = ExpressionFunctions()
    yield {one.name(): one for one in made.registered}
    made.release()


def evaluate(text, context=None):
    """The value of an expression, and what went wrong."""
    expression = QgsExpression(text)
    assert not expression.hasParserError(), expression.parserErrorString()
    value = expression.evaluate(context or QgsExpressionContext())
    return (None if value == NULL else value), expression.evalErrorString()


@pytest.mark.parametrize(("call", "results"), EXAMPLES, ids=[call for call, _ in EXAMPLES])
def test_the_examples_of_the_help(functions, call, results):
    assert evaluate(call) == (results["en"], "")


def test_they_come_and_go(functions):
    assert set(functions) == set(load_examples()) == {
        "mu", "cultivated_net", "class_name", "class_at_level", "unit_code",
    }  # fmt: skip
    assert {one.group() for one in functions.values()} == {"Farmland Redline"}
    for _ in range(20):
        again = ExpressionFunctions()
        assert not again.registered, "a name is registered once"
        again.release()
    assert all(QgsExpression.isFunctionName(name) for name in functions)
    owner = ExpressionFunctions()
    owner.registered = list(functions.values())
    owner.release()
    assert not any(QgsExpression.isFunctionName(name) for name in functions)


def test_help_and_names_in_chinese(qgis):
    from farmland_redline.processing.bridge.i18n import using_language
    from farmland_redline.processing.expressions import describe_functions

    with using_language("zh"):
        told = {one.name(): one for one in describe_functions()}
    assert told["mu"].group() == "耕地红线"
    assert "地类编码" in told["class_name"].helpText() and "参数" in told["mu"].helpText()


# By hand: 1000 m² less 6.8 % is 932 m²; texts are read as runs read them.
@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("mu(0.005)", 0.000015),  # half a hundredth counts as one
        ("mu('1,000.00')", 1.5),
        ("round(mu(-666.67), 4)", -1.0),
        ("cultivated_net('0103', 1000, '6.8%')", 932.0),
        ("cultivated_net('0103', 1000)", 1000.0),
        ("cultivated_net('0103', 1000, NULL, 950)", 950.0),
        ("cultivated_net('0303', NULL)", None),
        ("cultivated_net(NULL, 1000)", None),
        ("class_name('水田')", "paddy field"),
        ("class_name(101)", "paddy field"),  # a spreadsheet took the zero away
        ("class_name(NULL)", None),
        ("class_name('0399')", None),  # one odd parcel must not stop a label or a calculation
        ("class_at_level('0399', 1)", None),
        ("cultivated_net('0399', 1000)", None),
        ("class_at_level('1104A', 2)", "1104"),
        ("class_at_level('0603', 1)", "00"),
        ("unit_code('360222', 'township')", None),
    ],
)
def test_values(functions, call, value):
    assert evaluate(call) == (value, "")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("class_at_level('0101', 3)", "1 or 2"),
        ("mu('wide')", "wide"),
        ("mu(1e30)", "1e+30"),
        ("cultivated_net('0101', 1000, 6.8)", None),  # no share, as in a run: nothing is taken off
        ("cultivated_net('0101', 1000, 'much')", "much"),
        ("unit_code('360222', 'parish')", "county, township, village"),
    ],
)
def test_what_cannot_be_reckoned_is_an_error_of_the_expression(functions, call, words):
    value, error = evaluate(call)
    if words is None:
        assert (value, error) == (1000.0, "")
    else:
        assert value is None and words in error, error


def test_the_same_figures_as_a_run(functions, tmp_path):
    """Net areas of parcels that no zone cuts are those of the pieces that a run makes of them."""
    import processing

    made = processing.run(
        "farmland_redline:overlay_parcels", {"PARCELS": layer("DLTB"), "OUTPUT": str(tmp_path / "pieces.gpkg")}
    )
    pieces = QgsVectorLayer(made["OUTPUT"], "pieces", "ogr")
    pieces = pieces if pieces.isValid() else QgsVectorLayer(f"{made['OUTPUT']}|layername=pieces", "pieces", "ogr")
    expression = QgsExpression('cultivated_net("DLBM", "TBMJ", "KCXS", "TBDLMJ")')
    context = QgsExpressionContext()
    context.setFields(pieces.fields())
    expression.prepare(context)
    compared, odd = 0, set()
    for feature in pieces.getFeatures():
        context.setFeature(feature)
        found = expression.evaluate(context)
        if found == NULL:
            odd.add(feature["DLBM"])
        else:
            assert found == feature["cultivated_m2"], feature["BSM"]
            compared += 1
    assert compared > 1000 and odd == NO_CLASSES


def test_a_feature_without_the_library_of_frames(functions, monkeypatch):
    """The expression says what is missing; QGIS goes on."""
    from farmland_redline.processing.bridge import dependencies

    load_values.cache_clear()
    monkeypatch.setattr(dependencies, "inspect", lambda: dependencies.Stack(("geopandas",), ()))
    value, error = evaluate("mu(2000)")
    assert value is None and "geopandas" in error


def test_in_qgis_process(tmp_path):
    """The field calculator of QGIS, in a process of its own."""
    output = tmp_path / "named.gpkg"
    formula = 'class_name("DLBM") || \' \' || round(mu("TBMJ"), 4)'
    command = [
        *(str(ROOT / "scripts" / "qgis-process"), "run", "native:fieldcalculator", "--"),
        *(f"INPUT={CITY / 'city.gpkg'}|layername=DLTB", "FIELD_NAME=words", "FIELD_TYPE=2", "FIELD_LENGTH=200"),
        *(f"FORMULA={formula}", f"OUTPUT={output}"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr
    rows = pyogrio.read_dataframe(output, read_geometry=False)
    row = rows[rows["DLBM"] == "0101"].iloc[0]
    assert row["words"] == f"paddy field {round(round(row['TBMJ'] * 100) * 3 / 200_000, 4):g}"
    assert set(rows.loc[rows["words"].isna(), "DLBM"].dropna()) == NO_CLASSES


def test_it_is_quick(functions):
    """A label or a filter asks for every feature."""
    import time

    fields, context = QgsFields(), QgsExpressionContext()
    context.setFeature(QgsFeature(fields))
    expression = QgsExpression("cultivated_net('0101', 1000, 0.07)")
    expression.prepare(context)
    begun = time.process_time()
    for _ in range(2000):
        expression.evaluate(context)
    assert time.process_time() - begun < 2
