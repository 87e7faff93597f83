"""The plugin's version."""

from __future__ import annotations

import configparser
from functools import lru_cache

from .paths import METADATA


@lru_cache(maxsize=1)
def plugin_version() -> str:
    """Return the plugin's version as `metadata.txt` states it."""
    manifest = configparser.ConfigParser(interpolation=None)
    manifest.read(METADATA, encoding="utf-8")
    return manifest["general"]["version"]
