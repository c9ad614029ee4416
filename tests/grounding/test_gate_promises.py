"""Promises of the gate in small: where units end, what is released when, what is told of a problem, how lists and stops are printed, and one sentence for each rule."""

from __future__ import annotations

import pytest

from agent.grounding.gate import MAX_LENGTH, Gate, Reading
from agent.grounding.outcome import MAX_PROBLEMS
from agent.grounding.own import OwnWords
from agent.grounding.sentences import Cutter, units
from agent.grounding.words import lexicon
from tests.grounding.gatebook import VOCABULARY, GateBook, gate

LONG = "a" * 700
UNITS = (
    ["先试点。", "再推广！", "好吗？", "好"],
    ["Go.", " Then stay.", " And e.g. this."],
    ["Use it, i.e. try. then go.", " Stay."],
    ["Go.", "\n", "Then\n", "\n", "- a.", "\n", "- b"],
    ["It says “wait. here. there” to all.", " Go."],
    ['It says "wait. Here. there" to all.', ' "Go. On" then.'],
    ["“" + "a" * 197 + "。b”，好。", "再见。"],
    ["“" + "a" * 200 + "。", "b”，好。", "再见。"],
    ['"' + "a" * 197 + '。b", so.', " Go."],
    ["“a”。", "b。", "c"],
    ["a" * 300 + "。", "他说“好。走”，我们走。", "再见。"],
    ["Said so. [[cite:a]]", " Next."],
    ["说了。[[cite:a]][[cite:b]]", "再见。"],
    ["Said so.[[cite:a]] Next."],
    ["Said so.", " [[cite:a]](x) is a link."],
    ["[[C1]].", " [[cite:a]] is another."],
    ["[[T1]].", " [[cite:a]] too."],
    ["[[C1]] ", "Then go."],
    ["[[C1]] then go.", " Stay."],
    ["[[C1]] ", "“Go.” Stay."],
    ["[[C1]]"],
    ["[[C1]]\n", "Then."],
    ["| a. B | [[C1]] Then |\n", "| c。d | [[C2]] |\n", "Next.", " Go."],
    ["> | a. B |\n", "> Go.", " Stay."],
    ["Go.", " | a.", " B"],
    ["1. A.", "\n", "  12. C.", "\n", "> **3. D.", "\n", "In 12.", " E"],
    ["[[T1|a: b. C; d。e]]。", "Go."],
    ["[[a\n", "b]].", " C."],
    ["[[a.", " B"],
    ["[[" + LONG + ".", " B"],
    ["a[b.", " C"],
    ["[a].", " B]."],
    ["Go!?”)", " Then."],
    ["Go... then.", " Stay."],
    ["一。”", "二。"],
    ["a;", "\n", "b"],
)  # fmt: skip


@pytest.mark.parametrize("expected", UNITS)
def test_a_reply_is_cut_at_the_ends_of_its_sentences(expected: list[str]) -> None:
    """A unit ends with its sentence, its own citations, or its line; not in a quotation, a reference, a table row or in front of a small letter."""
    assert list(units("".join(expected))) == expected


@pytest.mark.parametrize("expected", UNITS)
def test_however_text_arrives_it_is_cut_alike(expected: list[str]) -> None:
    """One character at a time the units are the same, and what is held is what no unit holds yet."""
    text, cutter = "".join(expected), Cutter()
    found: list[str] = []
    for n, char in enumerate(text):
        found += cutter.feed(char)
        assert "".join(found) + cutter.text == text[: n + 1]
    assert [*found, *cutter.feed("", final=True)] == expected
    assert cutter.text == ""


def test_a_quotation_is_measured_from_its_own_mark() -> None:
    """A lost quotation mark behind other sentences hides no more than one at the beginning."""
    cutter = Cutter()
    assert len(list(cutter.feed("好。" * 150 + "他说“"))) == 150
    assert list(cutter.feed("好" * 220 + "。走”，我们走。再")) == ["他说“" + "好" * 220 + "。", "走”，我们走。"]


def test_each_word_of_the_list_leads_to_a_statement() -> None:
    """A lead-in may be made of any of the words, however long it is."""
    for words in lexicon("zh").phrases("lead"):
        assert gate("zh").check(f"{words}，[[C1]]。").ok, words


