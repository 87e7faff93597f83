"""Translation: sources are English; Simplified Chinese comes from `resources/i18n`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .paths import TRANSLATIONS

try:
    from qgis.PyQt.QtCore import QCoreApplication, QLocale, QSettings, QTranslator
except ImportError:  # on a worker, which speaks English; who sent it the work has words of its own
    QCoreApplication = None

CONTEXT = "FarmlandRedline"
LANGUAGES = ("zh", "en")
_spoken: ContextVar[Callable[[str], str] | None] = ContextVar("spoken", default=None)


def tr(text: str) -> str:
    """Translate a literal of the source into the language of the user."""
    spoken = _spoken.get()
    if spoken is not None:
        return spoken(text)
    return text if QCoreApplication is None else QCoreApplication.translate(CONTEXT, text)


@contextmanager
def using_language(language: str) -> Iterator[None]:
    """Let `tr` speak another language meanwhile, in this thread: what dialogs call a thing, in a report's words."""
    token = _spoken.set(report_language(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def _load(language: str) -> QTranslator | None:
    translator = QTranslator()
    return translator if translator.load(str(TRANSLATIONS / f"farmland_redline_{language}.qm")) else None


def user_language() -> str:
    """QGIS's language, as far as the plugin speaks it: `zh` or `en`."""
    locale = str(QSettings().value("locale/userLocale", "") or QLocale.system().name())
    return "zh" if locale.lower().startswith("zh") else "en"


def install_translator(language: str | None = None) -> QTranslator | None:
    """Load the translation into the application; the caller keeps and removes it.

    Args:
        language: `zh` or `en`; QGIS's language if not given.

    """
    translator = _load("zh_CN") if (language or user_language()) == "zh" else None
    if translator is not None:
        QCoreApplication.installTranslator(translator)
    return translator


def report_language(language: str) -> Callable[[str], str]:
    """Give the `tr` of reports, whose language is the reader's, not the user's.

    Args:
        language: `zh` or `en`.

    """
    translator = _load("zh_CN") if language == "zh" else None

    def translate(text: str) -> str:
        # Unlike QCoreApplication's, this translate takes text as ASCII only, but bytes as they are.
        return (translator.translate(CONTEXT, text.encode()) if translator is not None else "") or text

    return translate
