"""The language of messages: the user's, a report's, and none without QGIS."""

import subprocess
import sys
import threading

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QSettings

from farmland_redline.processing.bridge.i18n import (
    install_translator,
    report_language,
    tr,
    user_language,
    using_language,
)

pytestmark = pytest.mark.usefixtures("qgis")
WORD, CHINESE = "the disk is full", "磁盘已满"


@pytest.fixture
def locale():
    settings, key = QSettings(), "locale/userLocale"
    before = settings.value(key)
    yield lambda name: settings.setValue(key, name)
    settings.setValue(key, before) if before is not None else settings.remove(key)


@pytest.mark.parametrize(
    ("name", "language"), [("zh_CN", "zh"), ("zh", "zh"), ("ZH-Hans", "zh"), ("de", "en"), ("en_US", "en")]
)
def test_the_language_of_qgis(locale, name, language):
    locale(name)
    assert user_language() == language


def test_reports_have_their_own_language():
    assert report_language("en")(WORD) == WORD
    assert report_language("zh")(WORD) == CHINESE
    assert report_language("zh")("no such text — ü") == "no such text — ü"


def test_another_language_for_a_while_in_this_thread():
    seen = []
    with using_language("zh"):
        assert tr(WORD) == CHINESE
        with using_language("en"):
            assert tr(WORD) == WORD
        thread = threading.Thread(target=lambda: seen.append(tr(WORD)))
        thread.start()
        thread.join()
        assert tr(WORD) == CHINESE
    assert tr(WORD) == WORD and seen == [WORD]


def test_the_translation_of_the_application():
    assert install_translator("en") is None
    translator = install_translator("zh")
    try:
        assert tr(WORD) == CHINESE
    finally:
        QCoreApplication.removeTranslator(translator)
    assert tr(WORD) == WORD


def test_without_qgis_texts_stay():
    code = (
        "import sys; sys.modules['qgis'] = None\n"
        "from farmland_redline.processing.bridge.i18n import tr\n"
        f"print(tr({WORD!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == WORD
