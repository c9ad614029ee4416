"""How countable things, lengths of time are called when they are told."""

from __future__ import annotations

from typing import Final

#: Countable things and lengths of time: kind, code, Chinese measure word or name, English singular, English plural.
NAMES: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    ("count", "people", "人", "person", "people"),
    ("count", "posts", "篇", "post", "posts"),
    ("count", "pieces", "条", "piece", "pieces"),
    ("count", "pictures", "张", "picture", "pictures"),
    ("count", "videos", "支", "video", "videos"),
    ("count", "items", "个", "item", "items"),
    ("count", "processes", "个流程", "process", "processes"),
    ("count", "copies", "份", "copy", "copies"),
    ("count", "sets", "套", "set", "sets"),
    ("count", "entries", "项", "entry", "entries"),
    ("count", "companies", "家", "company", "companies"),
    ("count", "models", "款", "model", "models"),
    ("count", "layers", "层", "layer", "layers"),
    ("count", "occasions", "次", "time", "times"),
    ("duration", "minute", "分钟", "minute", "minutes"),
    ("duration", "hour", "小时", "hour", "hours"),
    ("duration", "day", "天", "day", "days"),
    ("duration", "week", "周", "week", "weeks"),
    ("duration", "month", "个月", "month", "months"),
    ("duration", "quarter", "个季度", "quarter", "quarters"),
    ("duration", "year", "年", "year", "years"),
)
