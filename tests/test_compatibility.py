"""What the code uses of QGIS and Qt, held against the QGIS that runs the tests; `make matrix` runs them on each.

The names are read from the syntax trees, so that a line that no test reaches counts as well.
"""

from __future__ import annotations

import ast
import enum
import re
from pathlib import Path

import pytest
from used_names import UsedName, resolve, used_names

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("processing", "ui")
COMPAT = "processing/bridge/compat.py"
SHIPPED = sorted(
    str(path.relative_to(ROOT).as_posix())
    for path in [*ROOT.glob("*.py"), *(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))]
)
TESTS = sorted(str(path.relative_to(ROOT).as_posix()) for path in (ROOT / "tests").rglob("*.py"))
DOCUMENT = ROOT / "docs" / "compatibility.md"


def tree(name: str) -> ast.AST:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def used(name: str) -> list[UsedName]:
    return used_names((ROOT / name).read_text(encoding="utf-8"))


def test_the_reading_of_names():
    found = {(name.module, name.label, ".".join(name.chain)) for name in used(COMPAT)}
    assert ("qgis.core", "Qgis", "versionInt") in found
    assert ("qgis.core", "QgsField", "") in found  # a class that is called


def is_member(value: object) -> bool:
    """Whether the value belongs to an enumeration, of Python or of PyQt 5."""
    return isinstance(value, enum.Enum) or (isinstance(value, int) and type(value) not in (int, bool))


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != COMPAT and used(name)])
def test_everything_used_is_there(name):
    missing = []
    for one in used(name):
        try:
            resolve(one)
        except AttributeError as error:
            missing.append((one.line, str(error)))
    assert not missing, "what not every QGIS has belongs into processing/bridge/compat.py"


@pytest.mark.parametrize("name", [name for name in [*SHIPPED, *TESTS] if name != COMPAT and used(name)])
def test_enumerations_are_scoped(name):
    """`Qt.AlignmentFlag.AlignRight`, since PyQt 6 has no `Qt.AlignRight`."""
    wrong = []
    for one in used(name):
        objects = resolve(one)
        for owner, value, part in zip(objects, objects[1:], one.chain):
            if is_member(value) and not (isinstance(owner, enum.EnumMeta) or type(value) is owner):
                wrong.append((one.line, one.label, part))
    assert not wrong


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != COMPAT and used(name)])
def test_enumerations_that_moved_are_taken_from_compat(name):
    """QGIS moves enumerations into the class `Qgis` and keeps the old names for a while."""
    wrong = []
    for one in used(name):
        for value, part in zip(resolve(one)[1:], one.chain):
            home = getattr(value, "__qualname__", "")
            if isinstance(value, type) and home.startswith("Qgis.") and one.label != "Qgis":
                wrong.append((one.line, one.label, part, home))
    assert not wrong


VERSION = re.compile(r"QGIS_VERSION_INT|QT_VERSION|PYQT_VERSION|qVersion|versionInt|sys\.version_info")


def asks_for_versions(name: str) -> list[int]:
    """Lines that ask which QGIS, Qt or Python runs, or whether a class has something."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    found = [number for number, text in enumerate(lines, 1) if VERSION.search(text)]
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("hasattr", "getattr"):
            text = ast.unparse(node.args[0])
            if re.match(r"Q(gs|gis|t|[A-Z])", text):
                found.append(node.lineno)
    return found


def test_versions_are_asked_for_in_one_place():
    assert asks_for_versions(COMPAT)
    assert not [(name, lines) for name in SHIPPED if name != COMPAT and (lines := asks_for_versions(name))]


def pandas_habits(name: str) -> list[str]:
    """What pandas 3 does differently, in a module: null in columns of text is nan there, and lists are no masks."""
    found = []
    for node in ast.walk(tree(name)):
        records = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "to_dict"
        if records and [ast.literal_eval(one) for one in node.args] == ["records"]:
            found.append("to_dict")
        if isinstance(node, (ast.AugAssign, ast.BinOp)) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
            sides = (node.value,) if isinstance(node, ast.AugAssign) else (node.left, node.right)
            found += ["mask" for side in sides if isinstance(side, (ast.List, ast.ListComp))]
        if isinstance(node, ast.Attribute) and node.attr == "select_dtypes":
            found.append("select_dtypes")
    return found


def test_rows_and_masks_are_made_alike_in_every_pandas():
    found = {name: habits for name in SHIPPED if (habits := pandas_habits(name))}
    assert found == {"processing/analysis/columns.py": ["to_dict"]}


def test_the_document_names_what_compat_settles():
    text = DOCUMENT.read_text(encoding="utf-8")
    body = [node for node in tree(COMPAT).body if isinstance(node, (ast.FunctionDef, ast.Assign))]
    names = {node.name if isinstance(node, ast.FunctionDef) else ast.unparse(node.targets[0]) for node in body}
    public = {
        part.strip() for name in names for part in name.strip("()").split(",") if not part.strip().startswith("_")
    }
    assert public and not [name for name in sorted(public) if f"`{name}`" not in text]
