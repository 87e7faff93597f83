"""Outputs appear whole: locks, leftovers of killed runs, and the way back when one file cannot be put in place."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.staging import (
    check_own_folders,
    check_replaceable,
    check_writable,
    replacing,
    stage_together,
    staging,
)


def tree(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def killed_while(folder: Path, moment: str) -> None:
    """Another process that stages new files over `folder` and dies at a moment without cleaning up."""
    code = f"""
import os, sys
from pathlib import Path
from farmland_redline.processing.bridge.io import staging
folder = Path({str(folder)!r})
if {moment!r} == "placing":
    real = Path.replace
    def replace(self, target):
        if self.name == "b.txt" and staging._NEW in self.parts:
            os._exit(9)
        return real(self, target)
    Path.replace = replace
with staging.staging(folder) as new:
    for name in ("a.txt", "b.txt", "c.txt"):
        (new / name).write_text("new " + name)
    if {moment!r} == "working":
        os._exit(9)
"""
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 9, done.stderr


def test_the_next_run_removes_what_a_killed_one_left(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    killed_while(tmp_path, "working")
    assert (tmp_path / ".farmland_redline" / "new" / "a.txt").exists()
    with replacing(tmp_path / "other.txt") as path:  # any run into the folder
        path.write_text("other")
    assert tree(tmp_path) == {"a.txt": "old", "other.txt": "other"} and entries(tmp_path) == ["a.txt", "other.txt"]


def test_a_run_killed_while_it_put_its_files_in_place_is_completed(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("old")
    killed_while(tmp_path, "placing")
    assert (tmp_path / "a.txt").read_text() == "new a.txt" and (tmp_path / "b.txt").read_text() == "old"
    with pytest.raises(RuntimeError), staging(tmp_path):
        shown = {name: text for name, text in tree(tmp_path).items() if not name.startswith(".")}
        assert shown == {name: f"new {name}" for name in ("a.txt", "b.txt", "c.txt")}
        raise RuntimeError
    assert entries(tmp_path) == ["a.txt", "b.txt", "c.txt"]


def test_a_living_run_keeps_its_folder_and_its_place(tmp_path):
    with staging(tmp_path) as new:
        (new / "a.txt").write_text("mine")
        with pytest.raises(InputError, match="Another run is writing"), staging(tmp_path):
            pass
        with replacing(tmp_path / "b.txt") as path:
            path.write_text("another's")
        assert (new / "a.txt").read_text() == "mine"
    assert tree(tmp_path) == {"a.txt": "mine", "b.txt": "another's"}


def test_one_file_that_cannot_be_placed_brings_all_back(tmp_path):
    """A folder has the name of the last file: nobody can put a file in its place, not even root."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("old")
    (tmp_path / "d.txt").mkdir()
    with pytest.raises(InputError, match=r"d\.txt.*nothing was changed"), staging(tmp_path) as new:
        for name in ("a.txt", "c.txt", "d.txt"):
            (new / name).write_text("new")
    assert tree(tmp_path) == {"a.txt": "old", "b.txt": "old"} and entries(tmp_path) == [
        "a.txt",
        "b.txt",
        "d.txt",
    ]


