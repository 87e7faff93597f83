"""The rules of the house (design.md), held over the whole repository by its syntax trees."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "farmland_redline"
TOP_FILES = {
    "metadata.txt", "__init__.py", "plugin.py", "Makefile", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE",
    ".gitignore", ".gitattributes", "mkdocs.yml",
}  # fmt: skip
TOP_FOLDERS = {
    "processing", "ui", "resources", "tests", "benchmarks", "docs", "scripts", ".ci",
}  # fmt: skip
# Who may import QGIS, and whom each room may import from the plugin.
ANALYSIS, BRIDGE, REPORTS = "processing/analysis", "processing/bridge", "processing/reports"
WORKFLOWS, ALGORITHMS = "processing/workflows", "processing/algorithms"
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
SHIPPED = ("processing", ALGORITHMS, WORKFLOWS, REPORTS, BRIDGE, ANALYSIS, "ui")
GEO_STACK = {"geopandas", "shapely", "pyogrio", "fiona", "pandas", "pyproj", "numpy", "xlsxwriter", "openpyxl"}


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


def room(name: str) -> str:
    """The room that a module is in: its folder at the root, below `processing` the folder there."""
    parts = Path(name).with_suffix("").parts
    return "/".join(parts[:2]) if parts[0] == "processing" and len(parts) > 2 else parts[0]


def room_of(target: str) -> str:
    """The room of what is imported, by its full name."""
    parts = target.split(".")[1:]
    below = len(parts) > 1 and parts[0] == "processing" and (ROOT / "processing" / parts[1]).is_dir()
    return "/".join(parts[:2]) if below else (parts or ["__init__"])[0]


def modules(*rooms: str) -> list[str]:
    return [n for n in tracked() if n.endswith(".py") and room(n) in (rooms or ALLOWED)]


def imports(name: str, top_only: bool = False) -> set[str]:
    """Full names of what a module imports; relative ones are resolved, with the imported names behind them."""
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    package = [PACKAGE, *Path(name).parent.parts]
    nodes = at_import(tree) if top_only else ast.walk(tree)
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = [*base, *(node.module.split(".") if node.module else [])]
            found |= {".".join([*base, alias.name]) for alias in node.names}
    return found


def at_import(tree: ast.AST) -> list[ast.AST]:
    """What runs when a module is imported: everything outside functions and `if TYPE_CHECKING`."""
    found = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        found += [node, *at_import(node)]
    return found


def own(name: str) -> bool:
    return name == PACKAGE or name.startswith(PACKAGE + ".")


def heads(name: str, **options: bool) -> set[str]:
    return {i.split(".")[0] for i in imports(name, **options)}


def test_the_check_sees_imports():
    """The reading of imports itself: relative, absolute, inside functions."""
    assert "farmland_redline.processing.analysis.area.ellipsoidal.GaussKruger" in imports(
        "processing/bridge/crs/systems.py"
    )
    assert "farmland_redline.processing.parameters.add_policy" in imports("processing/algorithms/run_batch.py")
    assert "geopandas" in heads("processing/workflows/overlay/run.py", top_only=True)
    assert "farmland_redline.processing.outputs.report_targets" in imports("processing/algorithms/run_batch.py")
    top = imports("processing/algorithms/run_batch.py", top_only=True)
    assert "farmland_redline.processing.outputs.report_targets" not in top


def test_top_level():
    entries = {name.split("/")[0] for name in tracked()}
    folders = {e for e in entries if (ROOT / e).is_dir()}
    assert folders <= TOP_FOLDERS, "add no top-level folder without a reason that a reader sees at once"
    assert entries - folders <= TOP_FILES


def test_rooms_import_only_whom_they_may():
    wrong = []
    for name in modules():
        for target in imports(name):
            if own(target) and room_of(target) not in ALLOWED.get(room(name), set()):
                wrong.append((name, target))
    assert not wrong


def test_only_some_rooms_know_qgis():
    wrong = [n for n in modules() if room(n) not in QGIS_ROOMS and heads(n) & {"qgis", "osgeo", "processing"}]
    assert not wrong


def test_analysis_opens_no_file():
    banned = {"qgis", "osgeo", "fiona", "pyogrio", "os", "io", "pathlib", "shutil", "tempfile", "sqlite3", "yaml"}
    banned |= {"subprocess", "socket", "urllib", "PyQt5", "PyQt6"}
    calls = {"open", "read_file", "to_file", "read_csv", "to_csv", "read_excel", "to_excel", "read_parquet"}
    wrong = []
    for name in modules(ANALYSIS):
        wrong += [(name, h) for h in heads(name) & banned]
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if called in calls:
                    wrong.append((name, called))
    assert not wrong


def test_ui_computes_no_area():
    wrong = []
    for name in modules("ui"):
        wrong += [(name, h) for h in heads(name) & {"geopandas", "shapely", "pyogrio", "fiona"}]
        text = (ROOT / name).read_text(encoding="utf-8")
        wrong += [(name, w) for w in ("QgsDistanceArea", ".area()", "measureArea", "$area") if w in text]
    assert not wrong


def test_no_algorithm_imports_another():
    names = {Path(n).stem for n in modules(ALGORITHMS)} - {"__init__"}
    assert len(names) >= 6
    wrong = [
        (name, target)
        for name in modules(ALGORITHMS)
        for target in imports(name)
        if target.startswith(f"{PACKAGE}.processing.algorithms.")
        and set(target.split(".")) & (names - {Path(name).stem})
    ]
    assert not wrong


def test_no_module_without_a_purpose():
    vague = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert not [n for n in tracked() if vague & {p.lower() for p in Path(n).with_suffix("").parts}]


def test_qt_only_through_qgis():
    wrong = [n for n in tracked() if n.endswith(".py") and heads(n) & {"PyQt5", "PyQt6", "PySide2", "PySide6", "sip"}]
    assert not wrong


def test_no_dangerous_calls():
    """No assert, pickle, eval, exec or shell in what users run."""
    wrong = []
    for name in modules(*SHIPPED, "plugin", "__init__"):
        wrong += [(name, h) for h in heads(name) & {"pickle", "marshal", "shelve"}]
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assert):
                wrong.append((name, "assert", node.lineno))
            if isinstance(node, ast.Call):
                if getattr(node.func, "id", "") in {"eval", "exec", "compile", "__import__"}:
                    wrong.append((name, node.func.id, node.lineno))
                if any(k.arg == "shell" and getattr(k.value, "value", None) is True for k in node.keywords):
                    wrong.append((name, "shell", node.lineno))
            if isinstance(node, ast.ImportFrom) and node.module == "yaml" and {a.name for a in node.names} & {"load"}:
                wrong.append((name, "yaml.load", node.lineno))
    assert not wrong


def test_what_qgis_loads_needs_no_geo_stack():
    """At start-up QGIS imports plugin, provider and algorithms: none of that may ask for geopandas and the like."""
    seen, queue, wrong = set(), ["plugin.py"], []
    files = set(tracked())
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        for target in imports(name, top_only=True):
            if target.split(".")[0] in GEO_STACK:
                wrong.append((name, target))
            parts = target.split(".")[1:] if own(target) else []
            for size in range(len(parts) + 1):
                path = "/".join(parts[:size])
                queue += [f for f in (f"{path}.py", f"{path}/__init__.py".lstrip("/")) if f in files]
    assert "processing/algorithms/run_batch.py" in seen
    assert not wrong


# Classes, targets and thresholds are data.

CODE = re.compile(r"(0[1-9]|1[0-2])(0[0-9]|1[01])?[AK]?")
GEODESY = {"processing/analysis/area/ellipsoidal.py"}


def literals(name: str) -> list[tuple[int, object]]:
    """Constants of a module outside docstrings."""
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [(n.lineno, n.value) for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in documentation]


def class_codes() -> set[str]:
    """Codes of the survey's classes and attributes that carry a rule."""
    table = (ROOT / "resources" / "survey" / "classes.csv").read_text(encoding="utf-8-sig").splitlines()
    column = table[0].split(",").index("code")
    return {line.split(",")[column] for line in table[1:] if line.strip()}


