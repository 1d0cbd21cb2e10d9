"""The format email: headers, two bodies, sizes."""

from __future__ import annotations

from base64 import encodebytes
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_string, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsdigest.errors import RenderError
from newsdigest.language import printable
from newsdigest.model import Digest, Failure
from newsdigest.render import (
    MailHeaders,
    RenderOptions,
    render_articles,
    render_digest,
    render_digest_bytes,
    render_digest_named,
)
from newsdigest.render.email_format import LONGEST_MESSAGE
from newsdigest.render.email_message import LONGEST_SUBJECT, MailContent, message
from tests.render.examples import BARE, CUP, DIGEST, FERRY, NOW, STORIES
from tests.render.hostile import PAYLOADS
from tests.render.test_named_articles import digest as digest_of_many

HEADERS = MailHeaders(
    "digest@news.example",
    "Die Übersicht",
    ("me@example.org", "you@example.org"),
    "{headline} ({stories}, {date})",
    "https://news.example/leave?list=1",
)
LETTER = MailContent(
    "News", "A text.\n", "<p>A page.</p>\n", "en", datetime(2026, 11, 22, tzinfo=UTC), "1"
)


def parsed(text: str) -> EmailMessage:
    found = message_from_string(text, policy=policy.default)
    assert isinstance(found, EmailMessage)
    assert [defect for part in found.walk() for defect in part.defects] == []
    return found


def mailed(digest: Digest, **options: Any) -> EmailMessage:
    return parsed(render_digest(digest, "email", RenderOptions(**options)))


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_the_headers() -> None:
    """A mail names sender, recipients, subject, date, list and a way to unsubscribe."""
    east = timezone(timedelta(hours=8))
    mail = mailed(DIGEST, mail=HEADERS, timezone=east)
    sender = mail["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ("Die Übersicht", "digest@news.example")
    assert [each.addr_spec for each in mail["To"].addresses] == [*HEADERS.recipients]
    headline = "Harbour ferry strikes pier in fog, injuring 12"
    assert mail["Subject"] == f"{headline} (3 stories, Sunday 22 November 2026)"
    usual = mailed(DIGEST, mail=replace(HEADERS, subject=MailHeaders().subject))
    assert usual["Subject"] == headline
    empty = mailed(replace(DIGEST, stories=()), mail=MailHeaders(), timezone=east)
    assert empty["Subject"] == "News digest, Sunday 22 November 2026"
    assert mail["Date"].datetime == DIGEST.generated
    assert mail["Date"].datetime.utcoffset() == timedelta(hours=8)
    assert mail["List-Id"] == "newsdigest <digest.news.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://news.example/leave?list=1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Message-ID"].endswith("@news.example>")


def test_a_mailto_address_has_no_one_click() -> None:
    """One-click unsubscribing needs an https URL (RFC 8058)."""
    mail = mailed(DIGEST, mail=replace(HEADERS, unsubscribe="mailto:me@example.org?subject=off"))
    assert "List-Unsubscribe" in mail
    assert "List-Unsubscribe-Post" not in mail


def test_the_message_id_depends_on_the_digests_id() -> None:
    """A digest that is sent again has the same Message-ID; another one has another."""
    first, again, other = (
        mailed(replace(DIGEST, id=id, failures=failures))["Message-ID"]
        for id, failures in (("a", ()), ("a", DIGEST.failures), ("b", ()))
    )
    assert first == again != other
    without = {mailed(digest)["Message-ID"] for digest in (DIGEST, replace(DIGEST, stories=()))}
    assert len(without) == 2


def test_both_bodies_have_the_same_content() -> None:
    """Every headline, summary, difference and failure is in the text and in the page."""
    mail = mailed(DIGEST)
    text, page = (" ".join(body(mail, kind).split()) for kind in ("plain", "html"))
    for shown in (FERRY.title, CUP.title, CUP.blocks[0].text, "HTTP 503", "a copy of the Reuters"):
        assert str(shown) in text
        assert str(shown) in page
    assert "ferry?id=1&amp;page=2" in page
    assert "https://ledger.example/ferry?id=1&page=2" in text


def test_languages_and_directions() -> None:
    """Each story has the attributes of its language, the rest those of the interface."""
    arabic = replace(CUP, title="العبارة تصطدم بالرصيف", language="ar")
    mail = mailed(
        replace(DIGEST, stories=(replace(STORIES[1], articles=(arabic,)),)), language="de"
    )
    assert mail["Content-Language"] == "de"
    page = body(mail, "html")
    assert '<html lang="de" dir="ltr">' in page
    assert 'lang="ar" dir="rtl" style="margin:0 0 20px;text-align:right">' in page


