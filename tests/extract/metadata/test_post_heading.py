"""The headline of a post on a page titled with the name of its blog."""

from __future__ import annotations

import pytest

from tests.extract.metadata.pages import TEXT, page, read, utc

_BLOG = "Letters from the slipway"
_POST = "Boathouse for sale"
_NAME = f'<meta property="og:site_name" content="{_BLOG}">'
_STORY = (
    "<p>The council of Fenn wants to sell the old boathouse, and the rowing club has three weeks"
    " to match the price of a hotel.</p>"
)


@pytest.mark.parametrize(
    "head",
    [
        "<title>Untitled</title>",
        f"<title>{_BLOG}</title>",
        "<title>Letters</title>",
        f"<title>{_BLOG}</title><meta property=og:title content='{_BLOG}'>",
    ],
)
@pytest.mark.parametrize("heading", ["<h2><a href=/p>{}</a></h2>", "<h3>{}</h3>"])
def test_the_heading_of_the_post_is_the_headline(head: str, heading: str) -> None:
    """If h1 and title are the blog's name or a template's, the post's own heading counts."""
    post = f"<div class=post>{heading.format(_POST)}<span>June 6, 2026</span>{_STORY}</div>"
    found = read(page(head + _NAME, f"<h1>{_BLOG}</h1><p>By the water</p>{post}"), url=None)
    assert (found.title, found.source) == (_POST, _BLOG)
    assert found.published == utc(2026, 6, 6)


def test_several_posts_have_no_headline_in_common() -> None:
    """On the front page of a blog no post's heading is that of the page."""
    posts = (
        f"<div class=post><h3>{_POST}</h3>{_STORY}</div><div class=post><h3>Low water</h3>{TEXT}"
    )
    assert read(page(f"<title>{_BLOG}</title>{_NAME}", f"<h1>{_BLOG}</h1>{posts}")).title is None


def test_a_headline_declared_as_site_name_is_the_headline() -> None:
    """Some systems declare the headline as the site's name; a standfirst is no headline."""
    head = f"<title>{_BLOG}</title><meta property=og:title content='{_BLOG}'>{_NAME}"
    body = f"<h1>{_BLOG}</h1><h2>How a boathouse kept its name</h2>{_STORY}"
    assert read(page(head, body)).title == _BLOG


def test_a_title_of_a_template_gives_way_to_a_heading() -> None:
    """ "Untitled" says nothing, so the heading of the page counts."""
    assert read(page("<title>Untitled</title>", f"<h1>{_POST}</h1>{_STORY}")).title == _POST
