"""The JSON Schema of policies against the reader that runs use: both take and refuse the same."""

import copy
import json

import pytest
from conftest import parse_yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.bridge.i18n import report_language
from farmland_redline.processing.bridge.located_yaml import LocatedMap, PolicyError
from farmland_redline.processing.bridge.paths import DEFAULT_POLICY, POLICY_SCHEMA, RESOURCES
from farmland_redline.processing.bridge.policy.reader import load_policy, read_policy_tables
from farmland_redline.processing.bridge.policy.schema import schema_text
from farmland_redline.processing.bridge.policy.tables import TABLES

from . import test_policy_reader

jsonschema = pytest.importorskip("jsonschema")

SCHEMA = json.loads(POLICY_SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
CASES = next(
    mark.args[1]
    for mark in test_policy_reader.test_every_mistake_says_where_it_is_and_what_to_do.pytestmark
    if mark.name == "parametrize"
)
# What only a run knows: rows that other rows name, classes of the survey, rows and keys that stand twice, decimals.
BEYOND = (
    "fits no class",
    "unknown class group",
    "unknown word list",
    "has no names",
    "stands twice",
    "threshold",
    "four decimals",
    "stands in row 3",
    "already",
    "table options",
    "`kinds` holds",
    "`sources` holds",
    "`causes` holds",
    "`statuses` holds",
    "`totals` holds",
    "`plantings` holds",
    "`priorities` holds",
    "no row for grade",
    "table ridge_defaults",
    "no class of a parcel",
    "needs `parent`",
    "no city row",
    "0499",
    "is 017, not",  # notations that YAML reads as numbers, and people otherwise
    "is 1:30, not",
    "is 1:30.5, not",
    "is 0x1F, not",
    "is 1_000, not",
    "is 0_5.2, not",
    "0b1",
)


def as_json(text):
    """A YAML text as editors hand it to a schema."""
    return json.loads(json.dumps(parse_yaml(text), default=str))


def refuses(text):
    return [error.message for error in VALIDATOR.iter_errors(as_json(text))]


def test_the_file_is_what_the_tables_say():
    """`make docs` writes it."""
    assert POLICY_SCHEMA.read_text(encoding="utf-8") == schema_text(report_language("zh"))
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert DEFAULT_POLICY.read_text(encoding="utf-8").startswith(
        f"# yaml-language-server: $schema={POLICY_SCHEMA.name}\n"
    )


@pytest.mark.parametrize("path", [DEFAULT_POLICY, RESOURCES / "sample" / "data" / "policy.yaml"], ids=lambda p: p.stem)
def test_what_runs_takes_the_schema_takes(path):
    load_policy(path)
    assert refuses(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("old", "new", "parts"), CASES)
def test_what_a_run_refuses_the_schema_refuses_unless_it_cannot_know(tmp_path, old, new, parts):
    text = test_policy_reader.TEXT.replace(old, new, 1)
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_policy(tmp_path / "own.yaml")
    beyond = any(word in str(caught.value) for word in BEYOND)
    assert bool(refuses(text)) or beyond


ROOT = parse_yaml(DEFAULT_POLICY.read_text(encoding="utf-8"))
PLACES = [(form, column) for form in TABLES for column in form.columns]
# Values of every sort, each at every place: both sides must agree on each. ABSENT takes the key out.
ABSENT = "absent"
SORTS = (ABSENT, None, "", " ", "x", True, 1, 1.5, -1, [], ["x"], [1], ["0101"], {}, {"x": "present"}, {2024: 1})


def located(value):
    """Tables as the reader takes them, without a file."""
    if isinstance(value, dict):
        return LocatedMap({key: located(item) for key, item in value.items()})
    return [located(item) for item in value] if isinstance(value, list) else value


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(SORTS))
def test_both_agree_on_every_sort_of_value_at_every_place(place, value):
    assert_agreement(*place, value)


def assert_agreement(form, column, value):
    root = copy.deepcopy(ROOT)
    table = root
    for name in form.name.split(": "):
        table = table[name]
    row = table if form.single else table[-1]
    row.pop(column.key, None)
    if value is not ABSENT:
        row[column.key] = value
    try:
        read_policy_tables(located(root), "own.yaml")
        told = ""
    except PolicyError as error:
        told = str(error)
    refused = [error.message for error in VALIDATOR.iter_errors(json.loads(json.dumps(root)))]
    if refused:
        assert told, (form.name, column.key, value, refused)
    elif told:
        assert any(word in told for word in BEYOND), (form.name, column.key, value, told)
