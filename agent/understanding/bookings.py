"""What is done to the books in words: more spends in a row, an entry taken back, a budget named or made the plan, the fiscal year, whose entry counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Correct, Goal, Move, Tell, What
from agent.dialogue.names import AI, MARKETING
from agent.dialogue.periods import months_of
from agent.dialogue.state import Spend
from agent.understanding.accounts import mentioned
from agent.understanding.candidates import Candidate
from agent.understanding.clauses import Clause
from agent.understanding.outlays import spends
from agent.understanding.plans import keys_of
from agent.understanding.sense import for_layer
from agent.understanding.tokens import KPIS, Token
from agent.understanding.told import by_fact
from agent.understanding.view import View
from agent.understanding.years import year_begins


def candidates(view: View) -> Iterator[Candidate]:
    """What a message does to the books."""
    for made in (
        _fiscal,
        _limits,
        _taken_back,
        _spent_otherwise,
        _once_more,
        _more_spent,
        _settled,
        _called,
        _made_the_plan,
        _compared,
        _another_year,
    ):
        yield from made(view)


def _all(view: View) -> frozenset[int]:
    return frozenset(n for n, t in enumerate(view.stream.spots) if not t.is_figure)


def _figures(view: View) -> frozenset[str]:
    return frozenset(view.place_of)


def _read_whole(view: View, name: str, moves: tuple[Move, ...], score: float) -> Candidate:
    return Candidate(name, moves, score, _figures(view), _all(view), view.ask_keys, place=0.0)


# -- the fiscal year -----------------------------------------------------------------------------------------------------------------------


def _fiscal(view: View) -> Iterator[Candidate]:
    """“Our fiscal year starts in April", 财年从4月开始, "our year runs Feb to Jan"."""
    found = year_begins(view)
    if found is None:
        return
    number, day = found
    clause = view.clauses[number]
    money = [view.place_of[t.value] for t in clause.tokens if t.is_figure]
    takes = frozenset(n for n in range(clause.start, clause.end) if not money or n > max(money))
    move = Tell(as_=As.FISCAL, when=day.value)
    keys = frozenset({"fiscal"} if money else {"fiscal", f"ask{number}"})
    yield Candidate("books.fiscal", (move,), 9.0, takes=takes, keys=keys, place=0.0)


def _plain(view: View, clause: Clause) -> str:
    return view.stream.plain[clause.tokens[0].start : clause.tokens[-1].end]


# -- entries -------------------------------------------------------------------------------------------------------------------------------

_TAKE_BACK = re.compile(
    r"\b(?:take back|take out|remove|delete|undo|cancel|drop|strike(?: out)?|reverse|void|scrap|unbook)\b.{0,40}\b(?:entry|spend|spending|booking|expense|payment|outlay|item|one)\b|\b(?:remove|delete|strike|unbook|take back) (?:the |that )?(?:\S+ )?(?:\S+ )?from (?:the )?(?:book|spend|spending)"
    r"|(?:把)?(?:上|前)一?(?:笔|条)(?:记录|支出)?(?:给我?)?(?:撤回|撤销|撤掉|删掉|删了|删除|去掉|作废|冲销)|(?:撤回|撤销|撤掉|删除|删掉|去掉|划掉|冲销|作废|取消).{0,16}(?:那?一?笔|这笔|记录|支出|花费|开销|那条|这条)|(?:那|这)一?(?:笔|条).{0,14}(?:撤回|撤销|撤掉|删掉|删除|去掉|作废|不算|冲销)"
)
_LATEST = re.compile(
    r"\b(?:last|latest|most recent|that|this) (?:one|entry|spend|booking|expense|payment|outlay|item)\b|最后|最近|上一?(?:笔|条)|刚才|刚刚|(?:那|这)一?(?:笔|条)"
)


def _taken_back(view: View) -> Iterator[Candidate]:
    """“Take back the April entry", 撤回能力层那笔: one entry of the book, by layer, month or amount."""
    if not _TAKE_BACK.search(view.stream.plain) or view.has("whatif", "marketing", *KPIS):
        return
    found = _entries(view)
    if len(found) != 1 and _LATEST.search(view.stream.plain) and found:
        found = found[-1:]
    if len(found) != 1:
        return
    echo = " ".join(sorted(view.place_of))
    moves = (
        Correct(what=What.GONE, target=by_fact(view, found[0].fact), echo=echo if len(view.place_of) == 1 else ""),
        Ask(goal=Goal.BOOK),
    )
    if len(view.place_of) < 2:
        yield _read_whole(view, "books.gone", moves, 16.0)


