"""The session without a terminal: its commands, their languages, what stops and fails."""

from __future__ import annotations

import asyncio
import base64
import io
import re

import pytest

from agent import service as services
from agent.advisor import Advisor
from agent.assembly import Sources
from agent.channels.terminal import clipboard, repl
from agent.channels.terminal.display import PlainDisplay
from agent.channels.terminal.messages import COMMANDS, MESSAGES
from agent.channels.terminal.prompting import PipedInput, PromptInput, continues
from agent.channels.terminal.session import Session
from agent.memory import store_in_file
from agent.replies import Delta, Done, Restart
from agent.service import Service
from knowledge.framework import load_framework


@pytest.fixture
def session(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    advisor = Advisor(load_framework(), Sources(tmp_path / "index"), store_in_file(":memory:"))
    session = Session(Service(advisor), PlainDisplay(io.StringIO()), "here")
    yield session
    session.close()


def shown(session, *lines):
    """What the session prints to ``lines``."""
    session.display = PlainDisplay(out := io.StringIO())
    for line in lines:
        repl.handle(session, line)
    return out.getvalue()


def test_every_message_is_in_both_languages():
    """Whatever the session says it says in Chinese and in English, with the same values."""
    import re

    for key, (zh, en) in MESSAGES.items():
        assert re.search("[\u4e00-\u9fff]", zh), key
        assert not re.search("[\u4e00-\u9fff]", en), key
        assert set(re.findall(r"\{\w+\}", zh)) == set(re.findall(r"\{\w+\}", en)), key


def test_messages_follow_the_language_of_the_conversation(session):
    """Before any answer the session speaks the terminal's language, then the conversation's, and /lang overrides it."""
    assert shown(session, "/sources") == "There is no answer in this conversation yet.\n"
    assert "没有命令 /foo" in shown(session, "你好", "/foo")
    assert "There is no command /foo" in shown(session, "hello", "/foo")
    assert "接下来用中文回答" in shown(session, "/lang zh")
    assert "战术层" in shown(session, "split a marketing budget of $2m")
    assert "Answers are in English" in shown(session, "/lang EN")
    assert "Choose one" in shown(session, "/lang fr")


@pytest.mark.parametrize(
    ("typed", "nearest"), [("/hlep", "/help"), ("/expert", "/export"), ("/source", "/sources"), ("/res", "/resume")]
)
def test_an_unknown_command_names_the_nearest(session, typed, nearest):
    """A mistyped command runs nothing and names the one that was probably meant."""
    assert shown(session, typed) == f"There is no command {typed}. Did you mean {nearest}?\n"


@pytest.mark.parametrize(
    "asked", ["250000", "25万", "25万元", "￥250,000", "二十五万元", "f4", "F4"]
)  # fmt: skip
def test_why_takes_a_figure_in_any_rendering_or_a_fact(session, asked):
    """The receipt of a figure has its formula, the user's words and the source's quote, however it is asked for."""
    repl.handle(session, "年度营销预算五百万怎么分?")
    told = shown(session, f"/why {asked}")
    assert "计算：500万元 × 5% = 25万元" in told
    assert "您说的：“五百万”（第 1 轮）" in told
    assert "来源 budget:29，第 29 行：“②能力层(占比5%)”" in told


def test_a_distance_is_told_in_percentage_points(session):
    """What is missing to a threshold is a difference of percentages, in its receipt as in the reply."""
    repl.handle(session, "we hit 45% adoption and cut cost by 22%. can we go to phase two?")
    told = shown(session, "/why")
    assert "**5 percentage points** staff adoption shortfall" in told
    assert "computed: |45% − 50%| = 5 percentage points" in told


def test_why_without_a_match_says_so(session):
    """A figure that nobody said or computed has no receipt; a small number is a place in the list of facts."""
    repl.handle(session, "年度营销预算五百万怎么分?")
    assert "没有数字 77" in shown(session, "/why 77")
    assert "没有数字 $250,000" in shown(session, "/why $250,000")
    assert "您说的" in shown(session, "/why 1")
    assert "18%" in shown(session, "/why")


def test_an_english_answer_shows_the_original_beside_the_translation(session):
    """/sources quotes the English edition and the Chinese passage, and tells what is missing in the source."""
    repl.handle(session, "split a marketing budget of $2m")
    told = shown(session, "/sources")
    assert "> A: It can be divided into three layers" in told
    assert "> 答:可分为三层" in told
    assert "the question to this answer is missing in the source" in told


def test_conversations_are_begun_resumed_listed_and_deleted(session):
    """Each conversation keeps its own figures; deleting the one at hand empties it."""
    shown(session, "预算500万怎么分")
    assert "New conversation other." in shown(session, "/lang en", "/new other").splitlines()[-1]
    assert "$200,000" in shown(session, "/lang auto", "split a marketing budget of $2m")
    assert "There is a conversation named here already" in shown(session, "/new here")
    listed = shown(session, "/conversations")
    assert "| other | 1 |" in listed
    assert "| here | 1 |" in listed
    assert "50万元" in shown(session, "/resume here")
    assert "100万元" in shown(session, "那如果是1000万呢")
    assert "没有名为 nowhere 的对话" in shown(session, "/resume nowhere")
    assert "已删除对话 here" in shown(session, "/delete here")
    assert session.last is None
    assert shown(session, "/resume").startswith("Back in conversation other (turns so far: 1).")


def test_export_never_overwrites(session, tmp_path):
    """The exported conversation holds questions, answers, sources and receipts; a file that is there is kept."""
    assert "no answer" in shown(session, "/export out.md")
    repl.handle(session, "split a marketing budget of $2m")
    assert f"Written to {tmp_path / 'out.md'}." in shown(session, "/export out.md")
    text = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert "$2,000,000 × 10% = $200,000" in text
    assert "③战略层(占比3%)" in text
    assert "exists already" in shown(session, "/export out.md")
    assert "Cannot write" in shown(session, "/export missing/out.md")


def test_an_export_without_a_name_tells_where_it_went(session, tmp_path):
    """The file is named after the conversation, in the current directory, and told with its full path."""
    repl.handle(session, "split a marketing budget of $2m")
    assert f"Written to {tmp_path / 'here.md'}." in shown(session, "/export")
    assert (tmp_path / "here.md").exists()


def test_the_model_is_made_ready_while_the_question_is_typed(session, monkeypatch):
    """The online author is built in a daemon thread, once; offline there is nothing to build, and a failure is kept quiet."""
    from agent import online
    from agent.online import author as authors
    from agent.settings import Settings

    built = []

    def build(*_):
        built.append(object())
        if len(built) == 1:
            raise OSError("not now")
        return built[-1]

    monkeypatch.setattr(authors, "_build", build)
    monkeypatch.setattr(repl, "_PROMPT_FIRST", 0)
    assert repl._warm_up_behind(session.service) is None
    session.service.advisor.author = author = online.open_author(Settings(_env_file=None, OPENAI_API_KEY="sk-scripted"))
    for _ in range(3):
        thread = repl._warm_up_behind(session.service)
        assert thread is not None
        assert thread.daemon
        thread.join(10)
    assert asyncio.run(author.warm_up(session.service.advisor.framework)) is built[-1]
    assert len(built) == 2


def test_control_characters_of_a_message_never_reach_the_terminal(session):
    """What a user (or whoever wrote what they pasted) typed cannot steer the terminal when it is shown again."""
    told = shown(session, "预算500万\x1b[2J怎么分", "/why 500万", "/conversations", "/new x", "/resume here")
    assert "\x1b" not in told


def test_a_turn_that_fails_or_is_stopped_keeps_the_session(session, monkeypatch):
    """An error in a turn is one sentence, Ctrl-C another; the conversation stays and the next question is answered."""
    repl.handle(session, "split a marketing budget of $2m")
    before = session.last

    async def fail(*_, **__):
        yield Delta("partly ")
        raise RuntimeError

    async def wait(*_, **__):
        yield Delta("partly ")
        raise KeyboardInterrupt

    for broken, told in ((fail, "This question was not finished (RuntimeError)."), (wait, "Stopped this answer;")):
        with monkeypatch.context() as patch:
            patch.setattr(Advisor, "stream", broken)
            assert told in shown(session, "anything")
        assert session.last is before
    assert "$300,000" in shown(session, "what about $3m?")


def test_what_is_withdrawn_is_said_to_be(session, monkeypatch):
    """When an answer begins anew, the reader is told which part no longer holds."""
    repl.handle(session, "split a marketing budget of $2m")
    reply = session.last

    async def again(*_, **__):
        yield Delta("a first try")
        yield Restart()
        yield Delta(reply.text)
        yield Done(reply)

    monkeypatch.setattr(Advisor, "stream", again)
    told = shown(session, "anything")
    assert told.index("a first try") < told.index("(the above is withdrawn") < told.index("$200,000")


def test_completion_knows_commands_and_their_arguments(session):
    """A slash lists the commands, a command what may follow it; a question is left alone."""
    complete = repl.completions
    assert [word for word, _ in complete(session, "/")] == [name for name, *_ in COMMANDS]
    assert [word for word, _ in complete(session, "/res")] == ["/resume"]
    assert [word for word, _ in complete(session, "/lang z")] == ["zh"]
    repl.handle(session, "split a marketing budget of $2m")
    assert "here" in [word for word, _ in complete(session, "/resume ")]
    assert ("F3", "tactical layer amount $200,000") in list(complete(session, "/why F"))
    assert not list(complete(session, "how much"))


def test_piped_lines_may_go_on_with_a_backslash():
    """A line that ends in one backslash goes on with the next; two backslashes are one of the text."""
    source = PipedInput(io.StringIO("one\\\ntwo\nthree\\"))
    assert source.read() == "one\ntwo"
    assert source.read() == "three"
    with pytest.raises(EOFError):
        source.read()
    assert not continues("a\\\\")


def test_the_prompt_completes_and_remembers_across_runs(tmp_path):
    """What was typed in one run is there in the next; Enter takes a chosen completion and then sends."""
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    def read(keys):
        with create_pipe_input() as pipe:
            pipe.send_text(keys)
            source = PromptInput(
                history=tmp_path / "history", complete=lambda _: [("/help", "")], input=pipe, output=DummyOutput()
            )
            return source.read()

    assert read("预算五百万怎么分\r") == "预算五百万怎么分"
    assert read("\x1b[A\r") == "预算五百万怎么分"
    assert read("a\\\rb\x1b\rc\r") == "a\nb\nc"
    with pytest.raises(KeyboardInterrupt):
        read("abc\x03")
    with pytest.raises(EOFError):
        read("\x04")


def test_a_history_that_cannot_be_written_is_done_without(tmp_path):
    """A read-only home costs the history, not the session."""
    from agent.channels.terminal.prompting import _history

    (tmp_path / "file").write_text("", encoding="utf-8")
    history = _history(tmp_path / "file" / "history")
    assert type(history).__name__ == "InMemoryHistory"


def test_fresh_names_sort_by_time():
    """A conversation without a name is called by when it began."""
    from datetime import datetime

    assert services.fresh_name(datetime(2025, 3, 4, 5, 6, 7)) == "2025-03-04-050607"  # noqa: DTZ001


def test_conversations_begun_in_one_second_are_kept_apart(session, monkeypatch):
    """/new begins an empty conversation, however soon after the last."""
    monkeypatch.setattr(services, "fresh_name", lambda: "now")
    shown(session, "/new", "split a marketing budget of $2m")
    assert session.name == "now"
    assert "$" not in shown(session, "/new", "how much is the tactical layer?")
    assert session.name == "now-2"


def test_sessions_opened_in_one_second_do_not_share_a_conversation(session, monkeypatch):
    """A made-up name is left to the session that speaks first, and a name that was asked for is kept."""
    monkeypatch.setattr(services, "fresh_name", lambda: "now")
    other = Session(session.service, PlainDisplay(io.StringIO()), "here")
    shown(session, "/new")
    shown(other, "/new", "/kpi conversion=2% 2026-03-01")
    shown(session, "split a marketing budget of $2m", "/kpi")
    other.close()

    assert (session.name, other.name) == ("now-2", "now")
    assert not session.service.turns("now")
    shown(session, "/resume now", "hello")
    assert session.name == "now"


def test_turns_of_one_session_share_a_loop(session):
    """Connections that a turn opened can be used by the next: both run on the same event loop."""
    loops = []
    stream = Advisor.stream

    async def noting(self, *arguments, **options):
        loops.append(asyncio.get_running_loop())
        async for event in stream(self, *arguments, **options):
            yield event

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Advisor, "stream", noting)
        shown(session, "hello", "hello")
    assert loops[0] is loops[1]


