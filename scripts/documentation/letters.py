"""The shipped templates of the county letter, in the form of an official letter; called by scripts/letter_templates."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from farmland_redline.processing.reports.letters.writer import shipped_template
from farmland_redline.processing.reports.office_timestamps import set_time

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.styles.style import BaseStyle
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

# The margins of official documents (GB/T 9704).
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_LINES, _CHARACTERS = 22, 28
_MADE = datetime(2024, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Look:
    """Fonts of a language, sizes in points, the lines' distance, and what stands around the page number."""

    title: str
    head: str
    text: str
    latin: str
    size: float
    line: float
    title_size: float
    pages: tuple[str, str]


LOOKS = {
    "zh": Look("方正小标宋简体", "黑体", "仿宋", "Times New Roman", 16, 28.95, 22, ("— ", " —")),
    "en": Look("Arial", "Arial", "Times New Roman", "Times New Roman", 11, 16, 17, ("— ", " —")),
}
# (kind of paragraph, text): title, text (indented), plain, head, caption, block (a table or the map), right.
LETTERS = {
    "zh": (
        ("right", "__________〔____〕__号"),
        ("title", "关于{{unit}}耕地保护目标核查结果的函"),
        ("plain", "{{unit}}自然资源主管部门："),
        (
            "text",
            "依据{{policy}}确定的目标任务，利用国土调查成果和永久基本农田等规划图层，对{{unit}}耕地保有量、永久基本农田和"
            "耕地恢复潜力进行了叠加核查。现将核查结果函告如下。",
        ),
        ("head", "一、目标完成情况"),
        (
            "text",
            "{{holding_text}}{{pbf_text}}{{data}}",
        ),
        ("caption", "表1  目标完成情况"),
        ("block", "{{table_targets}}"),
        ("text", "{{gap_text}}详见表2。"),
        ("caption", "表2  耕地缺口及恢复进展"),
        ("block", "{{table_gap}}"),
        ("head", "二、永久基本农田占用冲突"),
        (
            "text",
            "{{conflicts_text}}{{noted_text}}{{legality_text}}",
        ),
        ("caption", "表3  分类占用冲突"),
        ("block", "{{table_conflicts}}"),
        ("text", "程度最重、面积最大的地块见表4，完整清单见工作簿“冲突清单”。"),
        ("caption", "表4  重点核实地块"),
        ("block", "{{table_worst}}"),
        ("head", "三、耕地恢复潜力"),
        (
            "text",
            "共有恢复潜力图斑{{candidates_count}}个。{{potential_text}}只有可直接恢复的潜力可与缺口和年度任务相抵；"
            "潜力不等于已恢复耕地，经变更调查认定为耕地后方可抵减缺口。",
        ),
        ("caption", "表5  恢复潜力"),
        ("block", "{{table_candidates}}"),
        ("head", "四、分布图"),
        ("block", "{{map}}"),
        ("caption", "图1  {{unit}}占用冲突与恢复潜力分布"),
        ("text", "请组织逐地块实地核实，于收到本函之日起____日内反馈核实结果和整改恢复计划。"),
        ("text", "附件：1. 占用冲突清单"),
        ("text", "　　　2. 恢复潜力地块清单"),
        ("right", "（发函单位名称，印章）"),
        ("right", "{{date}}"),
        ("text", "（联系人：__________，联系电话：__________）"),
    ),
    "en": (
        ("title", "Cultivated-land protection in {{unit}}: results of the check"),
        ("plain", "To the natural resources authority of {{unit}}:"),
        (
            "text",
            "Against the targets of {{policy}}, the land survey and the layers of the spatial plan were overlaid to "
            "check the cultivated land held, the permanent basic farmland and the land that could be restored in "
            "{{unit}}. The results are these.",
        ),
        ("head", "1  Targets"),
        (
            "text",
            "{{holding_text}} {{pbf_text}} {{data}}",
        ),
        ("caption", "Table 1  Targets and present state"),
        ("block", "{{table_targets}}"),
        ("text", "{{gap_text}} See table 2."),
        ("caption", "Table 2  Gap and progress"),
        ("block", "{{table_gap}}"),
        ("head", "2  Occupation conflicts inside permanent basic farmland"),
        (
            "text",
            "{{conflicts_text}} {{noted_text}} {{legality_text}}",
        ),
        ("caption", "Table 3  Conflicts by kind"),
        ("block", "{{table_conflicts}}"),
        ("text", "Table 4 lists the most severe and largest; the workbook's conflict list has all."),
        ("caption", "Table 4  Pieces to check first"),
        ("block", "{{table_worst}}"),
        ("head", "3  Land that could be restored"),
        (
            "text",
            "{{candidates_count}} parcels could be restored. {{potential_text}} Only what is free may be set against "
            "the gap and the year's task. Candidates are potential, not restored land: they lessen the gap only when "
            "the survey records them as cultivated.",
        ),
        ("caption", "Table 5  Restoration potential"),
        ("block", "{{table_candidates}}"),
        ("head", "4  Map"),
        ("block", "{{map}}"),
        ("caption", "Figure 1  Conflicts and restoration candidates in {{unit}}"),
        ("text", "Please check each piece on the ground and answer within ____ days of receipt."),
        ("text", "Contact: __________    Telephone: __________"),
        ("right", "(Seal)"),
        ("right", "{{date}}"),
    ),
}


