"""Offers told one by one and asked about later: what each comes to in a year, which is the cheapest, and what one that would be taken leaves.

An offer is told with who made it and how often it would be paid; it is booked by nothing but a word that it is signed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from agent.dialogue.moves import As, Ask, Goal, Move, Tell, Unread
from agent.dialogue.tells import QUOTE
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.offers import open_offers
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View
from tools.facts import Fact
from tools.lexicon.periods import A_YEAR

_OFFER = re.compile(
    r"\bquot(?:e|es|ed|ing|ation)\b|\b(?:pitch|bid|(?<!we )(?<!we'd )offer|proposal|tender)(?:s|ed)?\b|\basking price\b"
    r"|\b(?:vendor|supplier|agency|studio|freelancer|contractor|consultant|company|shop|firm)s?\b[^.?!]{0,30}\b(?:wants?|asks?|would (?:cost|charge)|charges?|is after|demands?)\b"
    r"|报价|報價|开价|開價|要价|叫价|询价|(?:供应商|供應商|代理商?|公司|机构|厂商|服务商|另?一家|两家|兩家|三家)[^。？！]{0,8}(?:报|報|要|开|開)(?:的是|价)?(?=[ ]?[\d一二三四五六七八九十])"
)
_CHEAPEST = re.compile(
    r"\bcheap(?:er|est)\b|\b(?:lowest|lower|least|best) (?:price|quote|offer|cost|bid)\b|\bcosts? (?:the )?least\b|\bbetter deal\b|便宜|最低|划算|划得来|劃算|抵(?:啲|些)|平(?:啲|些)|低价"
)
_DEARER = re.compile(
    r"\b(?:dear(?:er|est)|more expensive|most expensive|pricier|priciest)\b|\b(?:difference|gap) between\b|\bhow much (?:more|less)\b|\bsave\b|贵|貴|差多少|差几多|省多少|多多少"
)
_A_YEAR = re.compile(
    r"\b(?:over|for|in|across) (?:a|the|one|1|12) (?:full |whole )?(?:year|months)\b|\b(?:a|per|each|first|full|whole)[- ]year\b|\bannual(?:ly|ised|ized)?\b|\byearly\b|\btwelve months\b|一年|全年|年费|整年|每年"
)
_HOW_MUCH = re.compile(
    r"\bhow much\b|\bwhat(?:'s| is| does| would| do)?\b|\bcosts?\b|\btotal\b|多少|几多|幾多|几钱|好多|多钱"
)
_LEFT = re.compile(
    r"\bleft\b|\bleave[s]?\b|\bremain\w*\b|\bstill be there\b|\bfits?\b|\bafford\w*\b|\broom\b|\bover\b(?! (?:a|the|one) (?:full |whole )?year)|\benough\b|\bcover\w*\b|剩|余|够|夠|[放装裝容]得下|撑得住|超"
)
_FITS = re.compile(r"\bfits?\b|\bafford\w*\b|放得下|装得下|裝得下|容得下|撑得住|够不够|夠不夠")
_TAKEN = re.compile(
    r"\bif\b|\bwould\b|\b(?:took|take|taking|went|go|going|pick|picked|chose|choose|sign|signed|signing)\b|如果|要是|假如|的话|的話|选|選|签|簽|用|拿|付"
)
_BOTH = re.compile(
    r"\bboth\b|\btogether\b|\bthe two\b|\ball (?:of )?(?:them|three|the quotes)\b|\bcombined\b|两家都|兩家都|都签|都簽|都选|都要|都用|三家都|一起"
)
_LAST = re.compile(
    r"\b(?:last|latter|third)\b(?! (?:year|month|quarter|week))|最后(?:那|一)?(?:家|个|份)?|最後|第三[家个份]|后(?:一|面那)[家个份]"
)
_FIRST = re.compile(r"\b(?:first|former)\b(?![- ]year)|第一[家个份]|前(?:一|面那)[家个份]")
_SECOND = re.compile(r"\bsecond\b|\bother\b|第二[家个份]|另一[家个份]")
_NOT_SIGNED = re.compile(
    r"\b(?:not|isn't|aren't|n't|never|nothing|no longer)\b[^.?!]{0,16}\b(?:sign\w*|tak\w+|book\w*|agreed|commit\w*)\b|\bwalk(?:ed|ing)? away\b|(?:没|沒|未|不|先不|还没)[^。？！，]{0,3}(?:签|簽|要|用|选|定)"
)
_HAGGLED = re.compile(
    r"\b(?:get|got|bring|brought|talk\w*|knock\w*|beat|push\w*|haggle\w*|negotiat\w+|drop\w*|come|came|comes) (?:\w+ ){0,3}?(?:down )?to\b|\bsettle (?:at|for|on)\b|\bfor \S+ instead\b|谈到|談到|谈成|砍到|压到|壓到|降到|讲到|講到|让到|讓到|还到"
)
_NO_OFFER = ("marketing", "turnover", "claim", "source", "aibudget", "range", "inverse", "split", "own", *KPIS)


def candidates(view: View) -> Iterator[Candidate]:
    """Offers that are told, and questions of those that were."""
    if not view.known:
        return
    yield from _told(view)
    yield from _haggled(view)
    yield from _asked(view)


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer: its figure, who made it (empty where nobody is named), and what it comes to in a year."""

    fig: str
    name: str
    year: Decimal


