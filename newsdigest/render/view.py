"""The view of a digest: what every format lays out, and the variables of templates.

Headings, order, "also", times and notes are decided and worded here; formats only add their syntax.
For templates this is a stable interface: names may be added, but none is removed or changes its
meaning. They have

    digest              the DigestView below
    say(key)            a text of the interface in the reader's language: `say("contents")`;
                        the keys are those under [texts] in data/messages_en.toml
    cite(url)           " [3]", the number of a link in the order of first use; "" for none
    cited()             the links that were cited, in order

Filters besides those of Jinja2 (except those that are random or turn off escaping):

    capitalised         with its first letter in upper case
    fill(indent, hang)  broken into lines of 72 columns, those after the first further in by hang;
                        a third value, such as a number, stands in the indent of the first line
    sides(right)        a line with one text at its left and one at its right end
    sha256              the base64 SHA-256 of a text, for a Content-Security-Policy

Every text is one printable line, but not escaped: templates of kind "html" escape by themselves,
those of kind "text" do not. URLs are http or https in pure ASCII, or None. Times are ISO 8601 in
UTC. Unknown values are None.
"""

from __future__ import annotations

from newsdigest.model import Topic
from newsdigest.valueclasses import valueclass

__all__ = ["DigestView"]


@valueclass
class LinkView:
    """A text with an optional link."""

    text: str
    url: str | None


@valueclass
class SentenceView:
    """A sentence of a summary, verbatim from the report it links to unless a model wrote it."""

    text: str
    # The publication of the report.
    source: str
    # The same if it is not the lead's, else None.
    other: str | None
    url: str | None
    # BCP 47, if it is not the story's.
    language: str | None
    direction: str
    # Whether it is the last one, or the next one is from another report.
    ends_quote: bool
    # Whether a model wrote it. Then it rests on the report it links to, and on others maybe.
    is_rewritten: bool = False


@valueclass
class MentionsView:
    """Other publications that report a story, with a note that applies to all of them."""

    names: tuple[LinkView, ...]
    # "2 copies of the Reuters report".
    note: str | None
    # "and 9 others", which are not among the names; None where all are.
    others: str | None
    # Names and others in words, or the note if no names are left.
    text: str


@valueclass
class ReportView:
    """A report of a story other than its lead."""

    source: str
    headline: str
    url: str | None
    language: str | None
    direction: str
    age: str | None
    # Age or day and time, as of a story.
    when: str | None
    published: str | None
    # "a copy of the Reuters report"; None if it is independent.
    note: str | None


@valueclass
class EarlierView:
    """A headline of an earlier day of a running story, as it was printed."""

    # "Mon 06:40".
    moment: str
    headline: str
    source: str | None
    # Of the report; in an archive of the page that has the story, if there is one.
    url: str | None
    published: str
    # The id of the story then.
    story: str


@valueclass
class PictureView:
    """A small picture embedded in the page."""

    # "data:image/jpeg;base64,…".
    url: str
    # In pixels, at twice the displayed size.
    width: int
    height: int


@valueclass
class StoryView:
    """A story. Its headline, address and date are those of its lead."""

    # The same for the same story.
    id: str
    # 1 for the heaviest story of the digest.
    rank: int
    # "top", "section", "brief" or "finally"; see SectionView.
    part: str
    # The same in every page of an archive; unique in the digest and valid as an id attribute.
    lasting_anchor: str
    # Unique in the digest and valid as an id attribute: "story-3".
    anchor: str
    # The heading level below that of its section: 2 to 4.
    level: int
    headline: str
    url: str | None
    # None without --images.
    picture: PictureView | None
    # BCP 47 of the lead.
    language: str | None
    # "ltr", "rtl", or "auto" if the language is unknown.
    direction: str
    source: str | None
    # All that report it, each once, the lead's first.
    publications: tuple[str, ...]
    # The best one, in the reader's language.
    topic: str | None
    # The best first, with the standard's names.
    topics: tuple[Topic, ...]
    place: str | None
    agency: str | None
    authors: str | None
    # "update", if all reports were delivered before and have new facts since.
    update: str | None
    # The update, what no heading says, then place and agency or authors, then since when it runs.
    circumstances: tuple[str, ...]
    # "2 h ago", as of the time of the digest.
    age: str | None
    # The same as "Sun 06:40" in files, which are read later.
    when: str | None
    published: str | None
    # When the newest report was published.
    updated: str | None
    # Why the lead's text is incomplete.
    note: str | None
    # "°" for a text that is a teaser, which `marked` of the digest explains once; else None.
    mark: str | None
    # Circumstances and when in a row, then the note, or behind the last of them the mark.
    about: tuple[str, ...]
    # What a brief says behind the headline: "Harbour Post +2", "Sun 06:40".
    credit: tuple[str, ...]
    summary: tuple[SentenceView, ...]
    # "rewritten by llama3.2 from 3 sources, checked"; None for the reports' own sentences.
    rewritten: str | None
    mentions: tuple[MentionsView, ...]
    # The same in words: "also BBC, NYT, Al Jazeera and 9 others"; None if no others report it.
    also: str | None
    others: tuple[ReportView, ...]
    # "2 other reports"; None without any.
    others_title: str | None
    differences: tuple[DifferenceView, ...]
    # Of a running story: "since Tuesday", its earlier headlines, oldest first, and what rose while
    # it went on, "dead: 197 → 285".
    since: str | None
    course: tuple[EarlierView, ...]
    rises: tuple[str, ...]

    @property
    def summary_text(self) -> str:
        """The summary in one line, with what a model had to do with it in brackets."""
        note = f"({self.rewritten})" if self.rewritten else ""
        return " ".join(filter(None, (*(each.text for each in self.summary), note)))


