"""What a mailing list sends together, or somebody attaches, is read message by message."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.model import Document
from newsdigest.sources.list_digests import postings
from newsdigest.sources.mail import read_mail

AS_OF = datetime(2026, 11, 18, tzinfo=UTC)
CRANE = ("Crane four stands still", "Ada Okafor", "Crane four stands still until Friday.")
HERRING = ("More herring", "Sven Dahl", "The quota for herring rises by 12 percent.\n\nAt last.")
RULE = "-" * 30
CONTENTS = "Send Harbour-news submissions to\n\tharbour@l.example\n\nToday's Topics:\n\n"


def posting(number: int, story: tuple[str, str, str]) -> str:
    subject, name, text = story
    return (
        f"Message: {number}\nDate: Mon, 16 Nov 2026 0{number}:00:00 +0000\n"
        f"From: {name} <who@port.example>\nTo: harbour@l.example\n"
        f"Subject: [Harbour-news]\n\t{subject}\nMessage-ID: <{number}@port.example>\n\n{text}\n\n"
    )


def digest(*stories: tuple[str, str, str]) -> str:
    parts = [CONTENTS, *(posting(n, story) for n, story in enumerate(stories, 1))]
    end = "Subject: Digest Footer\n\nHarbour-news mailing list\n\n"
    return f"\n{RULE}\n\n".join([*parts, end, "End of Harbour-news Digest\n*********"])


def mailed(body: str) -> list[Document]:
    head = (
        "From: harbour-request@l.example\nList-Id: Harbour news <harbour-news.l.example>\n"
        "Subject: Harbour-news Digest, Vol 1\nContent-Type: text/plain; charset=utf-8\n\n"
    )
    return read_mail((head + body).encode(), origin="d.eml", as_of=AS_OF)


@pytest.mark.parametrize("stories", [(CRANE,), (CRANE, HERRING)])
def test_each_message_of_a_digest_is_a_document(stories: tuple[tuple[str, str, str], ...]) -> None:
    """It has its own subject, author and date, and the list as source; contents and foot go."""
    documents = mailed(digest(*stories))
    assert [document.origin for document in documents] == [
        f"d.eml#{n}" for n in range(1, 1 + len(stories))
    ]
    for number, (document, (title, name, text)) in enumerate(zip(documents, stories, strict=True)):
        hints = document.hints
        assert (hints.title, hints.source, hints.authors) == (title, "Harbour news", (name,))
        assert hints.published == datetime(2026, 11, 16, number + 1, tzinfo=UTC)
        assert document.content.decode() == text


def test_a_group_names_the_topic_above_its_messages() -> None:
    """Google Groups writes the subject once, and a numbered rule before each message."""
    body = "Topic: Footbridge open\nUrl: https://g.example/1\n\n"
    for number, text in enumerate(("The bridge is open.", "Since when?"), 1):
        body += f"---------- {number} of 2 ----------\nFrom: Kari <k@g.example>\n"
        body += f"Date: Nov 16 2026 0{number}:00PM\nUrl: https://g.example/{number}\n\n{text}\n\n"
    assert [document.hints.title for document in mailed(body)] == ["Footbridge open"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Two rulers.\n\n" + RULE + "\n\nFrom: here on\nDate: none\n\nit is text.\n",
        f"{RULE}\nFrom: Ann <a@b.example>\nSent: Monday\nSubject: Pier\n\nOne was forwarded.",
    ],
)
def test_other_letters_are_left_whole(text: str) -> None:
    """A ruler does not make a digest, and a forwarded letter is none."""
    assert len(mailed(text)) == 1


@given(st.lists(st.sampled_from([RULE, "From: a", "Date: b", "Subject: c", "", "text"])))
def test_any_lines_are_read(lines: list[str]) -> None:
    """A posting has a subject and a text, whatever the lines are."""
    for each in postings("\n".join(lines)):
        assert each.fields["Subject"]
        assert each.text.strip()


def attached(*stories: tuple[str, str, str], words: str, kind: str) -> bytes:
    message = EmailMessage()
    message["From"] = "Ana <ana@home.example>"
    message["Subject"] = "Fwd: some letters"
    message.set_content(words)
    message.make_mixed()
    group = EmailMessage()
    for subject, name, text in stories:
        letter = EmailMessage()
        letter["From"] = f"{name} <x@y.example>"
        letter["Subject"] = subject
        letter.set_content(text)
        if kind == "digest":
            group.make_mixed() if not group.is_multipart() else None
            group.attach(_wrapped(letter))
        else:
            message.add_attachment(letter)
    if kind == "digest":
        group.replace_header("Content-Type", "multipart/digest")
        message.attach(group)
    return message.as_bytes()


def _wrapped(letter: EmailMessage) -> EmailMessage:
    part = EmailMessage()
    part.set_content(letter)
    return part


@pytest.mark.parametrize(("words", "kind"), [("See these.", "mixed"), (CONTENTS * 9, "digest")])
def test_attached_letters_are_documents_of_their_own(words: str, kind: str) -> None:
    """None of several hides behind the largest, and contents above them are no news."""
    documents = read_mail(
        attached(CRANE, HERRING, words=words, kind=kind), origin="a.eml", as_of=AS_OF
    )
    assert [document.hints.title for document in documents] == [CRANE[0], HERRING[0]]


def test_a_letter_longer_than_what_it_attaches_is_kept() -> None:
    """Whoever writes more than the letters attached has something to say."""
    content = attached(CRANE, HERRING, words="The pier is built in stone. " * 9, kind="mixed")
    assert len(read_mail(content, origin="a.eml", as_of=AS_OF)) == 3
