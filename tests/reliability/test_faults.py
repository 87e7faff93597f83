"""Calls for files that fail in the middle of a run: bad and full disks, and programs that hold a file for a moment."""

from __future__ import annotations

import sqlite3

import pytest
from conftest import CITY, Finished, run_qgis_process
from faulty_files import Fault, FaultyFiles
from fuzzing.faulty_runs import PACKAGE, run_trials
from loaded_first import can_load_first

from .conftest import LOCALES, content, units

pytestmark = pytest.mark.skipif(not can_load_first(), reason="needs Linux and a C compiler, for what fails calls")

TRIALS, SEED = 40, 14


def test_calls_for_files_that_fail(row, tmp_path_factory):
    """Forty of the calls of the whole job, five of each fault; `make fuzz` goes on through all of them.

    Inputs stay, outputs are the old ones or the new ones to the last byte, nothing is left behind, and what is refused
    or not made is told without a word of an error of the plugin.
    """
    assert row.happens.startswith("error")
    outcomes = list(run_trials(tmp_path_factory.mktemp("faults"), SEED, 2, lambda begun: begun >= TRIALS))
    assert [(str(one.trial), one.counted.path, one.wrong, one.log[-400:]) for one in outcomes if one.wrong] == []
    assert len(outcomes) == TRIALS
    assert sum(one.counted.struck > 0 for one in outcomes) >= TRIALS - 2  # few calls depend on chance
    assert {one.status for one in outcomes} == {0, 1}  # some faults are got over, others end the run


def by_qgis_process(case, tmp_path, fault, at, language="en") -> tuple[Finished, int]:
    """Run everything by qgis_process with a fault; what came, and how many calls it struck."""
    faulty = FaultyFiles(tmp_path, case.office.folder)
    plain = {"UNITS": case.office.write(units(), "XZQ", "units.gpkg"), **case.office.plain()}
    given = {**plain, "POLICY": str(CITY / "policy.yaml"), "OUTPUT_FOLDER": str(case.office.out), "MAPS": "false"}
    faulty.arm(fault, at)
    done = run_qgis_process("run_batch", given, LANG=f"{LOCALES[language]}.UTF-8", **faulty.environment)
    return done, faulty.disarm().struck


@pytest.mark.parametrize(("language", "at"), [("en", 40), ("zh", 400)])
def test_a_disk_that_becomes_full(case, tmp_path_factory, language, at):
    """By qgis_process: its status, the sentence, and the folder as it was."""
    (case.office.out / "summary.xlsx").write_bytes(b"what was there")
    before = content(case.office.out)
    done, struck = by_qgis_process(case, tmp_path_factory.mktemp("full"), Fault.FULL_DISK, at, language)
    assert struck and done.status == 1, done.log
    assert case.row.is_said(done.log, language), done.log
    assert content(case.office.out) == before


def test_a_rename_that_is_refused_once(case, tmp_path_factory):
    """As by a program that looks into every new file: the second try serves."""
    done, struck = by_qgis_process(case, tmp_path_factory.mktemp("held"), Fault.REFUSED_RENAME, 3)
    assert case.row.happens.startswith("works")
    assert struck == 1 and done.status == 0, done.log
    with sqlite3.connect(f"file:{case.office.out / PACKAGE}?mode=ro&immutable=1", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT count(*) FROM pieces").fetchall() == [(15,)]
    database.close()
