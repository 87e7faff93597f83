"""Reasons of recognition in words, in the language asked for."""

import pytest

from farmland_redline.processing.bridge.i18n import report_language
from farmland_redline.processing.bridge.survey.recognition_reasons import reason_text


@pytest.mark.parametrize(
    ("reason", "english"),
    [
        ("parameter", "by the parameter"),
        ("name: STBHHX", "by its name: STBHHX"),
        ("fields: A, B", "by its fields: A, B"),
        ("profile", "by the office's profile"),
        ("alias", "by another name of the field"),
        ("something else", ""),
        ("something else: STBHHX", ""),
        ("", ""),
    ],
)
def test_words(reason, english):
    assert reason_text(reason, str) == english


@pytest.mark.usefixtures("qgis")
def test_in_chinese():
    chinese = reason_text("name: STBHHX", report_language("zh"))
    assert "STBHHX" in chinese and "by its name" not in chinese
