"""Blocks of a page that do not belong to its article: other articles, teasers, comments."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsdigest.extract import extract_articles
from newsdigest.model import Article, Document

_TITLE = "Market hall gets its clock back"
_OWN = [
    "The clock of the market hall in Sandholm is going again after it had stood at ten past four"
    " for almost thirty years.",
    "A retired watchmaker found the missing wheel in a box of door handles that the town had"
    " meant to throw away.",
    "She spent two winters on the repair and asked for nothing but a key to the tower and a lamp.",
    "The bell strikes every quarter of an hour now, which some of the neighbours would rather it"
    " did not at night.",
]
_OTHER_TITLE = "Rowing club loses four boats to the flood"
_OTHER = [
    "The flood of last week has carried off four boats of the rowing club in Varholm and broken the"
    " doors of its shed.",
    "Members searched the banks down to the weir and found two oars, a bench and the club's flag in"
    " a willow.",
    "The club had insured its boats against fire and theft, but not against water, which its"
    " treasurer called a bitter joke.",
]
_TALK = [
    "I have lived under that tower all my life and I had missed the sound more than I can say.",
    "Thirty years for one wheel, and then people wonder why nothing gets done in this town.",
    "My mother bought fish below that clock, she would have been so glad to hear it again.",
]


def _p(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def _read(body: str, title: str = _TITLE) -> Article:
    kind = '<meta property="og:type" content="article">'
    html = f"<!doctype html><title>{title} | Fenn Post</title>{kind}<body>{body}"
    document = Document(content=html.encode(), origin="test")
    articles = extract_articles(document, as_of=datetime(2026, 11, 22, tzinfo=UTC))
    assert len(articles) == 1
    return articles[0]


def _paragraphs(article: Article) -> list[str]:
    return [text for text in article.text.split("\n\n") if text in {*_OWN, *_OTHER, *_TALK}]


_NEXT = {
    "articles": f"<article><h1>{_TITLE}</h1>{{own}}</article>"
    f"<article><h1>{_OTHER_TITLE}</h1>{{other}}</article>",
    "boxes of one class": f'<div class="story first"><h1>{_TITLE}</h1>{{own}}</div>'
    f'<div class="story"><h1>{_OTHER_TITLE}</h1>{{other}}</div>',
    "a lower heading over a text made alike": f"<article><h1>{_TITLE}</h1>"
    '<div class="copy">{own}</div></article>'
    f'<article class="next"><h2>{_OTHER_TITLE}</h2><div class="copy">{{other}}</div></article>',
    "bylines in one box": f"<div><h1>{_TITLE}</h1><p>By Ada Marsh</p>{{own}}"
    f"<h2>{_OTHER_TITLE}</h2><p>By Bo Lund</p>{{other}}</div>",
    "two main headings": f"<div><h1>{_TITLE}</h1>{{own}}<h1>{_OTHER_TITLE}</h1>{{other}}</div>",
    "sections with an article each": f'<section class="layout"><h1>{_TITLE}</h1>'
    "<article>{own}</article></section>"
    f'<section class="layout next"><p>Next up</p><h1>{_OTHER_TITLE}</h1>'
    "<article>{other}</article></section>",
    "a linked heading over a box made like the headline's": "<div>"
    f'<div class="node full"><h1>{_TITLE}</h1><div class="field">{{own}}</div></div>'
    '<div class="view"><h2>Also read</h2><div class="row">'
    f'<div class="node full"><h2><a href="/flood">{_OTHER_TITLE}</a></h2>'
    '<div class="field">{other}</div></div></div></div></div>',
    "the other one above": f'<div class="entry"><h2>{_OTHER_TITLE}</h2>{{other}}</div>'
    f'<div class="entry"><h2>{_TITLE}</h2>{{own}}</div>',
}


@pytest.mark.parametrize("shape", _NEXT)
def test_another_article_on_the_page_is_removed(shape: str) -> None:
    """The headline that is the page's title anchors the article; the other one is reported."""
    article = _read(_NEXT[shape].format(own=_p(_OWN), other=_p(_OTHER)))
    assert _paragraphs(article) == _OWN
    taken = {one.text: one.rule for one in article.removed}
    assert [taken.get(text) for text in _OTHER] == ["html:other-article"] * len(_OTHER)