def test_no_class_codes_in_code():
    codes = {c for c in class_codes() if len(c) >= 4}
    assert {"0101", "0201K", "1104A", "1207"} <= codes
    rules = {"JKHF", "GCHF", "LLJZ", "LYFL", "HDGD", "HQGD", "LQGD", "MQGD", "SHGD", "SMGD", "LQYD", "LJTM"}
    wrong = [
        (name, line, value)
        for name in modules(*SHIPPED)
        for line, value in literals(name)
        if isinstance(value, str) and (value.strip("'\" ") in codes | rules or re.fullmatch(r"0[1-9]%?|1[0-2]%", value))
    ]
    assert not wrong


# Numbers that are no policy: sizes of batches, versions, codes of EPSG and the like; each has its reason beside it.
TECHNICAL = {
    "processing/analysis/geometry/predicates.py": {20_000},
    "processing/analysis/quality/areas.py": {1_000_000},  # parts of a coefficient
    "processing/analysis/geometry/coverage.py": {60_000},  # vertices noded in one go
    "processing/analysis/geometry/boundaries.py": {
        1_000_000,
        0x9E3779B97F4A7C15,
        0xFFFFFFFF,
    },  # segments that wait; a hash's numbers
    "processing/analysis/overlay/tabulation.py": {5_000},
    "processing/analysis/overlay/identity.py": {5_000},
    "processing/bridge/compat.py": {33800, 33600},
    "processing/bridge/crs/systems.py": {4513, 4534, 4491, 4502, 4490},
    "processing/bridge/crs/checks.py": {180.0, 500_000.0, 1_000_000.0, 110_000.0, 112_000.0},  # half a circle; metres
    "processing/bridge/io/geopackage.py": {999},  # values of a statement
    "processing/bridge/located_yaml.py": {5_000_000},  # bytes that a policy file may have
    "processing/bridge/policy/reader.py": {1949, 2200},  # years that a policy may speak of
    "processing/workflows/overlay/preparation.py": {8_000},  # parcels of a part
    "processing/bridge/io/reading.py": {5_000},
    "processing/bridge/io/staging.py": {500},  # milliseconds
    "processing/bridge/io/writing.py": {20_000},
}


