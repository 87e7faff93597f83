"""Libraries that users put beside the plugin as wheel files, for computers without a network and without a shell.

The folder is `farmland_redline/wheels` in the profile of QGIS, where an update of the plugin does not touch it. A run
unpacks what is new there and appends it to Python's path, so that libraries of QGIS come first.
"""

from __future__ import annotations

import importlib
import platform
import re
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .errors import error_reason
from .i18n import tr

_FOLDER = ("farmland_redline", "wheels")
_UNPACKED = "unpacked"
_SUFFIX = ".whl"
_FILE = re.compile(
    r"(?P<name>[^-]+)-(?P<version>[^-]+)(-\d[^-]*)?-(?P<python>[^-]+)-(?P<abi>[^-]+)-(?P<platform>[^-]+)"
)
_ANY = "any"


def wheel_folder() -> Path:
    """Return the folder for wheels in the profile, where there may be none yet."""
    from qgis.core import QgsApplication  # noqa: PLC0415  (workers without QGIS import what imports this)

    return Path(QgsApplication.qgisSettingsDirPath(), *_FOLDER)


def python_tag() -> str:
    """Return the tag of this Python in the names of compiled wheels, such as `cp312`."""
    return f"cp{sysconfig.get_config_var('py_version_nodot')}"


def platform_tag() -> str:
    """Return the end of the tag of this system in the names of compiled wheels, such as `win_amd64`."""
    if sys.platform.startswith("linux"):
        return f"linux*_{platform.machine()}"
    return re.sub("[-.]", "_", sysconfig.get_platform())


def add_wheels(names: Iterable[str], folder: Path | None = None) -> list[str]:
    """Let Python find the libraries whose wheels are in the folder, and return why others are not taken.

    Args:
        names: of the libraries that may come from there, as they are published: none that QGIS has copies of.
        folder: where the wheels are; that of the profile if not given.

    """
    folder = folder or wheel_folder()
    if not folder.is_dir():
        return []
    known, refused = {_plain(name) for name in names}, []
    newest: dict[str, _Wheel] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() != _SUFFIX:
            continue
        wheel = _Wheel.of(path)
        if wheel is None or wheel.name not in known:
            text = tr("“{file}” in {folder} is no library that the plugin takes from there; it takes {names}.")
            refused.append(text.format(file=path.name, folder=folder, names=", ".join(sorted(known))))
        elif not wheel.is_for_this_python:
            text = tr("“{file}” in {folder} is made for another Python or system; here {tags} is needed.")
            tags = f"{python_tag()}-…-{platform_tag()}"
            refused.append(text.format(file=path.name, folder=folder, tags=tags))
        elif wheel.name not in newest or wheel.version > newest[wheel.name].version:
            newest[wheel.name] = wheel
    for wheel in newest.values():
        try:
            _add(wheel.unpacked())
        except (OSError, zipfile.BadZipFile) as error:
            text = tr("“{file}” in {folder} cannot be unpacked ({reason}). Copy it there anew.")
            refused.append(text.format(file=wheel.path.name, folder=folder, reason=error_reason(error)))
    return refused


@dataclass(frozen=True)
class _Wheel:
    """A wheel file.

    Attributes:
        path: of the file.
        name: of the library, in the form that all spellings share.
        version: its numbers, to be compared.
        python, platform: tags of what it is made for; several of each stand between points.

    """

    path: Path
    name: str
    version: tuple[int, ...]
    python: str
    platform: str

    @classmethod
    def of(cls, path: Path) -> _Wheel | None:
        """Return the wheel of a file; None where its name is not a wheel's."""
        found = _FILE.fullmatch(path.stem)
        if found is None:
            return None
        numbers = tuple(int(number) for number in re.findall(r"\d+", found["version"]))
        return cls(path, _plain(found["name"]), numbers, found["python"], found["platform"])

    @property
    def is_for_this_python(self) -> bool:
        """Return whether this Python can load it."""
        if self.platform == _ANY:
            return any(tag.startswith("py3") for tag in self.python.split("."))
        system = re.compile(re.escape(platform_tag()).replace(r"\*", ".*"))
        tags = self.platform.split(".")
        return python_tag() in self.python.split(".") and any(system.search(tag) for tag in tags)

    def unpacked(self) -> Path:
        """Return the folder with the wheel's content, which is made where there is none: whole or not at all."""
        target = self.path.parent / _UNPACKED / self.path.stem
        if not target.is_dir():
            target.parent.mkdir(exist_ok=True)
            with tempfile.TemporaryDirectory(dir=target.parent) as place:
                made = Path(place) / target.name
                with zipfile.ZipFile(self.path) as archive:
                    archive.extractall(made)
                try:
                    made.replace(target)
                except OSError:
                    if not target.is_dir():  # else another QGIS has made it meanwhile
                        raise
        return target


def _plain(name: str) -> str:
    """Return the name of a library in the form that all its spellings share."""
    return re.sub("[-_.]+", "-", name).lower()


def _add(folder: Path) -> None:
    """Append a folder to Python's path."""
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
        importlib.invalidate_caches()
