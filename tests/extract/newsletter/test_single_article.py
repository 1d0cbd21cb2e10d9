"""A message that is one text: its subject is the headline; header and footer are removed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.errors import ExtractionError
from tests.extract.newsletter.messages import FERRY, SENT, everything, paragraphs, read, removed

TITLE, *TEXTS = FERRY


@pytest.mark.parametrize("head", ["Newsletter", "Untitled Document", "*|MC:SUBJECT|*", TITLE])
def test_the_subject_is_the_headline(head: str) -> None:
    """It takes precedence over the page's title and its first heading."""
    body = f"<title>{head}</title><h1>Engine news from the quay</h1>{paragraphs(*TEXTS)}"
    (article,) = read(body, subject=TITLE)
    assert article.title == TITLE
    assert article.text == "\n\n".join(TEXTS)
    assert (article.source, article.published) == ("The Quay", SENT)


@pytest.mark.parametrize("subject", ["The Quay #48", "The Quay, 17 November 2026", "Newsletter 12"])
def test_a_subject_that_names_the_newsletter_is_no_headline(subject: str) -> None:
    """If the subject holds a name, a number and a day, the newsletter's own heading counts."""
    body = f"<title>{subject}</title><h1>{TITLE}</h1>{paragraphs(*TEXTS)}"
    assert read(body, subject=subject)[0].title == TITLE


@pytest.mark.parametrize(
    ("greeting", "view", "foot"),
    [
        ("Dear reader,", "View in your browser", "You are receiving this because you signed up."),
        ("Liebe Leserinnen und Leser,", "Im Browser öffnen", "Vom Newsletter abmelden"),
        ("Bonjour,", "Voir la version en ligne", "Pour vous désabonner, cliquez ici."),
        ("Estimado lector:", "Ver en el navegador", "Recibes este correo porque te suscribiste."),
        ("各位读者：", "在浏览器中查看", "您收到此邮件是因为您订阅了通讯。"),
        ("読者の皆様、", "ブラウザで見る", "配信停止はこちら"),
    ],
)
@pytest.mark.parametrize("html", [True, False])
def test_header_and_footer_are_removed(greeting: str, view: str, foot: str, html: bool) -> None:
    """In any language, and listed as removed."""
    lines = [view, greeting, *TEXTS, "12 Quay Street, Sandholm 94104", foot]
    body = paragraphs(*lines) if html else "\n\n".join(lines)
    articles = read(body, subject=TITLE, html=html)
    assert everything(articles) == "\n".join((TITLE, "\n\n".join(TEXTS)))
    assert all(line in removed(articles) for line in (view, greeting, foot))


def test_the_footer_of_a_discussion_group_is_removed() -> None:
    """Everything from "-- " on that says how to leave a group is no text."""
    foot = 'You received this message because you are subscribed to the Google Groups "quay" group.'
    leave = "To unsubscribe from this group, send an email to quay+unsubscribe@groups.example."
    body = "\n\n".join([*TEXTS, f"-- \n{foot}\n{leave}"])
    assert read(body, html=False)[0].text == "\n\n".join(TEXTS)


def test_the_quoted_message_is_removed() -> None:
    """A message quoted below its answer is old news."""
    quoted = "On Tuesday Ben wrote:\n> The ferry will come back to us some day, they say.\n> Ben"
    article = read("\n\n".join([*TEXTS, quoted]), html=False)[0]
    assert article.text == "\n\n".join(TEXTS)


def test_news_about_unsubscribing_is_kept() -> None:
    """Footer words in sentences of a report do not make them footer."""
    texts = [
        "A court in Varholm ruled that one click must do to unsubscribe from a paid service.",
        "The streaming firm Halden had asked its customers for a letter; it will appeal.",
        "Some 40,000 customers had tried to unsubscribe within a week in May, the judges heard.",
    ]
    for html in (True, False):
        body = paragraphs(*texts) if html else "\n\n".join(texts)
        articles = read(body, subject="Court: one click to unsubscribe", html=html)
        assert articles[0].text == "\n\n".join(texts)


def test_hidden_text_is_removed() -> None:
    """A preheader is listed as removed, and not in the text."""
    hidden = '<div style="display:none;max-height:0">A quieter life at the quay</div>'
    articles = read(hidden + paragraphs(*TEXTS))
    assert articles[0].text == "\n\n".join(TEXTS)
    assert "A quieter life at the quay" in removed(articles)


def test_a_message_that_hides_itself_is_read() -> None:
    """Hidden text counts if there is hardly anything else."""
    shown = "<p>Hello</p>"
    articles = read(f'{shown}<div style="display:none">{paragraphs(*TEXTS)}</div>')
    assert TEXTS[0] in articles[0].text


@pytest.mark.parametrize("prefix", ["Fwd: ", "WG: ", "FW: Re: ", "TR : ", "转发：", "AW[2]: "])
def test_forwarding_prefixes_are_removed_from_a_subject(prefix: str) -> None:
    """The headline is the subject as its author wrote it."""
    assert read(paragraphs(*TEXTS), subject=prefix + TITLE)[0].title == TITLE


@pytest.mark.parametrize(
    "labels",
    [
        ("From", "Sent", "To", "Subject"),
        ("Von", "Gesendet", "An", "Betreff"),
        ("De", "Envoyé", "À", "Objet"),
    ],
)
@pytest.mark.parametrize("html", [True, False])
def test_a_forwarded_message_belongs_to_its_author(labels: tuple[str, ...], html: bool) -> None:
    """The header in the text gives headline, source and date."""
    values = ("Varholm Weekly <v@varholm.example>", "2026-11-16 06:00", "Ben", TITLE)
    head = [f"{label}: {value}" for label, value in zip(labels, values, strict=True)]
    note = "For you.", "---------- Forwarded message ---------"
    if html:
        escaped = [line.replace("<", "&lt;") for line in head]
        body = paragraphs(*note, *escaped, *TEXTS)
    else:
        body = "\n\n".join([*note, "\n".join(head), *TEXTS])
    (article,) = read(body, subject="Fwd: look at this", source="Ben", html=html)
    assert (article.title, article.source) == (TITLE, "Varholm Weekly")
    assert article.published is not None
    assert article.published.day == 16
    assert article.text == "\n\n".join(TEXTS)


def test_a_message_without_content_is_an_error() -> None:
    """A message with only a header and footer holds no article."""
    with pytest.raises(ExtractionError):
        read("<p><a href='https://quay.example/u'>Unsubscribe</a></p>")


@given(st.text(max_size=400), st.booleans())
def test_any_message_is_read_or_refused(body: str, html: bool) -> None:
    """Whatever a message contains, there is an error or an article with text."""
    try:
        articles = read(body, html=html)
    except ExtractionError:
        return
    assert all(article.blocks for article in articles)
