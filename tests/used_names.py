"""The names of QGIS and Qt that a module uses, by its syntax tree."""

from __future__ import annotations

import ast
import importlib
from types import ModuleType
from typing import NamedTuple


class UsedName(NamedTuple):
    """A class or function, where it comes from, and what is asked of it: `Qgis`, `MessageLevel`, `Critical`."""

    line: int
    module: str
    label: str
    chain: tuple[str, ...]


def used_names(source: str) -> list[UsedName]:
    """What a module uses of the packages `qgis.*`; chains end where a call or an index begins."""
    parsed = ast.parse(source)
    origin = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(parsed)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "qgis"
        for alias in node.names
    }
    found, inner = [], set()
    for node in ast.walk(parsed):  # outer nodes come first
        chain, base = [], node
        while isinstance(base, ast.Attribute):
            chain.append(base.attr)
            base = base.value
            inner.add(id(base))
        if id(node) not in inner and isinstance(base, ast.Name) and base.id in origin:
            found.append(UsedName(node.lineno, *origin[base.id], tuple(reversed(chain))))
    return found


def resolve(name: UsedName, qt: str = "qgis.PyQt") -> list[object]:
    """The objects along a chain as they are installed; what an instance has is not followed.

    Args:
        name: the name.
        qt: the package that stands for `qgis.PyQt`.

    Raises:
        AttributeError: something is not there.
    """
    module = name.module.replace("qgis.PyQt", qt)
    try:
        objects = [getattr(importlib.import_module(module), name.label)]
    except AttributeError:
        try:
            objects = [importlib.import_module(f"{module}.{name.label}")]
        except ImportError:
            raise AttributeError(f"{module} has no {name.label}") from None
    for part in name.chain:
        if not isinstance(objects[-1], (type, ModuleType)):
            break
        objects.append(getattr(objects[-1], part))
    return objects
