"""Python libraries: whether those that every run needs are safe beside QGIS, and what a run makes without the others.

The geo libraries (geopandas, shapely, pyogrio or fiona, pyproj) are needed: `require` refuses a run without them. The
others serve single outputs, the features: `find_lacks` says before a run which of them cannot be made, and how to get
what is missing; the rest of the run goes on. Nothing that QGIS imports at start-up imports any of them.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from .errors import InputError
from .i18n import tr
from .wheels import add_wheels, platform_tag, python_tag, wheel_folder

NEEDED = ("numpy", "pandas", "pyproj", "shapely", "geopandas", "yaml")
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


@dataclass(frozen=True)
class Library:
    """A library that single outputs need.

    Attributes:
        distribution: its name where it is published.
        debian: its name in Debian.
        needs: what it imports of others: module and name where it is published.
        oldest: the oldest version that has what the plugin calls; empty: any.

    """

    distribution: str
    debian: str
    needs: tuple[tuple[str, str], ...] = ()
    oldest: tuple[int, ...] = ()

    @property
    def distributions(self) -> tuple[str, ...]:
        """Return the names of all that it consists of, where it is published."""
        return (self.distribution, *(name for _, name in self.needs))

    def missing(self, module: str, load: bool) -> list[str]:
        """Return the names of what cannot be used of it, itself and what it needs; see `find_lacks` for `load`."""
        is_there = _loads if load else _is_found
        if is_there(module):
            if self.oldest and _version(self.distribution, self.oldest) < self.oldest:
                return [f"{self.distribution} ≥ {'.'.join(map(str, self.oldest))}"]
            return []  # an older version may need less
        return [self.distribution, *(name for each, name in self.needs if not is_there(each))]


# By module. Binary wheels of these bring no second GEOS, GDAL or PROJ.
OPTIONAL = {
    "openpyxl": Library("openpyxl", "python3-openpyxl", (("et_xmlfile", "et_xmlfile"),)),
    "jinja2": Library("Jinja2", "python3-jinja2", (("markupsafe", "MarkupSafe"),)),
    "docx": Library("python-docx", "python3-docx", (("lxml", "lxml"), ("typing_extensions", "typing_extensions"))),
    "pypdf": Library("pypdf", "python3-pypdf"),
    "scipy": Library("scipy", "python3-scipy", oldest=(1, 9)),
}
# Their wheels are made for one version of Python and one system.
_COMPILED = ("lxml", "MarkupSafe", "scipy")


class Feature(Enum):
    """What a run makes or reads by an optional library; the value is its name in the provenance."""

    WORKBOOK = "workbook"
    PAGE = "page"
    LETTERS = "letters"
    OWN_WORKBOOK = "own_workbook"
    TARGETS = "targets"
    TABLES = "tables"
    PDF_LAYERS = "pdf_layers"
    ATLAS_IN_ONE_FILE = "atlas_in_one_file"
    PLAN = "plan"

    @property
    def module(self) -> str:
        """Return the module that it needs, a key of `OPTIONAL`."""
        return _MODULES[self]


_MODULES = {
    Feature.WORKBOOK: "openpyxl",
    Feature.PAGE: "jinja2",
    Feature.LETTERS: "docx",
    Feature.OWN_WORKBOOK: "openpyxl",
    Feature.TARGETS: "openpyxl",
    Feature.TABLES: "openpyxl",
    Feature.PDF_LAYERS: "pypdf",
    Feature.ATLAS_IN_ONE_FILE: "pypdf",
    Feature.PLAN: "scipy",
}


def _loss(feature: Feature) -> str:
    """Return what is different without the library of a feature."""
    return {
        Feature.WORKBOOK: tr("No workbook is written; its tables are written as CSV files instead."),
        Feature.PAGE: tr("No report page is written."),
        Feature.LETTERS: tr(
            "Letters are HTML pages in the form of the shipped template, to be printed or opened in Word; a template "
            "of your own is not used."
        ),
        Feature.OWN_WORKBOOK: tr("Your own workbook is not filled."),
        Feature.TARGETS: tr("Targets cannot be read from an Excel workbook; save its sheet as CSV and give that."),
        Feature.TABLES: tr("Tables of input cannot be read from or written as Excel workbooks; save them as CSV."),
        Feature.PDF_LAYERS: tr("Map PDFs have no layers to switch and no coordinates."),
        Feature.ATLAS_IN_ONE_FILE: tr("An atlas is a file for each sheet, not one for all."),
        Feature.PLAN: tr("No plan of restoration can be made, and supplements cannot be chosen as few as possible."),
    }[feature]


@dataclass(frozen=True)
class Lack:
    """A feature that cannot be had.

    Attributes:
        feature: which.
        missing: names of the libraries that cannot be used: that of the feature, or what that one needs.

    """

    feature: Feature
    missing: tuple[str, ...]


class FeatureError(InputError):
    """What a run cannot begin without needs a library that is missing; the message says how to get it."""


def find_lacks(features: Iterable[Feature], load: bool = True) -> tuple[Lack, ...]:
    """Return those features whose libraries are missing.

    Args:
        features: what a run makes or reads.
        load: whether to import the libraries, since one that is there may be damaged; else they are looked for, which
            takes no time.

    """
    found = ((feature, OPTIONAL[feature.module].missing(feature.module, load)) for feature in features)
    return tuple(Lack(feature, tuple(missing)) for feature, missing in found if missing)


def take_wheels() -> list[str]:
    """Let Python find the optional libraries that the user put beside the plugin; return why a file is not taken."""
    return add_wheels(name for library in OPTIONAL.values() for name in library.distributions)


def lack_messages(lacks: Iterable[Lack]) -> list[str]:
    """Return a message for each library that is missing: what is different without it, and how to get it."""
    losses: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for lack in lacks:
        losses.setdefault((lack.feature.module, lack.missing), []).append(_loss(lack.feature))
    return [
        " ".join(
            [
                tr("Python libraries are missing: {names}.").format(names=", ".join(missing)),
                *found,
                _remedy(module, missing),
            ]
        )
        for (module, missing), found in losses.items()
    ]


def require_feature(feature: Feature) -> None:
    """Raise `FeatureError` where the library of a feature is missing that the run cannot begin without."""
    lacks = find_lacks([feature])
    if lacks:
        raise FeatureError("\n".join(lack_messages(lacks)))


def _remedy(module: str, missing: Iterable[str]) -> str:
    """Return how to get what is missing of an optional library on this system; the folder for it is made."""
    library, folder = OPTIONAL[module], wheel_folder()
    text = tr(
        "With a network the QGIS plugin QPIP installs {name}. Without one, download these files from PyPI on another "
        "computer, put them into the folder {folder}, and run again: {files}."
    )
    if sys.platform.startswith("linux"):
        text = tr(
            "Install {package} with apt; or put these files from PyPI into the folder {folder}, and run again: {files}."
        )
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    files = ", ".join(_wheel_name(name) for name in missing)
    return text.format(name=library.distribution, package=library.debian, folder=folder, files=files)


def _wheel_name(distribution: str) -> str:
    """Return the name of a library's wheel file for this Python and system, … for its version."""
    tags = f"{python_tag()}-…-{platform_tag()}" if distribution in _COMPILED else "py3-none-any"
    return f"{distribution.replace('-', '_').lower()}-…-{tags}.whl"


def _loads(module: str) -> bool:
    """Return whether a module can be imported."""
    try:
        importlib.import_module(module)
    except Exception:  # a damaged library raises whatever it comes to
        return False
    return True


def _is_found(module: str) -> bool:
    """Return whether a module is there, without importing it."""
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False
