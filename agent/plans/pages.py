"""The workbook's pages of words: projects with their quadrants, and what the plan assumes and rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agent.plans.pen import TABLE, Pen


def write_projects(pen: Pen, sheet: Any) -> None:
    """What each layer pays for, and what none does."""
    words, say = pen.words, pen.words.say
    for column, width in enumerate((26, 32, 26, 16, 22, 56)):
        pen.columns(sheet, column, column, width)
    pen.title(sheet, say("项目", "Projects"), say("每一层支付哪些项目，它们处在哪个象限。", "What each layer pays for, and the quadrant that it lies in."))  # fmt: skip
    pen.header(
        sheet, TABLE, [say("层", "Layer"), say("项目", "Project"), say("象限", "Quadrant"), say("见效周期", "Payback"), say("资产沉淀", "Asset accumulation"), say("策略", "Strategy")]
    )  # fmt: skip
    groups = [(words.title(layer.row.layer.name), layer.placements) for layer in pen.plan.layers]
    groups.append((say("未归入任何层", "Not assigned to a layer"), pen.plan.unpaid))
    row = TABLE
    for name, placements in groups:
        for p in placements:
            row += 1
            texts = (
                name, words.title(p.project.name), words.title(p.quadrant.name), words.name(p.quadrant.payback),
                words.name(p.quadrant.accumulation), words.name(p.quadrant.strategy),
            )  # fmt: skip
            for column, text in enumerate(texts):
                pen.text(sheet, row, column, text, text_wrap=True)
    pen.finish(sheet, row, 5)


def write_notes(pen: Pen, sheet: Any, assumptions: Sequence[str], passages: Mapping[str, Any]) -> None:
    """How the workbook is used, what the plan takes for granted, and the passages that it rests on."""
    words, say = pen.words, pen.words.say
    pen.columns(sheet, 0, 0, 22)
    pen.columns(sheet, 1, 1, 8)
    pen.columns(sheet, 2, 2, 112)
    pen.title(sheet, say("假设与来源", "Notes and sources"))
    row = TABLE - 1
    for heading, texts in (
        (say("使用说明", "How to use it"), words.usage()),
        (say("假设", "Assumptions"), assumptions),
    ):
        pen.header(sheet, row, [heading, "", ""])
        for text in texts:
            row += 1
            pen.text(sheet, row, 2, text, text_wrap=True)
        row += 2
    pen.header(sheet, row, [say("来源", "Source"), say("行", "Line"), say("原文", "Passage")], numbers=(1,))
    for document, line, text in words.sources(passages):
        row += 1
        pen.text(sheet, row, 0, document)
        pen.text(sheet, row, 1, line, align="right")
        pen.text(sheet, row, 2, text, text_wrap=True, indent=1)
    pen.finish(sheet, row, 2, head=None)
    sheet.freeze_panes(TABLE - 1, 0)
