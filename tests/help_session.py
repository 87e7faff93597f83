"""What `qgis_process help` tells of every algorithm, in one process; each question to it costs a start of QGIS.

    python help_session.py

QGIS_CUSTOM_CONFIG_PATH names the profile. The plugin is loaded as QGIS loads it. Prints the answers as JSON by the
algorithms' ids, with the facts of each parameter and output.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from qgis import utils
from qgis.core import Qgis, QgsApplication, QgsProcessingAlgorithm, QgsProcessingParameterDefinition
from qgis.PyQt.QtCore import QCoreApplication, QSettings

# They have moved since 3.36, and lost their prefix.
FLAGS = getattr(Qgis, "ProcessingParameterFlag", None) or QgsProcessingParameterDefinition.Flag
ADVANCED, OPTIONAL = (getattr(FLAGS, name, None) or getattr(FLAGS, f"Flag{name}") for name in ("Advanced", "Optional"))


def parameter_facts(parameter: QgsProcessingParameterDefinition) -> dict[str, object]:
    """What `qgis_process` says of a parameter."""
    options = (
        {str(place): text for place, text in enumerate(parameter.options())} if hasattr(parameter, "options") else {}
    )
    return {
        "description": parameter.description(),
        "help": parameter.help(),
        "type": {"id": parameter.type()},
        "default_value": parameter.defaultValue(),
        "available_options": options or None,
        "is_advanced": bool(parameter.flags() & ADVANCED),
        "optional": bool(parameter.flags() & OPTIONAL),
        "is_destination": parameter.isDestination(),
    }


def help_of(algorithm: QgsProcessingAlgorithm) -> dict[str, object]:
    """What `qgis_process` says of an algorithm."""
    return {
        "algorithm_details": {"name": algorithm.displayName(), "short_description": algorithm.shortDescription()},
        "parameters": {row.name(): parameter_facts(row) for row in algorithm.parameterDefinitions()},
        "outputs": {row.name(): {"description": row.description()} for row in algorithm.outputDefinitions()},
    }


def main() -> None:
    """Load the plugin and tell of its algorithms."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    profile = Path(os.environ["QGIS_CUSTOM_CONFIG_PATH"]) / "profiles" / "default"
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(profile))
    application = QgsApplication([], False)
    QCoreApplication.setOrganizationName(QgsApplication.QGIS_ORGANIZATION_NAME)
    QCoreApplication.setApplicationName(QgsApplication.QGIS_APPLICATION_NAME)
    application.initQgis()
    assert utils.loadPlugin("farmland_redline") and utils.startProcessingPlugin("farmland_redline")
    provider = QgsApplication.processingRegistry().providerById("farmland_redline")
    json.dump({algorithm.id(): help_of(algorithm) for algorithm in provider.algorithms()}, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # QGIS without a window may crash on its way out


if __name__ == "__main__":
    main()