@pytest.mark.parametrize(
    "steps",
    [
        [("先试点。", ""), ("再", "先试点。"), ("推广。\n", "再推广。\n")],
        [("Go small. ", ""), ("T", "Go small.")],
        [("Go small. [", ""), ("[cite:budget:", ""), ("29]]", ""), (" N", "Go small. [1]")],
        [("Go small. [", ""), ("[C1", "Go small."), ("]]. N", " The tactical layer gets $200,000 a year, 10% of the annual marketing budget of $2,000,000 [1].")],
        [("[[C12]]", ""), (" T", "Which of them is meant? ")],
        [("| a. B", ""), (" | c |\n", "| a. B | c |\n")],
        [("It says “no. ", ""), ("N", ""), ("o” to it. N", "It says “no. No” to it.")],
        [("Go, e.g. ", ""), ("there. N", "Go, e.g. there.")],
    ],
)  # fmt: skip
def test_text_is_released_as_soon_as_nothing_can_change_it(steps: list[tuple[str, str]]) -> None:
    """A stop waits for what follows it, a bracket for the reference that it may be, and nothing waits longer."""
    reading = Reading(gate("zh" if "试" in steps[0][0] else "en"))
    assert [reading.feed(piece) for piece, _ in steps] == [shown for _, shown in steps]


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("en", "Start small. It costs 5 to do so.", "5"), ("en", "Start small.\n- Then wait.\n- Take 37 of them.", "37"), ("zh", "先试点。\n\n## 再用30%\n", "30%"), ("zh", "好。\n1. 选场景\n2. 加三百\n", "三百"),
        ("en", "First it is\nfifty more. Go.", "fifty"), ("zh", "（1）选场景，（2）加五百万。", "五百万"),
    ],
)  # fmt: skip
def test_a_problem_says_where_its_figure_stands(language: str, text: str, figure: str) -> None:
    """The characters of the problem are those of the reply that hold the figure, also below other sentences and behind list numbers."""
    (problem,) = gate(language).check(text).problems
    assert text[problem.start : problem.end] == figure
    assert f"“{figure}”" in problem.hint


@pytest.mark.parametrize("text", ["It is 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 and 15.", "It is 5. " * 20, "[[C99]] " * 20])
def test_a_writer_is_told_of_a_few_problems(text: str) -> None:
    """However much is wrong, no more is told than can be acted on."""
    assert 0 < len(gate().check(text).problems) <= MAX_PROBLEMS


@pytest.mark.parametrize(
    "text", ["[[C99]].", "[[T9]]", "[[X9]]", "For [[budget:K9]], go.", "It says so [[cite:a]].", "[[C1|x]]."]
)
def test_a_reference_to_nothing_is_told_as_one(text: str) -> None:
    """Whoever wrote it learns that the reference is not there."""
    assert {p.kind for p in gate().check(text).problems} == {"reference"}


def test_replies_are_in_two_languages() -> None:
    """Another language is an error of whoever asks."""
    with pytest.raises(ValueError, match="fr"):
        Gate(GateBook("en"), VOCABULARY, "fr")


def test_words_of_a_table_with_a_total_may_leave_the_total_out() -> None:
    """A word for each row, with or without the total."""
    words = ["quick wins", "better habits", "a lasting edge", "all of it", "more"]
    assert [gate().check(f"[[T2|purpose: {'; '.join(words[:n])}]]").ok for n in (2, 3, 4, 5)] == [False, True, True, False]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "raw", "shown"),
    [
        ("en", "[[C12]]. Then go.", "Which of them is meant? Then go."), ("en", "[[C12]]... Then go.", "Which of them is meant?... Then go."), ("en", "[[C12]], so wait.", "Which of them is meant?, so wait."),
        ("en", "[[C12]] Then go.", "Which of them is meant? Then go."), ("en", "[[C11]] Then go.", "Spread evenly, the tactical layer has $16,666.67 a month [1]. Then go."), ("zh", "[[C11]] “好”。", "平均到每月，战术层41,666.67元[1]。 “好”。"),
        ("zh", "来源这么说 [[cite:budget:29]]。", "来源这么说[1]。"), ("en", "It says so [[cite:budget:29]] [[cite:budget:29]].", "It says so [1]."), ("en", "It says so [[cite:budget:29]] [[cite:budget:27]].", "It says so [1] [2]."),
        ("zh", "先　试点。", "先 试点。"), ("zh", "说明：\n[[T1]]\n好。", "说明：\n| layer | amount |\n|---|---|\n$200,000\n| row 0 | \n| row 1 | \n| row 2 |[1]\n好。"),
        ("en", "For [[budget]], go. On our [[budget]], go.", "For the annual marketing budget of $2,000,000, go. On our annual marketing budget of $2,000,000, go."), ("en", "[[budget]], then go.", "The annual marketing budget of $2,000,000, then go."),
    ],
)  # fmt: skip
def test_stops_blanks_and_articles_are_set(language: str, raw: str, shown: str) -> None:
    """A clause that ends with its own mark takes no stop, one that a sentence follows gets one, no blank stands in front of a citation, and the budget has an article."""
    outcome = gate(language).check(raw)
    assert outcome.ok, outcome.problems
    assert outcome.text == shown


