"""Templates of the tables that people fill in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import QgsProcessingContext, QgsProcessingParameterFileDestination

from ..base_algorithm import RedlineAlgorithm
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..bridge.tables.definitions import table_ids
from ..parameters import LANGUAGE, OUTPUT, add_language, enumeration, several

TABLES, TABLE_AREAS = "TABLES", "TABLE_AREAS"
_AREAS = ("m2", "mu")


class WriteTemplates(RedlineAlgorithm):
    """Workbooks with headings, examples and explanations, which the algorithms of cases, quota and others read."""

    ID = "write_templates"
    GROUP = "prepare"
    TAGS = (
        *("template", "cases", "events", "quota", "rates", "模板", "填报", "案件表", "约谈", "指标台账"),
        *("muban", "anjian", "tianbao"),
    )
    FEATURES = (Feature.TABLES,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Write templates of tables")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Writes a workbook with the headings of tables that no map holds, such as cases and events, two example "
            "rows and a sheet that explains every column.\n"
            "Fill in a copy, and give it to the algorithms that ask for the table; a CSV file with the same headings, "
            "a table of a GeoPackage or a loaded layer will do as well. Columns are found by headings, in Chinese or "
            "English, or by their ids, in any order; the example rows are no data. The tables are declared in "
            "resources/tables in the plugin's folder, each column with its source."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add(
            several(TABLES, tr("Tables"), table_ids()),
            tr("Each gets a sheet of its own; one workbook may hold several tables when it is read."),
        )
        self.add(
            enumeration(TABLE_AREAS, tr("Unit of areas"), _AREAS),
            tr("The headings state it; whoever fills in the table may change it there, or write 12.5亩 into a cell."),
        )
        add_language(self)
        self.add(
            QgsProcessingParameterFileDestination(OUTPUT, tr("Workbook of templates"), "Excel (*.xlsx)"),
            tr("A new file: one that is there already is never replaced, as somebody may have filled it in."),
        )

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Write the workbook."""
        from ..bridge.dependencies import require_feature
        from ..bridge.errors import InputError
        from ..bridge.i18n import report_language
        from ..bridge.io.provenance import run_time
        from ..bridge.io.staging import replacing
        from ..bridge.tables.definitions import load_table
        from ..reports.workbook.table_templates import write_templates

        require_feature(Feature.TABLES)
        language = self.parameterAsEnumString(parameters, LANGUAGE, context)
        tables = [load_table(name) for name in self.parameterAsEnumStrings(parameters, TABLES, context)]
        unit = self.parameterAsEnumString(parameters, TABLE_AREAS, context)
        output = Path(self.parameterAsFileOutput(parameters, OUTPUT, context))
        if output.exists():
            text = tr("“{path}” exists already, and may hold what somebody has filled in. Choose another name.")
            raise InputError(text.format(path=output))
        with replacing(output) as temporary:
            write_templates(tables, temporary, language, unit, run_time(), report_language(language))
        progress.feedback.pushInfo(
            tr("Templates of {count} tables written to “{file}”.").format(count=len(tables), file=output.name)
        )
        return {OUTPUT: str(output)}
