"""Spends of a CSV file (or of pasted cells): read by its header and units into entries for the spend book, shown before anything is kept.

Nothing here writes. What was read is a :class:`Sheet`; its ``messages`` are the entries as messages for the conversation, once somebody has confirmed
them. What could not be read is told line by line, and a file without a readable amount is refused with a sentence that says what to do.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agent.dialogue.periods import months_of
from agent.language.text import plain
from agent.language.vocabulary import Vocabulary
from agent.understanding.days import days
from agent.understanding.entries import subject_of
from agent.words import say
from tools.errors import InvalidInput
from tools.figures.limits import MAX_CHARACTERS
from tools.lexicon.currencies import CURRENCIES
from tools.quantities import grouped
from tools.quantities import plain as digits
from tools.tongues import WHOLE, chinese, listed

#: Rows that are taken; a conversation is no ledger.
MOST = 2_000
#: Entries of one message, well below what a message may hold.
AT_ONCE = 60

_HEADS = {
    "amount": r"amount|spend|spent|spending|cost|actuals?|value|paid|total|金额|支出|花费|实际|费用|付款|发生额",
    "day": r"date|day|month|period|when|posted|日期|时间|月份|月|期间|入账日",
    "line": r"line|layer|categor\w*|item|project|descr\w*|account|name|cost cent(?:er|re)|科目|项目|层级|层|类别|名称|摘要|用途",
    "who": r"by|who|person|owner|entered by|booked by|requester|经办人|记录人|谁|负责人|申请人",
    "currency": r"currency|ccy|cur|币种|货币",
}
_TOTAL = re.compile(r"^(?:grand |sub ?)?totals?$|^sum$|^(?:总计|合计|小计|总额)$", re.IGNORECASE)
_SCALES = (
    (r"百万|\bmillions?\b|\bmn\b|(?<![a-z])m(?![a-z])|(?<![a-z])(?:m(?:usd|eur|gbp|cny|rmb|hkd))", 1_000_000),
    (r"亿", 100_000_000), (r"千|\bthousands?\b|(?<![a-z])k(?![a-z])|(?<![a-z])(?:k(?:usd|eur|gbp|cny|rmb|hkd))|000s?", 1_000), (r"万", 10_000),
)  # fmt: skip
_SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "￥": "CNY",
    "元": "CNY",
    "rmb": "CNY",
    "人民币": "CNY",
    "港": "HKD",
    "₹": "INR",
}
_CODES = "|".join(sorted((c for c in CURRENCIES if c != "XXX"), key=len, reverse=True))
_CODE = re.compile(rf"(?<![A-Za-z])[kKmM]?({_CODES})(?![A-Za-z])", re.IGNORECASE)
_NUMBER = re.compile(r"[-−–(（]?\s*\d[\d.,'’ \u00a0]*\d|[-−–(（]?\s*\d")


@dataclass(frozen=True, slots=True)
class Row:
    """A spend as the file has it: its line in the file, what it is of, how much (in whole units of ``currency``), when and by whom."""

    number: int
    name: str
    subject: str
    amount: Decimal
    currency: str
    day: str
    who: str
    typed: str

    @property
    def entry(self) -> str:
        """The spend as an entry of the book."""
        name = re.sub(r"[=＝;；\n]", " ", self.name)[:80].strip()
        parts = [
            f"{name} = {digits(self.amount)} {self.currency}".rstrip(),
            self.day,
            f"by {self.who}" if self.who else "",
        ]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Unread:
    """A line of the file that was not taken, and why: ``reason`` names the words for it, ``value`` is what they speak of."""

    number: int
    reason: str
    value: str = ""

    def told(self, language: str) -> str:
        """The reason in ``language``."""
        return say(f"spends.{self.reason}", language, typed=self.value, day=self.value)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read of a file. ``key`` names its content, so that what is confirmed is what was shown."""

    rows: tuple[Row, ...]
    unread: tuple[Unread, ...]
    columns: dict[str, str]
    scale: int
    key: str

    def messages(self) -> Iterator[str]:
        """The entries as messages, each within what a message may hold."""
        batch: list[str] = []
        for row in self.rows:
            if batch and (
                len(batch) >= AT_ONCE or sum(map(len, batch)) + len(row.entry) + 2 * len(batch) > MAX_CHARACTERS - 200
            ):
                yield "/spend\n" + "\n".join(batch)
                batch = []
            batch.append(row.entry)
        if batch:
            yield "/spend\n" + "\n".join(batch)

    def totals(self) -> dict[str, Decimal]:
        """What the rows come to, by currency."""
        found: dict[str, Decimal] = {}
        for row in self.rows:
            found[row.currency] = found.get(row.currency, Decimal(0)) + row.amount
        return found


