"""The data model: Document, Article, Story, Digest, Edition, Failure and what they consist of.

Frozen values without I/O. Every datetime is aware and in UTC. Unknown values are None, never a
guess or an empty string.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from newsdigest.valueclasses import frozenclass


@frozenclass
class Hints:
    """What a feed entry or a message header states about a document."""

    title: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    summary: str | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()
    # URL of the picture.
    image: str | None = None


@frozenclass
class ArchiveRecord:
    """The record of a web archive that a document comes from."""

    # The path or URL of the archive as the user knows it.
    archive: str
    # When it was recorded: ages that the document prints count back from then. None if unknown.
    recorded: datetime | None = None
    # Whether the crawler cut it off.
    is_cut: bool = False


@frozenclass
class Document:
    """Bytes and where they came from."""

    content: bytes
    # The path or URL as the user knows it, "-" for standard input.
    origin: str
    # The final URL after redirects; None for local files.
    url: str | None = None
    # Lower case, without parameters, as given by the server or the message.
    media_type: str | None = None
    # The charset parameter of the Content-Type header, as given.
    charset: str | None = None
    # The HTTP status; None without HTTP.
    status: int | None = None
    fetched: datetime | None = None
    hints: Hints = field(default=Hints())
    # Whether it is an entry of a feed: `hints` are what it says of itself, and surer than dates and
    # names in its text.
    is_entry: bool = False
    # Whether it is the body of a message: the subject, in `hints`, is its headline, and it may have
    # a footer.
    is_letter: bool = False
    # None for documents that come from no archive.
    record: ArchiveRecord | None = None


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    TABLE_ROW = "table-row"  # cells joined by " | "
    CODE = "code"  # line breaks and indentation kept


@frozenclass
class Block:
    """A piece of an article's body: one line with its white space collapsed, except in code."""

    kind: BlockKind
    text: str
    # Subheads: the heading's level, 2 to 6. List items: depth of nesting, from 1. Else 0.
    level: int = 0
    # Items of ordered lists: their number. Else None.
    number: int | None = None

    @property
    def numbered_text(self) -> str:
        """The text with its number, if it has one: "3. Turn left at the mill."."""
        return self.text if self.number is None else f"{self.number}. {self.text}"


@frozenclass
class Removal:
    """Text removed from the body, and the id of the rule that removed it."""

    text: str
    rule: str


@frozenclass
class Topic:
    """A subject, and the classifier's confidence in it."""

    # "medtop:02000000" for IPTC Media Topics.
    id: str
    name: str
    # 0 to 1.
    score: float


class Partial(StrEnum):
    """Why an article's text is known to be incomplete."""

    PAYWALL = "paywall"
    TEASER = "teaser"  # an index page or a feed shows only the beginning
    OFFLINE = "offline"  # the page was not fetched because of --offline
    TRUNCATED = "truncated"  # cut at a limit or by a broken transfer


class ArticleKind(StrEnum):
    """The kind of an item, by its headline, address and section."""

    REPORT = "report"  # also the default
    LIVE = "live"  # a page that is updated during an event
    EXPLAINER = "explainer"  # explanations, analyses, fact checks, features that ask how and why
    OPINION = "opinion"
    INTERVIEW = "interview"
    REVIEW = "review"
    QUESTION = "question"  # a headline that ends in a question mark
    ROUNDUP = "roundup"  # several unrelated events: newsletters, briefings, schedules, tables
    GALLERY = "gallery"
    VIDEO = "video"
    PODCAST = "podcast"
    QUIZ = "quiz"  # also crosswords, puzzles and horoscopes
    RECIPE = "recipe"
    DEAL = "deal"  # offers, buying guides, advertorials
    PAGE = "page"  # of the site itself: privacy policy, terms, contact, about us; never a story


@frozenclass
class Article:
    """One piece of news. newsdigest/model.py says beside each field what it holds."""

    id: str
    title: str | None
    blocks: tuple[Block, ...]
    # The path or URL of its document.
    origin: str
    # The publication's name.
    source: str | None = None
    agency: str | None = None
    # The place in the dateline as printed: "PETALING JAYA".
    dateline: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    # The canonical URL.
    url: str | None = None
    # BCP 47, the primary subtag in lower case: "en", "zh".
    language: str | None = None
    # The one-sentence introduction under a headline.
    standfirst: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    # URL of the lead image.
    image: str | None = None
    topics: tuple[Topic, ...] = ()
    removed: tuple[Removal, ...] = ()
    partial: Partial | None = None
    # The next and previous pages of an article on several pages: URLs, or paths like `origin`.
    next_part: str | None = None
    previous_part: str | None = None
    kind: ArticleKind = ArticleKind.REPORT
    # Whether its document is about this article. In a document with several (a front page, a dump,
    # a newsletter) it is the one with the document's address or headline, if any.
    is_main: bool = True
    # For an update: the sentences with facts that are new since it was last delivered.
    added: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The body: the texts of the blocks with their numbers, separated by empty lines."""
        return "\n\n".join(block.numbered_text for block in self.blocks)


@frozenclass
class SummarySentence:
    """A verbatim sentence of the article with the id `article`, or of its standfirst."""

    text: str
    article: str


@frozenclass
class RewrittenSentence:
    """A sentence that a model wrote, and what the check against its sources found."""

    text: str
    # The sentences that it names as its sources.
    rests_on: tuple[SummarySentence, ...]
    # Why it was refused: "number: 61"; () if it was accepted.
    refused: tuple[str, ...] = ()
    # What is shown in place of a refused one; None if nothing is.
    instead: SummarySentence | None = None

    @property
    def shown_sources(self) -> tuple[SummarySentence, ...]:
        """The reports' sentences that stand behind what is shown."""
        if self.refused:
            return (self.instead,) if self.instead else ()
        return self.rests_on


