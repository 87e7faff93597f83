"""Every output of every algorithm against every input and every other output, before the work.

The provider is asked for its algorithms and their parameters, so that a new one is held without a word here.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

import pyogrio
import pytest
from conftest import ROOT
from fieldwork_answers import fill_in
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from farmland_redline.processing.bridge.compat import FOLDER
from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.output_places import check_outputs

from .conftest import content, languages, speaking, units
from .test_fieldwork import decisions, device, findings, results, way_back

__all__ = ["device", "results"]
LAYERS = (QgsProcessingParameterFeatureSource, QgsProcessingParameterMultipleLayers)
FILES = (QgsProcessingParameterFileDestination, QgsProcessingParameterVectorDestination)


def algorithms():
    found = QgsApplication.processingRegistry().providerById("farmland_redline").algorithms()
    return sorted(found, key=lambda each: each.name())


def suffix_of(definition) -> str:
    """The ending of files that a parameter takes."""
    filters = definition.createFileFilter() if isinstance(definition, QgsProcessingParameterFile) else ""
    return next(iter(re.findall(r"\*(\.\w+)", filters)), ".gpkg")


class Given:
    """Values for all parameters of an algorithm, each layer and file one of its own, and their paths."""

    def __init__(self, algorithm, folder: Path) -> None:
        self.name, self.parameters, self.paths = algorithm.name(), {}, {}
        self.outputs = [each for each in algorithm.parameterDefinitions() if isinstance(each, FILES)]
        folder.mkdir()
        for each in algorithm.parameterDefinitions():
            path = folder / f"{each.name()}{suffix_of(each)}"
            if isinstance(each, (*LAYERS, QgsProcessingParameterFile)):
                pyogrio.write_dataframe(units(), path.with_suffix(".gpkg"), layer="x")
                path.with_suffix(".gpkg").rename(path)
                takes_folder = isinstance(each, QgsProcessingParameterFile) and each.behavior() == FOLDER
                self.paths[each.name()] = path
                several = isinstance(each, QgsProcessingParameterMultipleLayers)
                self.parameters[each.name()] = [str(path)] if several else str(folder if takes_folder else path)
            elif isinstance(each, QgsProcessingParameterFolderDestination):
                self.parameters[each.name()] = str(folder / "out")
            elif isinstance(each, FILES):
                suffix = ".geojson" if isinstance(each, FILES[1]) else f".{each.defaultFileExtension()}"
                self.parameters[each.name()] = str(folder / f"{each.name()}{suffix}")
            elif isinstance(each, QgsProcessingParameterString) and not each.defaultValue():
                self.parameters[each.name()] = "x"
            elif isinstance(each, QgsProcessingParameterNumber) and each.defaultValue() is None:
                self.parameters[each.name()] = max(each.minimum(), 1)
        self.folder = folder
        self._folders = [name for name, path in self.parameters.items() if path == str(folder)]

    def folders(self, output) -> list[str]:
        """Parameters of folders, in which layers may be made, and no files that the run reads be replaced by others."""
        return [] if isinstance(output, QgsProcessingParameterFileDestination) else self._folders

    def refusal(self, **changed: object) -> str:
        """What a whole run says before it reads anything."""
        import processing

        with pytest.raises(QgsProcessingException) as error:
            processing.run(
                f"farmland_redline:{self.name}",
                {**self.parameters, **changed},
                feedback=QgsProcessingFeedback(False),
                context=QgsProcessingContext(),
            )
        return str(error.value)

    def refusals(self, changes: Iterable[dict[str, object]]) -> Iterator[str]:
        """What a run, prepared once, says of other outputs, by the check that every run begins with."""
        made = QgsApplication.processingRegistry().createAlgorithmById(f"farmland_redline:{self.name}")
        context = QgsProcessingContext()
        assert made.prepareAlgorithm(self.parameters, context, QgsProcessingFeedback(False)) and not made.refused
        for changed in changes:
            with pytest.raises(InputError) as error:
                check_outputs(made, {**self.parameters, **changed}, context, made.sources, made.CARRIED_ON)
            yield str(error.value)


def test_no_output_of_any_algorithm_is_an_input(row, qgis, tmp_path):
    """By hand: nothing else refuses a run with such values before it has read them."""
    tried = set()
    for algorithm in algorithms():
        given = Given(algorithm, tmp_path / algorithm.name())
        if not (given.outputs and given.paths):
            continue
        before = content(given.folder)
        first = next(iter(given.paths))
        pairs = [(output, first) for output in given.outputs]
        pairs += [(output, name) for output in given.outputs[:1] for name in given.paths]
        pairs = [(one, name) for one, name in pairs if name not in (*algorithm.CARRIED_ON, *given.folders(one))]
        changes = [{output.name(): str(given.paths[name])} for output, name in pairs]
        for said, change in zip([given.refusal(**changes[0]), *given.refusals(changes)], [changes[0], *changes]):
            assert row.is_said(said, "en"), f"{algorithm.name()}: {change}: {said}"
        tried |= {(algorithm.name(), name) for _, name in pairs}
        assert content(given.folder) == before
    assert {("import_patrol", "PACKAGE"), ("import_patrol", "PATROL_FOLDER"), ("self_check", "PACKAGE")} <= tried


def test_no_two_outputs_of_any_algorithm_are_one(row, qgis, tmp_path):
    tried = set()
    for algorithm in algorithms():
        given = Given(algorithm, tmp_path / algorithm.name())
        pairs, changes = list(combinations(given.outputs, 2)), []
        for pair in pairs:
            are_layers = all(isinstance(each, FILES[1]) for each in pair)
            path = str(given.folder / ("both.geojson" if are_layers else "both.gpkg"))
            changes.append({each.name(): path for each in pair})
        said = [given.refusal(**changes[0]), *given.refusals(changes)] if pairs else []
        assert all(row.is_said(text, "en") for text in said), f"{algorithm.name()}: {said}"
        tried |= {(algorithm.name(), frozenset(each.name() for each in pair)) for pair in pairs}
    assert ("report_period", frozenset(("PERIODS", "PAGE"))) in tried
    assert ("check_project_site", frozenset(("PROBLEMS", "REPORT"))) in tried


@pytest.mark.parametrize("place", ["设备/CON.csv", "无/a|b.csv"])
def test_a_place_for_the_answers_that_is_none(row, office, results, device, place):
    """Told before a decision is written."""
    fill_in(device, {findings(device)[0]: {"verdict": "confirmed", "checker": "王"}})
    before = content(office.folder)
    for language in languages(row):
        with speaking(language), pytest.raises(QgsProcessingException):
            office.run("import_patrol", **way_back(results, device), OUTPUT=str(office.folder / place))
        assert row.is_said(office.log, language), office.log
    assert content(office.folder) == before and not decisions(results)
    table = office.folder / "设备" / "回传.csv"
    for _ in range(2):  # the table itself may stand among the answers, again and again
        office.run("import_patrol", **way_back(results, device), OUTPUT=str(table))
    assert len(decisions(results)) == 1 and table.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_folder_of_outputs_in_which_an_input_stands(row, office):
    """Under the name of an output, which is known at the end only."""
    office.run("run_batch", **office.plain())
    given = {"PACKAGE": str(office.out / "farmland_redline.gpkg"), "LANGUAGE": "zh"}
    letters = office.folder / "函"
    office.run("export_county_letters", **given, OUTPUT_FOLDER=str(letters))
    (letter,) = letters.glob("*.docx")
    shutil.copy(ROOT / "resources" / "letters" / "county_zh.docx", letter)
    before = content(office.folder)
    with speaking("zh"), pytest.raises(QgsProcessingException):
        office.run("export_county_letters", **given, OUTPUT_FOLDER=str(letters), LETTER_TEMPLATE=str(letter))
    assert row.is_said(office.log, "zh"), office.log
    assert content(office.folder) == before
