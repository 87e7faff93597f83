"""Farmland Redline (耕地红线): cultivated-land protection by county, as a QGIS plugin."""

from __future__ import annotations


def classFactory(iface: object) -> object:
    """Give QGIS the plugin."""
    from .plugin import FarmlandRedlinePlugin  # noqa: PLC0415  the package must import without QGIS

    return FarmlandRedlinePlugin(iface)
