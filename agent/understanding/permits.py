"""Limits of a house rule: who approves what is bought above an amount, which invoice needs a tender.

The amount is a condition of the question and no budget; what the rule says is in the company's own documents or nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.dialogue.moves import As, Ask, Goal, Tell
from agent.understanding.candidates import Candidate
from agent.understanding.contents import LONGEST
from agent.understanding.view import View

#: What a rule of a house asks for.
_PERMITTED = re.compile(
    r"\b(?:approv(?:al|als|e|es|er|ers|ing)|be (?:approved|signed off|authori[sz]ed)|signs? ?-?offs?|countersign\w*|authori[sz](?:e|es|ing|ation)|permission|purchase orders?|pos?|tenders?|procurement"
    r"|(?:two|three|several|competing|\d) (?:quotes|bids)|receipts?|reimburs\w*|co-?sign\w*|board paper)\b"
    r"|(?:审批|审核|报批|批准|签批|签字|签核|核准|授权|招标|比价|询价|报销|备案|上会)(?!了|下来|通过|完)|谁批|要批|发票"
)
#: An amount as the edge of a rule, not as money that somebody has.
_EDGE_BEFORE = re.compile(
    r"(?:\b(?:over|above|more than|exceed\w*|beyond|north of|under|below|less than|up to|from|at least|anything (?:over|above)|worth|of|for)|超过|超出|超|大于|高于|低于|不足|满|达到|不到|超過|一笔|一筆|单笔|單筆)[ ]?(?:about |around |约)?$"
)
_EDGE_BEHIND = re.compile(
    r"^[ ]?(?:以上|以下|以内|的(?:合同|采购|支出|费用|发票|单子|付款|款|投放)|or more|and (?:above|up|over)|\+|plus\b)"
)
#: Words of a question.
_ASKS = re.compile(
    r"[?？]|\bwho(?:se|m)?\b|\bwhat\b|\bwhich\b|\bwhen\b|\bhow\b|\bdo(?:es)?\b|\bneeds?\b|谁|吗|么|嘛|哪|怎么|要不要|需要|是否|几个人"
)


def candidates(view: View) -> Iterator[Candidate]:
    """“Who signs off on invoices above $10k?”, 单笔支出超过5万元要谁批？: one amount, and a permission that is asked about."""
    amounts = [t for t in view.stream.spots if t.kind == "money"]
    text = view.stream.plain
    if len(amounts) != 1 or not _PERMITTED.search(text) or not _ASKS.search(text):
        return
    if view.has("budget", "marketing", "aibudget", "split", "turnover", "whatif", "left", "over", "spent", "layer"):
        return
    amount = amounts[0]
    if not (_EDGE_BEFORE.search(text[: amount.start]) or _EDGE_BEHIND.search(text[amount.end :])):
        return
    figures = frozenset(t.value for t in view.stream.spots if t.is_figure)
    moves = (
        Tell(fig=amount.value, as_=As.CONTEXT, label="limit"),
        Ask(goal=Goal.EXPLAIN, topic=view.stream.text.strip()[-LONGEST:], echo=" ".join(figures - {amount.value})),
    )
    yield Candidate("permit", moves, 16.0, figures, keys=view.ask_keys, place=float(amount.start))