@frozenclass
class Rewrite:
    """A summary that a model wrote."""

    # As the configuration names it.
    model: str
    sentences: tuple[RewrittenSentence, ...]

    @property
    def is_shown(self) -> bool:
        """Whether fewer than half of its sentences were refused; else the own summary is shown."""
        return 2 * sum(bool(each.refused) for each in self.sentences) < len(self.sentences)

    @property
    def accepted(self) -> tuple[RewrittenSentence, ...]:
        return tuple(each for each in self.sentences if not each.refused)

    @property
    def sources(self) -> int:
        """How many articles its accepted sentences rest on."""
        return len({each.article for one in self.accepted for each in one.rests_on})


@frozenclass
class Copy:
    """An article that republishes the text of another one of the same story."""

    article: Article
    # The id of the article it copies.
    of: str


@frozenclass
class Figure:
    """A number as printed, with the ids of the articles that print it."""

    value: str
    articles: tuple[str, ...]
    # The headline or sentence, verbatim, in which the first of them prints it.
    sentence: str | None = None


@frozenclass
class Contradiction:
    """Sources that give different figures for the same thing."""

    # What is counted, as printed: "dead", "magnitude".
    about: str
    figures: tuple[Figure, ...]


@frozenclass
class EarlierStory:
    """A story of an earlier day that a later one continues: its headline as it was printed."""

    id: str
    title: str | None
    # When its lead was published.
    published: datetime
    source: str | None = None
    url: str | None = None
    # The id of the digest that delivered it; None for a story or a report of this digest.
    digest: str | None = None


@frozenclass
class DeliveredStory:
    """A story of an earlier digest, with the reports that it had then."""

    earlier: EarlierStory
    # The id of the first story of its thread.
    thread: str
    # Since when it said that it went on; the date of its lead if it was new.
    since: datetime
    # The sentences of its summary, if the digest showed it.
    told: tuple[str, ...]
    # The lead first; without those that are no longer stored.
    articles: tuple[Article, ...]
    # Whether the digest named it. One that was only counted is part of its thread, but no reader
    # knows it.
    is_named: bool = True


@frozenclass
class FigureCourse:
    """A number that rose over the course of a story: 197 dead, then 285."""

    # What is counted, as printed.
    about: str
    # Oldest first.
    figures: tuple[Figure, ...]


class Part(StrEnum):
    """How much of a story an edition shows."""

    TOP = "top"  # among the heaviest of all publications, before the sections
    SECTION = "section"  # under its heading, with a summary
    BRIEF = "brief"  # one line: headline, publication, age
    MORE = "more"  # only counted; archives and data formats name it
    FINALLY = "finally"  # the light last item, with a summary


@frozenclass
class Term:
    """What articles on one subject have in common."""

    # "name", "word" or "topic".
    kind: str
    # In lower case, of a word the stem.
    key: str
    # As it was found.
    text: str

    @property
    def id(self) -> str:
        """By which the user can name it: "name:kelbrook"."""
        return f"{self.kind}:{self.key}"


@frozenclass
class Like:
    """An article that the user liked or disliked."""

    # Its id.
    article: str
    is_liked: bool
    at: datetime
    title: str | None
    source: str | None
    terms: tuple[Term, ...]


@frozenclass
class LearntInterest:
    """A term of liked or disliked articles: how many of each, and its weight between -1 and 1."""

    term: Term
    liked: int
    disliked: int
    weight: float


@frozenclass
class Reason:
    """An interest of the user that a story meets, and what that adds to its weight."""

    # "word", "phrase", "topic", "source", "group"; "learnt name", "learnt word", "learnt topic".
    kind: str
    # As the user wrote it, or as it was found.
    name: str
    weight: float


@frozenclass
class Weight:
    """How important a story is: the terms of the formula in newsdigest.analyse.order."""

    sources: float
    prominence: float
    freshness: float
    # Negative or 0: the handicap of stories that are not reports.
    kind: float
    # What the user's interests add, within bounds, and why.
    interests: float = 0.0
    reasons: tuple[Reason, ...] = ()

    @property
    def total(self) -> float:
        return self.sources + self.prominence + self.freshness + self.kind + self.interests


