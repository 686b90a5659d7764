"""Checks HTTP traffic of a Stripe-compatible server against `openapi-slice.json`."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

Json = dict[str, Any]

HERE = Path(__file__).resolve().parent
DROPPED = {
    "description",
    "title",
    "nullable",
    "example",
    "format",
    "x-open-enum",
    "x-open",
    "x-stub",
    "x-expandable",
    "x-expandableFields",
    "x-expansionResources",
    "x-resourceId",
    "discriminator",
}
KEPT_AS_IT_IS = ("enum", "required", "default", "pattern")
BRACKETS = re.compile(r"\[([^\]]*)\]")


def to_json_schema(node: Any, *, strict: bool) -> Any:
    """An OpenAPI 3.0 schema as JSON Schema 2020-12; strict closes every object with declared properties."""
    if isinstance(node, list):
        return [to_json_schema(one, strict=strict) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": "#/$defs/" + node["$ref"].rsplit("/", 1)[-1]}
    out: Json = {}
    for key, value in node.items():
        if key in DROPPED:
            continue
        if key == "properties":
            out[key] = {name: to_json_schema(one, strict=strict) for name, one in value.items()}
        else:
            out[key] = value if key in KEPT_AS_IT_IS else to_json_schema(value, strict=strict)
    if strict and out.get("properties") and "additionalProperties" not in out and not node.get("x-stub"):
        out["additionalProperties"] = False
    return _nullable(out) if node.get("nullable") else out


def _nullable(schema: Json) -> Json:
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    if isinstance(schema.get("type"), str) and not any(name in schema for name in ("anyOf", "allOf", "oneOf")):
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def decode_form(text: str) -> Json:
    """Stripe's form encoding as nested dictionaries; lists only where the names are 0, 1, 2…"""
    root: Json = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        head = key.split("[", 1)[0]
        parts = [head, *BRACKETS.findall(key[len(head) :])]
        node = root
        for part in parts[:-1]:
            name = part or str(len(node))
            if not isinstance(node.get(name), dict):
                node[name] = {}
            node = node[name]
        node[parts[-1] or str(len(node))] = value
    return {key: _with_lists(value) for key, value in root.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    folded = {key: _with_lists(one) for key, one in value.items()}
    indices = [str(index) for index in range(len(folded))]
    return [folded[index] for index in indices] if folded and set(folded) == set(indices) else folded


class Spec:
    """The slice, ready to check with; every check gives a list of messages, empty if all is well."""

    def __init__(self) -> None:
        doc = json.loads((HERE / "openapi-slice.json").read_text(encoding="utf-8"))
        self.schemas: Json = doc["components"]["schemas"]
        routes = []
        for template, item in doc["paths"].items():
            pattern = re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(template)))
            routes += [(template.count("{"), verb.upper(), pattern, op) for verb, op in item.items()]
        self.routes = sorted(routes, key=lambda route: route[0])  # addresses without {id} win
        self.validators = {
            strict: Draft202012Validator(
                {"$defs": {name: to_json_schema(one, strict=strict) for name, one in self.schemas.items()}}
            )
            for strict in (True, False)
        }
        self.by_object: dict[tuple[str, bool], str] = {}
        for name, schema in self.schemas.items():
            props = schema.get("properties", {})
            names = [one for one in props.get("object", {}).get("enum", []) if one]
            if len(names) == 1 and names[0] not in ("list", "search_result") and not schema.get("x-stub"):
                deleted = props.get("deleted", {}).get("enum") == [True]
                self.by_object.setdefault((names[0], deleted), name)

    def check_response(
        self, method: str, path: str, body: Any, status: int = 200, *, strict: bool = False
    ) -> list[str]:
        """Check the body of an answer."""
        op = self.find(method, path)
        if op is None:
            return [f"no operation {method} {path} in the slice"]
        if status >= 400:
            return self.errors({"$ref": "#/components/schemas/error"}, body, strict=strict)
        return self.errors(op["responses"]["200"]["content"]["application/json"]["schema"], body, strict=strict)

    def check_object(self, body: Json, *, strict: bool = False) -> list[str]:
        """Check an object by its own `object` field."""
        name = self.by_object.get((body["object"], body.get("deleted") is True))
        if name is None:
            return [f"no full schema for object {body['object']!r} in the slice"]
        return self.errors({"$ref": f"#/components/schemas/{name}"}, body, strict=strict)

    def check_request(self, method: str, path: str, form: str) -> list[str]:
        """Check the query of a GET or the body of a POST."""
        op = self.find(method, path)
        if op is None:
            return [f"no operation {method} {path} in the slice"]
        schema = _request_schema(op, method)
        return self.errors(schema, self.coerce(schema, decode_form(form)), strict=True)

    def errors(self, schema: Json, value: Any, *, strict: bool) -> list[str]:
        """What is wrong with a value, each as `place: message`."""
        validator = self.validators[strict].evolve(schema=to_json_schema(schema, strict=strict))
        leaves = [_leaf(error) for error in validator.iter_errors(value)]
        return [f"{'/'.join(map(str, one.absolute_path)) or '(root)'}: {one.message[:240]}" for one in leaves]

    @lru_cache(maxsize=256)  # noqa: B019 - one Spec lives as long as the test run
    def find(self, method: str, path: str) -> Json | None:
        """The operation at an address."""
        plain = path.split("?", 1)[0]
        return next(
            (op for _, verb, pattern, op in self.routes if verb == method.upper() and pattern.fullmatch(plain)), None
        )

    def coerce(self, schema: Json, value: Any) -> Any:
        """Give form strings the type the schema asks for."""
        schema = self.deref(schema)
        if "anyOf" in schema:
            options = ((option, self.coerce(option, value)) for option in schema["anyOf"])
            return next((got for option, got in options if not self.errors(option, got, strict=False)), value)
        kind = schema.get("type")
        if kind == "object" and isinstance(value, dict):
            props, extra = schema.get("properties", {}), schema.get("additionalProperties", {})
            return {key: self.coerce(props.get(key, extra), one) for key, one in value.items()}
        if kind == "array" and isinstance(value, list):
            return [self.coerce(schema.get("items", {}), one) for one in value]
        return _number_or_flag(kind, value) if isinstance(value, str) else value

    def deref(self, schema: Json) -> Json:
        """The schema that a reference names."""
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].rsplit("/", 1)[-1]]
        return schema


def _number_or_flag(kind: Any, value: str) -> Any:
    if kind == "integer" and re.fullmatch(r"-?\d+", value):
        return int(value)
    if kind == "number" and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value)
    return value == "true" if kind == "boolean" and value in ("true", "false") else value


def _request_schema(op: Json, method: str) -> Json:
    if method.upper() == "POST" and "requestBody" in op:
        schema: Json = next(iter(op["requestBody"]["content"].values()))["schema"]
        return schema
    query = [one for one in op.get("parameters", []) if one["in"] == "query"]
    return {
        "type": "object",
        "properties": {one["name"]: one["schema"] for one in query},
        "required": [one["name"] for one in query if one.get("required")],
    }


def _leaf(error: ValidationError) -> ValidationError:
    """The message that helps: of alternatives follow the one that failed latest, past clashes with string or null."""
    while error.context:
        error = min(error.context, key=lambda one: (one.validator == "type" and not one.path, -len(one.absolute_path)))
    return error
