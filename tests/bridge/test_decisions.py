"""The tables of decisions and of cases in a GeoPackage: added to, never overwritten, whoever holds the file."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time

import pytest
from osgeo import ogr

from farmland_redline.processing.analysis import cases
from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.decisions import BusyError, DecisionTable
from farmland_redline.processing.bridge.io.photos import add_photo, photos_of

LOST = {
    "conflict_id": "a",
    "county": "360222",
    "kind": "house",
    "use": "non_agricultural",
    "pbf": "P1",
    "lost_cultivated_m2": 666.67,
}


@pytest.fixture(params=["wal", "delete"])
def package(request, tmp_path):
    """A GeoPackage with either journal: on a network drive there is no write-ahead log."""
    path = tmp_path / "成果.gpkg"
    data = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = data.CreateLayer("conflicts", None, ogr.wkbNone)
    for name, value in LOST.items():
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTReal if isinstance(value, float) else ogr.OFTString))
    for finding in ("a", "it's"):
        row = ogr.Feature(layer.GetLayerDefn())
        for name, value in {**LOST, "conflict_id": finding}.items():
            row.SetField(name, value)
        layer.CreateFeature(row)
    del row, layer, data
    ask(path, f"PRAGMA journal_mode={request.param}")
    return path


def ask(path, statement):
    """What another program reads or does: SQLite of this process would break the locks of GDAL's."""
    code = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(c.execute(sys.argv[2]).fetchall()); c.commit()"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), statement], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def holder(path, how, seconds):
    """Another program that holds the file."""
    code = (
        "import sqlite3, sys, time\n"
        "held = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "held.execute('BEGIN ' + sys.argv[2])\n"
        "print('held', flush=True)\n"
        "time.sleep(float(sys.argv[3]))\n"
        "held.execute('ROLLBACK')\n"
    )
    program = subprocess.Popen([sys.executable, "-c", code, str(path), how, str(seconds)], stdout=subprocess.PIPE)
    program.stdout.readline()
    return program


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_another_program_that_holds_the_file_is_waited_for(package, how):
    table = DecisionTable(package)
    table.add("conflicts", "a", "confirmed", "", "甲", "x")
    program = holder(package, how, 1.5)
    table.add("conflicts", "b", "rejected", "", "甲", "x")
    program.wait()
    rows = ask(package, "SELECT finding, verdict FROM decisions ORDER BY fid")
    assert rows == "[('a', 'confirmed'), ('b', 'rejected')]"


def test_one_that_holds_it_for_long_costs_nothing(package):
    """Neither what was decided before, nor the time of a panel, which asks again later."""
    table = DecisionTable(package, wait_s=0.0)
    table.add("conflicts", "a", "illegal", "", "甲", "x")
    program = holder(package, "EXCLUSIVE", 30)
    began = time.monotonic()
    with pytest.raises(BusyError, match="could not be"):
        table.add("conflicts", "a", "approved", "", "甲", "x")
    assert time.monotonic() - began < 1.0
    program.terminate()
    program.wait()
    assert ask(package, "SELECT finding, verdict FROM decisions") == "[('a', 'illegal')]"
    assert ask(package, "SELECT status FROM cases") == "[('illegal',)]"
    assert table.add("conflicts", "a", "approved", "", "甲", "x").version == 2


def test_two_reviewers_on_one_file(package):
    one, other = DecisionTable(package), DecisionTable(package)
    one.add("conflicts", "a", "confirmed", "", "甲", "x")
    assert other.newest("conflicts", "a") is None
    assert other.refresh() == {("conflicts", "a")} and other.newest("conflicts", "a").reviewer == "甲"
    other.add("conflicts", "a", "rejected", "", "乙", "x")
    one.refresh()
    newest = one.newest("conflicts", "a")
    assert (newest.verdict, newest.reviewer, newest.version) == ("rejected", "乙", 2)


def test_only_a_persons_illegal_makes_a_case_and_later_decisions_set_its_status(package):
    table = DecisionTable(package)
    table.add("conflicts", "a", "confirmed", "", "甲", "x")
    assert cases.TABLE not in ask(package, "SELECT group_concat(name) FROM sqlite_master")
    table.add("conflicts", "it's", "illegal", "", "甲", "x")
    read = "SELECT case_id, unit, kind, status, cultivated_m2, pbf_m2, paddy_m2, construction FROM cases"
    assert ask(package, read) == str([("it's", "360222", "house", "illegal", 666.67, 666.67, None, "yes")])
    # What the office writes into its case stays.
    ask(package, "UPDATE cases SET closed = '2026-03-01', cultivated_m2 = 600")
    for verdict, status in (("approved", "legal"), ("rejected", "other"), ("", "open"), ("illegal", "illegal")):
        table.add("conflicts", "it's", verdict, "", "甲", "x")
        read = ask(package, "SELECT status, closed, cultivated_m2 FROM cases")
        assert read == f"[('{status}', '2026-03-01', 600.0)]"


def test_columns_of_a_case_are_those_of_the_contract():
    wanted = "case_id unit township found kind status cultivated_m2 paddy_m2 pbf_m2 construction part repeat_of "
    assert list(cases.COLUMNS) == f"{wanted}reopened handled closed outcome grave place".split()


def test_a_package_stays_sound(package):
    table = DecisionTable(package)
    for number in range(20):
        table.add("conflicts", str(number), "illegal", "备注", "甲", "x")
    assert ask(package, "PRAGMA integrity_check") == "[('ok',)]"
    assert len(DecisionTable(package).all_newest()) == 20


def test_photos_are_copied_beside_and_nothing_is_overwritten(package, tmp_path):
    camera = tmp_path / "camera"
    camera.mkdir()
    one, other = camera / "IMG 1.JPG", camera / "b" / "IMG 1.JPG"
    other.parent.mkdir()
    contents = [b"\xff\xd8\xffone", b"\xff\xd8\xfftwo"]
    one.write_bytes(contents[0])
    other.write_bytes(contents[1])
    first, digest, new = add_photo(package, "conflicts", "a", one)
    assert new and first.name == "conflicts_a_1.jpg" and digest == hashlib.sha256(contents[0]).hexdigest()
    assert add_photo(package, "conflicts", "a", other)[0].name == "conflicts_a_2.jpg"
    assert add_photo(package, "conflicts", "a", one) == (first, digest, False)
    assert [path.read_bytes() for path in photos_of(package, "conflicts", "a")] == contents
    assert not photos_of(package, "conflicts", "aa") and not photos_of(package, "candidates", "a")
    assert one.read_bytes() == contents[0]
    DecisionTable(package).note_photo("conflicts", "a", first.name, digest)
    assert ask(package, "SELECT file, sha256 FROM photos") == str([(first.name, digest)])
    text, page = camera / "notes.txt", camera / "page.jpg"
    text.write_bytes(contents[0])
    page.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    for wrong in (text, page, camera / "gone.jpg"):
        with pytest.raises(InputError):
            add_photo(package, "conflicts", "a", wrong)
    assert len(list((package.parent / "photos").iterdir())) == 2


def test_photos_are_not_copied_through_a_link(package, tmp_path):
    """Where the folder of photos is a link, a photo would be written elsewhere unasked."""
    elsewhere, photo = tmp_path / "elsewhere", tmp_path / "a.jpg"
    elsewhere.mkdir()
    photo.write_bytes(b"one")
    (package.parent / "photos").symlink_to(elsewhere)
    with pytest.raises(InputError, match="is a link to"):
        add_photo(package, "conflicts", "a", photo)
    assert not list(elsewhere.iterdir())
