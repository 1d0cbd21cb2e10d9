"""What stands on the page of an article and is not of it: other articles, teasers, comments."""

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
def test_another_article_on_the_page_is_not_of_this_one(shape: str) -> None:
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
def test_sections_of_an_article_stay(shape: str) -> None:
    """Headings of a lower rank, short ones and those of sections begin no other article."""
    article = _read(_SECTIONS[shape].format(own=_p(_OWN), other=_p(_OTHER)))
    assert _paragraphs(article) == _OWN + _OTHER


_TEASER = '<li><div><h3><a href="/{n}">{head}</a></h3><p>{text}</p></div></li>'
_TEASERS = "".join(
    _TEASER.format(n=n, head=text[:30], text=text) for n, text in enumerate(_OTHER * 3)
)


def test_teasers_below_an_article_are_not_of_it() -> None:
    """However short it is, and however much text the teasers have."""
    article = _read(
        f"<main><article><h1>{_TITLE}</h1>{_p(_OWN[:2])}</article><ul>{_TEASERS}</ul></main>"
    )
    assert _paragraphs(article) == _OWN[:2]


def test_cards_that_are_the_body_stay() -> None:
    """Linked headings with text under a headline that has a sentence or two are the article."""
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
def test_readers_comments_are_known_by_their_structure(shape: str) -> None:
    """Boxes made alike behind the text, each with a name, whatever their class is."""
    box, item = _COMMENTS[shape]
    names = ("Rita M", "towerfan", "O. Holm")
    talk = "".join(
        item.format(name=name, text=text) for name, text in zip(names, _TALK, strict=True)
    )
    assert _paragraphs(_with_talk(box.format(talk))) == _OWN


def test_voices_in_an_article_are_no_comments() -> None:
    """Names over quotes say nothing without ages, answers or boxes that are called so."""
    voices = "".join(
        f"<div><h3>Ada Marsh {n}</h3><p>{text}</p></div>" for n, text in enumerate(_TALK)
    )
    assert _paragraphs(_with_talk(f"<section>{voices}</section>")) == _OWN + _TALK


def test_a_live_page_keeps_its_entries() -> None:
    """Entries that begin with an hour and repeat "Share" are no comments."""
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
def test_what_a_page_does_not_show_is_not_read(markup: str) -> None:
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
def test_hiding_that_scripts_undo_is_not_believed(case: str) -> None:
    """Where it hides the headline or half of the text, or a reader can open it."""
    head, rest = _SHOWN[case]
    body = head.format(f"<h1>{_TITLE}</h1>") + _p(_OWN[:2]) + rest.format(_p(_OWN[2:] + _OTHER))
    assert _paragraphs(_read(f"<article>{body}</article>")) == _OWN + _OTHER


def test_an_article_that_only_browsers_without_scripts_show_is_read() -> None:
    """Where hardly anything else is on the page; a note in a noscript never is."""
    head = f"<h1>{_TITLE}</h1>"
    shell = f"<main>{head}<div id=app></div><noscript><div>{_p(_OWN)}</div></noscript></main>"
    assert _paragraphs(_read(shell)) == _OWN
    noted = f"<article>{head}{_p(_OWN)}<noscript><p>{_OTHER[0]}</p></noscript></article>"
    assert _paragraphs(_read(noted)) == _OWN


_TOLD = ["the footbridge at the old mill", "the railway bridge", "the tunnel below the market"]


@pytest.mark.parametrize(
    "box", ["<div>{}</div>", '<section class="list module">{}</section>', "{}"]
)
def test_a_short_list_stays_with_the_line_that_announces_it(box: str) -> None:
    """Its points are few words in a box of their own, and no links."""
    points = "".join(f"<li>{text}</li>" for text in _TOLD)
    listed = box.format(f"<p>Still open are:</p><ul>{points}</ul>")
    body = f"<div>{_p(_OWN)}</div>{listed}<div>{_p(_OTHER)}</div>"
    text = _read(f"<article><h1>{_TITLE}</h1>{body}</article>").text
    assert all(point in text for point in _TOLD)
    linked = listed.replace("<li>", '<li><a href="/x">').replace("</li>", "</a></li>")
    text = _read(f"<article><h1>{_TITLE}</h1>{body.replace(listed, linked)}</article>").text
    assert not any(point in text for point in _TOLD)


