"""The rules of the house (design.md), held over the whole repository by its syntax trees."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "farmland_redline"
TOP_FILES = {
    "metadata.txt", "__init__.py", "plugin.py", "Makefile", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE",
    ".gitignore", ".gitattributes", "mkdocs.yml",
