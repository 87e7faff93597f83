"""Calls for files that fail in the middle of a run: bad and full disks, and programs that hold a file for a moment."""

from __future__ import annotations

import json
import sqlite3
from itertools import islice
from pathlib import Path

import pyogrio
import pytest
from conftest import CITY, Finished, run_qgis_process
from faulty_files import Call, Fault, FaultyFiles
from fuzzing.faulty_runs import HIDDEN, PACKAGE, Office, Trial
from loaded_first import can_load_first

from .conftest import LOCALES, content, other_zones, parcels, units

failing = pytest.mark.skipif(not can_load_first(), reason="needs Linux and a C compiler, for what fails calls")

TRIALS, OF_THE_WHOLE_JOB, SEED = 40, 8, 14


@pytest.fixture(scope="module")
def whole_job(tmp_path_factory):
    """An office that asks for everything."""
    with Office(tmp_path_factory.mktemp("whole_job"), MAPS=True, LETTERS=True, CSV=True) as office:
        yield office


@pytest.fixture(scope="module")
def without_sheets(tmp_path_factory):
    """An office that asks for the tables and the page."""
    with Office(tmp_path_factory.mktemp("without_sheets"), MAPS=False) as office:
        yield office


@failing
def test_calls_for_files_that_fail(row, whole_job, without_sheets):
    """Forty calls, five of each fault, one of them of the whole job; `make fuzz` goes on through all of that.

    Inputs stay, outputs are the old ones or the new ones to the last byte, nothing is left behind, and what is refused
    or not made is told without a word of an error of the plugin.
    """
    assert row.happens.startswith("nothing is lost")
    counts = {whole_job: OF_THE_WHOLE_JOB, without_sheets: TRIALS - OF_THE_WHOLE_JOB}
    asked = [(office, trial) for office, count in counts.items() for trial in islice(office.trials(SEED), count)]
    outcomes = [office.attempt(trial) for office, trial in asked]
    assert [(str(one.trial), one.counted.path, one.wrong, one.log[-400:]) for one in outcomes if one.wrong] == []
    assert len(outcomes) == TRIALS
    assert sum(one.counted.struck > 0 for one in outcomes) >= TRIALS - 2  # few calls depend on chance
    assert {one.status for one in outcomes} == {0, 1}  # some faults are got over, others end the run


@failing
@pytest.mark.parametrize("share", [0.7, 0.9])
def test_results_that_cannot_be_read_while_they_are_drawn(row, whole_job, share):
    """The new results, by the calls that read them; QGIS itself draws what it has and says nothing."""
    new = whole_job.out / HIDDEN / "new" / PACKAGE
    outcome = whole_job.attempt(Trial(Fault.FAILED_READ, int(share * whole_job.count(new)[Call.READ]), new))
    assert outcome.counted.path == str(new) and outcome.counted.struck
    assert (outcome.status, outcome.wrong) == (0, ())
    assert row.is_said(outcome.log, "en"), outcome.log


@failing
def test_old_results_that_cannot_be_read_at_the_end(row, whole_job):
    """The office's own layer among them is not lost with them."""
    old = whole_job.out / PACKAGE
    outcome = whole_job.attempt(Trial(Fault.FAILED_READ, whole_job.count(old)[Call.READ] - 75, old))
    assert outcome.counted.path == str(old) and outcome.counted.struck
    assert (outcome.status, outcome.wrong) == (0, ())
    assert row.is_said(outcome.log, "en"), outcome.log


def by_qgis_process(case, tmp_path, fault, at, language="en") -> tuple[Finished, int]:
    """Run everything by qgis_process with a fault; what came, and how many calls it struck."""
    faulty = FaultyFiles(tmp_path, case.office.folder)
    plain = {"UNITS": case.office.write(units(), "XZQ", "units.gpkg"), **case.office.plain()}
    given = {**plain, "POLICY": str(CITY / "policy.yaml"), "OUTPUT_FOLDER": str(case.office.out), "MAPS": "false"}
    faulty.arm(fault, at)
    done = run_qgis_process("run_batch", given, LANG=f"{LOCALES[language]}.UTF-8", **faulty.environment)
    return done, faulty.disarm().struck


@failing
@pytest.mark.parametrize(("language", "at"), [("en", 40), ("zh", 400)])
def test_a_disk_that_becomes_full(case, tmp_path_factory, language, at):
    """By qgis_process: its status, the sentence, and the folder as it was."""
    (case.office.out / "summary.xlsx").write_bytes(b"what was there")
    before = content(case.office.out)
    done, struck = by_qgis_process(case, tmp_path_factory.mktemp("full"), Fault.FULL_DISK, at, language)
    assert struck and done.status == 1, done.log
    assert case.row.is_said(done.log, language), done.log
    assert content(case.office.out) == before


@failing
def test_a_rename_that_is_refused_once(case, tmp_path_factory):
    """As by a program that looks into every new file: the second try serves."""
    done, struck = by_qgis_process(case, tmp_path_factory.mktemp("held"), Fault.REFUSED_RENAME, 3)
    assert case.row.happens.startswith("works")
    assert struck == 1 and done.status == 0, done.log
    with sqlite3.connect(f"file:{case.office.out / PACKAGE}?mode=ro&immutable=1", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT count(*) FROM pieces").fetchall() == [(15,)]
    database.close()


@pytest.mark.parametrize(
    "listed",
    [
        {"new": ["../../outside.txt"], "old": [], "seen": {}},
        {"new": [], "old": ["..\\..\\outside.txt"], "seen": {}},
        {"new": ["/outside.txt"], "old": [], "seen": {}},
        {"new": "a.txt"},
        [],
        None,
    ],
)
def test_a_folder_of_a_stopped_run_that_no_run_has_left(case, listed):
    """Such as one that came with results of others: nothing is moved by its list."""
    hidden = case.office.out / ".farmland_redline"
    for name in ("new", "old"):
        (hidden / name).mkdir(parents=True)
        (hidden / name / "a.txt").write_text(name)
    (hidden / "farmland_redline.txt").touch()
    (hidden / "files.json").write_text("{" if listed is None else json.dumps(listed))
    (case.office.out / "outside.txt").write_text("to be moved out")
    case.refused("run_batch", **case.office.plain())


@pytest.mark.parametrize("names", [b"", b'"', b"\xff\xfe", b"short,whole\nTBMJ,\nBSM,A\nDLBM,A\n"])
def test_a_table_of_names_beside_a_shapefile_that_is_another(case, names):
    """Its name is that of the table which the plugin writes there; what it says is of no account."""
    path = Path(case.office.write(parcels(), name="DLTB.shp", encoding="GBK"))
    path.with_name("DLTB.columns.csv").write_bytes(names)
    case.runs(PARCELS=str(path))


def test_pieces_that_others_have_changed(case):
    case.office.run(**case.office.plain())
    pieces = case.office.data / "碎块.gpkg"
    (case.office.out / "碎块.gpkg").rename(pieces)
    frame = pyogrio.read_dataframe(pieces, layer="pieces")
    frame.loc[0, "piece_id"], frame.loc[1, "area_m2"] = None, -5.0
    pyogrio.write_dataframe(frame, pieces, layer="pieces")
    case.refused("summarise_by_unit", PIECES=f"{pieces}|layername=pieces")


def test_a_time_whose_day_is_none_of_the_calendar(case):
    """A period without end as some systems write it, in another zone's time."""
    dates = other_zones(PZRQ=["2020-01-01"], YXQZ=["9999-12-31T23:59:59-08:00"])
    case.runs(**case.office.plain(), ZONES=[case.office.write(dates, "PZYD")])
