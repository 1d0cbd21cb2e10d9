"""The types of all JSON outputs; the text beside a type is its description in the JSON Schema.

Keys are never removed and never change their meaning within newsdigest/1; new ones may be added.
What is unknown is null or, in lists, absent; no text is empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, NamedTuple, NotRequired, TypedDict

from newsdigest.model import ArticleKind, Part, Partial

__all__ = [
    "OUTPUTS",
    "SCHEMA",
    "Article",
    "ArticleDetails",
    "ArticleFacts",
    "ArticleInStory",
    "ArticleMatch",
    "Counts",
    "Day",
    "Digest",
    "EarlierStory",
    "Edition",
    "ExplainedArticle",
    "Failure",
    "Feed",
    "FeedHealth",
    "Figure",
    "Figures",
    "Hit",
    "InterestReason",
    "Interests",
    "JsonFeed",
    "JsonFeedAuthor",
    "JsonFeedContributors",
    "JsonFeedExtension",
    "JsonFeedItem",
    "JsonFeedMark",
    "Keyword",
    "LearntInterest",
    "LearntLine",
    "Like",
    "MarkedPassage",
    "MaybeEmpty",
    "Moment",
    "NumberOfTheDay",
    "Output",
    "Plugin",
    "QuoteOfTheDay",
    "Removal",
    "Rewrite",
    "RewrittenSentence",
    "RuleReason",
    "SelectorTrial",
    "Settings",
    "Story",
    "SummarySentence",
    "Topic",
    "Url",
    "Weight",
    "Window",
]

SCHEMA: Final = "newsdigest/1"


class Keyword(NamedTuple):
    """A keyword of JSON Schema and its value, for what a type cannot say."""

    name: str
    value: str | int


Moment = Annotated[str, Keyword("format", "date-time")]
Day = Annotated[str, Keyword("format", "date")]
Url = Annotated[str, Keyword("pattern", "^https?://")]
# Every other text has a character at least.
MaybeEmpty = Annotated[str, Keyword("minLength", 0)]


class Topic(TypedDict):
    id: Annotated[str | None, '"medtop:02000000" for the IPTC Media Topics.']
    name: str | None
    score: Annotated[float | None, "The classifier's confidence, from 0 to 1."]


class ArticleFacts(TypedDict):
    id: str | None
    title: str | None
    source: Annotated[str | None, "The publication."]
    agency: Annotated[str | None, "The news agency that wrote it."]
    dateline: Annotated[str | None, "The place in the dateline, as printed: PETALING JAYA."]
    authors: list[str]
    published: Moment | None
    url: Url | None
    language: Annotated[str | None, "BCP 47, the primary subtag in lower case."]
    topics: Annotated[list[Topic], "The most likely one first."]


class ArticleDetails(TypedDict):
    modified: Moment | None
    section: Annotated[str | None, "As the publication calls it."]
    kind: ArticleKind
    image: Annotated[Url | None, "The lead picture."]
    standfirst: Annotated[str | None, "The introduction under the headline."]
    partial: Annotated[Partial | None, "Why the text is incomplete, if it is known to be."]
    update: Annotated[bool, "Delivered before, with facts that are new since."]


class Removal(TypedDict):
    text: str | None
    rule: Annotated[str | None, "The id of the rule that removed it."]


class Article(ArticleFacts, ArticleDetails):
    text: Annotated[
        str | None,
        "The body alone, its paragraphs separated by empty lines; items of ordered lists begin "
        "with their number.",
    ]
    removed: Annotated[list[Removal], "What was removed from the body."]
    main: Annotated[bool, "Whether its page is about this article."]


class ArticleInStory(ArticleFacts, ArticleDetails):
    copy_of: Annotated[str | None, "The id of the article of this story whose text it has."]


class SummarySentence(TypedDict):
    text: str | None
    article: Annotated[str | None, "The id of the article that it stands in, word for word."]


class RewrittenSentence(TypedDict):
    text: Annotated[str | None, "As the model wrote it."]
    rests_on: Annotated[list[SummarySentence], "The sentences that it names as its sources."]
    refused: Annotated[list[str], "Why the check refused it: number: 61. Empty if it did not."]
    instead: Annotated[SummarySentence | None, "What is shown in place of a refused one."]


class Rewrite(TypedDict):
    model: str | None
    shown: Annotated[bool, "Whether digests show it: fewer than half of it was refused."]
    sources: Annotated[int, "How many articles its accepted sentences rest on."]
    sentences: list[RewrittenSentence]


class Figure(TypedDict):
    value: Annotated[str | None, "As printed."]
    articles: Annotated[list[str], "The ids of the articles that print it."]
    sentence: Annotated[
        str | None, "The headline or sentence in which the first of them prints it."
    ]


class Figures(TypedDict):
    about: Annotated[str | None, "What is counted, as printed."]
    figures: list[Figure]


class EarlierStory(TypedDict):
    id: str | None
    title: Annotated[str | None, "As it was printed."]
    published: Moment
    source: str | None
    url: Url | None
    digest: Annotated[str | None, "The id of the digest that delivered it."]


class InterestReason(TypedDict):
    kind: Annotated[str | None, "word, phrase, topic, source, group, learnt name, learnt word ..."]
    name: str | None
    weight: float


class Weight(TypedDict):
    total: Annotated[float, "The sum of the others."]
    sources: Annotated[float, "For the publications that report it independently."]
    prominence: Annotated[float, "For its place in feeds and pages."]
    freshness: float
    kind: Annotated[float, "0, or less for what is no report."]
    interests: Annotated[float, "For the user's interests, which are in reasons."]
    reasons: list[InterestReason]


class Story(TypedDict):
    id: str | None
    title: Annotated[str | None, "The headline of the first article."]
    topic: str | None
    sources: Annotated[list[str], "The publications that report it, that of the lead first."]
    summary: list[SummarySentence]
    articles: Annotated[list[ArticleInStory], "The lead first, copies last."]
    contradictions: Annotated[list[Figures], "Figures that differ between articles."]
    update: Annotated[bool, "Whether all its articles are updates."]
    since: Annotated[Moment | None, "When the running story began that it continues."]
    previous: Annotated[list[EarlierStory], "Stories that it continues, oldest first."]
    courses: Annotated[list[Figures], "Figures that rose, oldest first."]
    new_facts: Annotated[list[str], "Names and figures that no earlier story had."]
    groups: Annotated[list[str], "The user's groups of its feeds, as paths: News/Local."]
    part: Part
    rank: Annotated[int, "Its place in the digest, from 1."]
    weight: Weight | None
    rewrite: Annotated[Rewrite | None, "What a model made of the summary, if there is one."]


class Failure(TypedDict):
    source: Annotated[str | None, "The path or URL, with secrets masked."]
    error: str | None
    stage: Annotated[str | None, "gather, extract, clean ..."]
    code: Annotated[str | None, "Short and stable: not-found, timeout ..."]


class Counts(TypedDict):
    sources: int
    documents: int
    articles: int
    stories: int
    failures: int


class Window(TypedDict):
    since: Moment | None
    until: Moment


class NumberOfTheDay(TypedDict):
    figure: Annotated[str | None, "The number with its unit, as printed."]
    text: Annotated[str | None, "The sentence that it stands in."]
    article: str | None
    story: str | None


class QuoteOfTheDay(TypedDict):
    speaker: str | None
    text: Annotated[str | None, "The sentence that it stands in."]
    article: str | None
    story: str | None


class Edition(TypedDict):
    minutes: Annotated[int, "How long it takes to read."]
    budget: Annotated[int | None, "How long it was to take."]
    words: int
    counts: Annotated[dict[Part, int], "Stories by part."]
    number: NumberOfTheDay | None
    quote: QuoteOfTheDay | None


class Digest(TypedDict):
    schema: Literal["newsdigest/1"]
    generated: Moment
    window: Window
    stories: Annotated[list[Story], "In reading order."]
    failures: list[Failure]
    counts: Counts
    id: Annotated[str | None, "For digests of feeds, the same when it is delivered again."]
    edition: Edition | None


class JsonFeedAuthor(TypedDict):
    name: str


class JsonFeedExtension(TypedDict):
    schema: Literal["newsdigest/1"]


class JsonFeedContributors(TypedDict):
    contributors: list[JsonFeedAuthor]


class JsonFeedItem(TypedDict):
    id: str
    url: NotRequired[Url]
    title: NotRequired[str]
    content_html: MaybeEmpty
    summary: NotRequired[str]
    date_published: NotRequired[Moment]
    date_modified: NotRequired[Moment]
    authors: NotRequired[list[JsonFeedAuthor]]
    _newsdigest: NotRequired[JsonFeedContributors]
    tags: NotRequired[list[str]]
    language: NotRequired[str]


class JsonFeedMark(TypedDict):
    _newsdigest: NotRequired[JsonFeedExtension]


class JsonFeed(JsonFeedMark):
    version: Literal["https://jsonfeed.org/version/1.1"]
    title: str
    language: str
    items: list[JsonFeedItem]


class Hit(TypedDict):
    id: str
    title: str | None
    source: str | None
    published: Moment | None
    url: str | None
    snippet: Annotated[MaybeEmpty, "The text round the match."]


FeedHealth = Literal["ok", "new", "failing", "gone", "paused"]


class Feed(TypedDict):
    name: str | None
    url: Annotated[str, "With secrets masked."]
    health: Annotated[FeedHealth, "new: never polled; gone: HTTP 410, not polled any more."]
    last_success: Moment | None
    next_poll: Moment | None
    error: str | None
    moved_to: str | None
    note: Annotated[str | None, "The faults tolerated when it was last read."]
    groups: list[str]
    weight: float | None
    limit: int | None
    mute: Day | None


class Like(TypedDict):
    id: Annotated[str, "Of the article."]
    liked: Annotated[bool, "false: disliked."]
    at: Moment
    title: str | None
    source: str | None
    terms: list[str]


class LearntInterest(TypedDict):
    term: Annotated[str, "name:kelbrook, word:ferri or topic:sport."]
    weight: Annotated[float, "From -1 to 1."]
    liked: int
    disliked: int


class Interests(TypedDict):
    likes: list[Like]
    learnt: list[LearntInterest]


class LearntLine(TypedDict):
    publication: str
    id: str
    text: str
    stories: Annotated[int, "How many it was under."]
    first_seen: Annotated[str, 'A day, or "?".']
    last_seen: Annotated[str, 'A day, or "?".']
    forgotten: Annotated[bool, "Not removed any more."]


class MarkedPassage(TypedDict):
    text: MaybeEmpty
    rule: Annotated[str | None, "The rule that removed it; null: it stays."]


class RuleReason(TypedDict):
    why: str | None
    stories: NotRequired[Annotated[int, "Of learnt lines alone, as the days."]]
    first_seen: NotRequired[str]
    last_seen: NotRequired[str]


class ExplainedArticle(TypedDict):
    id: str
    title: str | None
    source: str | None
    url: str | None
    blocks: Annotated[list[list[MarkedPassage]], "The passages of each block."]
    left_out: Annotated[list[Removal], "What is not part of any block."]
    rules: Annotated[dict[str, RuleReason], "By their ids."]


class SelectorTrial(TypedDict):
    page: str
    matches: list[str]
    words_before: int
    words_after: int


class ArticleMatch(TypedDict):
    id: str
    title: str | None
    source: str | None
    published: Moment | None
    url: str | None
    topics: list[str]
    kind: ArticleKind


class Plugin(TypedDict):
    group: Literal["sources", "formats", "channels", "rules"]
    name: Annotated[str, "Of a source: its scheme, media type or suffix."]
    package: str
    version: str | None


class Output(NamedTuple):
    """An output: its type, and the command that prints it."""

    type: Any
    command: str


Settings = Annotated[
    Mapping[str, Mapping[str, Any] | Sequence[Mapping[str, Any]]],
    "Sections with their settings; [[feed]] and [[topic]] are lists, named sections are by name.",
]
OUTPUTS: Final[Mapping[str, Output]] = {
    "digest": Output(Digest, "newsdigest digest -f json"),
    "story": Output(Story, "A line of newsdigest digest -f jsonl"),
    "read": Output(list[Article], "newsdigest read -f json"),
    "article": Output(Article, "A line of newsdigest read -f jsonl"),
    "jsonfeed": Output(JsonFeed, "newsdigest digest or read -f jsonfeed"),
    "search": Output(list[Hit], "newsdigest search -f json"),
    "feeds": Output(list[Feed], "newsdigest feeds list -f json"),
    "interests": Output(Interests, "newsdigest interests list -f json"),
    "lines": Output(list[LearntLine], "newsdigest boilerplate list -f json"),
    "explanation": Output(list[ExplainedArticle], "newsdigest boilerplate explain -f json"),
    "trials": Output(list[SelectorTrial], "newsdigest boilerplate try -f json"),
    "matches": Output(list[ArticleMatch], "newsdigest filter try -f json"),
    "plugins": Output(list[Plugin], "newsdigest plugins -f json"),
    "settings": Output(Settings, "newsdigest config show -f json"),
}
