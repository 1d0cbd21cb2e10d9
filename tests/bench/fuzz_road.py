"""Real texts with strange characters put in, through analysis and every format.

    python -m tests.bench.fuzz_road [SECONDS] [SEED]

Documents are the project's samples and, where they are at hand, the feeds of ../shared/bench/feeds.
Each round takes a few, puts strange characters into their bytes, reads them as the program does,
puts more into the articles' own fields, and makes a digest of the pile, which goes through every
format and through the state. The guard of the road is not in the way: each exception is printed
once by its place, with the seed of the round that repeats it, and the status is 1.

Of 124 rounds with 8,614 articles in 21 minutes, on a busy machine, none raised anything. With a
superscript taken for a digit again, as analyse/counting.py once did, the first round does.
"""

from __future__ import annotations

import gzip
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from newsdigest.errors import NewsdigestError
from newsdigest.model import Article, Document, Failure
from newsdigest.pipeline import (
    DigestOptions,
    EntryTask,
    ReadResult,
    Run,
    entry_article,
    make_digest,
    new_sentences,
    without_learnt,
)
from newsdigest.pipeline.document_articles import finish
from newsdigest.pipeline.document_opening import open_document
from newsdigest.render import (
    FORMATS,
    RenderOptions,
    render_articles_bytes,
    render_digest_bytes,
    render_notification,
)
from newsdigest.store import Store

ROOT = Path(__file__).parents[2]
FEEDS = ROOT.parent / "shared" / "bench" / "feeds"
AS_OF = datetime(2026, 2, 17, 20, tzinfo=UTC)
# Items of a document, documents of a round, and bytes of a document: a round takes a few seconds.
MOST_ITEMS, MOST_DOCUMENTS, MOST_BYTES = 12, 4, 120_000

STRANGE: tuple[str, ...] = (
    # Digits that are none to float() or int(), and digits of other scripts.
    "¹", "²³", "10⁵", "①", "❶", "⑽", "½", "Ⅻ", "一二三", "٣٤", "१२", "𝟜𝟚", "６", "1²,000", "๑๒",
    # Numbers as no newspaper prints them.
    "9" * 400, "9" * 5000, "1,000,000,000,000,000,000", "1.2.3.4", "1e999", "0x1F", "-0", "1,,2",
    "00000", "99999999 hours ago", "¹ people were killed", "12² killed", "31 February 99999",
    "killed ٣٤ people", "at least ² dead", "20²⁶",
    # Marks and directions.
    "e\u0301\u0302\u0303", "\u0301", "\u200f", "\u202e", "\u2066", "\u2069", "\u061c", "\u200d",
    "\u200b", "\ufeff", "\u2060", "\ufe0f", "\U000e0041",
    # Control characters, what is no character, and halves of pairs.
    "\x00", "\x07", "\x1b[31m", "\x85", "\x9b", "\ufffe", "\ufffd", "\ud800", "\udfff", "\ue000",
    # White space.
    "\u2028", "\u2029", "\u00a0", "\u3000", "\u1680", "\x0b", "\x0c", "\r", "\t\t", "\n\n\n",
    # What changes its length or its shape in other cases.
    "ß", "ẞ", "İ", "ı", "ŉ", "ǰ", "ﬁ", "ﬀ", "Σς", "ΐ", "K", "Å", "ǅ", "ſ", "ŸŒ", "ᾳ", "ꭰ", "Ꭰ",
    # Emoji and their joins.
    "👩‍👩‍👧‍👦", "🇩🇪", "🏴", "☃️", "1️⃣", "👍🏽",
    # What means something to a format.
    "]]>", "<!--", "-->", "&#0;", "&#xD800;", "&#x110000;", "<b>", "{{ x }}", "{% raw %}", "[/b]",
    "%s%n", "{0}", "\\", "``````", '"""', "'", "=?utf-8?q?=ff?=", "\r\nBcc: x", ".\r\n", "|", "~~~",
    # Quotes without an end, and marks that end a sentence.
    "“", "”", "«", "‘", "…", "...", "?!", "。", "。」", "۔", "।", "’s", "''", "U.S.", "No. ",
)  # fmt: skip


@dataclass(slots=True)
class Found:
    """What was raised, by its place."""

    rounds: int = 0
    articles: int = 0
    places: Counter[str] = field(default_factory=Counter)

    def attempt(self, seed: int, work: Callable[[], object]) -> None:
        """Do a piece of work; an exception that newsdigest did not raise on purpose is noted."""
        try:
            work()
        except NewsdigestError:
            return
        except Exception as error:  # noqa: BLE001 - what this program looks for
            last = traceback.extract_tb(error.__traceback__)[-1]
            self.note(f"{type(error).__name__} in {last.filename}:{last.lineno}", seed, error)

    def note(self, place: str, seed: int, error: Exception | None = None) -> None:
        self.places[place] += 1
        if self.places[place] == 1:
            print(f"seed {seed}: {place}", flush=True)
            if error is not None:
                traceback.print_exception(error, limit=-12)


