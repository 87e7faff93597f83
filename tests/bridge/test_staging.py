"""Outputs appear whole: locks, leftovers of killed runs, and the way back when one file cannot be put in place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.staging import replacing, stage_together, staging


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
        assert tree(tmp_path) == {name: f"new {name}" for name in ("a.txt", "b.txt", "c.txt")} | {
            ".farmland_redline.lock": (tmp_path / ".farmland_redline.lock").read_text()
        }
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
