"""How much of the year has gone by, in the words of a message: 前两个季度, 过了五个月, "three quarters in", and the quarters that money was spent in."""

from __future__ import annotations

import re

from agent.understanding.view import View

#: Counts are spelled in moves.
WORDS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ZH = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11}
_N = r"(?P<n>十一|[一两二三四五六七八九十]|1[01]|[1-9])"
_GONE = re.compile(
    rf"(?:前|头|过了|过去了?|已过|已经过了|干了|跑了|用了){_N}个?(?P<unit>季度|月)(?!后|平均)|(?P<half>上半年|前半年|半年(?:过去|过完)|过了半年)"
    r"|(?P<w>one|two|three|four|five|six|seven|eight|nine|ten|eleven|1[01]|[1-9]) (?P<wunit>quarters?|months?) (?:in|into|done|gone|have passed|are over)|first (?P<f>two|three|six|nine) (?P<funit>quarters|months)"
)


def part_named(view: View) -> bool:
    """Whether the message names a part of the year that is over."""
    return _GONE.search(view.stream.plain) is not None


def elapsed(view: View) -> tuple[str, str]:
    """The parts of the year that are over and how many there are, spelled; empty where nothing tells."""
    found = _GONE.search(view.stream.plain)
    if found is not None:
        if found["half"]:
            return "two", "four"
        number = found["n"] or found["w"] or found["f"]
        unit = found["unit"] or found["wunit"] or found["funit"]
        count = _ZH.get(number) or (int(number) if number.isdigit() else WORDS.index(number))
        quarter = unit.startswith(("季", "quarter"))
        return (WORDS[count], "four" if quarter else "twelve") if count < (4 if quarter else 12) else ("", "")
    if done := quarters_done(view):
        return WORDS[done], "four"
    months = [int(d.key[1:3]) for d in view.stream.days.values() if d.key.startswith("M")]
    return (WORDS[max(months)], "twelve") if months else ("", "")


def quarters_done(view: View) -> int:
    """How many quarters have a spend: the last one told or named."""
    state = view.state.current
    told = {s.when for s in state.spends if s.when.startswith("Q")} if state is not None else set()
    told |= {d.key for d in view.stream.days.values() if d.key.startswith("Q")}
    return max((int(q[1:]) for q in told), default=0)


_LEFT = re.compile(rf"(?:剩下|剩余|余下|后面|后|接下来|还有|最后)的?{_N} ?个?(?P<unit>季度|月)")


def remaining(view: View) -> tuple[str, str]:
    """The parts of the year that are left by the message, spelled, and what they are: ``("nine", "month")``; empty where nothing tells."""
    found = _LEFT.search(view.stream.plain)
    if found is None:
        return "", ""
    count = _ZH.get(found["n"]) or int(found["n"])
    return WORDS[count], "quarter" if found["unit"] == "季度" else "month"