def _entries(view: View) -> list[Spend]:
    """The entries that a message may mean: those of its layers, days and amounts."""
    layers = {t.value for t in view.of("layer")}
    own = {
        s.subject
        for s in spends(view)
        if s.subject.startswith("item:") and s.subject[5:].casefold() in view.stream.plain
    }
    layers |= own
    months = [months_of(view.stream.days[t.value].key, view.state.first_month) for t in view.of("day")]
    amounts = {view.figure(t.value).low for t in view.stream.spots if t.kind in ("money", "num")}
    found = spends(view)
    if layers:
        found = [s for s in found if s.subject in layers]
    if months:
        found = [
            s for s in found if (dated := months_of(s.when, view.state.first_month)) and any(dated <= m for m in months)
        ]
    if amounts:
        found = [s for s in found if view.amount_of(s.fact) in amounts]
    return found


_LIMIT = re.compile(
    r"(?P<floor>\bat least\b|\bno less than\b|\bnot below\b|\bminimum(?: of)?\b|\bfloor(?: of)?\b|\bnever less than\b|至少|不低于|不少于|最少|起码)"
    r"|(?P<cap>\bat most\b|\bno more than\b|\bnot above\b|\bmaximum(?: of)?\b|\bcap(?:ped)?(?: at| of)?\b|\bup to\b|至多|最多|不超过|不高于|封顶|上限)"
)
_MOVES_LIMIT = re.compile(
    r"\b(?:lower|raise|change|drop|lift|set|move) the (?:floor|cap|limit|minimum|maximum)\b|(?:把)?(?:下限|上限|限额|最低额|最高额)(?:改|调|降|提)"
)


def _limits(view: View) -> Iterator[Candidate]:
    """“Tactical at most 100k and strategic at least 100k": several limits, each of its layer; or one that is set anew."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    anew = _MOVES_LIMIT.search(view.stream.plain) is not None
    if not view.known or len(amounts) != len(view.place_of) or not (len(amounts) > 1 or (anew and amounts)):
        return
    if view.has("spent", "howmuch", "inverse", "budget", "marketing", "whatif", "?", "day", *KPIS):
        return
    told: list[Move] = []
    start = 0
    for token in amounts:
        lead = view.stream.plain[start : token.start]
        sides = list(_LIMIT.finditer(lead))
        layers = [t for t in view.stream.spots if t.kind == "layer" and start <= t.start < token.start]
        if len(layers) != 1 or not sides:
            return
        side = As.FLOOR if sides[-1]["floor"] else As.CAP
        told.append(Tell(fig=token.value, as_=side, of=layers[0].value))
        start = token.end
    yield _read_whole(view, "books.limits", (*told, Ask(goal=Goal.SPLIT)), 8.0 * len(amounts) + 6.0)


_AMENDS = re.compile(r"^(?:no\b|nope|wrong|sorry|actually|correction|不对|不是|错了|更正|等等|应该是)")


def _spent_otherwise(view: View) -> Iterator[Candidate]:
    """“No, the tactical in March was 45k": the one entry of that layer and month, given anew."""
    amounts = [t for t in view.stream.spots if t.kind in ("money", "num")]
    layers, days = view.of("layer"), view.of("day")
    if (
        len(amounts) != 1
        or len(view.place_of) != 1
        or len(layers) != 1
        or not days
        or not _AMENDS.search(view.stream.plain)
    ):
        return
    months = {m for t in days for m in months_of(view.stream.days[t.value].key, view.state.first_month)}
    found = [
        s for s in spends(view) if s.subject == layers[0].value and months_of(s.when, view.state.first_month) == months
    ]
    if len(found) != 1 or view.has("budget", "marketing", "whatif", "left", "howmuch", *KPIS):
        return
    move = Correct(target=by_fact(view, found[0].fact), to=amounts[0].value)
    yield _read_whole(view, "books.otherwise", (move, Ask(goal=Goal.LEFT, about=(layers[0].value,))), 13.0)


#: That a message goes on with what the last one told.
MORE = re.compile(r"^(?:and|also|plus|then|another|as well as|又|再|还有|另外|以及|加上|然后)")


