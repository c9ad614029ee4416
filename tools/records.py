"""Facts as JSON values and back, for whoever stores or sends them. Decimals travel as strings, never as floats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from tools.facts import Computed, Fact, Given, Provenance, Sourced
from tools.identity import Identity, Label, Role
from tools.quantities import Comparator, Unit, UnitKind, plain


def fact_to_json(fact: Fact) -> dict[str, Any]:
    """``fact`` as a JSON object; :func:`fact_from_json` gives the same fact back."""
    return {
        "id": fact.id,
        "label": {"zh": fact.label.zh, "en": fact.label.en},
        # The user's own digits are kept as they were given: an upper limit rounds down to their precision.
        "value": format(fact.value, "f") if isinstance(fact.provenance, Given) else plain(fact.value),
        "unit": {"kind": fact.unit.kind.value, "code": fact.unit.code, "per": fact.unit.per},
        "comparator": fact.comparator.value,
        "concepts": list(fact.concepts),
        **({"identity": _identity_to_json(fact.identity)} if fact.identity else {}),
        "provenance": _provenance_to_json(fact.provenance),
    }


def fact_from_json(data: Mapping[str, Any]) -> Fact:
    """The fact that :func:`fact_to_json` wrote."""
    unit = data["unit"]
    return Fact(
        id=data["id"],
        label=Label(data["label"]["zh"], data["label"]["en"]),
        value=Decimal(data["value"]),
        unit=Unit(UnitKind(unit["kind"]), unit["code"], unit["per"]),
        provenance=_provenance_from_json(data["provenance"]),
        comparator=Comparator(data["comparator"]),
        concepts=tuple(data["concepts"]),
        identity=_identity_from_json(data["identity"]) if data.get("identity") else None,
    )


def _identity_to_json(identity: Identity) -> dict[str, Any]:
    said = asdict(identity)
    return {name: value for name, value in said.items() if value not in ("", None, {"zh": "", "en": ""})}


def _identity_from_json(data: Mapping[str, Any]) -> Identity:
    name = data.get("name", {})
    rest = {key: value for key, value in data.items() if key not in ("role", "name")}
    return Identity(Role(data["role"]), name=Label(name.get("zh", ""), name.get("en", "")), **rest)


def _provenance_to_json(provenance: Provenance) -> dict[str, Any]:
    match provenance:
        case Given(turn, start, end, text, day, speaker, document):
            more = {
                name: value for name, value in (("day", day), ("speaker", speaker), ("document", document)) if value
            }
            return {"kind": "given", "turn": turn, "start": start, "end": end, "text": text, **more}
        case Sourced(document, passage, start, end, quote):
            return {
                "kind": "sourced", "document": document, "passage": passage, "start": start, "end": end, "quote": quote,
            }  # fmt: skip
        case Computed(tool, arguments, inputs, formula, output):
            return {
                "kind": "computed", "tool": tool, "arguments": dict(arguments), "inputs": list(inputs),
                "formula": formula, "output": output,
            }  # fmt: skip


def _provenance_from_json(data: Mapping[str, Any]) -> Provenance:
    match data["kind"]:
        case "given":
            return Given(
                data["turn"], data["start"], data["end"], data["text"], data.get("day", ""), data.get("speaker", ""),
                data.get("document", ""),
            )  # fmt: skip
        case "sourced":
            return Sourced(data["document"], data["passage"], data["start"], data["end"], data["quote"])
        case "computed":
            return Computed(data["tool"], data["arguments"], tuple(data["inputs"]), data["formula"], data["output"])
    raise ValueError(f"a provenance is given, sourced or computed, not {data['kind']!r}")
