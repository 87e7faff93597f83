"""The rules of the house as functions over source texts, so that a test can plant a fault and see it found.

A rule takes the plugin's modules (path in the repository -> text) and returns what breaks it. `test_rooms.py` asks each
rule about the repository, and about the repository with a planted fault.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "farmland_redline"
Sources = Mapping[str, str]

ANALYSIS, BRIDGE, REPORTS = "processing/analysis", "processing/bridge", "processing/reports"
WORKFLOWS, ALGORITHMS = "processing/workflows", "processing/algorithms"
# Who may import QGIS, and whom each room may import from the plugin; `processing` are the modules beside the rooms.
QGIS_ROOMS = {"plugin", "processing", ALGORITHMS, WORKFLOWS, REPORTS, BRIDGE, "ui"}
ALLOWED = {
    "__init__": {"plugin"},
    "plugin": {BRIDGE, "processing", "ui"},
    ALGORITHMS: {ALGORITHMS, "processing", WORKFLOWS, REPORTS, BRIDGE, ANALYSIS},
    "processing": {"processing", ALGORITHMS, WORKFLOWS, REPORTS, BRIDGE, ANALYSIS},
    WORKFLOWS: {WORKFLOWS, REPORTS, BRIDGE, ANALYSIS},
    REPORTS: {REPORTS, BRIDGE, ANALYSIS},
    BRIDGE: {BRIDGE, ANALYSIS},
    ANALYSIS: {ANALYSIS},
    "ui": {"processing", BRIDGE, "ui"},
}
# Only the provider lists the algorithms; the other modules beside them serve them.
PROVIDER = "processing/provider.py"
# Who reads layers by name without the checks of results: what is read there is no result, and checked otherwise.
UNCHECKED_READERS = {
    "processing/workflows/earlier_cases.py",  # the table of cases, which people fill in: by its own strict reader
    "processing/workflows/patrol_return.py",  # answers of a patrol
}
# Who reads features of a layer without asking whether all came (`bridge.io.feature_reading`).
UNCHECKED_LOOPS = {
    "processing/bridge/io/feature_reading.py",  # it asks
    "processing/bridge/io/many_layers.py",  # hands on to who asks
    "processing/feature_search.py",  # hits of a search while the user types, ended at the first ones
    "processing/recognised_inputs.py",  # names beside codes in a list to choose from, ended at the first thousands
}
# What of Qt and QGIS takes a text for HTML where it looks like it, with the places of its texts; and who makes labels.
RICH_TEXTS = {
    **dict.fromkeys(("setToolTip", "setWhatsThis", "createMessage", "setInformativeText"), (0,)),
    **{"showText": (1,), "pushMessage": (0, 1)},
}
RICH_DIALOGS, RICH_ROLES = ("QMessageBox", "QInputDialog"), ("ToolTipRole", "WhatsThisRole")
PLAIN_LABEL = "ui/widgets/plain_label.py"
# Packages of the analysis: each may import those before it.
ANALYSIS_ORDER = ("geometry", "area", "rules", "quality", "overlay")
# Workers import through these without QGIS, so they stay empty.
EMPTY = re.compile(r"processing/((algorithms|workflows|reports|bridge|analysis)/(.*/)?)?__init__\.py")
LONGEST_FUNCTION = 79
GEO_STACK = {"geopandas", "shapely", "pyogrio", "fiona", "pandas", "pyproj", "numpy", "openpyxl"}


def tracked() -> list[str]:
    """Files of the repository: tracked ones, and new ones that are not ignored."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listing.stdout.splitlines() if (ROOT / name).exists()]


def read_sources() -> dict[str, str]:
    """All Python modules of the repository."""
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in tracked() if name.endswith(".py")}


@cache
def parse(text: str) -> ast.Module:
    return ast.parse(text)


# Names.


@cache
def room(name: str) -> str:
    """The room that a module is in: its folder at the root, below `processing` the folder there."""
    parts = Path(name).with_suffix("").parts
    return "/".join(parts[:2]) if parts[0] == "processing" and len(parts) > 2 else parts[0]


def of_plugin(name: str) -> bool:
    return name in {"__init__.py", "plugin.py"} or name.startswith(("processing/", "ui/"))