def test_the_plan_is_written_where_it_is_asked_for(session, tmp_path):
    """A file of the named form, once; without a budget, or in another form, a sentence and no file."""
    assert "no budget in this conversation" in shown(session, "/plan")
    shown(session, "split a marketing budget of $2m")
    assert str(tmp_path / "plan.xlsx") in shown(session, "/plan")
    assert (tmp_path / "plan.xlsx").read_bytes()[:2] == b"PK"
    assert "exists already" in shown(session, "/plan plan.xlsx")
    assert "$200,000" in shown(session, "/plan p.md") + (tmp_path / "p.md").read_text(encoding="utf-8")
    assert str(tmp_path / "p.docx") in shown(session, "/plan p.docx")
    assert ".xlsx, .docx, .md, .png" in shown(session, "/plan p.doc")
    assert sorted(path.name for path in tmp_path.glob("p*")) == ["p.docx", "p.md", "plan.xlsx"]


def test_kpis_are_recorded_and_told(session, tmp_path):
    """/kpi says how to begin, keeps a figure, refuses what is none, and tells the progress."""
    assert "/kpi conversion=2%" in shown(session, "/kpi")
    assert "needs a later figure" in shown(session, "/kpi conversion=2% 2026-03-01")
    assert "There is no KPI" in shown(session, "/kpi mood=2%")
    assert "≥2.3%" in shown(session, "/kpi conversion=2.2% 2026-04-01")
    assert "1 May 2026" in shown(session, "kpi conversion=2.4% 2026-05-01")
    shown(session, "/export kpis.md")
    assert "| 1 May 2026 | Conversion rate | 2.4% |" in (tmp_path / "kpis.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", ["help", "Help", "?", "commands", "帮助", "命令"])
