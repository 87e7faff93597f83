"""The process that draws for a run in the desktop: starts QGIS without a window, and does what it is asked to.

It ends when the run does, whatever becomes of that: then nobody writes to its pipe any more.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import BinaryIO

from .drawing import Answer, Call


class _Unpickler(pickle.Unpickler):  # noqa: S301  of the process that started this one
    """Reads calls, and puts the objects of this process where they are meant."""

    def __init__(self, pipe: BinaryIO, held: Mapping[int, object]) -> None:
        super().__init__(pipe)
        self._held = held

    def persistent_load(self, pid: object) -> object:
        """Return the object of a key."""
        return self._held[pid]  # type: ignore[index]


def serve(start: Mapping[str, object]) -> None:
    """Start QGIS as the desktop has it, then answer calls until there are no more.

    Args:
        start: `prefix` and `profile` of QGIS, and the user's `language`.
    """
    # What libraries print must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    held: dict[int, object] = {}
    leave: Callable[[], None] = _do_nothing
    try:
        leave = _start_qgis(str(start["prefix"]), str(start["profile"]), str(start["language"]))
        _answer(answers, Answer())
    except BaseException as error:
        _answer(answers, Answer(error=RuntimeError(str(error)), details=traceback.format_exc()))
        return
    while True:
        try:
            call = _Unpickler(sys.stdin.buffer, held).load()
        except EOFError:
            break
        except Exception as error:  # what cannot be read leaves the pipe anywhere
            _answer(answers, _failed(error))
            break
        _answer(answers, _perform(call, held))
    held.clear()
    leave()
    answers.flush()
    os._exit(0)  # Python and Qt have nothing to save, and each its own order of ending


def _do_nothing() -> None:
    """Leave QGIS, which has not been started."""


def _start_qgis(prefix: str, profile: str, language: str) -> Callable[[], None]:
    """Start QGIS without a window, with the user's settings and language; return what ends it."""
    if sys.platform == "win32":  # Python looks for libraries of libraries only where it is told to
        for place in os.environ.get("PATH", "").split(os.pathsep):
            with suppress(OSError):
                os.add_dll_directory(place)
    from qgis.core import QgsApplication  # noqa: PLC0415  found only now
    from qgis.PyQt.QtCore import QCoreApplication, QSettings  # noqa: PLC0415

    from . import dependencies  # noqa: PLC0415
    from .i18n import install_translator  # noqa: PLC0415

    QCoreApplication.setOrganizationName(QgsApplication.QGIS_ORGANIZATION_NAME)
    QCoreApplication.setOrganizationDomain(QgsApplication.QGIS_ORGANIZATION_DOMAIN)
    QCoreApplication.setApplicationName(QgsApplication.QGIS_APPLICATION_NAME)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, profile)
    application = QgsApplication([], False, profile, "desktop")
    application.setPrefixPath(prefix, True)
    application.initQgis()
    dependencies.take_wheels()
    kept = [application, install_translator(language)]

    def leave() -> None:
        """Close the files that QGIS has open."""
        application.exitQgis()
        kept.clear()

    return leave


def _perform(call: Call, held: dict[int, object]) -> Answer:
    """Do what is asked, and return what comes of it."""
    try:
        result = call.function(*call.arguments)
    except Exception as error:
        return _failed(error)
    if call.key is None:
        return Answer(result)
    held[call.key] = result
    return Answer()


def _failed(error: Exception) -> Answer:
    """Return the answer that something failed."""
    details = traceback.format_exc()
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  our own
    except Exception:
        error = RuntimeError(f"{type(error).__name__}: {error}")
    return Answer(error=error, details=details)


def _answer(pipe: BinaryIO, answer: Answer) -> None:
    """Send an answer."""
    pickle.dump(answer, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()
