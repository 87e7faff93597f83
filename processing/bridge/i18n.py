"""Translation: sources are English; Simplified Chinese comes from `resources/i18n`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from .paths import TRANSLATIONS

try:
    from qgis.PyQt.QtCore import QCoreApplication, QLocale, QSettings, QTranslator
except ImportError:  # on a worker without QGIS, whose messages stay English
    QCoreApplication = None

CONTEXT = "FarmlandRedline"
LANGUAGES = ("zh", "en")
_translate: ContextVar[Callable[[str], str] | None] = ContextVar("translate", default=None)


def tr(text: str) -> str:
    """Translate a literal of the source into the language of the user, or that of `using_language`."""
    translate = _translate.get()
    if translate is not None:
        return translate(text)
    return text if QCoreApplication is None else QCoreApplication.translate(CONTEXT, text)


@contextmanager
def using_language(language: str) -> Iterator[None]:
    """Let `tr` translate into another language inside the `with` block, in this thread only.

    Args:
        language: `zh` or `en`.

    """
    token = _translate.set(report_language(language))
    try:
        yield
    finally:
        _translate.reset(token)


def _load(language: str) -> QTranslator | None:
    """Return the translator of a language (`zh_CN`), None where its file cannot be loaded.

    From what was read of the file: Qt maps a file that it loads itself, and a file that changes meanwhile, as with a
    new version of the plugin, ends the process.
    """
    translator = QTranslator()
    try:
        translator.content = (TRANSLATIONS / f"farmland_redline_{language}.qm").read_bytes()  # Qt copies nothing
    except OSError:
        return None
    return translator if translator.loadFromData(translator.content) else None


def user_language() -> str:
    """Return the language of QGIS among those of the plugin: `zh` or `en`."""
    locale = str(QSettings().value("locale/userLocale", "") or QLocale.system().name())
    return "zh" if locale.lower().startswith("zh") else "en"


def install_translator(language: str | None = None) -> QTranslator | None:
    """Install the plugin's translation into the application.

    Args:
        language: `zh` or `en`; QGIS's language if not given.

    Returns:
        the translator, which the caller keeps alive and removes; None for English, which needs none.

    """
    translator = _load("zh_CN") if (language or user_language()) == "zh" else None
    if translator is not None:
        QCoreApplication.installTranslator(translator)
    return translator


class ReportLanguage:
    """The `tr` of a report in a language, which passes to other processes by the language's name."""

    def __init__(self, language: str) -> None:
        """Load the translations of a language, `zh` or `en`."""
        self._language = language
        self._translator = _load("zh_CN") if language == "zh" else None

    def __call__(self, text: str) -> str:
        """Translate a literal of the source."""
        # Unlike QCoreApplication's, this `translate` reduces text to ASCII, but takes bytes as they are.
        translator = self._translator
        return (translator.translate(CONTEXT, text.encode()) if translator is not None else "") or text

    def __reduce__(self) -> tuple[type[ReportLanguage], tuple[str]]:
        """Be loaded anew where it arrives."""
        return ReportLanguage, (self._language,)


@cache
def report_language(language: str) -> ReportLanguage:
    """Return the `tr` of a report, whose language may differ from the user's; its file is read once.

    Args:
        language: `zh` or `en`.

    """
    return ReportLanguage(language)
