"""Holds every JSON output that the tests make against the JSON Schema that is shipped.

`tests.program` checks what the installed command prints or writes, and `tests/conftest.py` what a
test renders itself. The schema is taken closed: a key that it does not have is a fault here, while
users may meet new ones in later versions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from newsdigest.contract import json_schema
from newsdigest.render import json_document, json_feed, json_lines

# The output by command and format; of jsonl that of a line.
OUTPUTS = {
    ("digest", "json"): "digest",
    ("digest", "jsonl"): "story",
    ("digest", "jsonfeed"): "jsonfeed",
    ("read", "json"): "read",
    ("read", "jsonl"): "article",
    ("read", "jsonfeed"): "jsonfeed",
    ("search", "json"): "search",
    ("feeds list", "json"): "feeds",
    ("interests list", "json"): "interests",
    ("boilerplate list", "json"): "lines",
    ("boilerplate explain", "json"): "explanation",
    ("boilerplate try", "json"): "trials",
    ("filter try", "json"): "matches",
    ("config show", "json"): "settings",
    ("plugins", "json"): "plugins",
}
_GROUPS = {command.split()[0] for command, _ in OUTPUTS if " " in command}
_COMMANDS = {command.split()[0] for command, _ in OUTPUTS}
_FORMAT, _FILE = ("-f", "--format"), ("-o", "--output")


def faults_of(output: str, content: str | bytes) -> Iterator[str]:
    """What of the content is not as the schema says of the output; of each line the first."""
    text = content.decode() if isinstance(content, bytes) else content
    lines = text.splitlines() if output in ("story", "article") else [text]
    for line in lines:
        for error in islice(_validator(output).iter_errors(json.loads(line)), 1):
            yield f"{output}: {error.json_path}: {error.message[:500]}"


def check_printed(arguments: Sequence[str | Path], status: int, stdout: bytes) -> None:
    """Checks what a command printed or wrote, if it was to be JSON."""
    words = [str(word) for word in arguments]
    file = _value_of(words, _FILE)
    suffix = Path(file).suffix[1:] if file else None
    output = OUTPUTS.get((_command(words), _value_of(words, _FORMAT) or suffix or ""))
    if output is None or status not in (0, 3):
        return
    if file is None or file == "-":
        content = stdout
    elif Path(file).is_file():
        content = Path(file).read_bytes()
    else:
        return
    if content:
        faults = list(faults_of(output, content))
        assert not faults, "\n".join(faults)


def watch_rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The faults of all that is rendered as JSON in this process from now on.

    They are listed, not raised, since the program contains exceptions of rendering.
    """
    faults: list[str] = []
    for module, digest, articles in (
        (json_document, "digest", "read"),
        (json_lines, "story", "article"),
        (json_feed, "jsonfeed", "jsonfeed"),
    ):
        monkeypatch.setattr(module, "digest", _watched(module.digest, digest, faults))
        monkeypatch.setattr(module, "articles", _watched(module.articles, articles, faults))
    return faults


def _watched(render: Callable[..., str], output: str, faults: list[str]) -> Callable[..., str]:
    def rendered(*arguments: Any) -> str:
        text = render(*arguments)
        faults.extend(faults_of(output, text))
        return text

    return rendered


def _command(words: Sequence[str]) -> str:
    place = next((at for at, word in enumerate(words) if word in _COMMANDS), None)
    if place is None:
        return ""
    return " ".join(words[place : place + (2 if words[place] in _GROUPS else 1)])


def _value_of(words: Sequence[str], options: tuple[str, str]) -> str | None:
    """The value of an option, which may be joined to its long name."""
    for word, following in zip_longest(words, words[1:]):
        if word in options:
            return following
        if word.startswith(f"{options[1]}="):
            return word.partition("=")[2]
    return None


@cache
def _validator(output: str) -> Draft202012Validator:
    checker = FormatChecker(formats=())
    checker.checks("date-time", raises=ValueError)(_is_moment)
    checker.checks("date", raises=ValueError)(_is_day)
    return Draft202012Validator(_closed(json_schema(output)), format_checker=checker)


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


def _closed(schema: Any) -> Any:
    """The schema without room for further keys."""
    if isinstance(schema, list):
        return list(map(_closed, schema))
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if closed.get("type") == "object" and "properties" in closed:
        closed.setdefault("additionalProperties", False)
    return closed
