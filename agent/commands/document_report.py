"""What an ingestion of a company's documents did, in words: counts, and one line for each file that was refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from agent.refusals import not_read, reason_in, together
from tools.tongues import colon, counted, pick

if TYPE_CHECKING:
    from knowledge.documents.keeping import Report


def told(report: Report, language: str) -> Iterator[str]:
    """The counts and what was refused, file by file."""
    counts = [
        (len(report.added), "新增", "added"),
        (len(report.changed), "更新", "changed"),
        (len(report.removed), "移除", "removed"),
        (len(report.unchanged), "未变", "unchanged"),
        (len(report.refused), "跳过", "skipped"),
    ]
    yield pick(language, "文件：", "files: ") + counted(language, counts)
    for path, items in report.skipped.items():
        for item in together(items):
            yield f"  {path}{colon(language)}{not_read(item, language)}"
    for refused in report.refused:
        yield f"  {refused.path}{colon(language)}{reason_in(refused.reason, language)}"
