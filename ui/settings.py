"""What the start panel keeps of the user's choices, in QGIS's settings."""

from __future__ import annotations

from qgis.core import QgsSettings

OUTPUT_FOLDER, POLICY, PROFILE = "output_folder", "policy", "profile"
POLICY_DRAFT = "policy_draft_of"
MAPS, LETTERS, REVIEWER = "maps", "letters", "reviewer"
_PREFIX = "farmland_redline/start/"


def kept_text(key: str, default: str = "") -> str:
    """Return a kept text."""
    return str(QgsSettings().value(_PREFIX + key, default) or "")


def kept_choice(key: str, default: bool) -> bool:
    """Return a kept yes or no."""
    return bool(QgsSettings().value(_PREFIX + key, default, type=bool))


def keep(key: str, value: str | bool) -> None:
    """Keep a text, or a yes or no."""
    QgsSettings().setValue(_PREFIX + key, value)