def test_code_between_paragraphs_stays() -> None:
    """Its lines are no sentences, and the text says what it does."""
    code = "<pre><code>def strike(bell):\n    return bell.ring(4)</code></pre>"
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN[:2])}{code}{_p(_OWN[2:])}</article>")
    assert "def strike(bell):" in article.text


def test_code_at_the_end_stays_with_the_line_that_announces_it() -> None:
    """It is behind the last sentence, where nothing else speaks for it."""
    code = (
        "<p>This is how it strikes:</p><pre><code>def strike(bell):\n    bell.ring()</code></pre>"
    )
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN)}{code}</article>")
    assert [block.text for block in article.blocks][-2:] == [
        "This is how it strikes:",
        "def strike(bell):\n    bell.ring()",
    ]


def test_posts_of_a_network_stay_without_the_lines_that_name_who_wrote_them() -> None:
    """Both of two posts by the same hand, whose last lines are alike."""
    post = (
        '<blockquote class="post"><p>{}</p>&mdash; Tower Club (@towerclub) '
        '<a href="https://net.example/{}">November {}, 2026</a></blockquote>'
    )
    posts = [post.format(text, n, n) for n, text in enumerate(_TALK[:2], 3)]
    body = _p(_OWN[:2]) + posts[0] + _p(_OWN[2:]) + posts[1] + _p(_OTHER)
    article = _read(f"<article><h1>{_TITLE}</h1>{body}</article>")
    assert _paragraphs(article) == [*_OWN[:2], _TALK[0], *_OWN[2:], _TALK[1], *_OTHER]
    assert "@towerclub" not in article.text


def test_a_box_that_asks_for_a_mail_address_is_not_of_the_article() -> None:
    """With its heading and what it promises, whatever its class is."""
    form = (
        "<div><h3>A letter from the tower</h3><p>We write to you every Sunday about the bells.</p>"
        '<form><input type="email" name="m"><button>Yes, please</button></form></div>'
    )
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN[:2])}{form}{_p(_OWN[2:])}</article>")
    assert article.text.split("\n\n") == _OWN


def test_a_page_inside_a_form_is_an_article() -> None:
    """Some systems put all that they serve into one form, with a field for a newsletter."""
    article = f"<article><h1>{_TITLE}</h1>{_p(_OWN)}</article>"
    assert _paragraphs(_read(f'<form>{article}<input name="email"></form>')) == _OWN


@pytest.mark.parametrize("credit", ["<span>© Provided by Fenn Press</span>", "<em>(c) AFP</em>"])
def test_a_credit_in_front_of_the_lead_is_a_block_of_its_own(credit: str) -> None:
    """What cleans credits away takes whole blocks, and would take the first sentence as well."""
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
    """Neither to a summary that repeats it nor to an advert that stands below it."""
    rest = _OWN[1:] + _OTHER
    rows = "".join(f'<p class="par">{text}</p>' for text in rest)
    body = head.format(lead=_OWN[0], rest=_p(rest), rows=rows)
    assert _paragraphs(_read(f"<article><h1>{_TITLE}</h1>{body}</article>")) == _OWN + _OTHER


def test_captions_are_known_by_their_class() -> None:
    """Paragraphs that are called captions are none of the text."""
    caption = f'<div><img src="/a.jpg"><p class="wp-caption-text">{_TALK[0]}</p></div>'
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN[:2])}{caption}{_p(_OWN[2:])}</article>")
    assert _paragraphs(article) == _OWN


@pytest.mark.parametrize("name", ["gdpr-Paragraph", "comment-text", "cookie", "banner-text"])
def test_a_paragraph_by_the_name_of_furniture_is_text(name: str) -> None:
    """Sections are called after what they hold; a line is called after its style."""
    lines = "".join(f'<p class="{name}">{text}</p>' for text in _OWN)
    assert _paragraphs(_read(f"<article><h1>{_TITLE}</h1><div>{lines}</div></article>")) == _OWN


