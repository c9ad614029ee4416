"""Reading YAML data files field by field, so that every mistake is reported with file, line and field.

Numbers in data files are integers or quoted decimals; floats are refused. What the fields mean is the business of
the modules that read them. Parsing YAML costs tens of milliseconds, so what was parsed is kept as JSON beside the
file in ``__pycache__``, under the hash of its bytes; where that cannot be written, the file is parsed each time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from knowledge.errors import BrokenData, cause_of
from tools.identity import Label
from tools.parameters import Terms

_CACHE_FORMAT = "1"


def read_data(path: Path, *, found: list[BrokenData] | None = None) -> Fields:
    """The fields of the YAML file at ``path``; a file that is missing or is no mapping is :class:`BrokenData`.

    With ``found``, mistakes in fields are gathered there instead of raised, each once; something stands in for what is wrong.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BrokenData(
            path.name, "", f"cannot be read ({error.strerror})", zh=f"无法读取（{cause_of(error, 'zh')}）"
        ) from error
    cache = path.parent / "__pycache__" / f"{path.stem}.{sha256(raw + _CACHE_FORMAT.encode()).hexdigest()[:16]}.json"
    try:
        content = json.loads(cache.read_bytes())
    except (OSError, ValueError):
        content = _parse(path, raw)
        _keep(cache, content)
    if not isinstance(content, dict):
        raise BrokenData(path.name, "", "must be a mapping of fields", zh="应由一个个字段组成（字段: 值）")
    return Fields(path, (), content, found)


def _parse(path: Path, raw: bytes) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(raw, Loader=loader)  # noqa: S506 (both loaders are the safe ones)
    except yaml.MarkedYAMLError as error:
        mark, reason = error.problem_mark, error.problem or str(error)
        line = mark.line + 1 if mark else None
        zh = f"不是有效的 YAML（{reason}）；请检查缩进、冒号后的空格和括号"
        raise BrokenData(path.name, "", f"is not valid YAML: {reason}", line, zh) from error
    except yaml.YAMLError as error:
        zh = f"不是有效的 YAML（{error}）"
        raise BrokenData(path.name, "", f"is not valid YAML: {error}", zh=zh) from error


def _keep(cache: Path, content: Any) -> None:
    try:
        text = json.dumps(content, ensure_ascii=False)
        cache.parent.mkdir(exist_ok=True)
        draft = cache.with_suffix(f".{os.getpid()}")
        draft.write_text(text, encoding="utf-8")
        draft.replace(cache)
    except (OSError, TypeError, ValueError):  # read-only installation, or a value that JSON does not know
        return


