"""Outputs that may fail without costing the others: what shows figures that are written already."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..analysis.progress import Cancelled
from .confidential import without_secrets
from .errors import InputError, is_out_of_memory, log_details, plugin_error, storage_fault
from .held_files import remove_file
from .i18n import tr


class Attempt(Protocol):
    """Makes an output, by its name, in a `with` block; `made` are its files or folders."""

    def __call__(self, name: str, *made: Path) -> AbstractContextManager[None]:
        """Return the context."""


def insist(name: str, *made: Path) -> AbstractContextManager[None]:
    """Return the context of an `Attempt` that lets errors pass, for outputs that must be made."""
    return nullcontext()


@dataclass(frozen=True)
class Failure:
    """An output that could not be made, and why, in the user's language."""

    name: str
    reason: str


class Attempts:
    """Outputs that are tried one by one; what fails is told, and the run goes on without it."""

    def __init__(self, warn: Callable[[str], None]) -> None:
        """Begin; `warn` tells the user of each failure as it comes."""
        self._warn = warn
        self._errors: list[Exception] = []
        self.failures: list[Failure] = []

    @contextmanager
    def attempt(self, name: str, *made: Path) -> Iterator[None]:
        """Make an output in the `with` block; after an error, unless the user has stopped the run, go on without it.

        Args:
            name: of the output, as the user knows it.
            made: its files or folders: what an error left of them, which is half an output, is removed; not what was
                there before.

        """
        new = [path for path in made if not os.path.lexists(path)]
        try:
            yield
        except Cancelled:
            raise
        except Exception as error:
            for path in new:
                _remove(path)
            self._errors.append(error)
            self.failures.append(Failure(name, _reason(error)))
            self._warn(tr("Not made: {name}. {reason}").format(name=name, reason=self.failures[-1].reason))

    def summary(self) -> str:
        """Return a sentence that names what was not made; empty where nothing failed."""
        if not self.failures:
            return ""
        names = ", ".join(dict.fromkeys(failure.name for failure in self.failures))
        return tr("{count} outputs were not made: {names}. All others are whole, and so are the figures.").format(
            count=len(self.failures), names=names
        )

    def require(self, made: object) -> None:
        """Raise the first error where nothing was made at all: `made` is empty."""
        if self._errors and not made:
            raise self._errors[0]


def _remove(path: Path) -> None:
    """Remove what there is of a file or folder."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            remove_file(path)


def _reason(error: Exception) -> str:
    """Return why something failed; the log keeps the details of an error of the plugin's own."""
    if isinstance(error, InputError):
        return without_secrets(str(error))
    if is_out_of_memory(error):
        return tr("There is not enough memory for it.")
    log_details(error)
    fault = storage_fault(error)
    if fault:
        return tr("One of its files could not be read or written: {reason}.").format(reason=fault)
    return tr("An error of the plugin, with details in QGIS's log panel “Farmland Redline”: {error}").format(
        error=plugin_error(error)
    )
