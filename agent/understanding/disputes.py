"""What two people say of one spend in running text: "Ana booked 40k on tactical, Ben says it was 44k". Both are kept, and the reply asks whose counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.periods import months_of
from agent.dialogue.state import Spend
from agent.dialogue.tells import RIVAL
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.outlays import spends
from agent.understanding.plans import keys_of
from agent.understanding.speakers import is_word
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View

_SAYS = (
    r"says?|said|thinks?|reckons?|claims?|has|had|have|got|gets|puts?|booked|recorded|logged|reported|reports|shows?|showed|counts?|counted|entered|insists?|tells? (?:me|us)|told (?:me|us)"
    r"|believes?|swears?|wrote|noted|states?|sees?|posted|remembers?|spent|paid|gave|came up with|made it|makes it|is saying|is sure|is certain|disagrees|disputes|corrects|keeps saying"
)
_HOUSE = (
    r"finance|marketing|accounting|accounts(?: payable)?|procurement|ops|operations|sales|treasury|media|growth|bookkeeping|fp&a|the (?:\w+ )?(?:team|agency|controller|cfo|cmo|bookkeeper|accountant|vendor|ledger|system|erp|gl|tracker|bank|dashboard|books?|report|spreadsheet|sheet|invoices?|auditors?)"
    r"|my (?:boss|manager|colleague|tracker|sheet|notes)|our (?:\w+ )?(?:team|agency|controller|accountant|ledger|tracker)"
)
_NAME = r"[a-z][a-z'\-]{1,15}(?: [a-z]\.)?"
_WHO = re.compile(
    rf"\b(?P<house>{_HOUSE}|i|we)(?: (?:also|actually|only|now|still|however|on the other hand|already))*(?:'s|’s)?(?: (?:also|actually|only|now|still|however))* (?:{_SAYS}|figure|number|entry|books?|version|is|at)\b"
    rf"|\b(?P<owner>{_NAME})(?:'s|’s) (?:figure|number|entry|books?|version|sheet|tracker|report|is|one is|says?)\b"
    rf"|\b(?P<name>{_NAME})(?: (?:from|in|of) (?:{_HOUSE}))?(?:,? (?:also|actually|only|now|still|however|though))* (?:{_SAYS})\b"
    rf"|\b(?:according to|per|by|from) (?P<source>{_HOUSE}|me|{_NAME})(?=[ ,;:.?!]|$)"
)
_ZH_HOUSE = r"财务(?:部|那边|这边)?|市场部?|采购部?|会计|运营(?:部)?|代理商|老板|出纳|销售部?|账上|账面|系统|媒介|审计|品牌部|媒体组|投放组|供应商|总监|经理|我们?(?:这边)?"
_ZH_PERSON = r"[老小阿][\u4e00-\u9fff]|(?<!\d)[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹章苏潘葛范彭鲁韦马方任袁柳史唐薛贺倪汤罗郝傅齐康伍余顾孟黄尹姚邵汪毛戴宋熊纪舒屈项祝董梁杜阮蓝贾江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍柯管卢莫丁邓单洪包左石崔吉程邢裴陆翁](?:[\u4e00-\u9fff]{1,2}?|总|姐|哥|工)|[a-z]{2,12}"
_ZH_SAYS = r"说|认为|觉得|记|报|登记|写|填|算|坚持|给的|入账|录|称|讲|显示|统计"
_ZH_WHO = re.compile(
    rf"(?P<zh>{_ZH_HOUSE}) ?(?:那边|这边|那儿|却|又|也|则|自己|的记录|的账上|的表|的数)*(?:{_ZH_SAYS}|是)"
    rf"|(?P<person>{_ZH_PERSON}) ?(?:那边|这边|那儿|却|又|也|则|自己|的记录|的账上|的表|的数)*(?:{_ZH_SAYS})"
)
#: Words before "says" that are nobody.
_NOBODY = frozenset(
    "it that this he she they which what who but and or so then also still there one not the a an was is were are report plan budget tactical capability strategic layer spend spending "
    "actual actuals really just already only yesterday today who someone somebody anyone nobody everyone to for with on in of at by from month quarter january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec per should would could must might will can shall do does did have has had be been read while whereas though although however now you your our we've we've".split()
)
_ZH_NOBODY = re.compile(r"战术|能力|战略|預算|预算|层|月|年|季|花|这|那|它|他|她|但|和|跟|一共|总|也|都|应|实际|其实")
_NOT = ("budget", "whatif", "max", "min", "own", "turnover", "people", "phase", "pct", *KPIS)


_PLANNED = re.compile(
    r"\b(?:should|will|would|wants?|needs?|gets?|getting|allocat\w*|quoted?|plans?|planned|target|forecast\w*|expects?|propos\w*|ask(?:s|ed|ing)? for|next year|estimat\w*)\b|应该给|想要|需要|计划|打算|报价|预计|要价|分配"
)
_CITES = re.compile(r"\b(?:article|source|author|paper)\b|文章|原文|作者")
_PAID = re.compile(
    r"\bbooked\b|\brecord\w*|\breport(?:ed|s)\b|\blogged\b|\bpaid\b|\binvoic\w*|\bentered\b|\bactuals?\b|\bspen[dt]\w*|\bposted\b|花|用了|支出|付|记|入账|报了|实际|录"
)
#: Words about whose figure counts; they ask nothing that the reply does not ask itself.
_WHOSE = re.compile(
    r"\bwh(?:ich|o|ose)\b.{0,24}\b(?:right|correct|use|using|counts?|true|trust|believe)\b|\b(?:keep|note|book|record|log|hold) (?:them )?both\b|\bnot sure (?:who|which)\b|(?:都|两个都|先都)(?:记|留|存|放)|(?:谁|哪个|哪一个)[^，。？！]{0,6}(?:对|准|算)|对不上|不一致"
)


def candidates(view: View) -> Iterator[Candidate]:
    """Two amounts that two people give for a spend; or one that somebody says in place of an entry."""
    if not view.known or view.has(*_NOT) or _CITES.search(view.stream.plain):
        return
    yield from _of_two(view)
    yield from _of_another(view)


def _of_two(view: View) -> Iterator[Candidate]:
    """“Q2 tactical spend: Maria has it at $62,000, finance says $58,500”, 小王说战术三月花了8万，小李说是8.5万."""
    amounts = _amounts(view)
    if len(amounts) != 2 or not _near(*(view.figure(t.value).low for t in amounts)) or not _of_spending(view):
        return
    people, telling = _people(view, amounts), _telling(view, amounts)
    layers = {t.value for c in telling for t in c.of("layer")}
    days = {t.value: t for c in telling for t in c.of("day")}
    if people is None or len(layers) != 1 or len(days) > 1:
        return
    of, when = layers.pop(), next(iter(days), "")
    moves: list[Move] = [
        Tell(fig=amounts[0].value, as_=As.SPENT, of=of, when=when, by=people[0]),
        Tell(fig=amounts[1].value, as_=As.SPENT, of=of, when=when, by=people[1], status=RIVAL),
    ]
    yield _made(view, moves, telling, of)


def _amounts(view: View) -> list[Token]:
    """The amounts of the message, where it has no other figures."""
    found = [t for t in view.stream.spots if t.kind in ("money", "num")]
    return found if len(found) == len(view.place_of) else []


def _of_spending(view: View) -> bool:
    """Whether money is spoken of that was spent, not what somebody would have."""
    text = view.stream.plain
    return not _PLANNED.search(text) and (bool(_PAID.search(text)) or view.has("spent", "spends", "day"))


def _near(one: Decimal | None, two: Decimal | None) -> bool:
    """Whether two amounts may be one spend: they differ, and not by more than a spend that is misread."""
    return bool(one) and bool(two) and one != two and max(one, two) <= 3 * min(one, two)  # type: ignore[type-var, operator]


def _of_another(view: View) -> Iterator[Candidate]:
    """“Ben says tactical in March was 44k, not 40k", behind an entry: his stands beside it."""
    amounts = _amounts(view)
    entry = _disputed(view) if spends(view) and 0 < len(amounts) < 3 else None
    if entry is None:
        return
    told = view.amount_of(entry.fact)
    new = [t for t in amounts if view.figure(t.value).low != told]
    who = _person(view, 0, new[0].start) if len(new) == 1 else None
    if not who or who == entry.by or not _near(view.figure(new[0].value).low, told):
        return
    when = next((t.value for t in view.of("day")), entry.when)
    tell = Tell(fig=new[0].value, as_=As.SPENT, of=entry.subject, when=when, by=who, status=RIVAL)
    echo = "".join(t.value for t in amounts if t is not new[0])
    yield _made(view, [tell], _telling(view, amounts), entry.subject, echo)


