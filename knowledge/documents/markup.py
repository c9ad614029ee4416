"""Markdown and HTML as lines, with their headings and tables; what a page hides is not told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from knowledge.documents.encodings import decode
from knowledge.documents.model import Converted, Line, Tally, lowered, one_line, raised
from knowledge.documents.tables import Cell, lines_of
from knowledge.documents.units import unit_in

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~|<(del|s|strike)\b[^>]*>(.*?)</\2\s*>", re.IGNORECASE | re.DOTALL)
_SUP = re.compile(r"<sup\b[^>]*>(.*?)</sup\s*>", re.IGNORECASE | re.DOTALL)
_SUB = re.compile(r"<sub\b[^>]*>(.*?)</sub\s*>", re.IGNORECASE | re.DOTALL)
_NOTE = re.compile(r"(?<=\S)\[\^(\w+)\](?!:)")
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_DATE = re.compile(
    r"^(?:date|updated|last_?mod(?:ified)?|published)\s*:\s*['\"]?(\d{4}-\d\d-\d\d)", re.IGNORECASE | re.MULTILINE
)


# -- Markdown ------------------------------------------------------------------------------------------------------------


def parse_markdown(raw: bytes) -> Converted:
    """The lines of a Markdown text; tables become rows. Front matter, comments and struck text are no lines."""
    text, date, tally = decode(raw), "", Tally()
    if front := _FRONT.match(text):
        found = _FRONT_DATE.search(front[1])
        date = found[1] if found else ""
        tally.add("front_matter")
        text = "\n" * front[0].count("\n") + text[front.end() :]
    tally.add("comment", count=len(_COMMENT.findall(text)))
    text = _COMMENT.sub("", text)
    tally.add("struck", count=len(_STRUCK.findall(text)))
    text = _STRUCK.sub("", text)
    text = _SUP.sub(lambda m: raised(m[1]), text)
    text = _SUB.sub(lambda m: lowered(m[1]), text)
    text = re.sub(r"^\[\^(\d+)\]:\s*", lambda m: f"{raised(m[1])} ", text, flags=re.MULTILINE)
    text = _NOTE.sub(lambda m: raised(m[1]) if m[1].isdigit() else "", text)
    return Converted(tuple(markdown_lines(text)), date, skipped=tally.told())


def markdown_lines(text: str) -> Iterator[Line]:
    """The lines of ``text``; a line before a table may name its unit."""
    lines = text.splitlines()
    at = 0
    fenced = False
    above = ""
    while at < len(lines):
        line = lines[at]
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and "|" in line and at + 1 < len(lines) and "|" in lines[at + 1] and _RULE.match(lines[at + 1]):
            end = at + 2
            while end < len(lines) and "|" in lines[end]:
                end += 1
            head = [Cell(c.text, header=True) for c in _cells(lines[at])]
            grid = [head, *(_cells(row) for row in lines[at + 2 : end])]
            yield from lines_of(grid, title=above if unit_in(above) else "")
            at = end
            continue
        elif heading := _HEADING.match(line) if not fenced else None:
            yield Line(_without_marks(heading[2]), level=len(heading[1]))
        else:
            yield Line(_without_marks(line) if not fenced else line)
        above = line if line.strip() else above
        at += 1


def _cells(line: str) -> list[Cell]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [Cell(_without_marks(cell.replace("\\|", "|").strip())) for cell in re.split(r"(?<!\\)\|", inner)]


def _without_marks(text: str) -> str:
    """``text`` without the marks of bold type, which are no words of it."""
    return re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)


# -- HTML ------------------------------------------------------------------------------------------------------------------

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr html legend li main ol option p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset(
    "script style template noscript nav svg head object iframe canvas select textarea button math audio video".split()
)
_GONE = frozenset(("del", "s", "strike"))
_DATES = frozenset(
    (
        "date",
        "dc.date",
        "dcterms.modified",
        "article:modified_time",
        "article:published_time",
        "last-modified",
        "pubdate",
    )
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|(?<![\w-])(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|!|$)[^{}]*overflow\s*:\s*hidden|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![\w-])color\s*:\s*(?:#f{3}(?:f{3})?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255|transparent\b)", re.IGNORECASE
)
_GROUND = re.compile(
    r"background(?:-color|-image)?\s*:\s*(?!\s*(?:none|transparent|inherit|#f{3}(?:f{3})?\b|white\b))", re.IGNORECASE
)
_STRUCK_STYLE = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_CSS = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"(?:[a-z][\w-]*)?(?:[.#][\w-]+)?", re.IGNORECASE)


def parse_html(raw: bytes) -> Converted:
    page = _Page(_page_text(raw))
    page.read()
    return Converted(tuple(page.lines), page.date, skipped=page.tally.told())


def _page_text(raw: bytes) -> str:
    """The text of a page, in the encoding that it states where that fits, else by evidence."""
    stated = re.search(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]{2,20})", raw[:4096], re.IGNORECASE)
    if stated and not raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode(
                {"gb2312": "gb18030", "gbk": "gb18030"}.get(stated[1].decode().casefold(), stated[1].decode())
            )
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(raw)


class _Page:
    def __init__(self, text: str) -> None:
        from lxml import html

        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
        parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
        self.root: Any = html.document_fromstring(text or "<p></p>", parser=parser)
        self.lines: list[Line] = []
        self.date = ""
        self.tally = Tally()
        self.rules = self._style_rules()
        self._words: list[str] = []
        self._above = ""

    def read(self) -> None:
        for meta in self.root.iter("meta"):
            if (meta.get("name") or meta.get("property") or meta.get("http-equiv") or "").casefold() in _DATES:
                found = re.search(r"\d{4}-\d\d-\d\d", meta.get("content") or "")
                self.date = self.date or (found[0] if found else "")
        body = self.root.find("body")
        self._walk(body if body is not None else self.root, level=0, ground=False)
        self._flush(0)

    def _style_rules(self) -> tuple[set[str], set[str]]:
        """Simple selectors whose content is hidden, and those whose content is struck through."""
        hidden: set[str] = set()
        struck: set[str] = set()
        for style in self.root.iter("style"):
            text = re.sub(r"/\*.*?\*/", "", style.text or "", flags=re.DOTALL)
            # What holds for print or narrow screens alone hides nothing here.
            text = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)
            for selectors, body in _CSS.findall(text):
                names = [s.strip().casefold() for s in selectors.split(",") if _SIMPLE.fullmatch(s.strip())]
                hidden.update(names if _HIDDEN.search(body) else ())
                struck.update(names if _STRUCK_STYLE.search(body) else ())
        return hidden, struck

    def _kind(self, element: Any, *, ground: bool) -> str:
        """Why the text of an element is not told: ``hidden`` or ``struck``, else empty."""
        style = element.get("style") or ""
        names = {element.tag.casefold()}
        for name in (element.get("class") or "").casefold().split():
            names |= {f".{name}", f"{element.tag.casefold()}.{name}"}
        if element.get("id"):
            names |= {f"#{element.get('id').casefold()}"}
        if element.tag in _GONE or _STRUCK_STYLE.search(style) or names & self.rules[1]:
            return "struck"
        if element.get("hidden") is not None or _HIDDEN.search(style) or names & self.rules[0]:
            return "hidden"
        return "hidden" if not ground and _WHITE.search(style) and not _GROUND.search(style) else ""

    def _walk(self, element: Any, *, level: int, ground: bool) -> None:
        """Collect the text of an element in order; blocks end lines, tables become rows."""
        if element.text:
            self._words.append(element.text)
        for child in element:
            self._child(child, level=level, ground=ground)
            if child.tail:
                self._words.append(child.tail)

    def _child(self, child: Any, *, level: int, ground: bool) -> None:
        if not isinstance(child.tag, str) or child.tag in _SILENT:
            self._words.append(" ")
            return
        if reason := self._kind(child, ground=ground):
            self.tally.add(reason, count=bool("".join(child.itertext()).strip()))
            return
        ground = ground or bool(_GROUND.search(child.get("style") or "")) or child.get("bgcolor") is not None
        if child.tag == "table":
            self._flush(level)
            self._table(child, ground=ground)
        elif child.tag in ("sup", "sub"):
            inner = "".join(child.itertext())
            self._words.append(raised(inner) if child.tag == "sup" else lowered(inner))
        elif re.fullmatch(r"h[1-6]", child.tag):
            self._flush(level)
            self._walk(child, level=int(child.tag[1]), ground=ground)
            self._flush(int(child.tag[1]))
        elif child.tag in _BLOCKS:
            self._flush(level)
            self._walk(child, level=level, ground=ground)
            self._flush(level)
        else:
            self._walk(child, level=level, ground=ground)

    def _flush(self, level: int) -> None:
        """End the line being collected."""
        text = one_line("".join(self._words))
        self._words = []
        if text:
            self.lines.append(Line(text, level=level))
            self._above = text

    def _table(self, table: Any, *, ground: bool, within: str = "") -> None:
        """A table as rows; one that only lays out the page as what stands in it; tables in its cells as tables of their own."""
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        cells = [(r, cell) for r, row in enumerate(rows) for cell in row if cell.tag in ("td", "th")]
        nested = any(True for _, cell in cells for _ in cell.iter("table"))
        if nested or all(len(row) == 1 for row in rows):
            self._laid_out(rows, ground=ground)
            return
        above = self._above if unit_in(self._above) else ""
        for caption in table.iter("caption"):
            text = one_line("".join(caption.itertext()))
            if text:
                self.lines.append(Line(text))
                above = f"{above} {text}"
        placed: dict[tuple[int, int], Cell] = {}
        for r, cell in cells:
            row = rows[r]
            if self._kind(row, ground=ground) or self._kind(cell, ground=ground):
                self.tally.add("hidden", count=bool("".join(cell.itertext()).strip()))
                continue
            down, across = (_span(cell.get(name) or "") for name in ("rowspan", "colspan"))
            column = 0
            while (r, column) in placed:
                column += 1
            for y in range(r, min(r + down, len(rows))):
                for x in range(column, column + across):
                    placed.setdefault((y, x), Cell(covered=True))
            header = cell.tag == "th" or next(row.iterancestors("thead"), None) is not None
            placed[r, column] = Cell(self._cell_text(cell, ground=ground), down, across, header=header)
        if placed:
            height, width = max(r for r, _ in placed) + 1, max(c for _, c in placed) + 1
            grid = [[placed.get((r, c), Cell()) for c in range(width)] for r in range(height)]
            self.lines.extend(lines_of(grid, title=above, within=within))
        self._above = ""

    def _laid_out(self, rows: list[Any], *, ground: bool) -> None:
        for row in rows:
            if self._kind(row, ground=ground):
                self.tally.add("hidden")
                continue
            labels: list[str] = []
            for cell in row:
                inner = next(cell.iter("table"), None)
                if inner is None or len(row) == 1 or self._kind(cell, ground=ground):
                    at = len(self.lines)
                    self._child(cell, level=0, ground=ground)
                    self._flush(0)
                    labels += [line.text for line in self.lines[at:]]
                else:
                    self._table(inner, ground=ground, within="; ".join(labels[-1:]))

    def _cell_text(self, cell: Any, *, ground: bool) -> str:
        """The text of a cell, its blocks with a space between them."""
        kept, self._words = self._words, []
        lines, self.lines = self.lines, []
        self._walk(cell, level=0, ground=ground)
        self._flush(0)
        text = " ".join(line.text for line in self.lines)
        self._words, self.lines = kept, lines
        return text


def _span(text: str) -> int:
    """A rowspan or colspan, bounded: a page may claim millions."""
    return min(max(int(text), 1), 100) if text.isascii() and text.isdigit() and len(text) < 7 else 1
