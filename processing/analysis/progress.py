"""How the analysis tells its caller how far it is, and learns that it should stop."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):  # noqa: N818  not an error
    """The user stopped the run; nothing is to be written."""


class Progress(Protocol):
    """What the analysis needs of its caller; `bridge.progress` has the one for QGIS."""

    def check(self) -> None:
        """Raise `Cancelled` when the run is to stop."""

    def set(self, fraction: float) -> None:
        """Report the share of the present task that is done, 0 to 1; also checks."""


class Silent:
    """Progress for callers who neither watch nor stop."""

    def check(self) -> None:
        """Never stop."""

    def set(self, fraction: float) -> None:
        """Report to nobody."""
