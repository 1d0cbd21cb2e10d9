"""Templates: Jinja2 in a sandbox, given what newsdigest.render.view describes.

A template is one text: it includes, imports and extends nothing. It cannot turn off the escaping
of its kind, and what it makes depends on the digest alone.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import Any, Literal, get_args

from jinja2 import Environment, StrictUndefined, Template, TemplateError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from newsdigest.errors import RenderError
from newsdigest.language import printable
from newsdigest.package_data import read_text
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.line_layout import TEXT_COLUMNS, lay_out
from newsdigest.render.styled_lines import Span, StyledLine
from newsdigest.render.wording import capitalised

Kind = Literal["html", "text"]
KINDS: tuple[str, ...] = get_args(Kind)
# The built-in page has 14 kB.
_LONGEST_SOURCE = 256 * 1024
# A thousand stories make a page of 2 MB.
_LONGEST_RESULT = 64 * 1024 * 1024
_LONGEST_REPEAT = 10_000
# Numbers that one template may count through, all its loops together.
_LONGEST_COUNT = 100_000

# What expressions of a template can raise besides Jinja2's own errors, and what the compiler of
# Python says to blocks nested too deep.
_MISTAKES = (
    *(ArithmeticError, AttributeError, LookupError, RuntimeError, SyntaxError, TypeError),
    ValueError,
)

_SURROGATE = re.compile("[\ud800-\udfff]")

# Statements that read other files or change the escaping.
_REFUSED = (
    *(nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends),
    *(nodes.EvalContextModifier, nodes.ScopedEvalContextModifier),
)
# Filters that draw lots, turn off escaping, make links of text, or make much of little.
_NO_FILTERS = ("random", "safe", "urlize", "center", "format", "indent", "wordwrap", "xmlattr")
_NO_METHODS = frozenset(
    {"center", "expandtabs", "format", "format_map", "ljust", "rjust", "unescape", "zfill"}
)


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers calculate; of texts only short repeats, which draw lines."""
        if operator == "*" and isinstance(left, str) and isinstance(right, int):
            if len(left) * right > _LONGEST_REPEAT:
                raise SecurityError("a text is repeated too often")
        elif not (isinstance(left, float | int) and isinstance(right, float | int)):
            raise SecurityError(f"{operator} is for numbers")
        elif operator == "**" and (abs(left) > _LONGEST_REPEAT or abs(right) > 8):
            raise SecurityError("a power is too large")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return attr not in _NO_METHODS and super().is_safe_attribute(obj, attr, value)


@cache
def builtin(name: str) -> str:
    """The source of a template of the package by its file name."""
    return read_text(f"render/templates/{name}")


def fill_in(source: str, kind: str, values: dict[str, Any], words: Catalogue) -> str:
    """What the template makes of the values. Raises RenderError with the line of a mistake."""
    cited: dict[str, int] = {}

    def cite(url: str | None) -> str:
        return f" [{cited.setdefault(url, len(cited) + 1)}]" if url else ""

    given = {
        "say": words.say,
        "cite": cite,
        "cited": lambda: tuple(cited),
        "range": _bounded_range(),
        **values,
    }
    with _mistakes_told():
        text = _bounded(_compiled(source, kind), given)
    if not text.isascii() and _SURROGATE.search(text):
        raise RenderError("template: makes half a character (a lone surrogate)")
    return text


def check(source: str, kind: str) -> None:
    """Raises RenderError for what is no template, before there is a digest to fill in."""
    with _mistakes_told():
        _compiled(source, kind)


@contextmanager
def _mistakes_told() -> Iterator[None]:
    try:
        yield
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        place = f"template, line {line}" if line else "template"
        raise RenderError(printable(f"{place}: {error}")) from error
    except _MISTAKES as error:
        raise RenderError(printable(f"template: {type(error).__name__}: {error}")) from error


def _bounded_range() -> Callable[..., range]:
    """A `range` that gives a limited number of numbers in all."""
    left = _LONGEST_COUNT

    def counted(*bounds: int) -> range:
        nonlocal left
        numbers = range(*bounds)
        left -= len(numbers)
        if left < 0:
            raise SecurityError(f"counts through more than {_LONGEST_COUNT} numbers")
        return numbers

    return counted


def _bounded(template: Template, values: dict[str, Any]) -> str:
    pieces = []
    size = 0
    for piece in template.generate(values):
        pieces.append(piece)
        size += len(piece)
        if size > _LONGEST_RESULT:
            raise RenderError(f"template: makes more than {_LONGEST_RESULT} characters")
    return "".join(pieces)


@cache
def _compiled(source: str, kind: str) -> Template:
    if kind not in KINDS:
        raise RenderError(f"unknown kind of template {kind!r}: choose from {', '.join(KINDS)}")
    if len(source) > _LONGEST_SOURCE:
        raise RenderError(f"template: longer than {_LONGEST_SOURCE} characters")
    environment = _environment(kind)
    for node in environment.parse(source).find_all(_REFUSED):
        raise RenderError(
            f"template, line {node.lineno}: {type(node).__name__} is not for templates"
        )
    return environment.from_string(source)


@cache
def _environment(kind: str) -> Environment:
    environment = _Sandbox(
        autoescape=kind == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for name in _NO_FILTERS:
        del environment.filters[name]
    for name in ("lipsum", "cycler", "joiner"):
        del environment.globals[name]
    own: dict[str, Callable[..., str]] = {
        "capitalised": capitalised, "fill": _fill, "sha256": _sha256, "sides": _sides,
    }  # fmt: skip
    environment.filters.update(own)
    return environment


def _fill(text: str, indent: int = 0, hang: int = 0) -> str:
    return _lines(StyledLine((Span(str(text)),), indent, hang))


def _sides(left: str, right: str) -> str:
    return _lines(StyledLine((Span(str(left)),), right=Span(str(right))))


def _lines(line: StyledLine) -> str:
    laid = lay_out([line], TEXT_COLUMNS)
    return "\n".join("".join(span.text for span in spans) for spans in laid)


def _sha256(text: str) -> str:
    return b64encode(sha256(str(text).encode()).digest()).decode("ascii")
