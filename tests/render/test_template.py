"""Custom templates: their variables and their restrictions."""

from __future__ import annotations

import contextlib
import re
from dataclasses import fields, is_dataclass, replace
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.errors import RenderError
from newsdigest.render import (
    RenderOptions,
    builtin_template,
    render_digest,
    render_template,
    view,
)
from newsdigest.render.template import _environment
from newsdigest.render.view import DigestView
from tests.render.examples import DIGEST, FERRY, STORIES
from tests.render.hostile import PAYLOADS, everywhere

# The public interface: names may be added, but none removed.
STABLE = {
    "DigestView": "charts counts date direction failures failures_title generated language"
    " sections stories title",
    "SectionView": "anchor level name named number sections stories",
    "StoryView": "about age agency anchor authors circumstances differences direction headline"
    " language level mentions note others others_title place published source summary topic url",
    "DifferenceView": "sentences text",
    "SentenceView": "direction ends_quote language other source text url",
    "MentionsView": "names note",
    "LinkView": "text url",
    "EarlierView": "headline moment published source story url",
    "HighlightView": "direction figure language source text title url",
    "PictureView": "height url width",
    "ReportView": "age direction headline language note published source url",
    "ChartView": "bars text timeline title",
    "BarView": "name number percent",
    "Topic": "id name score",
}


def test_the_context_keeps_its_names() -> None:
    """No name that existing templates use is removed."""
    for name, names in STABLE.items():
        assert set(names.split()) <= {field.name for field in fields(getattr(view, name))}, name


def test_every_name_of_the_context_is_reached_from_the_digest() -> None:
    """Every documented class is reachable from the digest."""
    seen: set[type] = set()

    def walk(kind: type) -> None:
        seen.add(kind)
        for hint in get_type_hints(kind).values():
            for inner in (hint, *getattr(hint, "__args__", ())):
                if is_dataclass(inner) and isinstance(inner, type) and inner not in seen:
                    walk(inner)

    walk(DigestView)
    assert {kind.__name__ for kind in seen} == set(STABLE)


def test_documented_names_exist() -> None:
    """The functions and filters of the docstring exist."""
    described = re.findall(r"^    (\w+)(?:\([\w, ]*\))? {2,}", view.__doc__ or "", re.MULTILINE)
    assert {"digest", "say", "cite", "cited", "capitalised", "fill", "sides", "sha256"} == set(
        described
    )
    assert {"capitalised", "fill", "sides", "sha256"} <= set(_environment("text").filters)
    used = "{{ say('contents') }}{{ cite('https://a.example/') }}{{ cited()[0] }}"
    assert render_template(DIGEST, used, "text") == "Contents [1]https://a.example/"


@pytest.mark.parametrize("kind", ["html", "text"])
def test_the_builtin_formats_are_templates_of_the_same_kind(kind: str) -> None:
    """A copy of a built-in template gives the same bytes as the format."""
    for by in ((), ("topic",), ("source", "topic")):
        options = RenderOptions(by=by)
        source = builtin_template(kind)
        assert render_template(DIGEST, source, kind, options) == render_digest(
            DIGEST, kind, options
        )


def test_a_custom_template() -> None:
    """A short template lists headlines and links."""
    source = "{% for story in digest.stories %}{{ story.headline }} <{{ story.url }}>\n{% endfor %}"
    text = render_template(DIGEST, source, "text")
    assert text.startswith("Harbour ferry strikes pier in fog, injuring 12 <https://ledger.example")
    assert "?id=1&amp;page=2>" in render_template(DIGEST, source, "html")


def test_html_is_escaped_whatever_a_template_does() -> None:
    """No filter, statement or method turns off escaping."""
    story = replace(STORIES[0], articles=(replace(FERRY, title="<b>&\"'"),))
    digest = replace(DIGEST, stories=(story,))
    for source in (
        "{{ digest.stories[0].headline }}",
        "{% set x %}{{ digest.stories[0].headline }}{% endset %}{{ x }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(digest.stories[0].headline) }}",
        "{{ digest.stories[0].headline | e | striptags }}",
        "{{ ('' | e) ~ digest.stories[0].headline }}",
        "{{ [digest.stories[0].headline] | join('' | e) }}",
        "{{ digest.stories[0].headline | replace('b', 'i' | e) }}",
    ):
        assert "<" not in render_template(digest, source, "html"), source


