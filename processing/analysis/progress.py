"""Progress that the analysis reports to its caller, and the caller's wish to stop."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):  # noqa: N818  not an error
    """The user stopped the run; nothing is to be written.

    >>> issubclass(Cancelled, Exception)
    True

    """


class Progress(Protocol):
    """What the analysis needs of its caller; `bridge.progress` implements it for QGIS.

    >>> class Printed:
    ...     def check(self): ...
    ...     def set(self, fraction): print(f"{fraction:.0%}")
    >>> progress: Progress = Printed()
    >>> progress.set(0.5)
    50%

    """

    def check(self) -> None:
        """Raise `Cancelled` if the run is to stop."""

    def set(self, fraction: float) -> None:
        """Report the fraction of the present task that is done, 0 to 1; check as well."""


class Silent:
    """Progress for callers who neither watch nor stop.

    >>> Silent().set(0.5)

    """

    def check(self) -> None:
        """Never stop."""

    def set(self, fraction: float) -> None:
        """Report to nobody."""


class OnlyChecked:
    """Progress of work in a thread beside others: it may be stopped, and does not report.

    >>> OnlyChecked(Silent()).set(0.5)

    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def check(self) -> None:
        """Stop where the whole is to stop."""
        self._progress.check()

    def set(self, fraction: float) -> None:
        """Check, and report to nobody."""
        self.check()