def test_asking_for_help_in_a_word_names_the_commands(session, word):
    """`help` and 帮助 are no questions on budgets: they show what /help shows, in the language of the word."""
    told = shown(session, word)
    assert all(f"`{name}" in told for name, *_ in COMMANDS)
    assert ("退出" in told) is ("\u4e00" <= word[0] <= "\u9fff")


def test_the_last_answer_is_copied_with_its_sources(session, monkeypatch):
    """/copy puts the answer and its citations on the clipboard, by the terminal where no program does it."""
    assert shown(session, "/copy") == "There is no answer in this conversation yet.\n"
    repl.handle(session, "split a marketing budget of $2m")
    monkeypatch.setattr(clipboard, "_PROGRAMS", ())
    assert "no clipboard here" in _without_prompt(session, "/copy")
    terminal = io.StringIO()
    monkeypatch.setattr("sys.stdout", terminal)
    session.prompted = True
    assert "Asked the terminal" in shown(session, "/copy")
    code = re.fullmatch(r"\x1b\]52;c;([\w+/=]+)\x07", terminal.getvalue())
    assert code is not None
    copied = base64.b64decode(code[1]).decode()
    assert "$200,000" in copied
    assert "[1] budget:29, line 29" in copied


def test_a_program_for_the_clipboard_gets_the_text(tmp_path, monkeypatch):
    """Where the system has such a program it is given the text; one that fails is passed over."""
    program = tmp_path / "copier"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/copied\n")
    program.chmod(0o755)
    monkeypatch.setattr(clipboard, "_PROGRAMS", (("false",), (str(program),)))
    assert clipboard.copy("数字 5%", None) is clipboard.Copied.YES
    assert (tmp_path / "copied").read_text(encoding="utf-8") == "数字 5%"


