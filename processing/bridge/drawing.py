"""Where sheets are drawn: in a process of their own while a run goes on in the desktop, else in the main thread.

Only a main thread may work on print layouts, and in the desktop that is the window's: it would stand still for seconds
a sheet. So a run in the desktop starts a process of the same Python and the same QGIS, whose main thread draws. A page
that is no longer wanted ends with the process, and one on which QGIS crashes takes nothing with it but itself.

What passes between the processes is pickled, through pipes that nobody else can read: no file of it is written.
"""

from __future__ import annotations

import io
import itertools
import json
import os
import pickle
import queue
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar, cast

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QThread

from ..analysis.progress import Cancelled, Progress
from .errors import InputError
from .i18n import tr, user_language
from .main_thread import call_in_main_thread
from .paths import RESOURCES

_Result = TypeVar("_Result")
_READY_S = 60.0  # after which a process that has not started will not
_LEAVING_S = 10.0  # in which a process closes its files
_LOOK_S = 0.05  # how often a waiting run looks whether it is cancelled
_BEGIN = (
    "import importlib, json, sys\n"
    "start = json.loads(sys.stdin.buffer.readline())\n"
    "sys.path[:] = start['path']\n"
    "importlib.import_module(start['module']).serve(start)\n"
)


_in_window: ContextVar[bool] = ContextVar("in_window", default=False)


def draws_in_window() -> bool:
    """Return whether what draws now holds a window of the desktop."""
    return _in_window.get()


class DrawingStoppedError(InputError):
    """The process that draws ended before it had drawn."""


class Drawer(Protocol):
    """Calls functions where print layouts may be touched, and waits for what they return.

    Attributes:
        check: for functions that look themselves whether the run is cancelled.
    """

    check: Callable[[], None]

    def call(self, function: Callable[..., _Result], *arguments: object) -> _Result:
        """Call a function of a module, whose arguments may be pickled, and return its result or raise its error."""

    def keep(self, make: Callable[..., _Result], *arguments: object) -> _Result:
        """Make an object that stays where it is used; the result stands for it among the arguments of `call`."""

    def share(self, value: _Result) -> _Result:
        """Return what stands for a value among the arguments of several calls."""

    def close(self, close: Callable[[_Result], None], kept: _Result) -> None:
        """Close an object that was kept, by a function that takes it; also after a run was cancelled."""


class MainThreadDrawer:
    """Calls functions in the main thread of this process; see `Drawer`."""

    def __init__(self, check: Callable[[], None], window: bool = False) -> None:
        """Begin.

        Args:
            check: raises to stop.
            window: whether a window lives in that thread, which is to answer as far as may be (`draws_in_window`).
        """
        self.check = check
        self._window = window

    def call(self, function: Callable[..., _Result], *arguments: object) -> _Result:
        """Call a function in the main thread."""
        return call_in_main_thread(partial(self._call, function, *arguments))

    def _call(self, function: Callable[..., _Result], *arguments: object) -> _Result:
        """Call a function, which may ask whether a window waits for it."""
        token = _in_window.set(self._window)
        try:
            return function(*arguments)
        finally:
            _in_window.reset(token)

    def keep(self, make: Callable[..., _Result], *arguments: object) -> _Result:
        """Make an object in the main thread."""
        return self.call(make, *arguments)

    def share(self, value: _Result) -> _Result:
        """Return the value itself."""
        return value

    def close(self, close: Callable[[_Result], None], kept: _Result) -> None:
        """Close an object in the main thread."""
        self.call(close, kept)


@dataclass(frozen=True)
class Held:
    """What stands for an object of the other process."""

    key: int


@dataclass(frozen=True)
class Call:
    """What the other process is asked to do; the result is kept there under `key` where one is given."""

    function: Callable[..., object]
    arguments: tuple[object, ...]
    key: int | None = None