# -- told ----------------------------------------------------------------------------------------------------------------------------------


def _told(view: View) -> Iterator[Candidate]:
    """“Acme quoted $36k a year, Bolt $2,800 a month": each with its name and its period, and what is asked of them right away."""
    amounts = _offered(view)
    counted = [t for t in view.stream.spots if t.is_figure and t not in amounts]
    if amounts:
        yield from _for_a_term(view, amounts, counted)
    if not amounts or any(not _counts(view, t, len(amounts)) for t in counted):
        return
    new, echo = tuple(t.value for t in amounts), " ".join(t.value for t in counted)
    figs = frozenset((*new, *echo.split()))
    if _SETUP.search(view.stream.plain):
        yield from _with_setup(view, amounts, echo, figs)
    elif len(new) > 1 or not _LEFT.search(
        view.stream.plain
    ):  # a single one held against a layer is read with the layer
        offers, told = _row(view, amounts)
        asked = _questions(view, offers, [c for c in view.clauses if not c.of("money")])[0]
        moves = (*told, *_echoing(asked or [Ask(goal=Goal.OFFERS, args=new)], echo))
        yield _whole(view, "quote.told", moves, figs, 13.0 + 2.0 * len(new))


def _for_a_term(view: View, amounts: Sequence[Token], counted: Sequence[Token]) -> Iterator[Candidate]:
    """“£6,800 a month, nine months of that: over or under the strategic pot?": a monthly price for so many months, held against a layer."""
    layer = _layer(view)
    if len(amounts) != 1 or len(counted) != 1 or counted[0].kind != "dur" or not (layer and view.has("layer")):
        return
    price, term = amounts[0], counted[0]
    if (
        _rhythm(view, amounts, 0) != "month"
        or view.figure(term.value).unit.code != "month"
        or not _LEFT.search(view.stream.plain)
    ):
        return
    whole = f"{price.value}*{term.value}"
    told = Tell(fig=whole, as_=As.CONTEXT, label=QUOTE, of=layer, in_=called(view, amounts, 0))
    ask = Ask(goal=Goal.LEFT, about=(layer,), args=(whole,))
    yield _whole(view, "quote.term", (told, ask), frozenset({price.value, term.value}), 20.0)


def _with_setup(view: View, amounts: Sequence[Token], echo: str, figs: frozenset[str]) -> Iterator[Candidate]:
    """A price and what is paid once beside it: what both leave of a layer that is named, else the first year's sum."""
    offers, told = _row(view, amounts)
    args, layer = tuple(o.fig for o in offers), _layer(view)
    if len(offers) != 2:
        return
    if layer and view.has("layer") and _LEFT.search(view.stream.plain):
        ask = Ask(goal=Goal.LEFT, about=(layer,), args=args, echo=echo)
        yield _whole(view, "quote.setup", (*told, ask), figs, 20.0)
    elif _HOW_MUCH.search(view.stream.plain):
        yield _whole(view, "quote.setup", (Ask(goal=Goal.SUM, args=args, echo=echo),), figs, 16.0)


def _echoing(moves: Sequence[Move], echo: str) -> tuple[Move, ...]:
    """The moves, each question with the figures that the message only counts with."""
    return tuple(replace(m, echo=echo) if isinstance(m, Ask) else m for m in moves)


def _row(view: View, amounts: Sequence[Token]) -> tuple[tuple[Offer, ...], list[Tell]]:
    """The offers of a message, and the moves that tell them."""
    layer = _layer(view)
    offers, told = [], []
    for n, token in enumerate(amounts):
        name, per = called(view, amounts, n), _rhythm(view, amounts, n)
        offers.append(Offer(token.value, name, _over_a_year(view.figure(token.value).low, per)))
        told.append(Tell(fig=token.value, as_=As.CONTEXT, label=QUOTE, of=layer, per=per, in_=name))
    return tuple(offers), told


