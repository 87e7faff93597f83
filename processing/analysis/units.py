"""Administrative units with boundaries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Units:
    """Administrative units with boundaries.

    Attributes:
        code: text (n,).
        geometry: object (n,), valid polygons.

    """

    code: np.ndarray
    geometry: np.ndarray