def test_no_thresholds_and_targets_in_code():
    """Numbers of three digits and more in the rooms that judge and write are data, unless known to be technical."""
    wrong = []
    for name in modules(ANALYSIS, BRIDGE, WORKFLOWS, "processing", ALGORITHMS):
        if name in GEODESY:
            continue
        for line, value in literals(name):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                continue
            technical = value in TECHNICAL.get(name, set()) or value in {100, 100.0, 1000, 10_000, 2000}
            powers = value in {1e-3, 1e-6, 1e-9, 1e-12} or (
                isinstance(value, int) and value > 0 and value & (value - 1) == 0
            )
            if abs(value) >= 100 and not technical and not powers:
                wrong.append((name, line, value))
    assert not wrong


# In a real interpreter.


def run_python(code: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-P", "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd="/",
    )


BLOCKER = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {names}:
            raise ModuleNotFoundError(name)
class Finder(Blocker):
    pass
sys.meta_path.insert(0, Finder())
import importlib.util
find = importlib.util.find_spec
def find_spec(name, package=None):
    return None if name.split(".")[0] in {names} else find(name, package)
importlib.util.find_spec = find_spec
"""


def test_loads_without_the_geo_stack():
    """Without geopandas and shapely the provider loads, lists its algorithms, and each says how to get them."""
    done = run_python(
        BLOCKER.format(names={"geopandas", "shapely", "pyogrio", "fiona"})
        + """
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
import farmland_redline
from farmland_redline.plugin import FarmlandRedlinePlugin
plugin = FarmlandRedlinePlugin(None)
plugin.initProcessing()
for algorithm in plugin.provider.algorithms():
    able, reason = algorithm.canExecute()
    print("ALGORITHM", algorithm.id(), able, reason.replace(chr(10), " | "))
    assert algorithm.shortHelpString()
print("LOADED", sorted(m for m in sys.modules if m.split(".")[0] in ("geopandas", "shapely")))
plugin.unload()
application.exitQgis()
"""
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("ALGORITHM")]
    assert done.returncode == 0, done.stderr[-3000:]
    assert len(lines) >= 6, done.stdout
    for line in lines:
        assert " False " in line and "geopandas" in line and "shapely" in line, line
        assert re.search(r"apt|OSGeo4W", line), line
    assert "LOADED []" in done.stdout


def test_package_imports_without_qgis():
    done = run_python(
        BLOCKER.format(names={"qgis", "osgeo"})
        + "import farmland_redline, farmland_redline.processing.analysis.summary\nprint('fine')"
    )
    assert done.stdout.strip() == "fine", done.stderr[-2000:]


def test_analysis_runs_without_qgis():
    """Every module of analysis, imported where QGIS is missing."""
    names = [".".join(Path(n).with_suffix("").parts) for n in modules(ANALYSIS) if not n.endswith("__init__.py")]
    statements = "\n".join(f"import farmland_redline.{n}" for n in names)
    done = run_python(BLOCKER.format(names={"qgis", "osgeo", "yaml"}) + statements + "\nprint('fine')")
    assert done.stdout.strip() == "fine", done.stderr[-2000:]


def test_processing_is_qgis_own_and_the_plugin_is_loaded_once(qgis):
    from qgis.core import QgsApplication

    import farmland_redline
    import processing

    assert Path(QgsApplication.pkgDataPath()) in Path(processing.__file__).resolve().parents
    assert ROOT not in Path(processing.__file__).resolve().parents
    assert Path(farmland_redline.__file__).resolve().parent == ROOT
    # No second copy under the checkout's own name, nor its rooms as top-level modules.
    mine = {
        name for name, module in sys.modules.items()
        if getattr(module, "__file__", None) and ROOT in Path(module.__file__).resolve().parents
        and not {".venv", ".build", "tests"} & set(Path(module.__file__).resolve().relative_to(ROOT).parts)
    }  # fmt: skip
    assert mine and all(own(name) for name in mine), sorted(n for n in mine if not own(n))
