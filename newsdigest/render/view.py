"""The digest as it is to be shown: what every format lays out, and what a template is given.

Everything that a reader meets is decided and worded here already (headings, order, "also in",
ages, notes); what is left to a format is its own syntax. For templates this is a stable interface:
names are added, none is taken away or changes its meaning. They are given

    digest              the DigestView below
    say(key)            a text of the interface in the reader's language: `say("contents")`;
                        the keys are those under [texts] in data/messages_en.toml
    cite(url)           " [3]", the number of a link in the order of first use; "" for none
    cited()             the links that were cited, in order

Filters besides those of Jinja2 (but none of them that draws lots or turns off escaping):

    capitalised         with a capital at its start
    fill(indent, hang)  broken into lines of 72 columns, those after the first further in by hang
    sides(right)        a line with one text at its left and one at its right end
    sha256              the digest of a text as Content-Security-Policy wants it, in base64

Every text is one line and printable in any output, but not escaped: a template of kind "html"
escapes by itself, one of kind "text" does not. A url is http or https in pure ASCII, or None.
A time is ISO 8601 in UTC. What is unknown is None.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsdigest.model import Topic


@dataclass(frozen=True, slots=True)
class LinkView:
    """A text that may lead somewhere."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence of a summary; it stands verbatim in the report it links to."""

    text: str
    # The publication of the report.
    source: str
    # The same where it is not the lead's, else None.
    other: str | None
    url: str | None
    # BCP 47, where it is not the story's.
    language: str | None
    direction: str
    # Whether the next sentence is from another report, or there is none.
    ends_quote: bool


@dataclass(frozen=True, slots=True)
class MentionsView:
    """Publications that also tell a story, about which the same is said, if anything."""

    names: tuple[LinkView, ...]
    # "2 copies of the Reuters report".
    note: str | None
    # "and 9 others", which are not among the names; None where all are.
    others: str | None
    # Names and others in words, or the note where nobody is named.
    text: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report of a story besides its lead."""

    source: str
    headline: str
    url: str | None
    language: str | None
    direction: str
    age: str | None
    # Age or day and time, as of a story.
    when: str | None
    published: str | None
    # "a copy of the Reuters report"; None where it is independent.
    note: str | None


@dataclass(frozen=True, slots=True)
class PictureView:
    """A small picture that is part of the page."""

    # "data:image/jpeg;base64,…".
    url: str
    # In dots, twice what looks good.
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story. Its headline, address and date are those of its lead."""

    # The same for the same story.
    id: str
    # 1 for the heaviest story of the digest.
    rank: int
    # "top", "section" or "brief"; see SectionView.
    part: str
    # Unique in the digest and fit for an id attribute: "story-3".
    anchor: str
    # The heading level that follows those of its sections: 2 to 4.
    level: int
    headline: str
    url: str | None
    # None where there is none, or pictures were not asked for.
    picture: PictureView | None
    # BCP 47 of the lead.
    language: str | None
    # "ltr", "rtl", or "auto" where the language is not known.
    direction: str
    source: str | None
    # All that tell it, each once, the lead's first.
    publications: tuple[str, ...]
    # The best one, as the reader's language calls it.
    topic: str | None
    # The best first, under the standard's own names.
    topics: tuple[Topic, ...]
    place: str | None
    agency: str | None
    authors: str | None
    # "update", where all reports were delivered before and have gained facts since.
    update: str | None
    # The update, what no heading says, then place and agency or authors.
    circumstances: tuple[str, ...]
    # "2 h ago", as of the time of the digest.
    age: str | None
    # The same as "Sun 06:40" in files, which are read later.
    when: str | None
    published: str | None
    # When the newest report was published.
    updated: str | None
    # Why the lead's text is not whole.
    note: str | None
    # "°" for a text that is a teaser, which `marked` of the digest explains once; else None.
    mark: str | None
    # Circumstances and when in a row, then the note, or behind the last of them the mark.
    about: tuple[str, ...]
    # What a brief says behind the headline: "Harbour Post +2", "Sun 06:40".
    credit: tuple[str, ...]
    summary: tuple[SentenceView, ...]
    mentions: tuple[MentionsView, ...]
    # The same in words: "also BBC, NYT, Al Jazeera and 9 others"; None where nobody else reports.
    also: str | None
    others: tuple[ReportView, ...]
    # "2 other reports"; None where there are none.
    others_title: str | None
    # "injured: 12 (Marlow Ledger), 15 (Harbour Post)".
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A publication or a topic with its sections, or its stories at the innermost level.

    The first one of a digest may be the top of the day, with the heaviest stories of all
    publications, and the last one the briefs, of which a format shows one line each.
    """

    # "top", "section" or "brief".
    part: str
    anchor: str
    name: str
    # Whether the heading says anything: "Other news" alone does not.
    named: bool
    # The heading level: 2 or 3.
    level: int
    # How many stories are in it and in its sections.
    number: int
    sections: tuple[SectionView, ...]
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True)
class BarView:
    """One bar of a chart."""

    name: str
    number: int
    # Of the longest bar, 0 to 100.
    percent: float


@dataclass(frozen=True, slots=True)
class ChartView:
    """Numbers that people would rather look at than read."""

    title: str
    bars: tuple[BarView, ...]
    # Whether the bars follow one another in time, and stand.
    timeline: bool
    # The same in words: "Sport 4, Weather 2".
    text: str


@dataclass(frozen=True, slots=True)
class DigestView:
    """The whole digest."""

    # The same for a digest that is told again; None where none is kept.
    id: str | None
    # In an archive: HTML for the links to the digests before and after, which are filled in when
    # these are there. A template that leaves it out makes pages that stand alone.
    neighbours: str | None
    # BCP 47 and direction of the interface.
    language: str
    direction: str
    # "News digest, Saturday 7 June 2025".
    title: str
    # "Saturday 7 June 2025".
    date: str
    generated: str
    # "12 stories, 20 in brief, 148 more", "26 publications", "3 min", "since Friday 06:00".
    counts: tuple[str, ...]
    # "12 stories".
    number: str
    # Of stories that are in no part: 148.
    left_out: int
    # What it takes to read; None where nobody counted its words.
    minutes: int | None
    # The last of these, where the digest has a beginning.
    since: str | None
    # The top, the headings, the briefs. Empty without any of these.
    sections: tuple[SectionView, ...]
    # All that it shows, in that order.
    stories: tuple[StoryView, ...]
    # By topic, by publication, over time; empty unless asked for. A chart that would have one bar
    # is left out.
    charts: tuple[ChartView, ...]
    # "° told from the teaser alone; the page was not read (12)"; None where no story is marked.
    marked: str | None
    # "1 source failed"; None where none did.
    failures_title: str | None
    failures: tuple[str, ...]
    # What there is no room for, in the reader's time or in a mail: "31 more: Sport 9, Culture 7",
    # and the headlines that are shown of it.
    more_title: str | None = None
    more: tuple[LinkView, ...] = ()
    # "25 more": how many are not even named.
    more_left: str | None = None

    @property
    def top(self) -> tuple[StoryView, ...]:
        """The heaviest stories of all publications."""
        return tuple(story for story in self.stories if story.part == "top")

    @property
    def briefs(self) -> tuple[StoryView, ...]:
        """Those of which a format shows one line each."""
        return tuple(story for story in self.stories if story.part == "brief")

    @property
    def ranked(self) -> tuple[StoryView, ...]:
        """All stories, the heaviest first."""
        return tuple(sorted(self.stories, key=lambda story: story.rank))