@valueclass
class DifferenceView:
    """Figures of which not all can be right."""

    # "injured: 12 (Marlow Ledger), 15 (Harbour Post)".
    text: str
    # A headline or sentence for each figure.
    sentences: tuple[SentenceView, ...]


@valueclass
class SectionView:
    """A publication or a topic with its sections, or its stories at the innermost level.

    The first one of a digest may be the top of the day, with the heaviest stories of all
    publications. The last ones may be the briefs, of which a format shows one line each, and the
    light last item, which the built-in formats show after what is only counted.
    """

    # "top", "section", "brief" or "finally".
    part: str
    anchor: str
    name: str
    # What its heading says besides, if all its stories are in one group: "Science".
    subtitle: str | None
    # Whether the heading is shown: a lone "Other news" is not.
    named: bool
    # The heading level: 2 or 3.
    level: int
    # The number of stories in it and its sections.
    number: int
    sections: tuple[SectionView, ...]
    stories: tuple[StoryView, ...]


@valueclass
class HighlightView:
    """The number or the quote of the day: a verbatim sentence of the report it links to."""

    # "Number of the day".
    title: str
    # "40 stalls", as printed in the sentence; None for a quote.
    figure: str | None
    text: str
    # The publication of the report.
    source: str
    url: str | None
    # BCP 47.
    language: str | None
    direction: str


@valueclass
class BarView:
    """One bar of a chart."""

    name: str
    number: int
    # The percentage of the longest bar.
    percent: float


@valueclass
class ChartView:
    """A bar chart."""

    title: str
    bars: tuple[BarView, ...]
    # Whether the bars are consecutive periods, drawn upright.
    timeline: bool
    # The numbers in words: "Sport 4, Weather 2".
    text: str


@valueclass
class DigestView:
    """The whole digest."""

    # The same when a digest is delivered again; None for digests that are not from the state.
    id: str | None
    # In an archive: HTML for the links to the previous and next digests, filled in when these
    # exist. Pages of a template without it have no such links.
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
    # "Made by newsdigest. Every sentence stands in the article it links to."
    made_by: str
    # What it takes to read; None if its words were not counted.
    minutes: int | None
    # The last of these, if the digest has a start.
    since: str | None
    # The top, the headings, the briefs, the last item. Empty without any of these.
    sections: tuple[SectionView, ...]
    # All that it shows, in that order.
    stories: tuple[StoryView, ...]
    # By topic, by publication, over time; empty unless asked for. A chart that would have one bar
    # is left out.
    charts: tuple[ChartView, ...]
    # "° from the teaser only; the page was not read (12)"; None where no story is marked.
    marked: str | None
    # "1 source failed"; None if none did.
    failures_title: str | None
    failures: tuple[str, ...]
    # What there is no room for, in the reader's time or in a mail: "31 more: Sport 9, Culture 7",
    # and the headlines that are shown of it.
    more_title: str | None = None
    more: tuple[LinkView, ...] = ()
    # "25 more": how many are not even named.
    more_left: str | None = None
    # Between these and the last item.
    number_of_the_day: HighlightView | None = None
    quote_of_the_day: HighlightView | None = None

    @property
    def top(self) -> tuple[StoryView, ...]:
        """The heaviest stories of all publications."""
        return tuple(story for story in self.stories if story.part == "top")

    @property
    def briefs(self) -> tuple[StoryView, ...]:
        """Those of which a format shows one line each."""
        return tuple(story for story in self.stories if story.part == "brief")

    @property
    def highlights(self) -> tuple[HighlightView, ...]:
        """The number and the quote of the day, as far as there are any."""
        return tuple(filter(None, (self.number_of_the_day, self.quote_of_the_day)))

    @property
    def body(self) -> tuple[SectionView, ...]:
        """The sections but that of the last item."""
        return tuple(section for section in self.sections if section.part != "finally")

    @property
    def last(self) -> SectionView | None:
        """The section of the light last item."""
        return next((section for section in self.sections if section.part == "finally"), None)

    @property
    def ranked(self) -> tuple[StoryView, ...]:
        """All stories, the heaviest first."""
        return tuple(sorted(self.stories, key=lambda story: story.rank))
