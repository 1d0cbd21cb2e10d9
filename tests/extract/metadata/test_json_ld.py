from __future__ import annotations

import json

import pytest

from newsdigest.extract.metadata.json_ld import LinkedData, read_json_ld, resolve, text_of


def read(*nodes: object) -> LinkedData:
    return read_json_ld([json.dumps(node) for node in nodes])


def test_the_article_is_the_node_with_the_most_fields() -> None:
    """Of several articles with as many fields the first; a page is kept as well."""
    teaser = {"@type": "NewsArticle", "headline": "Snow"}
    own = {"@type": ["Article", "NewsArticle"], "headline": "Ferry", "datePublished": "2026-06-06"}
    found = read(teaser, own, {"@type": "WebPage", "name": "Ferry"})
    assert found.article == own
    assert found.page == {"@type": "WebPage", "name": "Ferry"}
    assert [node["headline"] for node in found.articles] == ["Snow", "Ferry"]
    assert found.types == ("NewsArticle", "Article", "WebPage")


def test_nodes_are_found_in_graphs_lists_and_below_one_another() -> None:
    """A type may include the vocabulary's address."""
    graph = {"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "http://schema.org/Article"}}]}
    found = read([graph])
    assert found.article == {"@type": "http://schema.org/Article"}
    assert found.types == ("WebPage", "Article")


def test_the_name_of_the_site_precedes_that_of_its_owner() -> None:
    """Wherever they are; a node without a name gives way to the next of its type."""
    owner = {"@type": "Organization", "name": "Harbour Media"}
    site = {"@type": "WebSite", "name": "Harbour Post"}
    assert read(owner, {"@type": "WebSite"}, site).site_name == "Harbour Post"
    assert read(owner).site_name == "Harbour Media"
    assert read({"@type": "Person", "name": "Ana Rivers"}).site_name is None


def test_a_reference_is_resolved_to_the_node_that_it_names() -> None:
    """An empty node with the same @id is a reference too; an unknown one is unchanged."""
    person = {"@id": "#ana", "@type": "Person", "name": "Ana Rivers"}
    data = read({"@type": "Article", "author": {"@id": "#ana"}}, {"@id": "#ana"}, person)
    assert data.article is not None
    assert resolve(data.article["author"], data) == person
    assert resolve({"@id": "#ben"}, data) == {"@id": "#ben"}
    assert resolve("Ana Rivers", data) == "Ana Rivers"


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "Article"} -->',
        '//<![CDATA[\n{"@type": "Article"}\n//]]>',
        '{"@type": "Article", "keywords": ["snow",],}',
        '{"@type": "Article", "headline": "two\nlines"};',
    ],
)
def test_common_mistakes_are_repaired(script: str) -> None:
    """Comments around a script, trailing commas and raw line breaks occur in practice."""
    assert read_json_ld([script]).article is not None


@pytest.mark.parametrize("script", ["", "{", "null", "5", "[[[]]]", "[" * 50_000, '{"a": NaN'])
def test_other_scripts_give_nothing(script: str) -> None:
    found = read_json_ld([script])
    assert (found.article, found.page, found.types, found.site_name) == (None, None, (), None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" Snow &amp; ice ", "Snow & ice"),
        ({"@value": "Snow", "name": "Ice"}, "Snow"),
        ([{"name": "Ana Rivers"}, "Ben"], "Ana Rivers"),
        ({"name": {"name": "Ana"}}, None),
        ([], None),
        ("  ", None),
        (7, None),
    ],
)
def test_a_value_as_text(value: object, expected: str | None) -> None:
    """The first of a list, the name of a node; None if there is no text."""
    assert text_of(value) == expected