@pytest.mark.parametrize(
    ("raw", "marked"),
    [
        ("- [[C1:brief]]\n- [[C2:brief]]\n- [[C3:brief]]\n- [[C5:brief]]\n", [True, False, False, True]), ("- [[C1:brief]]\n- [[C6:brief]]\n- [[C3:brief]]\n", [True, True, True]),
        ("- [[C1:brief]]\n  先试点。\n- [[C2:brief]]\n", [True, False, True]), ("- [[C1:brief]]\n\n先试点。\n\n- [[C2:brief]]\n", [True, False, False, False, True]), ("- [[C1:brief]]\n\n[[C2:brief]]。\n", [True, False, True]),
        ("- [[C1:brief]]\n- 好。\n- [[C2:brief]]\n", [True, False, True]), ("- [[C1:brief]]\n- [[C2:brief]]\n- 好。\n- 再看。\n", [True, True, False, False]), ("- [[C1:brief]]\n- [[C2:brief]]\n- 好。\n\n再看。\n", [True, True, False, False, False]), ("[[C1:brief]]。\n- [[C2:brief]]\n- [[C3:brief]]\n", [True, True, True]),
    ],
)  # fmt: skip
def test_a_run_of_items_shows_a_citation_at_its_ends(raw: str, marked: list[bool]) -> None:
    """Only items that follow each other are a run; other lines, another citation and what is indented end none too early."""
    text = gate("zh").check(raw).text
    assert [("[" in line) for line in text.rstrip("\n").split("\n")] == marked


@pytest.mark.parametrize(
    ("language", "raw", "passes"),
    [
        ("en", "### Every month\n\n[[C11]].", True), ("en", "### Every month\n\n[[C1]].", False), ("zh", "每月：[[C11]]。", False), ("zh", "### 第二阶段\n\n[[X2]]", True), ("zh", "### 第一阶段\n\n[[X2]]", False), ("zh", "### 能力层\n\n[[X1]]", True),
        ("zh", "### 第二阶段\n\n[[C10]]。", True), ("zh", "（1）选场景，（2）试点；另外（1）问业务。", True), ("zh", "（1）选场景，（3）试点。", False), ("zh", "先（2）选场景，（3）试点。", False),
        ("zh", "| 层 | 现在 |\n|---|---|\n| a | b |\n\n| 层 | 金额 |\n|---|---|\n| 战术层 | [[C1:brief]] |\n", True), ("zh", "| 层 | 金额 |\n|---|---|\n| 战术层 | [[C1:brief]] |\n先试点。\n| 层 | 现在 |\n|---|---|\n| 战术层 | [[C1:brief]] |\n", False),
        ("zh", "首先" * 39 + "的，[[C1]]。", True), ("zh", "首先" * 40 + "，[[C1]]。", False), ("zh", "**能力层**\n先试点。\n[[C1]]。", True), ("zh", "**能力层**\n\n先试点。[[C1]]。", False), ("zh", "- 能力层\n - [[C1]]\n", False),
        ("zh", "一、选\n二、试\n三、看\n四、改\n五、推\n六、教\n七、问\n八、写\n九、讲\n十、评\n十一、做\n十二、停\n", True), ("zh", "一、选\n十一、试\n", False), ("zh", "[[C1]]和[[C2]]。", True), ("zh", "能力层：[[C1]]。", False), ("zh", "[[C1]]，能力层[[C1]]。", False),
        ("en", "[[C1]]. That is the new plan.", False), ("en", "Start. That is the new plan.", True), ("zh", "可以。\n\n[[C9]]。", False), ("zh", "可以。先试点。[[C9]]。", True), ("zh", "[[C1]][[cite:budget:29]]。", True), ("zh", "[[C1]][[cite:budget:27]]。", False),
        ("en", "It is right that [[C1]].", False), ("en", "Note that [[C1]].", True), ("zh", "[[T1]]后面", False), ("zh", "- 战术层\n\n  [[C1]]。\n", True), ("zh", "1. 战术层\n   [[C1]]。\n2. 能力层\n   [[C2]]。\n", True), ("zh", "1. 战术层\n   [[C2]]。\n", False),
    ],
)  # fmt: skip
def test_frames_hold_where_they_say_and_no_further(language: str, raw: str, passes: bool) -> None:
    """A period above a statement of that period, a phase above its quotation, a table's own head, a lead-in of a bounded length, and each label for what is below it."""
    assert gate(language).check(raw).ok is passes


