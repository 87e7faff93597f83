"""CHANGELOG.md is where the version comes from; `make changelog` carries it into metadata.txt and pyproject.toml."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNRELEASED = "## [Unreleased]"
# The six kinds of changes of Keep a Changelog 1.1.0.
SECTIONS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
_CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_RELEASE = re.compile(r"## \[(\d+)\.(\d+)\.(\d+)\] - (\d{4}-\d{2}-\d{2})")


@dataclass
class Release:
    """One version: its number, its date, and its changes by section."""

    version: str
    date: datetime.date
    sections: dict[str, list[str]]


def read_releases(text: str) -> list[Release]:
    """Return the released versions, newest first; a line out of place raises ValueError with its number."""
    releases: list[Release] = []
    changes: list[str] | None = None
    begun = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            begun, changes = True, None
            if line == UNRELEASED and not releases:
                continue
            match = _RELEASE.fullmatch(line)
            if not match:
                raise ValueError(f"CHANGELOG.md:{number}: “{line}” is not “## [1.2.3] - 2026-12-31”")
            releases.append(Release(".".join(match.groups()[:3]), datetime.date.fromisoformat(match[4]), {}))
        elif line.startswith("### "):
            if line[4:] not in SECTIONS:
                raise ValueError(f"CHANGELOG.md:{number}: “{line[4:]}” is none of {', '.join(SECTIONS)}")
            changes = releases[-1].sections.setdefault(line[4:], []) if releases else []
        elif line.startswith("- ") and changes is not None:
            changes.append(line[2:])
        elif line.startswith("  ") and changes:
            # Chinese has no blanks between words.
            joint = "" if _CHINESE.fullmatch(changes[-1][-1]) and _CHINESE.fullmatch(line.strip()[0]) else " "
            changes[-1] += joint + line.strip()
        elif line and begun:
            raise ValueError(f"CHANGELOG.md:{number}: “{line}” is neither a heading nor a change (“- ...”)")
    _check_order(releases)
    return releases


def _check_order(releases: list[Release]) -> None:
    if not releases:
        raise ValueError("CHANGELOG.md names no version")
    for newer, older in zip(releases, releases[1:]):
        numbers = [tuple(map(int, release.version.split("."))) for release in (newer, older)]
        if numbers[0] <= numbers[1] or newer.date < older.date:
            raise ValueError(f"CHANGELOG.md: {newer.version} stands before {older.version}, newest first is meant")
    for release in releases:
        if not any(release.sections.values()):
            raise ValueError(f"CHANGELOG.md: {release.version} names no change")


def manifest_changelog(releases: list[Release]) -> str:
    """Write the `changelog` of metadata.txt: one indented line per change.

    QGIS reads the manifest with ConfigParser: a blank line or one that begins with `#` would be lost, and a percent
    sign has to be doubled.
    """
    lines = []
    for release in releases:
        lines.append(f"{release.version} ({release.date.isoformat()})")
        for section, changes in release.sections.items():
            lines += [f"{section}:", *(f"- {change}" for change in changes)]
    return "\n    ".join(lines).replace("`", "").replace("%", "%%")


def updated(manifest: str, project: str, releases: list[Release]) -> tuple[str, str]:
    """metadata.txt and pyproject.toml with the newest version, and the manifest with the changes."""
    version, changes = releases[0].version, manifest_changelog(releases)
    manifest = _replace_line(r"^version=.*$", f"version={version}", manifest)
    manifest = _replace_line(r"^changelog=.*(?:\n[ \t]+.*)*$", f"changelog={changes}", manifest)
    return manifest, _replace_line(r'^version = ".*"$', f'version = "{version}"', project)


def _replace_line(pattern: str, line: str, text: str) -> str:
    # A function, so that nothing in the line is taken for a reference to a group.
    text, count = re.subn(pattern, lambda _: line, text, flags=re.MULTILINE)
    if count != 1:
        raise ValueError(f"“{line.partition('=')[0].strip()}” stands {count} times, once is meant")
    return text


def newest_version() -> str:
    """Return the checkout's version."""
    return _releases()[0].version


def disagreements(update: bool = False) -> list[str]:
    """List what in metadata.txt and pyproject.toml differs from CHANGELOG.md; write it anew if `update`."""
    files = [ROOT / "metadata.txt", ROOT / "pyproject.toml"]
    before = [file.read_text(encoding="utf-8") for file in files]
    stale = []
    for file, old, new in zip(files, before, updated(before[0], before[1], _releases())):
        if old != new:
            stale.append(f"{file.name} differs from CHANGELOG.md; make changelog brings it up to date")
            if update:
                file.write_text(new, encoding="utf-8", newline="\n")
    return stale


def _releases() -> list[Release]:
    return read_releases((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    disagreements(update=True)
    print(f"version {newest_version()}")
