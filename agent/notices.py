"""Lines that say why a reply is as it is: the offline answer in a model's place, a text that was withheld."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.errors import Trouble
from tools.tongues import chinese, pick

if TYPE_CHECKING:
    from agent.grounding.outcome import Outcome

#: What happened and, where somebody can do something about it, what.
NOTICES = {
    Trouble.AUTHENTICATION: (
        "模型服务拒绝了密钥，请检查 OPENAI_API_KEY",
        "the model service refused the key; check OPENAI_API_KEY",
    ),
    Trouble.RATE_LIMIT: (
        "模型服务限流，请稍后再试",
        "the model service is limiting requests; try again in a while",
    ),
    Trouble.UNAVAILABLE: ("模型服务暂时不可用，请稍后再试", "the model service is not available; try again later"),
    Trouble.TIMEOUT: (
        "模型服务超时，可调大 ADVISOR_TURN_SECONDS",
        "the model service took too long; ADVISOR_TURN_SECONDS can give it more time",
    ),
    Trouble.CUT_OFF: ("模型的回答中断", "the model's reply was cut off"),
    Trouble.REFUSED: ("模型拒绝回答", "the model declined to answer"),
    Trouble.EMPTY: ("模型没有给出内容", "the model gave no text"),
    Trouble.MALFORMED: (
        "模型的回答格式有误，请用 `advisor config --check` 检查",
        "the model's reply was malformed; `advisor config --check` looks into it",
    ),
    Trouble.TOO_MANY_CALLS: ("模型反复请求而没有作答", "the model kept asking for tools and gave no reply"),
    Trouble.UNSUPPORTED_FIGURES: (
        "模型的回答两次没有通过数字核对，已被拦下",
        "the model's reply failed the check of its figures twice and was withheld",
    ),
    Trouble.CONFIGURATION: (
        "模型服务不接受这样的请求，请用 `advisor config --check` 检查设置",
        "the model service does not accept such requests; check the settings with `advisor config --check`",
    ),
    Trouble.QUOTA: (
        "模型账户余额或额度已用完，请在服务商处充值或提高额度",
        "the account at the model service has no credit or quota left; top it up there",
    ),
    Trouble.MODEL: (
        "模型服务没有这个模型，请检查 ADVISOR_MODEL（`advisor models` 列出可用的模型）",
        "the model service has no such model; check ADVISOR_MODEL (`advisor models` lists those it has)",
    ),
    Trouble.ADDRESS: (
        "该地址不是模型服务，请检查 OPENAI_BASE_URL（通常以 /v1 结尾）",
        "there is no model service at this address; check OPENAI_BASE_URL (it usually ends in /v1)",
    ),
    Trouble.UNREACHABLE: (
        "连不上模型服务，请检查网络和 OPENAI_BASE_URL",
        "the model service cannot be reached; check the network and OPENAI_BASE_URL",
    ),
    Trouble.CERTIFICATE: (
        "模型服务的证书不受信任，请让 SSL_CERT_FILE 指向签发它的证书",
        "the certificate of the model service is not trusted; point SSL_CERT_FILE to the certificate that signed it",
    ),
    Trouble.PROXY: (
        "代理没有放行对模型服务的请求，请检查 HTTPS_PROXY 和 NO_PROXY",
        "the proxy did not let the request to the model service through; check HTTPS_PROXY and NO_PROXY",
    ),
    Trouble.TOO_LONG: (
        "请求超出了模型的上下文长度，请换用上下文更长的模型",
        "the request is longer than the model takes; choose a model with a longer context",
    ),
    Trouble.THOUGHTS: (
        "模型只给出了思考过程而没有作答，请关闭思考或换用其他模型",
        "the model only thought and gave no reply; turn its thinking off or choose another model",
    ),
    Trouble.DAILY_BOUND: (
        "今天可用的模型请求次数已用完，明天恢复",
        "today's requests to the model are used up; there are new ones tomorrow",
    ),
    Trouble.LANGUAGE: ("模型两次用了另一种语言作答", "the model replied in another language twice"),
}
#: What is said of a reply whose failing sentences were taken out.
_MENDED = (
    "模型回答中有{n}句没有通过核对，已去掉",
    "{n} of the model's sentences did not pass the check and were taken out",
)
_WITHHELD = {
    "zh": "这次的回答没有通过数字核对，已被拦下。请换一种说法再问一次。",
    "en": "This reply did not pass the check of its figures and was withheld. Please ask again in other words.",
}


def cause(trouble: Trouble, language: str) -> str:
    """What happened and what to do about it, without a full stop."""
    return pick(language, *NOTICES[trouble])


def notice(trouble: Trouble, language: str) -> str:
    """One line that says why the offline answer is given."""
    told = cause(trouble, language)
    return pick(language, "{told}。以下为离线回答。", "Offline answer: {told}.").format(told=told)


def mended(dropped: int, language: str) -> str:
    """One line that says that sentences of the model's reply were left out."""
    zh, en = _MENDED
    if chinese(language):
        return zh.format(n=dropped) + "。"
    told = (
        "One of the model's sentences did not pass the check and was taken out"
        if dropped == 1
        else en.format(n=dropped)
    )
    return f"{told}."


def withheld(outcome: Outcome, language: str) -> Outcome:
    """What is shown in the place of a text that did not pass."""
    return replace(outcome, text=pick(language, _WITHHELD["zh"], _WITHHELD["en"]), spans=(), cited=(), facts=())


def is_withheld(text: str) -> bool:
    """Whether ``text`` is what is shown in the place of one that did not pass."""
    return text in _WITHHELD.values()
