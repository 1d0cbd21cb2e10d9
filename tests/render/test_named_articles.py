"""Everything that counts as delivered is named in the output, read back per format (DEL01)."""

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
from newsdigest.model import Article, Block, BlockKind, Copy, Digest, Part, Story
from newsdigest.pipeline import DigestOptions, ReadResult, Run, make_digest
from newsdigest.render import (
    FORMATS,
    MailHeaders,
    RenderedDigest,
    RenderOptions,
    builtin_template,
    render_digest_named,
    render_notification,
    render_template_named,
)
from tests.daily.feeds import item
from tests.render.oracles import org_text

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
STORIES = 300
OF_SEVERAL = frozenset(["f0", "f1", "f2", "f3", "g0", "g1", "g2", "g3", "c0", "c1", "h0", "h1"])
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
def digest(place: int = 100) -> Digest:
    """A digest of many stories, one with several reports per publication, some without links."""
    alone = tuple(Story(f"s{n}", (report(n),)) for n in range(STORIES - 1))
    titles = ("Fog stops the ferry", "Ferry kept in port", "Ferry sails again", "Fog lifts")
    sources = ("The Post", "Ledger", "Ledger", "The Post")
    said = zip(titles, sources, strict=True)
    several = [article(f"f{n}", *each, f"Report {n}.") for n, each in enumerate(said)]
    copies = [article(f"c{n}", f"Copied {n}", "Harbour", "Report 0.") for n in range(2)]
    several += [without_link(f"g{n}", f"Fog news {n}", f"Sheet {n // 2}") for n in range(4)]
    copies += [without_link(f"h{n}", f"Fog copy {n}", "Coast") for n in range(2)]
    event = Story("s", tuple(several), tuple(Copy(each, "f0") for each in copies))
    return Digest(NOW, None, NOW, (*alone[:place], event, *alone[place:]), id="of the state")


def without_link(id: str, title: str, source: str) -> Article:
    return replace(article(id, title, source, f"Report {id}."), url=None)


def read_back(content: bytes, format: str) -> str:
    """The text that a reader of the format sees, with white space collapsed."""
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
            text = bare(part_of(content, "html"))
        case "atom":
            texts = [each.text or "" for each in ET.fromstring(content.decode()).iter()]
            text = " ".join(f"{each} {bare(each)}" for each in texts)
        case "html":
            text = bare(content.decode())
        case "org":
            text = org_text(content.decode())
        case "markdown" | "obsidian":
            text = unescape(re.sub(r"\\([^\sa-zA-Z0-9])", r"\1", content.decode()))
        case _:
            text = content.decode()
    return " ".join(text.split())


def part_of(mail: bytes, kind: str) -> str:
    part = email.message_from_bytes(mail, policy=email.policy.default).get_body((kind,))
    assert part is not None
    text = part.get_content()
    assert isinstance(text, str)
    return text


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [each for inner in value.values() for each in strings(inner)]
    if isinstance(value, list):
        return [each for inner in value for each in strings(inner)]
    return [value] if isinstance(value, str) else []


def bare(page: str) -> str:
    without = re.sub(r"<(style|title).*?</\1>|<[^<>]*>", " ", page, flags=re.DOTALL)
    return unescape(without)


def unnamed(rendered: RenderedDigest, text: str, digest: Digest) -> set[str]:
    """The articles that count as delivered and stand nowhere: neither their own headline nor, of a
    report that has an address, that of the story which it is told by."""
    missing = set()
    for story in digest.stories:
        is_there = str(story.lead.title) in text
        for each in (*story.articles, *(copy.article for copy in story.copies)):
            by_its_story = is_there and each.url is not None
            if each.id in rendered.named and str(each.title) not in text and not by_its_story:
                missing.add(each.id)
    return missing


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_delivered_is_named(format: str) -> None:
    """Every format names all of 300 stories, except a mail, which names those it has room for."""
    rendered = render_digest_named(digest(), format, OPTIONS)
    assert unnamed(rendered, read_back(rendered.content, format), digest()) == set()
    everything = {f"a{n}" for n in range(STORIES - 1)} | OF_SEVERAL
    if format == "email":
        assert 100 < len(rendered.named) < len(everything)
    else:
        assert rendered.named == everything


