"""Why a file of documents was not taken, in both languages."""

from __future__ import annotations

#: The reasons come from ``knowledge.documents`` in English; these are their beginnings in Chinese.
_REASONS = {
    "does not exist": "不存在，或是失效的链接",
    "is a link that leads": "是指向给定目录之外的链接",
    "is a link to a folder": "是指向文件夹的链接，请直接给出该文件夹",
    "is not an ordinary": "不是普通文件",
    "is in an old format": "是旧格式，请另存为新格式",
    "is of a kind": "不支持这种文件",
    "is empty": "是空文件",
    "is larger": "超过 50 MB",
    "is protected by a password, or": "有密码保护，或是旧格式改了后缀",
    "is protected": "有密码保护",
    "is not what": "内容与后缀不符",
    "is broken or": "已损坏，或内容与后缀不符",
    "would unpack": "解压后超过 50 MB",
    "is packed": "压缩比超过 100 倍",
    "has more than": "部件或行列过多",
    "defines XML": "含有 XML 实体定义",
    "is not text": "不是 UTF-8 或 GB 18030 文本",
    "holds no text": "没有文字（可能是扫描件）",
    "needs more": "所需内存超过 512 MB，或已损坏",
    "takes more": "解析超过 20 秒",
    "is nested": "嵌套过深",
    "is broken": "已损坏",
    "cannot be read": "无法读取",
}


def reason_in(reason: str, language: str) -> str:
    """A reason of ``knowledge.documents``, which is English, in ``language``."""
    if language != "zh":
        return reason
    return next((zh for start, zh in _REASONS.items() if reason.startswith(start)), reason)
