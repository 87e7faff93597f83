"""What comes back from the field damaged, twice, contradicting, or not at all; and sheets that are stopped."""

from __future__ import annotations

import shutil
import sqlite3
import struct
import zlib
from contextlib import closing
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from fieldwork_answers import fill_in, texts_of

from .conftest import X, Y, content, parcels, zones
from .test_stopping import Button

PACKAGE = "farmland_redline.gpkg"


@pytest.fixture
def results(office) -> Path:
    """Results with three houses in permanent basic farmland."""
    houses = parcels(DLBM=["0702"] * 3 + ["0101"] * 7)
    office.run("run_batch", PARCELS=office.write(houses, "DLTB"), PBF=office.write(zones(), "YJJBNTBHTB"))
    return office.out / PACKAGE


@pytest.fixture
def device(office, results: Path) -> Path:
    """The folder of a patrol, on a device."""
    folder = office.folder / "设备"
    office.run("make_patrol_lists", PACKAGE=str(results), OUTPUT_FOLDER=str(folder))
    (made,) = folder.iterdir()
    return made


def findings(device: Path) -> list[str]:
    """The ids of a patrol's findings, in its order."""
    return pyogrio.read_dataframe(next(device.glob("*.gpkg")), layer="patrol")["finding"].tolist()


def decisions(results: Path) -> list[str]:
    """The ids of findings with a decision."""
    names = {name for name, _ in pyogrio.list_layers(results)}
    return pyogrio.read_dataframe(results, layer="decisions")["finding"].tolist() if "decisions" in names else []


def way_back(results: Path, device: Path) -> dict[str, str]:
    """The parameters of an import."""
    return {"PACKAGE": str(results), "PATROL_FOLDER": str(device.parent)}


def test_new_lists_over_answers(case, results, device):
    fill_in(device, {findings(device)[0]: {"verdict": "confirmed", "checker": "王"}})
    case.refused("make_patrol_lists", PACKAGE=str(results), OUTPUT_FOLDER=str(device.parent))


def test_a_folder_without_answers(case, results, device):
    case.refused("import_patrol", **way_back(results, device))


def test_two_people_differ(case, results, device):
    first, second, _ = findings(device)
    other = device.with_name("second")
    shutil.copytree(device, other)
    fill_in(
        device, {first: {"verdict": "confirmed", "checker": "王"}, second: {"verdict": "confirmed", "checker": "王"}}
    )
    fill_in(other, {first: {"verdict": "rejected", "checker": "李"}})
    case.runs("import_patrol", **way_back(results, device))
    assert decisions(results) == [second]


def test_answers_in_other_words_and_files(case, results, device):
    """A verdict in Chinese counts, one that is none is told, and a file by the name of PATROL.GPKG is read."""
    first, second, third = findings(device)
    fill_in(device, {first: {"verdict": "属实"}, second: {"verdict": "属實?"}, third: {"verdict": "REJECTED"}})
    package = next(device.glob("*.gpkg"))
    package.rename(package.with_name("PATROL.GPKG"))
    case.runs("import_patrol", **way_back(results, device))
    assert sorted(decisions(results)) == sorted((first, third))


def test_two_words_of_one_person_at_one_time(case, results, device):
    """Which was the last nobody knows; of the second finding the times tell, in other ways of writing and zones."""
    first, second, _ = findings(device)
    other = device.with_name("second")
    shutil.copytree(device, other)
    for place, verdict, time in ((device, "confirmed", "2024/5/9 9:00"), (other, "rejected", "2024-05-10T00:30:00Z")):
        answer = {"verdict": verdict, "checker": "王"}
        fill_in(place, {first: {**answer, "checked": "2024-05-01 10:00:00"}, second: {**answer, "checked": time}})
    case.runs("import_patrol", **way_back(results, device))
    frame = pyogrio.read_dataframe(results, layer="decisions").set_index("finding")
    assert frame["verdict"].to_dict() == {second: "rejected"}