def _offered(view: View) -> list[Token]:
    """The amounts of a message that are offers, all of them; none where one is something else."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    plain = view.stream.plain
    if not 0 < len(amounts) < 6 or not _OFFER.search(plain) or _OF_A_BUDGET.search(plain) or _of_something_else(view):
        return []
    own = [view.clause(view.place_of[t.value]) for t in amounts]
    return [] if any(c.of("spent", "budget", "wrong") for c in own) else amounts


#: Somebody asks for a part of a budget, which is judged: "the agency wants $250k of it for AI, too much?"
_OF_A_BUDGET = re.compile(
    r"(?<!months )(?<!weeks )\b(?:of|from|out of) (?:it|that|this|the budget|our budget)\b|\b(?:for|on|into) ai\b(?= ?[,.;?!]|$)|\btoo (?:much|high|low)\b|\breasonable\b|(?:太|过|過)(?:高|多|低|少)|合理吗|合不合理|投(?:到|在|入)ai"
)


#: What is paid once beside a price.
_SETUP = re.compile(
    r"\b(?:set-?up|one-?off|onboarding|implementation|installation|joining|up-?front|deployment|integration|migration)\b|安装费|实施费|初装|一次性|部署|另收|另付|另外[收付]|开通费|上线费|設定費|導入費"
)


def _over_a_year(value: Decimal | None, per: str) -> Decimal:
    return (value or Decimal(0)) * A_YEAR.get(per or "year", 1)


def _whole(view: View, name: str, moves: tuple[Move, ...], figs: frozenset[str], score: float) -> Candidate:
    """A candidate that stands for all of a message."""
    words = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    return Candidate(name, moves, score, figs, words, view.ask_keys, 0.0)


def _of_something_else(view: View) -> bool:
    """Whether a word makes amounts a budget's, a KPI's or the source's; what an offer costs is none."""
    return any(view.stream.plain[t.start : t.end] not in ("cost", "costs", "成本") for t in view.of(*_NO_OFFER))


def _counts(view: View, token: Token, number: int) -> bool:
    """Whether a figure only counts the offers, or names the year that they are for."""
    value = view.figure(token.value).low
    return value == number or (token.kind in ("dur", "num", "count") and value in (1, 12))


#: Who makes an offer, where it stands before its amount: a letter, a Chinese ordinal with 家, capitalised words.
_WHO = re.compile(
    r"(?P<zh>[甲乙丙丁戊]|[A-Z](?=[家公方号]))(?:家|公司|方|号|號)?|(?P<ord>第[一二三四五]家)|(?<![A-Za-z])(?P<en>[A-Z][\w&'-]*(?: [A-Z][\w&'-]*){0,2})(?![A-Za-z])"
)
_NO_NAME = frozenset(
    "ai we our the a an and or they quote quotes two three it its is i vendor agency supplier so ok".split()
)


def called(view: View, amounts: Sequence[Token], n: int) -> str:
    """Who makes the ``n``-th offer: the last name between the amount before and its own; empty where nobody is named."""
    start = amounts[n - 1].end if n else 0
    segment = view.stream.text[start : amounts[n].start]
    segment = re.split(r"[.?!。？！\n]", segment)[-1]
    found = [m for m in _WHO.finditer(segment) if _is_a_name(m, segment)]
    if not found:
        return ""
    name = found[-1]
    return name[0] if name["zh"] or name["ord"] else name["en"].removesuffix("'s")


def _is_a_name(match: re.Match[str], segment: str) -> bool:
    """Whether capitals name somebody: no word that begins a sentence, and "A" only behind another word."""
    if match[0] == "A":
        return bool(segment[: match.start()].strip())
    return match[0].casefold().split()[0] not in _NO_NAME


def _rhythm(view: View, amounts: Sequence[Token], n: int) -> str:
    """How often an offer would be paid: said with its amount, right behind it, or before it behind the amount before; empty for a year."""
    token = amounts[n]
    place = view.place_of[token.value]
    spots = view.stream.spots
    first = view.place_of[amounts[n - 1].value] + 1 if n else 0
    behind = [t for t in spots[place + 1 : place + 2] if t.kind == "per"]
    ahead = [t for t in spots[first:place] if t.kind == "per" and not _behind_another(view, amounts, n, t)]
    said = [view.figure(token.value).unit.per or "", *(t.value for t in (*behind, *reversed(ahead)))]
    period = next((p for p in said if p and p not in ("head", "day", "hour")), "")
    return "" if period == "year" else period


def _behind_another(view: View, amounts: Sequence[Token], n: int, per: Token) -> bool:
    """Whether a period stands right behind the amount before: "£28k a year, Fenwick £2.1k"."""
    return bool(n) and view.stream.spots.index(per) == view.place_of[amounts[n - 1].value] + 1


