"""Limits of files: what is at one passes, what is beyond is refused by a sentence with both numbers."""

import zipfile

import openpyxl
import pytest
import yaml
from conftest import ROOT

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.file_limits import (
    LimitError,
    check_archive,
    check_file_size,
    check_limit,
    check_office_file,
    limit,
)

pytestmark = pytest.mark.usefixtures("qgis")


def test_every_limit_has_a_reason():
    data = yaml.safe_load((ROOT / "resources" / "files" / "limits.yaml").read_text(encoding="utf-8"))
    for group, rows in data.items():
        for name, row in rows.items():
            assert row.keys() == {"limit", "reason"} and len(row["reason"]) > 10, (group, name)
            assert limit(group, name) == row["limit"] > 0


def test_at_the_limit_and_beyond():
    check_limit("a.yaml", "values", 10, 10, "Less.")
    with pytest.raises(LimitError, match=r"“a\.yaml” has too many values: 1,011, and at most 1,010 are read\. Less\."):
        check_limit("a.yaml", "values", 1011, 1010, "Less.")


def test_sizes(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(bytes(limit("text", "bytes")))
    check_file_size(path, "text")
    path.write_bytes(bytes(limit("text", "bytes") + 1))
    with pytest.raises(LimitError, match=r"a\.yaml.* up to 1\.0 MB"):
        check_file_size(path, "text")


def test_archives(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(limit("office", "members")):
            archive.writestr(str(number), "")
    check_archive(path, "office", "")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("more", "")
    with pytest.raises(LimitError, match="2,001"):
        check_archive(path, "office", "")
    path.write_bytes(b"PK\3\4 no archive")
    with pytest.raises(InputError, match=r"a\.zip"):
        check_archive(path, "office", "")


def workbook(tmp_path, sheet, sheets=1):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(sheets):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", sheet)
        archive.writestr("xl/vmlDrawing1.vml", "<br><p>not well-formed")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_cells(tmp_path, encoding):
    """Counted over all sheets."""
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    for cells, good in ((75_000, True), (75_001, False)):
        path = workbook(tmp_path, f"{head}<s>{'<c/>' * cells}</s>".encode(encoding), 4)
        if good:
            check_office_file(path)
            continue
        with pytest.raises(LimitError, match="too many cells: 300,001"):
            check_office_file(path)


@pytest.mark.parametrize(
    ("areas", "good"),
    [
        (["A1:ALL100"], True),  # 26² + 12 × 26 + 12 = 1,000 columns
        (["A1:ALL100", "B1:B2"], False),
        (["XFD1048576:A1"], False),
        (["$A$1:$B$2", "A1", "no area", ""], True),
    ],
)
def test_merged_cells(tmp_path, areas, good):
    path = workbook(tmp_path, "<s>" + "".join(f'<mergeCell ref="{area}"/>' for area in areas) + "</s>")
    if good:
        check_office_file(path)
        return
    with pytest.raises(LimitError, match="merged cells"):
        check_office_file(path)


def test_sheets_and_depth(tmp_path):
    check_office_file(workbook(tmp_path, "<s/>", 200))
    with pytest.raises(LimitError, match="sheets: 201"):
        check_office_file(workbook(tmp_path, "<s/>", 201))
    check_office_file(workbook(tmp_path, "<a>" * 200 + "</a>" * 200))
    with pytest.raises(LimitError, match="201"):
        check_office_file(workbook(tmp_path, "<a>" * 201 + "</a>" * 201))


def test_what_is_no_office_file(tmp_path):
    with pytest.raises(InputError, match=r"a\.xlsx.*sheet0"):
        check_office_file(workbook(tmp_path, "<a><b></a>"))
    path = tmp_path / "a.xlsx"
    for content in (b"", b"x", b"\xd0\xcf\x11\xe0" + bytes(600)):  # the last: as with a password
        path.write_bytes(content)
        with pytest.raises(InputError, match=r"a\.xlsx"):
            check_office_file(path)
    with pytest.raises(InputError, match="does not exist"):
        check_office_file(tmp_path / "none.xlsx")


def test_a_real_workbook_at_the_limit_of_cells(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(1_000):
        sheet.append([1.5, "words", True] * 100)
    book.save(tmp_path / "a.xlsx")
    check_office_file(tmp_path / "a.xlsx")
