"""What money that was spent leaves: of all layers or of several as one, against the allowance of the months that are over, and for the months that are left.

Each is a candidate for the questions of its clauses, so that no clause of it is answered for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import LAYERS
from agent.dialogue.periods import months_of
from agent.understanding.candidates import Candidate
from agent.understanding.elapsed import WORDS
from agent.understanding.outlays import durations, ids, run_of, spending, spends
from agent.understanding.plans import keys_of
from agent.understanding.tokens import KPIS, Token
from agent.understanding.view import View


def candidates(view: View) -> Iterator[Candidate]:
    """Questions of what is left."""
    for made in (_left_in_all, _left_of_several, _against_allowance, _over_the_rest):
        yield from made(view)


# -- what it leaves ----------------------------------------------------------------------------------------------------------------------------

_LEFT = re.compile(
    r"\bleft\b|\bremain\w*\b|\bunspent\b|\bunused\b|\bstill (?:have|got|available|to (?:spend|go)|there)\b|\bto spend\b|\b(?:not|haven't|hasn't|yet to be) (?:we |been )?(?:touched|spent|used)\b|\buntouched\b|\bbalance\b"
    r"|剩|余额|结余|還有多少|还有多少|还有几多|还有好多|还能用|[没沒未](?:花|动|用|動)"
)
_ALL_LAYERS = re.compile(
    r"\b(?:across|over|for|in|of|from) (?:all )?(?:the )?(?:three|3)\b|\ball (?:the )?(?:three|3)\b|三层|三个层|三块|各层"
)
_TOGETHER = re.compile(
    r"\bbetween them\b|\btogether\b|\bcombined\b|\bin total\b|\bin all\b|\ball up\b|\boverall\b|\baltogether\b|\btotal\b|\bsum\b|\bacross\b|加起来|加在一起|加一起|合计|合起来|合在一[起块]|放一[起块]|一共|总共|总计|总的|合共|共还|全部|整个"
)
_OVERALL = re.compile(
    r"\boverall\b|\ball up\b|\bacross the board\b|\b(?:whole|entire|total) (?:\w+ )?(?:pot|budget|lot|thing|envelope|sum)\b|\b(?:whole|entire) of\b|\bai (?:total|pot|money|budget)\b|总共|总计|总的|总体|一共|总盘|整个|整盘|整体|全部|大盘"
)
_OVER_ALL = re.compile(r"\b(?:over|across) (?:all )?(?:of )?(?:the )?(?:three|3|layers)\b")
_ONE_BY_ONE = re.compile(r"\beach\b|\bper layer\b|\bby layer\b|\brespectively\b|各自|分别|每一?层|各还|各剩")


def _left_in_all(view: View) -> Iterator[Candidate]:
    """“How much is left across all three layers together?": of all layers as one."""
    if not spends(view) and not any(c.of("spent") and c.of("money") for c in view.clauses):
        return
    for clause in view.clauses:
        before = [c for c in view.sentence(clause) if c.start < clause.start and not c.of("money", "spent", "spends")]
        text = " ".join(view.text(c) for c in (*before, clause)).casefold()
        if not _LEFT.search(view.said(clause)) or clause.of("layer", "money", "per", "whatif", *KPIS):
            continue
        whole = _ALL_LAYERS.search(text) is not None
        many = len({s.subject for s in spends(view)}) > 1
        as_one = _OVERALL.search(text) or (_TOGETHER.search(text) and (whole or many)) or _OVER_ALL.search(text)
        if _ONE_BY_ONE.search(text) or not as_one:
            continue
        if any(c.of("layer") for c in view.sentence(clause) if c.start < clause.start and not c.of("money", "spent")):
            continue
        ask = Ask(goal=Goal.LEFT, about=(LAYERS,))
        inside = tuple(c for c in view.sentence(clause) if not c.of("spent", "spends", "money", "layer"))
        yield Candidate(
            "outlay.left_in_all", (ask,), 9.0, keys=keys_of(view, inside), place=float(clause.tokens[-1].end)
        )