_SECTIONS = {
    "subheads": f"<article><h1>{_TITLE}</h1>{{own}}"
    "<h2>What the flood has to do with it</h2>{other}</article>",
    "short main headings": f"<article><h1>{_TITLE}</h1>{{own}}"
    "<h1>The flood</h1>{other}</article>",
    "sections": f"<article><section><h1>{_TITLE}</h1>{{own}}</section>"
    "<section><h1>What the flood has to do with it</h1>{other}</section></article>",
    "sections of a guide with linked headings": f'<div class="part"><h1>{_TITLE}</h1>{{own}}</div>'
    '<div class="part"><h2>How we looked for the wheel in winter</h2><h3><a href="/flood">'
    f"{_OTHER_TITLE}</a></h3>{{other}}</div>",
    "linked to itself": f'<div class="part"><h1>{_TITLE}</h1>{{own}}</div>'
    f'<div class="part"><h2><a href="#flood">{_OTHER_TITLE}</a></h2>{{other}}</div>',
    "cards under a headline": f"<main><header><h1>{_TITLE}</h1></header>"
    "<article><h2>The long way there</h2>{own}</article>"
    "<article><h2>The long way back</h2>{other}</article></main>",
}


@pytest.mark.parametrize("shape", _SECTIONS)
def test_sections_of_an_article_are_kept(shape: str) -> None:
    """Headings of a lower rank, short ones and section headings begin no other article."""
    article = _read(_SECTIONS[shape].format(own=_p(_OWN), other=_p(_OTHER)))
    assert _paragraphs(article) == _OWN + _OTHER


_TEASER = '<li><div><h3><a href="/{n}">{head}</a></h3><p>{text}</p></div></li>'
_TEASERS = "".join(
    _TEASER.format(n=n, head=text[:30], text=text) for n, text in enumerate(_OTHER * 3)
)


def test_teasers_below_an_article_are_removed() -> None:
    """However short the article is, and however long the teasers are."""
    article = _read(
        f"<main><article><h1>{_TITLE}</h1>{_p(_OWN[:2])}</article><ul>{_TEASERS}</ul></main>"
    )
    assert _paragraphs(article) == _OWN[:2]


def test_cards_that_are_the_body_are_kept() -> None:
    """Linked headings with text, below a headline with a sentence or two, are the article."""
    cards = "".join(
        f'<div class="card"><h2><a href="/p{n}">{n}. A walk</a></h2><p>{text}</p></div>'
        for n, text in enumerate(_OWN + _OTHER)
    )
    article = _read(f"<main><h1>{_TITLE}</h1><p>We walked for a week.</p>{cards}</main>")
    assert _paragraphs(article) == _OWN + _OTHER


def _with_talk(talk: str) -> Article:
    return _read(f"<main><article><h1>{_TITLE}</h1>{_p(_OWN)}</article>{talk}</main>")


_COMMENTS = {
    "by name": ('<div class="talkback">{}</div>', "<div><b>{name}</b><p>{text}</p></div>"),
    "by a heading": (
        "<div><h3>3 Leserkommentare</h3>{}</div>",
        "<div><div>{name} · 2.11.2026</div><p>{text}</p></div>",
    ),
    "by answers": (
        "<section>{}</section>",
        "<div><div>{name}</div><p>{text}</p><button>Svara</button></div>",
    ),
    "by names that stand in headers alone": (
        "<section>{}</section>",
        "<div><header>{name} <time>4h</time></header><p>{text}</p>"
        "<footer><button>Like</button><button>Reply</button></footer></div>",
    ),
    "by names in the terms of a list": (
        '<dl class="meinungen">{}</dl>',
        "<dt>{name} schrieb am 21.11.2026</dt><dd><p>{text}</p></dd>",
    ),
    "by names below their texts": (
        "<div><h4>Opiniones de los lectores</h4>{}</div>",
        "<blockquote><p>{text}</p><footer>— {name}, hace 4 horas</footer></blockquote>",
    ),
    "by ages and repeated lines alone": (
        "<ul>{}</ul>",
        "<li><div>{name}</div><div>4 hours ago</div><div>{text}</div><div>Zap</div></li>",
    ),
}


@pytest.mark.parametrize("shape", _COMMENTS)
def test_comments_are_recognised_by_structure(shape: str) -> None:
    """Boxes of one make after the text, each with a name, whatever their class is."""
    box, item = _COMMENTS[shape]
    names = ("Rita M", "towerfan", "O. Holm")
    talk = "".join(
        item.format(name=name, text=text) for name, text in zip(names, _TALK, strict=True)
    )
    assert _paragraphs(_with_talk(box.format(talk))) == _OWN