def test_files_in_several_folders_go_together(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.txt").write_text("old")
    with pytest.raises(RuntimeError), stage_together() as place:
        place(tmp_path / "one" / "a.txt").write_text("new")
        place(tmp_path / "two" / "b.txt").write_text("new")
        raise RuntimeError
    assert tree(tmp_path) == {"one/a.txt": "old"} and entries(tmp_path) == ["one"]
    with stage_together() as place:
        place(tmp_path / "one" / "a.txt").write_text("new")
        assert place(tmp_path / "one" / "a.txt").read_text() == "new"
        place(tmp_path / "two" / "b.txt").write_text("new")
    assert tree(tmp_path) == {"one/a.txt": "new", "two/b.txt": "new"}


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("old")
    (tmp_path / "a.txt").symlink_to(tmp_path / "real" / "a.txt")
    with replacing(tmp_path / "a.txt") as path:
        path.write_text("new")
    assert (tmp_path / "a.txt").is_symlink() and tree(tmp_path / "real") == {"a.txt": "new"}


def test_indexes_of_an_old_shapefile_go_with_it(tmp_path):
    for suffix in (".shp", ".dbf", ".qix"):
        (tmp_path / f"a{suffix}").write_text("old")
    with replacing(tmp_path / "a.shp") as path:
        path.write_text("new")
        path.with_suffix(".dbf").write_text("new")
    assert tree(tmp_path) == {"a.shp": "new", "a.dbf": "new"}


@pytest.mark.parametrize("name", ["a|b.txt", "a\nb.txt", "a\0b.txt", "a:b.txt", "NUL.txt", "COM1/a.txt", "a ./b.txt"])
def test_names_that_qgis_or_windows_would_not_take(tmp_path, name):
    with pytest.raises(InputError, match="must not contain"), replacing(tmp_path / name):
        pass
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_there_may_have_any_name(tmp_path):
    """Made by others, where the system allows it."""
    (tmp_path / "a:b").mkdir()
    with replacing(tmp_path / "a:b" / "c.txt") as path:
        path.write_text("new")
    assert tree(tmp_path) == {"a:b/c.txt": "new"}


@pytest.mark.parametrize("name", [".farmland_redline_notes", ".farmland_redline.old", ".farmland_redline.12ab.bak"])
def test_a_folder_of_the_users_own_stays(tmp_path, name):
    (tmp_path / name / "new").mkdir(parents=True)
    (tmp_path / name / "new" / "a.txt").write_text("theirs")
    with staging(tmp_path) as new:
        (new / "a.txt").write_text("new")
    assert tree(tmp_path) == {"a.txt": "new", f"{name}/new/a.txt": "theirs"}


@pytest.mark.parametrize("linked", [False, True])
def test_a_folder_of_the_users_own_by_the_name_of_ours(tmp_path, linked):
    place = tmp_path / "elsewhere" if linked else tmp_path / ".farmland_redline"
    (place / "new").mkdir(parents=True)
    (place / "new" / "a.txt").write_text("theirs")
    if linked:
        (tmp_path / ".farmland_redline").symlink_to(place)
    before = tree(tmp_path)
    with pytest.raises(InputError, match="not a folder of this plugin"), staging(tmp_path):
        pass
    with replacing(tmp_path / "b.txt") as path:
        path.write_text("new")
    assert tree(tmp_path) == before | {"b.txt": "new"}


def test_a_file_that_somebody_changed_meanwhile_is_kept(tmp_path):
    """Changed, made, or put in its place with its old time; told, with its new name."""
    warnings = []
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("old")
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "d.txt").write_text("theirs")
    (tmp_path / "a.1.pdf").write_text("another file with a number")
    with staging(tmp_path, warnings.append) as new:
        for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
            (new / name).write_text("new")
        time.sleep(0.02)
        for name in ("a.txt", "c.txt"):
            (tmp_path / name).write_text("theirs")
        (tmp_path / "saved" / "d.txt").rename(tmp_path / "d.txt")
    theirs = {"a.2.txt": "theirs", "c.1.txt": "theirs", "d.1.txt": "theirs"}
    assert tree(tmp_path) == {
        **dict.fromkeys(("a.txt", "b.txt", "c.txt", "d.txt"), "new"),
        **theirs,
        "a.1.pdf": "another file with a number",
    }
    assert len(warnings) == 3 and all(any(name in text for text in warnings) for name in theirs)


def test_a_file_changed_since_the_outputs_were_checked_is_kept(tmp_path):
    """Before the run, whose outputs are written at its end."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    since = {tmp_path: check_writable(path)}
    time.sleep(0.02)
    path.write_text("theirs")
    with stage_together(since=since) as place:
        place(path).write_text("new")
    assert tree(tmp_path) == {"a.txt": "new", "a.1.txt": "theirs"}


def test_a_shapefile_changed_meanwhile_is_kept_whole(tmp_path):
    for suffix in (".shp", ".shx", ".dbf", ".prj", ".sbn"):
        (tmp_path / f"a{suffix}").write_text("old")
    with staging(tmp_path) as new:
        for suffix in (".shp", ".shx", ".dbf"):
            (new / f"a{suffix}").write_text("new")
        time.sleep(0.02)
        (tmp_path / "a.dbf").write_text("theirs")
    assert tree(tmp_path) == {
        **{f"a{suffix}": "new" for suffix in (".shp", ".shx", ".dbf")},
        **{f"a.1{suffix}": "old" for suffix in (".shp", ".shx", ".prj", ".sbn")},
        "a.1.dbf": "theirs",
    }


SIDES = {
    "a.shp": ["a.qix", "a.SBN", "a.sbx", "a.cpg", "a.qpj", "a.prj", "a.shp.aux.xml"],
    "a.gml": ["a.gfs", "a.xsd", "a.gml.aux.xml"],
    "a.gpkg": ["a.gpkg-wal", "a.gpkg-shm", "a.gpkg.aux.xml"],
    "a.geojson": ["a.geojson.aux.xml"],
    "a.fgb": ["a.fgb.aux.xml"],
    "a.pdf": ["a.pdf.aux.xml"],
}


def written_anew(folder, name, held):
    """Write a file anew, in vain where another one's place is held; return what was there before."""
    if held:
        (folder / "z.txt").mkdir()
    before = tree(folder)
    with pytest.raises(InputError, match="nothing was changed") if held else nullcontext(), staging(folder) as new:
        (new / name).write_text("new")
        if held:
            (new / "z.txt").write_text("new")
    return before


