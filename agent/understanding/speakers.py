"""Lines of several people: a name and a colon before what each says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.dialogue.state import State
from agent.understanding.tokens import Stream
from agent.understanding.windows import between

_LINE = re.compile(
    r"(?m)^[ \t]*(?:\[[^\]\n]{1,20}\] ?)?(?P<name>[A-Z][a-zA-Z.'\-]{1,20}(?: [A-Z][a-zA-Z.\-]{1,20})?|[\u4e00-\u9fff]{2,4})(?: ?\([^)\n]{1,30}\))?[ \t]*[:：][ \t]*(?=\S)"
)
#: What a name before a colon is not: a word of the field, or of a plan.
_NEVER = frozenset(
    "budget ps note total subject re to from date cc question answer example option plan hint tl todo".split()
)
_ZH_NAME = re.compile(
    r"[老小阿][\u4e00-\u9fff]{1,2}|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹章苏潘葛范彭鲁韦马方任袁柳史唐薛贺倪汤罗郝安于傅齐康伍余顾孟黄尹姚邵汪毛戴宋熊纪舒屈项祝董梁杜阮蓝季贾江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍万柯管卢莫房丁邓单洪包左石崔吉程邢裴陆翁][\u4e00-\u9fff]{1,2}"
)


@dataclass(frozen=True, slots=True)
class Part:
    """What one person says, as a stream of its own."""

    speaker: str
    stream: Stream


def parts(stream: Stream, state: State) -> tuple[Part, ...]:
    """The message by speakers; one part without a name where nobody is named."""
    opened = {t.start for t in stream.spots if t.is_figure}
    found = [m for m in _LINE.finditer(stream.text) if _is_name(m["name"], state) and m.end() not in opened]
    if not found:
        return (Part("", stream),)
    return tuple(_cut(stream, found))


def _is_name(name: str, state: State) -> bool:
    if name in state.speakers:
        return True
    if not name.isascii():
        return _ZH_NAME.fullmatch(name) is not None and not name.endswith(("算", "层", "标", "期"))
    return not any(word.lower() in _NEVER or is_word(word.lower()) for word in name.split())


def is_word(word: str) -> bool:
    """Whether an English word is one of the lexicon's."""
    from agent.understanding.lexicon import lexicon, match

    return match(lexicon("en"), [word], 0) is not None


def _cut(stream: Stream, found: list[re.Match[str]]) -> Iterator[Part]:
    first = found[0].start()
    if stream.text[:first].strip():
        yield Part("", between(stream, 0, first))
    for n, match in enumerate(found):
        end = found[n + 1].start() if n + 1 < len(found) else len(stream.text)
        yield Part(match["name"], between(stream, match.end(), end))
