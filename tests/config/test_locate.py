"""Every key and value of a TOML text is found where it stands."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.config.locate import KeyPath, Location, locate

TRICKY = '''\
# [not.a.header]
top = 1
"quoted key" . 'lit.eral' = "a # no comment" # one
[ digest ] # [[feed]]
text = """
[no.header]
key = "no" \\"""
end\\\\"""""
literal = \'\'\'it's
[[feed]]\'\'\'\'
list = [ # comment ]
  "a, ]", 'b"', # more
  { url = "x", name.first = [1, 2] },
  1979-05-27 07:32:00, 2]
when = 1979-05-27 07:32:00Z
empty = {}
none = []
  [[feed]]
  url = "1"
  [[feed.part]]
  a.b = 1
  [[feed.part]]
  a.c = {d = 2}
[[ "feed" ]]
url = "2"
[feed.more]
x = -0.5e+3
'''


def leaves(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Everything that holds nothing, with its path."""
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, each in inside:
        yield from leaves(each, (*path, key))
    if not inside:
        yield path, value


def at(text: str, place: Location) -> str:
    """The text from a place on."""
    return "\n".join(text.split("\n")[place.line - 1 :])[place.column - 1 :]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_value_is_found(newline: str) -> None:
    """At the place of a value stands the value, whatever stands around it."""
    text = TRICKY.replace("\n", newline)
    places = locate(text)
    found = dict(leaves(tomllib.loads(text)))
    assert len(found) == 18
    for path, value in found.items():
        rest = at(text, places.value(path))
        assert any(parsed(rest[:end]) == value for end in range(1, len(rest) + 1)), path


def parsed(literal: str) -> Any:
    with suppress(tomllib.TOMLDecodeError):
        return tomllib.loads(f"value = {literal}")["value"]


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("top",), 2, 1),
        (("quoted key",), 3, 1),
        (("quoted key", "lit.eral"), 3, 16),
        (("digest",), 4, 3),
        (("digest", "literal"), 9, 1),
        (("digest", "list", 2, "name", "first"), 13, 21),
        (("feed",), 18, 5),
        (("feed", 0, "part", 1, "a", "c", "d"), 23, 10),
        (("feed", 1), 24, 1),
        (("feed", 1, "more"), 26, 7),
        (("feed", 1, "more", "x"), 27, 1),
        (("feed", 1, "missing"), 24, 1),
        (("missing",), 1, 1),
    ],
)
def test_where_keys_stand(path: KeyPath, line: int, column: int) -> None:
    """Lines and columns count from 1; what is missing is told of where it should be."""
    assert locate(TRICKY).key(path) == Location(line, column)


def test_statements_are_whole() -> None:
    """Each statement alone is valid TOML, from its first character to its last."""
    for each in locate(TRICKY).statements:
        statement = TRICKY[each.start : each.end]
        assert tomllib.loads(statement)
        assert statement == statement.strip()
        assert each.is_header == statement.startswith("[")


names = st.text("ab.\"'# é", min_size=1, max_size=4)
scalars = st.one_of(
    st.integers(-99, 99).map(str),
    st.booleans().map(lambda value: str(value).lower()),
    st.text("a\"\\'#[]{},=\n é", max_size=6).map(lambda value: json.dumps(value)),
    st.text('a"#[]{},=\n', max_size=6).map(lambda value: f"'''{value}'''"),
)
gaps = st.sampled_from(["", " ", "\n", " # ]}\n", "\n\n\t"])
values = st.recursive(
    scalars,
    lambda inner: st.tuples(gaps, st.lists(st.tuples(inner, gaps), max_size=3)).map(
        lambda parts: f"[{parts[0]}{','.join(value + gap for value, gap in parts[1])}]"
    )
    | st.dictionaries(names, inner, max_size=3).map(
        lambda table: f"{{{', '.join(f'{json.dumps(k)} = {v}' for k, v in table.items())}}}"
    ),
    max_leaves=4,
)  # fmt: skip
tables = st.dictionaries(names, values, max_size=2)


@given(st.lists(st.tuples(st.sampled_from(["[[a]]", "[[a.z]]", "[[c]]"]), tables), max_size=4))
def test_no_document_confuses_it(sections: list[tuple[str, dict[str, str]]]) -> None:
    """Whatever tomllib reads is located: all keys are there, and every statement stands alone."""
    lines = ["[[a]]"]
    for header, table in sections:
        lines += [header, *(f"{json.dumps(key)} = {value} # end" for key, value in table.items())]
    text = "\n".join(lines)
    places = locate(text)
    table = tomllib.loads(text)
    for path, _ in leaves(table):
        assert path in places.values
    for each in places.statements:
        if not each.is_header:
            ((_, value),) = tomllib.loads(text[each.start : each.end]).items()
            assert value == reached(table, each.path)


def reached(value: Any, path: KeyPath) -> Any:
    for key in path:
        value = value[key]
    return value
