"""Index pages are distinguished from pages of one article, and read item by item."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.html.index_page import IndexItem, find_index_items
from newsdigest.extract.metadata import read_metadata
from newsdigest.model import Hints

AS_OF = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
SITE = "https://www.harbourpost.example/"
STORIES = (
    ("Ferry sails again", "The ferry between the two towns sailed again on Monday after repairs."),
    (
        "Bakery opens at five",
        "A bakery by the station will open at five to serve the early trains.",
    ),
    ("Library lends tools", "The town library now lends drills, saws and ladders to its members."),
    (
        "Frost harms orchards",
        "A late frost harmed the blossom in most of the orchards on the hill.",
    ),
)
LONG = (
    "The council met on Tuesday evening to hear what the residents of the lower town had to say. "
    "Most of them asked for a slower road, and a few for a new crossing at the school. "
    "The mayor promised that a plan would be on the table before the summer holidays begin. "
) * 2
BODY = f"<p>{LONG}</p>" * 5


def hub(body: str, *, head: str = "", url: str | None = SITE) -> list[IndexItem]:
    html = f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
    tree = LexborHTMLParser(html, scripting=True)
    metadata = read_metadata(tree, url=url, hints=Hints(), as_of=AS_OF)
    return find_index_items(tree, metadata, url=url, as_of=AS_OF)


def cards(tag: str = "div", name: str = "card") -> str:
    return "".join(
        f'<{tag} class="{name}"><a href="/news/{number}"><img src="x.png"></a>'
        f'<h3><a href="/news/{number}?utm_source=front">{title}</a></h3><p>{text}</p></{tag}>'
        for number, (title, text) in enumerate(STORIES)
    )


def posts(link: str = '<a href="/2026/{}">{}</a>', text: str = BODY) -> str:
    return "".join(
        f"<article class='post post-{number}'><header><h2>{link.format(number, title)}</h2>"
        f'<p>By <a rel="author" href="/jane">Jane Miller</a>, '
        f'<time datetime="2026-11-0{number + 1}T08:00:00Z">{number + 1} November</time></p>'
        f"</header><p>{lead}</p>{text}</article>"
        for number, (title, lead) in enumerate(STORIES[:3])
    )


def sections(heading: str, end: str) -> str:
    return "".join(
        f"<h2>{heading.format(number, title)}</h2><p>{text}</p>{end.format(number)}"
        for number, (title, text) in enumerate(STORIES)
    )


NAV = "<nav><ul>" + "<li><a href='/sport'>Sport and leisure</a></li>" * 20 + "</ul></nav>"
READ_MORE = "<p><a href='/news/{}'>Read more</a></p>"
ARTICLE = f"<h1>Residents ask for a slower road</h1><article>{BODY}</article>"


def test_cards_of_a_front_page_are_teasers() -> None:
    """Each card gives its headline, its address without tracking parameters, and its text."""
    found = hub(f"{NAV}<h1>Harbour Post</h1><main>{cards()}</main>")
    assert [item.title for item in found] == [title for title, _ in STORIES]
    assert [item.url for item in found] == [f"{SITE}news/{number}" for number in range(4)]
    assert [[block.text for block in item.blocks] for item in found] == [[t] for _, t in STORIES]
    assert all(item.is_teaser for item in found)


def test_a_card_inside_a_link_is_an_item() -> None:
    """The link around the card is the headline's."""
    body = "".join(
        f"<a class=card href='/n/{number}'><h2>{title}</h2><p>{text}</p></a>"
        for number, (title, text) in enumerate(STORIES)
    )
    assert [item.url for item in hub(body)] == [f"{SITE}n/{number}" for number in range(4)]


def test_full_posts_of_a_blog_are_not_teasers() -> None:
    """A blog's index gives the author, the date and the whole text of each post."""
    found = hub(f"<main>{posts()}</main>")
    assert [item.title for item in found] == [title for title, _ in STORIES[:3]]
    assert not any(item.is_teaser for item in found)
    assert [item.authors for item in found] == [("Jane Miller",)] * 3
    assert [item.published for item in found] == [
        datetime(2026, 11, day, 8, tzinfo=UTC) for day in (1, 2, 3)
    ]


def test_subheads_of_a_post_belong_to_it() -> None:
    """Within an article element only the first headline counts."""
    found = hub(posts(text=f"{BODY}<h3>What is next</h3>{BODY}"))
    assert [item.title for item in found] == [title for title, _ in STORIES[:3]]
    assert all("What is next" in [block.text for block in item.blocks] for item in found)


