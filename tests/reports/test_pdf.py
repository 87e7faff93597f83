"""Drawn pages put together: nothing is stored twice, nothing moves."""

import gc
import re
import subprocess

import pytest
from qgis.PyQt.QtCore import QMarginsF, QPointF, QSizeF
from qgis.PyQt.QtGui import QColor, QImage, QPageSize, QPainter, QPainterPath, QPdfWriter

from farmland_redline.processing.reports.maps.layout.fonts import text_font
from farmland_redline.processing.reports.maps.layout.pdf import DrawnSheet, compose

pypdf = pytest.importorskip("pypdf", reason="sheets are put together by it")
SHEET = DrawnSheet("一", ("底图", "上层"), (10, 10, 90, 90), (39500000, 3200000, 39500800, 3200800), "EPSG:4527")


def drawn(path, colour):
    """Two pages: an image with transparent corners, and an outline of many corners."""
    image = QImage(80, 60, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    for x in range(10, 70):
        for y in range(10, 50):
            image.setPixelColor(x, y, QColor(x * 3, y * 4, 90))
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QSizeF(100, 100), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(300)
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering, True)
    painter.drawImage(QPointF(100, 100), image)
    writer.newPage()
    outline = QPainterPath(QPointF(300.123456, 300.654321))
    for number in range(1, 200):
        outline.lineTo(300 + 3.1234567 * number, 300.7654321 + (number * 7919) % 211)
    painter.fillPath(outline, QColor(colour))
    painter.end()
    return path


@pytest.fixture
def composed(qgis, tmp_path):
    sheets = [
        (drawn(tmp_path / f"{number}.pdf", colour), SHEET) for number, colour in enumerate(("#c8102e", "#08408a"))
    ]
    target = tmp_path / "图集.pdf"
    compose(sheets, target, "图集", "test", "20250101000000", lambda: None)
    return target, sheets


def forms(page):
    return [form.get_object() for form in page["/Resources"]["/XObject"].values()]


def test_an_image_of_several_pages_is_stored_once(composed):
    target, sheets = composed
    pages = pypdf.PdfReader(target).pages
    images = [form["/Resources"]["/XObject"].raw_get(name) for page in pages for form in forms(page)
              for name in form["/Resources"].get("/XObject", {})]  # fmt: skip
    assert len(pages) == len(images) == 2 and images[0] == images[1]
    listed = subprocess.run(["pdfimages", "-list", target], check=True, capture_output=True, text=True).stdout
    assert {line.split()[10] for line in listed.splitlines()[2:]} == {str(images[0].idnum)}
    assert target.stat().st_size < sum(path.stat().st_size for path, _ in sheets)


def test_coordinates_have_no_needless_digits_and_nothing_moves(composed, tmp_path):
    target, sheets = composed
    for number, (path, _) in enumerate(sheets, start=1):
        lines = forms(pypdf.PdfReader(target).pages[number - 1])[1].get_data()
        assert len(re.findall(rb" l\n", lines)) >= 199 and not re.search(rb"\.\d{3}[\d .-]* [lm]\n", lines)
        assert re.search(rb"\.\d{3}[\d .-]* [lm]\n", pypdf.PdfReader(path).pages[1]["/Contents"].get_data())
        # At twice the resolution: page two of the drawn file lies on its page one.
        before, above, after = (
            picture(file, page, tmp_path / f"{number}{name}")
            for name, file, page in (("a", path, 1), ("b", path, 2), ("c", target, number))
        )
        wrong = [
            1
            for x in range(0, after.width(), 3)
            for y in range(0, after.height(), 3)
            if after.pixel(x, y) not in (before.pixel(x, y), above.pixel(x, y))
        ]
        # Half-covered dots along the outline may take another shade.
        assert after.size() == above.size() and len(wrong) < 0.001 * after.width() * after.height() / 9


def test_each_sheet_keeps_its_own_font(qgis, tmp_path):
    """Each drawn file has a font with the letters of its own texts only; a file may be forgotten before the next."""
    texts = [f"第{''.join(chr(0x4E00 + 37 * number + step) for step in range(8))}幅{number}" for number in range(12)]
    font = text_font(lambda text: text, texts[0])
    for number, text in enumerate(texts):
        writer = QPdfWriter(str(tmp_path / f"{number}.pdf"))
        writer.setResolution(300)
        painter = QPainter(writer)
        painter.setFont(font)
        painter.drawText(QPointF(200, 200), text)
        writer.newPage()
        painter.drawText(QPointF(200, 600), text)
        painter.end()
    compose(
        [(tmp_path / f"{n}.pdf", SHEET) for n in range(12)],
        tmp_path / "a.pdf",
        "a",
        "t",
        "20250101000000",
        gc.collect,
    )
    alone = [told(tmp_path / f"{number}.pdf") for number in range(12)]
    assert len({page for pages in alone for page in pages}) == 12
    assert told(tmp_path / "a.pdf") == [pages[0] + pages[1] for pages in alone]


def told(path):
    """Texts of the pages."""
    text = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout
    return ["".join(page.split()) for page in text.split("\f")[:-1]]


def picture(path, page, target):
    subprocess.run(
        ["pdftoppm", "-png", "-singlefile", "-r", "600", "-f", str(page), "-l", str(page), path, target], check=True
    )
    return QImage(f"{target}.png")
