"""The command line as scripts and operators use it: real processes, exit codes, what is on which stream."""

from __future__ import annotations

import io
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from agent.cli import main
from agent.commands.parsing import parse
from tests.terminal import COMMAND, ROOT, advisor, environment

QUESTION = "年度营销预算五百万怎么分?"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The command run in this process, with a data directory of its own and nothing else set."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ADVISOR_LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_cold_answer_imports_only_what_it_needs(tmp_path):
    """An offline answer comes without LangChain, OpenAI, Chroma, the prompt's library or the terminal's, and is exact."""
    heavy = ("langchain", "langchain_core", "openai", "chromadb", "prompt_toolkit", "rich", "numpy", "bm25s")
    code = (
        "import sys; from agent.cli import main; code = main(sys.argv[1:]);"
        f" print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    asked = [sys.executable, "-c", code, "ask", QUESTION]
    subprocess.run(asked, env=environment(tmp_path), cwd=ROOT, capture_output=True, check=True, timeout=30)  # warms up
    done = subprocess.run(asked, env=environment(tmp_path), cwd=ROOT, capture_output=True, check=True, timeout=30)
    assert done.stderr.decode().strip() == "[]"
    assert "| 战术层 | 10% | 50万元 |" in done.stdout.decode()


def test_ask_prints_the_answer_with_its_sources(here, capsys):
    """An answer ends with the passages it cites, in the answer's language."""
    assert main(["ask", "--language", "en", QUESTION]) == 0
    out = capsys.readouterr().out
    assert "| Tactical layer | 10% |" in out
    assert "\nSources\n[1] budget:29, line 29 “A: It can be divided into three layers" in out


@pytest.mark.parametrize(
    ("terminal", "told"), [("en_US.UTF-8", "I am not sure what you mean"), ("zh_CN.UTF-8", "没有完全明白")]
)
def test_a_question_in_no_language_is_answered_in_the_terminals(here, capsys, monkeypatch, terminal, told):
    """Nothing but blanks or figures has no language of its own."""
    monkeypatch.setenv("LANG", terminal)
    assert main(["ask", ""]) == 0
    assert capsys.readouterr().out.startswith(told)


@pytest.mark.parametrize(
    ("typed", "terminal", "heading"),
    [
        (["3000万"], "en_US.UTF-8", "# AI 营销预算计划"),
        (["$3m", "--baseline", "转化率=2%"], "en_US.UTF-8", "# AI 营销预算计划"),
        (["$3m"], "en_US.UTF-8", "# AI marketing budget plan"),
        (["$3m"], "zh_CN.UTF-8", "# AI 营销预算计划"),
        (["3000万", "--language", "en"], "zh_CN.UTF-8", "# AI marketing budget plan"),
    ],
)
def test_a_plan_is_in_the_language_of_what_was_typed(here, monkeypatch, typed, terminal, heading):
    """Chinese in the arguments makes a Chinese plan, else the terminal decides; --language overrides both."""
    monkeypatch.setenv("LANG", terminal)
    assert main(["plan", "--out", "plan.md", "--budget", *typed]) == 0
    assert (here / "plan.md").read_text(encoding="utf-8").startswith(heading)


def test_a_question_may_begin_like_an_option(here, capsys):
    """A negative amount at the beginning is a question, not a mistake in the command line."""
    assert main(["ask", "-500万怎么分"]) == 0
    assert capsys.readouterr().out.strip()
    assert main(["ask", "--jsno", "hello"]) == 2


def test_ask_gives_text_citations_and_receipts_as_json(here, capsys):
    """Each figure of the JSON form carries its formula, its inputs and, in the end, the user's words or a quote."""
    assert main(["ask", "--json", QUESTION]) == 0
    reply = json.loads(capsys.readouterr().out)
    amounts = {fact["text"]: fact for fact in reply["facts"]}
    assert amounts["50万元"]["formula"] == "500万元 × 10% = 50万元"
    given, stated = amounts["50万元"]["inputs"]
    assert given["provenance"]["text"] == "五百万"
    assert stated["provenance"]["quote"] == "①战术层(占比10%)"
    assert {citation["passage"] for citation in reply["citations"]} >= {"budget:29", "budget:27"}
    assert reply["citations"][0]["original"].startswith("答:可分为三层")


def test_a_named_conversation_goes_on_and_can_be_listed_shown_and_deleted(here, capsys):
    """`ask --conversation` remembers across processes; `conversations` lists, shows and deletes what is stored."""
    main(["ask", "--conversation", "plan", QUESTION])
    main(["ask", "--conversation", "plan", "那如果是1000万呢"])
    assert "100万元" in capsys.readouterr().out
    assert main(["conversations"]) == 0
    assert "| plan | 2 |" in capsys.readouterr().out
    assert main(["conversations", "show", "plan"]) == 0
    assert "> 那如果是1000万呢" in capsys.readouterr().out
    assert main(["conversations", "delete", "plan"]) == 0
    assert main(["conversations", "delete", "plan"]) == 1
    assert "advisor: There is no conversation named plan." in capsys.readouterr().err
    assert main(["conversations", "show"]) == 2
    assert "Name the conversation" in capsys.readouterr().err


def test_what_holds_for_every_command_may_stand_before_it(here, capsys):
    """`advisor --conversation NAME --language L ask …` is `advisor ask --conversation NAME --language L …`; what stands nearer the question wins."""
    main(["--conversation", "plan", "--language", "en", "ask", QUESTION])
    assert "Tactical layer" in capsys.readouterr().out
    assert main(["conversations", "show", "plan"]) == 0
    before = parse(
        ["--conversation", "a", "--language", "zh", "ask", "--conversation", "b", "--language", "en", "x"], "en"
    )
    assert (before.conversation, before.language) == ("b", "en")
    assert (parse(["ask", "x"], "en").conversation, parse(["--language", "zh", "batch"], "en").language) == (None, "zh")


def test_a_question_that_is_asked_without_a_name_leaves_nothing_behind(here, capsys):
    """A single question is stored nowhere."""
    main(["ask", QUESTION])
    capsys.readouterr()
    main(["conversations"])
    assert capsys.readouterr().out == "No conversations are stored yet.\n"


def test_config_masks_secrets_and_names_where_each_value_is_from(here, capsys, monkeypatch):
    """`config` shows every setting with its origin; neither a key nor a password in an address is printed."""
    (here / ".env").write_text("ADVISOR_MODEL=small\nOPENAI_API_KEY=sk-from-file\n", encoding="utf-8")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://someone:hunter2@models.example/v1")
    monkeypatch.setenv("ADVISOR_API_TOKENS", "someone:0123456789abcdef")
    assert main(["config"]) == 0
    rows = {line.split()[0]: line.split()[1:3] for line in capsys.readouterr().out.splitlines()}
    assert rows["OPENAI_API_KEY"] == ["********", "environment"]
    assert rows["OPENAI_BASE_URL"] == ["https://********@models.example/v1", "environment"]
    assert rows["ADVISOR_MODEL"] == ["small", ".env"]
    assert rows["ADVISOR_API_TOKENS"] == ["********", "environment"]
    assert rows["ADVISOR_OFFLINE"] == ["false", "default"]


def test_wrong_settings_and_usage_are_one_sentence_and_exit_code_2(here, capsys, monkeypatch):
    """A setting that is wrong is named with what to do, before anything is asked."""
    monkeypatch.setenv("OPENAI_BASE_URL", "models.example")
    assert main(["ask", QUESTION]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("advisor: Fix these settings")
    assert "OPENAI_BASE_URL" in told.err
    monkeypatch.delenv("OPENAI_BASE_URL")
    (here / ".env").write_bytes("ADVISOR_MODEL=模型".encode("gbk"))
    assert main(["config"]) == 2
    assert "not UTF-8" in capsys.readouterr().err
    assert main(["nonsense"]) == 2
    assert main(["ask"]) == 2


@pytest.mark.parametrize("obstacle", ["file", "broken"])
def test_a_data_directory_that_cannot_be_used_is_told_in_a_sentence(here, capsys, obstacle, monkeypatch):
    """Where conversations cannot be stored the command says so; what needs no store works all the same."""
    data = here / "data"
    if obstacle == "file":
        data.write_text("in the way", encoding="utf-8")
    else:
        data.mkdir()
        (data / "conversations.sqlite").write_bytes(b"no database at all" * 100)
    assert main(["ask", "--conversation", "plan", QUESTION]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("advisor: ")
    assert "Traceback" not in told.err
    assert main(["ask", "三大趋势是什么"]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("预算500万怎么分\n/why 50万\n"))
    assert main([]) == 0
    told = capsys.readouterr()
    assert told.err.startswith("advisor: conversations cannot be kept in ")
    assert "计算：500万元 × 10% = 50万元" in told.out


def test_ingest_speaks_only_of_what_it_was_given(here, capsys, tmp_path):
    """The counts and marks are those of the files that were named; the article's own are not told again."""
    (tmp_path / "travel.md").write_text(
        "# 差旅\n\n差旅上限5000元。\n\n## 住宿\n\n每晚不超过600元。\n", encoding="utf-8"
    )
    assert main(["ingest", str(tmp_path / "travel.md")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "files: 1 added, 0 changed, 0 removed, 0 unchanged, 0 skipped",
        "passages: 2 added, 0 changed, 0 removed, 0 unchanged",
    ]
    assert main(["ingest", "--remove", "travel"]) == 0
    assert "passages: 0 added, 0 changed, 2 removed, 0 unchanged" in capsys.readouterr().out
    assert main(["ingest"]) == 0
    assert "travel" not in capsys.readouterr().out
    assert main(["sources"]) == 0
    assert "差旅" not in capsys.readouterr().out


@pytest.mark.parametrize(("language", "told"), [("zh", "没有这个文件或文件夹"), ("en", "No such file or directory")])
def test_a_file_that_is_not_there_is_told_in_the_language_of_the_user(language, told, here, capsys, monkeypatch):
    """What the system says of a file is said in Chinese, too."""
    monkeypatch.setenv("ADVISOR_LANGUAGE", language)
    assert main(["batch", "nowhere.jsonl"]) == 1
    assert capsys.readouterr().err == f"advisor: nowhere.jsonl: {told}\n"


def test_a_share_without_its_sign_is_a_percentage(here, capsys, tmp_path):
    """`--share 25` is 25%, as `--share 25%` is; below 1 it could be a fraction, and both readings are named."""
    pages = [tmp_path / "a.md", tmp_path / "b.md"]
    for page, share in zip(pages, ("25", "25%"), strict=True):
        assert main(["plan", "--budget", "$2m", "--share", share, "--out", str(page)]) == 0
    assert "AI share 25%" in pages[0].read_text(encoding="utf-8")
    assert pages[0].read_bytes() == pages[1].read_bytes()
    assert main(["plan", "--budget", "$2m", "--share", "0.25", "--out", str(tmp_path / "c.md")]) == 1
    assert "0.25% or 25%" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        (["aks"], "是不是 ask？", "did you mean ask?"),
        (["mcp", "--port", "x"], "'x' 不是整数", "'x' is no whole number"),
        (["plan"], "还需要：--budget, --out", "these are needed: --budget, --out"),
        (["config", "--chek"], "没有 --chek", "there is no --chek"),
        (["plan", "--budget"], "--budget：后面要有一个值", "--budget: a value must follow"),
        (["evaluate"], "还需要：FILE", "these are needed: FILE"),
        (["config", "--check=1"], "--check：后面不带值", "--check: takes no value"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_wrong_usage_is_told_in_the_language_of_the_user(typed, zh, en, language, capsys):
    """What argparse says of a mistake is said in a sentence of ours, below the usage."""
    with pytest.raises(SystemExit) as left:
        parse(typed, language)
    assert left.value.code == 2
    usage, *_, told = capsys.readouterr().err.splitlines()
    assert usage.startswith("用法：" if language == "zh" else "usage: ")
    assert told.endswith(zh if language == "zh" else en)


def test_sources_and_ingest_tell_what_was_removed_and_marked(here, capsys):
    """Both name the inserted spam, the footer and the passages that are cut off; ingesting again touches nothing."""
    assert main(["sources"]) == 0
    listed = capsys.readouterr().out
    assert main(["ingest"]) == 0
    first = capsys.readouterr().out
    assert main(["ingest"]) == 0
    assert "0 added, 0 changed, 0 removed" in capsys.readouterr().out
    for told in (listed, first):
        assert "line 5  inserted name: 九游娱乐" in told
        assert "footer" in told
        assert "the source is cut off there" in told
    assert main(["sources", "--passage", "budget:5"]) == 0
    shown = capsys.readouterr().out
    assert "让决策不再依赖直觉" in shown
    assert "依九游娱乐" in shown.partition("As in the original")[2]
    assert main(["sources", "--passage", "budget:99"]) == 1


def test_batch_answers_line_by_line_and_survives_broken_ones(tmp_path):
    """Sessions stay apart, each event is a line, a line that cannot be read is one error, and nothing is stored."""
    lines = [
        '{"session": "a", "text": "预算三千万怎么分"}', "{broken", "[]", '{"text": "hi"}', '{"session": "b", "text": 5}', "",
        '{"session": "b", "text": "split a marketing budget of $2m"}', '{"session": "a", "text": "那如果是1000万呢"}',
        '{"session": "c", "text": "\\ud800 \\u0000 hi"}',
    ]  # fmt: skip
    done = advisor("batch", data=tmp_path, stdin="\n".join(lines).encode() + b'\n{"session": "\xff"}\n')
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event["event"] for event in events] == [
        "ready", "first", "done", "error", "error", "error", "error", "first", "done", "first", "done", "first", "done",
        "error",
    ]  # fmt: skip
    assert [e["line"] for e in events if e["event"] == "error"] == [2, 3, 4, 5, 10]
    answers = [e for e in events if e["event"] == "done"]
    assert [e["session"] for e in answers] == ["a", "b", "a", "c"]
    assert "100万元" in answers[2]["text"]
    assert "$200,000" in answers[1]["text"]
    assert all(e["facts"] and e["citations"] for e in answers[:3])
    assert (done.returncode, done.stderr) == (1, "")
    assert not (tmp_path / "conversations.sqlite").exists()


def test_batch_answers_at_once(tmp_path):
    """Each event is written when it happens: a caller may wait for an answer before it asks again."""
    with subprocess.Popen(
        [*COMMAND, "batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(tmp_path), text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert json.loads(process.stdout.readline()) == {"event": "ready"}
        for _ in range(2):
            process.stdin.write('{"session": "a", "text": "hello"}\n')
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["event"] == "first"
            assert json.loads(process.stdout.readline())["event"] == "done"
        process.stdin.close()
        assert process.wait(20) == 0


@pytest.mark.parametrize("redirection", ["<&- >&-", ">/dev/full"])
def test_closed_or_full_streams_are_no_crash(tmp_path, redirection):
    """A stream that the caller closed, or that takes no more, leads to no traceback."""
    if redirection == ">/dev/full" and not Path("/dev/full").exists():
        pytest.skip("this system has no full device")
    command = shlex.join([*COMMAND, "ask", "hello"])
    done = subprocess.run(
        f"{command} {redirection}", shell=True, env=environment(tmp_path), capture_output=True, check=False, timeout=30
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == (1 if redirection == ">/dev/full" else 0)


def test_figures_are_read_from_json_lines(here, capsys):
    """`figures` gives each figure of a text with its value, unit and place."""
    (here / "texts.jsonl").write_text('{"text": "预算五百万"}\n', encoding="utf-8")
    assert main(["figures", "texts.jsonl"]) == 0
    (figure,) = json.loads(capsys.readouterr().out)["figures"]
    assert (figure["text"], figure["low"], figure["start"]) == ("五百万", "5000000", 2)
    assert main(["figures", "missing.jsonl"]) == 1
    (here / "texts.jsonl").write_text('{"text": 5}\n', encoding="utf-8")
    assert main(["figures", "texts.jsonl"]) == 1
    assert 'line 1: "text" is no text' in capsys.readouterr().err