def huge_photos(folder) -> None:
    """Pictures that declare 60,000 times 60,000 pixels in some bytes, pages called photos, and one of 2 GB."""
    side, start = 60_000, b"\xff\xd8\xff\xc0\x00\x0b\x08"
    scan = b"\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9"
    (folder / "huge.jpg").write_bytes(start + struct.pack(">HH", side, side) + scan)
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(9))),
        (b"IEND", b""),
    ]
    parts = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    ]
    (folder / "huge.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    (folder / "page.jpg").write_text("<html><script>alert(1)</script></html>")
    (folder / "drawing.png").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    with (folder / "long.jpg").open("wb") as file:
        file.write(start)
        file.truncate(2 << 30)


def test_photos_that_are_elsewhere(case, results, device):
    secret = device.parent.parent / "秘.jpg"
    secret.write_bytes(b"nobody's")
    (device / "DCIM" / "note.txt").write_text("no photo")
    huge_photos(device / "DCIM")
    (device / "DCIM" / "link.jpg").symlink_to(secret)
    first, second, third = findings(device)
    answer = {"verdict": "confirmed", "checker": "王"}
    fill_in(
        device,
        {
            first: {**answer, "photo_1": "../../秘.jpg", "photo_2": "DCIM/huge.jpg", "photo_3": "DCIM/page.jpg"},
            second: {**answer, "photo_1": str(secret), "photo_2": "DCIM/huge.png", "photo_3": "DCIM/drawing.png"},
            third: {**answer, "photo_1": "DCIM/note.txt", "photo_2": "DCIM/long.jpg", "photo_3": "DCIM/link.jpg"},
        },
    )
    case.runs("import_patrol", **way_back(results, device))
    assert sorted(decisions(results)) == sorted((first, second, third))
    assert not (results.parent / "photos").exists()


def test_answers_without_a_finding(case, results, device):
    first, second, _ = findings(device)
    fill_in(device, {first: {"finding": "gone", "verdict": "confirmed"}, second: {"verdict": "rejected"}})
    case.runs("import_patrol", **way_back(results, device))
    assert decisions(results) == [second]


def test_results_that_are_locked_when_a_patrol_comes_back(case, results, device):
    fill_in(device, {findings(device)[0]: {"verdict": "confirmed", "checker": "王"}})
    with closing(sqlite3.connect(results, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        case.refused("import_patrol", **way_back(results, device))
        other.execute("ROLLBACK")
    assert decisions(results) == []


def test_a_finding_of_very_many_corners(case):
    """A house with a round outline of 2,000 corners; its sheets say how far the listed one may differ."""
    office = case.office
    angles = np.linspace(0, 2 * np.pi, 2000, endpoint=False)
    circle = shapely.Polygon(np.column_stack([X + 250 + 200 * np.cos(angles), Y - 400 + 200 * np.sin(angles)]))
    houses = parcels()
    houses.loc[0, "geometry"] = circle
    area = zones().set_geometry([shapely.box(X, Y - 700, X + 500, Y - 100)])
    houses["TBMJ"] = [circle.area, *houses["TBMJ"][1:]]
    office.run("run_batch", PARCELS=office.write(houses, "DLTB"), PBF=office.write(area, "YJJBNTBHTB"))
    folder = office.folder / "核查表"
    case.runs(
        "make_field_sheets", PACKAGE=str(office.out / PACKAGE), OUTPUT_FOLDER=str(folder), ONE_FILE=True, LANGUAGE="en"
    )
    pages = texts_of(folder / "check_sheets.pdf")
    assert "Of 2000 corners only some are listed" in pages[0].replace("\n", " ")
    listed = {word for page in pages for word in page.split() if word[:1] == "J" and word[1:].isdigit()}
    assert 100 < len(listed) <= 480
    corners = pyogrio.read_dataframe(folder / "field_findings.gpkg", layer="field_corners")
    assert len(corners) == 2000


def test_sheets_and_patrols_cancelled_at_every_stage(case, results):
    """Old files stay byte by byte, nothing new appears, whenever the button is pressed."""
    office = case.office
    for algorithm in ("make_field_sheets", "make_patrol_lists"):
        folder = office.folder / algorithm
        given = {"PACKAGE": str(results), "OUTPUT_FOLDER": str(folder)}
        button = Button(0)
        office.run(algorithm, button, **given)
        before, looks = content(office.folder), button.looks
        assert looks > 8
        for number in range(1, looks + 1, max(1, looks // 8)):
            assert office.run(algorithm, Button(number), **{**given, "LANGUAGE": "en"}) == {}, number
            assert content(office.folder) == before, number