@pytest.mark.parametrize("clock", ["09:31 3 h ago", "09:313 h ago", "10:05 vor 2 Stunden"])
def test_the_hour_and_the_age_of_an_entry_go(clock: str) -> None:
    """Entries of a live page are headed by them, often in elements that abut."""
    entries = "".join(f"<div><div>{clock}</div><p>{text}</p></div>" for text in _OTHER)
    article = _read(f"<main><h1>{_TITLE}</h1>{_p(_OWN)}{entries}</main>")
    assert clock not in article.text
    assert _paragraphs(article) == _OWN + _OTHER


def test_what_is_hidden_beside_an_article_is_not_read_however_long() -> None:
    """A shop's list below a short article is none of it."""
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
def test_elements_that_abut_are_parted_where_a_sentence_or_a_number_ends(
    parts: list[str], text: str
) -> None:
    """A style sets them apart; inside of words elements are for bold letters."""
    spans = "".join(f"<span>{part}</span>" for part in parts)
    line = (
        f"<p>{spans} Nobody had thought that it would ever ring again, least of all the mayor.</p>"
    )
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN[:2])}{line}{_p(_OWN[2:])}</article>")
    assert article.text.split("\n\n")[2].startswith(f"{text} Nobody")


@pytest.mark.parametrize("counter", ["", "<span>41</span>"])
def test_a_headline_with_a_kicker_that_abuts_it_goes(counter: str) -> None:
    """The heading that shows the title is no text, be there more in it than the title."""
    heading = f"<h2><span>Town</span>{_TITLE}{counter}</h2>"
    head = f'<meta property="og:title" content="{_TITLE}">'
    article = _read(f"{head}<article>{heading}{_p(_OWN)}</article>")
    assert article.text.split("\n\n") == _OWN


def test_a_subhead_that_begins_with_the_headline_stays() -> None:
    """A heading that says much more than the title is a subhead of its own."""
    subhead = f"{_TITLE} after a watchmaker's two winters"
    article = _read(f"<article><h1>{_TITLE}</h1><h2>{subhead}</h2>{_p(_OWN)}</article>")
    assert article.text.split("\n\n") == [subhead, *_OWN]


def test_the_headline_opens_nothing_that_is_hidden() -> None:
    """A hidden offer right below the h1 is not shown, however long."""
    offer = f'<div style="display:none">{_TALK[0]}</div>'
    article = _read(f"<main><h1>{_TITLE}</h1>{offer}{_p(_OWN)}</main>")
    assert article.text.split("\n\n") == _OWN


def test_comments_below_a_report_in_brief_are_known_by_their_answers() -> None:
    """Where each has an age and the word for an answer, two sentences of the article are enough."""
    names = ["Anna B", "Otto77", "Marta of Fenn"]
    entries = "".join(
        f"<li><p>{name}</p><p>{hours} hours ago</p><p>{text}</p><a>Reply</a></li>"
        for hours, (name, text) in enumerate(zip(names, _TALK, strict=True), start=2)
    )
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_OWN[:1])}</article><ul>{entries}</ul>")
    assert _paragraphs(article) == _OWN[:1]


def test_a_list_that_tells_section_and_date_goes() -> None:
    """Items above the first paragraph that name a section and a day are none of the text."""
    items = "<ul><li>News</li><li>Sat 21 November</li></ul>"
    article = _read(f"<main><h1>{_TITLE}</h1>{items}{_p(_OWN)}</main>")
    assert article.text.split("\n\n") == _OWN


def test_a_list_that_a_text_begins_with_stays() -> None:
    """Items that tell nothing of the article are of its text."""
    items = "<ul><li>two wheels</li><li>a bell</li></ul>"
    article = _read(f"<article><h1>{_TITLE}</h1>{items}{_p(_OWN)}</article>")
    assert article.text.split("\n\n") == ["two wheels", "a bell", *_OWN]