@pytest.mark.parametrize("format", FORMATS)
def test_a_brief_names_what_is_delivered(format: str) -> None:
    """A story of one line counts its reports, but names those without a link by their headlines."""
    brief = replace(digest(0).stories[0], part=Part.BRIEF)
    short = replace(digest(0), stories=(*digest(0).stories[1:3], brief))
    rendered = render_digest_named(short, format, OPTIONS)
    assert rendered.named >= OF_SEVERAL
    assert unnamed(rendered, read_back(rendered.content, format), short) == set()


@pytest.mark.parametrize("place", [0, 120])
def test_both_parts_of_a_mail_name_what_is_delivered(place: int) -> None:
    """Both parts name a story with a summary, and one that has room for its headline only."""
    rendered = render_digest_named(digest(place), "email", OPTIONS)
    page, text = (" ".join(part_of(rendered.content, kind).split()) for kind in ("html", "plain"))
    assert rendered.named >= OF_SEVERAL
    assert (text.index("Fog stops") < text.index("more stories")) == (place == 0)
    assert unnamed(rendered, bare(page), digest(place)) == set()
    assert unnamed(rendered, text, digest(place)) == set()


@pytest.mark.parametrize("format", ["terminal", "text", "markdown", "email"])
def test_a_digest_that_delivers_nothing_names_publications(format: str) -> None:
    """Only what counts as delivered has to be found again: elsewhere no headline is named."""
    once = replace(digest(0), id=None, stories=digest(0).stories[:1])
    text = read_back(render_digest_named(once, format, OPTIONS).content, format)
    assert "Fog news" not in text
    assert "Fog copy" not in text
    kept = read_back(render_digest_named(replace(once, id="d"), format, OPTIONS).content, format)
    assert "Sheet 0 “Fog news 0”, “Fog news 1”" in kept
    assert "Coast “Fog copy 0”, “Fog copy 1”" in kept


def test_a_headline_that_is_shown_is_not_repeated() -> None:
    """A report without a link is not named by its headline if that is the story's."""
    lead = article("f0", "Fog stops the ferry", "The Post", "The ferry stays in port.")
    other = replace(lead, id="f1", source="Ledger", url=None)
    from_state = Digest(NOW, None, NOW, (Story("s", (lead, other)),), id="d")
    text = read_back(render_digest_named(from_state, "text", OPTIONS).content, "text")
    assert "also Ledger [1] https" in text


@pytest.mark.parametrize("by", [("source", "topic"), ("source",), ()])
def test_a_mail_names_the_heaviest(by: tuple[str, ...]) -> None:
    """Whatever the grouping, a mail has room for the heaviest stories first."""
    rendered = render_digest_named(digest(), "email", replace(OPTIONS, by=by))
    order = [story.lead.id in rendered.named for story in digest().stories]
    assert order == sorted(order, reverse=True)
    text = read_back(rendered.content, "email")
    told = [item(n).text[:60] in text for n in range(100)]
    assert told == sorted(told, reverse=True)


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_template_delivers_what_it_names(tmp_path: Path, kind: str) -> None:
    """A template delivers the stories found in its output: the built-in ones all of them."""
    whole = render_template_named(digest(), builtin_template(kind), kind, OPTIONS)
    assert len(whole.named) == STORIES - 1 + len(OF_SEVERAL)
    assert unnamed(whole, read_back(whole.content, kind), digest()) == set()
    own = tmp_path / f"own.{kind}"
    own.write_text(
        "{% for s in digest.stories[:3] %}{{ s.headline | upper | truncate(40) }}\n{% endfor %}"
    )
    few = replace(digest(), stories=digest().stories[:200])
    made = read_template(own, kind).fill_in(few, replace(OPTIONS, by=()))
    assert made.named == {"a0", "a1", "a2"}


def test_a_notification_delivers_what_it_names() -> None:
    """A notification names as many of the heaviest stories as configured, with all reports."""
    note = render_notification(digest(1), OPTIONS, stories=4)
    assert note.named == {"a0", "a1", "a2"} | OF_SEVERAL
    made = RenderedDigest(note.text.encode(), note.named)
    assert unnamed(made, note.text, digest(1)) == set()


def test_every_article_is_in_a_story() -> None:
    """No article that goes into a digest is missing from its stories."""
    articles = [report(n) for n in range(60)]
    articles += [replace(report(n), id=f"b{n}", source="Copyist") for n in range(20)]
    articles += [replace(report(n), id=f"d{n}", blocks=()) for n in range(20, 30)]
    made = make_digest(ReadResult(tuple(articles), (), 1, 1), DigestOptions(), Run(NOW))
    assert render_digest_named(made, "json").named == {each.id for each in articles}
