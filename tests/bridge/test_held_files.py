"""Outputs replaced as on Windows, where nobody renames or removes a file that is open: all of them or none."""

from __future__ import annotations

import pytest
from held_files import as_on_windows, held, run_python

HEAD = """
from pathlib import Path
from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io import staging
folder = Path({folder!r})
def run(*names):
    try:
        with staging.staging(folder) as new:
            for name in names:
                (new / name).parent.mkdir(exist_ok=True)
                (new / name).write_text("new")
    except InputError as error:
        print(error)
    else:
        print("done")
"""


def content(folder):
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "成果"
    (place / "maps").mkdir(parents=True)
    for name in ("a.txt", "m.txt", "z.txt", "maps/1.pdf"):
        (place / name).write_text("old")
    return place


def statements(folder, code):
    return HEAD.format(folder=str(folder)) + code


def test_the_library_refuses_what_windows_refuses(folder, tmp_path_factory):
    code = """
import os
for step in (
    lambda: os.rename(folder / "a.txt", folder / "b.txt"),
    lambda: os.replace(folder / "z.txt", folder / "a.txt"),
    lambda: os.unlink(folder / "a.txt"),
    lambda: os.rename(folder, folder.with_name("other")),
):
    try:
        step()
    except PermissionError:
        print("refused")
os.rename(folder / "m.txt", folder / "n.txt")
"""
    with held(folder / "a.txt"):
        said = run_python(statements(folder, code), as_on_windows(folder.parent, tmp_path_factory))
    assert said.split() == ["refused"] * 4 and sorted(content(folder)) == ["a.txt", "maps/1.pdf", "n.txt", "z.txt"]


@pytest.mark.parametrize("name", ["a.txt", "m.txt", "z.txt", "maps/1.pdf"])
def test_one_file_that_is_held_keeps_all(folder, tmp_path_factory, name):
    """Wherever it stands in the order, and files that are new altogether go again."""
    before = content(folder)
    code = statements(folder, 'run("a.txt", "b.txt", "m.txt", "maps/1.pdf", "maps/2.pdf", "z.txt")')
    environment = as_on_windows(folder, tmp_path_factory)
    with held(folder / name):
        said = run_python(code, environment)
    assert f"“{folder / name}” (access is denied)" in said and "nothing was changed" in said
    assert content(folder) == before
    assert run_python(code, environment) == "done\n"
    assert content(folder) == dict.fromkeys([*before, "b.txt", "maps/2.pdf"], "new")


def test_all_files_that_are_held_are_named(folder, tmp_path_factory):
    with held(folder / "a.txt"), held(folder / "z.txt"):
        said = run_python(statements(folder, 'run("a.txt", "m.txt", "z.txt")'), as_on_windows(folder, tmp_path_factory))
    assert str(folder / "a.txt") in said and str(folder / "z.txt") in said and str(folder / "m.txt") not in said


def test_outputs_in_several_folders_are_one(folder, tmp_path_factory):
    """Each output of an algorithm has a folder of its own: none is new where one is held."""
    (folder / "maps" / "a.txt").write_text("old")
    before = content(folder)
    code = """
def outputs():
    try:
        with staging.stage_together() as place:
            for name in ("a.txt", "maps/a.txt", "new/a.txt"):
                place(folder / name).write_text("new")
    except InputError as error:
        print("refused")
outputs()
"""
    environment = as_on_windows(folder, tmp_path_factory)
    with held(folder / "maps" / "a.txt"):
        assert run_python(statements(folder, code), environment) == "refused\n"
    assert content(folder) == before and not (folder / "new").exists()
    run_python(statements(folder, code), environment)
    assert content(folder) == before | dict.fromkeys(("a.txt", "maps/a.txt", "new/a.txt"), "new")


def test_what_cannot_be_put_back_is_named_and_kept(folder, tmp_path_factory):
    """A program opens the first new file before the second is in its place, which fails."""
    code = """
real, opened = staging.Move.put, []
def put(move):
    if move.target.name == "z.txt":
        raise PermissionError(13, "")
    real(move)
    opened.append(open(move.target)) if move.target.name == "a.txt" else None
staging.Move.put = put
run("a.txt", "m.txt", "z.txt")
"""
    environment = as_on_windows(folder, tmp_path_factory)
    said = run_python(statements(folder, code), environment)
    earlier = folder / ".farmland_redline" / "old" / "a.txt"
    assert f"“{folder / 'a.txt'}”: “{earlier}”" in said and "nothing was changed" not in said
    assert earlier.read_text() == "old"
    assert [(folder / name).read_text() for name in ("a.txt", "m.txt", "z.txt")] == ["new", "old", "old"]
    # The next run, of whatever, completes it.
    assert run_python(statements(folder, 'run("other.txt")'), environment) == "done\n"
    assert content(folder) == {
        **dict.fromkeys(("a.txt", "m.txt", "z.txt", "other.txt"), "new"),
        "maps/1.pdf": "old",
    }


def test_a_killed_run_is_not_completed_while_a_file_is_held(folder, tmp_path_factory):
    code = """
import os
real = staging.Move.put
def put(move):
    if move.target.name == "m.txt":
        os._exit(0)
    real(move)
staging.Move.put = put
run("a.txt", "b.txt", "m.txt", "z.txt")
"""
    before, environment = content(folder), as_on_windows(folder, tmp_path_factory)
    run_python(statements(folder, code), environment)
    assert (folder / "a.txt").read_text() == (folder / "b.txt").read_text() == "new"
    with held(folder / "z.txt"):
        assert "nothing was changed" in run_python(statements(folder, 'run("c.txt")'), environment)
    after = {name: text for name, text in content(folder).items() if not name.startswith(".")}
    assert after == before
    assert run_python(statements(folder, 'run("c.txt")'), environment) == "done\n"
    assert content(folder) == before | {"c.txt": "new"}


@pytest.mark.parametrize("side", ["-wal", "-journal"])
def test_a_journal_without_its_file_keeps_off_the_new_one(folder, tmp_path_factory, side):
    """SQLite would apply it to the new file; it may hold another's changes, so it stays under another name."""
    (folder / f"a.gpkg{side}").write_text("old")
    run_python(statements(folder, 'run("a.gpkg")'), as_on_windows(folder, tmp_path_factory))
    after = content(folder)
    assert after["a.gpkg"] == "new" and after[f"a.gpkg{side}.1"] == "old" and f"a.gpkg{side}" not in after
