"""Each reader of what comes from outside on its fixed inputs: it reads, or refuses with a sentence, and in time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .seeds import CORPUS, SEEDS, inputs

SECONDS = 60  # of processor time that an input may take before it is ended; the targets have bounds of their own


@pytest.fixture(scope="session")
def replayed() -> dict[str, dict[str, object]]:
    """What became of all inputs, by target."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("replay.py")), str(SECONDS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1200)
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert answers, done.stderr[-3000:]
    return {answer["target"]: answer for answer in answers}


@pytest.mark.parametrize("target", SEEDS)
def test_a_reader_holds(replayed, target):
    assert replayed[target]["findings"] == {}
    assert replayed[target]["tried"] == len(inputs(target))


def test_what_does_not_end_is_ended():
    code = "from fuzzing import processor_time; processor_time.limit(1)\nwhile True: pass"
    done = subprocess.run([sys.executable, "-P", "-c", code], check=False, timeout=60, env=with_tests())
    assert done.returncode == -signal.SIGXCPU


def with_tests() -> dict[str, str]:
    """The environment, with these tests to be imported."""
    path = (str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}


def test_the_corpus_belongs_to_targets():
    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} <= set(SEEDS)