@dataclass(frozen=True)
class Answer:
    """What came of a call: its result or its error, with what Python knows of where the error came from."""

    result: object = None
    error: BaseException | None = None
    details: str = ""


class _Pickler(pickle.Pickler):
    """Pickles calls; objects of the other process go by their keys."""

    def persistent_id(self, obj: object) -> int | None:
        """Return the key of an object of the other process, None of all else."""
        return obj.key if isinstance(obj, Held) else None


def look_for_nothing() -> None:
    """Do nothing, where a function asks whether it is to stop: its process is ended instead."""


def itself(value: _Result) -> _Result:
    """Return the value."""
    return value


class ProcessDrawer:
    """Calls functions in the main thread of another process; see `Drawer`.

    A process that ended is started again for the next call, with all that was kept or shared.
    """

    def __init__(self, check: Callable[[], None]) -> None:
        """Begin; `check` raises to stop, which ends the process."""
        self.check = look_for_nothing
        self._check = check
        self._held: dict[int, Call] = {}
        self._keys = itertools.count()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[Answer | None] = queue.Queue()

    def start(self) -> None:
        """Start the process, and wait until it is ready.

        Raises:
            DrawingStoppedError: it cannot be started.
        """
        program = python_program()
        if program is None:
            raise DrawingStoppedError(tr("QGIS's Python program was not found."))
        try:
            self._process = subprocess.Popen(  # noqa: S603  QGIS's own
                [str(program), "-c", _BEGIN],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=RESOURCES,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            self._pipes()[0].write(json.dumps(_beginning()).encode() + b"\n")
            self._pipes()[0].flush()
        except OSError as error:
            self.end()
            raise DrawingStoppedError(str(error)) from error
        # Each process has its own queue: what an ended one leaves is not taken for the next one's.
        self._answers = queue.Queue()
        threading.Thread(target=_read, args=(self._pipes()[1], self._answers), daemon=True).start()
        self._result(_READY_S)
        for call in self._held.values():
            self._send(call)
            self._result()

    def call(self, function: Callable[..., _Result], *arguments: object) -> _Result:
        """Call a function in the process."""
        return cast("_Result", self._perform(Call(function, arguments)))

    def keep(self, make: Callable[..., _Result], *arguments: object) -> _Result:
        """Make an object in the process, again in each that is started."""
        key = next(self._keys)
        held = Call(make, arguments, key)
        self._perform(held)
        self._held[key] = held
        return cast("_Result", Held(key))

    def share(self, value: _Result) -> _Result:
        """Send a value once to each process that is started."""
        return self.keep(itself, value)

    def close(self, close: Callable[[_Result], None], kept: _Result) -> None:
        """Close an object in the process, unless that has ended."""
        del self._held[cast("Held", kept).key]
        if self._process is not None:
            self.call(close, kept)

    def end(self) -> None:
        """Let the process close its files and end."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            process.wait(_LEAVING_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def kill(self) -> None:
        """End the process at once."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            with suppress(OSError):
                if process.stdin is not None:
                    process.stdin.close()

    def _perform(self, call: Call) -> object:
        """Send a call and return its result."""
        if self._process is None:
            self.start()
        self._send(call)
        return self._result()

    def _pipes(self) -> tuple[BinaryIO, BinaryIO]:
        """Return the pipes to and from the process."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise DrawingStoppedError(_stopped(None))
        return process.stdin, process.stdout  # type: ignore[return-value]

    def _send(self, call: Call) -> None:
        """Send a call."""
        pipe = self._pipes()[0]
        pickled = io.BytesIO()  # whole, as half a call in the pipe would spoil those that follow
        _Pickler(pickled, pickle.HIGHEST_PROTOCOL).dump(call)
        try:
            pipe.write(pickled.getbuffer())
            pipe.flush()
        except OSError as error:
            raise DrawingStoppedError(self._ended()) from error

    def _result(self, patience: float | None = None) -> object:
        """Wait for an answer; end the process where the run is cancelled, or the patience (s) is over."""
        waited = 0.0
        while True:
            try:
                self._check()
            except BaseException:
                self.kill()
                raise
            try:
                answer = self._answers.get(timeout=_LOOK_S)
                break
            except queue.Empty:
                waited += _LOOK_S
                if patience is not None and waited > patience:
                    self.kill()
                    raise DrawingStoppedError(tr("It did not start in time.")) from None
        if answer is None:
            raise DrawingStoppedError(self._ended())
        if answer.error is not None:
            raise answer.error from RuntimeError(answer.details)
        return answer.result

    def _ended(self) -> str:
        """Take note that the process ended by itself, and return a message that says so."""
        process, self._process = self._process, None
        if process is None:
            return _stopped(None)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LEAVING_S)
        process.kill()
        return _stopped(process.wait())


@contextmanager
def drawing(progress: Progress, warn: Callable[[str], None]) -> Iterator[Drawer]:
    """Yield where the sheets of a run are drawn; what was opened there is closed at the end of the `with` block.

    Args:
        progress: of the run; may cancel.
        warn: receives the note that the window will not answer while a sheet is drawn, where that is so.
    """
    if not _holds_a_window():
        yield MainThreadDrawer(progress.check)
        return
    drawer = ProcessDrawer(progress.check)
    try:
        drawer.start()
    except Cancelled:
        raise
    except Exception as error:
        drawer.kill()
        text = tr(
            "Maps are drawn by QGIS itself, whose window may answer late meanwhile, and are images in their PDFs: no "
            "process could be started for them. {reason}"
        )
        warn(text.format(reason=error))
        yield MainThreadDrawer(progress.check, window=True)
        return
    try:
        yield drawer
    except BaseException:
        drawer.kill()
        raise
    finally:
        drawer.end()


def python_program() -> Path | None:
    """Return the program of the Python that runs in QGIS; None where it is not found.

    In the desktop `sys.executable` may be QGIS itself, of which a second one would open its window.
    """
    if sys.platform.startswith("win"):
        places = [Path(sys.exec_prefix) / name for name in ("python.exe", "python3.exe")]
    else:
        version = f"python{sysconfig.get_python_version()}"
        places = [Path(sys.exec_prefix) / "bin" / name for name in (version, "python3")]
    own = Path(sys.executable or "")
    if own.name.lower().startswith("python"):
        places.insert(0, own)
    return next((place for place in places if place.is_file()), None)


def _holds_a_window() -> bool:
    """Return whether this is another thread than the one that a window of the desktop lives in."""
    application = QCoreApplication.instance()
    in_desktop = QgsApplication.platform() == "desktop"
    return in_desktop and application is not None and QThread.currentThread() != application.thread()


def _environment() -> dict[str, str]:
    """Return the variables of the process: no screen; on Windows Qt has no fonts without one."""
    variables = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    return variables if sys.platform.startswith("win") else {**variables, "QT_QPA_PLATFORM": "offscreen"}


def _beginning() -> dict[str, object]:
    """Return what the process is told at first."""
    return {
        "path": [str(place) for place in sys.path],
        "module": f"{__package__}.drawing_process",
        "prefix": QgsApplication.prefixPath(),
        "profile": QgsApplication.qgisSettingsDirPath(),
        "language": user_language(),
    }


def _read(pipe: BinaryIO, answers: queue.Queue[Answer | None]) -> None:
    """Hand on the answers of a process until it ends, then None; runs in a thread."""
    with pipe, suppress(Exception):  # half an answer is the end as well
        while True:
            answers.put(pickle.load(pipe))  # noqa: S301  of our own process
    answers.put(None)


def _stopped(status: int | None) -> str:
    """Return the message that the process ended."""
    return tr("The process that draws maps ended before the sheet was drawn (status {status}).").format(
        status="–" if status is None else status
    )
