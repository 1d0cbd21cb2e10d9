"""Write the JSON Schema again: `python -m tests.schema`.

newsdigest/contract/data/schema.json is made of the types in newsdigest/contract/values.py, by which
mypy checks the code that prints.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints

from newsdigest.contract import values
from tests.paths import ROOT

FILE = ROOT / "newsdigest" / "contract" / "data" / "schema.json"
Schema = dict[str, Any]
_SCALARS: Mapping[Any, Schema] = {
    str: {"type": "string", "minLength": 1},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    NoneType: {"type": "null"},
    Any: {},
}


def schema_text() -> str:
    definitions: Schema = {}
    outputs = [
        {"title": name, **_of(output.type, definitions), "description": f"{output.command}."}
        for name, output in values.OUTPUTS.items()
    ]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": values.SCHEMA,
        "description": "The JSON that newsdigest prints. Later versions may add keys.",
        "anyOf": outputs,
        "$defs": definitions,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _of(type_: Any, definitions: Schema) -> Schema:
    """The schema of a type; those of objects are added to the definitions."""
    if type_ in _SCALARS:
        return dict(_SCALARS[type_])
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is Annotated:
        return _annotated(type_, definitions)
    if origin in (Union, UnionType):
        return _any_of([_of(each, definitions) for each in arguments])
    if origin is Literal:
        return {"const": arguments[0]} if len(arguments) == 1 else {"enum": list(arguments)}
    if origin in (list, Sequence):
        return {"type": "array", "items": _of(arguments[0], definitions)}
    if origin in (dict, Mapping):
        return _table(arguments[0], arguments[1], definitions)
    if issubclass(type_, Enum):
        return {"enum": [each.value for each in type_]}
    return _object(type_, definitions)


def _annotated(type_: Any, definitions: Schema) -> Schema:
    base, *notes = get_args(type_)
    schema = _of(base, definitions)
    for note in notes:
        key, value = note if isinstance(note, values.Keyword) else ("description", note)
        schema[key] = value
    return schema


def _any_of(schemas: list[Schema]) -> Schema:
    """The union of schemas, with two of simple types made one."""
    first, *rest = schemas
    if rest == [_SCALARS[NoneType]]:
        if "enum" in first:
            return {**first, "enum": [*first["enum"], None]}
        if isinstance(first.get("type"), str):
            return {**first, "type": [first["type"], "null"]}
    return {"anyOf": schemas}


def _table(key: Any, value: Any, definitions: Schema) -> Schema:
    schema = _of(value, definitions)
    if isinstance(key, type) and issubclass(key, Enum):
        keys = [each.value for each in key]
        return {"type": "object", "properties": dict.fromkeys(keys, schema), "required": keys}
    return {"type": "object", "additionalProperties": schema}


def _object(type_: Any, definitions: Schema) -> Schema:
    name = type_.__name__
    if name not in definitions:
        definitions[name] = {}
        hints = get_type_hints(type_, include_extras=True)
        definitions[name] = {
            "type": "object",
            "properties": {key: _of(_plain(hint), definitions) for key, hint in hints.items()},
            "required": [key for key, hint in hints.items() if _plain(hint) is hint],
        }
    return {"$ref": f"#/$defs/{name}"}


def _plain(hint: Any) -> Any:
    """The type of a key that may be absent."""
    return get_args(hint)[0] if get_origin(hint) is NotRequired else hint


if __name__ == "__main__":
    FILE.write_text(schema_text(), "utf-8")
