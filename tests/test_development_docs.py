"""What the pages name exists, above all those for developers: files, folders, functions, make targets, links."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
import rooms
from conftest import CITY
from rooms import ROOT

SOURCES = rooms.read_sources()
PAGES = sorted(
    ROOT / name
    for name in rooms.tracked()
    if name.endswith(".md") and (name.startswith("docs/") or name.count("/") == 0 or name.endswith("README.md"))
)
# What a dotted name of ours begins with, below `processing` or in full.
OURS = {Path(name).parts[1].removesuffix(".py") for name in SOURCES if name.startswith("processing/")}
OURS.add(rooms.PACKAGE)
# What the setup makes, and what is QGIS's.
ELSEWHERE = (".build/", ".venv/", "/", "python/", "scripts/pyqt5_to_pyqt6")


def defined(module: str) -> dict[str, ast.AST]:
    """Names that a module defines at its top, and `Class.member` of its classes."""
    found: dict[str, ast.AST] = {}
    for node in rooms.parse(SOURCES[module]).body:
        members = [node, *node.body] if isinstance(node, ast.ClassDef) else [node]
        for member in members:
            names = [getattr(member, "name", "")]
            targets = getattr(member, "targets", [getattr(member, "target", None)])
            for target in targets:
                names += [n.id for n in ast.walk(target) if isinstance(n, ast.Name)] if target is not None else []
            prefix = "" if member is node else f"{node.name}."
            found.update({f"{prefix}{name}": member for name in names if name})
    return found


def is_ours(name: str) -> bool:
    """Whether a dotted name is one of the plugin's modules, or of what stands in them."""
    full = name if rooms.own(name) else f"{rooms.PACKAGE}.processing.{name}"
    parts = full.split(".")
    for size in range(len(parts), 1, -1):
        path = "/".join(parts[1:size])
        for module in (f"{path}.py", f"{path}/__init__.py"):
            if module in SOURCES:
                rest = ".".join(parts[size:])
                return not rest or rest in defined(module)
    return False


def missing(text: str, folder: Path) -> Iterator[str]:
    """What a page names and what is not there."""
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)#\s]+)", prose):
        if "://" not in link and not (folder / link).exists():
            yield link
    for word in re.findall(r"`([^`\n]+)`", prose):
        if word.startswith("make "):
            if word.split()[1] not in targets:
                yield word
        elif re.fullmatch(r"[\w./<>*-]+", word) and "/" in word.strip("/"):
            pattern = re.sub(r"<\w+>", "*", word).rstrip("/")
            if not word.startswith(ELSEWHERE) and not any(ROOT.glob(pattern)):
                yield word
        elif re.fullmatch(r"\w+\.(py|md|yaml|csv|toml|txt)", word):
            if word not in {Path(name).name for name in rooms.tracked()}:
                yield word
        elif re.fullmatch(r"[a-z_]\w*(\.\w+)+(?<!\.gpkg)", word) and word.split(".")[0] in OURS and not is_ours(word):
            yield word


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_exists(page):
    assert not list(missing(page.read_text(encoding="utf-8"), page.parent))


@pytest.mark.parametrize(
    "wrong",
    [
        "`processing/nowhere.py`",
        "`analysis/rules/policy.py`",
        "`tests/reports/test_nothing_at_all.py`",
        "`resources/nothing-<language>.docx`",
        "`analysis.rules.nothing`",
        "`analysis.rules.conflicts.no_function`",
        "`bridge.policy.reader.load_policy.x`",
        "`base_algorithm.RedlineAlgorithm.no_method`",
        "`make nothing`",
        "[a page](nowhere.md)",
        "`NOTHING.md`",
    ],
)
def test_what_does_not_exist_is_found(wrong):
    assert list(missing(f"See {wrong}.", ROOT / "docs" / "development"))


@pytest.mark.parametrize(
    "right",
    [
        "`processing/provider.py`",
        "`processing/algorithms/<name>.py`",
        "`resources/letters/county_<language>.docx`",
        "`analysis.rules.conflicts.flag_conflicts`",
        "`bridge.i18n.LANGUAGES`",
        "`base_algorithm.RedlineAlgorithm.execute`",
        "`farmland_redline.processing`",
        "`make package PUBLISH=1`",
        "`CHANGELOG.md`",
        "`area_m2`",
        "`qgis_process`",
        "[a page](architecture.md)",
    ],
)
def test_what_exists_is_let_through(right):
    assert not list(missing(f"See {right}.", ROOT / "docs" / "development"))


def test_the_walk_tells_what_the_batch_makes(batch):
    """The figures of the walk, against the survey's own record and the results of the sample city."""
    page = (ROOT / "docs" / "development" / "architecture.md").read_text(encoding="utf-8")
    walk = page.split("## One engineer's walk", 1)[1]
    parcel, zone = re.findall(r"\d{18}", walk)
    with closing(sqlite3.connect(CITY / "city.gpkg")) as city:
        ((record, land_class),) = city.execute("SELECT TBMJ, DLBM FROM DLTB WHERE BSM = ?", [parcel])
        ((net, before),) = city.execute("SELECT YJJBNTMJ, DLBM FROM YJJBNTBHTB WHERE BSM = ?", [zone])
    with closing(sqlite3.connect(batch / "farmland_redline.gpkg")) as package:
        pieces = package.execute("SELECT pbf, area_m2 FROM pieces WHERE BSM = ? ORDER BY area_m2", [parcel]).fetchall()
        (conflict,) = package.execute(
            "SELECT kind, severity, origin, area_m2, area_mu, lost_cultivated_m2 FROM conflicts WHERE BSM = ?", [parcel]
        )
    assert [piece[0] for piece in pieces] == [None, zone] and round(sum(piece[1] for piece in pieces), 2) == record
    assert conflict[:4] == ("house", 3, "lost", pieces[1][1]) and conflict[5] == net
    book = openpyxl.load_workbook(batch / "summary.xlsx", read_only=True)
    (row,) = (row for row in book["冲突清单"].iter_rows(values_only=True) if parcel in row)
    assert conflict[4] in row and {"农村建房", "划定时为耕地"} <= set(row)
    told = [record, net, land_class, before, *(piece[1] for piece in pieces), conflict[4], "农村建房", "划定时为耕地"]
    assert [str(value) for value in told if str(value) not in walk] == []
