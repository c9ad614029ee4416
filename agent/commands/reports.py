"""What operators ask for on the command line: the documents, an ingestion, the settings in force. Lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from pydantic import SecretStr
from pydantic_settings import BaseSettings

from agent.commands import texts
from agent.explaining import plain
from agent.settings import ENV_FILE, origins
from agent.words import say
from tools.tongues import colon, counted, pick

if TYPE_CHECKING:
    from knowledge.chunking import Passage
    from knowledge.corpus import Corpus
    from knowledge.indexing import IngestReport

_REASONS = {
    "inserted_name": ("插入的名称", "inserted name"),
    "footer": ("页脚", "footer"),
    "call_to_comment": ("评论号召", "call to comment"),
}
_SHOWN = 48


def documents(corpus: Corpus, language: str) -> Iterator[str]:
    """The documents, their passages by line, what was removed from them and what is not whole."""
    for document in corpus.documents:
        own = [passage for passage in corpus.passages if passage.document == document.id]
        yield f"{document.id}  {document.name}  {_count(len(own), language)}  sha256 {document.sha256[:12]}"
        yield ""
        yield from (f"  {_line(passage, language)}" for passage in own)
        removals = corpus.removals.get(document.id, ())
        yield from _removed([(r.line, _reason(r.reason.value, language), r.text) for r in removals], language)
    if corpus.outdated:
        yield ""
        yield _say(language, "译文已过时：", "outdated translations: ") + ", ".join(corpus.outdated)


def passage(found: Passage, original: str, language: str) -> Iterator[str]:
    """One passage in full: clean text, translation, what the original says where it differs, and its marks."""
    yield f"{found.id}  {say('line', language, line=found.line)}  {found.heading.in_language(language)}".rstrip()
    yield from (f"  ({note})" for note in _marks(found, language))
    yield ""
    yield found.text
    if found.translation:
        yield from ("", found.translation)
    if plain(original) != found.text:
        yield from (
            "",
            _say(language, "原文如下（含已去除的内容）：", "As in the original, with what was removed:"),
            original,
        )


def ingested(report: IngestReport, language: str, *, about: AbstractSet[str] | None = None) -> Iterator[str]:
    """What an ingestion did, removed and marked; of the documents ``about`` alone, where somebody gave some."""

    def told_of(passages: Iterable[str]) -> int:
        return sum(about is None or passage.rpartition(":")[0] in about for passage in passages)

    counts = [(told_of(report.added), "新增", "added"), (told_of(report.changed), "更新", "changed")]
    counts += [(len(report.removed), "删除", "removed"), (told_of(report.unchanged), "未变", "unchanged")]
    yield _say(language, "段落：", "passages: ") + counted(language, counts)
    if report.rebuilt:
        yield _say(language, "索引已重建：", "the index was rebuilt: ") + report.rebuilt
    removals = [
        (c.removal.line, _reason(c.removal.reason.value, language), c.removal.text)
        for c in report.cleaned
        if about is None or c.document in about
    ]
    yield from _removed(removals, language)
    incomplete = [entry for entry in report.incomplete if told_of([entry.passage])]
    if incomplete:
        yield ""
        yield _say(language, "标记为不完整：", "marked as incomplete:")
        yield from (f"  {entry.passage}  {say(entry.reason, language)}" for entry in incomplete)
    if about is None and report.outdated_translations:
        yield _say(language, "译文已过时：", "outdated translations: ") + ", ".join(report.outdated_translations)


def settings_in_force(*groups: BaseSettings, language: str) -> Iterator[str]:
    """Each setting with its value, where that comes from and what it is for; secrets are masked."""
    rows = []
    for settings in groups:
        where = origins(settings)
        for name, field in type(settings).model_fields.items():
            alias = field.alias or name
            origin = where[alias] if where[alias] == ENV_FILE else texts.say(where[alias], language)
            told = texts.setting(alias, language, field.description or "")
            rows.append((alias, _shown(getattr(settings, name)), origin, told))
    widths = [max(_width(row[column]) for row in rows) for column in range(3)]
    for *cells, text in rows:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
        yield "  ".join([*padded, text]).rstrip()


def _width(text: str) -> int:
    """Columns that ``text`` takes on a terminal."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _shown(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, SecretStr):
        return "********"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return re.sub(r"(?<=://)[^/@]*@", "********@", text)  # an address may carry a password


def _line(found: Passage, language: str) -> str:
    heading = found.heading.in_language(language) or found.in_language(language)
    marks = _marks(found, language)
    told = f"  ({'; '.join(marks)})" if marks else ""
    return f"{found.id:<14} {say('line', language, line=found.line):<8} {_short(heading)}{told}"


def _marks(found: Passage, language: str) -> list[str]:
    names = [name for name in (found.incomplete, "question_missing" if found.question_missing else None) if name]
    return [say(name, language) for name in names]


def _removed(removals: list[tuple[int, str, str]], language: str) -> Iterator[str]:
    if not removals:
        return
    yield ""
    yield _say(language, "已去除：", "removed:")
    yield from (
        f"  {say('line', language, line=line)}  {reason}{colon(language)}{_short(text)}"
        for line, reason, text in removals
    )


def _reason(name: str, language: str) -> str:
    zh, en = _REASONS.get(name, (name, name))
    return _say(language, zh, en)


def _count(number: int, language: str) -> str:
    return _say(language, f"{number} 段", f"{number} passages")


def _say(language: str, zh: str, en: str) -> str:
    return pick(language, zh, en)


def _short(text: str) -> str:
    line = " ".join(plain(text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
