"""Templates: Jinja2 in a sandbox, with the variables described in newsdigest.render.view.

A template is one file: it can neither include, import nor extend others, nor turn off escaping.
Its output depends on the digest alone.
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
# The built-in page is 14 kB.
_LONGEST_SOURCE = 256 * 1024
# A thousand stories make a page of 2 MB.
_LONGEST_RESULT = 64 * 1024 * 1024
_LONGEST_REPEAT = 10_000
# Numbers from range() that one template may use, all loops together.
_LONGEST_COUNT = 100_000

# Exceptions of expressions besides Jinja2's own, and of Python's compiler for deeply nested blocks.
_TEMPLATE_ERRORS = (
    *(ArithmeticError, AttributeError, LookupError, RuntimeError, SyntaxError, TypeError),
    ValueError,
)

_SURROGATE = re.compile("[\ud800-\udfff]")

# Statements that read other files or change escaping.
_REFUSED = (
    *(nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends),
    *(nodes.EvalContextModifier, nodes.ScopedEvalContextModifier),
)
# Filters that are random, turn off escaping, create links, or multiply their input.
_NO_FILTERS = ("random", "safe", "urlize", "center", "format", "indent", "wordwrap", "xmlattr")
_NO_METHODS = frozenset(
    {"center", "expandtabs", "format", "format_map", "ljust", "rjust", "unescape", "zfill"}
)


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers; on texts only short repetitions, which draw lines."""
        if operator == "*" and isinstance(left, str) and isinstance(right, int):
            if len(left) * right > _LONGEST_REPEAT:
                raise SecurityError("a text is repeated too many times")
        elif not (isinstance(left, float | int) and isinstance(right, float | int)):
            raise SecurityError(f"{operator} works on numbers only")
        elif operator == "**" and (abs(left) > _LONGEST_REPEAT or abs(right) > 8):
            raise SecurityError("a power is too large")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return attr not in _NO_METHODS and super().is_safe_attribute(obj, attr, value)


@cache
def builtin(name: str) -> str:
    """The source of a built-in template by file name."""
    return read_text(f"render/templates/{name}")


def fill_in(source: str, kind: str, values: dict[str, Any], words: Catalogue) -> str:
    """The output of the template for the values. Raises RenderError with the line number."""
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
    with _wrapped_errors():
        text = _bounded(_compiled(source, kind), given)
    if not text.isascii() and _SURROGATE.search(text):
        raise RenderError("template: its output contains a lone surrogate")
    return text


def check(source: str, kind: str) -> None:
    """Raises RenderError if the template is invalid."""
    with _wrapped_errors():
        _compiled(source, kind)


@contextmanager
def _wrapped_errors() -> Iterator[None]:
    try:
        yield
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        position = f"template, line {line}" if line else "template"
        raise RenderError(printable(f"{position}: {error}")) from error
    except _TEMPLATE_ERRORS as error:
        raise RenderError(printable(f"template: {type(error).__name__}: {error}")) from error


def _bounded_range() -> Callable[..., range]:
    """A `range` whose calls together give at most _LONGEST_COUNT numbers."""
    left = _LONGEST_COUNT

    def counted(*bounds: int) -> range:
        nonlocal left
        numbers = range(*bounds)
        left -= len(numbers)
        if left < 0:
            raise SecurityError(f"range() of more than {_LONGEST_COUNT} numbers")
        return numbers

    return counted


def _bounded(template: Template, values: dict[str, Any]) -> str:
    pieces = []
    size = 0
    for piece in template.generate(values):
        pieces.append(piece)
        size += len(piece)
        if size > _LONGEST_RESULT:
            raise RenderError(f"template: its output exceeds {_LONGEST_RESULT} characters")
    return "".join(pieces)


@cache
def _compiled(source: str, kind: str) -> Template:
    if kind not in KINDS:
        raise RenderError(f"unknown kind of template {kind!r}: choose from {', '.join(KINDS)}")
    if len(source) > _LONGEST_SOURCE:
        raise RenderError(f"template: longer than {_LONGEST_SOURCE} characters")
    environment = _environment(kind)
    for node in environment.parse(source).find_all(_REFUSED):
        raise RenderError(f"template, line {node.lineno}: {type(node).__name__} is not allowed")
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


def _fill(text: str, indent: int = 0, hang: int = 0, label: str = "") -> str:
    return _lines(StyledLine((Span(str(text)),), indent, hang, label=str(label)[:indent]))


def _sides(left: str, right: str) -> str:
    return _lines(StyledLine((Span(str(left)),), right=Span(str(right))))


def _lines(line: StyledLine) -> str:
    laid = lay_out([line], TEXT_COLUMNS)
    return "\n".join("".join(span.text for span in spans) for spans in laid)


def _sha256(text: str) -> str:
    return b64encode(sha256(str(text).encode()).digest()).decode("ascii")