@pytest.mark.parametrize("heading", ["<a href='/news/{}'>{}</a>", "{1}"])
def test_sections_of_a_newsletter_are_items(heading: str) -> None:
    """A section ends at the next heading; its link is the heading's or a separate last one."""
    found = hub(f"<h1>This week</h1><div>{sections(heading, READ_MORE)}</div>")
    assert [item.title for item in found] == [title for title, _ in STORIES]
    assert [item.url for item in found] == [f"{SITE}news/{number}" for number in range(4)]
    assert [item.blocks[0].text for item in found] == [text for _, text in STORIES]


def test_an_unknown_address_is_none() -> None:
    """A saved page without an address of its own has items without addresses."""
    assert [item.url for item in hub(cards(), url=None)] == [None] * 4


def test_scripts_without_spaces_are_counted() -> None:
    """Eight words of Chinese are enough, although it has no spaces."""
    text = "昨天下午市图书馆重新开放,许多居民带着孩子前来借书并参加活动。"
    body = "".join(
        f"<li class=n><h3><a href='/{n}'>图书馆新闻{n}</a></h3><p>{text}</p></li>" for n in range(4)
    )
    assert len(hub(f"<ul>{body}</ul>")) == 4


ONE = {
    "related cards": ARTICLE + cards(),
    "related cards after a short text": f"<h1>Road</h1><p>{LONG}</p><p>{LONG}</p>{cards()}",
    "related cards as articles": ARTICLE + cards("article"),
    "related cards by name": f"<h1>Road</h1><p>{LONG}</p><div class=related>{cards()}</div>",
    "cards in an aside": f"<h1>Road</h1><p>{LONG}</p><aside>{cards()}</aside>",
    "live blog": f"<h1>Election night as it happened</h1>{posts('{1}', '')}".replace("rel=", "x="),
    "live blog with permalinks": posts("<a href='?post={}'>{}</a>"),
    "comments": ARTICLE + f"<article><h4>Tom</h4><time>Monday</time><p>{LONG}</p></article>" * 20,
    "subheads": "<h1>Road</h1>" + sections("{1}", BODY),
    "subheads that hold links": "<h1>Road</h1>" + sections("See <a href='/t/{}'>x</a> on {}", BODY),
    "subheads that are links": "<h1>Road</h1>" + sections("<a href='/t/{}'>{}</a>", BODY),
    "a list of shops": "".join(
        f"<div><h2><a href='https://shop{n}.example/'>{t}</a></h2><p>{text}</p></div>"
        for n, (t, text) in enumerate(STORIES)
    ),
    "links without text": "<ul>"
    + "".join(f"<li><h3><a href='/{n}'>Ferry number {n} sails</a></h3></li>" for n in range(9))
    + "</ul>",
    "two cards": "".join(cards().partition("</div>")[:2]) * 2,
    "one item that outweighs the others": posts(text="").replace("</article>", BODY * 3, 1),
    "an embedded post": f"{ARTICLE}<article><h3><a href='https://social.example/1'>Ann</a></h3>"
    f"<p>{STORIES[0][1]}</p></article>",
    "nothing": "",
}


@pytest.mark.parametrize("name", ONE)
def test_a_page_of_one_article_is_no_index_page(name: str) -> None:
    """Boxes beside an article and its sections are never read as articles."""
    assert hub(ONE[name], url=f"{SITE}news/road") == []


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:type" content="article">',
        '<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x"}</script>',
    ],
)
def test_a_page_typed_as_article_is_no_index_page(head: str) -> None:
    """The type that the page declares decides."""
    assert hub(posts(), head=head) == []


def test_a_collection_may_list_articles() -> None:
    """Article types on a page declared as a collection are those of its items."""
    head = (
        '<script type="application/ld+json">[{"@type": "CollectionPage"},'
        '{"@type": "NewsArticle", "headline": "x"}]</script>'
    )
    assert len(hub(cards(), head=head)) == 4


PIECES = (
    "<article>",
    "</article>",
    "<h2>",
    "</h2>",
    "<a href='/{}'>",
    "<a href='http://[x'>",
    "</a>",
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from((*PIECES, "<div>", "</div>", "<svg>", STORIES[0][1])), max_size=60))
def test_any_tree_gives_items_with_text_or_none(pieces: list[str]) -> None:
    """Elements in any order never raise, and every item has a title and text."""
    found = hub("".join(piece.format(number) for number, piece in enumerate(pieces)))
    assert all(item.title and item.blocks for item in found)
    assert len(found) not in (1, 2)


def test_depth_and_number_are_bounded() -> None:
    """A bomb of elements is read like any other page."""
    deep = "<div>" * 20_000 + cards() + "</div>" * 20_000
    assert len(hub(deep)) in (0, 4)
    assert len(hub(cards() * 500)) in (0, 4)
