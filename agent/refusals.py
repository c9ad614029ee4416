"""Why a file of documents was not taken, and what of a file was not read, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tools.tongues import pick

if TYPE_CHECKING:
    from knowledge.documents.model import Skipped

#: How many places of one kind are named.
_PLACES = 3
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
    "is in an encoding": "的文字编码无法确定，请另存为 UTF-8（Excel 中选“CSV UTF-8”）",
    "holds formulas": "只有公式、没有计算结果，请用 Excel 打开后重新保存",
    "holds no text": "没有文字（可能是扫描件）",
    "needs the optional": "需要可选部分 documents，目前没有安装",
    "needs more": "所需内存超过 512 MB，或已损坏",
    "takes more": "解析超过 20 秒",
    "is nested": "嵌套过深",
    "is broken": "已损坏，请在原来的程序里打开、另存后再添加",
    "cannot be read": "无法读取",
}

#: What of a file was not read, by its kind: in Chinese and in English. ``{n}`` is how many, ``{where}`` where they stand.
_SKIPPED = {
    "hidden_sheet": ("隐藏的工作表未收入：{where}", "hidden sheet, not taken: {where}"),
    "hidden_rows": ("隐藏的行未收入：{n} 行（{where}）", "hidden rows, not taken: {n} ({where})"),
    "hidden_columns": ("隐藏的列未收入：{n} 列（{where}）", "hidden columns, not taken: {n} ({where})"),
    "hidden_slide": ("隐藏的幻灯片未收入：第 {where} 张", "hidden slide, not taken: {where}"),
    "hidden": ("隐藏的文字未收入：{n} 处（{where}）", "hidden text, not taken: {n} ({where})"),
    "invisible": ("看不见的文字未收入：{n} 处（{where}）", "invisible text, not taken: {n} ({where})"),
    "turned": ("竖排或旋转的文字未收入：{n} 处（{where}）", "turned text, not taken: {n} ({where})"),
    "struck": ("划掉的内容未收入：{n} 处（{where}）", "struck-through content, not taken: {n} ({where})"),
    "deleted": ("修订中删除的内容未收入：{where}", "deleted in a tracked change, not taken: {where}"),
    "uncomputed": ("没有计算结果的公式未收入：{n} 个", "formulas without a result, not taken: {n}"),
    "comment": ("批注未收入：{n} 条", "comments, not taken: {n}"),
    "front_matter": ("文首的元数据未收入", "front matter, not taken"),
    "picture": ("图片未识别：{n} 张（{where}）", "pictures, not read: {n} ({where})"),
    "chart": ("图表未识别：{n} 个（{where}）", "charts, not read: {n} ({where})"),
    "diagram": ("图示未识别：{n} 个（{where}）", "diagrams, not read: {n} ({where})"),
    "embedded": ("嵌入的对象未收入：{n} 个（{where}）", "embedded objects, not taken: {n} ({where})"),
    "equation": ("公式符号未识别：{n} 个", "equations, not read: {n}"),
    "scanned": ("没有文字的页（可能是扫描件）：{where}", "page without text (a scan, perhaps): {where}"),
}


def together(items: Iterable[Skipped]) -> Iterator[Skipped]:
    """One line for each kind: counts added up, the first places named."""
    kinds: dict[str, list[Skipped]] = {}
    for item in items:
        kinds.setdefault(item.kind, []).append(item)
    for kind, found in kinds.items():
        places = list(dict.fromkeys(item.where for item in found if item.where))
        named = "; ".join(places[:_PLACES]) + (" …" if len(places) > _PLACES else "")
        yield type(found[0])(kind, sum(item.count for item in found), named)


def not_read(item: Skipped, language: str) -> str:
    """What of a file was not read, in a line."""
    text = pick(language, *_SKIPPED.get(item.kind, ("未收入：{n}", "not taken: {n}")))
    told = text.format(n=item.count, where=item.where)
    return told.replace("（）", "").replace(" ()", "")


def reason_in(reason: str, language: str) -> str:
    """A reason of ``knowledge.documents``, which is English, in ``language``."""
    return pick(language, next((zh for start, zh in _REASONS.items() if reason.startswith(start)), reason), reason)