def _more_spent(view: View) -> Iterator[Candidate]:
    """“And $60k on capability in April, $30k on strategic", behind a spend: more of them, each with its layer."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    known = spends(view)
    if not known or not amounts or len(amounts) != len(view.place_of) or known[-1].turn == 0:
        return
    lately = max(s.turn for s in known) >= max((shown.turn for shown in view.state.shown), default=0) - 1
    if (
        not lately
        or not (MORE.search(view.stream.plain) or view.has("spent"))
        or view.has("?", "howmuch", "left", "budget", "marketing", "whatif", "max", "min", "rest", *KPIS)
    ):
        return
    layers = [_layer_of(view, t) for t in amounts]
    if not all(layers) or len({t.value for t in layers if t}) != len(amounts):
        return
    moves = tuple(_told(view, t, layer) for t, layer in zip(amounts, layers, strict=True) if layer is not None)
    yield _read_whole(view, "books.more", moves, 5.0 * len(amounts) + 2.0)


def _layer_of(view: View, amount: Token) -> Token | None:
    """The layer that an amount is for: behind it ("60k on capability"), else before it in its clause."""
    place = view.place_of[amount.value]
    clause = view.clause(place)
    if for_layer(view, amount):
        for n in range(place + 1, min(place + 5, len(view.stream.spots))):
            token = view.stream.spots[n]
            if token.kind == "layer":
                return token
            if token.is_figure or token.is_boundary:
                break
    return view.nearest(place, ("layer",), clause=clause)


def _told(view: View, amount: Token, layer: Token) -> Tell:
    day = view.nearest(view.place_of[amount.value], ("day",))
    return Tell(fig=amount.value, as_=As.SPENT, of=layer.value, when=day.value if day is not None else "")


_AGAIN = re.compile(r"\b(?:another|(?:an )?additional|(?:an )?extra|on top|\w+ more|more)\b|又|再|追加|另外|额外|多花")


def _once_more(view: View) -> Iterator[Candidate]:
    """“Spent another $10k on tactical in March": beside what that month has, not in its place."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    if (
        len(amounts) != 1
        or len(view.place_of) != 1
        or not _AGAIN.search(view.stream.plain)
        or not view.has("spent", "spends")
    ):
        return
    if view.has("?", "howmuch", "left", "budget", "marketing", "whatif", "wrong", "max", "min", *KPIS):
        return
    layers, days = tuple(dict.fromkeys(t.value for t in view.of("layer"))), view.of("day")
    if len(layers) != 1 or len(days) > 1:
        return
    when = days[0].value if days else ""
    told = Tell(fig=amounts[0].value, as_=As.SPENT, of=layers[0], when=when, status="more")
    yield _read_whole(view, "books.once_more", (told, Ask(goal=Goal.LEFT, about=layers)), 12.0)


_BOTH = re.compile(
    r"\bboth\b(?: count| are| of them|$)|\btwo (?:different|separate) spends\b|两笔都(?:算|是|要)|都算|是两笔"
)
_COUNTS = r"(?:'s|’s)?\b(?: one| entry| figure| number| amount)?(?: is right| counts| holds| is correct)?\s*$"


def _settled(view: View) -> Iterator[Candidate]:
    """“Bob's", “both count": whose entry of a line and month counts."""
    current = view.state.current
    if current is None or not current.contested or view.place_of:
        return
    people = {s.by for s in (*current.contested, *current.spends) if s.by}
    text = view.stream.text.strip(" .!。！")
    named = [
        p
        for p in people
        if re.search(rf"(?:^|\b(?:use|take|it is|go with|keep)\s+){re.escape(p)}{_COUNTS}", text, re.IGNORECASE)
        or re.fullmatch(rf"(?:以|按|用|取)?{re.escape(p)}(?:的|说的|的为准|为准|的算|那笔)*(?:对|算数)?", text)
    ]
    if re.fullmatch(
        r"(?:mine|my (?:one|entry|figure)(?: counts)?|(?:以|按)?我的(?:为准|算|对)?)",
        view.stream.plain.strip(" .!。！"),
    ):
        named = [view.speaker]
    whose = "both" if _BOTH.search(view.stream.plain) else named[0] if len(named) == 1 else ""
    if whose or named:
        about = tuple(dict.fromkeys(s.subject for s in current.contested))
        yield _read_whole(
            view, "books.whose", (Correct(what=What.WHOSE, to=whose), Ask(goal=Goal.LEFT, about=about)), 15.0
        )


# -- budgets by name -----------------------------------------------------------------------------------------------------------------------

_CALL = re.compile(
    r"(?<!you )(?<!we )(?<!they )\b(?:call|name|label|title) (?P<who>it|this(?: one| scenario| budget| version)?|that(?: one)?|the (?:first|second|last|current|original)(?: one| budget| scenario| version)?) ?:? ?[\"'“‘「]?(?P<name>[^\"'”’」,.;]{1,40}?)[\"'”’」]?[.!]?$"
    r"|\b(?:save|keep|store) (?P<who2>it|this(?: one| scenario| budget| version)?|that(?: one)?) as [\"'“‘「]?(?P<name2>[^\"'”’」,.;]{1,40}?)[\"'”’」]?[.!]?$"
    r"|(?P<who3>(?:把)?(?:这个|它|第一个|第二个|当前|原来的?|现在的?)?(?:方案|预算|版本|情景)?)(?:就)?(?:叫做?|命名为|称为|存为|保存为|取名为?|叫它) ?[“\"「'‘]?(?P<name3>[^”\"」'’，。；]{1,20}?)[”\"」'’]?[。!！]?$"
)


