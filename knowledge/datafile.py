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

from knowledge.errors import BrokenData
from tools.identity import Label
from tools.parameters import Terms

_CACHE_FORMAT = "1"


def read_data(path: Path) -> Fields:
    """The fields of the YAML file at ``path``; a file that is missing or is no mapping is :class:`BrokenData`."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BrokenData(path.name, "", f"cannot be read ({error.strerror})") from error
    cache = path.parent / "__pycache__" / f"{path.stem}.{sha256(raw + _CACHE_FORMAT.encode()).hexdigest()[:16]}.json"
    try:
        content = json.loads(cache.read_bytes())
    except (OSError, ValueError):
        content = _parse(path, raw)
        _keep(cache, content)
    if not isinstance(content, dict):
        raise BrokenData(path.name, "", "must be a mapping of fields")
    return Fields(path, (), content)


def _parse(path: Path, raw: bytes) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(raw, Loader=loader)  # noqa: S506 (both loaders are the safe ones)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = str(getattr(error, "problem", None) or error)
        raise BrokenData(path.name, "", f"is not valid YAML: {reason}", mark.line + 1 if mark else None) from error


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
    """A mapping of a data file, with the path that leads to it."""

    def __init__(self, file: Path, path: tuple[str | int, ...], content: Mapping[str, Any]) -> None:
        self._file = file
        self._path = path
        self._content = content

    def fail(self, field: str | int | None, reason: str, *, zh: str = "") -> NoReturn:
        raise self.problem(field, reason, zh)

    def problem(self, field: str | int | None, reason: str, zh: str = "") -> BrokenData:
        """What is wrong with a field, with its line, for whoever lets it pass."""
        path = (*self._path, field) if field is not None else self._path
        return BrokenData(self._file.name, _written(path), reason, _line_of(self._file, path), zh)

    def only(self, *allowed: str) -> None:
        """Refuse fields that nobody reads: a misspelt name must not pass silently."""
        for name in self._content:
            if name not in allowed:
                self.fail(name, f"is not a field here; the fields are {', '.join(allowed)}")

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
            self.fail(name, "must be a text")
        return value

    def optional_text(self, name: str) -> str | None:
        return self.text(name) if name in self else None

    def integer(self, name: str) -> int:
        value = self._content.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail(name, "must be a whole number")
        return value

    def flag(self, name: str) -> bool:
        value = self._content.get(name, False)
        if not isinstance(value, bool):
            self.fail(name, "must be true or false")
        return value

    def decimal(self, name: str) -> Decimal:
        value = self._content.get(name)
        if isinstance(value, float):
            self.fail(name, "must be a whole number or a decimal in quotes, floats lose digits")
        if isinstance(value, bool) or not isinstance(value, int | str):
            self.fail(name, "must be a number")
        try:
            number = Decimal(value)
        except InvalidOperation:
            self.fail(name, f"is not a number: {value!r}")
        if not number.is_finite():
            self.fail(name, "must be a finite number")
        return number

    def choice(self, name: str, choices: Sequence[str], default: str | None = None) -> str:
        value = self.text(name, default)
        if value not in choices:
            self.fail(name, f"must be one of {', '.join(choices)}, not {value!r}")
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
            self.fail(
                name, "holds a figure; write it without digits, and put figures that count into a value with its quote"
            )
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._content.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.fail(name, "must be a list of texts")
        return tuple(value)

    def integers(self, name: str) -> tuple[int, ...]:
        value = self._content.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(type(item) is int for item in value):
            self.fail(name, "must be a list of whole numbers")
        return tuple(value)

    def terms(self, name: str) -> Terms:
        """Words in both languages; both must be there."""
        fields = self.fields(name)
        fields.only("zh", "en")
        terms = Terms(fields.texts("zh"), fields.texts("en"))
        if not terms.zh or not terms.en:
            self.fail(name, "must have words in both languages (zh and en)")
        return terms

    def fields(self, name: str) -> Fields:
        value = self._content.get(name)
        if not isinstance(value, dict):
            self.fail(name, "must be a mapping of fields")
        return Fields(self._file, (*self._path, name), value)

    def items(self, name: str) -> Iterator[Fields]:
        value = self._content.get(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.fail(name, "must be a list")
        for index, item in enumerate(value):
            inner = Fields(self._file, (*self._path, name, index), item if isinstance(item, dict) else {})
            if not isinstance(item, dict):
                inner.fail(None, "must be a mapping of fields")
            yield inner


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
