"""Paths of the plugin's own files."""

from __future__ import annotations

from pathlib import Path

PLUGIN = Path(__file__).resolve().parents[2]
METADATA = PLUGIN / "metadata.txt"
RESOURCES = PLUGIN / "resources"
HELP = RESOURCES / "help"
ICONS = RESOURCES / "icons"
SURVEY = RESOURCES / "survey"
TABLES = RESOURCES / "tables"
TRANSLATIONS = RESOURCES / "i18n"
CLASS_TABLE = SURVEY / "classes.csv"
DEFAULT_POLICY = RESOURCES / "policy" / "jingdezhen-2024.yaml"
POLICY_SCHEMA = RESOURCES / "policy" / "policy.schema.json"
OUTLINES = RESOURCES / "sites" / "outlines.yaml"
SITE_SHEET = RESOURCES / "sites" / "sheet.html"
RESULT_TABLES = RESOURCES / "results" / "tables.yaml"
WORKERS = RESOURCES / "workers.yaml"
COLUMNS = PLUGIN / "docs" / "columns.yaml"
