"""Templates of tables of input: a sheet a table with two example rows, and one that explains every column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ...bridge.dependencies import Feature, require_feature
from ...bridge.tables.column_values import values_of
from ...bridge.tables.definitions import AREA, TableColumn, TableDefinition
from ..labels import Translate
from ..office_timestamps import SettledZip
from ..text_width import text_width
from .cells import CellFormats

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles.cell_style import StyleArray

M2, MU = "m2", "mu"
_FORM_ROWS = 500  # of which the cells are made ready: text stays text, and choices can be chosen
_NEEDED = "*"
_M2_PER_MU = 2000 / 3
_EXAMPLE = "808080"


def write_templates(
    tables: Sequence[TableDefinition], path: Path, language: str, unit: str, created: datetime, tr: Translate
) -> None:
    """Write a workbook with a sheet for each table and one of explanations.

    Args:
        tables: whose templates are wanted.
        path: the file to write.
        language: of headings, choices and explanations.
        unit: of areas: `m2` or `mu`; the headings state it.
        created: the run's time, so that the same run gives the same bytes.
        tr: translates.

    Raises:
        FeatureError: openpyxl is missing.

    """
    require_feature(Feature.TABLES)
    from openpyxl import Workbook  # noqa: PLC0415  (optional: the plugin must load without it)
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    book = Workbook(write_only=True)
    book.properties.creator = ""
    writer = _TemplateWriter(book, language, unit, tr)
    for table in tables:
        writer.write_table(table)
    writer.write_explanations(tables)
    with SettledZip(path, created) as archive:
        ExcelWriter(book, archive).write_data()


class _TemplateWriter:
    """Writes the sheets of templates into a workbook."""

    def __init__(self, book: Workbook, language: str, unit: str, tr: Translate) -> None:
        """Arguments as in `write_templates`."""
        self._book, self._language, self._unit, self._tr = book, language, unit, tr

    def write_table(self, table: TableDefinition) -> None:
        """Write the sheet of a table: headings, two examples, and cells that are ready to be filled in."""
        from openpyxl.utils import get_column_letter  # noqa: PLC0415
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

        sheet = self._book.create_sheet(table.name[self._language])
        formats = CellFormats(sheet, self._tr)
        looks = {kind: self._look(formats, kind) for kind in ("text", "number")}
        examples = {
            kind: formats.make(colour=_EXAMPLE, lined=True, number_format=number_format)
            for kind, number_format in (("text", "@"), ("number", "General"))
        }
        sheet.freeze_panes = "B2"
        for number, column in enumerate(table.columns, 1):
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = max(text_width(self.heading(column)) + 3, 12)
            words = list(column.words[self._language].values())
            if words:
                choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
                choice.add(f"{letter}2:{letter}{_FORM_ROWS}")
                sheet.data_validations.append(choice)
        sheet.append([formats.text(self.heading(column), formats.head) for column in table.columns])
        for row in range(_FORM_ROWS - 1):
            cells = []
            for column in table.columns:
                kind = "number" if column.is_amount else "text"
                value = self.example(column, row) if row < len(column.examples) else ""
                if value == "":
                    cells.append(formats.blank(looks[kind]))
                    continue
                cell = formats.text(value, examples[kind])
                if column.is_amount:
                    cell.value = float(str(value))
                cells.append(cell)
            sheet.append(cells)

    @staticmethod
    def _look(formats: CellFormats, kind: str) -> StyleArray:
        """Return the format of a cell to be filled in: what is no number stays text, such as codes and dates."""
        return formats.make(lined=True, number_format="General" if kind == "number" else "@")

    def heading(self, column: TableColumn) -> str:
        """Return the heading of a column, with the unit of areas and a mark where a value is needed."""
        heading = column.heading[self._language]
        if column.kind == AREA:
            names = {"zh": {M2: "（平方米）", MU: "（亩）"}, "en": {M2: " (m²)", MU: " (mu)"}}
            heading += names[self._language][self._unit]
        return heading + (_NEEDED if column.required else "")

    def example(self, column: TableColumn, row: int) -> object:
        """Return an example as the template shows it."""
        value = column.examples[row]
        if column.kind == AREA and self._unit == MU and value != "":
            return round(float(str(value)) / _M2_PER_MU, 4)
        values = values_of(column)
        if values is None or value == "":
            return value
        read = values.read(value)
        marks = {"yes": self._tr("yes"), "no": self._tr("no")}
        return {**marks, **column.words[self._language]}.get(str(read), value)

    def write_explanations(self, tables: Sequence[TableDefinition]) -> None:
        """Write the sheet that explains every column of every table."""
        tr, language = self._tr, self._language
        sheet = self._book.create_sheet(tr("Explanations"))
        formats = CellFormats(sheet, tr)
        plain = formats.make(lined=True, wrapped=True)
        for letter, width in zip("ABCDEFG", (12, 24, 18, 8, 34, 60, 20)):
            sheet.column_dimensions[letter].width = width
        notes = [
            tr("Fill in one row each; the two grey rows are examples: write over them, or delete them."),
            tr("Columns marked * need a value. They may stand in any order, and with others; keep the headings."),
            tr("Dates like 2024-03-01, 2024/3/1 or 2024年3月1日. No names, telephone numbers or other personal data."),
        ]
        for note in notes:
            sheet.append([formats.text(note, formats.note)])
        for table in tables:
            sheet.append([])
            sheet.append([formats.text(table.name[language], formats.title)])
            sheet.append([formats.text(f"{table.about[language]} [{table.source}]", formats.note)])
            heads = (tr("Table"), tr("Column"), tr("Id"), tr("Needed"), tr("Allowed"), tr("Explanation"), tr("Source"))
            sheet.append([formats.text(head, formats.head) for head in heads])
            for column in table.columns:
                values = (
                    table.name[language],
                    self.heading(column).rstrip(_NEEDED),
                    column.id,
                    tr("yes") if column.required else "",
                    self._allowed(column),
                    column.about[language],
                    column.source,
                )
                sheet.append([formats.text(value, plain) for value in values])

    def _allowed(self, column: TableColumn) -> str:
        """Return what may stand in a column."""
        tr = self._tr
        words = column.words[self._language]
        if words:
            return tr("one of: {words}").format(words=", ".join(words.values()))
        return {
            "text": tr("text"),
            "unit": tr("code or name of a county"),
            "unit_code": tr("code of a unit, six digits or more"),
            "class": tr("land class, such as 0101"),
            "start": tr("date; a month alone is its first day"),
            "end": tr("date; a month alone is its last day, 长期 is no end"),
            "mark": tr("yes or no"),
            "area": tr("area in the unit of the heading, or with its own: 12.5亩"),
            "number": tr("number"),
            "ratio": tr("share: 0.12 or 12 %"),
            "whole": tr("whole number"),
            "year": tr("year of four digits"),
        }[column.kind]
