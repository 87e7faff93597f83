"""Machines that a run waits for, and that do nothing: every wait has an end, and a sentence."""

from __future__ import annotations

import signal

import pytest

from farmland_redline.processing.workflows.overlay import dask_client
from farmland_redline.processing.workflows.overlay.settings import Patience

pytest.importorskip("distributed")
from machines import Machines, install_wheel


@pytest.fixture
def machines(tmp_path_factory):
    """A scheduler and a worker."""
    folder = tmp_path_factory.mktemp("machines")
    made = Machines(folder, install_wheel(tmp_path_factory.mktemp("site"), folder))
    try:
        made.start_worker()
        yield made
    finally:
        made.stop()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(
        dask_client, "load_patience", lambda: Patience(connect=2, answer=3, silence=3, look_round=0.5, transfer=60)
    )


def test_a_frozen_scheduler(case, machines):
    """A stopped process keeps its connections, as a machine that sleeps."""
    machines.processes[0].send_signal(signal.SIGSTOP)
    case.refused(**case.office.plain(), SCHEDULER=machines.address)


def test_a_frozen_worker(case, machines):
    machines.processes[1].send_signal(signal.SIGSTOP)
    case.refused(**case.office.plain(), SCHEDULER=machines.address)