def in_rooms(sources: Sources, *rooms: str) -> list[str]:
    """Modules of the given rooms, or of the whole plugin."""
    return [name for name in sources if (room(name) in rooms if rooms else of_plugin(name))]


def dotted(name: str) -> str:
    """The full name of a module by its path."""
    parts = Path(name).with_suffix("").parts
    return ".".join([PACKAGE, *(parts[:-1] if parts[-1] == "__init__" else parts)])


def own(target: str) -> bool:
    return target == PACKAGE or target.startswith(PACKAGE + ".")


def module_of(target: str, sources: Sources) -> str | None:
    """The module that an imported full name is, or is defined in; the deepest there is."""
    return next((name for name in places_of(target) if name in sources), None)


@cache
def places_of(target: str) -> tuple[str, ...]:
    """Where an imported full name may stand, the deepest first."""
    parts = target.split(".")[1:]
    paths = ["/".join(parts[:size]) for size in range(len(parts), -1, -1)]
    return tuple(name for path in paths for name in (f"{path}.py", f"{path}/__init__.py".lstrip("/")))


# Imports.


@cache
def imports(name: str, text: str, top_only: bool = False) -> frozenset[str]:
    """Full names of what a module imports; relative ones are resolved, with the imported names behind them."""
    package = [PACKAGE, *Path(name).parent.parts]
    found: set[str] = set()
    for node in at_import(parse(text)) if top_only else ast.walk(parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = [*base, *(node.module.split(".") if node.module else [])]
            found |= {".".join([*base, alias.name]) for alias in node.names}
        elif isinstance(node, ast.Call) and named(node.func) in {"import_module", "__import__"}:
            found |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return frozenset(found)


def at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is imported: everything outside functions and `if TYPE_CHECKING`."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        yield from at_import(node)


def named(node: ast.AST) -> str:
    """The last part of what is called or used."""
    return str(getattr(node, "id", getattr(node, "attr", "")))


@cache
def heads(name: str, text: str, top_only: bool = False) -> frozenset[str]:
    """First parts of what a module imports."""
    return frozenset(target.split(".")[0] for target in imports(name, text, top_only))


# Rules: each returns what breaks it.


def foreign_imports(sources: Sources) -> list[tuple[str, str]]:
    """Imports of a room that the module's own room may not import, and modules in no room at all."""
    wrong = [(name, "in no room") for name in in_rooms(sources) if room(name) not in ALLOWED]
    for name in in_rooms(sources, *ALLOWED):
        for target in filter(own, imports(name, sources[name])):
            there = module_of(target, sources)
            lists = room(name) == "processing" and there is not None and room(there) == ALGORITHMS
            if there is None or room(there) not in ALLOWED[room(name)] or (lists and name != PROVIDER):
                wrong.append((name, target))
    return wrong


def disordered_analysis(sources: Sources) -> list[tuple[str, str]]:
    """Imports inside the analysis that go from a package to a later one."""
    wrong = []
    for name in in_rooms(sources, ANALYSIS):
        place = _place(name)
        for target in filter(own, imports(name, sources[name])):
            there = _place(module_of(target, sources) or "")
            if place is not None and there is not None and there > place:
                wrong.append((name, target))
    return wrong


def _place(name: str) -> int | None:
    parts = name.split("/")
    inside = name.startswith(ANALYSIS) and len(parts) > 3 and parts[2] in ANALYSIS_ORDER
    return ANALYSIS_ORDER.index(parts[2]) if inside else None


def import_circles(sources: Sources) -> list[list[str]]:
    """Groups of the plugin's modules that import each other in a circle, by any import, also those in functions."""
    graph = {
        name: {module_of(target, sources) or "" for target in filter(own, imports(name, sources[name]))}
        for name in in_rooms(sources)
    }
    reached = {name: _reachable(graph, name) for name in graph}
    groups = {frozenset(other for other in reached[name] if name in reached.get(other, ())) for name in graph}
    return sorted(sorted(group) for group in groups if group)


def _reachable(graph: Mapping[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    queue = list(graph[start])
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            queue += graph.get(name, ())
    return seen


def qgis_imports(sources: Sources) -> list[str]:
    """Modules that import QGIS in a room that must not know it."""
    return [
        name
        for name in in_rooms(sources)
        if room(name) not in QGIS_ROOMS and heads(name, sources[name]) & {"qgis", "osgeo", "processing"}
    ]


def file_access(sources: Sources) -> list[tuple[str, str]]:
    """What of the analysis opens files, or imports what opens them."""
    banned = {"qgis", "osgeo", "fiona", "pyogrio", "os", "io", "pathlib", "shutil", "tempfile", "sqlite3", "yaml"}
    banned |= {"subprocess", "socket", "urllib", "PyQt5", "PyQt6"}
    calls = {"open", "read_file", "to_file", "read_csv", "to_csv", "read_excel", "to_excel", "read_parquet"}
    wrong = []
    for name in in_rooms(sources, ANALYSIS):
        wrong += [(name, head) for head in heads(name, sources[name]) & banned]
        called = [named(node.func) for node in ast.walk(parse(sources[name])) if isinstance(node, ast.Call)]
        wrong += [(name, function) for function in called if function in calls]
    return wrong


def areas_in_ui(sources: Sources) -> list[tuple[str, str]]:
    """What of the user interface computes areas."""
    wrong = []
    for name in in_rooms(sources, "ui"):
        wrong += [(name, head) for head in heads(name, sources[name]) & {"geopandas", "shapely", "pyogrio", "fiona"}]
        words = ("QgsDistanceArea", ".area()", "measureArea", "$area")
        wrong += [(name, word) for word in words if word in sources[name]]
    return wrong


def algorithm_imports(sources: Sources) -> list[tuple[str, str]]:
    """Imports of an algorithm by another one."""
    return [
        (name, target)
        for name in in_rooms(sources, ALGORITHMS)
        for target in filter(own, imports(name, sources[name]))
        if room(there := module_of(target, sources) or "?") == ALGORITHMS and there != name
    ]


def vague_names(names: list[str]) -> list[str]:
    """Files and folders whose name says nothing."""
    vague = {"utils", "util", "helpers", "helper", "common", "misc"}
    return [name for name in names if vague & {part.lower() for part in Path(name).with_suffix("").parts}]


def qt_imports(sources: Sources) -> list[str]:
    """Modules that take Qt other than through QGIS."""
    qt = {"PyQt5", "PyQt6", "PySide2", "PySide6", "sip"}
    return [name for name, text in sources.items() if heads(name, text) & qt]


# Both ends of the pipes between a run and its own process, as Python's multiprocessing has them: no file is read.
PIPES = {"processing/bridge/drawing.py", "processing/bridge/drawing_process.py"}


def dangerous_calls(sources: Sources) -> list[tuple[str, str]]:
    """Asserts, pickles, evaluated texts and shells in what users run."""
    wrong = []
    for name in in_rooms(sources):
        pickles = {"marshal", "shelve"} if name in PIPES else {"pickle", "marshal", "shelve"}
        wrong += [(name, head) for head in heads(name, sources[name]) & pickles]
        for node in ast.walk(parse(sources[name])):
            if isinstance(node, ast.Assert):
                wrong.append((name, "assert"))
            if isinstance(node, ast.Call):
                if getattr(node.func, "id", "") in {"eval", "exec", "compile", "__import__"}:
                    wrong.append((name, named(node.func)))
                if any(k.arg == "shell" and getattr(k.value, "value", None) is True for k in node.keywords):
                    wrong.append((name, "shell"))
            if isinstance(node, ast.ImportFrom) and node.module == "yaml" and {a.name for a in node.names} & {"load"}:
                wrong.append((name, "yaml.load"))
    return wrong


def freezing_trees(sources: Sources) -> list[str]:
    """Modules that index geometries other than by `analysis.spatial_index`, which spares their array."""
    return [
        name
        for name in in_rooms(sources)
        if name != f"{ANALYSIS}/spatial_index.py"
        and any(
            named(node) == "sindex" or (isinstance(node, ast.Call) and named(node.func) == "STRtree")
            for node in ast.walk(parse(sources[name]))
        )
    ]


def unchecked_results(sources: Sources) -> list[tuple[str, str]]:
    """Readers of layers and tables by name, which results are, without the checks of `bridge.io.result_reading`."""
    readers = {f"{PACKAGE}.processing.bridge.io.reading.{name}" for name in ("read_table", "read_file", "*")}
    readers.add(f"{PACKAGE}.processing.bridge.io.reading")  # the module as a whole
    return [
        (name, target)
        for name in in_rooms(sources)
        if not name.startswith(f"{BRIDGE}/io/") and name not in UNCHECKED_READERS
        for target in imports(name, sources[name]) & readers
    ]


def unchecked_loops(sources: Sources) -> list[str]:
    """Readers of features that take the end of QGIS's loop for the end of the layer, as where a connection breaks."""
    return [
        name
        for name in in_rooms(sources)
        if name not in UNCHECKED_LOOPS and any(named(node) == "getFeatures" for node in ast.walk(parse(sources[name])))
    ]


def texts_as_html(sources: Sources) -> list[tuple[str, int]]:
    """Texts that may be of data where Qt or QGIS takes some for HTML, not by `plain_label` or `without_markup`."""
    return [
        (name, node.lineno)
        for name in in_rooms(sources)
        for node in ast.walk(parse(sources[name]))
        if _is_label(node, name) or any(not _is_plain(text) for text in _rich_texts(node))
    ]


def _is_label(node: ast.AST, name: str) -> bool:
    """Whether a label is made, or a kind of label declared, where another module should make it."""
    if name == PLAIN_LABEL:
        return False
    made = isinstance(node, ast.Call) and named(node.func) == "QLabel"
    return made or (isinstance(node, ast.ClassDef) and "QLabel" in map(named, node.bases))


def _rich_texts(node: ast.AST) -> Iterator[ast.AST]:
    """What a call or a branch of a model gives to those who may take it for HTML."""
    if isinstance(node, ast.If) and any(named(each) in RICH_ROLES for each in ast.walk(node.test)):
        only = isinstance(node.test, ast.Compare) and isinstance(node.test.ops[0], ast.Eq)
        yield from (each.value for each in node.body if only and isinstance(each, ast.Return) and each.value)
    if not isinstance(node, ast.Call):
        return
    called, arguments = named(node.func), node.args
    owner = named(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    if called in ("setData", "setItemData") and named(arguments[-1]) in RICH_ROLES:
        yield arguments[-2]
    elif owner in RICH_DIALOGS:
        yield from arguments[1:3]
    else:
        yield from (arguments[each] for each in RICH_TEXTS.get(called, ()) if each < len(arguments))


def _is_plain(node: ast.AST) -> bool:
    """Whether a text is no data, or is kept from being taken for HTML."""
    if isinstance(node, ast.Call):
        return named(node.func) in ("tr", "without_markup")
    return isinstance(node, ast.Constant)


def loaded_by_qgis(sources: Sources) -> set[str]:
    """Modules that QGIS imports at start-up: plugin, provider, algorithms, the desktop, and what they import."""
    seen: set[str] = set()
    queue = ["plugin.py", "ui/desktop.py"]
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        for target in filter(own, imports(name, sources[name], top_only=True)):
            parts = target.split(".")[1:]
            paths = ["/".join(parts[:size]) for size in range(len(parts) + 1)]
            queue += [n for p in paths for n in (f"{p}.py", f"{p}/__init__.py".lstrip("/")) if n in sources]
    return seen


def geo_stack_at_start(sources: Sources) -> list[tuple[str, str]]:
    """Imports of geopandas and the like that QGIS's start-up would run."""
    return [
        (name, head)
        for name in sorted(loaded_by_qgis(sources))
        for head in heads(name, sources[name], top_only=True) & GEO_STACK
    ]


def filled_packages(sources: Sources) -> list[str]:
    """`__init__.py` files that are not empty and must be."""
    return [name for name, text in sources.items() if EMPTY.fullmatch(name) and text]


def long_functions(sources: Sources) -> list[tuple[str, str, int]]:
    """Functions of the plugin that are longer than a reader can hold, with their number of lines."""
    return [
        (name, node.name, lines)
        for name in in_rooms(sources)
        for node in ast.walk(parse(sources[name]))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


# Classes, targets and thresholds are data.

# Codes of attributes (planting, restoration) that carry a rule.
ATTRIBUTES = {"JKHF", "GCHF", "LLJZ", "LYFL", "HDGD", "HQGD", "LQGD", "MQGD", "SHGD", "SMGD", "LQYD", "LJTM"}
GEODESY = {"processing/analysis/area/ellipsoidal.py"}
# Numbers that are no policy: sizes of batches, versions, codes of EPSG and the like; each has its reason beside it.
TECHNICAL = {
    "processing/bridge/survey/letter_settings.py": {99_999, 999},  # most that a number of a letter can be, and days
    "processing/bridge/memory.py": {100_000},  # containers between two looks for garbage
    "processing/bridge/io/kept_content.py": {100_000},  # the first number of GDAL for a system without one
    "processing/bridge/io/photos.py": {1_000_000},  # bytes and pixels are told in millions
    "processing/bridge/io/shapefiles.py": {254},  # bytes of a text in a dBASE table
    "processing/analysis/dates.py": {1899, 20_000, 80_000},  # days of spreadsheets
    "processing/analysis/quality/areas.py": {1_000_000},  # parts of a coefficient
    "processing/analysis/geometry/coverage.py": {60_000},  # vertices noded in one go
    "processing/analysis/geometry/boundaries.py": {
        1_000_000,
        0x9E3779B97F4A7C15,
        0xFFFFFFFF,
    },  # segments that wait; a hash's numbers
    "processing/analysis/overlay/tabulation.py": {5_000},
    "processing/analysis/overlay/identity.py": {8_000},
    "processing/bridge/compat.py": {33800, 33600},
    "processing/bridge/crs/systems.py": {4513, 4534, 4491, 4502, 4490, 4326, 500_000.0, 1_000_000.0},  # codes; metres
    "processing/bridge/crs/datums.py": {4490, 4326},
    "processing/bridge/crs/checks.py": {180.0, 500_000.0, 1_000_000.0, 110_000.0, 112_000.0},  # half a circle; metres
    "processing/bridge/io/geopackage.py": {999},  # values of a statement
    "processing/bridge/io/nearby.py": {100_000.0},  # metres of a degree, about
    "processing/bridge/located_yaml.py": {5_000_000},  # bytes that a policy file may have
    "processing/bridge/policy/years.py": {1949, 2200},  # years that a policy may speak of
    "processing/bridge/io/reading.py": {5_000},
    "processing/bridge/io/staging.py": {500},  # milliseconds
    "processing/bridge/io/writing.py": {20_000},
}


def literals(text: str) -> list[tuple[int, object]]:
    """Constants of a module outside docstrings."""
    tree = parse(text)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [(n.lineno, n.value) for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in documentation]


def class_codes() -> set[str]:
    """Codes of the survey's classes that carry a rule."""
    table = (ROOT / "resources" / "survey" / "classes.csv").read_text(encoding="utf-8-sig").splitlines()
    column = table[0].split(",").index("code")
    return {code for line in table[1:] if line.strip() and len(code := line.split(",")[column]) >= 4}


def codes_in_code(sources: Sources) -> list[tuple[str, int, str]]:
    """Class codes and attributes that stand in code."""
    codes = class_codes() | ATTRIBUTES
    return [
        (name, line, value)
        for name in in_rooms(sources)
        for line, value in literals(sources[name])
        if isinstance(value, str) and (value.strip("'\" ") in codes or re.fullmatch(r"0[1-9]%?|1[0-2]%", value))
    ]


def numbers_in_code(sources: Sources) -> list[tuple[str, int, float]]:
    """Numbers of three digits and more in the rooms that judge and write, unless known to be technical."""
    wrong = []
    for name in in_rooms(sources, ANALYSIS, BRIDGE, WORKFLOWS, "processing", ALGORITHMS):
        if name in GEODESY:
            continue
        for line, value in literals(sources[name]):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                continue
            technical = value in TECHNICAL.get(name, set()) or value in {100, 1000, 10_000, 2000}
            power_of_two = isinstance(value, int) and value > 0 and value & (value - 1) == 0
            if abs(value) >= 100 and not technical and not power_of_two:
                wrong.append((name, line, value))
    return wrong