def _without_prompt(session, text):
    session.prompted = False
    return shown(session, text)


def test_the_last_question_is_answered_anew(session):
    """/retry takes the place of the last turn, and what was said before it still counts."""
    assert "no answer" in shown(session, "/retry")
    repl.handle(session, "our annual marketing budget is $2.5m")
    repl.handle(session, "and just the tactical part?")
    first = session.last
    told = shown(session, "/retry")
    assert "› and just the tactical part?" in told
    assert "$250,000" in told
    assert len(session.service.turns("here")) == 2
    assert session.last.text == first.text
    assert "computed" in shown(session, "/why 250000")


def test_a_stopped_retry_leaves_the_old_answer(session, monkeypatch):
    """Where answering anew is stopped or fails, the conversation has the answer that it had, with its figures."""
    repl.handle(session, "split a marketing budget of $2m")
    before = session.service.export("here", "en")

    def stop(*_: object, **__: object):
        raise RuntimeError("stopped")

    with monkeypatch.context() as patched:
        patched.setattr(type(session.service), "stream", stop)
        assert "was not finished" in shown(session, "/retry")
    assert session.service.export("here", "en") == before
    assert "$200,000" in shown(session, "/facts")
    assert "$100,000" in shown(session, "what if it is $1m")


def test_spends_are_told_listed_and_imported(session, tmp_path):
    """/spend says how to begin, keeps an entry, shows a file, and keeps it only once that is confirmed."""
    (tmp_path / "spends.csv").write_text("date,line,amount (kUSD)\n2026-04-02,Agency fees,5\n", encoding="utf-8")
    assert "/spend tactical=" in shown(session, "/spend")
    assert "$158,000 left" in shown(session, "marketing budget $2m", "/spend tactical=$42k 2026-03-01")
    assert "Nothing is kept yet" in shown(session, "/spend spends.csv")
    assert "agency fees" not in shown(session, "/spend").lower()
    assert "No file waits" in shown(session, "/spend yes")
    assert "| 2 April 2026 | Agency fees | $5,000 |" in shown(session, "/spend spends.csv", "/spend yes")
    assert "3,000 USD" in shown(session, "/spend date,line,amount\n2026-05-01,Travel,3000 USD")
    assert "cannot be read" in shown(session, "/spend nowhere.csv")
    assert "no column of amounts" in shown(session, "/spend a,b\nc,d").lower()
