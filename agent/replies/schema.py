"""JSON schemas of what is sent, made from the models: for the OpenAPI document and MCP's tools."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema


def schema(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of what a dump of ``model`` looks like, complete in itself."""
    return model.model_json_schema(mode="serialization")


def components(sent: tuple[type[BaseModel], ...], taken: tuple[type[BaseModel], ...] = ()) -> dict[str, Any]:
    """Schemas by name, each once, that refer to each other as the components of an OpenAPI document do.

    ``sent`` are described as they are dumped, ``taken`` as they are read.
    """
    models = [*((m, "serialization") for m in sent), *((m, "validation") for m in taken)]
    _, found = models_json_schema(models, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    return dict(found["$defs"])
