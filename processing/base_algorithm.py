"""What all algorithms share: identity, help, the check of the libraries, and errors in the user's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (  # type: ignore[attr-defined]  # the stubs lack QgsProcessingException
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QIcon

from .analysis.progress import Cancelled
from .bridge import dependencies
from .bridge.compat import ADVANCED
from .bridge.confidential import hiding, without_secrets
from .bridge.dependencies import Feature, Lack
from .bridge.errors import InputError, error_reason, is_out_of_memory, log_details, plugin_error, storage_fault
from .bridge.i18n import LANGUAGES, tr, user_language, using_language
from .bridge.io.datasets import GEOPACKAGE
from .bridge.io.file_state import FileState
from .bridge.io.input_state import UnreliableInputError, changed_file
from .bridge.io.source_names import without_passwords
from .bridge.io.sources import (
    Parameters,
    Source,
    find_endless,
    find_named_server,
    find_oversized,
    find_unacceptable,
    find_unreachable,
    find_unreadable,
    given_files,
    has_misread,
    require_numbers,
    secret_texts,
    take_sources,
    users_and_passwords,
    without_plain_layers,
)
from .bridge.kept_threads import keep_thread
from .bridge.memory import few_looks_for_garbage, share_heaps
from .bridge.paths import HELP, ICONS
from .bridge.plain_text import without_markup
from .bridge.progress import FeedbackProgress
from .bridge.waiting import heeding

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QWidget


WORKBOOK = "WORKBOOK"  # parameter by which a run asks for a workbook of its results

# Words by which the toolbox finds every tool of the plugin: English, Chinese, pinyin, and initials of pinyin.
_TAGS_OF_ALL = (
    *("farmland", "cultivated land", "red line", "PBF", "permanent basic farmland", "land survey"),
    *("耕地红线", "耕地保护", "永久基本农田", "永农", "三调", "国土变更调查"),
    *("gengdihongxian", "gengdibaohu", "yongjiujibennongtian", "sandiao"),
    *("gdhx", "gdbh", "yjjbnt", "yn", "sd"),
)


def icon_path(name: str) -> str:
    """Return the path of the SVG icon of that name."""
    return str(ICONS / f"{name}.svg")


class RedlineAlgorithm(QgsProcessingAlgorithm):
    """An algorithm of the provider.

    Subclasses set `ID`, `GROUP`, `TAGS` and `FEATURES`, and implement `title`, `summary`, `initAlgorithm` and
    `execute`. `features` says which of `FEATURES` a run wants; while it runs, `lacks` are those that it cannot have,
    of which the user knows, and `looked_at` says since when it looks at the folders of its files that are no layers.
    """

    ID = ""
    GROUP = ""
    TAGS: tuple[str, ...] = ()
    FEATURES: tuple[Feature, ...] = ()
    # Parameters of files that an output may take the place of, as it carries them on.
    CARRIED_ON: tuple[str, ...] = ()
    looked_at: Mapping[Path, int] = {}
    # Set by the desktop: makes an algorithm's dialog, filled in with what the project has.
    make_dialog: Callable[[RedlineAlgorithm, QWidget | None], QWidget] | None = None

    def title(self) -> str:
        """Return the name shown to users."""
        raise NotImplementedError

    def summary(self) -> str:
        """Say what the algorithm does, in a few sentences."""
        raise NotImplementedError

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Do the work and return the outputs; the geo stack may be imported here."""
        raise NotImplementedError

    def features(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[Feature, ...]:
        """Return which of `FEATURES` these parameters ask for: a workbook only where its parameter is given."""
        if self.parameterDefinition(WORKBOOK) is None or self.parameterAsFileOutput(parameters, WORKBOOK, context):
            return self.FEATURES
        return tuple(feature for feature in self.FEATURES if feature is not Feature.WORKBOOK)

    def createInstance(self) -> RedlineAlgorithm:
        """Return a new instance for a run."""
        return type(self)()

    def createCustomParametersWidget(self, parent: QWidget | None = None) -> QWidget | None:
        """Return the dialog that the desktop makes; QGIS makes its own where there is none."""
        make = RedlineAlgorithm.make_dialog
        return None if make is None else make(self, parent)

    def dialog_titles(self, language: str) -> dict[str, dict[str, str]]:
        """Return the names that dialogs show in a language, by id: of `algorithms` and of `parameters`.

        Where algorithms name a parameter differently, this one's name counts.
        """
        provider = self.provider()
        made = provider.algorithms() if provider else []
        kinds = {type(kind) for kind in made if isinstance(kind, RedlineAlgorithm)}
        dialogs = _dialogs(tuple(sorted(kinds, key=lambda kind: kind.ID)), language)
        parameters: dict[str, str] = {}
        for _, _, names in sorted(dialogs, key=lambda dialog: dialog[0] == self.name()):
            parameters.update(names)
        return {"algorithms": {name: title for name, title, _ in dialogs}, "parameters": parameters}

    def name(self) -> str:
        """Return the stable identifier."""
        return self.ID

    def displayName(self) -> str:
        """Return the name in the toolbox."""
        return self.title()

    def shortDescription(self) -> str:
        """Return the tooltip in the toolbox."""
        return self.summary().split("\n", 1)[0]

    def groupId(self) -> str:
        """Return the stable identifier of the group; empty where the algorithm stands by itself."""
        return self.GROUP

    def group(self) -> str:
        """Return the group in the toolbox, which sorts by name: hence the numbers."""
        names = {"": "", "prepare": tr("1 Prepare"), "analyse": tr("2 Analyse"), "report": tr("3 Report")}
        return names[self.GROUP]

    def tags(self) -> list[str]:
        """Return words by which the toolbox finds it: English, Chinese, pinyin, initials of pinyin."""
        return list(dict.fromkeys((*self.TAGS, *_TAGS_OF_ALL)))

    def icon(self) -> QIcon:
        """Return the icon in the toolbox."""
        return QIcon(icon_path(self.ID))

    def svgIconPath(self) -> str:
        """Return the icon as a file."""
        return icon_path(self.ID)

    def shortHelpString(self) -> str:
        """Return the help panel: the summary, then parameters, outputs and advanced parameters.

        `qgis_process` prints it as it is, after the short description and before the help of each parameter: there it
        is plain text, and only what neither of them says.
        """
        if QgsApplication.platform() == "qgis_process":
            return "\n".join((*self.summary().split("\n")[1:], *self._lacks())).strip()
        definitions = self.parameterDefinitions()
        made = [d for d in definitions if d.isDestination()]
        given = [d for d in definitions if not d.isDestination() and not d.flags() & ADVANCED]
        advanced = [d for d in definitions if not d.isDestination() and d.flags() & ADVANCED]
        parts = [f"<p>{escape(text)}</p>" for text in self.summary().split("\n") if text]
        parts += [f"<p><b>{escape(text)}</b></p>" for text in self._lacks()]
        sections = ((tr("Parameters"), given), (tr("Outputs"), made), (tr("Advanced parameters"), advanced))
        for title, members in sections:
            if members:
                parts.append(f"<h3>{escape(title)}</h3>")
            parts += [f"<p><b>{escape(d.description())}</b><br>{escape(d.help())}</p>" for d in members]
        return "".join(parts)

    def _lacks(self) -> list[str]:
        """Return what the algorithm cannot make here, and what to install for it."""
        dependencies.take_wheels()
        return dependencies.lack_messages(dependencies.find_lacks(self.FEATURES, load=False))

    def helpUrl(self) -> str:
        """Return the page of the bundled help in the user's language, else in another; empty where there is none."""
        for language in dict.fromkeys((user_language(), *reversed(LANGUAGES))):
            page = HELP / language / "reference" / f"{self.ID}.html"
            if page.is_file():
                # Encoded: QGIS parses the text as a URL again, and folders have blanks, Chinese, # and %.
                return bytes(QUrl.fromLocalFile(str(page)).toEncoded()).decode("ascii")
        return ""

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str, advanced: bool = False) -> None:
        """Declare a parameter with its help."""
        parameter.setHelp(help_text)
        if advanced:
            parameter.setFlags(parameter.flags() | ADVANCED)
        self.addParameter(parameter)

    def canExecute(self) -> tuple[bool, str]:
        """Return whether the libraries are installed; the toolbox shows the reason if not."""
        try:
            dependencies.require()
        except dependencies.StackError as error:
            return False, str(error)
        return True, ""

    def checkParameterValues(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[bool, str]:
        """Return whether the run may start; if not, why, and what to do about it."""
        own = find_named_server(self, parameters, context) or find_endless(self, parameters, context)
        own = own or find_oversized(self, parameters)
        own = own or find_unreachable(self, parameters, context)
        if not own:
            good, reason = super().checkParameterValues(without_plain_layers(self, parameters, context), context)
            if good and not has_misread(self, parameters, context):
                return True, ""
            own = find_unreadable(self, parameters, context) or find_unacceptable(self, parameters, context)
            with hiding(secret_texts(parameters), users_and_passwords(parameters)):
                own = own or without_secrets(reason or "")
        return False, without_markup(own)

    def asPythonCommand(self, parameters: Parameters, context: QgsProcessingContext) -> str:
        """Return the call that QGIS keeps in its history: connections without their passwords."""
        return super().asPythonCommand(without_passwords(parameters), context)

    def asQgisProcessCommand(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[str, bool]:
        """Return the command that QGIS keeps in its history: connections without their passwords."""
        return super().asQgisProcessCommand(without_passwords(parameters), context)

    def asMap(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, object]:
        """Return the parameters that QGIS keeps in its history: connections without their passwords."""
        return super().asMap(without_passwords(parameters), context)

    def prepareAlgorithm(
        self, parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback | None
    ) -> bool:
        """Take the layers, in the thread in which QGIS prepares the run: the main one, where they live."""
        self.refused: InputError | None = None
        self.sources: dict[str, list[Source]] = {}
        self.files: list[FileState] = []
        try:
            self.files = [FileState(path) for path in given_files(self, parameters, context)]
            require_numbers(self, parameters, context)  # steps of models are not asked for `checkParameterValues`
            self.sources = take_sources(self, parameters, context)
        except InputError as error:
            self.refused = error  # raised when the run begins: QGIS drops the message of what is raised here
        return True

    def check_inputs(self) -> None:
        """Check that layers are as they were when the run was prepared; call it before outputs are put in place.

        Policies, forms and templates are not looked at: they are read at once, and what fails of them costs no figures.

        Raises:
            UnreliableInputError: a file was changed, replaced or removed meanwhile.

        """
        changed = self._changed_file(lambda path: path.suffix.lower() == GEOPACKAGE)
        if changed:
            raise UnreliableInputError(changed)

    def check_reading(self) -> None:
        """Check that all inputs are of one moment; call it when they have been read, those of databases for good.

        Raises:
            UnreliableInputError: one was changed since the run was prepared, or a database no longer answers.

        """
        changed = self._changed_file()
        if changed:
            raise UnreliableInputError(changed)
        for source in (source for given in self.sources.values() for source in given):
            source.features.state.check()

    def _changed_file(self, counts: Callable[[Path], bool] = lambda _: True) -> str:
        """Return the message which file of the inputs was changed; empty if none was.

        Args:
            counts: whether a file that was given as such, and not as a layer, is looked at.

        """
        sources = (source for given in self.sources.values() for source in given)
        states = [state for source in sources for state in source.features.state.files]
        states += [state for state in self.files if counts(state.path)]
        return next((changed_file(state.path) for state in states if state.is_changed), "")

    def processAlgorithm(
        self,
        parameters: Parameters,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback | None,
    ) -> dict[str, object]:
        """Run, and turn errors that a user can mend into messages."""
        outcome = self._attempt(parameters, context, QgsProcessingFeedback() if feedback is None else feedback)
        if isinstance(outcome, str):
            # QGIS's bindings keep an error for ever, with all that its frames and what it comes from hold: layers,
            # which would hold their files and live longer than QGIS, and tables. So it comes from nothing.
            del self, parameters, context, feedback
            raise QgsProcessingException(outcome)
        return outcome

    def _attempt(
        self, parameters: Parameters, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, object] | str:
        """Run; return the results, or the message why there are none."""
        given = [source for sources in self.sources.values() for source in sources]
        progress = FeedbackProgress(feedback)
        hidden = hiding(secret_texts(parameters, given), users_and_passwords(parameters, given))
        with hidden, heeding(progress.check), few_looks_for_garbage():
            try:
                return self._run(parameters, context, progress)
            except Cancelled:
                # QGIS knows that it was cancelled; nothing was written.
                feedback.pushInfo(tr("Cancelled; no output was written."))
                return {}
            except Exception as error:
                # What became of an input in the middle of the run explains the error, whatever it looks like.
                messages = dict.fromkeys(filter(None, (self._changed_file(), _message(error))))
                return without_markup(without_secrets("\n".join(messages)))

    def _run(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Run where the libraries are installed and the layers could be taken; first say what cannot be made."""
        share_heaps()
        keep_thread()
        dependencies.require()
        if self.refused is not None:
            raise self.refused
        for text in dependencies.take_wheels():
            progress.feedback.pushWarning(text)
        self.lacks: tuple[Lack, ...] = dependencies.find_lacks(self.features(parameters, context))
        for text in dependencies.lack_messages(self.lacks):
            progress.feedback.pushWarning(text)
        from .bridge.io.output_places import check_outputs  # noqa: PLC0415  needs the geo stack
        from .bridge.io.staging import keeping  # noqa: PLC0415

        self.looked_at, read = check_outputs(self, parameters, context, self.sources, self.CARRIED_ON)
        with keeping(read):
            return self.execute(parameters, context, progress)


@cache
def _dialogs(kinds: tuple[type[RedlineAlgorithm], ...], language: str) -> tuple[tuple[str, str, dict[str, str]], ...]:
    """Return the id, title and names of the parameters of dialogs; kept, for it takes a fifth of a small run."""
    with using_language(language):
        dialogs = [kind() for kind in kinds]
        for dialog in dialogs:
            dialog.initAlgorithm()
        return tuple(
            (
                dialog.name(),
                dialog.displayName(),
                {each.name(): each.description() for each in dialog.parameterDefinitions()},
            )
            for dialog in dialogs
        )


def _message(error: Exception) -> str:
    """Return what went wrong, in the user's language; the log keeps the details of an error of the plugin's own."""
    if is_out_of_memory(error):
        return tr(
            "There is not enough memory for this run; no output was written. Close other programs, or run county by "
            "county."
        )
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return tr("“{path}” could not be read or written: {reason}. No output was written.").format(
            path=error.filename, reason=error_reason(error)
        )
    log_details(error)
    fault = storage_fault(error)
    if fault:
        return tr(
            "One of the files of this run could not be read or written any more: {reason}. No output was written. See "
            "whether the disk is in order and the files are whole, and run again."
        ).format(reason=fault)
    return tr(
        "The run stopped at an error of the plugin; no output was written. Please report it, with the details in "
        "QGIS's log panel “Farmland Redline”: {error}"
    ).format(error=plugin_error(error))
