"""The letterhead that a run is given comes before that of the office's profile."""

from __future__ import annotations

import zipfile

import pytest
from conftest import run_in_session, run_qgis_process


@pytest.mark.usefixtures("qgis")
def test_a_letterhead_that_is_given(batch, tmp_path):
    profile = tmp_path / "office.yaml"
    profile.write_text("letters:\n  letterhead: 某某市局\n  sender: 某某科\n", encoding="utf-8")
    heads = (
        (run_qgis_process, {}, "某某市局"),
        (run_in_session, {"LETTERHEAD": "浮梁县自然资源局"}, "浮梁县自然资源局"),
    )
    for how, given, head in heads:
        folder = tmp_path / head
        parameters = {"PACKAGE": str(batch / "farmland_redline.gpkg"), "PROFILE": str(profile), **given}
        done = how("export_county_letters", {**parameters, "OUTPUT_FOLDER": str(folder)})
        assert done.status == 0, done.log[-2000:]
        letter = next(iter(sorted(folder.glob("*.docx"))))
        with zipfile.ZipFile(letter) as parts:
            text = parts.read("word/document.xml").decode()
        # The rest of the profile still counts.
        assert head in text and "某某科" in text
        assert ("某某市局" in text) is (not given)
