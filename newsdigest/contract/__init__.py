"""The JSON that the program prints, as types and as a JSON Schema.

`values` has a type for each object, which the code that prints it returns; `data/schema.json` is
made of these types by `python -m tests.schema`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from newsdigest.contract import values
from newsdigest.errors import UsageError
from newsdigest.package_data import read_json

__all__ = ["json_schema", "values"]

_FILE = "contract/data/schema.json"
_REFERENCE = re.compile(r'"#/\$defs/(\w+)"')


def json_schema(output: str | None = None) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the output with this name, or of all of them.

    Raises UsageError for an unknown name.
    """
    schema: dict[str, Any] = read_json(_FILE)
    if output is None:
        return schema
    by_name = {each["title"]: each for each in schema.pop("anyOf")}
    if output not in by_name:
        raise UsageError(f"no output {output!r}: choose from {', '.join(by_name)}")
    definitions = schema.pop("$defs")
    needed = set(_referred(by_name[output], definitions))
    return {
        **schema,
        **by_name[output],
        "$defs": {name: each for name, each in definitions.items() if name in needed},
    }


def _referred(value: Any, definitions: dict[str, Any]) -> Iterator[str]:
    """The definitions that a schema refers to; no definition refers to itself."""
    for name in _REFERENCE.findall(json.dumps(value)):
        yield name
        yield from _referred(definitions[name], definitions)