def _called(view: View) -> Iterator[Candidate]:
    """“Call the first one base", 把这个方案叫“保守”: a budget gets a name, at the end of a message."""
    match = _CALL.search(view.stream.plain)
    if match is None:
        return
    slot = next(k for k in ("name", "name2", "name3") if match[k])
    name = view.stream.text[match.start(slot) : match.end(slot)].strip()
    who = match["who"] or match["who2"] or match["who3"] or ""
    if not name or not (view.known or view.has("money")) or name.casefold() in ("it", "that", "what"):
        return
    inside = tuple(c for c in view.clauses if c.tokens[-1].end > match.start())
    head = [c for c in view.clauses if c not in inside]
    figs = frozenset(f for f, n in view.place_of.items() if view.stream.spots[n].start >= match.start())
    target = "" if head else next(iter(mentioned(view, who)), "")
    echo = next(iter(figs), "")
    if len(figs) > 1:
        return
    moves: tuple[Move, ...] = (Correct(what=What.NAME, target=target, to=name, echo=echo),)
    if not head:
        moves = (*moves, Ask(goal=Goal.SCENARIOS))
    takes = frozenset(n for c in inside for n in range(c.start, c.end) if not view.stream.spots[n].is_figure)
    keys = keys_of(view, inside) if head else view.ask_keys
    yield Candidate("books.called", moves, 14.0, figs, takes, keys, place=float(match.start()))


_CHOOSE = re.compile(
    r"\b(?:make|use|take|choose|pick|adopt|set|approve|go with|select)\b.+\b(?:the|our|my|as)(?: the| our| my)? (?:plan|official budget|budget we use|final budget|base)\b|^(?:let'?s |we )?(?:go with|choose|pick|adopt|approve) "
    r"|(?:以|用|选|把|就|按|采用|选定|确定).{0,24}(?:作为|为|当作?|做|定为|是)(?:正式的?|最终的?)?(?:计划|预算|方案)|(?:选|采用|选定|确定用|就用|就按)"
)


def _made_the_plan(view: View) -> Iterator[Candidate]:
    """“Make cut 20% the plan": a budget that has a name is held against spending from now on."""
    named = mentioned(view, view.stream.plain)
    if len(named) != 1 or not _CHOOSE.search(view.stream.plain) or view.has("?", "whatif", "compare", "money", *KPIS):
        return
    if not (view.state.scenarios[named[0]].label or view.state.scenarios[named[0]].when) or len(view.place_of) > 1:
        return
    echo = next(iter(view.place_of), "")
    moves = (Correct(what=What.PLAN, target=named[0], echo=echo), Ask(goal=Goal.SCENARIOS))
    yield _read_whole(view, "books.plan", moves, 14.0)


_COMPARE = re.compile(
    r"\bcompare\b|\bversus\b|\bvs\b|\bside by side\b|\bnext to each other\b|比较|对比|比一比|相比|并排"
)


def _compared(view: View) -> Iterator[Candidate]:
    """“Compare base and cut 20%": budgets by names of the user's."""
    named = mentioned(view, view.stream.plain)
    if len(named) < 2 or not _COMPARE.search(view.stream.plain) or view.has("money", "layer", "spent", *KPIS):
        return
    if not any(view.state.scenarios[n].label for n in named) or not view.place_of:
        return  # names without figures in them are read anyway
    ask = Ask(goal=Goal.COMPARE, over=named, echo=" ".join(sorted(view.place_of)))
    yield _read_whole(view, "books.compared", (ask,), 12.0)


_COMING = re.compile(
    r"\b(?:it |the budget |budget |marketing |we )?(?:will|would|is going to|shall|is|goes to|rises to|drops to|have|has)\b|是|为|有|将|会|到|预算"
)


def _another_year(view: View) -> Iterator[Candidate]:
    """“In 2027 it will be $5m", behind a budget: another year's stands beside it."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    years = [t for t in view.of("day") if len(view.stream.days[t.value].key) == 4]
    current = view.state.current
    if len(amounts) != 1 or len(view.place_of) != 1 or len(years) != 1 or current is None or not current.budget:
        return
    key = view.stream.days[years[0].value].key
    known = {s.when for s in view.state.scenarios.values()} | {s.label for s in view.state.scenarios.values()}
    if key in known or not current.when or not current.when.isdigit() or not _COMING.search(view.stream.plain):
        return
    if view.has("spent", "layer", "whatif", "?", "howmuch", "inverse", "wrong", "last", *KPIS):
        return
    base = AI if view.has("ai", "aibudget") else current.base if current.base in (AI, MARKETING) else MARKETING
    move = Tell(fig=amounts[0].value, as_=As.BUDGET, of=base, in_=key, when=years[0].value)
    yield _read_whole(view, "books.year", (move, Ask(goal=Goal.SPLIT, over=(key,))), 9.0)
