"""The geo stack beside QGIS: what the plugin does so that its libraries are safe there."""

from __future__ import annotations

import sys

import pytest
from conftest import ROOT

from farmland_redline.processing.algorithms.run_batch import RunBatch
from farmland_redline.processing.bridge import dependencies, wheels
from farmland_redline.processing.bridge.dependencies import Feature, FeatureError
from farmland_redline.processing.reports import labels


def test_a_missing_library_is_named(monkeypatch):
    monkeypatch.setattr(dependencies, "NEEDED", (*dependencies.NEEDED, "no_such_library"))
    assert dependencies.inspect().missing == ("no_such_library",)
    with pytest.raises(dependencies.StackError, match="no_such_library"):
        dependencies.require()


def test_a_library_that_is_too_old_is_named(monkeypatch):
    monkeypatch.setattr(dependencies, "OLDEST", {"shapely": (2, 0), "geopandas": (99, 1)})
    assert dependencies.inspect().missing == ("geopandas ≥ 99.1",)


def test_one_reader_is_enough(monkeypatch):
    monkeypatch.setattr(dependencies, "READERS", ("no_such_library", "pyogrio"))
    assert dependencies.inspect().missing == ()
    monkeypatch.setattr(dependencies, "READERS", ("no_such_library", "nor_this"))
    assert dependencies.inspect().missing == ("no_such_library / nor_this",)


@pytest.fixture
def without(monkeypatch):
    """Lets libraries be missing, as Python itself marks what it must not import."""

    def block(*names):
        for name in names:
            monkeypatch.setitem(sys.modules, name, None)

    return block


@pytest.mark.parametrize("load", [True, False])
def test_what_cannot_be_made_is_found(without, load):
    wanted = [Feature.WORKBOOK, Feature.PAGE, Feature.OWN_WORKBOOK]
    assert dependencies.find_lacks(wanted, load) == ()
    without("openpyxl")
    lacks = dependencies.find_lacks(wanted, load)
    assert [(lack.feature, lack.missing) for lack in lacks] == [
        (Feature.WORKBOOK, ("openpyxl",)), (Feature.OWN_WORKBOOK, ("openpyxl",)),
    ]  # fmt: skip
    [text] = dependencies.lack_messages(lacks)  # one for each library, with all that it is missing for
    assert "openpyxl" in text and "CSV" in text and "own workbook" in text


def test_what_a_library_needs_itself_is_named(without):
    without("lxml", "docx")
    [lack] = dependencies.find_lacks([Feature.LETTERS])
    assert lack.missing == ("python-docx", "lxml")
    without("openpyxl", "et_xmlfile")
    assert dependencies.find_lacks([Feature.WORKBOOK])[0].missing == ("openpyxl", "et_xmlfile")


def test_a_library_that_works_lacks_nothing(without):
    """python-docx before 1.0 needs no typing_extensions."""
    import docx

    assert docx
    without("typing_extensions")
    assert dependencies.find_lacks([Feature.LETTERS]) == ()


def test_a_damaged_library_counts_as_missing(monkeypatch, tmp_path):
    """It is there, and only importing it shows that it is of no use."""
    (tmp_path / "pypdf.py").write_text("raise ValueError('made for another numpy')", encoding="utf-8")
    monkeypatch.delitem(sys.modules, "pypdf", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [lack.missing for lack in dependencies.find_lacks([Feature.PDF_LAYERS])] == [("pypdf",)]


def test_every_feature_has_a_label_and_a_message(without):
    without(*dependencies.OPTIONAL)
    lacks = dependencies.find_lacks(Feature)
    assert [lack.feature for lack in lacks] == list(Feature)
    assert len(dependencies.lack_messages(lacks)) == len(dependencies.OPTIONAL)
    assert all(labels.feature(feature.value, str) for feature in Feature)


def test_what_a_run_cannot_begin_without_is_refused(without):
    dependencies.require_feature(Feature.TARGETS)
    without("openpyxl")
    with pytest.raises(FeatureError, match="openpyxl"):
        dependencies.require_feature(Feature.TARGETS)


@pytest.mark.skipif(sys.platform.startswith("win"), reason="wheels are safe there")
def test_a_wheel_with_its_own_libraries_is_refused(monkeypatch, tmp_path):
    (tmp_path / "made_up").mkdir()
    (tmp_path / "made_up" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(dependencies, "_WITH_BINARIES", ("made_up",))
    dependencies.require()
    (tmp_path / "made_up.libs").mkdir()
    with pytest.raises(dependencies.StackError, match=r"made_up"):
        dependencies.require()


@pytest.mark.usefixtures("qgis")
def test_the_help_panel_says_what_is_missing(without):
    assert "Python libraries are missing" not in RunBatch().create().shortHelpString()
    without("docx", "jinja2")
    text = RunBatch().create().shortHelpString()
    assert "python-docx" in text and "Jinja2" in text and "openpyxl" not in text.split("<h3>")[0]


def test_requirements_for_qpip_are_the_optional_libraries():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    stated = {line for line in lines if line and not line.startswith("#")}
    assert stated == {library.distribution for library in dependencies.OPTIONAL.values()}


@pytest.mark.usefixtures("qgis")
@pytest.mark.parametrize(("system", "said"), [("win32", "QPIP"), ("linux", "python3-docx")])
def test_the_remedy_names_the_files_and_their_folder(without, monkeypatch, system, said):
    without("docx", "lxml")
    monkeypatch.setattr(sys, "platform", system)
    [text] = dependencies.lack_messages(dependencies.find_lacks([Feature.LETTERS]))
    version = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    assert said in text and str(wheels.wheel_folder()) in text and wheels.wheel_folder().is_dir()
    assert "python_docx-…-py3-none-any.whl, lxml-…-" + version in text