def _left_of_several(view: View) -> Iterator[Candidate]:
    """“What's left in those two together?": of several layers that are named, as one."""
    for clause in view.clauses:
        behind = [c for c in view.sentence(clause) if c.start > clause.start and not c.of("layer", "money", "howmuch")]
        text = " ".join(view.text(c) for c in (clause, *behind)).casefold()
        if (
            not _LEFT.search(view.said(clause))
            or not _TOGETHER.search(text)
            or clause.of("money", "per", "layers", *KPIS)
        ):
            continue
        layers = clause.values("layer") or tuple(
            dict.fromkeys(v for c in view.clauses if c.start < clause.start for v in c.values("layer"))
        )
        if len(layers) == 1 and clause.of("pair", "that"):
            layers = tuple(dict.fromkeys((*_before(view), *layers)))
        told = any(c.of("money") for c in view.clauses)
        if len(layers) != 2 or told or not (view.known and spends(view)) or _ONE_BY_ONE.search(text):
            continue
        ordered = tuple(layer for layer in view.layers if layer in layers)
        ask = Ask(goal=Goal.LEFT, about=ordered, by="sum")
        inside = tuple(c for c in view.clauses if (c.start <= clause.start and not c.of("spent")) or c in behind)
        yield Candidate(
            "outlay.left_of_two", (ask,), 10.0, keys=keys_of(view, inside), place=float(clause.tokens[-1].end)
        )


def _before(view: View) -> tuple[str, ...]:
    """The layer that was spoken of last."""
    asked = [a for ask in view.state.last_asks() for a in ask.about if a in view.layers]
    return tuple(asked[-1:])


# -- against the allowance ---------------------------------------------------------------------------------------------------------------------

_ALLOWANCE = re.compile(
    r"\bmonthly (?:figure|number|one)\b|\b(?:months?|quarter)(?:['’]s?)? (?:of|worth)\b|\bquarter['’]s\b|\bbudget for (?:the )?(?:q[1-4]|(?:first|second|third|fourth) quarter|quarter)\b|\bq[1-4](?:['’]s)? (?:\w+ )?(?:budget|plan|share)\b"
    r"|(?:个月|季度|季)的?(?:战术|能力|战略)?层?的?(?:预算|额度|钱|份额|计划)|按四?个?季度?平均"
    r"|\b(?:allowance|allotment|quota|pro[- ]?rata|monthly (?:budget|average|share|plan|amount|limit)|months['’]? (?:worth|budget))\b|月均|月度额度|每月的?额度|额度|按月"
)
_MEASURED = re.compile(
    r"\bbust\b|\bblow[ns]?\b|\bblew\b|\bexceed\w*\b|\bmore\b|\bless\b|\bover\b|\bunder\b|\bagainst\b|\bversus\b|\bvs\b|\bcompared\b|\bahead\b|\bbehind\b|\bhow much\b|超|差|比|对照|节余|结余|富余|省"
)
_QUARTER = re.compile(
    r"\b(?:a|one|the|per|each|quarter) ?quarter\b|\bquarter['’]s\b|(?:一个|单|每|整)季度?|按四?个?季度?平均"
)
_N_MONTHS = re.compile(
    r"(?P<w>one|two|three|four|five|six|seven|eight|nine|ten|eleven|1[01]|[1-9]) months?|(?P<z>十一|[一两二三四五六七八九十]|1[01]|[1-9]) ?个?月(?!均)"
)
_ZH = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11}


