"""Every problem that the analysis can find has words, and the words speak of facts that it gives."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import geopandas as gpd
import pytest
import yaml

from farmland_redline.processing.analysis.problems import NOTE, collect, problems
from farmland_redline.processing.bridge import problem_messages as words
from farmland_redline.processing.bridge.i18n import report_language
from farmland_redline.processing.bridge.paths import DEFAULT_POLICY, SURVEY

ROOMS = [Path(words.__file__).resolve().parents[1] / name for name in ("analysis", "bridge", "workflows")]
MODULES = sorted(file for room in ROOMS for file in room.rglob("*.py"))
POLICY = DEFAULT_POLICY
RULES = yaml.safe_load(POLICY.read_text(encoding="utf-8"))
KINDS_OF_RULES = sorted({row["problem"] for row in RULES["conflicts"] if row.get("problem")})
ATTRIBUTE_RULES = yaml.safe_load((SURVEY / "attribute_rules.yaml").read_text(encoding="utf-8"))["attribute_rules"]
KINDS_OF_ATTRIBUTE_RULES = sorted({row["problem"] for row in ATTRIBUTE_RULES if row.get("problem")})


def calls(tree):
    """Calls of `problems(...)`, each with the functions and loops around it."""
    found = []

    def walk(node, around):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "problems":
            found.append((node, around))
        for child in ast.iter_child_nodes(node):
            walk(child, [*around, node])

    walk(tree, [])
    return found


def targets_of(node):
    """What an assignment assigns to, with a type or without."""
    if isinstance(node, ast.AnnAssign):
        return [node.target] if node.value is not None else []
    return node.targets if isinstance(node, ast.Assign) else []


def values_of(node, name):
    """What a name can be: constants assigned to it, or looped over, in the functions around."""
    result = []
    for around in node:
        for inner in ast.walk(around):
            if isinstance(inner, ast.For) and isinstance(inner.target, ast.Tuple):
                for number, target in enumerate(inner.target.elts):
                    if getattr(target, "id", "") == name and isinstance(inner.iter, ast.Tuple):
                        result += [row.elts[number] for row in inner.iter.elts]
            if any(getattr(target, "id", "") == name for target in targets_of(inner)):
                result.append(inner.value)
    return result


def added_to(node, name):
    """Keys given to a dictionary after it was made: `facts["name"] = ...`."""
    result = set()
    for around in node:
        for inner in ast.walk(around):
            targets = [t for target in targets_of(inner) for t in getattr(target, "elts", [target])]
            result |= {
                t.slice.value for t in targets if isinstance(t, ast.Subscript) and getattr(t.value, "id", "") == name
            }
    return result


def passed_on(function, parameter):
    """What callers give to a parameter, by way of a parameter of theirs too; a policy's rule names its problem."""
    place = [a.arg for a in function.args.args].index(parameter)
    result = []
    for file in MODULES:
        for caller in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for node in ast.walk(caller) if isinstance(caller, ast.FunctionDef) else ():
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function.name:
                    given = node.args[place]
                    if isinstance(given, ast.Constant):
                        result.append(given.value)
                    elif isinstance(given, ast.Name) and given.id in [a.arg for a in caller.args.args]:
                        result += passed_on(caller, given.id)
                    else:
                        result += KINDS_OF_RULES
    return result


def emitted():
    """Kinds with the facts that are given with them; None where facts cannot be read off."""
    kinds: dict[str, list[set[str] | None]] = {}
    for file in MODULES:
        if file.name == "problems.py":
            continue
        for call, around in calls(ast.parse(file.read_text(encoding="utf-8"))):
            functions = [n for n in around if isinstance(n, ast.FunctionDef)][-1:]
            arguments = dict(zip(("kind", "layer", "features", "severity", "values", "geometry"), call.args))
            arguments.update({k.arg: k.value for k in call.keywords})
            kind = arguments["kind"]
            named_by_rule = isinstance(kind, ast.Attribute) and kind.attr == "problem"
            names = [kind] if isinstance(kind, ast.Constant) else values_of(functions, getattr(kind, "id", ""))
            values = arguments.get("values")
            added = set()
            if isinstance(values, ast.Name):
                added = added_to(functions, values.id)
                # The assignment that stands nearest above the call.
                above = [v for v in values_of(functions, values.id) if v.lineno <= call.lineno]
                values = max(above, key=lambda v: v.lineno) if above else values
            if values is None or (isinstance(values, ast.Constant) and values.value is None):
                facts = set()
            elif isinstance(values, ast.Dict):
                facts = None if None in values.keys else {k.value for k in values.keys} | added
            else:
                facts = None
            constants = [n.value for n in names if isinstance(n, ast.Constant)]
            if named_by_rule:
                constants = KINDS_OF_ATTRIBUTE_RULES
            elif not constants and isinstance(kind, ast.Name):
                constants = passed_on(functions[0], kind.id)
            assert constants, f"{file.name}:{call.lineno}: kinds cannot be read off"
            for constant in constants:
                kinds.setdefault(constant, []).append(facts)
    return kinds


EMITTED = emitted()
TEXTS = words._texts(str)


def test_the_search_finds_kinds():
    assert {"no_geometry", "invalid_zone", "missing_bsm", "duplicate_bsm", "zones_overlap", "not_cut"} <= set(EMITTED)
    assert EMITTED["zones_overlap"][-1] == {"other", "area_m2"} or {"other", "area_m2"} in EMITTED["zones_overlap"]


@pytest.mark.parametrize("kind", sorted(EMITTED))
def test_every_kind_has_words(kind):
    assert kind in TEXTS, f"processing/bridge/problem_messages.py has no text for {kind}"


@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_placeholders_are_given(kind):
    title, message, remedy = TEXTS[kind]
    assert title and message and remedy
    assert len(title) < 50 and "{" not in title and not title.endswith(".")
    wanted = {name for text in (message, remedy) for _, name, _, _ in Formatter().parse(text) if name}
    if kind not in EMITTED:
        pytest.fail(f"no analysis emits {kind}")
    for facts in EMITTED[kind]:
        if facts == set() and len(EMITTED[kind]) > 1:
            continue  # an empty frame of that kind
        assert facts is None or wanted <= facts, (wanted, facts)


def test_in_words():
    rows = collect(
        [
            problems(
                "area_deviates", "DLTB", ["a"], "warning", {"recorded_m2": [1], "measured_m2": [2], "percent": [None]}
            ),
            problems("no_geometry", "DLTB", ["b"]),
            problems("something_new", "DLTB", ["c"], NOTE),
        ],
        "EPSG:4527",
    )
    told = words.to_messages(rows)
    assert isinstance(told, gpd.GeoDataFrame)
    assert list(told.columns) == ["layer", "feature", "kind", "severity", "message", "remedy", "geometry"]
    assert "1" in told["message"][0] and "–" in told["message"][0]
    assert told["message"][2] == "something_new"


def test_titles_differ():
    """Reports group by title: two kinds of one title would look like one."""
    for tr in (str, report_language("zh")):
        titles = list(words.kind_titles(tr).values())
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(("language", "word"), [("zh", "永久基本农田"), ("en", "permanent basic farmland")])
def test_roles_are_named(language, word):
    rows = collect([problems("not_cut", "parcels", ["a"], "error", {"zone": ["z"], "role": ["pbf"]})], "EPSG:4527")
    message = words.to_messages(rows, language)["message"][0]
    assert word in message and "pbf" not in message


def test_no_problem_at_all():
    told = words.to_messages(collect([], "EPSG:4527"))
    assert len(told) == 0 and "message" in told
