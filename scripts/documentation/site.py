"""The site: all pages as HTML that needs no network, shipped in resources/help.

The pages are MkDocs's (mkdocs.yml), built by ProperDocs, which continues MkDocs 1.6: MkDocs itself had its last release
in 2024, and its announced version 2 drops themes and this configuration. It runs in the environment apart that
scripts/setup makes for such tools, and alone there (-I).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = ROOT / "resources" / "help"
BUILD = (ROOT / ".venv" / "tools" / "bin" / "python", "-I", "-m", "properdocs", "build", "--quiet")


def build_site(target: Path) -> None:
    """Build the site; what was there stays until the new one is whole. Warnings (broken links) go to stderr."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".help.") as folder:
        made = Path(folder) / "site"
        subprocess.run([*BUILD, "--config-file", ROOT / "mkdocs.yml", "--site-dir", made], check=True)
        for unneeded in ("sitemap.xml", "sitemap.xml.gz"):
            (made / unneeded).unlink(missing_ok=True)
        if target.exists():
            shutil.rmtree(target)
        made.rename(target)