_IT_WAS = re.compile(
    r"\b(?:it|that|this|they) (?:was|is|were|should be|came to)\b|\bnot\b|\binstead\b|\brather\b|\bdisagree|\bdispute|\bin fact\b|是|不是|应该|應該|其实|实际"
)


def _disputed(view: View) -> Spend | None:
    """The one entry that another amount is said of: of the layer and month that are named, else the one told last, in the message before."""
    layers = {t.value for t in view.of("layer")}
    days = [months_of(view.stream.days[t.value].key, view.state.first_month) for t in view.of("day")]
    if not days and not _IT_WAS.search(view.stream.plain):
        return None
    found = [s for s in spends(view) if s.subject in layers] if layers else spends(view)[-1:]
    found = [s for s in found if not days or months_of(s.when, view.state.first_month) in days]
    return found[0] if len(found) == 1 and (layers or _lately(view)) else None


def _lately(view: View) -> bool:
    """Whether the last entry was told in the message before."""
    return spends(view)[-1].turn >= max((s.turn for s in view.state.shown), default=0) - 1


def _people(view: View, amounts: Sequence[Token]) -> tuple[str, str] | None:
    """Who says each of two amounts; two different people."""
    first = _person(view, 0, amounts[0].start)
    second = _person(view, amounts[0].end, amounts[1].start)
    if first is not None and second is not None and first != second:
        return first, second
    text = view.stream.plain  # "40k according to Ana, 44k according to Ben"
    first = _person(view, amounts[0].end, amounts[1].start)
    second = _person(view, amounts[1].end, min(len(text), amounts[1].end + 40))
    return (first, second) if first is not None and second is not None and first != second else None