def _layer(view: View) -> str:
    """The layer that offers would be paid from: named, else of the offers before, else asked about last."""
    named = tuple(dict.fromkeys(t.value for t in view.of("layer")))
    if named:
        return named[0] if len(named) == 1 else ""
    bases = {base for fig in open_offers(view) if (base := _base(view, fig))}
    if len(bases) == 1:
        return bases.pop()
    asked = [a for ask in view.state.last_asks() for a in ask.about if a in view.layers]
    return asked[-1] if asked else ""


# -- asked about ---------------------------------------------------------------------------------------------------------------------------


def at_hand(view: View) -> tuple[Offer, ...]:
    """The offers that were told before and that nobody signed, the earliest first."""
    found = []
    for fig in open_offers(view):
        fact = _fact(view, fig)
        if fact is None or fact.identity is None:
            continue
        name = fact.identity.name.en
        period = fact.identity.period
        found.append(Offer(fig, "" if name in (QUOTE, "price") else name, _over_a_year(fact.value, period)))
    return tuple(found)


def _fact(view: View, fig: str) -> Fact | None:
    return view.ledger.facts.get(view.state.figures.get(fig, fig)) if view.ledger is not None else None


def _base(view: View, fig: str) -> str:
    fact = _fact(view, fig)
    return fact.identity.base if fact is not None and fact.identity is not None else ""


_DEAREST = re.compile(r"\b(?:dearest|most expensive|priciest)\b|最贵|最貴")


def chosen(offers: Sequence[Offer], text: str) -> tuple[str, ...]:
    """Which offers a text means: by who made them, by their price or place, or all; none where that is open."""
    if len(offers) == 1 or _BOTH.search(text):
        return tuple(o.fig for o in offers)
    if named := tuple(o.fig for o in offers if o.name and _says(text, o.name)):
        return named
    by_price = sorted(offers, key=lambda o: o.year)
    if _CHEAPEST.search(text) or _DEAREST.search(text):
        return (by_price[0 if _CHEAPEST.search(text) else -1].fig,)
    place = next((place for pattern, place in ((_LAST, -1), (_SECOND, 1), (_FIRST, 0)) if pattern.search(text)), None)
    return () if place is None else (offers[place].fig,)


def _says(text: str, name: str) -> bool:
    low = re.escape(name.casefold().removesuffix("公司").removesuffix("家"))
    return re.search(rf"(?<![a-z0-9]){low}(?![a-z0-9])", text) is not None


def _asked(view: View) -> Iterator[Candidate]:
    """“How much is the agency over a year?", "which is cheaper", "what would be left if we took the last one": of offers told before."""
    offers = at_hand(view)
    figures = [t for t in view.stream.spots if t.is_figure]
    if not offers or view.has("money", "pct", "marketing", "spent"):
        return
    if any(not _counts(view, t, len(offers)) for t in figures):
        return
    found, inside = _questions(view, offers, view.clauses)
    if not found:
        return
    echo = " ".join(t.value for t in figures)
    moves = tuple(dict.fromkeys(_echoing(found, echo)))
    takes = frozenset(n for c in inside for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)
    whole = _whole(view, "quote.asked", moves, frozenset(echo.split()), 13.0)
    if len(inside) < len(view.clauses):
        whole = replace(whole, takes=takes, keys=keys_of(view, tuple(inside)), place=float(inside[-1].tokens[-1].end))
    yield whole


def _questions(view: View, offers: tuple[Offer, ...], clauses: Sequence[Clause]) -> tuple[list[Move], list[Clause]]:
    """What sentences ask of offers, and the clauses that ask it."""
    moves: list[Move] = []
    inside: list[Clause] = []
    for number in dict.fromkeys(c.sentence for c in clauses):
        sentence = [c for c in clauses if c.sentence == number]
        text = " ".join(view.text(c) for c in sentence).casefold()
        if not _NOT_SIGNED.search(text) and (found := _question(view, offers, sentence)):
            moves.extend(found)
            inside.extend(sentence)
    return moves, inside


_WHICH = re.compile(r"\b(?:which|who|what)(?:'s| is| one)|哪")


def _question(view: View, offers: tuple[Offer, ...], clauses: Sequence[Clause]) -> list[Move]:
    """What one sentence asks: what offers come to, what one that is taken leaves, or both."""
    texts = [view.said(c) for c in clauses]
    whole = " ".join(texts)
    if not _LEFT.search(whole) or not (_TAKEN.search(whole) or _FITS.search(whole)):
        return _compared(view, offers, whole, clauses)
    priced = [n for n, text in enumerate(texts) if not _LEFT.search(text) and _priced(text)]
    moves = [m for n in priced for m in _compared(view, offers, texts[n], clauses[n : n + 1])]
    rest = " ".join(text for n, text in enumerate(texts) if n not in priced) if moves else whole
    return [*moves, *_leaving(view, offers, rest, clauses)]


