"""What the plugin site and QGIS ask of a zip, checked on the zip itself.

The rules are those that the site's upload applies (state of July 2026) and those by which QGIS's plugin manager reads a
zip and its metadata.txt, from 3.22 on; what only this project asks is said to be its own.
"""

from __future__ import annotations

import ast
import configparser
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import urlparse

from .archive import PACKAGE

LARGEST = 25_000_000
REQUIRED = (
    *("name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository"),
    # Not required by the site's list, but it asks the address for an answer all the same; and a page without a
    # changelog, or a plugin without its icon, helps nobody.
    *("homepage", "changelog", "icon", "category", "tags", "license", "qgisMaximumVersion", "hasProcessingProvider"),
    *("experimental", "deprecated", "server"),
)
# The texts that QGIS's plugin manager looks for in the user's language: the system's, and from 3.34 on the one chosen
# in the options, which QGIS calls zh-Hans.
TRANSLATED = ("name", "description", "about", "tags")
LANGUAGES = ("zh_CN", "zh-Hans")
BOOLEANS = ("hasProcessingProvider", "experimental", "deprecated", "server")
CATEGORIES = ("Raster", "Vector", "Database", "Mesh", "Web")
ADDRESSES = ("tracker", "repository", "homepage")
# Top-level domains that never lead anywhere (RFC 2606).
RESERVED = ("example", "invalid", "test", "localhost")
FORBIDDEN_FOLDERS = ("__MACOSX", ".git", "__pycache__")
SUSPICIOUS = (".exe", ".dll", ".so", ".dylib", ".bat", ".sh", ".ps1", ".cmd", ".pyd", ".pyc", ".pyo")
# How programs begin: ELF, Windows, Mach-O in its four forms.
PROGRAMS = (b"\x7fELF", b"MZ", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
DEVELOPERS = ("tests", "benchmarks", "scripts", "docs", ".ci")
# Windows allows 260 characters; a profile's folder of plugins takes up to about 120 of them.
LONGEST_NAME = 130
_EXECUTABLE = 0o111
# The Python of QGIS 3.22's installers for Windows.
OLDEST_PYTHON = (3, 9)


@dataclass(frozen=True)
class Check:
    """A rule and what was found against it; nothing found means passed."""

    rule: str
    found: tuple[str, ...] = ()
    # What a reader should know though it breaks nothing.
    note: str = ""


@dataclass(frozen=True)
class Package:
    """A zip, opened."""

    path: Path
    archive: zipfile.ZipFile

    @property
    def names(self) -> list[str]:
        """All entries."""
        return self.archive.namelist()

    def metadata(self) -> dict[str, str]:
        """Return the manifest as QGIS reads it, keys in their own case; empty if it cannot be read."""
        parser = configparser.ConfigParser()
        parser.optionxform = str
        try:
            parser.read_string(self.archive.read(f"{PACKAGE}/metadata.txt").decode("utf-8"))
            return dict(parser.items("general"))
        except (KeyError, UnicodeDecodeError, configparser.Error):
            return {}


def check_package(path: Path, version: str, publish: bool) -> list[Check]:
    """Every rule on a zip.

    Args:
        path: the zip.
        version: the version that it should have.
        publish: whether placeholders in the manifest are errors.

    """
    with zipfile.ZipFile(path) as archive:
        package = Package(path, archive)
        checks = [Check(title, tuple(rule(package))) for title, rule in RULES.items()]
        checks.append(Check("version and file name are the changelog's", tuple(_version(package, version))))
        checks.append(_real_addresses(package, publish))
    return checks


def _size(package: Package) -> Iterator[str]:
    size = package.path.stat().st_size
    if size > LARGEST:
        yield f"{size} bytes, at most {LARGEST} are allowed"


def _whole(package: Package) -> Iterator[str]:
    for name in package.names:
        try:
            package.archive.read(name)
        except (zipfile.BadZipFile, zlib.error):  # its sum is wrong, or it does not even unpack
            yield f"{name}: damaged"


def _names(package: Package) -> Iterator[str]:
    for name in package.names:
        parts = PurePosixPath(name).parts
        if ".." in name or name.startswith("/") or "\\" in name or re.match("[A-Za-z]:", name):
            yield f"{name}: not a path inside the zip"
        if set(parts) & set(FORBIDDEN_FOLDERS):
            yield f"{name}: forbidden folder"
        if len(name) > LONGEST_NAME:
            yield f"{name}: {len(name)} characters, too long for Windows"
        if re.search(r'[<>:"|?*\x00-\x1f]', name) or any(part.endswith((" ", ".")) for part in parts):
            yield f"{name}: a name that Windows does not allow"
    folded: dict[str, str] = {}
    for name in package.names:
        other = folded.setdefault(name.lower(), name)
        if other is not name:
            yield f"{name}: the same file as {other} on Windows"


def _folder(package: Package) -> Iterator[str]:
    folders = {name.split("/")[0] for name in package.names}
    if folders != {PACKAGE}:
        yield f"the zip holds {', '.join(sorted(folders))}, meant is one folder {PACKAGE}"
    for folder in folders:
        if not folder.isidentifier() or not folder.isascii() or "plugin" in folder.lower():
            yield f"{folder}: not an identifier, or contains “plugin”"
    # QGIS takes the first metadata.txt in order of name for the plugin's.
    manifests = [name for name in package.names if name.endswith("metadata.txt")]
    if manifests != [f"{PACKAGE}/metadata.txt"]:
        yield f"{len(manifests)} files metadata.txt: {', '.join(manifests)}"
    if f"{PACKAGE}/__init__.py" not in package.names:
        yield "no __init__.py"


def _suspicious(package: Package) -> Iterator[str]:
    for entry in package.archive.infolist():
        base = PurePosixPath(entry.filename).name
        if base.startswith("."):
            yield f"{entry.filename}: hidden"
        if base.lower().endswith(SUSPICIOUS):
            yield f"{entry.filename}: program or compiled code"
        if entry.external_attr >> 16 & _EXECUTABLE:
            yield f"{entry.filename}: executable"
        with package.archive.open(entry) as content:
            if content.read(4).startswith(PROGRAMS):
                yield f"{entry.filename}: begins like a program"


def _developers(package: Package) -> Iterator[str]:
    for name in package.names:
        inner = PurePosixPath(name).relative_to(PACKAGE) if name.startswith(f"{PACKAGE}/") else PurePosixPath(name)
        base = inner.name
        # Workbooks of results explain their columns by that one file.
        if inner.as_posix() == "docs/columns.yaml":
            continue
        if inner.parts[0] in DEVELOPERS or base.startswith("test_") or base == "conftest.py":
            yield f"{name}: for developers only"


def _licence(package: Package) -> Iterator[str]:
    name = f"{PACKAGE}/LICENSE"
    if name not in package.names:
        yield "no file LICENSE (without ending)"
    elif "GNU GENERAL PUBLIC LICENSE" not in package.archive.read(name).decode("utf-8", "replace"):
        yield "LICENSE is not the GNU General Public License, which QGIS's plugins are under"


def _keys(package: Package) -> Iterator[str]:
    metadata = package.metadata()
    if not metadata:
        yield "metadata.txt cannot be read: no section [general], or a percent sign that is not doubled"
        return
    for key in REQUIRED:
        if not metadata.get(key, "").strip():
            yield f"{key}: missing"
    for key in TRANSLATED:
        for language in LANGUAGES:
            if not re.search("[一-龥]", metadata.get(f"{key}[{language}]", "")):
                yield f"{key}[{language}]: missing"
        if not metadata.get(key, "").isascii():
            yield f"{key}: not English"
    if "supportsQt6" in metadata:
        yield "supportsQt6: no longer read; qgisMaximumVersion=4.99 says it"


def _values(package: Package) -> Iterator[str]:
    metadata = package.metadata()
    for key in BOOLEANS:
        if metadata.get(key, "").lower() not in {"true", "false", "yes", "no"}:
            yield f"{key}: “{metadata.get(key)}” is neither yes nor no"
    if metadata.get("hasProcessingProvider", "").lower() not in {"true", "yes"}:
        yield "hasProcessingProvider: without yes, qgis_process does not load the plugin"
    oldest, newest = (metadata.get(f"qgis{end}Version", "") for end in ("Minimum", "Maximum"))
    if not all(re.fullmatch(r"\d+\.\d+", text) for text in (oldest, newest)):
        yield f"versions of QGIS: “{oldest}” to “{newest}”"
    elif [int(n) for n in oldest.split(".")] > [int(n) for n in newest.split(".")]:
        yield f"versions of QGIS: {oldest} is after {newest}"
    if metadata.get("category") not in CATEGORIES:
        yield f"category: “{metadata.get('category')}” is none of {', '.join(CATEGORIES)}"
    if "/" in metadata.get("author", ""):
        yield "author: no slash is allowed"
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", metadata.get("email", "")):
        yield f"email: “{metadata.get('email')}”"
    if "plugin" in metadata.get("name", "").lower():
        yield "name: must not contain “plugin”"
    icon = f"{PACKAGE}/{metadata.get('icon', '')}"
    if icon not in package.names or not icon.endswith((".svg", ".png")):
        yield f"icon: {icon} is not in the zip, or neither SVG nor PNG"


def _addresses(package: Package) -> Iterator[str]:
    metadata = package.metadata()
    for key in ADDRESSES:
        address = urlparse(metadata.get(key, ""))
        if address.scheme not in {"http", "https"} or "." not in address.netloc:
            yield f"{key}: “{metadata.get(key)}” is no address"


def _real_addresses(package: Package, publish: bool) -> Check:
    """Placeholders are errors for publishing, and a note otherwise."""
    metadata = package.metadata()
    placeholders = []
    for key in (*ADDRESSES, "email"):
        value = metadata.get(key, "")
        host = value.rpartition("@")[2] if key == "email" else urlparse(value).hostname or ""
        if host.rpartition(".")[2] in RESERVED:
            placeholders.append(f"{key} {value}")
    rule = "tracker, repository, homepage, email are real"
    if publish:
        return Check(
            rule, tuple(placeholders), "the site also asks each address for an answer, which is not tried here"
        )
    if placeholders:
        return Check(rule, (), f"placeholders, to be replaced before publishing: {'; '.join(placeholders)}")
    return Check(rule)


def _version(package: Package, version: str) -> Iterator[str]:
    metadata = package.metadata()
    if metadata.get("version") != version:
        yield f"metadata.txt says {metadata.get('version')}, CHANGELOG.md {version}"
    if not metadata.get("changelog", "").startswith(f"{version} "):
        yield f"the changelog in metadata.txt does not begin with {version}"
    if package.path.name != f"{PACKAGE}.{version}.zip":
        yield f"the zip's name is {package.path.name}"


def _python(package: Package) -> Iterator[str]:
    for name in package.names:
        if name.endswith(".py") and (fault := _syntax_fault(package.archive.read(name), name)):
            yield f"{name}: {fault}"


@cache
def _syntax_fault(source: bytes, name: str) -> str:
    """Return why a module is none for the oldest Python; empty if it is one."""
    try:
        ast.parse(source, name, feature_version=OLDEST_PYTHON)
    except (SyntaxError, ValueError) as error:
        return str(error)
    return ""


def _built(package: Package) -> Iterator[str]:
    """Check what git does not track: the compiled translation, and a help page for every algorithm."""
    algorithms = {
        name for name in package.names if re.fullmatch(rf"{PACKAGE}/processing/algorithms/[a-z]\w+\.py", name)
    }
    pages = {
        f"resources/help/{language}/reference/{PurePosixPath(name).stem}.html"
        for name in algorithms
        for language in ("zh", "en")
    }
    for name in sorted({f"resources/i18n/{PACKAGE}_{LANGUAGES[0]}.qm", "resources/help/index.html", *pages}):
        if f"{PACKAGE}/{name}" not in package.names:
            yield f"{name}: missing"


# Titles as the table shows them.
RULES: dict[str, Callable[[Package], Iterator[str]]] = {
    f"at most {LARGEST // 1_000_000} MB": _size,
    "zip is whole": _whole,
    "names are safe, on Windows too": _names,
    f"one folder, {PACKAGE}": _folder,
    "no programs, hidden or executable files": _suspicious,
    "no tests, scripts, benchmarks, sources of docs": _developers,
    "LICENSE": _licence,
    "metadata.txt has every key, in Chinese too": _keys,
    "metadata.txt has sound values": _values,
    "tracker, repository, homepage are addresses": _addresses,
    f"Python is that of {'.'.join(map(str, OLDEST_PYTHON))}": _python,
    "translation and help are built": _built,
}