def _refusal(code: str, **values: object) -> InvalidInput:
    return InvalidInput(code, *(say(f"spends.{code}", tongue, **values) for tongue in WHOLE))


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 by its mark, else GB18030. Raises :class:`InvalidInput` for what is no text."""
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refusal("no_text")


def read(data: bytes | str, vocabulary: Vocabulary) -> Sheet:
    """The spends of a CSV. Raises :class:`InvalidInput` where no column of amounts is found, nothing could be read, or there is too much."""
    text = data if isinstance(data, str) else decoded(data)
    table = _cells(text)
    if len(table) < 2:
        raise _refusal("no_rows")
    if len(table) > MOST + 1:
        raise _refusal("too_many", most=MOST)
    head = [cell.strip() for cell in table[0]]
    places = _places(head)
    months = {n: cell for n, cell in enumerate(head) if n not in places.values() and _day(cell)}
    if "amount" not in places and len(months) < 2:
        raise InvalidInput(
            "no_amounts",
            *(say("spends.no_amounts", tongue, head=listed(tongue, filter(None, head))) for tongue in WHOLE),
        )
    heading = head[places["amount"]] if "amount" in places else " ".join(head)
    scale, currency = _scale(heading), _currency(heading)
    european = _european([row[places["amount"]] for row in table[1:] if places.get("amount", len(row)) < len(row)])
    rows: list[Row] = []
    unread: list[Unread] = []
    for number, cells in enumerate(table[1:], 2):
        for column in months if "amount" not in places else (places["amount"],):
            day = months.get(column, "") or _at(cells, places.get("day"))
            found = _row(
                number, cells, places, column, day, vocabulary, scale=scale, currency=currency, european=european
            )
            if isinstance(found, Row):
                rows.append(found)
            elif found is not None:
                unread.append(found)
    if not rows:
        raise InvalidInput(
            "nothing_read",
            *(say("spends.nothing_read", tongue, why=unread[0].told(tongue) if unread else "") for tongue in WHOLE),
        )
    named = {kind: head[place] for kind, place in places.items()}
    return Sheet(tuple(rows), tuple(unread), named, scale, hashlib.sha256(text.encode()).hexdigest()[:16])


def _cells(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    separator = max((",", ";", "\t", "|"), key=lambda mark: (lines[0].count(mark), mark == ","))
    table = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    if separator == "|":
        table = [row[1:-1] if row and not row[0].strip() else row for row in table]
        table = [row for row in table if not all(re.fullmatch(r"[\s:\-]*", cell) for cell in row)]
    return table


def _places(head: Sequence[str]) -> dict[str, int]:
    """Which column is what: by its heading; a kind has one column."""
    found: dict[str, int] = {}
    for kind, pattern in _HEADS.items():
        whole = [
            n
            for n, cell in enumerate(head)
            if n not in found.values() and re.fullmatch(pattern, _bare(cell), re.IGNORECASE)
        ]
        part = [
            n
            for n, cell in enumerate(head)
            if n not in found.values() and re.search(rf"(?<![a-z])(?:{pattern})(?![a-z])", _bare(cell), re.IGNORECASE)
        ]
        if whole or part:
            found[kind] = (whole or part)[0]
    return found


def _bare(cell: str) -> str:
    """A heading without its unit."""
    return re.sub(r"[(（\[].*?[)）\]]", "", cell).strip().strip(":：").casefold()


def _at(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _scale(text: str) -> int:
    low = text.casefold()
    return next((size for pattern, size in _SCALES if re.search(pattern, low)), 1)


def _currency(text: str) -> str:
    if code := _CODE.search(text):
        return code[1].upper()
    low = text.casefold()
    return next((code for sign, code in _SIGNS.items() if sign in low), "")


def _european(values: Sequence[str]) -> bool:
    """Whether a comma divides the cents: some amount ends in a comma and two digits, and none in a point and two."""
    return any(re.search(r",\d{1,2}\s*\D*$", v) for v in values) and not any(
        re.search(r"\.\d{1,2}\s*\D*$", v) for v in values
    )


def _row(  # noqa: PLR0917 - what a cell is read with
    number: int, cells: Sequence[str], places: dict[str, int], column: int, day_text: str, vocabulary: Vocabulary, *, scale: int,
    currency: str, european: bool,
) -> Row | Unread | None:  # fmt: skip
    typed, name = _at(cells, column), _at(cells, places.get("line")) or "plan"
    if not any(cell.strip() for cell in cells) or (not typed and "amount" not in places):
        return None
    if _TOTAL.fullmatch(name.strip("* ")) or any(_TOTAL.fullmatch(cell.strip("* ")) for cell in cells):
        return Unread(number, "totals")
    amount = _amount(typed, european=european)
    if amount is None:
        return Unread(number, "no_amount", typed)
    if amount <= 0:
        return Unread(number, "not_positive", typed)
    day = _day(day_text) if day_text else ""
    if day_text and not day:
        return Unread(number, "no_day", day_text)
    own = _currency(_at(cells, places.get("currency"))) or _currency(typed) or currency
    whole = amount * (scale if _scale(_NUMBER.sub("", typed)) == 1 else _scale(_NUMBER.sub("", typed)))
    return Row(number, name, subject_of(vocabulary, name), whole, own, day, _at(cells, places.get("who")), typed)


def _amount(text: str, *, european: bool) -> Decimal | None:
    found = _NUMBER.search(text)
    if found is None:
        return None
    negative = found[0].lstrip()[:1] in "-−–(（"
    bare = re.sub(r"[^\d.,]", "", found[0])
    if european:
        bare = bare.translate(_SWAPPED)
    if not _GROUPED.fullmatch(bare):  # 1,5 beside 3.25: written in two ways
        return None
    value = Decimal(bare.replace(",", ""))
    return -value if negative else value


_SWAPPED = str.maketrans(".,", ",.")
_GROUPED = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")


_DATE = re.compile(r"(20\d\d)[-/.年](1[0-2]|0?[1-9])(?:[-/.月](3[01]|[12]\d|0?[1-9])日?|月)?(?: .*)?")
_SHORT = re.compile(r"(3[01]|[12]\d|0?[1-9])([./-])(3[01]|[12]\d|0?[1-9])\2(20\d\d)")


def _day(text: str) -> str:
    """The day, month or quarter that a cell names, as an entry writes it; empty for none, and for one that two countries read differently."""
    text = text.strip()
    if found := _DATE.fullmatch(text):
        return f"{found[1]}-{int(found[2]):02}" + (f"-{int(found[3]):02}" if found[3] else "")
    if found := _SHORT.fullmatch(text):
        one, other = int(found[1]), int(found[3])
        if found[2] == "." or one > 12 >= other:  # 31.03.2026, 31/03/2026
            return f"{found[4]}-{other:02}-{one:02}" if other <= 12 else ""
        return f"{found[4]}-{one:02}-{other:02}" if other > 12 or one == other else ""
    named = [d for d in days(plain(f"in {text}")).values() if months_of(d.key)]
    return named[0].text.title() if len(named) == 1 and len(months_of(named[0].key)) < 12 else ""


def preview(sheet: Sheet, vocabulary: Vocabulary, language: str) -> str:
    """What would be kept, as Markdown: how the columns were read, the rows, their sums, and what was left out."""
    names = {x.id: x.name.in_language(language) for x in (*vocabulary.framework.layers, *vocabulary.framework.projects)}
    names |= {name: say(f"spends.{name}", language) for name in ("plan", "ai", "marketing")}
    columns = ("，" if chinese(language) else ", ").join(sheet.columns.values())
    told = "spends.read_scaled" if sheet.scale > 1 else "spends.read"
    parts = [say(told, language, n=len(sheet.rows), columns=columns, scale=sheet.scale)]
    lines = [f"| {say('spends.head', language)} |", "| ---: | --- | --- | --- | ---: | --- |"]
    for row in sheet.rows[:SHOWN]:
        booked = names.get(row.subject) or say("spends.own", language)
        cells = (
            str(row.number),
            row.day or "–",
            row.name.replace("|", "/"),
            booked,
            f"{grouped(row.amount)} {row.currency}".strip(),
            row.who or "–",
        )
        lines.append(f"| {' | '.join(cells)} |")
    parts.append("\n".join(lines))
    if len(sheet.rows) > SHOWN:
        parts.append(say("spends.more", language, n=len(sheet.rows) - SHOWN))
    sums = listed(language, (f"{grouped(value)} {code}".strip() for code, value in sheet.totals().items()))
    parts.append(say("spends.together", language, sums=sums))
    if sheet.unread:
        left = [f"- {say('spends.row', language, n=u.number, why=u.told(language))}" for u in sheet.unread[:SHOWN]]
        parts.append("\n".join([say("spends.left_out", language), *left]))
    return "\n\n".join(parts)


#: Rows that a preview shows.
SHOWN = 30