@pytest.mark.parametrize("by", [("source", "topic"), ()])
def test_a_long_digest_names_what_it_has_no_room_for(by: tuple[str, ...]) -> None:
    """A mail is shorter than Gmail's limit: the heaviest stories, then names, then a number.

    The subject counts what is named, since the rest comes with the next mail.
    """
    stories = tuple(
        replace(STORIES[n % 2], id=str(n), articles=(replace(FERRY, id=str(n), source=f"S{n}"),))
        for n in range(1000)
    )
    failures = tuple(Failure(f"https://{n}.example/feed", "HTTP 503", "x", "y") for n in range(500))
    headers = replace(HEADERS, subject="{stories}")
    mail = mailed(replace(DIGEST, stories=stories, failures=failures), by=by, mail=headers)
    text, page = body(mail, "plain"), body(mail, "html")
    assert 0.8 * LONGEST_MESSAGE < len(mail.as_bytes()) < LONGEST_MESSAGE
    whole = page.count('<div class="story"')
    assert whole > 20
    listed = page.count("<li") - page.count(".example/feed") - 1
    assert listed > 30
    for shown in (page, text):
        left = 1000 - whole - listed
        assert f"{whole + listed} stories, {left} more · " in " ".join(shown.split())
        assert f"{listed} more stories" in shown
        assert f"{left} more\n" in shown.replace("<", "\n<")
    assert mail["Subject"] == f"{whole + listed} stories"
    assert "500 sources failed" in page


def test_one_story_too_long_for_any_mail() -> None:
    """Such a story is named or only counted, and the mail is valid."""
    stories = (replace(STORIES[0], articles=(replace(FERRY, title="wide " * 50_000),)),)
    mail = mailed(replace(DIGEST, stories=stories))
    assert len(mail.as_bytes()) < LONGEST_MESSAGE
    assert "1 more" in body(mail, "html")


def test_the_inbox_shows_the_next_headlines() -> None:
    """Subject and preheader are the four heaviest headlines; the preheader is not displayed."""
    named = [
        replace(STORIES[0], id=str(n), articles=(replace(FERRY, id=str(n), title=f"Story {n}"),))
        for n in range(6)
    ]
    mail = mailed(replace(DIGEST, stories=tuple(named)))
    assert mail["Subject"] == "Story 0"
    (hidden,) = LexborHTMLParser(body(mail, "html")).css("body > div")
    assert "display:none" in (hidden.attributes["style"] or "")
    assert hidden.text().startswith("Story 1 · Story 2 · Story 3\u034f")


def test_the_page_needs_no_style_block() -> None:
    """Every colour and size is inline, as some mail programs drop style blocks; dark is extra."""
    page = body(mailed(DIGEST), "html")
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    assert style.strip().startswith("@media (prefers-color-scheme: dark)")
    for node in LexborHTMLParser(page).css("h1, h2, h3, td.ink, .faint:not(a), .link, .alert"):
        assert node.attributes.get("style"), node.html


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("template", ["{headline}", "{title}: {headline} {stories}"])
def test_subjects_are_one_header(payload: str, template: str) -> None:
    """OUT05: a subject adds no header, is not too long, and decodes to the same text."""
    text = PAYLOADS[payload]
    stories = (replace(STORIES[0], articles=(replace(FERRY, title=text),)),)
    mail = mailed(
        replace(DIGEST, stories=stories),
        mail=replace(HEADERS, subject=template, sender_name=text),
    )
    assert mail.keys().count("Subject") == 1
    assert {key.lower() for key in mail} & {"bcc", "x", "cc"} == set()
    assert len(mail["Subject"]) <= LONGEST_SUBJECT
    shown = printable(text) or FERRY.blocks[0].text
    if template == "{headline}" and len(shown) <= LONGEST_SUBJECT:
        assert mail["Subject"] == shown


@given(st.text(max_size=400))
def test_any_subject_survives_a_round_trip(text: str) -> None:
    """Decoding the encoded words of RFC 2047 gives the subject."""
    line = printable(text)[:LONGEST_SUBJECT]
    mail = parsed(message(replace(LETTER, subject=line), HEADERS))
    assert str(mail["Subject"]) == line


TRICKS = [
    "x\r\nBcc: thief@evil.example",
    "x\u2028Bcc: thief@evil.example",
    "=?utf-8?q?x=0D=0ABcc:_thief@evil.example?=",
    "x" * 10_000,
    "\x1b]0;owned\x07",
    "{title} {title.__class__} {0}",
]