def _priced(text: str) -> bool:
    """Whether a clause asks for a price by itself."""
    which = _WHICH.search(text) and (_DEARER.search(text) or _CHEAPEST.search(text))
    return bool(which or (_A_YEAR.search(text) and _HOW_MUCH.search(text)))


def _compared(view: View, offers: tuple[Offer, ...], text: str, clauses: Sequence[Clause]) -> list[Move]:
    """The offers over a year: all of them beside each other, or those that are meant."""
    if len(offers) > 1 and (_DEARER.search(text) or _CHEAPEST.search(text)):
        return [Ask(goal=Goal.OFFERS, args=tuple(o.fig for o in offers))]
    if not (_A_YEAR.search(text) and _HOW_MUCH.search(text)) or not _of_offers(view, offers, text, clauses):
        return []
    return [Ask(goal=Goal.OFFERS, args=chosen(offers, text) or tuple(o.fig for o in offers))]


def _leaving(view: View, offers: tuple[Offer, ...], text: str, clauses: Sequence[Clause]) -> list[Move]:
    """What a layer has left once the offers that are meant are paid; put back where it is open which are."""
    layers = tuple(dict.fromkeys(v for c in clauses for v in c.values("layer")))
    layer = layers[0] if len(layers) == 1 else "" if layers else _layer(view)
    args = chosen(offers, text)
    if layer and args:
        return [Ask(goal=Goal.LEFT, about=(layer,), args=args)]
    return [Unread(text=text.strip()[:80], why="reference", end=len(view.stream.text))] if _points(text) else []


_POINTS = re.compile(r"\b(?:it|that|this|them|one|offer|quote|vendor|agency|tool)\b|那家|这家|這家|报价|報價|供应商")


def _points(text: str) -> bool:
    """Whether a question means one of the offers without saying which."""
    return (
        _POINTS.search(text) is not None
        and re.search(r"\b(?:sign|take|took|go with|pick|choose)\w*\b|签|簽|选|選", text) is not None
    )


def _of_offers(view: View, offers: Sequence[Offer], text: str, clauses: Sequence[Clause]) -> bool:
    """Whether a price for the year is asked of an offer, and not of a layer or a budget."""
    if any(c.of("layer", "layers", "budget", "ai") for c in clauses):
        return False
    said = re.search(
        r"\b(?:agency|vendor|supplier|consultant|contractor|studio|tool|quote|offer|bid|firm|company|it|that|they|them|each)\b|供应商|供應商|代理|公司|报价|報價|那家|这家|工具|它",
        text,
    )
    lately = any(a.goal in (Goal.OFFERS, Goal.LEFT) and a.args for a in view.state.last_asks())
    return said is not None or bool(len(offers) > 1 and chosen(offers, text)) or lately


# -- another price --------------------------------------------------------------------------------------------------------------------------


def _haggled(view: View) -> Iterator[Candidate]:
    """“What if we get them down to $42k, what's left then", 要是谈到42万呢，付完还剩多少: the offer at another price, and what that leaves."""
    offers = at_hand(view)
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    if not offers or len(amounts) != 1 or len(view.place_of) != 1 or not _HAGGLED.search(view.stream.plain):
        return
    layer = _layer(view)
    if view.has("budget", "spent", *_NO_OFFER) or not layer or not _near(view, offers[-1], amounts[0]):
        return
    fig, name = amounts[0].value, offers[-1].name if len(offers) == 1 else ""
    told = Tell(fig=fig, as_=As.CONTEXT, label=QUOTE, of=layer, per=_rhythm(view, amounts, 0), in_=name)
    ask = Ask(goal=Goal.LEFT, about=(layer,), args=(fig,))
    yield _whole(view, "quote.haggled", (told, ask), frozenset({fig}), 15.0)


#: A price comes down to a part of itself, never to many times as much.
_LOWEST, _HIGHEST = Decimal("0.2"), Decimal("1.2")


def _near(view: View, offer: Offer, amount: Token) -> bool:
    """Whether an amount may be another price of an offer, in a year or in the offer's own period."""
    value, told = view.figure(amount.value).low, view.amount_of(offer.fig)
    known = [base for base in (offer.year, told) if base]
    return value is not None and any(_LOWEST * base <= value <= _HIGHEST * base for base in known)
