"""The rules of the house (docs/development/architecture.md), held over the whole repository by its syntax trees."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
import rooms
from rooms import ALGORITHMS, ALLOWED, ANALYSIS, BRIDGE, PACKAGE, REPORTS, ROOT, WORKFLOWS, own, tracked

TOP_FILES = {
    "metadata.txt", "__init__.py", "plugin.py", "Makefile", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE",
    "CONTRIBUTING.md", "SECURITY.md", "requirements.txt",
    ".gitignore", ".gitattributes", ".pre-commit-config.yaml", "mkdocs.yml", "py.typed",
}  # fmt: skip
TOP_FOLDERS = {
    "processing", "ui", "resources", "tests", "benchmarks", "docs", "scripts", ".ci",
}  # fmt: skip
SOURCES = rooms.read_sources()
RULES = (
    rooms.foreign_imports,
    rooms.disordered_analysis,
    rooms.import_circles,
    rooms.qgis_imports,
    rooms.file_access,
    rooms.areas_in_ui,
    rooms.algorithm_imports,
    rooms.qt_imports,
    rooms.dangerous_calls,
    rooms.freezing_trees,
    rooms.unchecked_results,
    rooms.unchecked_loops,
    rooms.texts_as_html,
    rooms.geo_stack_at_start,
    rooms.filled_packages,
    rooms.long_functions,
    rooms.codes_in_code,
    rooms.numbers_in_code,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_repository_keeps(rule: Callable[[rooms.Sources], list[object]]):
    assert not rule(SOURCES)


def test_top_level():
    entries = {name.split("/")[0] for name in tracked()}
    folders = {e for e in entries if (ROOT / e).is_dir()}
    assert folders <= TOP_FOLDERS, "add no top-level folder without a reason that a reader sees at once"
    assert entries - folders <= TOP_FILES


def test_no_module_without_a_purpose():
    assert not rooms.vague_names(tracked())
    assert rooms.vague_names(["processing/bridge/utils.py", "processing/Helpers/a.py"]) == [
        "processing/bridge/utils.py",
        "processing/Helpers/a.py",
    ]


# The rules themselves: they see what is there, and a planted fault of each kind.


def test_the_rules_see_the_plugin():
    """Every room, and imports of all forms: relative, absolute, inside functions."""
    counted = {room: len(rooms.in_rooms(SOURCES, room)) for room in (ALGORITHMS, WORKFLOWS, REPORTS, BRIDGE, ANALYSIS)}
    assert min(counted.values()) >= 10, counted

    def seen(name: str, **options: bool) -> set[str]:
        return rooms.imports(name, SOURCES[name], **options)

    batch = "processing/algorithms/run_batch.py"
    assert f"{PACKAGE}.processing.analysis.area.ellipsoidal.GaussKruger" in seen("processing/bridge/crs/systems.py")
    assert f"{PACKAGE}.processing.parameters.add_policy" in seen(batch)
    assert "geopandas.GeoDataFrame" in rooms.imports("a.py", "def f():\n    from geopandas import GeoDataFrame")
    late = f"{PACKAGE}.processing.outputs.report_targets"
    assert late in seen(batch) and late not in seen(batch, top_only=True)
    assert batch in rooms.loaded_by_qgis(SOURCES)
    assert {"0101", "0201K", "1104A", "1207"} <= rooms.class_codes()


def planted(name: str, text: str) -> dict[str, str]:
    """The repository with a text added to a module, which is made where it is missing."""
    return {**SOURCES, name: f"{SOURCES.get(name, '')}\n{text}\n"}


FORBIDDEN = [
    (here, there)
    for here in (ALGORITHMS, "processing", WORKFLOWS, REPORTS, BRIDGE, ANALYSIS)
    for there in (ALGORITHMS, "processing", WORKFLOWS, REPORTS, BRIDGE, ANALYSIS, "ui", "plugin")
    if there not in ALLOWED[here] or (here, there) == ("processing", ALGORITHMS)
]
TARGETS = {
    ALGORITHMS: "processing.algorithms.run_batch",
    "processing": "processing.outputs",
    WORKFLOWS: "processing.workflows.overlay.run",
    REPORTS: "processing.reports.maps.atlas",
    BRIDGE: "processing.bridge.io.reading",
    "ui": "ui.docks",
    "plugin": "plugin",
}


@pytest.mark.parametrize("form", ["absolute", "relative", "in a function", "for types", "of the package", "by name"])
@pytest.mark.parametrize(("here", "there"), FORBIDDEN)
def test_a_forbidden_import_is_found(here, there, form):
    target = TARGETS[there]
    statement = {
        "absolute": f"import {PACKAGE}.{target}",
        "relative": "from {dots}{module} import {name}",
        "in a function": f"def late():\n    from {PACKAGE}.{target} import x",
        "for types": f"if TYPE_CHECKING:\n    from {PACKAGE}.{target} import x",
        "of the package": "from {package} import {name}",
        "by name": f'importlib.import_module("{PACKAGE}.{target}")',
    }[form]
    for name in (f"{here}/planted.py", f"{here}/planted/deeper/planted.py")[: 1 if here == "processing" else 2]:
        module, _, last = target.rpartition(".")
        package = ".".join(filter(None, (PACKAGE, module)))
        text = statement.format(dots="." * (name.count("/") + 1), module=module, name=last, package=package)
        sources = {"ui/docks.py": "", **planted(name, text)}
        assert [found for found, _ in rooms.foreign_imports(sources)] == [name], text


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        ("foreign_imports", "processing/newroom/planted.py", "import math"),
        ("foreign_imports", f"{ANALYSIS}/planted.py", "from ..nowhere import x"),
        ("disordered_analysis", f"{ANALYSIS}/geometry/planted.py", "from ..overlay.zones import x"),
        ("disordered_analysis", f"{ANALYSIS}/area/planted.py", "def late():\n    from ..rules import policy"),
        (
            "disordered_analysis",
            f"{ANALYSIS}/quality/planted.py",
            f"import {PACKAGE}.processing.analysis.overlay",
        ),
        ("qgis_imports", f"{ANALYSIS}/area/planted.py", "from qgis.core import QgsGeometry"),
        ("qgis_imports", f"{ANALYSIS}/planted.py", "def late():\n    import processing"),
        ("qgis_imports", "__init__.py", "import osgeo.ogr"),
        ("file_access", f"{ANALYSIS}/planted.py", "from pathlib import Path"),
        ("file_access", f"{ANALYSIS}/overlay/planted.py", "frame = pd.read_csv(x)"),
        ("file_access", f"{ANALYSIS}/overlay/planted.py", "with open(x) as f: pass"),
        ("areas_in_ui", "ui/docks/planted.py", "import shapely"),
        ("areas_in_ui", "ui/docks/planted.py", "size = feature.geometry().area()"),
        ("algorithm_imports", f"{ALGORITHMS}/planted.py", "from .run_batch import RunBatch"),
        ("algorithm_imports", f"{ALGORITHMS}/planted.py", "def late():\n    from . import run_batch"),
        ("qt_imports", f"{REPORTS}/page/planted.py", "from PyQt5.QtCore import Qt"),
        ("qt_imports", "tests/planted.py", "import PyQt6"),
        ("dangerous_calls", f"{BRIDGE}/planted.py", "assert x"),
        ("dangerous_calls", f"{BRIDGE}/io/planted.py", "eval(x)"),
        ("dangerous_calls", f"{WORKFLOWS}/planted.py", "subprocess.run(x, shell=True)"),
        ("dangerous_calls", f"{WORKFLOWS}/planted.py", "from yaml import load"),
        ("dangerous_calls", "plugin.py", "import pickle"),
        ("freezing_trees", f"{ANALYSIS}/overlay/planted.py", "tree = shapely.STRtree(zones)"),
        ("freezing_trees", f"{REPORTS}/planted.py", "def f(frame):\n    return frame.sindex"),
        ("unchecked_results", "processing/planted.py", "from .bridge.io.reading import read_source, read_table"),
        (
            "unchecked_results",
            f"{WORKFLOWS}/folder/planted.py",
            "def f():\n    from ...bridge.io.reading import read_file",
        ),
        ("unchecked_results", f"{REPORTS}/planted.py", "from ..bridge.io import reading"),
        ("unchecked_loops", f"{REPORTS}/maps/planted.py", "def f(layer):\n    return list(layer.getFeatures())"),
        ("unchecked_loops", "ui/docks/planted.py", "read = layer.getFeatures"),
        ("texts_as_html", "ui/planted.py", "item.setToolTip(unit.name)"),
        ("texts_as_html", "ui/planted.py", 'item.setToolTip(tr("{unit}").format(unit=name))'),
        ("texts_as_html", "ui/planted.py", "label = QLabel()"),
        ("texts_as_html", "ui/planted.py", "class Name(QtWidgets.QLabel):\n    pass"),
        ("texts_as_html", "ui/planted.py", "box.setItemData(row, path, Qt.ItemDataRole.ToolTipRole)"),
        ("texts_as_html", "ui/planted.py", "def data(role):\n    if role == Qt.ToolTipRole:\n        return name"),
        (
            "texts_as_html",
            "processing/planted.py",
            'iface.messageBar().pushMessage(tr("Farmland Redline"), str(error))',
        ),
        ("texts_as_html", "ui/planted.py", 'QMessageBox.question(self, tr("Policy"), f"{name}?")'),
        ("geo_stack_at_start", "plugin.py", "import numpy as np"),
        ("geo_stack_at_start", f"{ALGORITHMS}/run_batch.py", "import geopandas"),
        ("geo_stack_at_start", "ui/docks/start.py", "import pandas"),
        ("geo_stack_at_start", f"{BRIDGE}/i18n.py", "if True:\n    from pandas import DataFrame"),
        ("filled_packages", "processing/__init__.py", "x = 1"),
        ("filled_packages", f"{WORKFLOWS}/overlay/__init__.py", "# a comment"),
        ("filled_packages", f"{ANALYSIS}/area/__init__.py", '"""Areas."""'),
        ("long_functions", f"{REPORTS}/page/planted.py", "def f():\n" + "    x = 1\n" * 79),
        ("long_functions", f"{ANALYSIS}/planted.py", "class A:\n  async def f(self):\n" + "    x = 1\n" * 79),
        ("codes_in_code", f"{REPORTS}/planted.py", 'x = "0101"'),
        ("codes_in_code", f"{WORKFLOWS}/planted.py", 'x = "DLBM LIKE \'01%\'".split()[2:] + ["01%"]'),
        ("codes_in_code", f"{ANALYSIS}/rules/planted.py", 'x = frame["ZZSXDM"] == "LYFL"'),
        ("numbers_in_code", f"{ANALYSIS}/rules/planted.py", "x = area > 400"),
        ("numbers_in_code", f"{ALGORITHMS}/planted.py", "x = 66666.67"),
        ("numbers_in_code", "processing/planted.py", "x = -153.2"),
    ],
)
def test_a_planted_fault_is_found(rule, name, text):
    found = getattr(rooms, rule)(planted(name, text))
    known = set(getattr(rooms, rule)(SOURCES))
    assert {(f if isinstance(f, str) else f[0]) for f in found if f not in known} == {name}


def test_an_import_circle_is_found():
    """Through several modules, also where an import stands in a function or is for types only."""
    a, b, c = (f"{BRIDGE}/planted_{n}.py" for n in "abc")
    late = "def late():\n    from ..bridge import planted_a"
    typed = f"if TYPE_CHECKING:\n    import {PACKAGE}.processing.bridge.planted_a"
    for back in ("from .planted_a import x", late, typed):
        sources = {**SOURCES, a: "from .planted_b import x", b: "from . import planted_c", c: back}
        assert rooms.import_circles(sources) == [[a, b, c]], back
    assert rooms.import_circles({**SOURCES, a: "from .planted_a import x"}) == [[a]]


# The contracts of import-linter (pyproject.toml), beside these rules.


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (f"{ANALYSIS}/columns.py", "from ..bridge import errors"),
        (f"{BRIDGE}/errors.py", "def late():\n    from ..workflows.overlay import run"),
        (f"{WORKFLOWS}/units.py", "from .. import outputs"),
        ("processing/outputs.py", "from .algorithms.run_batch import RunBatch"),
        (f"{ANALYSIS}/area/rounding.py", "from ..rules import policy"),
        (None, ""),
    ],
)
def test_the_contracts_find_a_planted_import(name, text, tmp_path):
    program = Path(sys.executable).with_name("lint-imports")
    if not program.exists():
        pytest.skip("import-linter is not installed")
    package = tmp_path / PACKAGE
    shutil.copytree(ROOT / "processing", package / "processing", ignore=shutil.ignore_patterns("__pycache__"))
    for top in ("__init__.py", "plugin.py"):
        shutil.copy(ROOT / top, package / top)
    if name:
        with (package / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}\n")
    done = subprocess.run(
        [str(program), str(ROOT / "pyproject.toml"), "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (1 if name else 0), done.stdout + done.stderr
    if name:
        assert Path(name).with_suffix("").as_posix().replace("/", ".") in done.stdout


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
    statements = "\n".join(f"import {rooms.dotted(name)}" for name in rooms.in_rooms(SOURCES, ANALYSIS))
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
