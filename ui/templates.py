"""Templates of the plugin among QGIS's own: layouts of the map sheets, and a project that has them.

QGIS looks for them in two folders of the user's profile. They are written there when the plugin has started, and taken
away with it, unless the user has changed them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QTimer

from ..processing.bridge.i18n import tr
from ..processing.layout_templates import add_layout, layout_templates

# Where the layout manager and the start page of QGIS look, in the user's profile.
_LAYOUT_FOLDER, _PROJECT_FOLDER = "composer_templates", "project_templates"
_AFTER_MS = 2000  # the user sees the window first


class Templates:
    """The templates as long as the plugin is loaded."""

    def __init__(self) -> None:
        """Write them a little later, one at a time."""
        self._written: dict[Path, str] = {}
        self._steps: Iterator[None] | None = None
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        self._timer.start(_AFTER_MS)

    def release(self) -> None:
        """Take away what the user has not changed."""
        self._timer.stop()
        for path, digest in self._written.items():
            if path.is_file() and _digest(path) == digest:
                path.unlink()
            QgsSettings().remove(_setting(path))
        self._written = {}

    def _step(self) -> None:
        """Write the next template."""
        self._steps = self._write() if self._steps is None else self._steps
        try:
            next(self._steps)
        except StopIteration:
            return
        except OSError:
            return  # a profile that cannot be written has no templates, which keeps nobody from working
        self._timer.start(0)

    def _write(self) -> Iterator[None]:
        """Write the templates; each step is short."""
        profile = Path(QgsApplication.qgisSettingsDirPath())
        project = QgsProject()
        for name, text in layout_templates():
            self._put(profile / _LAYOUT_FOLDER / f"{name}.qpt", partial(_write_text, text))
            yield
            add_layout(project, name, text)
            yield
        root = project.layerTreeRoot()
        for group in (tr("Results"), tr("Administrative units"), tr("Zone layers"), tr("Survey parcels")):
            root.addGroup(group)
        # As .qgz: beside a .qgs QGIS leaves files of its own, an archive of attachments (3.44), a copy of the old one.
        self._put(profile / _PROJECT_FOLDER / f"{tr('Farmland Redline')}.qgz", lambda path: project.write(str(path)))
        project.clear()

    def _put(self, path: Path, write: Callable[[Path], object]) -> None:
        """Write a template; one that the user has made or changed stays, one that a QGIS left that crashed does not."""
        if path.exists() and _digest(path) != QgsSettings().value(_setting(path), ""):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)
        if path.is_file():
            self._written[path] = _digest(path)
            QgsSettings().setValue(_setting(path), self._written[path])


def _write_text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")


def _setting(path: Path) -> str:
    """Return the key under which QGIS's settings keep what was written."""
    return f"farmland_redline/templates/{path.parent.name}/{path.name}"


def _digest(path: Path) -> str:
    """Return the hash of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
