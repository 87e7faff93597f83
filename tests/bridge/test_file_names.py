"""Names of files made from names of units, parcels and tables."""

import pytest

from farmland_redline.processing.bridge.io.file_names import is_refused, safe_file_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("360281_乐平市", "360281_乐平市"),
        ("Annex 2 targets", "Annex_2_targets"),
        (r'a\b/c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("two  blanks: one", "two_blanks_one"),
        ("ideographic\u3000blank\tand\nline", "ideographic_blank_and_line"),
        ("bell\x07null\x00", "bell_null_"),
        ("（市、区）-1.2", "（市、区）-1.2"),
        ("CON", "_CON"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("com1", "_com1"),
        ("LPT³", "_LPT³"),
        ("CONIN$", "_CONIN$"),
        ("CONSOLE", "CONSOLE"),
        ("com10", "com10"),
        ("乐平市. . .", "乐平市._._"),
        ("乐平市...", "乐平市"),
        ("...", "_"),
        ("", "_"),
        ("delete\x7f next\x85line", "delete_next_line"),
        ("half\ud800a character", "half_a_character"),
    ],
)
def test_names(text, name):
    assert safe_file_name(text) == name and not is_refused(f"{name}.pdf")


def test_a_file_of_such_a_name_can_be_made(tmp_path):
    name = safe_file_name('../a\\b:c*?"<>|\x00\n景德镇 市')
    (tmp_path / name).write_text("x")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_long_names_are_cut_and_still_differ():
    """Names of 120 characters that differ in their last; 255 bytes are what Linux takes, with an ending."""
    one, another = (safe_file_name("360222_" + "很" * 112 + last) for last in "甲乙")
    assert one != another and one == safe_file_name("360222_" + "很" * 112 + "甲")
    assert one[:51] == another[:51] == "360222_" + "很" * 44 and len(one) == len(another) == 60
    assert len(one.encode()) < 200
    assert safe_file_name("很" * 60) == "很" * 60


@pytest.mark.parametrize(
    "name", ["a:b.gpkg", "CON", "nul.gpkg", "COM1.shp", "x.", "x ", "aux .txt", 'a"b', "a\x85b", "?"]
)
def test_names_that_windows_refuses(name):
    assert is_refused(name)


@pytest.mark.parametrize(
    "name", ["成果 2024", "a.gpkg", "console.gpkg", "com10", ".farmland_redline", "nu l", "100%#&;"]
)
def test_names_that_every_system_takes(name):
    assert not is_refused(name)
