"""Questions made concrete: "the same per month", "the second one", and what a message without a question is answered with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.dialogue.moves import As, Ask, Form, Goal, Suppose, Tell
from agent.dialogue.names import AI, LAYERS, MARKETING, MAX, MIN
from agent.dialogue.replacing import REPLACED, current
from agent.dialogue.spelling import to_json
from agent.dialogue.state import Pending, State
from tools.parameters import Framework

MONEY = frozenset(
    {
        Goal.SPLIT, Goal.AMOUNT, Goal.RANGE, Goal.COMPARE, Goal.SUM, Goal.DIFF, Goal.REST, Goal.RATIO, Goal.WHICH, Goal.LEFT, Goal.SPENT, Goal.MEAN,
        Goal.PACE, Goal.PERPART, Goal.PHASING, Goal.INVERSE, Goal.SHARE, Goal.VERDICT,
    }
)  # fmt: skip
KPIS = frozenset({Goal.TARGET, Goal.GATE, Goal.SHORT, Goal.PROGRESS, Goal.THRESHOLD})
#: Questions about the conversation itself: a follow-up goes on from what was asked before them.
ASIDE = frozenset({Goal.WHY, Goal.RECALL, Goal.HELP, Goal.SCOPE, Goal.SAME})
_MONEY_SUBJECTS = frozenset({MARKETING, AI, LAYERS, MIN, MAX})


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question with every slot filled, and the scenarios that it is about. ``implied``: nobody asked it in words."""

    ask: Ask
    scenarios: tuple[str, ...] = ()
    implied: bool = False


def is_money(subject: str) -> bool:
    """Whether a subject is measured in money of a budget."""
    return subject.partition("@")[0] in _MONEY_SUBJECTS or subject.startswith("layer.")


