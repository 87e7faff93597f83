"""The site: all pages as HTML that needs no network, shipped in resources/help.

The pages are MkDocs's (mkdocs.yml), built by ProperDocs, which continues MkDocs 1.6: MkDocs itself had its last release
in 2024, and its announced version 2 drops themes and this configuration.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path

from properdocs.commands.build import build
from properdocs.config import load_config

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = ROOT / "resources" / "help"


def build_site(target: Path) -> None:
    """Build the site; what was there stays until the new one is whole. Warnings (broken links) go to stderr."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".help.") as folder:
        made = Path(folder) / "site"
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(made)))
        for unneeded in ("sitemap.xml", "sitemap.xml.gz"):
            (made / unneeded).unlink(missing_ok=True)
        if target.exists():
            shutil.rmtree(target)
        made.rename(target)