@pytest.mark.parametrize(
    ("language", "said", "text", "passes"),
    [
        ("en", "we plan for fy26", "By FY26, train everybody.", True), ("en", "we plan for fy26", "By FY27, train everybody.", False), ("en", "we plan for fy26", "By FY2, train everybody.", False), ("en", "", "By FY26, train everybody.", False),
        ("en", "once a fortnight", "Review it once a fortnight with everybody, a fortnight apart.", True), ("en", "in a fortnight", "It pays back in a fortnight.", False), ("en", "in a fortnight", "It pays back. Meet in a fortnight.", True), ("en", "in march", "In March, start small.", False),
        ("zh", "四季度上线", "四季度之前先试点。", True), ("zh", "四季度上线", "三季度之前先试点。", False), ("zh", "四季度上线", "四季度就能见效。", False), ("zh", "四季度上线", "四季度先试点，再加30%。", False), ("zh", "给我两种说法", "两种写法都可以。", True), ("zh", "四季度30%", "四季度用30%。", False),
        ("en", "by the end of march", "Start before the end of march.", True), ("en", "march", "Take 30% in march.", False),
    ],
)  # fmt: skip
def test_the_users_own_times_are_said_again_as_they_were_said(
    language: str, said: str, text: str, passes: bool
) -> None:
    """A time passes where the user named it in these words and nothing is promised of it; no other figure does."""
    assert Gate(GateBook(language), VOCABULARY, language, OwnWords(said)).check(text).ok is passes


CLAIMS = """
Share it equally.|That is over budget.|It costs more than needed.|It falls short of the goal.|You are almost there.|All of them are met.|You can move on to the next step.|The rate has fallen.|Adoption is not enough.|It is the most expensive.
It has the largest share.|The budget is too high.|It is inside the recommended range.|It gets less money than search.|It is on target.|You are ready for the next phase.|You spend too much.|It is a share of the AI budget.|It ranks first in funding.
It gets as much as the tactical layer.|The figures above are in euros.|The second column is really what is left.|The article says to wait.|Staff adoption is fine.
平均分配就好。|已经超预算了。|战术层比能力层拿得多。|成本高于行业。|已经达到要求。|指标全部过关。|成本降得不够。|战术层的预算最高。|这一层拿到的预算最多。|它在建议的区间里。|已经高于门槛。|以AI预算为基数来算。|新预算比原来好。|您可以进入下一阶段。|您已经达标。
第一阶段的指标都通过。|我算得没错。|战术层的钱花光了。|能力层一样多。|和战术层的相同。|季度里最多。|战术层比能力层多一些。|上面的数字是美元。|这一列其实是剩下的。|文章里写着要等。|原话写得清清楚楚。|大多数公司比您更多。|员工采纳率够了。|最贵的不用买。
"""
SUPPOSED = """
See whether it is over budget.|If it is inside the recommended range, go on.|Once staff adoption is fine, go on.|Ask how it ranks in funding.|Avoid what is over budget.|Find out what has the largest share.
看看是否超预算了。|如果达到要求，就继续。|等员工采纳率够了再推广。|别让战术层的钱花光了。|先问能否满足要求。|为了指标全部过关，先培训。
"""
COUNTS = """
A couple of people are keen.+|A couple of engineers can help.+|These two are fine.+|Take one or two of them.+|The fourth phase is scale.-|The third step is the review.+|Step nine is the review.+|Step 12 is the review.+|Step 13 is the review.-|Layer four is new.-|Stage 4 is new.-|Stage 3 is new.+
One seventh is enough.-|One engineer is enough.-|Make one engineer responsible.+|Write a month end report.+|Take a month.-|Meet every two weeks to review it.+|Pay every two weeks.-|We agree on e-mail first.+|It is a thou sand more.-|It is te-n more.-|Part five is short.+|The second layer is next.+|The fifth layer is next.-
It is the third largest of all.-|One in ten people like it.-|Recent months were calm.+|Most of it went well.+|Much of the budget is fixed.-|A large part of the budget is fixed.-|A large part of the talk is fixed.+|Split the rest.+|The rest goes to tools and money.-|It is a minority of staff.-
第1步，选场景。+|步骤2再复盘。+|第0步再看。-|两位都同意。+|两位数的增长。-|大部分给战术层。-|大部分时间在改。-|大部分是习惯。+|其余给能力层。-|其余的事情以后再说。+|三层各有分工。+|四层各有分工。-|其中一层先做。+|前两个阶段先做。+|另外两个工具也好。+|每三周复盘一次。+|每三周花一次。-|其二，选人。+
放在第三位。+|第三个月再看。-|第五阶段再看。-|第三，选人。+|排第二十三。-|指定一人负责。+|一人就够。-|一两件事就好。+|一两年就好。-|几件事就好。+|几个月就好。-|若干年后再看。-|参数年年变。+|年内见效。-|下季度开会讨论。+|下季度见效。-|每个月复盘。+|每个月给战术层。-|第二个试点更快。+
"""


