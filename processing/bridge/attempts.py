"""Outputs that may fail without costing the others: drawings of figures that are written already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from ..analysis.progress import Cancelled
from .errors import InputError, error_reason, is_out_of_memory, log_details
from .i18n import tr

Attempt = Callable[[str], AbstractContextManager[None]]  # of an output, by its name


def insist(name: str) -> AbstractContextManager[None]:
    """Return an `Attempt` that lets errors pass, for outputs that must be made."""
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
    def attempt(self, name: str) -> Iterator[None]:
        """Make an output in the `with` block; after an error, unless the user has stopped the run, go on without it.

        Args:
            name: of the output, as the user knows it.

        """
        try:
            yield
        except Cancelled:
            raise
        except Exception as error:
            self._errors.append(error)
            self.failures.append(Failure(name, _reason(error)))
            self._warn(tr("Not made: {name}. {reason}").format(name=name, reason=self.failures[-1].reason))

    def require(self, made: object) -> None:
        """Raise the first error where nothing was made at all: `made` is empty."""
        if self._errors and not made:
            raise self._errors[0]


def _reason(error: Exception) -> str:
    """Return why something failed; the log keeps the details of an error of the plugin's own."""
    if isinstance(error, InputError):
        return str(error)
    if is_out_of_memory(error):
        return tr("There is not enough memory for it.")
    if isinstance(error, OSError) and error.strerror:
        return error_reason(error)
    log_details(error)
    return tr("An error of the plugin, with details in QGIS's log panel “Farmland Redline”: {error}").format(
        error=f"{type(error).__name__}: {error}".splitlines()[0]
    )
