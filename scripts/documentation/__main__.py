"""Writes or checks the reference and the schema of policies, and builds the site; called by scripts/docs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsApplication

from farmland_redline.processing.bridge.i18n import LANGUAGES, report_language
from farmland_redline.processing.bridge.paths import POLICY_SCHEMA
from farmland_redline.processing.bridge.policy.schema import schema_text

from . import catalogue, measures, reference
from .site import ROOT, SITE, build_site

DOCS = ROOT / "docs"


def pages() -> dict[Path, str]:
    """Every generated page by its path, and the schema of policies."""
    made = {POLICY_SCHEMA: schema_text(report_language("zh"))}
    for language in LANGUAGES:
        entries = [measures.entry(language), *catalogue.entries(language)]
        texts = {**reference.pages(language, entries), **catalogue.pages(language)}
        titles = {name: text.splitlines()[0].removeprefix("# ") for name, text in texts.items()}
        texts[measures.PAGE] = measures.page(language, titles)
        made |= {DOCS / language / "reference" / f"{name}.md": text for name, text in texts.items()}
    return made


def stale(made: dict[Path, str]) -> list[Path]:
    """Pages that are not as they should be, and those of algorithms that are gone."""
    there = {path for language in LANGUAGES for path in (DOCS / language / "reference").glob("*.md")}
    there |= {POLICY_SCHEMA} if POLICY_SCHEMA.exists() else set()
    different = {path for path, text in made.items() if path not in there or path.read_text("utf-8") != text}
    return sorted(different | (there - set(made)))


def update() -> int:
    """Bring the reference up to date; the exit status."""
    made = pages()
    for path in stale(made):
        if path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
        print(path.relative_to(ROOT))
    return 0


def check() -> int:
    """Compare the reference with the algorithms; the exit status."""
    found = stale(pages())
    for path in found:
        print(path.relative_to(ROOT))
    if found:
        print("The reference is not what the algorithms say of themselves: run `make docs`.", file=sys.stderr)
    return int(bool(found))


def with_qgis(task: Callable[[], int]) -> int:
    """Run a task in a QGIS without a window."""
    application = QgsApplication([], False)
    application.initQgis()
    try:
        return task()
    finally:
        application.exitQgis()


def main() -> int:
    """Do what the command line says; the exit status."""
    parser = argparse.ArgumentParser(prog="scripts/docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when the reference is out of date")
    parser.add_argument("--site", type=Path, nargs="?", const=SITE, help="only build the site, there or in a folder")
    arguments = parser.parse_args()
    if arguments.check:
        return with_qgis(check)
    if not arguments.site:
        with_qgis(update)
    build_site(arguments.site or SITE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
