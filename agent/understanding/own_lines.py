"""Money spent on a line of the user's own, that is of no layer: "spent $5k on agency fees in March", "paid the agency 12k", 付给代理商12万."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Goal, Tell
from agent.understanding.bookings import MORE
from agent.understanding.candidates import Candidate
from agent.understanding.outlays import spends
from agent.understanding.tokens import KPIS
from agent.understanding.view import View

_OWN_LINE = re.compile(
    r"(?:\b(?:spent|paid|booked|charged|expensed)\b|^(?:and|also|plus|then)\b)[^.;?!]{0,24}?\b(?:on|for|to)\b (?:the |our |an? )?(?P<en>[a-z][a-z0-9&/' -]{1,38}?)(?= (?:in|on|during|for|this|last)\b|[.,;!]|$)"
    r"|\b(?:paid|reimbursed) (?:the |our |an? )?(?P<whom>[a-z][a-z&'-]{2,20}(?: [a-z][a-z&'-]{2,20})?)(?= [$€£¥₹]?\d)|(?:付|打款|转|给)给?(?P<zh3>[\u4e00-\u9fff]{2,8}?)(?:付|打|转)?(?:了)?(?=[\d一二两三四五六七八九十百千万¥￥$])"
    r"|(?:付|花|支付|支出|用|结)(?:了|掉|清)?(?P<zh>[\u4e00-\u9fff]{2,10}?)(?=[\d一二两三四五六七八九十百千万¥￥$])|(?:^|[，,。月日号 ]|在)(?P<zh2>[\u4e00-\u9fff]{2,10}?)(?:上面?|这块)?(?:一共|总共|已经?|又)?(?:付|花|支付|支出|用)(?:了|掉)"
)
#: Words that are no line: what was spent of is then open, or the framework's.
_NO_LINE = re.compile(
    r"\b(?:it|that|this|them|these|those|everything|all|far|us|me|one|half|rest|most|some|already|top|time|average|track|plan|budget|marketing|ai|layers?|month|quarter|year|week|day|date|total|now|credit|account)\b|我们?|咱|他们?|她|它|这|那|已经|一共|总共|目前|现在|每|全部|合计|预算|营销|市场|今年|去年|上半|下半|季度|月|年|已|共|又|再|就|也|都|还|大概|大约|层"
)


_NOT = ("?", "howmuch", "left", "budget", "marketing", "whatif", "layer", "project", "max", "min", "turnover", "people", *KPIS)  # fmt: skip


def candidates(view: View) -> Iterator[Candidate]:
    """“Spent $5k on agency fees in March", 付了代理费2万: a line of the user's own, and of no layer."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    line = _line(view) if len(amounts) == 1 and len(view.place_of) == 1 and _tells(view) else ""
    if not line:
        return
    layer = _layer_called(view, line)
    day = view.nearest(view.place_of[amounts[0].value], ("day",))
    when = day.value if day is not None else ""
    of, status = (layer, "") if layer else (f"item:{line}", "book")
    told = Tell(fig=amounts[0].value, as_=As.SPENT, of=of, when=when, status=status)
    ask = Ask(goal=Goal.LEFT, about=(layer,)) if layer else Ask(goal=Goal.BOOK)
    takes = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    yield Candidate("books.own_line", (told, ask), 11.0, frozenset(view.place_of), takes, view.ask_keys, 0.0)


def _tells(view: View) -> bool:
    """Whether a message tells money that was spent, or goes on with it, and nothing else."""
    goes_on = bool(spends(view)) and MORE.search(view.stream.plain) is not None  # "also $12k on training in April"
    paid = view.has("spent", "spends") or "付给" in view.stream.plain
    return view.known and (goes_on or paid) and not view.has(*_NOT)


def _line(view: View) -> str:
    """What the money was spent on, or who was paid, as it was typed; the short name of a layer too."""
    found = _OWN_LINE.search(view.stream.plain)
    if found is None:
        return ""
    slot = next(k for k in ("en", "zh", "zh2", "whom", "zh3") if found[k])
    line = _FURTHER.sub("", view.stream.text[found.start(slot) : found.end(slot)].strip()).strip()
    if not line or _layer_called(view, line):
        return line
    return "" if _NO_LINE.search(line.casefold()) or any(ch.isdigit() for ch in line) else line


#: "The agency another 5k": no part of who was paid.
_FURTHER = re.compile(
    r"\s*\b(?:another|an extra|extra|a further|about|around|roughly|some|back|only|just|exactly|over)\b.*$",
    re.IGNORECASE,
)


def _layer_called(view: View, line: str) -> str:
    """The layer that goes by the short of its name: 能力."""
    return next((x.id for x in view.framework.layers if line and line in (x.name.zh.removesuffix("层"), x.name.zh)), "")
