"""Lines that say why a reply is as it is: the offline answer in a model's place, a text that was withheld."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.errors import Trouble

if TYPE_CHECKING:
    from agent.grounding.outcome import Outcome

NOTICES = {
    Trouble.AUTHENTICATION: ("模型服务拒绝了密钥", "the model service refused the key"),
    Trouble.RATE_LIMIT: ("模型服务限流", "the model service is limiting requests"),
    Trouble.UNAVAILABLE: ("模型服务暂时不可用", "the model service is not available"),
    Trouble.TIMEOUT: ("模型服务超时", "the model service took too long"),
    Trouble.CUT_OFF: ("模型的回答中断", "the model's reply was cut off"),
    Trouble.REFUSED: ("模型拒绝回答", "the model declined to answer"),
    Trouble.EMPTY: ("模型没有给出内容", "the model gave no text"),
    Trouble.MALFORMED: ("模型的回答格式有误", "the model's reply was malformed"),
    Trouble.TOO_MANY_CALLS: ("模型调用工具次数过多", "the model called tools too often"),
    Trouble.UNSUPPORTED_FIGURES: (
        "模型的回答含有无依据的数字，已拦下",
        "the model's reply held unsupported figures and was withheld",
    ),
    Trouble.CONFIGURATION: ("模型设置有误", "the model's settings are wrong"),
}
_WITHHELD = {
    "zh": "这次的回答没有通过数字核对，已被拦下。请换一种说法再问一次。",
    "en": "This reply did not pass the check of its figures and was withheld. Please ask again in other words.",
}


def notice(trouble: Trouble, language: str) -> str:
    """One line that says why the offline answer is given."""
    zh, en = NOTICES[trouble]
    return f"{zh}，以下为离线回答。" if language == "zh" else f"Offline answer: {en}."


def withheld(outcome: Outcome, language: str) -> Outcome:
    """What is shown in the place of a text that did not pass."""
    return replace(outcome, text=_WITHHELD[language], spans=(), cited=(), facts=())
