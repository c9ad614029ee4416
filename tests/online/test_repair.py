"""What code sets right in a reply by itself, and what it asks for again."""

import pytest

from agent.grounding.outcome import Problem
from agent.online.errand import MAX_REQUESTS
from agent.online.repair import repaired
from agent.testing import ScriptedModel, ToolUse, say, use
from tests.online.doubles import advisor, watch

BEFORE = "our annual marketing budget is $2m, how does it split over the layers?"
ZH = "年度营销预算五百万，战术层多少？"

APART = [
    ("en", "lead", "Here is the gist for the team: [[C1]].", "[[C1]]."),
    ("zh", "lead", "小李说得对：[[C6]]。", "[[C6]]。"),
    ("zh", "lead", "如果只算上半部分：[[C1]]。", "[[C1]]。"),
    ("en", "lead", "If you look at AI alone: [[C1]].", "[[C1]]."),
    ("en", "lead", "The tactical layer gets [[C1]].", "[[C1]]."),
    ("en", "behind", "[[C2]], and for AI we would spread it over the layers.", "[[C2]]. For AI we would spread it over the layers."),
    ("en", "behind", "[[C2]], which pays for the quick wins.", "[[C2]]. This pays for the quick wins."),
    ("en", "behind", "[[C1]] a month.", "[[C1]]."),
    ("en", "behind", "[[C1]], but only in the first quarter.", "[[C1]]."),
    ("zh", "behind", "[[C1]]，方便您安排后续的资源。", "[[C1]]。方便您安排后续的资源。"),
    ("en", "element", "- **Capability**: [[C3]]", "- [[C3]]."),
    ("en", "budget", "Here is the split of our [[budget]] across layers.", "Here is the split of our budget across layers."),
    ("zh", "budget", "下面是[[budget]]在各层的分配。", "下面是预算在各层的分配。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "kind", "text", "want"), APART, ids=[a[2] for a in APART])
def test_words_around_a_statement_become_sentences_or_go(language, kind, text, want):
    """Words in front of a statement go, and words behind that may bend it; others become a sentence of their own; the statement stays."""
    assert repaired(text, [Problem(kind, 0, len(text))], language).text.strip() == want


async def test_words_in_front_of_a_statement_cost_no_second_request():
    """A lead-in that may not stand is left out, and not said as a sentence of its own; nobody is asked again."""
    with ScriptedModel([say("给您汇报一下结果：[[C2]]。")]) as model:
        shown = await watch(advisor(model), ZH)
    assert (shown.reply.mode, shown.restarts) == ("online", 0)
    assert "汇报" not in shown.reply.text
    assert "50万元" in shown.reply.text


async def test_a_short_sentence_with_a_figure_is_left_out_and_said_to_be():
    """Of a reply that is right but for one short sentence that sentence goes, the figure with it, and the line beside the reply says so."""
    text = "[[T1]]\n\nStart where results show soonest, and bring the team along from the beginning. You would have $77k left. Review the results with finance."
    with ScriptedModel([say(text)]) as model:
        shown = await watch(advisor(model), BEFORE)
    assert shown.reply.mode == "online"
    assert "77" not in shown.everything
    assert "Review the results" in shown.reply.text
    assert shown.reply.notice


async def test_parts_of_the_request_in_a_reply_are_not_mended():
    """A model that echoes the marks of its prompt is asked again, however few its words are."""
    with ScriptedModel([say("<message>\nHow does it split?\n</message>"), say("[[T1]]\n\nStart small.")]) as model:
        shown = await watch(advisor(model), BEFORE)
        assert len(model.requests) == 2
    assert "Start small." in shown.reply.text


async def test_a_reply_that_fails_in_much_of_it_is_asked_for_again():
    """Where a good part of the words would go, the model writes once more."""
    bad = "You will save $77k in tools, which is 20% of the money, and another $50k in staff, so that half of it comes back within a year."
    with ScriptedModel([say(bad), say("[[T1]]\n\nStart where results show soonest.")]) as model:
        shown = await watch(advisor(model), BEFORE)
        assert len(model.requests) == 2 < MAX_REQUESTS
    assert shown.reply.mode == "online"
    assert "77" not in shown.everything


# ---- what a strong model's replies lost -------------------------------------------------------------------------------

KEPT = [
    ([BEFORE], "and what comes first?", "[[C1]] What the article does give is what each layer is for."),
    ([BEFORE], "what next?", "Put the next few weeks into whatever still eats agency fees and hours."),
    ([BEFORE], "what next?", "The layer sits idle for the rest of the year, so plan around the season."),
    ([BEFORE], "what next?", "Send it again and I'll split the remainder by layer."),
    ([BEFORE], "our finance works by fortnight, is that fine?", "A part is a fortnight, by your finance team's own count."),
    ([BEFORE], "that was FY26. and now?", "So far I took the FY26 figure for the whole."),
    ([ZH], "四季度怎么安排？", "四季度的安排放在最后一行。"),
    ([ZH], "再砍一刀呢？", "先扣总部砍掉的部分，再在砍完的基础上砍第二刀。"),
    ([ZH], "两种口径对一下", "两个分法摆在一起看，各层因四舍五入可能有尾差。"),
    ([ZH], "为什么？", "文章很看重知识库，把它当作训练智能体的基础[[cite:budget:32]]。"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "message", "text"), KEPT, ids=[k[2] for k in KEPT])
async def test_words_of_the_users_and_of_advice_are_shown(before, message, text):
    """What a strong model wrote naturally, the user's own words for times among it, stands, and nobody is told of a cut."""
    with ScriptedModel([say(text)]) as model:
        asked = advisor(model)
        author, asked.author = asked.author, None
        for earlier in before:
            await asked.ask(earlier, conversation="c")
        asked.author = author
        shown = await watch(asked, message)
    words = [w for w in text.replace("[[cite:budget:32]]", "").split("[[C1]]") if w]
    assert (shown.reply.mode, shown.reply.notice) == ("online", "")
    assert all(w.strip(" 。") in shown.reply.text for w in words)


async def test_a_users_word_for_a_time_promises_nothing():
    """That the user asked about half a year does not let a reply promise that it pays back within one."""
    with ScriptedModel(always=lambda _: say("半年就能回本，放心投。")) as model:
        shown = await watch(advisor(model), "年度营销预算五百万，半年能回本吗？")
    assert "半年就能回本" not in shown.everything


async def test_words_left_out_behind_a_statement_are_said_to_be():
    """A sentence behind a statement stands, or the line beside the reply says that it does not."""
    with ScriptedModel(
        always=lambda _: say("[[C2]]，因为文章规定最低就是这个比例。先从见效快的地方做起，再逐步补上团队的能力。")
    ) as model:
        shown = await watch(advisor(model), ZH)
    assert "规定" not in shown.everything
    assert "50万元" in shown.reply.text
    assert shown.reply.notice


async def test_a_question_keeps_its_own_mark():
    """Behind a statement that ends with a question mark no full stop is left, and a sentence that went takes its citation along."""
    text = "[[C1]].  As soon as you tell me, I can go on. You would save $77k. [[cite:budget:29]]"
    with ScriptedModel([say(text)]) as model:
        shown = await watch(advisor(model), "how much does the tactical layer get?")
    assert "?." not in shown.reply.text
    assert ". [" not in shown.reply.text.replace(" [1].", "")


VERDICTS = [
    ("年度营销预算500万，AI投60万在建议范围里吗？", "不会太少，放心拨，这样刚刚好。\n\n{C}", "放心"),
    ("成本降了23%，素材产量是原来的1.8倍，采纳率55%，可以进第二阶段了吗？", "成绩很不错，可以试试升级，问题不大。\n\n[[T1]]", "问题不大"),
    ("our marketing budget is $2m. is $600k for AI within the range?", "You are fine, that is comfortable.\n\n[[T9]]", "comfortable"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "text", "absent"), VERDICTS, ids=[v[2] for v in VERDICTS])
async def test_a_verdict_of_the_models_own_never_stands_beside_codes(message, text, absent):
    """Where code's verdict stands, none of the model's own stands above it, not while the reply streams either."""
    with ScriptedModel(always=lambda _: say(text.replace("{C}", "[[C1]]"), pieces=20)) as model:
        shown = await watch(advisor(model), message)
    assert absent not in shown.everything
    assert shown.reply.notice


async def test_a_computation_takes_the_place_of_the_reading_that_it_corrects():
    """What code read is not appended behind the right answer that the model computed from the same figures."""
    calls = use(ToolUse("compute", {"tool": "annual", "arguments": {"amount": "U2", "period": "month"}}, id="a"))
    more = use(ToolUse("compute", {"tool": "calculate", "arguments": {"operation": "subtract", "a": "F1", "b": "LAST"}}, id="b"))  # fmt: skip

    def answer(request):
        told = [str(m["content"]) for m in request.messages if m["role"] == "tool"]
        if len(told) < 2:
            return (calls, more)[len(told)]
        return say(f"[[{told[-1].partition(':')[0]}]].")

    with ScriptedModel(always=answer) as model:
        shown = await watch(
            advisor(model),
            "Marketing budget is €420k, a quote is €2,950 a month. What is the tactical layer minus the quote?",
        )
    assert shown.reply.mode == "online"
    assert shown.reply.text.count("\n\n") == 0


async def test_quotations_outlive_a_new_reading():
    """What was searched beside a reread may still be quoted, under its number."""
    both = use(
        ToolUse("search", {"query": "三层 占比"}, id="s"),
        ToolUse("reread", {"moves": [{"do": "ask", "goal": "range", "about": ["AI"]}]}, id="r"),
    )

    def answer(request):
        told = [str(m["content"]) for m in request.messages if m["role"] == "tool"]
        return say(f"原文这样说：\n\n[[{told[0].split(' = ')[1].partition(':')[0]}]]") if told else both

    with ScriptedModel(always=answer) as model:
        shown = await watch(advisor(model), ZH)
    assert shown.reply.mode == "online"
    assert "\n> " in shown.reply.text


async def test_the_language_that_the_model_sets_is_the_replys():
    """A form with a language is followed: statements, check and request speak it."""
    moves = [{"do": "form", "lang": "en"}, {"do": "ask", "goal": "list", "about": ["kpis"], "phase": "P3"}]
    with ScriptedModel([use(ToolUse("reread", {"moves": moves})), say("Here they are, for your deck.")]) as model:
        shown = await watch(advisor(model), "第三阶段的KPI是哪几个？要放进英文的deck")
    assert shown.reply.language == "en"
    assert "Phase 3 (platform and assets) asks for" in shown.reply.text
    assert "hase 1" not in shown.reply.text


async def test_a_complaint_speaks_the_replys_language():
    """What failed is told to the model in the language that it has to write."""
    with ScriptedModel(
        always=lambda _: say("您会省下777万元，也就是两成，再加上三十万元的人工，半年就都回来了。")
    ) as model:
        await watch(advisor(model), ZH)
        complained = model.requests[-1].messages[-1]["content"]
    assert complained.startswith("这份回答没有展示")
    assert "typed" not in complained
