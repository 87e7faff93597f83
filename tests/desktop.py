"""The real QGIS desktop on a screen that nobody sees, driven by a script that runs inside it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent  # not of conftest: the documentation's scripts use this module, too
LIMIT = 420
# No question, no tip and no news may stand between the start and the session.
SETTINGS = """\
[app]
askToSaveMemoryLayers=false

[core]
NewsFeed\\httpsfeedqgisorg\\disabled=true

[qgis]
askToSaveProjectChanges=false
checkVersion=false

[locale]
overrideFlag=true
userLocale={locale}
"""


@dataclass(frozen=True)
class Session:
    """A session that ended: exit status (-1: killed after its time), what its script found, what QGIS printed."""

    status: int
    found: dict[str, object]
    log: str


@contextmanager
def screen(width: int = 1600, height: int = 1000) -> Iterator[str]:
    """A screen of its own; Xvfb chooses a free number."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)


def settings_file(profile: Path) -> Path:
    """The settings of the profile that QGIS takes from a folder of profiles."""
    return profile / "profiles" / "default" / "QGIS" / "QGIS3.ini"


def run_plugin(
    display: str,
    script: Path,
    plan: Mapping[str, object],
    folder: Path,
    locale: str,
    variables: Mapping[str, str] | None = None,
) -> Session:
    """Run a script in the desktop with the plugin of the checkout, in a new profile; see `run_session`.

    Args:
        display: the screen's number, as of `screen`.
        script: runs inside QGIS.
        plan: what the script is told.
        folder: receives the profile as well.
        locale: the user's language.
        variables: of the environment, beside those of this process.

    """
    profile = folder / "profile"
    settings_file(profile).parent.mkdir(parents=True)
    enabled = "[PythonPlugins]\nfarmland_redline=true\nprocessing=true\n\n"
    settings_file(profile).write_text(enabled + SETTINGS.format(locale=locale), encoding="utf-8")
    # The script finds what scripts share (in_desktop.py).
    places = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH", ""), str(Path(__file__).parent)]))
    environment = {**os.environ, "PYTHONPATH": places, **(variables or {}), "DISPLAY": display}
    ended = run_session([str(ROOT / "scripts" / "qgis")], script, plan, folder, profile, environment)
    assert not ended.found.get("loaded in the main thread"), ended.found["loaded in the main thread"]
    return ended


def run_session(
    command: Sequence[str],
    script: Path,
    plan: Mapping[str, object],
    folder: Path,
    profile: Path,
    environment: Mapping[str, str],
) -> Session:
    """Start QGIS with a script that reads `plan` and writes its findings; wait for its end.

    Args:
        command: the desktop's program.
        script: runs inside QGIS; FARMLAND_REDLINE_SESSION names its plan.
        plan: what the script is told; `findings` is added.
        folder: receives plan, findings and log.
        profile: QGIS's folder of profiles, with settings.
        environment: all variables, DISPLAY among them.

    """
    folder.mkdir(exist_ok=True)
    findings, plan_file, log_file = (folder / name for name in ("findings.json", "session.json", "log.txt"))
    plan_file.write_text(json.dumps({**plan, "findings": str(findings)}), encoding="utf-8")
    variables = {
        **environment,
        "QT_QPA_PLATFORM": "xcb",
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        "FARMLAND_REDLINE_SESSION": str(plan_file),
        "PYTHONFAULTHANDLER": "1",  # a crash says where
    }
    with log_file.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [*command, "--nologo", "--noversioncheck", "--code", str(script)],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=variables,
            cwd="/",
            start_new_session=True,
        )
        try:
            status = process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            status = -1
    found = json.loads(findings.read_text(encoding="utf-8")) if findings.exists() else {}
    return Session(status, found, log_file.read_text(encoding="utf-8", errors="replace"))