def _against_allowance(view: View) -> Iterator[Candidate]:
    """“Against two months of the allowance, are we over?": what was spent beside the part of the year's plan that is due."""
    text = view.stream.plain
    if not spends(view) or not _ALLOWANCE.search(text) or not _MEASURED.search(text):
        return
    if view.has("layers", "split", "budget") and not view.has("dur", "day") and not _QUARTER.search(text):
        return
    if view.has("money", "pct", "mult", *KPIS) or any(not _QUARTER.search(_words(view, t)) for t in view.of("frac")):
        return
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    subjects = {s.subject for s in spends(view)}
    about = layers[:1] or (tuple(subjects) if len(subjects) == 1 and "plan" not in subjects else _before(view))
    if len(layers) > 1 or not about:
        return
    dated = {m for s in spends(view) if s.subject == about[0] for m in months_of(s.when)}
    run = run_of(view, view.of("day"))
    named = {m for d in run for m in months_of(view.stream.days[d].key if d in view.stream.days else d)}
    number = len(named) or _months_said(text) or (3 if _QUARTER.search(text) else 0) or len(dated)
    if not 0 < number < 12 or (dated and not named and number != len(dated)):
        return  # which of the months that money was spent in?
    figs = " ".join(filter(None, (durations(view), *(t.value for t in view.of("frac")))))
    ask = Ask(
        goal=Goal.PACE, about=about, done=WORDS[number], of="twelve", when=" ".join(run) if named else "", echo=figs
    )
    first = next(c for c in view.clauses if _ALLOWANCE.search(view.said(c)) or c.of("dur", "over", "diff"))
    inside = tuple(c for c in view.clauses if c.start >= first.start or c.of("layer"))
    yield Candidate(
        "outlay.allowance", (ask,), 13.0, ids(figs), keys=keys_of(view, inside), place=float(first.tokens[0].start)
    )


def _words(view: View, token: Token) -> str:
    return view.stream.plain[token.start : token.end]


def _months_said(text: str) -> int:
    found = _N_MONTHS.search(text)
    if found is None:
        return 0
    number = found["w"] or found["z"]
    return _ZH.get(number) or (int(number) if number.isdigit() else WORDS.index(number))


# -- over the months left ------------------------------------------------------------------------------------------------------------------------

_STILL = re.compile(
    r"(?:remaining|last|next|final|rest of the|leftover|other) (?P<a>one|two|three|four|five|six|seven|eight|nine|ten|eleven|1[01]|[1-9]) (?P<au>months?|quarters?)"
    r"|(?P<b>one|two|three|four|five|six|seven|eight|nine|ten|eleven|1[01]|[1-9]) (?P<bu>months?|quarters?) (?:left|to go|remaining|remain|still to come|more)"
    r"|(?:剩下|剩余|余下|后面|接下来|还有|还剩|剩|最后|未来)的?(?P<z>十一|[一两二三四五六七八九十]|1[01]|[1-9]) ?个?(?P<zu>月|季度)"
)
_EVENLY = re.compile(
    r"\bper (?:month|quarter)\b|\b(?:a|each|every) (?:month|quarter)\b|\bmonthly\b|\bquarterly\b|\bevenly\b|\bspread\b|平均|每个?月|一个?月|每季|一个?季度|均摊|摊|平摊"
)


def _over_the_rest(view: View) -> Iterator[Candidate]:
    """“Spread that over the remaining four months, how much a month?": what is left, over the parts of the year that are left."""
    found = _STILL.search(view.stream.plain)
    if found is None or not spending(view) or not _EVENLY.search(view.stream.plain) or view.has("whatif", *KPIS):
        return
    new = [t for t in view.stream.spots if t.kind in ("money", "pct", "frac")]
    if any(not _paid(view, t) for t in new):
        return
    if not durations(view) and any(c.of("left", "unspent") and c.of("per") and c.of("howmuch") for c in view.clauses):
        return  # the rule for what is left per part reads it
    number = found["a"] or found["b"] or found["z"]
    unit = found["au"] or found["bu"] or found["zu"]
    count = _ZH.get(number) or (int(number) if number.isdigit() else WORDS.index(number))
    layers = tuple(dict.fromkeys(t.value for t in view.stream.spots if t.kind == "layer"))
    by = "quarter" if unit.startswith(("quarter", "季")) else "month"
    figs = durations(view)
    about = layers or tuple(x for x in _before(view) if any(s.subject == x for s in spends(view)))
    ask = Ask(goal=Goal.PERPART, about=about, by=by, parts=WORDS[count], echo=figs)
    inside = tuple(c for c in view.clauses if not c.of("money"))
    yield Candidate(
        "outlay.over_the_rest", (ask,), 12.0, ids(figs), keys=keys_of(view, inside), place=float(len(view.stream.plain))
    )  # fmt: skip


def _paid(view: View, token: Token) -> bool:
    """Whether an amount is told to be spent, or a budget."""
    clause = view.clause(view.place_of[token.value])
    return token.kind == "money" and bool(clause.of("spent", "spends", "marketing", "budget"))