def _person(view: View, start: int, end: int) -> str | None:
    """The person named last in a stretch of the message, others before the writer: an empty name is the writer, ``None`` nobody."""
    named = [name for pattern in (_WHO, _ZH_WHO) for name in _named(view, pattern, start, end)]
    others = [name for name in named if name]
    return others[-1] if others else view.speaker if named else None


def _named(view: View, pattern: re.Pattern[str], start: int, end: int) -> Iterator[str]:
    """Who is said to say something, as it was typed; an empty name for the writer."""
    for found in pattern.finditer(view.stream.plain[start:end]):
        slot, name = next((k, v) for k, v in found.groupdict().items() if v)
        if name in ("i", "we", "me") or name.startswith("我"):
            yield ""
        elif slot == "house" or not _nobody(view, name):
            at = start + found.start(slot)
            yield _as_typed(view.stream.text[at : at + len(name)])


def _nobody(view: View, name: str) -> bool:
    """Whether what stands before "says" is no person: a word of the language or of the field, a budget by its name."""
    budgets = {(x.label or n).casefold() for n, x in view.state.scenarios.items()}
    words = set(name.split())
    return bool(words & _NOBODY or words & budgets or _ZH_NOBODY.search(name)) or any(map(is_word, words))


def _as_typed(name: str) -> str:
    return name[:1].upper() + name[1:]


def _telling(view: View, amounts: Sequence[Token]) -> tuple[Clause, ...]:
    """The clauses from the first up to that of the last amount; those behind it that ask are read by themselves."""
    last = view.clause(view.place_of[amounts[-1].value])
    return tuple(c for c in view.clauses if c.start <= last.start or not _asks(c) or _WHOSE.search(view.said(c)))


def _asks(clause: Clause) -> bool:
    return clause.asked or bool(clause.of("howmuch", "left", "what", "unspent"))


def _made(view: View, moves: list[Move], telling: tuple[Clause, ...], layer: str, echo: str = "") -> Candidate:
    """A candidate for all that is told, with what is left where nothing is asked."""
    whole = len(telling) == len(view.clauses)
    if whole or echo:
        moves = [*moves, Ask(goal=Goal.LEFT, about=(layer,), echo=echo)]
    takes = frozenset(n for c in telling for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)
    keys = view.ask_keys if whole else keys_of(view, telling)
    if whole:
        takes = frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)
    return Candidate("dispute", tuple(moves), 22.0, frozenset(view.place_of), takes, keys, 0.0)