def _rows(text: str) -> list[str]:
    return [row for line in text.strip().split("\n") for row in line.split("|")]


def _passes(text: str) -> bool:
    return gate("zh" if any("一" <= c <= "鿿" for c in text) else "en").check(text).ok


@pytest.mark.parametrize("text", _rows(CLAIMS))
def test_each_kind_of_verdict_in_words_is_refused(text: str) -> None:
    """A verdict or comparison of amounts and KPIs, whose figures are, what the source says and how others do is a statement's to say."""
    assert {p.kind for p in gate("zh" if not text.isascii() else "en").check(text).problems} == {"claim"}


@pytest.mark.parametrize("text", _rows(SUPPOSED))
def test_a_verdict_that_is_only_supposed_passes(text: str) -> None:
    """A condition, a question, a purpose or a warning judges nothing."""
    assert _passes(text)


@pytest.mark.parametrize("row", _rows(COUNTS))
def test_what_may_be_counted_and_what_may_not(row: str) -> None:
    """Things, steps and elements that exist may be counted and numbered; people, money, parts and times may not, unless for a review or a duty."""
    assert _passes(row[:-1]) is (row[-1] == "+")


def test_a_stream_up_to_the_cap_is_the_whole_check() -> None:
    """A reply of exactly the greatest length passes as it arrives."""
    sentence = "先和团队一起选好一个小场景，" + "再请负责人盯住效果，" * 8 + "最后复盘。"
    text = sentence * (MAX_LENGTH // len(sentence))
    text += "好" * (MAX_LENGTH - len(text) - 1) + "。"
    reading = Reading(gate("zh"))
    for at in range(0, len(text), 700):
        reading.feed(text[at : at + 700])
    assert not reading.failed
    assert reading.finish().ok


def test_a_fault_in_a_stream_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a fault of the gate is not shown, and the outcome says what happened."""
    here = gate()
    reading = Reading(here)
    assert reading.feed("Start small. T") == "Start small."
    monkeypatch.setattr(here.book, "clause", lambda *a, **k: 1 / 0)
    assert reading.feed("hen [[C1]]. [[C1]]. N") == ""
    assert reading.failed
    assert reading.feed("ow go. A") == ""
    assert [p.kind for p in reading.finish().problems] == ["crash"]
    assert reading.emitted == "Start small."


def test_spans_of_a_stream_are_those_of_what_was_released() -> None:
    """No figure is told to stand in text that waits."""
    reading = Reading(gate())
    reading.feed("- [[C1:brief]]\n- [[C2:brief]]\n")
    assert all(s.end <= len(reading.emitted) for s in reading.spans)
    assert {reading.emitted[s.start : s.end] for s in reading.spans} >= {"$200,000", "10%"}