def test_quotes_in_an_article_are_not_comments() -> None:
    """Names above quotes prove nothing without ages, replies or boxes named after comments."""
    voices = "".join(
        f"<div><h3>Ada Marsh {n}</h3><p>{text}</p></div>" for n, text in enumerate(_TALK)
    )
    assert _paragraphs(_with_talk(f"<section>{voices}</section>")) == _OWN + _TALK


def test_a_live_page_keeps_its_entries() -> None:
    """Entries that begin with a time and repeat "Share" are no comments."""
    entries = "".join(
        f"<div><div>1{n}:05</div><p>{text}</p><div>Share</div></div>"
        for n, text in enumerate(_OTHER)
    )
    assert _paragraphs(_read(f"<main><h1>{_TITLE}</h1>{_p(_OWN)}{entries}</main>")) == _OWN + _OTHER


_HIDDEN = [
    "<p hidden>{}</p>",
    '<p style="display: none">{}</p>',
    '<div style="visibility:hidden"><p>{}</p></div>',
    '<p class="sr-only">{}</p>',
    '<div class="govuk-visually-hidden">{}</div>',
    '<div class="d-none"><p>{}</p></div>',
    "<dialog><p>{}</p></dialog>",
    '<div class="hidden print:block"><p>{}</p></div>',
    '<div class="hidden group-hover:block"><p>{}</p></div>',
    '<div class="d-none d-print-block"><p>{}</p></div>',
    '<div class="!hidden"><p>{}</p></div>',
    '<p>They were all seen by the neighbours<span class="screen-reader-text">{}</span>.</p>',
]


@pytest.mark.parametrize("markup", _HIDDEN)
def test_hidden_text_is_removed(markup: str) -> None:
    """By attribute, style, class or element, as a block or inside a line."""
    hidden = markup.format(_OTHER[0])
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN[:2])}{hidden}{_p(_OWN[2:])}</article>")
    assert _OTHER[0] not in article.text
    assert _paragraphs(article) == _OWN


_SHOWN = {
    "most of the page": ("{}", '<div class="hidden">{}</div>'),
    "on wide screens": ("{}", '<div class="d-none d-md-block">{}</div>'),
    "on wide screens, by utilities": ("{}", '<div class="mt-4 hidden md:block">{}</div>'),
    "to who searches for it": ("{}", '<div hidden="until-found">{}</div>'),
    "by a button": ("{}", '<button>More</button><div style="display:none">{}</div>'),
    "the headline": ('<div class="hidden">{}</div>', "{}"),
}


@pytest.mark.parametrize("case", _SHOWN)
def test_hidden_text_that_scripts_reveal_is_kept(case: str) -> None:
    """If hiding would cost the headline or half of the text, or the reader can open it."""
    head, rest = _SHOWN[case]
    body = head.format(f"<h1>{_TITLE}</h1>") + _p(_OWN[:2]) + rest.format(_p(_OWN[2:] + _OTHER))
    assert _paragraphs(_read(f"<article>{body}</article>")) == _OWN + _OTHER


def test_an_article_in_a_noscript_is_read() -> None:
    """If the page has hardly anything else; a note in a noscript never is."""
    head = f"<h1>{_TITLE}</h1>"
    shell = f"<main>{head}<div id=app></div><noscript><div>{_p(_OWN)}</div></noscript></main>"
    assert _paragraphs(_read(shell)) == _OWN
    noted = f"<article>{head}{_p(_OWN)}<noscript><p>{_OTHER[0]}</p></noscript></article>"
    assert _paragraphs(_read(noted)) == _OWN


_TOLD = ["the footbridge at the old mill", "the railway bridge", "the tunnel below the market"]


@pytest.mark.parametrize(
    "box", ["<div>{}</div>", '<section class="list module">{}</section>', "{}"]
)
def test_a_short_list_after_its_introduction_is_kept(box: str) -> None:
    """Its items have few words, a box of their own, and no links."""
    points = "".join(f"<li>{text}</li>" for text in _TOLD)
    listed = box.format(f"<p>Still open are:</p><ul>{points}</ul>")
    body = f"<div>{_p(_OWN)}</div>{listed}<div>{_p(_OTHER)}</div>"
    text = _read(f"<article><h1>{_TITLE}</h1>{body}</article>").text
    assert all(point in text for point in _TOLD)
    linked = listed.replace("<li>", '<li><a href="/x">').replace("</li>", "</a></li>")
    text = _read(f"<article><h1>{_TITLE}</h1>{body.replace(listed, linked)}</article>").text
    assert not any(point in text for point in _TOLD)


