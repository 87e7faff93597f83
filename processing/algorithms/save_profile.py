"""Save the mapping of fields and roles of layers as a file that every algorithm takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    LETTERHEAD,
    OUTPUT,
    PARCELS,
    PROFILE,
    ROLE_PARAMETERS,
    UNITS,
    ZONES,
    add_earlier_surveys,
    add_mappings,
    add_parcels,
    add_units,
    add_zone_inputs,
)

if TYPE_CHECKING:
    from ..bridge.survey.profile import Profile

DOCUMENT_NUMBER, SENDER = "DOCUMENT_NUMBER", "SENDER"
RECOGNISED_COUNT, UNCLEAR_COUNT = "RECOGNISED_COUNT", "UNCLEAR_COUNT"


class SaveProfile(RedlineAlgorithm):
    """The office's own names of fields, layers and units, kept for every later run."""

    ID = "save_profile"
    GROUP = "prepare"
    TAGS = (
        "profile",
        "mapping",
        "fields",
        "保存单位配置",
        "字段对应",
        "图层角色",
        "函件设置",
        "发文字号",
        "配置",
        "peizhi",
        "ziduan",
        "tuceng",
        "dwpz",
    )
    CARRIED_ON = (PROFILE,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Save office profile")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Saves how the office names fields, layers and units as a file that every algorithm takes as “Office "
            "profile”.\n"
            "Give the layers as you would for “Run everything”, with “Field mapping” and “Roles of zone layers” where "
            "they are needed. The file holds these mappings; what is recognised without them is noted; what is not "
            "recognised stands there as lines to fill in. Only names of layers and columns are looked at. A profile "
            "given here is carried on. What the office's letters bear is kept there too; the person to ask and the "
            "telephone number are written into the file by hand, since QGIS keeps a history of what is typed here.\n"
            "Picking the file in a run gives the same results as the mappings would."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_parcels(self, optional=True)
        add_zone_inputs(self)
        add_earlier_surveys(self)
        add_units(self)
        add_mappings(self)
        self.add(
            QgsProcessingParameterString(LETTERHEAD, tr("Letterhead"), optional=True),
            tr("The office's name in red above its letters."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString(DOCUMENT_NUMBER, tr("Document number of letters"), optional=True),
            tr(
                "How the office numbers its letters, with {year} and {number} where both go. The year is that of the "
                "letter's date; what is not known stays blank."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString(SENDER, tr("Signature of letters"), optional=True),
            tr("The office's name above the date, where the seal goes."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFileDestination(OUTPUT, tr("Profile file"), "YAML (*.yaml)"),
            tr("A text file to keep, to hand on and to edit. An older one there stays whole until the new one is."),
        )
        self.addOutput(QgsProcessingOutputNumber(RECOGNISED_COUNT, tr("Number of zone layers recognised")))
        self.addOutput(QgsProcessingOutputNumber(UNCLEAR_COUNT, tr("Number of zone layers not recognised")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Recognise fields and layers by their names, and write the file."""
        from ..bridge.io.staging import replacing
        from ..bridge.survey.layer_recognition import list_kinds
        from ..bridge.survey.profile import Profile, load_profile
        from ..bridge.survey.profile_builder import InspectedLayer, make_profile
        from ..bridge.survey.profile_writer import profile_text
        from ..bridge.survey.recognition_reasons import reason_text
        from ..bridge.survey.schema import load_survey
        from ..parameter_values import read_mapping, read_roles

        survey, path = load_survey(), Path(self.parameterAsFileOutput(parameters, OUTPUT, context))
        text = self.parameterAsFile(parameters, PROFILE, context)
        base = self._with_letters(load_profile(text, survey) if text else Profile(), parameters, context)

        def seen(parameter: str) -> list[InspectedLayer]:
            role = ROLE_PARAMETERS.get(parameter, "")
            return [InspectedLayer(source.name, source.columns, role) for source in self.sources[parameter]]

        zones = [layer for parameter in (*ROLE_PARAMETERS, ZONES) for layer in seen(parameter)]
        profile, findings = make_profile(
            next(iter(seen(PARCELS)), None),
            zones,
            seen(UNITS),
            read_mapping(self, parameters, context),
            read_roles(self, parameters, context),
            base,
            survey,
        )
        with replacing(path) as temporary:
            with temporary.open("w", encoding="utf-8", newline="\n") as file:
                file.write(profile_text(profile, findings, survey))
            load_profile(temporary, survey)  # what cannot be read again must not take the old file's place
            self.check_inputs()
        for layer, role, why in findings.recognised:
            progress.feedback.pushInfo(
                tr("Recognised: {layer} = {role}, {why}").format(
                    layer=layer, role=list_kinds([role], survey), why=reason_text(why)
                )
            )
        for _, reason in findings.unclear:
            progress.feedback.pushWarning(reason)
        progress.feedback.pushInfo(tr("Office profile: {path}").format(path=path))
        return {
            OUTPUT: str(path),
            RECOGNISED_COUNT: len(zones) - len(findings.unclear),
            UNCLEAR_COUNT: len(findings.unclear),
        }

    def _with_letters(self, base: Profile, parameters: Parameters, context: QgsProcessingContext) -> Profile:
        """Return a profile with what is given for letters here.

        Raises:
            InputError: the document number has other braces than those of year and number.

        """
        from ..bridge.errors import InputError
        from ..bridge.survey.letter_settings import pattern_mistake

        letters = base.letters
        letterhead, number, sender = (
            self.parameterAsString(parameters, name, context).strip() for name in (LETTERHEAD, DOCUMENT_NUMBER, SENDER)
        )
        wrong = pattern_mistake(number)
        if wrong:
            raise InputError(wrong)
        letters = replace(
            letters,
            letterhead=letterhead or letters.letterhead,
            number=number or letters.number,
            sender=sender or letters.sender,
        )
        return replace(base, letters=letters)