def main(seconds: float, seed: int) -> int:
    documents = list(_documents())
    found = Found()
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "news.db") as store:
        while time.monotonic() < end:
            _round(documents, store, seed + found.rounds, found)
            found.rounds += 1
    print(f"{found.rounds} rounds, {found.articles} articles, {sum(found.places.values())} faults")
    for place, times in found.places.most_common():
        print(f"{times:6} {place}")
    return int(bool(found.places))


def _documents() -> Iterator[Document]:
    for path in sorted((ROOT / "samples").rglob("*")):
        if path.is_file():
            yield Document(path.read_bytes(), str(path.relative_to(ROOT)))
    for path in sorted(FEEDS.iterdir()) if FEEDS.is_dir() else ():
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        if len(content) <= MOST_BYTES:
            yield Document(content, path.name)


def _round(documents: Sequence[Document], store: Store, seed: int, found: Found) -> None:
    chance = random.Random(seed)
    pile: list[Article] = []
    for document in chance.sample(documents, min(MOST_DOCUMENTS, len(documents))):
        content = _strange_bytes(document.content, chance)
        found.attempt(seed, lambda: pile.extend(_read(replace(document, content=content))))  # noqa: B023
    pile = list({each.id: each for each in pile}.values())
    pile += [_strange_article(each, chance) for each in pile]
    found.articles += len(pile)
    for each in pile:
        found.attempt(seed, lambda: finish(replace(each, topics=())))  # noqa: B023
        found.attempt(seed, lambda: new_sentences(pile[0], each))  # noqa: B023
    found.attempt(seed, lambda: _keep(store, pile))
    _digest(pile, seed, chance, found)


def _read(document: Document) -> Iterator[Article]:
    works = 0
    for item in open_document(document, AS_OF):
        if isinstance(item, Article):
            works += 1
            yield item
        elif isinstance(item, EntryTask):
            works += 1
            yield entry_article(item, AS_OF)
        if works >= MOST_ITEMS:
            return


def _strange_bytes(content: bytes, chance: random.Random) -> bytes:
    """The document with strange characters between its words, now and then where they break it."""
    text = content.decode("utf-8", "surrogateescape")
    places = sorted(chance.randrange(len(text) + 1) for _ in range(chance.randint(0, 40)))
    parts, before = [], 0
    for place in places:
        space = text.find(" ", place, place + 80) if chance.random() < 0.8 else place
        place = max(place if space < 0 else space, before)
        parts += [text[before:place], chance.choice(STRANGE)]
        before = place
    strange = "".join([*parts, text[before:]])
    return strange.encode("utf-8", "surrogatepass" if chance.random() < 0.5 else "replace")


def _strange_article(article: Article, chance: random.Random) -> Article:
    """The article with strange characters in all that a person reads."""

    def strange(text: str | None) -> str | None:
        return text if text is None else _strange(text, chance)

    blocks = tuple(replace(b, text=_strange(b.text, chance)) for b in article.blocks)
    return replace(
        article,
        id=f"{article.id[:-1]}x",
        title=strange(article.title),
        blocks=blocks,
        source=strange(article.source),
        agency=strange(article.agency or "Reuters"),
        dateline=strange(article.dateline),
        authors=tuple(_strange(each, chance) for each in article.authors),
        url=strange(article.url) if chance.random() < 0.3 else article.url,
        standfirst=strange(article.standfirst),
        section=strange(article.section),
        keywords=tuple(_strange(each, chance) for each in article.keywords),
    )


def _strange(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(words) + 1)
        if chance.random() < 0.7 or at == len(words):
            words.insert(at, chance.choice(STRANGE))
        else:
            words[at] += chance.choice(STRANGE)
    return " ".join(words)


def _keep(store: Store, pile: Sequence[Article]) -> None:
    with store.transaction():
        for each in pile:
            store.articles.save(each, AS_OF)
    store.articles.by_ids([each.id for each in pile])


def _digest(pile: list[Article], seed: int, chance: random.Random, found: Found) -> None:
    run = Run(AS_OF)
    articles = tuple(without_learnt(pile, run))
    failed = Failure(_strange("feed.xml", chance), _strange("no feed", chance), "gather", "x")
    reading = ReadResult(articles, (failed,), sources=1, documents=len(articles))
    digest = make_digest(reading, DigestOptions(limit=chance.choice([None, 5])), run)
    for each in run.internal:
        found.note(each.error, seed)
    by = chance.choice([("source", "topic"), ("topic", "source"), ("topic",), ()])
    width = chance.choice([20, 40, 80, 200])
    language = chance.choice(["en", "de", "zh"])
    flag = chance.random() < 0.5
    options = RenderOptions(by=by, width=width, colour=flag, hyperlinks=flag, language=language)
    for format in FORMATS:
        found.attempt(seed, lambda: render_digest_bytes(digest, format, options))  # noqa: B023
        found.attempt(seed, lambda: render_articles_bytes(articles, format, options))  # noqa: B023
    found.attempt(seed, lambda: render_notification(digest, options))


if __name__ == "__main__":
    wanted = [float(each) for each in sys.argv[1:3]]
    sys.exit(main(wanted[0] if wanted else 60.0, int(wanted[1]) if len(wanted) > 1 else 1))
