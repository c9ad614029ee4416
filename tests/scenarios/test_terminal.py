"""Whole sessions in the terminal, as a person has them: a real process on a real (pseudo-)terminal."""

from __future__ import annotations

import re
import signal

from agent.testing import ScriptedModel, say
from tests.terminal import COMMAND, advisor, environment, terminal


def test_a_session_answers_explains_remembers_and_leaves(tmp_path):
    """A split is answered in a laid-out table with bars and sources, explained by /why, changed, and resumed later."""
    with terminal(data=tmp_path) as screen:
        screen.until("›")
        screen.type("年度营销预算五百万怎么分?\r")
        answer = screen.until("budget:27") + screen.until("›")
        assert "| --- |" not in answer
        assert re.search(r"战术层\s+10%\s+50万元", answer)
        assert re.search(r"战术层金额\s+█{32} 50万元", answer)
        screen.type("/why 150000\r")
        why = screen.until("③战略层(占比3%)")
        assert "计算：500万元 × 3% = 15万元" in why
        assert "您说的：“五百万”（第 1 轮）" in why
        screen.until("›")
        screen.type("那如果是1000万呢\r")
        assert re.search(r"战术层\s+10%\s+100万元", screen.until("budget:27"))
        screen.until("›")
        screen.type("\x04")
        assert "再见。" in screen.rest()
    assert screen.process.returncode == 0

    with terminal(data=tmp_path) as screen:
        screen.until("›")
        screen.type("/resume\r")
        assert "那如果是1000万呢" in screen.until("200万元")
        screen.until("›")
        screen.type("and just the tactical part, in English?\r")
        assert "tactical layer" in screen.until("Sources")
        screen.until("›")
        screen.type("\x1b[A\x04\x15\x04")  # Ctrl-D leaves on an empty line only
        screen.rest()
    assert screen.process.returncode == 0


def test_a_message_may_have_several_lines(tmp_path):
    """A backslash at the end, Alt+Enter and a paste each put a line break into one message; Ctrl-C clears a line."""
    with terminal(data=tmp_path) as screen:
        screen.until("›")
        screen.type("nonsense that is thrown away\x03")
        screen.type("split a marketing\\\rbudget\x1b\r\x1b[200~of $2m\nper year\x1b[201~\r")
        assert "$200,000" in screen.until("Sources")
        screen.until("›")
        screen.type("/export session.md\r")
        screen.until("session.md.")
        screen.until("›")
        screen.type("/quit\r")
        screen.rest()
    written = (tmp_path / "session.md").read_text(encoding="utf-8")
    assert "> split a marketing\n> budget\n> of $2m\n> per year" in written
    assert "nonsense" not in written
    assert "$2,000,000 × 10% = $200,000" in written


def test_ctrl_c_stops_an_answer_and_keeps_the_conversation(tmp_path):
    """An answer that hangs is stopped by Ctrl-C in one line; the conversation goes on where it was."""
    script = [
        say("The split, it is this.\n\nAnd then some more", stall_after=6),
        say("Look at the tactical layer.\n\n[[T1]]"),
    ]
    with (
        ScriptedModel(script) as model,
        terminal(data=tmp_path, OPENAI_API_KEY="sk-test", OPENAI_BASE_URL=model.url) as screen,
    ):
        screen.until("(online, model")
        screen.until("›")
        screen.type("split a marketing budget of $2m\r")
        screen.until("it is this.")
        screen.type("\x03")
        screen.until("Stopped this answer; the conversation stays as it was.")
        screen.until("›")
        screen.type("split a marketing budget of $2m\r")
        screen.until("tactical layer.")
        screen.until("›")
        screen.type("/conversations\r")
        assert re.search(r"\s1\s+\d{4}-", screen.until("split a marketing"))
        screen.until("›")
        screen.type("\x04")
        screen.rest()
    assert screen.process.returncode == 0


def test_no_color_and_dumb_terminals_get_no_colours(tmp_path):
    """With NO_COLOR nothing is coloured; on a dumb terminal no control sequence is sent at all."""
    with terminal("ask", "预算500万怎么分", data=tmp_path, NO_COLOR="1") as screen:
        screen.rest()
        assert "50万元" in screen.plain
        assert not re.search(r"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|[34]8;[0-9;]*)m", screen.shown)
    with terminal(data=tmp_path, TERM="dumb") as screen:
        screen.until("> ")
        screen.type("split a budget \\\n")
        screen.type("of $2m\n")
        screen.until("$200,000")
        screen.type("\x04")
        screen.rest()
        assert "\x1b" not in screen.shown


def test_a_pipe_gives_one_answer_per_line_without_prompts(tmp_path):
    """Questions and commands piped in are answered in order, in plain text, without a prompt or a greeting."""
    lines = "预算500万怎么分\n/why F3\n/langs\nsplit a budget of $2m\n/facts\n\nquit\nnever asked\n"
    done = advisor(data=tmp_path, stdin=lines)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("**年度营销总预算（500万元）的拆分**")
    assert "| 战术层 | 10% | 50万元 |" in done.stdout
    assert "计算：500万元 × 10% = 50万元" in done.stdout
    assert "没有命令 /langs。您是不是想输入 /lang？" in done.stdout
    assert "| Tactical layer | 10% | $200,000 |" in done.stdout
    assert "›" not in done.stdout
    assert "\x1b" not in done.stdout


def test_ctrl_c_and_a_reader_that_leaves_are_quiet(tmp_path):
    """Ctrl-C while the input is awaited and a pipe that is closed early end the command without a word."""
    import subprocess

    reading = subprocess.Popen(
        [*COMMAND], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(tmp_path)
    )
    assert reading.stdin is not None
    assert reading.stdout is not None
    reading.stdin.write("你好\n".encode())
    reading.stdin.flush()
    reading.stdout.readline()
    reading.send_signal(signal.SIGINT)
    _, complaint = reading.communicate(timeout=30)
    assert (reading.returncode, complaint) == (130, b"")

    listing = subprocess.Popen(
        [*COMMAND, "sources"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(tmp_path)
    )
    assert listing.stdout is not None
    listing.stdout.close()
    assert listing.stderr is not None
    assert listing.stderr.read() == b""
    assert listing.wait(30) == 1
