"""The plugin's version."""

from __future__ import annotations

import configparser
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def plugin_version() -> str:
    """The plugin's version, from its manifest."""
    manifest = configparser.ConfigParser(interpolation=None)
    manifest.read(Path(__file__).resolve().parent.parent / "metadata.txt", encoding="utf-8")
    return manifest["general"]["version"]
