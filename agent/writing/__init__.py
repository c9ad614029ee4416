"""The offline writer: a plan told in Chinese or English, in Markdown, with references in the place of figures.

It writes no digit: every figure is a reference to a fact, every passage a quotation, so that what it writes goes through the
same gate and renderer as the prose of a model.
"""

from agent.writing.writer import write

__all__ = ["write"]
