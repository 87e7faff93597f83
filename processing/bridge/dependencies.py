"""The geo libraries (geopandas, shapely, pyogrio or fiona, pyproj): whether they are there and safe beside QGIS.

Nothing that QGIS imports at start-up imports them. Algorithms call `require` when they run.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path

from .errors import InputError
from .i18n import tr

NEEDED = ("numpy", "pandas", "pyproj", "shapely", "geopandas")
# Oldest versions that have what the plugin calls.
OLDEST = {"shapely": (2, 0), "geopandas": (0, 14)}
READERS = ("pyogrio", "fiona")
_WITH_BINARIES = ("shapely", "pyogrio", "fiona", "pyproj")
# Binary wheels keep their own GEOS, GDAL and PROJ in a folder beside the package.
_BUNDLES = ("{name}.libs", "{name}/.dylibs")


class StackError(InputError):
    """The libraries are missing or unsafe; the message says how to install them."""


@dataclass(frozen=True)
class Stack:
    """Libraries that cannot be used.

    Attributes:
        missing: names of those that are missing or too old.
        bundled: names of those that bring their own GEOS, GDAL or PROJ.

    """

    missing: tuple[str, ...]
    bundled: tuple[str, ...]


def inspect() -> Stack:
    """Find missing and bundled libraries without importing them."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    missing += [
        f"{name} ≥ {'.'.join(map(str, oldest))}" for name, oldest in OLDEST.items() if _version(name, oldest) < oldest
    ]
    if all(importlib.util.find_spec(name) is None for name in READERS):
        missing.append(" / ".join(READERS))
    bundled = [name for name in _WITH_BINARIES if _is_bundled(name)]
    return Stack(tuple(missing), tuple(bundled))


def _version(name: str, unknown: tuple[int, ...]) -> tuple[int, ...]:
    """Return the major and minor version of a library; `unknown` if it is missing or states none."""
    try:
        parts = importlib.metadata.version(name).split(".")[:2]
        return tuple(int(part) for part in parts)
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return unknown


def _is_bundled(name: str) -> bool:
    """Return whether a package is a binary wheel with its own copies of GEOS, GDAL or PROJ."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.origin:
        return False
    folder = Path(spec.origin).parent.parent
    return any((folder / pattern.format(name=name)).is_dir() for pattern in _BUNDLES)


def require() -> None:
    """Raise `StackError` unless the libraries are installed and safe to load beside QGIS."""
    stack = inspect()
    if stack.missing:
        message = tr("Python libraries are missing: {names}.").format(names=", ".join(stack.missing))
        raise StackError(message + "\n" + how_to_install())
    # On Windows the packages of QGIS's installers are safe; elsewhere a wheel's second GEOS crashes the process.
    if stack.bundled and not sys.platform.startswith("win"):
        raise StackError(
            tr(
                "These Python libraries bring their own copies of GEOS, GDAL or PROJ, which would crash QGIS: {names}. "
                "Remove them and use the packages that share QGIS's libraries."
            ).format(names=", ".join(stack.bundled))
            + "\n"
            + how_to_install()
        )


_proj_contexts: list[object] = []


def keep_projections() -> None:
    """Keep PROJ's context of this thread alive; call it before a thread of QGIS uses pyproj.

    QGIS's threads outlive Python's record of them. pyproj 3.7 frees a thread's context when Python drops that record,
    and uses it again when a later run gets the same thread, which crashes (pyproj issues 1509 and 1622). A context
    takes half a megabyte, and QGIS has few threads.
    """
    try:
        get_context_manager = importlib.import_module("pyproj._context").get_context_manager
    except (ImportError, AttributeError):
        return  # before 3.7 a context belongs to an object, not to a thread
    from pyproj import CRS  # noqa: PLC0415

    CRS("OGC:CRS84")  # the first use in a thread creates its context
    context = get_context_manager()
    if context is not None and context not in _proj_contexts:
        _proj_contexts.append(context)


def how_to_install() -> str:
    """Return instructions for installing the libraries on this system."""
    if sys.platform.startswith("win"):
        return tr(
            "Windows: QGIS's own installer brings them. With OSGeo4W, run the OSGeo4W setup, choose Advanced Install, "
            "and select python3-geopandas, python3-shapely, python3-pyogrio and python3-pyproj; then start QGIS again."
        )
    return tr(
        "Debian 13 and later: install python3-geopandas, python3-shapely, python3-fiona and python3-pyproj with apt, "
        "which share QGIS's libraries. Debian 12: its shapely is too old; scripts/setup of the plugin's source builds "
        "a newer one. Do not install binary wheels of shapely, pyogrio, fiona or pyproj with pip."
    )