def test_code_between_paragraphs_is_kept() -> None:
    """Its lines are no sentences, but the text explains it."""
    code = "<pre><code>def strike(bell):\n    return bell.ring(4)</code></pre>"
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN[:2])}{code}{_p(_OWN[2:])}</article>")
    assert "def strike(bell):" in article.text


def test_code_at_the_end_after_its_introduction_is_kept() -> None:
    """It follows the last sentence, without any other evidence."""
    code = (
        "<p>This is how it strikes:</p><pre><code>def strike(bell):\n    bell.ring()</code></pre>"
    )
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN)}{code}</article>")
    assert [block.text for block in article.blocks][-2:] == [
        "This is how it strikes:",
        "def strike(bell):\n    bell.ring()",
    ]


def test_embedded_posts_are_kept_without_their_author_lines() -> None:
    """Both of two posts by one author, whose last lines are equal."""
    post = (
        '<blockquote class="post"><p>{}</p>&mdash; Tower Club (@towerclub) '
        '<a href="https://net.example/{}">November {}, 2026</a></blockquote>'
    )
    posts = [post.format(text, n, n) for n, text in enumerate(_TALK[:2], 3)]
    body = _p(_OWN[:2]) + posts[0] + _p(_OWN[2:]) + posts[1] + _p(_OTHER)
    article = _read(f"<article><h1>{_TITLE}</h1>{body}</article>")
    assert _paragraphs(article) == [*_OWN[:2], _TALK[0], *_OWN[2:], _TALK[1], *_OTHER]
    assert "@towerclub" not in article.text


def test_a_sign_up_form_is_removed() -> None:
    """With its heading and its promises, whatever its class is."""
    form = (
        "<div><h3>A letter from the tower</h3><p>We write to you every Sunday about the bells.</p>"
        '<form><input type="email" name="m"><button>Yes, please</button></form></div>'
    )
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN[:2])}{form}{_p(_OWN[2:])}</article>")
    assert article.text.split("\n\n") == _OWN


def test_a_page_inside_a_form_is_an_article() -> None:
    """Some systems wrap the whole page in one form, with a field for a newsletter."""
    article = f"<article><h1>{_TITLE}</h1>{_p(_OWN)}</article>"
    assert _paragraphs(_read(f'<form>{article}<input name="email"></form>')) == _OWN


@pytest.mark.parametrize("credit", ["<span>© Provided by Fenn Press</span>", "<em>(c) AFP</em>"])
def test_a_credit_before_the_lead_is_a_block_of_its_own(credit: str) -> None:
    """Credits are removed as whole blocks, which would take the first sentence as well."""
    lead = f"<p>{credit} {_OWN[0]}</p>"
    article = _read(f"<article><h1>{_TITLE}</h1><div>{lead}{_p(_OWN[1:])}</div></article>")
    assert _paragraphs(article) == _OWN


@pytest.mark.parametrize(
    "head",
    [
        '<div class="summary">{lead}</div><div><div class="text"><p>{lead}</p>{rest}</div></div>',
        '<div class="row"><p class="par">{lead}</p></div><div class="ad">Advertisement</div>'
        '<div class="row">{rows}</div>',
    ],
)
def test_the_lead_is_not_lost(head: str) -> None:
    """Neither to a summary that repeats it nor to an advert below it."""
    rest = _OWN[1:] + _OTHER
    rows = "".join(f'<p class="par">{text}</p>' for text in rest)
    body = head.format(lead=_OWN[0], rest=_p(rest), rows=rows)
    assert _paragraphs(_read(f"<article><h1>{_TITLE}</h1>{body}</article>")) == _OWN + _OTHER


def test_captions_are_recognised_by_their_class() -> None:
    """Paragraphs with a caption class are not part of the text."""
    caption = f'<div><img src="/a.jpg"><p class="wp-caption-text">{_TALK[0]}</p></div>'
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN[:2])}{caption}{_p(_OWN[2:])}</article>")
    assert _paragraphs(article) == _OWN


@pytest.mark.parametrize("name", ["gdpr-Paragraph", "comment-text", "cookie", "banner-text"])
def test_a_paragraph_named_like_furniture_is_text(name: str) -> None:
    """Sections are named after their content, lines after their style."""
    lines = "".join(f'<p class="{name}">{text}</p>' for text in _OWN)
    assert _paragraphs(_read(f"<article><h1>{_TITLE}</h1><div>{lines}</div></article>")) == _OWN