@pytest.mark.parametrize("name", SIDES)
@pytest.mark.parametrize("held", [False, True])
def test_sidecars_leave_with_the_old_file_and_come_back_with_it(tmp_path, name, held):
    """Styles and descriptions that users write stay; so do sidecars of other files."""
    users = ["a.qml", "a.qmd", "a.shp.xml", "b.qix", "ab.gpkg-wal", "a.b.prj"]
    for one in (name, *SIDES[name], *users):
        (tmp_path / one).write_text("" if one.endswith("-wal") else "old")
    before = written_anew(tmp_path, name, held)
    expected = {one: text for one, text in before.items() if one not in SIDES[name]} | {name: "new"}
    assert tree(tmp_path) == (before if held else expected)


@pytest.mark.parametrize("name", SIDES)
@pytest.mark.parametrize("held", [False, True])
def test_sidecars_without_their_file_get_another_name(tmp_path, name, held):
    for one in SIDES[name]:
        (tmp_path / one).write_text("left")
    before = written_anew(tmp_path, name, held)
    expected = {f"{one}.1": "left" for one in SIDES[name]} | {name: "new"}
    assert tree(tmp_path) == (before if held else expected)


def test_a_run_killed_while_it_put_its_files_in_place_loses_nothing_of_others(tmp_path):
    """They go on working with the files that are not replaced yet, and in the place of one that had no file."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("old")
    killed_while(tmp_path, "placing")
    for name in ("b.txt", "c.txt"):
        (tmp_path / name).write_text("theirs")
    with staging(tmp_path):
        pass
    new = {name: f"new {name}" for name in ("a.txt", "b.txt", "c.txt")}
    assert tree(tmp_path) == new | {"b.1.txt": "theirs", "c.1.txt": "theirs"}


def test_a_linked_folder_is_not_written_into(tmp_path):
    (tmp_path / "last year").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "last year" / "1.pdf").write_text("old")
    (tmp_path / "out" / "maps").symlink_to(tmp_path / "last year")
    before = tree(tmp_path)
    with pytest.raises(InputError, match="is a link to"):
        check_own_folders(tmp_path / "out", ["maps"])
    with pytest.raises(InputError, match="is a link to"), staging(tmp_path / "out") as new:
        (new / "maps").mkdir()
        (new / "maps" / "1.pdf").write_text("new")
        (new / "a.txt").write_text("new")
    assert tree(tmp_path) == before
    (tmp_path / "alias").symlink_to(tmp_path / "out")  # the output folder itself may be one: it was asked for
    check_own_folders(tmp_path / "alias", ["letters", "csv"])


@pytest.mark.parametrize("name", ["a%20b", "%E4%B8%AD"])
def test_names_that_qgis_takes_for_others(tmp_path, name):
    (tmp_path / name).mkdir()
    for path in (tmp_path / name / "a.gpkg", tmp_path / f"{name}.gpkg"):
        with pytest.raises(InputError, match="another character"), replacing(path):
            pass
    with pytest.raises(InputError, match="another character"), staging(tmp_path / name):
        pass
    with staging(tmp_path / "50%") as new:
        (new / "100%a.txt").write_text("new")
    assert tree(tmp_path) == {"50%/100%a.txt": "new"}


def test_a_table_of_its_own_is_not_replaced_by_a_shapefiles(tmp_path):
    (tmp_path / "a.dbf").write_text("theirs")
    with pytest.raises(InputError, match="a table of its own"):
        check_replaceable(tmp_path / "a.shp", ())
    (tmp_path / "a.shp").write_text("a shapefile")
    check_replaceable(tmp_path / "a.shp", ())