@pytest.mark.parametrize(
    "source",
    [
        "{% include 'digest.html' %}",
        "{% import 'digest.html' as x %}",
        "{% from 'digest.html' import x %}",
        "{% extends 'digest.html' %}",
        "{% autoescape false %}{{ digest.title }}{% endautoescape %}",
        "{{ digest.title | safe }}",
        "{{ digest.title | urlize }}",
        "{{ [1, 2] | random }}",
        "{{ lipsum() }}",
        "{{ digest.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ say.__globals__ }}",
        "{{ say.__self__.texts }}",
        "{{ cited.__closure__ }}",
        "{{ digest.stories.append(1) }}",
        "{{ '{0.__class__}'.format(digest) }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 99999999 }}",
        "{{ [1] * 1000000000 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x' | center(1000000000) }}",
        "{% for a in range(100000) %}{% for b in range(100000) %}{{ digest.title }}{% endfor %}"
        "{% endfor %}",
        "{{ range(1000000000) }}",
        "{{ unknown }}",
        "{{ digest.unknown }}",
        "{{ say('unknown') }}",
        "{{ 1 / 0 }}",
        "{% if %}",
        "{{ digest.title",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "x" * 300_000,
        "{{ none | dictsort }}",
        "{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}",
        "{% for a in 'a' %}" * 50 + "{% endfor %}" * 50,
    ],
)
def test_forbidden_operations_are_reported(source: str) -> None:
    """Whatever goes wrong in a template, the error is one line that names the template."""
    with pytest.raises(RenderError, match=r"^template") as caught:
        render_template(DIGEST, source, "html")
    assert "\n" not in str(caught.value)


def test_other_kinds_are_refused() -> None:
    """The error for an unknown kind lists the kinds."""
    with pytest.raises(RenderError, match="choose from html, text"):
        render_template(DIGEST, "", "latex")
    with pytest.raises(RenderError, match="choose from html, text"):
        builtin_template("latex")


def test_errors_have_a_line_number() -> None:
    """The error names the line of the template."""
    with pytest.raises(RenderError, match="template, line 3: "):
        render_template(DIGEST, "\n\n{% for %}", "html")


PIECES = st.sampled_from(
    [
        *("{{", "}}", "{%", "%}", "{#", "#}", "|", ".", "(", ")", "[", "]", "~", "*", "%", "1"),
        *("'", "digest", "stories", "for s in ", "endfor", "if ", "endif", "set x = ", "macro m()"),
        *("endmacro", "loop", "range", "say", "cite", "fill", "join", "e", "tojson", "length"),
        *("__class__", "format", "sort", "map", "first", "none", "\n", " ", "-", "<b>"),
        "recursive",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join), st.sampled_from(["html", "text"]))
def test_any_text_is_rendered_or_reported(source: str, kind: str) -> None:
    """Any text renders or raises RenderError; nothing hangs."""
    with contextlib.suppress(RenderError):
        render_template(DIGEST, source, kind)
    with contextlib.suppress(RenderError):
        render_template(DIGEST, f"{{{{ {source} }}}}", kind)


@pytest.mark.parametrize("payload", ["empty", "long", "md-list", "spaces", "zalgo"])
@pytest.mark.parametrize("by", [(), ("topic",), ("topic", "source"), ("source", "topic")])
def test_the_text_format_is_its_template(by: tuple[str, ...], payload: str) -> None:
    """The text format and digest.txt give the same output for any digest."""
    options = RenderOptions(by=by)
    source = builtin_template("text")
    for digest in everywhere(PAYLOADS[payload]):
        assert render_digest(digest, "text", options) == render_template(
            digest, source, "text", options
        )