@frozenclass
class Story:
    """The articles about one event. newsdigest/model.py says what each field holds."""

    id: str
    # Independent reports, the lead first.
    articles: tuple[Article, ...]
    copies: tuple[Copy, ...] = ()
    topics: tuple[Topic, ...] = ()
    # The user's groups of the feeds that report it, the lead's first: "News/Local".
    groups: tuple[str, ...] = ()
    summary: tuple[SummarySentence, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    # The id of the first story of its thread; None if it continues none.
    thread: str | None = None
    # Of a running story: some of its earlier headlines (oldest first), since when these are, what
    # rose, and the names and figures in its summary that no earlier story had.
    since: datetime | None = None
    previous: tuple[EarlierStory, ...] = ()
    courses: tuple[FigureCourse, ...] = ()
    new_facts: tuple[str, ...] = ()
    part: Part = Part.SECTION
    # None where the order failed.
    weight: Weight | None = None
    # What a model made of it, shown in place of the summary if it passed the check.
    rewrite: Rewrite | None = None

    @property
    def lead(self) -> Article:
        return self.articles[0]

    @property
    def title(self) -> str | None:
        return self.lead.title

    @property
    def quoted(self) -> frozenset[str]:
        """The ids of the articles that the summary that is shown rests on."""
        shown = self.summary
        if self.rewrite is not None and self.rewrite.is_shown:
            shown = tuple(each for one in self.rewrite.sentences for each in one.shown_sources)
        return frozenset(each.article for each in shown)

    @property
    def is_update(self) -> bool:
        """Whether all of its reports were delivered before and have new facts since."""
        return all(article.added for article in self.articles)

    @property
    def topic(self) -> Topic | None:
        """The best topic, or None if none is likely enough."""
        return self.topics[0] if self.topics else None

    @property
    def sources(self) -> tuple[str, ...]:
        """The publications that report it, each once, the lead's first."""
        return unique_sources([*self.articles, *(copy.article for copy in self.copies)])

    @property
    def published(self) -> datetime | None:
        """When the newest report was published."""
        return max((a.published for a in self.articles if a.published), default=None)


def unique_sources(articles: Sequence[Article]) -> tuple[str, ...]:
    """The names of the publications, each once, in order of first appearance."""
    return tuple(dict.fromkeys(article.source for article in articles if article.source))


@frozenclass
class Failure:
    """A source that could not be read, and why, in displayable lines."""

    # The path or URL, passwords masked.
    source: str
    error: str
    # The stage at which it failed: "gather", "extract", "clean" …
    stage: str
    # Short and stable: "not-found", "timeout", "too-complex", "no-article" …
    code: str


@frozenclass
class Counts:
    """The numbers of inputs and outputs; `articles` includes copies."""

    sources: int = 0
    documents: int = 0
    articles: int = 0
    stories: int = 0
    failures: int = 0
    # Articles that the user's filters dropped; not included in `articles`.
    filtered: int = 0


# How fast people read news: 238 words of English a minute in a review of 190 studies of silent
# reading (Brysbaert, 2019), a little less with headlines to choose from.
WORDS_PER_MINUTE = 230
# From here on a digest looks back on days; a shorter one is of yesterday and today, whose stories
# are news.
SEVERAL_DAYS = timedelta(days=2)


class Highlight(StrEnum):
    """What an edition may end with."""

    NUMBER = "number"
    QUOTE = "quote"
    FINALLY = "finally"


@frozenclass
class NumberOfTheDay:
    """The number that most independent reports of a story print."""

    # A verbatim sentence with the number, of the article with this id.
    text: str
    article: str
    # The story's id.
    story: str
    # The number with its unit, as printed in the sentence: "40 stalls".
    figure: str


@frozenclass
class QuoteOfTheDay:
    """A whole sentence that somebody said."""

    # A verbatim sentence with the quote and its speaker, of the article with this id.
    text: str
    article: str
    # The story's id.
    story: str
    # The speaker's name, as printed in the sentence.
    speaker: str


@frozenclass
class Edition:
    """How long a digest takes to read, and what it ends with beside its last story."""

    # The minutes that it was to take; None without a budget.
    budget: int | None = None
    # Of all that it shows: not of stories that are only counted.
    words: int = 0
    number: NumberOfTheDay | None = None
    quote: QuoteOfTheDay | None = None

    @property
    def minutes(self) -> int:
        """To the nearest minute, 1 at least."""
        return max(1, round(self.words / WORDS_PER_MINUTE))


@frozenclass
class Digest:
    """The stories of a period in reading order, and what failed."""

    generated: datetime
    since: datetime | None
    until: datetime
    stories: tuple[Story, ...]
    failures: tuple[Failure, ...] = ()
    counts: Counts = field(default=Counts())
    # For digests from the state, the same when a digest is delivered again. Else None.
    id: str | None = None
    # None if no edition was made.
    edition: Edition | None = None
