"""The years that a policy may speak of: light, as algorithms take them when QGIS starts."""

from __future__ import annotations

YEARS = (1949, 2200)  # the first and the last
