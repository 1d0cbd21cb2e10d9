"""Each story of a message is an article, and one text is never split."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.model import Article
from tests.extract.newsletter.messages import (
    FERRY,
    OVEN,
    SENT,
    STORIES,
    TITLES,
    everything,
    paragraphs,
    read,
    removed,
)

FOOT = "You are receiving this email because you signed up."
Story = tuple[str, str, str]


def linked(story: Story) -> str:
    title, *texts = story
    return f"<h2><a href='https://q.example/{len(title)}'>{title}</a></h2>{paragraphs(*texts)}"


def unlinked(story: Story) -> str:
    title, *texts = story
    return f"<h3>{title}</h3>{paragraphs(*texts)}"


def table(story: Story) -> str:
    title, *texts = story
    link = f"<a href='https://q.example/{len(title)}'><strong>{title} (3 minute read)</strong></a>"
    return f"<tr><td><span>{link}<br><br>{' '.join(texts)}</span></td></tr>"


def bold(story: Story) -> str:
    title, *texts = story
    more = f"<p><a href='https://q.example/{len(title)}'>Read on</a></p>"
    return f"<p><b>{title}</b></p>{paragraphs(*texts)}{more}"


def sized(story: Story) -> str:
    title, *texts = story
    more = f"<a href='https://q.example/{len(title)}'>Read more</a>"
    large = f"<tr><td style='font-size:24px'>{title}</td></tr>"
    return f"{large}<tr><td>{'<br><br>'.join(texts)}</td></tr><tr><td>{more}</td></tr>"


def capitals(story: Story) -> str:
    title, *texts = story
    return "\n\n".join([title.upper(), *texts])


def underlined(story: Story) -> str:
    title, *texts = story
    return "\n\n".join([f"{title}\n{'-' * len(title)}", *texts])


def numbered(story: Story) -> str:
    title, *texts = story
    return "\n\n".join([f"{len(title) % 9 + 1}. {title}", *texts])


def marked(story: Story) -> str:
    title, *texts = story
    return "\n\n".join([f"## {title}", *texts])


@pytest.mark.parametrize("shape", [linked, unlinked, table, bold, sized])
def test_stories_in_html(shape: Callable[[Story], str]) -> None:
    """However headlines are styled, each story has its own, its text and the message's date."""
    inner = "".join(map(shape, STORIES))
    body = f"<table>{inner}</table>" if shape in (table, sized) else inner
    articles = read(f"<h1>The Quay</h1>{body}<p>{FOOT}</p>", subject="The Quay this morning")
    check(articles, TITLES)


def addressed(story: Story) -> str:
    title, *texts = story
    return "\n\n".join([f"{title}\nhttps://q.example/{len(title)}", *texts])


def decorated(story: Story) -> str:
    title, *texts = story
    return "\n\n".join([f"+++ {title} +++", *texts])


@pytest.mark.parametrize("shape", [capitals, underlined, numbered, marked, addressed, decorated])
def test_stories_in_text(shape: Callable[[Story], str]) -> None:
    """Plain text marks headlines by capitals, rulers, numbers, addresses and Markdown."""
    body = "\n\n".join([*map(shape, STORIES), f"-- \n{FOOT}"])
    articles = read(body, subject="The Quay this morning", html=False)
    check(articles, [title.upper() for title in TITLES] if shape is capitals else TITLES)


def check(articles: list[Article], titles: list[str]) -> None:
    assert [article.title for article in articles] == titles
    for article, (_, *texts) in zip(articles, STORIES, strict=True):
        assert " ".join(article.text.split()) == " ".join(texts)
        assert article.published == SENT
    assert FOOT in removed(articles)


def test_numbered_links_in_the_footer_are_the_stories_addresses() -> None:
    """The number after a headline refers to the list at the end."""
    stories = [
        f"{t.upper()} (2 MINUTE READ) [{n}]\n\n{a} {b}" for n, (t, a, b) in enumerate(STORIES)
    ]
    links = [f"[{n}] https://q.example/{n}" for n in range(len(STORIES))]
    articles = read("\n\n".join([*stories, "Links:\n------", "\n".join(links)]), html=False)
    assert [article.title for article in articles] == [title.upper() for title in TITLES]
    assert [article.url for article in articles] == [f"https://q.example/{n}" for n in range(3)]


def test_two_stories_of_which_the_subject_is_one() -> None:
    """Two headlines make two stories if one of them is the subject."""
    articles = read(unlinked(FERRY) + unlinked(OVEN), subject=FERRY[0])
    assert [article.title for article in articles] == [FERRY[0], OVEN[0]]


def test_parts_of_a_message_are_sections() -> None:
    """A heading without text above headlines names their section."""
    body = f"<h1>Harbour</h1>{linked(FERRY)}<h1>Town life</h1>{linked(OVEN)}{linked(STORIES[2])}"
    articles = read(body)
    assert [article.section for article in articles] == ["Harbour", "Town life", "Town life"]


@pytest.mark.parametrize("label", ["TOGETHER WITH HALDEN BANK", "Anzeige", "Publicité", "广告"])
def test_sponsored_content_is_removed(label: str) -> None:
    """An advertisement is removed with its box, and listed as removed."""
    box = (
        f"<tr><td><p><b>{label}</b></p><h4>Save with us</h4><p>Open an account today.</p></td></tr>"
    )
    segments = [f"<tr><td>{linked(story)}</td></tr>" for story in STORIES]
    articles = read(f"<table>{segments[0]}{box}{segments[1]}{segments[2]}</table>")
    assert [article.title for article in articles] == TITLES
    assert "account" not in everything(articles)
    assert "Open an account today." in removed(articles)


ESSAY = [
    ("Why the ferry matters to Sandholm", "The ferry carries Sandholm to work, said Captain Falk."),
    ("What the ferry engine will cost", "Sandholm pays half of the engine, said Captain Falk."),
    ("What comes next for the ferry", "Captain Falk hopes that Sandholm will see its ferry soon."),
]


@pytest.mark.parametrize("title", [True, False])
def test_the_parts_of_an_essay_are_one_article(title: bool) -> None:
    """Subheads of one text share its subject; a heading equal to the subject covers them."""
    subject = "Ferry comes home" if title else "Letter from the quay"
    body = "".join(f"<h2>{head}</h2><p>{text * 3}</p>" for head, text in ESSAY)
    articles = read((f"<h1>{subject}</h1>" if title else "") + body, subject=subject)
    assert len(articles) == 1
    assert all(head in articles[0].text for head, _ in ESSAY[1:])


@given(st.permutations([*STORIES]), st.booleans(), st.text("ab .", max_size=40))
def test_nothing_of_a_message_is_lost(stories: list[Story], links: bool, noise: str) -> None:
    """Each sentence of each story is shown, and everything else is listed as removed."""
    shape = linked if links else unlinked
    body = "".join(map(shape, stories)) + paragraphs(noise, FOOT)
    articles = read(body)
    shown = everything(articles)
    assert all(text in shown for story in stories for text in story)
    assert FOOT in removed(articles)
