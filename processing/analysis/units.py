"""Administrative units with boundaries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .encoding import SharedGeometry


@dataclass(frozen=True)
class Units:
    """Administrative units with boundaries; threads may share them.

    Attributes:
        code: text (n,).
        shapes: their valid polygons (n,).

    """

    code: np.ndarray
    shapes: SharedGeometry

    @classmethod
    def of(cls, code: np.ndarray, geometry: np.ndarray) -> Units:
        """Take units of the calling thread: codes (n,) and valid polygons (n,)."""
        return cls(code, SharedGeometry(geometry))
