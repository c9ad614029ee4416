"""Settings, from the environment and ``.env``, read once and validated; secrets stay masked.

Nothing else in the project reads the environment.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from agent.errors import SettingsError
from tools.errors import Mistaken
from tools.tongues import languages

_Kind = TypeVar("_Kind", bound=BaseSettings)

#: Where settings may stand besides the environment: in the directory in which the advisor is started.
ENV_FILE = ".env"
#: A setting of another program may stand in the same file; what begins like ours is meant for this one.
_OURS = ("ADVISOR_", "SLACK_", "CHROMA_", "OPENAI_")


def _data_directory() -> Path:
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "ai-marketing-budget-advisor"


def _known_language(text: str) -> str:
    if text not in (known := ("auto", *languages())):
        raise Mistaken(f"must be one of {', '.join(known)}", f"应为 {'、'.join(known)} 之一")
    return text


class Settings(BaseSettings):
    """What is in force. Every field has the name of its environment variable as alias."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        env_ignore_empty=True,
    )

    openai_api_key: SecretStr | None = Field(
        None, alias="OPENAI_API_KEY", description="key of the model's endpoint; without one the advisor works offline"
    )
    openai_base_url: str | None = Field(None, alias="OPENAI_BASE_URL", description="any OpenAI-compatible endpoint")
    model: str = Field("gpt-4.1-mini", alias="ADVISOR_MODEL", description="name of the chat model")
    model_prices: str | None = Field(
        None,
        alias="ADVISOR_MODEL_PRICES",
        description="prices of a million prompt and completion tokens, as in 0.40 1.60 USD",
    )
    offline: bool = Field(default=False, alias="ADVISOR_OFFLINE", description="never ask a model, even with a key")
    stream: bool = Field(
        default=True, alias="ADVISOR_STREAM", description="ask the model to stream; off for endpoints that cannot"
    )
    turn_seconds: float = Field(
        60.0, alias="ADVISOR_TURN_SECONDS", gt=0, le=600, description="deadline of a turn, model calls included"
    )
    data_directory: Path = Field(
        default_factory=_data_directory, alias="ADVISOR_DATA_DIR", description="conversations, index and history"
    )
    language: Annotated[str, AfterValidator(_known_language)] = Field(
        "auto", alias="ADVISOR_LANGUAGE", description="reply language; auto follows the question"
    )
    company: str = Field("", alias="ADVISOR_COMPANY", description="company that a plan's files name")
    plan_author: str = Field("", alias="ADVISOR_PLAN_AUTHOR", description="author that a plan's files name")
    embedding: Literal["auto", "hashed", "openai"] = Field(
        "auto",
        alias="ADVISOR_EMBEDDING",
        description="auto: the bundled model, offline; hashed: by words alone; openai: asks the endpoint",
    )
    embedding_model: str = Field(
        "text-embedding-3-small", alias="ADVISOR_EMBEDDING_MODEL", description="name of the embedding model"
    )
    chroma_url: str | None = Field(
        None, alias="CHROMA_URL", description="a Chroma server instead of the embedded store"
    )

    database_url: SecretStr | None = Field(
        None, alias="ADVISOR_DATABASE_URL", description="a PostgreSQL database for conversations instead of the file"
    )

    @field_validator("model_prices")
    @classmethod
    def _are_prices(cls, value: str | None) -> str | None:
        if value is not None:
            from agent.usage import Prices

            Prices.parse(value)
        return value

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise Mistaken("must start with postgresql://", "应以 postgresql:// 开头")
        return value

    @field_validator("openai_base_url", "chroma_url")
    @classmethod
    def _is_url(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise Mistaken("must start with http:// or https://", "应以 http:// 或 https:// 开头")
        return value

    @field_validator("data_directory")
    @classmethod
    def _expanded(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @property
    def online(self) -> bool:
        """Whether a model is asked."""
        return self.openai_api_key is not None and not self.offline


#: What a token may be good for: asking, reading the documents, and what operators read.
RIGHTS = ("ask", "documents", "operate")
#: What a token may do for which nothing is said.
USUAL = frozenset({"ask", "documents"})


@dataclass(frozen=True, slots=True)
class Grant:
    """A bearer token: whose it is, and what it is good for."""

    name: str
    token: str = field(repr=False)
    rights: frozenset[str] = USUAL


def read_grants(text: str) -> tuple[Grant, ...]:
    """The tokens in ``name:token,name/right+right:token``. Several tokens of one name are one caller, so that they can overlap.

    Raises :class:`Mistaken` with what is wrong, without a token in it.
    """
    found: dict[str, Grant] = {}
    for pair in text.split(","):
        head, _, token = pair.strip().partition(":")
        name, _, rights = head.partition("/")
        if not name.replace("-", "").replace("_", "").isalnum() or len(token) < 16:
            raise Mistaken(
                "must be name:token pairs, each token at least 16 characters",
                "应为 名称:令牌，多个之间用逗号，每个令牌至少 16 个字符",
            )
        named = frozenset(rights.split("+")) if rights else USUAL
        if unknown := named.difference(RIGHTS):
            none, rights = ", ".join(sorted(unknown)), ", ".join(RIGHTS)
            raise Mistaken(
                f"{name} has a right that is none: {none}; rights are {rights}",
                f"{name} 的权限 {none} 不存在；可选 {rights}",
            )
        known = found.setdefault(token, Grant(name, token, named))
        if known.name != name:
            raise Mistaken(
                f"{known.name} and {name} have the same token; give each its own",
                f"{known.name} 和 {name} 的令牌相同；请各用各的",
            )
        if known.rights != named:
            raise Mistaken(
                f"a token of {name} is given twice, with different rights", f"{name} 的一个令牌写了两次，权限却不同"
            )
    return tuple(found.values())


def read_libraries(text: str) -> dict[str, str]:
    """The libraries in ``anna=acme,T0123=acme``: of which documents each caller and each Slack workspace is answered.

    Raises ``ValueError`` with what is wrong.
    """
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        who, _, library = (part.strip() for part in pair.partition("="))
        if not who or not library:
            raise ValueError(f"{pair} is no caller=library pair, as in anna=acme,T0123=acme")
        if found.setdefault(who, library) != library:
            raise ValueError(f"{who} is given two libraries; a caller has one")
    return found


class ServiceSettings(BaseSettings):
    """What `advisor serve` needs beyond :class:`Settings`."""

    model_config = Settings.model_config

    tokens: SecretStr | None = Field(
        None,
        alias="ADVISOR_API_TOKENS",
        description="bearer tokens of the HTTP API, as name:token,name:token; rights as name/ask+documents+operate:token",
    )
    libraries: str = Field(
        "",
        alias="ADVISOR_LIBRARIES",
        description="whose questions are answered from a library of their own, by caller or Slack workspace: anna=acme,T0123=acme",
    )
    caller_minute: int = Field(
        300, alias="ADVISOR_CALLER_MINUTE", ge=1, description="requests of a caller a minute that are served"
    )
    caller_turns: int = Field(
        16, alias="ADVISOR_CALLER_TURNS", ge=1, description="turns of a caller that may run at once"
    )
    caller_model_day: int = Field(
        2000, alias="ADVISOR_CALLER_MODEL_DAY", ge=0, description="requests to the model a day for a caller"
    )
    public: Literal["slack"] | None = Field(
        None,
        alias="ADVISOR_PUBLIC",
        description="slack: Slack's addresses alone are answered through a proxy or tunnel, with and without tokens",
    )
    metrics: Literal["off", "local", "public"] = Field(
        "local",
        alias="ADVISOR_METRICS",
        description="who reads /metrics: nobody (off), this machine (local), with tokens everyone (public)",
    )
    host: str = Field("127.0.0.1", alias="ADVISOR_HOST", description="address that the service listens on")
    port: int = Field(8080, alias="ADVISOR_PORT", ge=0, le=65535, description="port that the service listens on")
    workers: int = Field(1, alias="ADVISOR_WORKERS", ge=1, le=64, description="processes that serve one port")
    turns_at_once: int = Field(
        16, alias="ADVISOR_TURNS_AT_ONCE", ge=1, le=1000, description="turns that one process works on at a time"
    )
    slack_signing_secret: SecretStr | None = Field(
        None,
        alias="SLACK_SIGNING_SECRET",
        description="proves that a request comes from Slack; with it Slack is served",
    )
    slack_bot_token: SecretStr | None = Field(
        None, alias="SLACK_BOT_TOKEN", description="token of the one workspace that installed the app by hand"
    )
    slack_client_id: str | None = Field(
        None, alias="SLACK_CLIENT_ID", description="with the client secret: other workspaces can install the app"
    )
    slack_client_secret: SecretStr | None = Field(None, alias="SLACK_CLIENT_SECRET", description="of the Slack app")
    slack_api_url: str = Field(
        "https://slack.com/api/", alias="SLACK_API_URL", description="where Slack's Web API is called"
    )
    slack_timeout: float = Field(
        10.0, alias="ADVISOR_SLACK_TIMEOUT", gt=0, le=60, description="seconds that a call of Slack may take"
    )
    slack_settle: float = Field(
        10.0, alias="ADVISOR_SLACK_SETTLE", ge=0, le=300, description="seconds until a lost post can no longer arrive"
    )
    slack_charts: bool = Field(default=True, alias="ADVISOR_SLACK_CHARTS", description="show a split as a picture, too")
    slack_user_minute: int = Field(
        20, alias="ADVISOR_SLACK_USER_MINUTE", ge=1, description="messages of one person a minute that are answered"
    )
    slack_workspace_minute: int = Field(
        300,
        alias="ADVISOR_SLACK_WORKSPACE_MINUTE",
        ge=1,
        description="messages of a workspace a minute that are answered",
    )
    slack_model_day: int = Field(
        2000, alias="ADVISOR_SLACK_MODEL_DAY", ge=0, description="requests to the model a day for a workspace"
    )
    slack_turns: int = Field(
        8, alias="ADVISOR_SLACK_TURNS", ge=1, description="turns of a workspace that may run at once"
    )
    slack_waiting: int = Field(
        5000, alias="ADVISOR_SLACK_WAITING", ge=1, description="questions that may wait before new ones are turned away"
    )
    lease_seconds: float = Field(
        20.0, alias="ADVISOR_LEASE_SECONDS", ge=0.5, le=600, description="until a dead process's work is taken over"
    )
    traces: str | None = Field(
        None,
        alias="ADVISOR_TRACES",
        description="an OpenTelemetry collector of yours (OTLP over gRPC), such as http://localhost:4317",
    )
    trace_texts: bool = Field(
        default=False, alias="ADVISOR_TRACE_TEXTS", description="put messages and replies into the traces, too"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", alias="ADVISOR_LOG_LEVEL", description="what is logged"
    )

    @field_validator("traces")
    @classmethod
    def _is_collector(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise Mistaken("must start with http:// or https://", "应以 http:// 或 https:// 开头")
        return value

    @field_validator("tokens")
    @classmethod
    def _are_tokens(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            read_grants(value.get_secret_value())
        return value

    @field_validator("libraries")
    @classmethod
    def _are_libraries(cls, value: str) -> str:
        read_libraries(value)
        return value

    @property
    def libraries_by_caller(self) -> dict[str, str]:
        """The library of each caller and workspace that has one of its own."""
        return read_libraries(self.libraries)

    @property
    def callers(self) -> tuple[Grant, ...]:
        """The tokens, each with the name of its caller and what it may do."""
        return () if self.tokens is None else read_grants(self.tokens.get_secret_value())


@functools.cache
def load_settings() -> Settings:
    """The settings in force. Raises :class:`SettingsError` that names each setting that is wrong and what to do."""
    return _load(Settings)


@functools.cache
def load_service_settings() -> ServiceSettings:
    """The settings of the service. Raises :class:`SettingsError` as :func:`load_settings` does."""
    return _load(ServiceSettings)


def _load(kind: type[_Kind]) -> _Kind:
    try:
        return kind()
    except ValidationError as error:
        errors = [(".".join(map(str, e["loc"])), e) for e in error.errors(include_input=False)]
        raise SettingsError(
            f"Fix these settings in the environment or in {ENV_FILE}: "
            + "; ".join(f"{name}: {str(e['msg']).removeprefix('Value error, ')}" for name, e in errors),
            f"请在环境变量或 {ENV_FILE} 里改正这些设置："
            + "；".join(f"{name}：{_in_chinese(e)}" for name, e in errors),
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(
            f"The file {ENV_FILE} is not UTF-8 text; save it as UTF-8.",
            f"文件 {ENV_FILE} 不是 UTF-8 文本；请另存为 UTF-8。",
        ) from None


#: What is wrong with a value, by the kind of the mistake.
_MISTAKES = {
    "literal_error": "应为 {expected}",
    "int_parsing": "应为整数",
    "float_parsing": "应为数",
    "bool_parsing": "应为 true 或 false",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
}


def _in_chinese(error: Mapping[str, Any]) -> str:
    """The sentence of a mistake in Chinese; in English where there is none."""
    context = error.get("ctx", {})
    told = context.get("error")
    if isinstance(told, Mistaken):
        return told.zh
    if error["type"] not in _MISTAKES:
        return str(error["msg"])
    return _MISTAKES[error["type"]].format(**context).replace(" or ", " 或 ")


def strangers() -> list[tuple[str, str]]:
    """What the file of settings sets that is none, each with the setting that was probably meant, or "" where none is near.

    Names of other programs are left alone where they are not near to one of ours.
    """
    from difflib import get_close_matches

    from dotenv import dotenv_values

    if not Path(ENV_FILE).is_file():
        return []
    known = {str(f.alias) for kind in (Settings, ServiceSettings) for f in kind.model_fields.values()}
    found = []
    for name in dotenv_values(ENV_FILE, encoding="utf-8", interpolate=False):
        if name.upper() not in known:
            nearest = next(iter(get_close_matches(name.upper(), sorted(known), n=1, cutoff=0.85)), "")
            found += [(name, nearest)] if nearest or name.upper().startswith(_OURS) else []
    return found


def terminal_language() -> str:
    """``zh`` or ``en``: the language of the terminal, for what is said before anyone has asked anything."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next((name for name in names if name), "").lower().startswith("zh") else "en"


def terminal_is_dumb() -> bool:
    """Whether the terminal can only take text line by line (``TERM=dumb``)."""
    return os.environ.get("TERM", "") in ("dumb", "unknown")


def origins(settings: BaseSettings) -> dict[str, str]:
    """For each setting by its variable: ``environment``, ``.env`` or ``default``."""
    from dotenv import dotenv_values

    path = str(settings.model_config.get("env_file"))
    in_file = {name.upper() for name, value in dotenv_values(path, encoding="utf-8").items() if value}
    in_environment = {name.upper() for name, value in os.environ.items() if value}

    def origin(name: str) -> str:
        if name in in_environment:
            return "environment"
        return path if name in in_file else "default"

    return {name: origin(name) for field in type(settings).model_fields.values() if (name := field.alias)}
