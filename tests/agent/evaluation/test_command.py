"""``advisor evaluate`` and ``advisor feedback export`` as they are typed."""

from __future__ import annotations

import asyncio
import json

import pytest

from agent.assembly import CONVERSATIONS
from agent.channels.slack.service import FILE
from agent.cli import main
from agent.database import SqliteDatabase
from agent.evaluation.corpus import read_corpus
from agent.evaluation.run import evaluate
from agent.feedback import Feedback
from agent.memory import store_in_file
from tests.agent.offline import new_advisor, talk

RIGHT = {
    "id": "q1", "kind": "split", "lang": "zh", "turns": ["预算三千万怎么分", "那如果是1000万呢"],
    "must_contain": [["战术"]], "must_not_contain": ["300万"], "figures": [{"value": "1000000", "unit": "CNY"}],
    "language_of_reply": "zh",
}  # fmt: skip
WRONG = {**RIGHT, "id": "q2", "kind": "other", "lang": "en", "language_of_reply": "en"}
LONG = {
    "id": "s1", "lang": "zh",
    "turns": [*({"text": "谢谢"} for _ in range(5)), {"text": "预算500万怎么分", "expect": {"must_contain": [["50万"]]}}],
}  # fmt: skip


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty directory with a data directory of its own and nothing else set."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ADVISOR_LANGUAGE", "ADVISOR_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(path, *lines):
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return str(path)


def test_evaluate_reports_in_groups_and_shows_what_is_not_right(here, capsys):
    """Every turn with an expectation is judged; what is not right is shown with why, and the exit code tells."""
    corpus, more = written(here / "questions.jsonl", RIGHT, WRONG), written(here / "sessions.jsonl", LONG)
    assert main(["evaluate", corpus, more, "--json", "out.json", "--failures", "all"]) == 1
    told = capsys.readouterr().out
    assert "questions           1  50.0%      0   0.0%      1  50.0%      2" in told
    assert "sessions            1 100.0%      0   0.0%      0   0.0%      1" in told
    assert "6-15                1 100.0%      0   0.0%      0   0.0%      1" in told
    assert "WRONG questions q2, turn 2 [other, en]\n    > 预算三千万怎么分\n    > 那如果是1000万呢\n" in told
    assert "    - language: not in en\n    | " in told
    data = json.loads((here / "out.json").read_text(encoding="utf-8"))
    assert data["all"] == {"right": 2, "asked": 0, "open": 0, "wrong": 1, "of": 3}
    assert [turn["result"] for turn in data["turns"] if turn["set"] == "questions"] == [None, "right", None, "wrong"]


def test_evaluate_can_be_narrowed_and_give_its_report_as_json(here, capsys):
    """A kind or a language leaves the rest unjudged; `--json -` prints the object alone."""
    corpus = written(here / "questions.jsonl", RIGHT, WRONG)
    assert main(["evaluate", corpus, "--kind", "split", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["all"]["of"] == 1
    assert main(["evaluate", corpus, "--lang", "en"]) == 1
    assert main(["evaluate", corpus, "--kind", "none"]) == 2
    assert "nothing is of kind none; there are other, split" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--at-least", "right=50,open_or_right=50", "--at-most", "wrong=50"], 0, ""),
        (["--at-least", "right=51"], 1, "not kept: right is 50.00%, at least 51% is asked for\n"),
        (["--at-most", "wrong=49.5"], 1, "not kept: wrong is 50.00%, at most 49.5% is asked for\n"),
        (["--at-least", "rihgt=5"], 2, "advisor: --at-least 'rihgt=5' is no bound"),
        (["--failures", "many"], 2, "advisor: --failures takes a number or all, not 'many'"),
        (["--json", "questions.jsonl"], 2, "advisor: --json writes one object"),
    ],
)
def test_with_floors_the_exit_code_is_about_them_alone(here, capsys, options, code, told):
    """Floors that are kept end well although a turn is wrong; one that is not is named, and so is a slip."""
    assert main(["evaluate", written(here / "questions.jsonl", RIGHT, WRONG), *options]) == code
    assert capsys.readouterr().err.startswith(told)


def test_a_crash_is_a_wrong_turn_and_the_conversation_goes_on(here):
    """A turn that fails by a mistake of the program is counted and named, and those behind it are asked."""

    class Faulty:
        def __init__(self):
            self.advisor = new_advisor()

        async def ask(self, message, *, conversation):
            if "1000万" in message:
                raise LookupError("lost")
            return await self.advisor.ask(message, conversation=conversation)

    line = {
        "id": "s", "lang": "zh",
        "turns": [{"text": t, "expect": {}} for t in ("预算三千万怎么分", "那如果是1000万呢", "只看战术层")],
    }  # fmt: skip
    outcomes = evaluate(Faulty(), read_corpus(here / written(here / "s.jsonl", line)))
    verdicts = [outcome.verdict for outcome in outcomes if outcome.verdict]
    assert [verdict.result for verdict in verdicts] == ["right", "wrong", "right"]
    assert [str(problem) for problem in verdicts[1].problems] == ["crash: LookupError: lost"]
    assert "300万" in outcomes[2].answer.text


def test_what_people_said_of_replies_becomes_lines_of_a_corpus(here, capsys):
    """Each reply with an opinion gives the conversation up to it, with nothing expected, and names no one."""
    assert main(["feedback", "export"]) == 0
    assert capsys.readouterr().out == ""
    assert not (here / "data" / FILE).exists()

    name, said = "slack/T1/C1/17.5", ["预算500万怎么分", "只看战术层", "谢谢"]
    store = store_in_file(here / "data" / CONVERSATIONS)
    replies = asyncio.run(talk(new_advisor(store), *said, name=name))
    store.close()
    database = SqliteDatabase(here / "data" / FILE)
    feedback = Feedback(database)
    for turn, person, helpful in (
        (2, "U1", False),
        (2, "U2", True),
        (2, "U3", False),
        (1, "U1", True),
        (9, "U1", True),
    ):
        feedback.put(conversation=name, turn=turn, workspace="T1", person=person, helpful=helpful)
    database.close()

    assert main(["feedback", "export"]) == 0
    told = capsys.readouterr()
    lines = {len(line["turns"]): line for line in map(json.loads, told.out.splitlines())}
    assert sorted(lines) == [1, 2]
    assert lines[2]["turns"] == [{"text": text, "expect": None} for text in said[:2]]
    assert lines[2]["note"].startswith("helpful to 1, not helpful to 2")
    assert lines[2]["note"].endswith(replies[1].text)
    assert lines[1]["note"].startswith("helpful to 1, not helpful to 0")
    assert not any(secret in told.out for secret in ("T1", "C1", "U1", "17.5"))
    assert told.err == "2 replies with feedback, 1 left out: their conversations were deleted\n"

    corpus = here / "feedback.jsonl"
    corpus.write_text(told.out, encoding="utf-8")
    assert {session.judged for session in read_corpus(corpus)} == {0}
    assert main(["evaluate", str(corpus)]) == 2
    assert "there is nothing to judge" in capsys.readouterr().err
