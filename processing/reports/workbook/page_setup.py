"""How sheets of the workbook are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..labels import Translate
from .cells import cell_text

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

A4, A3 = 9, 8  # Excel's numbers
_LONGEST = 60  # letters of the title: a footer holds 255 characters


def set_up_page(
    sheet: WriteOnlyWorksheet, paper: int, pages_wide: int, pages_high: int, title: str, tr: Translate
) -> None:
    """Set up how a sheet is printed; before its first row.

    Args:
        sheet: the sheet.
        paper: Excel's number of its size.
        pages_wide: number of pages side by side.
        pages_high: number of pages on each other; 0 for as many as it takes.
        title: stands in the footer.
        tr: translates.
    """
    from openpyxl.worksheet.page import PageMargins  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", paper
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, pages_high
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    # In a footer & begins a code, so two stand for one.
    sheet.oddFooter.left.text = cell_text(title[:_LONGEST]).replace("&", "&&")
    sheet.oddFooter.center.text = tr("Page {page} of {pages}").format(page="&P", pages="&N")
