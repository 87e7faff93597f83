"""Whether what a tool found inside the zones is what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .scenarios import TOLERANCE, Layer

ONCE, EACH = "once", "each"


@dataclass(frozen=True)
class Agreement:
    """Areas (m²): what a tool found, how far that is off, and how far it may be, of the layer where it is worst."""

    found: float
    off: float
    allowed: float

    @property
    def agrees(self) -> bool:
        """Whether it is near enough."""
        return abs(self.off) <= self.allowed


def compare(inside: Mapping[str, float], layers: Mapping[str, Layer], counts: str) -> Agreement:
    """Compare areas inside zone layers with what was made.

    A tool may be off by the tolerance along all boundaries of the zones.

    Args:
        inside: what a tool found, by layer.
        layers: what was made, by name.
        counts: whether the tool counts what zones of a layer share once, or for each of them.

    """
    results = []
    for name, found in inside.items():
        layer = layers[name]
        expected = layer.once if counts == ONCE else layer.each
        results.append(Agreement(found, found - expected, layer.length * TOLERANCE))
    # A sum that is no number is off by everything.
    return max(results, key=lambda result: abs(result.off) / result.allowed if result.off == result.off else 1e99)
