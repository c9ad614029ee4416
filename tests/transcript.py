"""The sessions and tables in the READMEs and guides: made by the product, never typed. ``python3 -m tests.transcript`` renews them."""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 92
#: Where a reply is described field by field.
GUIDE = "docs/serve.md"
SESSIONS = {
    "README.md": (
        "how much should I spend on AIGC?",
        "our annual marketing budget is $2.5m",
        "/why 250000",
        "we hit 45% adoption, cut cost by 22% and doubled content output. can we go to phase two?",
        "how big is the AI marketing market in 2025?",
    ),
    "README.zh-CN.md": (
        "年度营销预算五百万怎么分?",
        "/why 15万",
        "那如果是1000万美元呢？",
        "员工采纳率45%，成本降了22%，内容产能翻倍，能进第二阶段吗？",
        "2025年AI营销市场规模有多大？",
    ),
}


def session(*lines: str, directory: Path) -> str:
    """What the terminal shows of a session without key and network, as text."""
    from agent.advisor import Advisor
    from agent.assembly import Sources
    from agent.channels.terminal.display import RichDisplay
    from agent.channels.terminal.repl import handle
    from agent.channels.terminal.session import Session
    from agent.memory import store_in_file
    from agent.service import Service
    from knowledge.framework import load_framework

    out = io.StringIO()
    advisor = Advisor(load_framework(), Sources(directory), store_in_file(":memory:"))
    sitting = Session(Service(advisor), RichDisplay(out, width=WIDTH), "transcript")
    for line in lines:
        out.write(f"› {line}\n")
        handle(sitting, line)
        out.write("\n")
    sitting.close()
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip().splitlines())


_TABLE = {
    "en": ("variable | default | what it is", "the user's data directory"),
    "zh": ("变量 | 默认 | 含义", "用户数据目录"),
}


def settings_table(language: str) -> str:
    """Every setting with its default, as Markdown."""
    from agent.commands.texts import setting
    from agent.settings import ServiceSettings, Settings

    head, data_directory = _TABLE[language]
    rows = [f"| {head} |", "| --- | --- | --- |"]
    for name, field in [*Settings.model_fields.items(), *ServiceSettings.model_fields.items()]:
        default = data_directory if name == "data_directory" else field.default
        shown = "" if default is None else str(default).lower() if isinstance(default, bool) else str(default)
        told = setting(str(field.alias), language, field.description or "")
        rows.append(f"| `{field.alias}` | {shown} | {told} |")
    return "\n".join(rows)


def reply_table() -> str:
    """Every field of a reply with its form, as Markdown."""
    from agent.replies.model import Reply
    from agent.replies.schema import schema

    rows = ["| field | form | what it is |", "| --- | --- | --- |"]
    for name, field in schema(Reply)["properties"].items():
        rows.append(f"| `{name}` | {_form(field)} | {field.get('description', '')} |")
    return "\n".join(rows)


def _form(field: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(_form(choice) for choice in field["anyOf"])
    if "enum" in field:
        return ", ".join(f"`{choice}`" for choice in field["enum"])
    if field.get("type") == "array":
        return f"list of {_form(field['items'])}"
    return str(field["$ref"].rpartition("/")[2] if "$ref" in field else field.get("type", "Block"))


def renewed(name: str, text: str, *, directory: Path) -> str:
    """``text`` of README ``name`` with what stands between its markers made anew."""
    if name == GUIDE:
        return _between(text, "reply", reply_table())
    text = _between(text, "session", f"```text\n{session(*SESSIONS[name], directory=directory)}\n```")
    return _between(text, "settings", settings_table("zh" if ".zh-" in name else "en"))


def _between(text: str, marker: str, content: str) -> str:
    begin, end = f"<!-- {marker} -->", f"<!-- end of {marker} -->"
    if not re.search(f"{begin}.*{end}", text, re.DOTALL):
        raise ValueError(f"there is no place for the {marker}")
    return re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n\n{content}\n\n{end}", text, flags=re.DOTALL)


def main() -> int:
    from agent import bootstrap

    bootstrap.enter(lock="dev")
    with tempfile.TemporaryDirectory() as directory:
        for name in (*SESSIONS, GUIDE):
            path = ROOT / name
            path.write_text(
                renewed(name, path.read_text(encoding="utf-8"), directory=Path(directory)), encoding="utf-8"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