class Resolver:
    """Resolves the questions of one message, in order."""

    def __init__(self, state: State, framework: Framework, turn: int) -> None:
        self.state, self.framework, self.turn = state, framework, turn
        self.asked: list[Resolved] = []
        self.satisfied: set[str] = set()  # what was told that a pending question may have lacked

    # -- names ---------------------------------------------------------------------------------------------------------------

    def name(self, name: str) -> str:
        """What ``ITEM2`` or ``LAST`` stands for in the list shown last; every other name as it is."""
        listed = self.state.listed()
        if name == "LAST":
            return listed[-1] if listed else self._last_kpi()
        if name.startswith("ITEM") and name[4:].isdigit():
            place = int(name[4:])
            return listed[place - 1] if 0 < place <= len(listed) else name
        return name

    def _last_kpi(self) -> str:
        found = [about for ask in self.state.last_asks() for about in ask.about if about.startswith("kpi.")]
        return found[-1] if found else "LAST"

    def tells(self, move: Tell) -> None:
        """Note what a told figure may answer."""
        if move.as_ is As.RATE:
            self.satisfied.add("rate")
        elif move.as_ is As.BUDGET:
            self.satisfied |= {"budget", "budget.marketing"}
        elif move.of.startswith("kpi.") or move.as_ is As.COUNT:
            self.satisfied |= {"kpis", move.of}
        elif move.as_ is As.SPENT:
            self.satisfied.add("spent")
        elif move.as_ is As.SHARE:
            self.satisfied.add("share")

    # -- questions -----------------------------------------------------------------------------------------------------------

    def resolve(self, ask: Ask, *, supposed: Sequence[Suppose] = ()) -> list[Resolved]:
        """The questions that ``ask`` stands for, one or (for "the same") several."""
        named = replace(
            ask, about=tuple(map(self.name, ask.about)), args=tuple(map(self.name, ask.args)), of=self.name(ask.of)
        )
        found = (
            [self._place(each) for each in self._same(named, supposed)]
            if ask.goal is Goal.SAME
            else [self._place(self._changed_here(named, supposed))]
        )
        if ask.unsure:
            found = [replace(each, ask=replace(each.ask, unsure=ask.unsure)) for each in found]
        self.asked.extend(found)
        return found

    def _changed_here(self, ask: Ask, supposed: Sequence[Suppose]) -> Ask:
        """``ask`` over the budget that this message changed, where it names the one that was changed: "A gets 200k more. A's layers?"."""
        changed = {move.from_ for move in supposed if move.from_}
        if ask.goal is Goal.COMPARE or not changed & set(ask.over):
            return ask
        now = {s.comes_from: name for name, s in self.state.scenarios.items() if name in self.state.focus}
        return replace(ask, over=tuple(now.get(name, name) if name in changed else name for name in ask.over))

    def _of_changed(self, ask: Ask, supposed: Sequence[Suppose]) -> Ask:
        """A sum asked before, over the budget that this message supposed in the place of the one it starts from."""
        focus = self.state.current
        if ask.goal is not Goal.SUM or not supposed or focus is None or focus.status != "supposed":
            return ask
        place = f"@{focus.comes_from}"
        args = tuple(f"{a.removesuffix(place)}@{focus.name}" if a.endswith(place) else a for a in ask.args)
        return replace(ask, args=args)

    def _place(self, ask: Ask) -> Resolved:
        if ask.goal is Goal.SUM:  # asked again behind a change: of what the budgets are now
            ask = replace(ask, args=tuple(current(self.state, arg) for arg in ask.args))
        if ask.over == ("all",):
            told = tuple(
                n for n, s in self.state.scenarios.items() if s.status not in ("supposed", REPLACED) and s.budget
            )
            return Resolved(ask, told)
        over = tuple(name for name in ask.over if name in self.state.scenarios)
        return Resolved(ask, over or tuple(self.state.focus))

    def _before(self) -> tuple[Ask, ...]:
        """The questions that a follow-up goes on from: those of this message, else those of the last turn that asked."""
        here = tuple(r.ask for r in self.asked if r.ask.goal not in ASIDE)
        return here[-1:] or self.state.last_asks()

    def _same(self, ask: Ask, supposed: Sequence[Suppose]) -> list[Ask]:
        before = self._before()
        if not before:
            return [self._default(ask)]
        if ask.about:
            return [self._about(before, ask)]
        chosen = before
        if ask.per or ask.cur:
            chosen = tuple(b for b in before if b.goal in MONEY) or before
        elif supposed:
            kinds = KPIS if supposed[-1].of.startswith("kpi.") else MONEY
            chosen = tuple(b for b in before if b.goal in kinds) or before
            # Another budget changes nothing about KPIs or what the source says: it is split, as one that is told is.
            untouched = {b.goal for b in chosen} <= KPIS | {Goal.EXPLAIN, Goal.GAP, Goal.LIST, Goal.SPENT}
            if untouched and kinds is MONEY and supposed[-1].of in ("", *_MONEY_SUBJECTS):
                return [Ask(goal=Goal.SPLIT)]
        return [self._merged(b, ask) for b in chosen]

    def _merged(self, before: Ask, ask: Ask) -> Ask:
        """``before`` with the slots that ``ask`` changes; scenarios come from the focus unless named anew."""
        changed = {
            name: getattr(ask, name)
            for name in (
                "of",
                "over",
                "args",
                "phase",
                "per",
                "cur",
                "by",
                "weights",
                "want",
                "at",
                "above",
                "parts",
                "done",
                "topic",
            )
            if getattr(ask, name)
        }
        return replace(before, over=changed.pop("over", ()), **changed)

    def _about(self, before: Sequence[Ask], ask: Ask) -> Ask:
        """A follow-up on another subject: the last question of its kind, about that subject."""
        money = all(is_money(about) for about in ask.about)
        kpis = all(about.startswith("kpi.") for about in ask.about)
        kinds = MONEY if money else KPIS if kpis else frozenset(Goal) - MONEY - KPIS
        last = next((b for b in reversed(before) if b.goal in kinds), None)
        if last is None:
            goal = Goal.AMOUNT if money else Goal.THRESHOLD if kpis else Goal.EXPLAIN
            last = Ask(goal=goal, per=before[-1].per, cur=before[-1].cur)
        if money and (last.goal in (Goal.SPLIT, Goal.RANGE, Goal.INVERSE, Goal.VERDICT) or last.args):
            last = Ask(goal=Goal.AMOUNT, over=last.over, per=last.per, cur=last.cur)
        if kpis and last.goal in (Goal.TARGET, Goal.THRESHOLD, Goal.SHORT):
            last = replace(last, phase="")
        if last.goal is Goal.LIST and ask.about and ask.about[0].startswith("phase."):
            return self._merged(replace(last, of=ask.about[0]), replace(ask, about=()))
        return replace(self._merged(last, replace(ask, about=())), about=ask.about)

    def _default(self, ask: Ask) -> Ask:
        """A follow-up to nothing: an amount where a subject is named, else the split."""
        if ask.about and all(is_money(a) for a in ask.about):
            return replace(ask, goal=Goal.AMOUNT)
        if ask.about:
            return replace(ask, goal=Goal.EXPLAIN)
        return replace(ask, goal=Goal.SPLIT)

    # -- without a question ---------------------------------------------------------------------------------------------------

    def implied(
        self,
        *,
        told: Sequence[Tell],
        supposed: Sequence[Suppose],
        corrected: bool,
        returned: str,
        form: Form | None,
        opened: Sequence[str],
    ) -> list[Resolved]:
        """What a message that asks nothing is answered with."""
        found = self.pending()
        if found:
            return found
        if (corrected or supposed or returned in ("undone", "focus") or form) and returned != "start":
            asks = [self._of_changed(ask, supposed) for ask in self._same(Ask(goal=Goal.SAME), supposed)]
            return [Resolved(r.ask, r.scenarios, implied=True) for r in map(self._place, asks)]
        return self._defaults(told, opened)

    def pending(self, *, beside: Sequence[Resolved] = ()) -> list[Resolved]:
        """The advisor's own questions that this message answers; the answers that waited for them."""
        asked = {(r.ask.goal, r.ask.about) for r in beside}
        waiting = [replace(a, unsure="") for a in _asks([w.ask for w in self.state.pending if self._answers(w)])]
        return [replace(self._place(a), implied=True) for a in waiting if (a.goal, a.about) not in asked]

    def _answers(self, waiting: Pending) -> bool:
        """Whether something told here is what the question lacked."""
        lacks = set(waiting.lacks)
        if "kpis" in lacks or any(lack.startswith("kpi.") for lack in lacks):
            return any(name == "kpis" or name in lacks for name in self.satisfied)
        return bool(lacks & self.satisfied)

    def _defaults(self, told: Sequence[Tell], opened: Sequence[str]) -> list[Resolved]:
        roles = {move.as_ for move in told}
        asks: list[Ask] = []
        alive = tuple(n for n in opened if n in self.state.scenarios and self.state.scenarios[n].status != "actual")
        if alive or roles & {As.WEIGHT, As.FLOOR, As.CAP}:
            asks.append(Ask(goal=Goal.SPLIT, over=alive))
        elif As.SHARE in roles:
            asks.append(Ask(goal=Goal.SPLIT) if self._has_budget() else Ask(goal=Goal.VERDICT))
        elif As.BUDGET in roles and self._has_budget():
            asks.append(Ask(goal=Goal.SPLIT))
        spent = tuple(dict.fromkeys(m.of for m in told if m.as_ is As.SPENT))
        if spent:
            asks.append(Ask(goal=Goal.LEFT, about=tuple(s for s in spent if s)))
        if As.RATE in roles and not asks:
            asks.extend(self._in_other_currency())
        asks.extend(self._of_kpis(told))
        return [replace(self._place(ask), implied=True) for ask in asks]

    def _has_budget(self) -> bool:
        current = self.state.current
        return current is not None and bool(current.budget)

    def _in_other_currency(self) -> list[Ask]:
        pair = next(reversed(self.state.rates), "")
        wanted = pair.split("/")
        asked = [b for b in self.state.last_asks() if b.goal in MONEY]
        return [b if b.cur in wanted else replace(b, cur=wanted[1]) for b in asked][:1]

    def _of_kpis(self, told: Sequence[Tell]) -> list[Ask]:
        """Baselines ask for their targets, results for the gate of their phase."""
        targets = tuple(dict.fromkeys(m.of for m in told if m.as_ is As.NOW and m.of.startswith("kpi.")))
        found = [Ask(goal=Goal.TARGET, about=(kpi,)) for kpi in targets]
        reached = {As.LEVEL, As.CHANGE, As.PART, As.AFTER, As.NONE}
        judged = {m.of for m in told if m.as_ in reached}
        phases = [p for p in self.framework.phases if any(kpi.id in judged for kpi in p.kpis)]
        return [*found, *(Ask(goal=Goal.GATE, phase=phase.id) for phase in phases)]

    # -- afterwards ------------------------------------------------------------------------------------------------------------

    def close(self, asks: Sequence[Resolved]) -> None:
        """Leave the questions of this message to the next one."""
        lasting = [r.ask for r in asks if r.ask.goal not in ASIDE and not r.ask.unsure]
        if lasting:
            self.state.asks = to_json(lasting)


def _asks(data: Sequence[dict[str, object]]) -> tuple[Ask, ...]:
    from agent.dialogue.spelling import from_json

    return tuple(move for move in from_json(data) if isinstance(move, Ask))
