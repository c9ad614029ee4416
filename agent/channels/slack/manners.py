"""When a thread's message is for the advisor: it answers when it is asked, and leaves talk between people alone.

A mention, a direct message and a command are always for it. What stands here is about the other messages of a thread that
it answers in; what a message asks or tells is for the reading of the service to say.
"""

from __future__ import annotations

import re
import unicodedata

_CODE = re.compile(r":[a-z0-9_+'-]+:(?::skin-tone-\d:)?")
_POLITE = re.compile(
    r"(?:(?:ok(?:ay)?|k|kk|thanks?|thank you|thx|ty|cheers|great|cool|nice|perfect|awesome|good(?: one| point| job| morning)?|"
    r"got it|noted|will do|done|sure|yep|yup|lol|haha+|congrats|welcome|wow|hi|hello|hey|bye|all|both|everyone|so much|a lot|"
    r"very much|again|that helps?|very helpful|well done|makes sense|sounds good|agreed|fine|right|interesting|"
    r"好的?|嗯+|哦+|谢谢|多谢|感谢|谢了|收到|明白|了解|知道了|辛苦了|不错|太好了|很好|可以的?|行|没问题|哈+|呵呵|赞|厉害|各位|大家|你们?|您|啦|了|啊|呀|哈喽|早|早上好|你好|再见|拜拜|客气)"
    r"[\s,.!~，。！～、;；]*)+",
    re.IGNORECASE,
)
#: How people begin when they speak to each other, in messages that hold nothing to reckon with.
_BETWEEN_PEOPLE = re.compile(
    r"(?:let me|let's|i'?ll|i will|i'?m|i am|i'?ve|i sent|i think|i guess|we should|we'?ll|did you|do you|have you|are you|can you guys|"
    r"could you guys|you(?:'re)? |see you|call me|ping me|by the way|btw|fyi|"
    r"我(?:去|来|问|先|再|明天|今天|稍后|觉得|看|在|刚|这边)|你(?:吃|看|们|先|去|来|在|有空|觉得)|咱们|我们(?:先|再|明天|今天|开)|明天|今天|昨天|稍后|等一下|开会|周[一二三四五六日])",
    re.IGNORECASE,
)


def is_small_talk(text: str) -> bool:
    """Whether ``text`` is emoji, thanks or a word of assent, and nothing else."""
    plain = _CODE.sub("", text)
    plain = "".join(ch for ch in plain if unicodedata.category(ch) not in ("So", "Sk", "Cf", "Mn")).strip(
        " \t\n.!?,，。！？~…"
    )
    return not plain or _POLITE.fullmatch(plain) is not None


def is_between_people(text: str) -> bool:
    """Whether ``text`` begins as people speak to each other."""
    return _BETWEEN_PEOPLE.match(text.strip()) is not None
