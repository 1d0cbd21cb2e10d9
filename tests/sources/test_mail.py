"""Newsletters are read as pages with hints, whatever mail programs made of them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.errors import SourceError
from newsdigest.extract import extract_articles
from newsdigest.extract.document_kind import DocumentKind, document_kind
from newsdigest.model import Document
from newsdigest.sources.mail import MAX_MESSAGES, read_mail, read_mbox

AS_OF = datetime(2025, 6, 7, tzinfo=UTC)
STORIES = [
    "The old ferry went back to the quay on Friday after nine weeks in the yard at the river.",
    "Two bakers in the market street share one oven since the mill raised the price of rye again.",
]  # fmt: skip
HTML = "".join(f"<h2>Café story {n}</h2><p>{text}</p>" for n, text in enumerate(STORIES))


def newsletter() -> EmailMessage:
    """A letter as a mailing service sends it."""
    message = EmailMessage()
    message["From"] = "Das Café am Kai <news@harbour.example>"
    message["To"] = "reader@home.example"
    message["Subject"] = "Ferry, bread — and a très long line " + "that goes on " * 8
    message["Date"] = "Fri, 06 Jun 2025 07:00:00 +0200"
    message["List-Id"] = "Harbour list <list.harbour.example>"
    message["Archived-At"] = "<https://harbour.example/letters/7>"
    message.set_content("In plain text: " + STORIES[0])
    message.add_alternative(HTML, subtype="html", charset="iso-8859-1", cte="quoted-printable")
    message.add_attachment(b"<p>attached</p>", maintype="text", subtype="html", filename="a.html")
    message["Content-Language"] = "en-GB, de"
    return message


def read(content: bytes) -> Document:
    (document,) = read_mail(content, origin="letter.eml", as_of=AS_OF)
    return document


def test_a_newsletter_is_a_page_with_hints() -> None:
    """The HTML part, and from the envelope title, source, date, language and address."""
    document = read(newsletter().as_bytes())
    assert document.content.decode().strip() == HTML
    assert (document.media_type, document.charset) == ("text/html", "utf-8")
    assert document.url == "https://harbour.example/letters/7"
    hints = document.hints
    assert hints.title is not None
    assert hints.title.startswith("Ferry, bread — and a très long line that goes on that")
    assert hints.source == "Das Café am Kai"
    assert hints.published == datetime(2025, 6, 6, 5, tzinfo=UTC)
    assert hints.language == "en"


def test_the_stories_of_a_newsletter_reach_the_articles() -> None:
    """The letter takes the road of a page."""
    document = read(newsletter().as_bytes())
    assert document_kind(document.content, document.media_type) is DocumentKind.HTML
    articles = extract_articles(document, as_of=AS_OF)
    text = "\n".join(article.text for article in articles)
    assert all(story in text for story in STORIES)


def test_plain_letters_are_plain_text() -> None:
    """A message without HTML, or with none that says anything, gives its plain text."""
    message = EmailMessage()
    message["From"] = "news@harbour.example"
    message.set_content(STORIES[0], cte="base64")
    message.add_alternative("<p> </p><img src='cid:1'>", subtype="html")
    document = read(message.as_bytes())
    assert document.media_type == "text/plain"
    assert STORIES[0] in document.content.decode()
    assert document.hints.source == "harbour.example"


@pytest.mark.parametrize(
    ("header", "title"),
    [
        (b"Subject: =?utf-8?q?Caf=C3=A9?=", "Café"),
        (b"Subject: =?UTF-8?B?Q2Fmw6k?= =?utf-8?b?IGJhcg?=", "Café bar"),
        (b"Subject: =?utf-8?q?Caf=C3?= =?utf-8?q?=A9_bar?= open", "Café bar open"),
        (b"Subject: Caf\xc3\xa9", "Café"),
        (b"Subject: =?x-unknown?q?Caf=C3=A9?=", "Café"),
        (b"Subject: =?utf-8?b?!!!?= now", "now"),
        (b"Subject: =?broken", "=?broken"),
        (b"Subject: a\r\n\tb\r\n c", "a b c"),
        (b"Subject:", None),
        (b"Subject: \x1b[31mred\x1b[0m", "red"),
        (b"X-Other: 1", None),
    ],
)
def test_headers_in_any_state_are_read(header: bytes, title: str | None) -> None:
    """Encoded, cut, raw, unknown or empty headers raise nothing."""
    document = read(b"From: a@b.example\r\n" + header + b"\r\n\r\n" + STORIES[0].encode())
    assert document.hints.title == title


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: text/plain; charset=\xff\xfe",
        b"Content-Type: text/plain; charset*=utf-8'en'utf-8",
        b'Content-Type: text/plain; charset="x y z',
        b"Content-Type: multipart/alternative",
        b'Content-Type: multipart/mixed; boundary=""',
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: x-nothing",
        b"Content-Type: ;;;",
        b"Date: Fri, 99 Foo 99999 99:99:99 +9999",
        b"From: =?utf-8?q?=22A=22=2C?= <<>>,,,@@ ;:",
        b'From: "\\"',
        b"List-Id: <>",
        b"Archived-At: <file:///etc/passwd>",
    ],
)
def test_broken_envelopes_cost_no_letter(head: bytes) -> None:
    """The text is read, and the address of a file is no address."""
    document = read(b"Subject: s\r\n" + head + b"\r\n\r\n" + STORIES[0].encode())
    assert STORIES[0] in document.content.decode()
    assert document.url is None
    assert document.hints.published is None


def test_letters_without_text_are_errors() -> None:
    """A picture alone is no news."""
    with pytest.raises(SourceError) as error:
        read(b"From: a@b.example\nContent-Type: image/png\n\n\x89PNG")
    assert error.value.code == "no-text"


def test_parts_within_parts_end() -> None:
    """A message nested two thousand deep is refused, not the end of the run."""
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2_000)
    )
    with pytest.raises(SourceError):
        read(b"From: a@b.example\n" + head)


def test_a_mailbox_gives_its_letters() -> None:
    """Each message once, quoted From lines restored, a sentence with From no message."""
    line = b"From news@harbour.example Fri Jun  6 10:00:00 2025\n"
    plain = (
        b"Subject: Two\n\nFrom here on the road is closed, and so is the quay.\n>From the bridge.\n"
    )
    picture = b"Subject: Three\nContent-Type: image/png\n\nxx\n"
    box = line + newsletter().as_bytes() + b"\n" + line + plain + b"\n" + line + picture
    assert document_kind(box, None) is DocumentKind.MBOX
    first, second, third = read_mbox(box, origin="box", as_of=AS_OF)
    assert isinstance(first, Document)
    assert first.origin == "box#1"
    assert isinstance(second, Document)
    assert second.content.startswith(b"From here on")
    assert b"\nFrom the bridge" in second.content
    assert isinstance(third, SourceError)
    assert "message 3" in str(third)


def test_the_last_letters_of_a_long_mailbox_are_read() -> None:
    """The newest come last, and the omission of others is reported."""
    line = b"From a@b.example Fri Jun  6 10:00:00 2025\nSubject: %d\n\n%s\n\n"
    box = b"".join(line % (n, STORIES[0].encode()) for n in range(MAX_MESSAGES + 5))
    told, *letters = read_mbox(box, origin="box", as_of=AS_OF)
    assert isinstance(told, SourceError)
    assert len(letters) == MAX_MESSAGES
    last = letters[-1]
    assert isinstance(last, Document)
    assert last.hints.title == str(MAX_MESSAGES + 4)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_letter_or_an_error(content: bytes) -> None:
    """No input raises anything but SourceError."""
    for head in (b"", b"From: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n", b"Subject: "):
        with suppress(SourceError):
            read(head + content)
    list(read_mbox(content, origin="box", as_of=AS_OF))


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("[Harbour-news] Crane repaired", "Crane repaired"),
        ("Re: [harbour news] Fwd: Crane repaired", "Re: Fwd: Crane repaired"),
        ("[Harbour-news 214] Crane repaired", "Crane repaired"),
        ("[The Quay] Crane repaired", "Crane repaired"),
        ("[Update] Crane repaired", "[Update] Crane repaired"),
        ("[Harbour-news]", "[Harbour-news]"),
    ],
)
def test_a_subject_loses_the_name_of_its_list(subject: str, title: str) -> None:
    """A tag that names list or sender is none of the headline; one that says more is."""
    head = "From: The Quay <q@port.example>\nList-Id: <harbour-news.lists.example>\n"
    document = read(f"{head}Subject: {subject}\n\n{STORIES[0]}".encode())
    assert document.hints.title == title


@pytest.mark.parametrize(
    ("sender", "source", "authors"),
    [
        ("Nils Berg via Harbour-news <harbour@l.example>", "Harbour-news", ("Nils Berg",)),
        ("Runa Falk from Quay Notes <quaynotes@p.example>", "Quay Notes", ("Runa Falk",)),
        ("Letters from Norfield <mail@l.example>", "Letters from Norfield", ()),
    ],
)
def test_a_sender_names_author_and_publication(
    sender: str, source: str, authors: tuple[str, ...]
) -> None:
    """Lists and platforms write both into one name; a matching address distinguishes them."""
    hints = read(f"From: {sender}\n\n{STORIES[0]}".encode()).hints
    assert (hints.source, hints.authors) == (source, authors)
