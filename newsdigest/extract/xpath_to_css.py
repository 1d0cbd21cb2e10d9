"""Translates XPath, as people write it to select parts of a page, to CSS where possible.

//div[@id='story']//p[contains(@class, 'lead')] becomes div[id="story"] p[class*="lead"]. Paths go
down, by names, attributes and positions among siblings. What goes up, looks at text or counts in
other ways has no equivalent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from math import prod

# Unions and alternatives may multiply, and brackets may nest.
_MOST_SELECTORS = 40
_MOST_BRACKETS = 60
_LONGEST_PATH = 2000

_STEP = re.compile(
    r"(?P<axis>/following-sibling::|//?(?:descendant(?:-or-self)?::|child::)?|(?<!.)(?=[\w*]))"
    r"(?P<name>\*|[A-Za-z][\w-]*)(?![\w-]|::|\()"
)
_ATTRIBUTE_END = re.compile(r"/@[\w-]+$")
_QUOTED = r"(?:\"([^\"]*)\"|'([^']*)')"
_NAME = r"@([A-Za-z][\w:-]*)"
_HAS = re.compile(rf"{_NAME}$")
_EQUALS = re.compile(rf"{_NAME} ?(!?=) ?{_QUOTED}$")
_PART = re.compile(rf"(contains|starts-with|ends-with)\( ?{_NAME} ?, ?{_QUOTED} ?\)$")
_WORD = re.compile(
    rf"contains\( ?concat\( ?(?:' '|\" \") ?, ?(?:normalize-space\( ?{_NAME} ?\)|{_NAME}) ?, ?"
    rf"(?:' '|\" \") ?\) ?, ?{_QUOTED} ?\)$"
)
_PLACE = re.compile(r"(?:position\( ?\) ?= ?)?(\d{1,3})$")
_NOT = re.compile(r"not ?\((.*)\)$", re.DOTALL)
_OPERATORS = {"contains": "*=", "starts-with": "^=", "ends-with": "$="}
_SPACES = re.compile(r"\s+")


class NotCss(Exception):  # noqa: N818
    """Part of a path without an equivalent in CSS; the message names it."""


def to_css(path: str) -> str:
    """The selector for an XPath. Raises NotCss if there is none.

    An attribute at the end (`/@href`) is dropped: a selector selects elements.
    """
    path = _ATTRIBUTE_END.sub("", _SPACES.sub(" ", path.strip()))
    if len(path) > _LONGEST_PATH or path.count("(") + path.count("[") > _MOST_BRACKETS:
        raise NotCss("it is too long")
    selectors = [each for part in _split(path, "|") for each in _path(part.strip())]
    if not selectors or len(selectors) > _MOST_SELECTORS:
        raise NotCss("it stands for too many selectors" if selectors else "it is empty")
    return ", ".join(dict.fromkeys(selectors))


def _path(path: str) -> list[str]:
    """The selectors for a path without unions, one for each choice of its alternatives."""
    if path.startswith("(") and path.endswith(")") and _closes(path):
        return [each for part in _split(path[1:-1], "|") for each in _path(part.strip())]
    path = path.removeprefix(".")
    position = 0
    found = [""]
    while position < len(path):
        step = _STEP.match(path, position)
        if step is None:
            raise NotCss(f"no selector for {path[position : position + 40]!r}")
        position = step.end()
        conditions = [[""]]
        while path[position : position + 1] == "[":
            end = _end_of_bracket(path, position)
            # A position after another condition counts among the elements that meet it, which CSS
            # cannot say.
            name = step["name"] if len(conditions) == 1 else "*"
            conditions.append(_condition(path[position + 1 : end].strip(), name))
            position = end + 1
        joint = _joint(step["axis"], first=found == [""])
        name = "" if step["name"] == "*" and len(conditions) > 1 else step["name"].lower()
        ends = _combined(conditions)
        found = [f"{before}{joint}{name}{end}" for before in found for end in ends]
        if len(found) > _MOST_SELECTORS:
            raise NotCss("it stands for too many selectors")
    return [each for each in found if each]


def _joint(axis: str, *, first: bool) -> str:
    """The combinator between a step and the one before it."""
    if first:
        return ""
    if "following-sibling" in axis:
        return " ~ "
    return " " if axis.startswith("//") or "descendant" in axis else " > "


def _condition(text: str, name: str) -> list[str]:
    """The alternatives that a condition in brackets allows, each as the end of a selector."""
    if text.startswith("(") and text.endswith(")") and _closes(text):
        return _condition(text[1:-1].strip(), name)
    either = _split(text, " or ")
    if len(either) > 1:
        return [each for part in either for each in _condition(part.strip(), name)]
    both = _split(text, " and ")
    if len(both) > 1:
        return _combined([_condition(part.strip(), name) for part in both])
    negated = _NOT.fullmatch(text)
    if negated and _closes(text[text.index("(") :]):
        return ["".join(f":not({each})" for each in _condition(negated[1].strip(), name))]
    return [_simple(text, name)]


def _combined(conditions: Sequence[Sequence[str]]) -> list[str]:
    """All combinations with one of each."""
    if prod(map(len, conditions)) > _MOST_SELECTORS:
        raise NotCss("it stands for too many selectors")
    return ["".join(chosen) for chosen in product(*conditions)]


def _simple(text: str, name: str) -> str:
    if has := _HAS.fullmatch(text):
        return f"[{has[1]}]"
    if equals := _EQUALS.fullmatch(text):
        selector = f"[{equals[1]}={_string(equals[3], equals[4])}]"
        return selector if equals[2] == "=" else f":not({selector})"
    if part := _PART.fullmatch(text):
        return f"[{part[2]}{_OPERATORS[part[1]]}{_string(part[3], part[4])}]"
    if word := _WORD.fullmatch(text):
        return f"[{word[1] or word[2]}~={_string((word[3] or word[4] or '').strip(), None)}]"
    place = _PLACE.fullmatch(text)
    if place and name != "*":
        return f":nth-of-type({int(place[1])})"
    if text in ("last()", "position()=last()", "position() = last()") and name != "*":
        return ":last-of-type"
    raise NotCss(f"no selector for [{text[:60]}]")


def _string(first: str | None, second: str | None) -> str:
    value = first if first is not None else second or ""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _split(text: str, operator: str) -> Sequence[str]:
    """The text split at each operator outside quotes and brackets."""
    parts, start, depth = [], 0, 0
    quote = ""
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif depth == 0 and text.startswith(operator, position):
            parts.append(text[start:position])
            start = position + len(operator)
    return [*parts, text[start:]]


def _end_of_bracket(text: str, start: int) -> int:
    """The index of the bracket that closes the one at `start`."""
    depth = 0
    quote = ""
    for position in range(start, len(text)):
        character = text[position]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
            if depth == 0:
                return position
    raise NotCss("a bracket is not closed")


def _closes(text: str) -> bool:
    """Whether the first bracket of the text is closed by its last character."""
    return _end_of_bracket(text, 0) == len(text) - 1
