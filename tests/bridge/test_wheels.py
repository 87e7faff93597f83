"""Wheel files that users put beside the plugin."""

import sys
import zipfile
from pathlib import Path

import pytest

from farmland_redline.processing.bridge import wheels

NAMES = ("redline-made-up", "Redline_Other")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder for wheels in a profile whose name is Chinese and has a blank; Python's path is its own."""
    made = tmp_path / "用户 配置" / "wheels"
    made.mkdir(parents=True)
    monkeypatch.setattr(sys, "path", sys.path[:])
    for name in ("redline_made_up", "redline_other"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return made


def put(folder, name, module="redline_made_up", text="VALUE = 1"):
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr(f"{module}/__init__.py", text)
        archive.writestr(f"{module}/模板.txt", "a file beside the code")
    return folder / name


def test_a_wheel_is_found_with_its_files(folder):
    put(folder, "redline_made_up-1.0-py3-none-any.whl")
    assert wheels.add_wheels(NAMES, folder) == []
    import redline_made_up

    assert redline_made_up.VALUE == 1
    assert (Path(redline_made_up.__file__).parent / "模板.txt").is_file()
    before = list(sys.path)
    assert wheels.add_wheels(NAMES, folder) == [] and sys.path == before  # each run asks again


def test_the_newest_of_several_counts(folder):
    for version in ("1.9", "1.10", "1.2"):
        put(folder, f"redline_made_up-{version}-py2.py3-none-any.whl", text=f"VALUE = '{version}'")
    wheels.add_wheels(NAMES, folder)
    import redline_made_up

    assert redline_made_up.VALUE == "1.10"


def test_libraries_of_qgis_come_first(folder):
    put(folder, "redline_made_up-1.0-py3-none-any.whl")
    before = list(sys.path)
    wheels.add_wheels(NAMES, folder)
    assert sys.path[: len(before)] == before


def test_compiled_wheels_must_fit(folder):
    put(folder, f"redline_made_up-1.0-{wheels.python_tag()}-none-{wheels.platform_tag().replace('*', '_2_17')}.whl")
    assert wheels.add_wheels(NAMES, folder) == []
    for tags in ("cp27-cp27m-win_amd64", f"{wheels.python_tag()}-none-other_system", "py2-none-any"):
        path = put(folder, f"Redline_Other-1.0-{tags}.whl", "redline_other")
        [text] = wheels.add_wheels(NAMES, folder)
        assert path.name in text and wheels.python_tag() in text
        path.unlink()


def test_what_is_no_library_of_the_plugins_is_not_taken(folder):
    """A second GEOS would crash QGIS."""
    put(folder, "shapely-2.0.0-py3-none-any.whl", "shapely")
    before = list(sys.path)
    [text] = wheels.add_wheels(NAMES, folder)
    assert "shapely-2.0.0" in text and "redline-made-up, redline-other" in text and sys.path == before


def test_a_damaged_wheel_is_told_and_leaves_nothing(folder):
    path = put(folder, "redline_made_up-1.0-py3-none-any.whl")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    [text] = wheels.add_wheels(NAMES, folder)
    assert path.name in text and "anew" in text
    path.write_bytes(whole)
    assert wheels.add_wheels(NAMES, folder) == []
    import redline_made_up

    assert redline_made_up.VALUE == 1


def test_a_wheel_that_was_taken_away_is_not_found(folder):
    path = put(folder, "redline_made_up-1.0-py3-none-any.whl")
    wheels.add_wheels(NAMES, folder)
    path.unlink()
    sys.path.remove(str(folder / "unpacked" / path.stem))
    before = list(sys.path)
    assert wheels.add_wheels(NAMES, folder) == [] and sys.path == before


def test_no_folder_is_no_trouble(tmp_path):
    assert wheels.add_wheels(NAMES, tmp_path / "none") == []
