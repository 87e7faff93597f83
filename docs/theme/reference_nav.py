"""Puts the pages of the reference into the navigation, in the order in which its index lists them."""

from __future__ import annotations

import re
from pathlib import Path

_LINK = re.compile(r"\]\((\w+\.md)\)")


def on_config(config: object) -> object:
    """Replace every entry that is a folder by its index and the pages it links to; MkDocs calls this."""
    config.nav = [_with_pages(item, Path(config.docs_dir)) for item in config.nav]
    return config


def _with_pages(item: object, root: Path) -> object:
    if not isinstance(item, dict):
        return item
    return {title: _expand(value, root) for title, value in item.items()}


def _expand(value: object, root: Path) -> object:
    if isinstance(value, list):
        return [_with_pages(item, root) for item in value]
    if not value.endswith("/"):
        return value
    index = root / value / "index.md"
    return [f"{value}index.md", *(f"{value}{name}" for name in _LINK.findall(index.read_text(encoding="utf-8")))]
