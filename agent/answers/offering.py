"""What offers that nobody signed come to over a year, and which of several is the cheapest and by how much."""

from __future__ import annotations

from agent.answers.context import Context, Draft, Lacking
from agent.answers.kinds import statement
from agent.answers.model import Answer
from agent.answers.registry import answers
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from tools.comparing import difference
from tools.facts import Fact
from tools.identity import Label

_ORDERED = (
    Label("第一份报价", "the first quote"), Label("第二份报价", "the second quote"), Label("第三份报价", "the third quote"),
    Label("第四份报价", "the fourth quote"), Label("第五份报价", "the fifth quote"),
)  # fmt: skip
_ONLY = Label("这份报价", "the quote")


def yearly(c: Context, offer: Fact) -> Fact:
    """What an offer comes to in a year; one without a period is for the year. Raises ``InvalidInput`` for a day's or an hour's price."""
    from tools.conversions import annual

    period = offer.identity.period if offer.identity is not None else ""
    return offer if period in ("", "year") else annual(c.desk, amount=offer, period=period)


def _called(offer: Fact, place: int, *, several: bool) -> Label:
    """An offer by the name of who made it, else by its place."""
    name = offer.identity.name if offer.identity is not None else _ONLY
    if name.en not in ("quote", "price", ""):
        return name
    return _ORDERED[place] if several and place < len(_ORDERED) else _ONLY


@answers(Goal.OFFERS)
def offers(asked: Resolved, c: Context) -> Answer:
    """Each offer over a year; of several the cheapest, with how much less it is than the next one."""
    draft = Draft(asked.ask.goal.value)
    args = asked.ask.args or tuple(fig for fig, label in c.state.context.items() if label == "quote")
    if not args:
        raise Lacking("price")
    told = [c.figure(arg) for arg in args]
    named = [(_called(offer, n, several=len(told) > 1), yearly(c, offer)) for n, offer in enumerate(told)]
    for (name, amount), offer in zip(named, told, strict=True):
        rate = {} if amount is offer else {"told": offer}
        draft.add(statement("offer_year", name=name, amount=amount, **rate))  # type: ignore[arg-type]
        draft.need(amount)
    if len(named) > 1 and len({fact.unit for _, fact in named}) == 1:
        (name, low), (other, next_) = sorted(named, key=lambda item: item[1].value)[:2]
        gap = difference(c.desk, minuend=next_, subtrahend=low)
        variant = "" if gap.value else "same"
        draft.add(statement("offer_cheapest", variant, x_name=name, x=low, y_name=other, gap=gap))
        draft.need(gap)
    return draft.done()
