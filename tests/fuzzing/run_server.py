"""Runs of algorithms in forks of one process that has QGIS ready, so that a run costs no start.

It takes a line of JSON a run (`algorithm`, `parameters`, `log`, `seconds`) and answers with one: `status` is 0 after a
run that ended well, 1 after one that was refused, 124 after one that took too long, else minus the number of the signal
that ended it. The seconds are of processor time; by the clock a run may take ten times as long. The log is what a user
sees, the message of a refusal at its end.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingProvider,
    QgsProject,
)
from qgis_application import start_qgis

sys.path.append(str(Path(__file__).resolve().parents[1]))  # the tests
from fuzzing import processor_time

_TOO_LONG = 124


def start() -> tuple[QgsApplication, QgsProcessingProvider]:
    """Start QGIS with the provider, and import what runs need; both live as long as what is returned."""
    started = start_qgis()
    import docx  # noqa: F401
    import jinja2  # noqa: F401
    import openpyxl  # noqa: F401
    import pypdf  # noqa: F401

    from farmland_redline.processing import overlay_run, result_package  # noqa: F401
    from farmland_redline.processing.reports.letters import docx_writer  # noqa: F401
    from farmland_redline.processing.reports.maps import county_maps  # noqa: F401
    from farmland_redline.processing.workflows import batch  # noqa: F401

    return started


def run(algorithm: str, parameters: dict[str, object], log: str) -> int:
    """Run an algorithm as the toolbox does; return the status."""
    import processing

    feedback, context = QgsProcessingFeedback(False), QgsProcessingContext()
    context.setProject(QgsProject.instance())
    status = 0
    try:
        processing.run(f"farmland_redline:{algorithm}", parameters, feedback=feedback, context=context)
    except QgsProcessingException as error:
        feedback.pushInfo(str(error))
        status = 1
    except BaseException:
        feedback.pushInfo(traceback.format_exc())
        status = 1
    Path(log).write_text(feedback.textLog(), encoding="utf-8")
    return status


def in_a_fork(request: dict[str, object]) -> int:
    """Run in a child, which is ended after its time."""
    child = os.fork()
    if child == 0:
        os.dup2(2, 1)
        processor_time.limit(request["seconds"])
        status = 99
        try:
            status = run(request["algorithm"], request["parameters"], request["log"])
        finally:
            os._exit(status)
    end = time.monotonic() + processor_time.PATIENCE * request["seconds"]
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            return _TOO_LONG if code == -signal.SIGXCPU else code
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return _TOO_LONG
        time.sleep(0.01)


def main() -> None:
    """Serve until the input ends."""
    living = start()
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps({"status": in_a_fork(json.loads(line))}), flush=True)
    assert living
    os._exit(0)  # what QGIS tears down at its end is of no interest here


if __name__ == "__main__":
    main()