class Fields:
    """A mapping of a data file, with the path that leads to it.

    What is wrong is raised, or gathered in ``found``: then something harmless is given for it, and ``broken`` tells where. ``content``
    is ``None`` where another form stands than a mapping, which was told already: then nothing more is said of it.
    """

    def __init__(
        self,
        file: Path,
        path: tuple[str | int, ...],
        content: Mapping[str, Any] | None,
        found: list[BrokenData] | None = None,
    ) -> None:
        self._file = file
        self._path = path
        self._void = content is None
        self._content = content or {}
        self._found = found

    def fail(self, field: str | int | None, reason: str, zh: str) -> NoReturn:
        """End with what is wrong, even where mistakes are gathered."""
        raise self.problem(field, reason, zh)

    def wrong(self, field: str | int | None, reason: str, zh: str) -> None:
        """Raise what is wrong with a field, or gather it."""
        problem = self.problem(field, reason, zh)
        if self._found is None:
            raise problem
        told = {(known.field, known.reason) for known in self._found}
        if not self._void and (problem.field, problem.reason) not in told:
            self._found.append(problem)

    def problem(self, field: str | int | None, reason: str, zh: str) -> BrokenData:
        """What is wrong with a field, with its line, for whoever lets it pass."""
        path = (*self._path, field) if field is not None else self._path
        return BrokenData(self._file.name, _written(path), reason, _line_of(self._file, path), zh)

    @property
    def broken(self) -> bool:
        """Whether something in it was found wrong, or it is no mapping at all."""
        own = _written(self._path)
        inside = (f"{own}.", f"{own}[")
        return self._void or any(p.field == own or p.field.startswith(inside) for p in self._found or ())

    def is_wrong(self, name: str) -> bool:
        """Whether the field ``name`` itself was found wrong."""
        field = _written((*self._path, name))
        return any(problem.field == field for problem in self._found or ())

    def only(self, *allowed: str) -> None:
        """Refuse fields that nobody reads: a misspelt name must not pass silently."""
        for name in self._content:
            if name not in allowed:
                names = ", ".join(allowed)
                self.wrong(
                    name, f"is not a field here; the fields are {names}", f"这里没有这个字段；可用的字段有 {names}"
                )

    def __contains__(self, name: str) -> bool:
        return self._content.get(name) is not None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(self._content)

    def text(self, name: str, default: str | None = None) -> str:
        value = self._content.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str) or not value.strip():
            self.wrong(name, "must be a text", "应为文字")
            return ""
        return value

    def optional_text(self, name: str) -> str | None:
        return self.text(name) if name in self else None

    def integer(self, name: str) -> int:
        value = self._content.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(name, "must be a whole number", "应为整数")
            return 0
        return value

    def flag(self, name: str) -> bool:
        value = self._content.get(name, False)
        if not isinstance(value, bool):
            self.wrong(name, "must be true or false", "应为 true 或 false")
            return False
        return value

    def decimal(self, name: str) -> Decimal:
        number = self._decimal(name, self._content.get(name))
        return Decimal(0) if number is None else number

    def _decimal(self, name: str, value: object) -> Decimal | None:
        if isinstance(value, float):
            self.wrong(
                name,
                "must be a whole number or a decimal in quotes, floats lose digits",
                "应为整数，或加引号的小数（不加引号会丢失位数）",
            )
            return None
        if isinstance(value, bool) or not isinstance(value, int | str):
            self.wrong(name, "must be a number", "应为数")
            return None
        try:
            number = Decimal(value)
        except InvalidOperation:
            self.wrong(name, f"is not a number: {value!r}", f"不是数：{value!r}")
            return None
        if not number.is_finite():
            self.wrong(name, "must be a finite number", "应为有限的数")
            return None
        return number

    def choice(self, name: str, choices: Sequence[str], default: str | None = None) -> str:
        value = self.text(name, default)
        if value not in choices:
            if value:
                names = ", ".join(choices)
                self.wrong(name, f"must be one of {names}, not {value!r}", f"应为 {names} 之一，不能是 {value!r}")
            return choices[0]
        return value

    def label(self, name: str, default: Label | None = None) -> Label:
        if default is not None and name not in self:
            return default
        fields = self.fields(name)
        fields.only("zh", "en")
        return Label(fields.text("zh"), fields.text("en"))

    def wording(self, name: str, default: Label | None = None) -> Label:
        """A label that replies tell word for word: a figure in it would be one that no quote supports."""
        found = self.label(name, default)
        if any(map(str.isdigit, found.zh + found.en)):
            self.wrong(
                name,
                "holds a figure; write it without digits, and put figures that count into a value with its quote",
                "含有数字；请不用数字来写，要紧的数字应写成带引文的值",
            )
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._content.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.wrong(name, "must be a list of texts", "应为由文字组成的列表")
            return ()
        return tuple(value)

    def integers(self, name: str) -> tuple[int, ...]:
        value = self._content.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(type(item) is int for item in value):
            self.wrong(name, "must be a list of whole numbers", "应为由整数组成的列表")
            return ()
        return tuple(value)

    def terms(self, name: str) -> Terms:
        """Words in both languages; both must be there."""
        fields = self.fields(name)
        fields.only("zh", "en")
        terms = Terms(fields.texts("zh"), fields.texts("en"))
        if not fields.broken and not (terms.zh and terms.en):
            self.wrong(name, "must have words in both languages (zh and en)", "两种语言（zh 和 en）都要有词")
        return terms

    def fields(self, name: str) -> Fields:
        value = self._content.get(name)
        if not isinstance(value, dict):
            self.wrong(name, "must be a mapping of fields", "应由一个个字段组成（字段: 值）")
        return Fields(self._file, (*self._path, name), value if isinstance(value, dict) else None, self._found)

    def items(self, name: str) -> Iterator[Fields]:
        value = self._content.get(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(name, "must be a list", "应为列表")
            return
        for index, item in enumerate(value):
            if not isinstance(item, dict):
                inner = Fields(self._file, (*self._path, name, index), {}, self._found)
                inner.wrong(None, "must be a mapping of fields", "应由一个个字段组成（字段: 值）")
                continue
            yield Fields(self._file, (*self._path, name, index), item, self._found)


def _written(path: tuple[str | int, ...]) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def _line_of(file: Path, path: tuple[str | int, ...]) -> int | None:
    """The line of the deepest node on ``path`` that exists; only a failing file pays for this second parse."""
    import yaml

    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, ValueError, yaml.YAMLError):
        return None
    line: int | None = None
    for step in path:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                break
            key, node = found[0]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line
