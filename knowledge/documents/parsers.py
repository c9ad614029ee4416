"""One parser for each format, from bytes to lines. They run in a child process and may fail in any way.

What may be parsed at all is decided in ``guards``; tables go through ``tables``, so that no merged cell moves a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from knowledge.documents.model import Converted, Unreadable

__all__ = ["PARSERS", "Unreadable"]

_PLACES = {
    ".txt": ("plain", "parse_text"),
    ".md": ("markup", "parse_markdown"),
    ".markdown": ("markup", "parse_markdown"),
    ".html": ("markup", "parse_html"),
    ".htm": ("markup", "parse_html"),
    ".csv": ("plain", "parse_csv"),
    ".docx": ("word", "parse_docx"),
    ".pptx": ("slides", "parse_pptx"),
    ".xlsx": ("sheets", "parse_xlsx"),
    ".pdf": ("pdf", "parse_pdf"),
}


class _Parsers(Mapping[str, Callable[[bytes], Converted]]):
    """The parser of each ending; its module is imported when it is asked for."""

    def __getitem__(self, ending: str) -> Callable[[bytes], Converted]:
        module, name = _PLACES[ending]
        parse: Callable[[bytes], Converted] = getattr(import_module(f"knowledge.documents.{module}"), name)
        return parse

    def __iter__(self) -> Iterator[str]:
        return iter(_PLACES)

    def __len__(self) -> int:
        return len(_PLACES)


PARSERS: Mapping[str, Callable[[bytes], Converted]] = _Parsers()
