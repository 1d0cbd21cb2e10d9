"""The JSON Schema is made of the types, is valid, and finds faults."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from newsdigest.contract import json_schema, values
from newsdigest.errors import UsageError
from newsdigest.render import render_articles, render_digest
from tests.contract import OUTPUTS, check_printed, faults_of
from tests.program import newsdigest
from tests.render.examples import DIGEST, FERRY
from tests.schema import FILE, schema_text


def test_the_file_is_made_of_the_types() -> None:
    """`python -m tests.schema` would change nothing."""
    assert FILE.read_text("utf-8") == schema_text()


@pytest.mark.parametrize("output", [None, *values.OUTPUTS])
def test_each_schema_is_one(output: str | None) -> None:
    """It is valid by its own specification, and has what it refers to and no more."""
    schema = json_schema(output)
    Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    assert all(f'"#/$defs/{name}"' in text for name in schema["$defs"])
    validator = Draft202012Validator(schema)
    assert not validator.is_valid(1)


def test_every_output_is_watched() -> None:
    """No output has a schema that the tests do not hold it against."""
    assert set(OUTPUTS.values()) == set(values.OUTPUTS)


def test_later_keys_are_allowed() -> None:
    """Who keeps a schema is not broken by a version that adds a key, only by one that drops one."""
    value = json.loads(render_digest(DIGEST, "json"))
    validator = Draft202012Validator(json_schema("digest"))
    assert validator.is_valid(value | {"later": 1})
    del value["edition"]
    assert not validator.is_valid(value)


def changed(value: Any, *path: str | int, to: Any) -> str:
    """The value as JSON with what stands at the path replaced; None removes it."""
    value = deepcopy(value)
    at = value
    for key in path[:-1]:
        at = at[key]
    if to is None:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return json.dumps(value)


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("stories", 0, "title"), ""),
        (("stories", 0, "part"), "middle"),
        (("stories", 0, "articles", 1, "kind"), "novel"),
        (("stories", 0, "articles", 0, "published"), "yesterday"),
        (("stories", 0, "articles", 0, "published"), "2026-11-22T04:00:00"),
        (("stories", 0, "articles", 0, "url"), "javascript:alert(1)"),
        (("stories", 0, "rank"), "1"),
        (("schema",), "newsdigest/2"),
        (("failures", 0, "code"), None),
        (("extra",), 1),
    ],
)
def test_faults_are_found(path: tuple[str | int, ...], to: Any) -> None:
    """An empty text, an unknown kind, a time without a zone, a key too few or too many."""
    digest = json.loads(render_digest(DIGEST, "json"))
    assert list(faults_of("digest", json.dumps(digest))) == []
    (fault,) = faults_of("digest", changed(digest, *path, to=to))
    assert fault.startswith("digest: $")


def test_each_line_is_checked() -> None:
    """Of jsonl, each line is an output of its own."""
    good = render_articles([FERRY], "jsonl")
    bad = changed(json.loads(good), "id", to="")
    assert len(list(faults_of("article", f"{good}{bad}\n{bad}\n"))) == 2


def test_what_commands_print_is_checked() -> None:
    """A command whose output does not fit fails the test that ran it, whatever its options."""
    check_printed(["--config", "x.toml", "feeds", "list", "-f", "json"], 0, b"[]")
    check_printed(["digest", "page.html"], 0, b"newsdigest")
    with pytest.raises(AssertionError, match="feeds: "):
        check_printed(["--config", "x.toml", "feeds", "list", "-f", "json"], 0, b'[{"name": 1}]')
    with pytest.raises(AssertionError, match="story: "):
        check_printed(["digest", "--format=jsonl", "page.html"], 0, b"{}\n")


def test_the_command_prints_them() -> None:
    """All of them, or one by its name; an unknown name is an error that lists the names."""
    assert json.loads(newsdigest("config", "schema").text) == json_schema()
    assert json.loads(newsdigest("config", "schema", "read").text) == json_schema("read")
    refused = newsdigest("config", "schema", "reed")
    assert (refused.status, refused.stdout) == (2, b"")
    assert "choose from digest, story, read" in refused.stderr
    with pytest.raises(UsageError):
        json_schema("")
