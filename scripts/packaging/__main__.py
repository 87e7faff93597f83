"""Makes the zip, checks it, and prints one table; called by scripts/package."""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import zipfile
from pathlib import Path

from . import archive, changelog, scanners, site_rules
from .site_rules import Check

_COLUMN = 54


def main() -> int:
    """Build and check; return the exit status."""
    parser = argparse.ArgumentParser(prog="scripts/package", description=__doc__)
    parser.add_argument("--publish", action="store_true", help="refuse placeholders and uncommitted changes")
    parser.add_argument("--tools", type=Path, required=True, help="folder of the scanners' programs")
    given = parser.parse_args()
    version = changelog.newest_version()
    dist = changelog.ROOT / ".build" / "dist"
    target = archive.build(changelog.ROOT, version, dist)
    content = target.read_bytes()
    checks = [
        Check("metadata.txt, pyproject.toml agree with CHANGELOG.md", tuple(changelog.disagreements())),
        Check("built twice, the same bytes", _twice(version, content)),
        _committed(given.publish),
        *site_rules.check_package(target, version, given.publish),
    ]
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(target) as opened:
            opened.extractall(folder)
        checks += scanners.scan(Path(folder), given.tools)
    for check in checks:
        print(f"{check.rule:{_COLUMN}}  {'FAILED' if check.found else 'see below' if check.note else 'ok'}")
        for line in check.found:
            print(f"    {line}")
    print()
    for check in checks:
        if check.note:
            print(f"{check.rule}: {check.note}")
    print(f"{target.relative_to(changelog.ROOT)}: {len(content) / 1e6:.1f} MB, sha256 {_digest(content)}")
    return int(any(check.found for check in checks))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _twice(version: str, content: bytes) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        again = archive.build(changelog.ROOT, version, Path(folder)).read_bytes()
    return () if again == content else (f"{_digest(content)} and {_digest(again)}",)


def _committed(publish: bool) -> Check:
    rule = "made from commits only"
    changes = tuple(archive.uncommitted(changelog.ROOT))
    if publish or not changes:
        return Check(rule, changes)
    return Check(rule, (), f"{len(changes)} uncommitted changes in the checkout; --publish refuses them")


if __name__ == "__main__":
    sys.exit(main())