@pytest.mark.parametrize("clock", ["09:31 3 h ago", "09:313 h ago", "10:05 vor 2 Stunden"])
def test_the_time_and_age_of_an_entry_are_removed(clock: str) -> None:
    """They head the entries of a live page, often in adjacent elements."""
    entries = "".join(f"<div><div>{clock}</div><p>{text}</p></div>" for text in _OTHER)
    article = _read(f"<main><h1>{_TITLE}</h1>{_p(_OWN)}{entries}</main>")
    assert clock not in article.text
    assert _paragraphs(article) == _OWN + _OTHER


def test_long_hidden_text_outside_an_article_is_removed() -> None:
    """A shop's list below a short article is not part of it."""
    hidden = f'<div class="hidden">{_p(_OTHER + _TALK)}</div>'
    assert (
        _paragraphs(_read(f"<article><h1>{_TITLE}</h1>{_p(_OWN[:2])}</article>{hidden}"))
        == _OWN[:2]
    )


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["It was found in a box.", "It fits."], "It was found in a box. It fits."),
        (["18 November 2026", "Update"], "18 November 2026 Update"),
        (
            ["The bell of Mc", "Donald rings in E", "-flat."],
            "The bell of McDonald rings in E-flat.",
        ),
        (["In 2026", "B it was the 5", "th bell."], "In 2026B it was the 5th bell."),
    ],
)
def test_adjacent_elements_are_separated_after_a_sentence_or_number(
    parts: list[str], text: str
) -> None:
    """A style separates them; elements inside words are only for bold letters."""
    spans = "".join(f"<span>{part}</span>" for part in parts)
    line = (
        f"<p>{spans} Nobody had thought that it would ever ring again, least of all the mayor.</p>"
    )
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN[:2])}{line}{_p(_OWN[2:])}</article>")
    assert article.text.split("\n\n")[2].startswith(f"{text} Nobody")


@pytest.mark.parametrize("counter", ["", "<span>41</span>"])
def test_a_headline_with_an_adjacent_kicker_is_removed(counter: str) -> None:
    """The heading that shows the title is no text, even if it shows more than the title."""
    heading = f"<h2><span>Town</span>{_TITLE}{counter}</h2>"
    head = f'<meta property="og:title" content="{_TITLE}">'
    article = _read(f"{head}<article>{heading}{_p(_OWN)}</article>")
    assert article.text.split("\n\n") == _OWN


def test_a_subhead_that_begins_with_the_headline_is_kept() -> None:
    """A heading that says much more than the title is a subhead of its own."""
    subhead = f"{_TITLE} after a watchmaker's two winters"
    article = _read(f"<article><h1>{_TITLE}</h1><h2>{subhead}</h2>{_p(_OWN)}</article>")
    assert article.text.split("\n\n") == [subhead, *_OWN]


def test_the_headline_does_not_open_hidden_text() -> None:
    """A hidden offer right below the h1 is not shown, however long."""
    offer = f'<div style="display:none">{_TALK[0]}</div>'
    article = _read(f"<main><h1>{_TITLE}</h1>{offer}{_p(_OWN)}</main>")
    assert article.text.split("\n\n") == _OWN


def test_comments_below_a_brief_are_recognised_by_replies() -> None:
    """If each has an age and a reply link, two sentences of the article are enough."""
    names = ["Anna B", "Otto77", "Marta of Fenn"]
    entries = "".join(
        f"<li><p>{name}</p><p>{hours} hours ago</p><p>{text}</p><a>Reply</a></li>"
        for hours, (name, text) in enumerate(zip(names, _TALK, strict=True), start=2)
    )
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN[:1])}</article><ul>{entries}</ul>")
    assert _paragraphs(article) == _OWN[:1]


def test_a_list_of_section_and_date_is_removed() -> None:
    """Items before the first paragraph that name a section and a day are no text."""
    items = "<ul><li>News</li><li>Sat 21 November</li></ul>"
    article = _read(f"<main><h1>{_TITLE}</h1>{items}{_p(_OWN)}</main>")
    assert article.text.split("\n\n") == _OWN


def test_a_list_at_the_beginning_of_a_text_is_kept() -> None:
    """Items that do not describe the article belong to its text."""
    items = "<ul><li>two wheels</li><li>a bell</li></ul>"
    article = _read(f"<article><h1>{_TITLE}</h1>{items}{_p(_OWN)}</article>")
    assert article.text.split("\n\n") == ["two wheels", "a bell", *_OWN]
