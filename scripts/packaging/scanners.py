"""The scanners that the plugin site runs, run on the unpacked zip, stricter where they allow it.

They live in an environment of their own, made by scripts/package, since they are no part of what the plugin runs on.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .archive import PACKAGE
from .changelog import ROOT
from .site_rules import Check

# What the site ranks as critical or warning (July 2026), but for C901, for which it sets no limit; the rest informs.
FLAKE8_RANKED = (
    *("E901", "E902", "E999", "F821", "F823", "F831"),
    *("E101", "E711", "E712", "E713", "E714", "E721", "E722", "E731", "E741", "E742", "E743", "W605"),
    *("F402", "F403", "F404", "F405", "F811", "F822", "F901"),
)
# Rules of bandit that hold nowhere but here: the process that draws sheets is the plugin's own, started by it, and both
# speak by pipes that nobody else has. That no other module silences a rule, tests/test_package.py looks after.
ACCEPTED = {
    "processing/bridge/drawing.py": {"B301", "B403", "B404", "B603"},
    "processing/bridge/drawing_process.py": {"B301", "B403"},
}
_FLAKE8_LINE = re.compile(r"(?P<place>.+:\d+):\d+: (?P<code>[A-Z]+\d+) (?P<text>.*)")


def scan(folder: Path, tools: Path) -> list[Check]:
    """Run the scanners on the folder that holds the unpacked plugin.

    Args:
        folder: holds the plugin's folder, and nothing else.
        tools: the environment's folder of programs.

    """
    ranked, informing = _flake8(folder, tools)
    others = ", ".join(f"{code} {count}" for code, count in sorted(informing.items()))
    return [
        Check("bandit, every rule", tuple(_bandit(folder, tools)), f"accepted, as documented: {', '.join(ACCEPTED)}"),
        Check("detect-secrets", tuple(_secrets(folder, tools))),
        Check("flake8, critical and warning", ranked, others and f"for information only: {others}"),
        Check("Qt 6, by QGIS's script", tuple(_qt6(folder))),
        Check("the scanners find planted faults", tuple(_blind(tools))),
    ]


def _blind(tools: Path) -> Iterator[str]:
    """Return the scanners that miss a fault planted for them: a scan that finds nothing must be able to find one."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        # Comments that silence them are no way around; the secret is made here, or it would be found in this file.
        faulty = f'assert missing_name  # noqa: F821  # nosec\nkey = "{hashlib.sha256(b"planted").hexdigest()}"\n'
        (folder / "faulty.py").write_text(faulty, encoding="utf-8")
        found = {"bandit": list(_bandit(folder, tools)), "detect-secrets": list(_secrets(folder, tools))}
        found["flake8"] = list(_flake8(folder, tools)[0])
    yield from (f"{name} passed over a planted fault" for name, findings in found.items() if len(findings) != 1)


def _run(command: list[str], folder: Path, statuses: tuple[int, ...]) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in statuses:
        raise RuntimeError(f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def _bandit(folder: Path, tools: Path) -> Iterator[str]:
    command = [str(tools / "bandit"), "-r", ".", "-f", "json", "--quiet", "--ignore-nosec"]
    report = json.loads(_run(command, folder, (0, 1)))
    for error in report["errors"]:
        yield f"{error['filename']}: {error['reason']}"
    for issue in report["results"]:
        name = Path(issue["filename"]).relative_to(PACKAGE).as_posix() if PACKAGE in issue["filename"] else ""
        if issue["test_id"] not in ACCEPTED.get(name, ()):
            yield f"{issue['filename']}:{issue['line_number']}: {issue['test_id']} {issue['issue_text']}"


def _secrets(folder: Path, tools: Path) -> Iterator[str]:
    report = json.loads(_run([str(tools / "detect-secrets"), "scan", "--all-files", "."], folder, (0,)))
    for file, secrets in report["results"].items():
        for secret in secrets:
            yield f"{file}:{secret['line_number']}: {secret['type']}"


def _qt6(folder: Path) -> list[str]:
    """Return what `scripts/qt6-check` finds; it tries itself on an old file first."""
    done = subprocess.run(
        [str(ROOT / "scripts" / "qt6-check"), str(folder / PACKAGE)], capture_output=True, text=True, check=False
    )
    return (done.stdout + done.stderr).splitlines() or ["no answer"] if done.returncode else []


def _flake8(folder: Path, tools: Path) -> tuple[tuple[str, ...], Counter[str]]:
    """Return the ranked findings, and how often the others occur."""
    command = [str(tools / "flake8"), "--isolated", "--disable-noqa", "--max-line-length=120", "."]
    ranked, informing = [], Counter()
    for line in _run(command, folder, (0, 1)).splitlines():
        match = _FLAKE8_LINE.fullmatch(line)
        if match is None or match["code"] in FLAKE8_RANKED:
            ranked.append(line)
        else:
            informing[match["code"]] += 1
    return tuple(ranked), informing