@pytest.mark.parametrize("trick", TRICKS)
def test_no_text_breaks_out_of_a_header(trick: str) -> None:
    """OUT05 holds for everything that is written into a header."""
    stories = (replace(STORIES[0], articles=(replace(FERRY, title=trick),)),)
    headers = replace(HEADERS, subject="{headline}", sender_name=trick)
    mail = mailed(replace(DIGEST, id=trick, stories=stories), mail=headers)
    assert "Bcc" not in mail
    assert len(mail["From"].addresses) == 1
    assert mail["From"].addresses[0].addr_spec == HEADERS.sender
    assert mail["Subject"] in (
        printable(trick) or FERRY.blocks[0].text,
        f"{'x' * (LONGEST_SUBJECT - 1)}…",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        replace(HEADERS, sender="me@example.org\nBcc: a@b"),
        replace(HEADERS, sender="-oQ@example.org"),
        replace(HEADERS, recipients=("a@b.example, c@d.example",)),
        replace(HEADERS, recipients=("a@b.example>",)),
        replace(HEADERS, recipients=("jörg@example.org",)),
        replace(HEADERS, unsubscribe="https://a.example/>\nBcc: a@b"),
        replace(HEADERS, unsubscribe="javascript:alert(1)"),
    ],
)
def test_an_invalid_address_is_refused(wrong: MailHeaders) -> None:
    """An invalid address of a mail is refused and never repaired."""
    with pytest.raises(RenderError):
        render_digest(DIGEST, "email", RenderOptions(mail=wrong))


def test_lines_that_break_mail_servers() -> None:
    """OUT06: a lone ".", "From " at the start, lines of 10 kB and boundaries arrive unchanged."""
    text = "\n".join([".", "..", "From here", "", "x" * 10_000, "--=_1--", "ä" * 600, "tail "])
    for subtype in ("plain", "html"):
        mail = message(replace(LETTER, text=f"{text}\n", html=f"{text}\n"), HEADERS)
        lines = mail.split("\n")
        assert max(map(len, lines)) <= 78
        assert not any(line == "." or line.startswith("From ") for line in lines)
        assert body(parsed(mail), subtype).rstrip("\n") == text


def test_non_latin_scripts_use_base64() -> None:
    """A mail in Chinese is base64, one in English is quoted-printable."""
    english = message(replace(LETTER, text="The naïve plan.\n" * 9), HEADERS)
    assert "The na=C3=AFve plan." in english
    chinese = message(replace(LETTER, text="雨の決勝、延長の末に\n" * 9), HEADERS)
    assert "base64" in chinese


def test_articles_as_a_mail() -> None:
    """`read --format email` has the whole texts, and the headline as subject."""
    mail = parsed(render_articles([FERRY], "email"))
    assert mail["Subject"] == FERRY.title
    assert FERRY.blocks[0].text in " ".join(body(mail, "plain").split())
    assert mail["Date"].datetime == FERRY.modified
    several = parsed(render_articles([FERRY, CUP, BARE], "email"))
    assert body(several, "html").count("<h1") == 3


def test_a_book_goes_as_an_attachment() -> None:
    """With the day in its name; the bodies stay as they are, and all stories count as named."""
    options = RenderOptions(mail=HEADERS, attach_book=True)
    rendered = render_digest_named(DIGEST, "email", options)
    text = rendered.content.decode("ascii")
    assert max(map(len, text.split("\n"))) <= 78
    assert text == render_digest(DIGEST, "email", options)
    mail = parsed(text)
    (book,) = mail.iter_attachments()
    assert (book.get_filename(), book.get_content_type()) == (
        f"newsdigest-{NOW.date()}.epub",
        "application/epub+zip",
    )
    assert book.get_content() == render_digest_bytes(DIGEST, "epub", options)
    usual = mailed(DIGEST, mail=HEADERS)
    assert [body(mail, kind) for kind in ("plain", "html")] == [
        body(usual, kind) for kind in ("plain", "html")
    ]
    assert mail["Message-ID"] == usual["Message-ID"]


def test_a_book_has_the_stories_that_the_mail_has_no_room_for() -> None:
    """They count as delivered, since the book names them; the mail itself stays short."""
    many = digest_of_many(0)
    without = render_digest_named(many, "email", RenderOptions(mail=HEADERS))
    with_book = render_digest_named(many, "email", RenderOptions(mail=HEADERS, attach_book=True))
    assert without.named < with_book.named
    assert with_book.named == render_digest_named(many, "epub").named
    (book,) = parsed(with_book.content.decode("ascii")).iter_attachments()
    size = len(with_book.content) - len(encodebytes(book.get_content()))
    assert size < LONGEST_MESSAGE + 1000