def main() -> int:
    """Write both templates; the exit status."""
    for language in LETTERS:
        path = shipped_template(language)
        path.parent.mkdir(exist_ok=True)
        make_template(language, path)
        print(path.name)
    return 0


def make_template(language: str, path: Path) -> None:
    """Write the template of a language."""
    look, document = LOOKS[language], docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, size in _MARGINS.items():
        setattr(section, name, Mm(size))
    style = document.styles["Normal"]
    _font(style, look.text, look.latin, look.size)
    for kind, text in LETTERS[language]:
        _paragraph(document, kind, text, look)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(footer, look)
    _grid(section)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title = ""
    document.save(str(path))
    set_time(path, _MADE)


def _paragraph(document: Document, kind: str, text: str, look: Look) -> None:
    paragraph = document.add_paragraph()
    form, run = paragraph.paragraph_format, paragraph.add_run(text)
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    if kind == "title":
        _font(run, look.title, look.latin if look.title != "Arial" else look.title, look.title_size)
        form.alignment, form.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(look.line)
        form.line_spacing = Pt(look.title_size * 1.5)
    elif kind == "head":
        _font(run, look.head, look.latin if look.head != "Arial" else look.head, look.size)
        form.keep_with_next = True
    elif kind == "text":
        form.first_line_indent = Pt(2 * look.size)
    elif kind == "caption":
        run.font.size, run.font.bold = Pt(min(look.size - 2, 12)), True
        form.alignment, form.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, not text.startswith(("图", "Figure"))
    elif kind == "block":
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
        form.alignment, form.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    elif kind == "right":
        form.alignment, form.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, Pt(2 * look.size)


def _font(holder: Run | BaseStyle, chinese: str, latin: str, size: float) -> None:
    holder.font.name, holder.font.size = latin, Pt(size)
    holder.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), chinese)


def _page_number(paragraph: Paragraph, look: Look) -> None:
    """Add a field that Word fills with the page's number, between dashes, as official letters have it (14 points)."""
    before, after = look.pages
    run = paragraph.add_run(before)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
    for each in (run, paragraph.add_run(after)):
        _font(each, "宋体", look.latin, 14)


def _grid(section: Section) -> None:
    """Have a page hold 22 lines of 28 characters of 16 points (GB/T 9704)."""
    high = section.page_height - section.top_margin - section.bottom_margin
    wide = section.page_width - section.left_margin - section.right_margin
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(int(Length(high).pt / _LINES * 20)))
    grid.set(qn("w:charSpace"), str(int((Length(wide).pt / _CHARACTERS - 16) * 4096)))


if __name__ == "__main__":
    sys.exit(main())
