"""What can go wrong with documents, data files and stores, sorted by who can act on it.

:class:`BrokenData` is repaired by the maintainer of a data file, :class:`StoreUnusable` and
:class:`EmbeddingUnavailable` by whoever set the settings. The evidence is in the fields, the sentence in ``str()``.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass

from tools.tongues import pick

#: What the system says of a file, in Chinese; in English it has words of its own.
_CAUSES = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "这不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只读",
}


def cause_of(error: OSError, language: str) -> str:
    """Why a file could not be read or written, in ``language``."""
    told = error.strerror or str(error)
    return pick(language, _CAUSES.get(error.errno or 0, told), told)


class KnowledgeError(Exception):
    """Base of all errors of this package."""

    def in_language(self, language: str) -> str:
        """The message in ``language``."""
        return str(self)


@dataclass(eq=False)
class BrokenData(KnowledgeError):
    """A data file does not say what it must: ``field`` is the path in it (``layers[1].share.value``).

    ``zh`` is the reason in Chinese, where there is one.
    """

    file: str
    field: str
    reason: str
    line: int | None = None
    zh: str = ""

    def __str__(self) -> str:
        return self.in_language("en")

    def in_language(self, language: str) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        reason = pick(language, self.zh or self.reason, self.reason)
        return f"{place}: {self.field}: {reason}" if self.field else f"{place}: {reason}"


@dataclass(eq=False)
class DocumentUnreadable(KnowledgeError):
    """A document that cannot be read as text."""

    file: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"

    def in_language(self, language: str) -> str:
        return pick(language, f"{self.file}：不能作为文字读取（{self.reason}）", str(self))


@dataclass(eq=False)
class StoreUnusable(KnowledgeError):
    """A store that does not belong to the embedding or the corpus in force; ``advice`` says what to do."""

    directory: str
    reason: str
    advice: str

    def __str__(self) -> str:
        return f"{self.directory}: {self.reason}; {self.advice}"

    def in_language(self, language: str) -> str:
        told = (
            f"{self.directory}：索引不能使用（{self.reason}）；请检查路径、权限或 Chroma 服务器，再运行 advisor ingest"
        )
        return pick(language, told, str(self))


@dataclass(eq=False)
class EmbeddingUnavailable(KnowledgeError):
    """The embedding endpoint did not answer as it should."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"the embedding {self.name!r} is not available: {self.reason}"

    def in_language(self, language: str) -> str:
        return pick(language, f"向量模型 {self.name} 不可用：{self.reason}", str(self))
