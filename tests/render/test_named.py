"""What counts as delivered is named: every format read back as its reader has it (row DEL01)."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from newsdigest.cli.template import read_template
from newsdigest.model import Article, Block, BlockKind, Copy, Digest, Story
from newsdigest.pipeline import DigestOptions, Reading, Run, make_digest
from newsdigest.render import (
    FORMATS,
    MailHeaders,
    Rendered,
    RenderOptions,
    builtin_template,
    render_digest_named,
    render_note,
    render_template_named,
)
from tests.daily.feeds import item

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
STORIES = 300
OPTIONS = RenderOptions(mail=MailHeaders(recipients=("me@example.org",)))


def article(id: str, title: str, source: str, text: str, *, minutes: int = 0) -> Article:
    block = Block(BlockKind.PARAGRAPH, text)
    url = f"https://news.example/{id}?a=1&b=2"
    published = NOW - timedelta(minutes=minutes)
    return Article(id, title, (block,), "feed", source, published=published, url=url, language="en")


def report(number: int) -> Article:
    entry = item(number)
    title = f"{entry.title} *and* <more> & [so_on]"
    return article(f"a{number}", title, f"Paper {number % 7}", entry.text, minutes=number)


@cache
def digest() -> Digest:
    """Many stories, the heaviest told by several papers, one of them three times."""
    alone = tuple(Story(f"s{n}", (report(n),)) for n in range(STORIES - 1))
    titles = ("Fog stops the ferry", "Ferry kept in port", "Ferry sails again", "Fog lifts")
    sources = ("The Post", "Ledger", "Ledger", "The Post")
    said = zip(titles, sources, strict=True)
    several = [article(f"f{n}", *each, f"Report {n}.") for n, each in enumerate(said)]
    copies = [article(f"c{n}", f"Copied {n}", "Harbour", "Report 0.") for n in range(2)]
    event = Story("s", tuple(several), tuple(Copy(each, "f0") for each in copies))
    return Digest(NOW, None, NOW, (*alone[:100], event, *alone[100:]))


def read_back(content: bytes, format: str) -> str:
    """The text that a reader of the format has before him, white space folded."""
    match format:
        case "json":
            text = " ".join(strings(json.loads(content)))
        case "jsonl":
            text = " ".join(
                each for line in content.splitlines() for each in strings(json.loads(line))
            )
        case "jsonfeed":
            text = " ".join(f"{each} {bare(each)}" for each in strings(json.loads(content)))
        case "csv":
            text = " ".join(
                cell for row in csv.reader(io.StringIO(content.decode())) for cell in row
            )
        case "epub":
            book = zipfile.ZipFile(io.BytesIO(content))
            pages = (name for name in book.namelist() if name.startswith("EPUB/chapter"))
            text = " ".join(bare(book.read(name).decode()) for name in pages)
        case "email":
            mail = email.message_from_bytes(content, policy=email.policy.default)
            page, plain = mail.get_body(("html",)), mail.get_body(("plain",))
            assert page is not None
            assert plain is not None
            text = bare(page.get_content())
        case "atom":
            texts = [each.text or "" for each in ET.fromstring(content.decode()).iter()]
            text = " ".join(f"{each} {bare(each)}" for each in texts)
        case "html":
            text = bare(content.decode())
        case "markdown":
            text = unescape(re.sub(r"\\([^\sa-zA-Z0-9])", r"\1", content.decode()))
        case _:
            text = content.decode()
    return " ".join(text.split())


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [each for inner in value.values() for each in strings(inner)]
    if isinstance(value, list):
        return [each for inner in value for each in strings(inner)]
    return [value] if isinstance(value, str) else []


def bare(page: str) -> str:
    without = re.sub(r"<(style|title).*?</\1>|<[^<>]*>", " ", page, flags=re.DOTALL)
    return unescape(without)


def unnamed(rendered: Rendered, text: str, digest: Digest) -> set[str]:
    """The articles that count as delivered and stand nowhere: neither a headline nor, of a
    publication's first report, the publication beside the story."""
    missing = set()
    for story in digest.stories:
        seen = {story.lead.source} if story.lead.title and story.lead.title in text else set()
        known = bool(seen)
        for each in (*story.articles, *(copy.article for copy in story.copies)):
            is_first = known and each.source not in seen and (each.source or "") in text
            seen.add(each.source)
            if each.id in rendered.named and str(each.title) not in text and not is_first:
                missing.add(each.id)
    return missing


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_delivered_is_named(format: str) -> None:
    """Of 300 stories every format names all, but a mail those that it has room for."""
    rendered = render_digest_named(digest(), format, OPTIONS)
    assert unnamed(rendered, read_back(rendered.content, format), digest()) == set()
    everything = {f"a{n}" for n in range(STORIES - 1)} | {"f0", "f1", "f2", "f3", "c0", "c1"}
    if format == "email":
        assert 100 < len(rendered.named) < len(everything)
    else:
        assert rendered.named == everything


@pytest.mark.parametrize("by", [("source", "topic"), ("source",), ()])
def test_a_mail_tells_the_heaviest(by: tuple[str, ...]) -> None:
    """Whatever the grouping: first what it tells, then what it lists, then what it leaves."""
    rendered = render_digest_named(digest(), "email", replace(OPTIONS, by=by))
    order = [story.lead.id in rendered.named for story in digest().stories]
    assert order == sorted(order, reverse=True)
    text = read_back(rendered.content, "email")
    told = [item(n).text[:60] in text for n in range(100)]
    assert told == sorted(told, reverse=True)


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_template_delivers_what_it_names(tmp_path: Path, kind: str) -> None:
    """The built-in one everything, one of the user's the stories that stand in what it makes."""
    whole = render_template_named(digest(), builtin_template(kind), kind, OPTIONS)
    assert len(whole.named) == STORIES + 5
    own = tmp_path / f"own.{kind}"
    own.write_text(
        "{% for s in digest.stories[:3] %}{{ s.headline | upper | truncate(40) }}\n{% endfor %}"
    )
    few = replace(digest(), stories=digest().stories[:200])
    made = read_template(own, kind).fill_in(few, replace(OPTIONS, by=()))
    assert made.named == {"a0", "a1", "a2"}


def test_a_note_delivers_what_it_names() -> None:
    """The heaviest stories, as many as the user wants."""
    note = render_note(digest(), OPTIONS, stories=4)
    assert note.named == {"a0", "a1", "a2", "a3"}
    assert all((digest().stories[n].title or "?") in note.text for n in range(4))


def test_every_article_is_in_a_story() -> None:
    """Nothing that goes into a digest is dropped on the way to its stories."""
    articles = [report(n) for n in range(60)]
    articles += [replace(report(n), id=f"b{n}", source="Copyist") for n in range(20)]
    articles += [replace(report(n), id=f"d{n}", blocks=()) for n in range(20, 30)]
    made = make_digest(Reading(tuple(articles), (), 1, 1), DigestOptions(), Run(NOW))
    assert render_digest_named(made, "json").named == {each.id for each in articles}
