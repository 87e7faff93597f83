"""Names of files made from names of units, parcels and tables."""

import pytest

from farmland_redline.processing.bridge.io.file_names import safe_file_name


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
    ],
)
def test_names(text, name):
    assert safe_file_name(text) == name


def test_a_file_of_such_a_name_can_be_made(tmp_path):
    name = safe_file_name('../a\\b:c*?"<>|\x00\n景德镇 市')
    (tmp_path / name).write_text("x")
    assert [path.name for path in tmp_path.iterdir()] == [name]
