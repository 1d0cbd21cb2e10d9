"""What is checked, and what the check finds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from newsdigest.analyse.rewriting.lexicon import Lexicon
from newsdigest.analyse.rewriting.sentence import Sentence, read_sentence
from newsdigest.valueclasses import valueclass


class Fault(StrEnum):
    """Why a rewritten sentence is refused."""

    FORM = "form"  # no plain sentence, or one that names no source
    LANGUAGE = "language"  # another one than that of its sources
    NUMBER = "number"  # in words or digits, with its unit
    DAY = "day"
    NAME = "name"
    OFFICE = "office"  # another one, or of another person
    QUOTE = "quote"  # not verbatim
    SPEAKER = "speaker"  # somebody else said it
    NEGATION = "negation"  # added or left out
    COMPARISON = "comparison"  # turned round
    EVENTS = "events"  # it rests on two
    SUPPORT = "support"  # too little of it stands in its sources


@valueclass
class Refusal:
    """A reason to refuse a sentence, with the words that it is about."""

    fault: Fault
    words: str


@valueclass
class ReportSentence:
    """A sentence of a report, on which a rewritten one may rest."""

    text: str
    # The id of its article.
    article: str
    # When that was published: its "yesterday" is a day of the week.
    published: datetime | None = None


@valueclass
class Cited:
    """A sentence that a rewritten one rests on."""

    sentence: Sentence
    report: ReportSentence


@valueclass
class Claim:
    """A rewritten sentence with what it rests on and what else the reports say."""

    sentence: Sentence
    cited: tuple[Cited, ...]
    # All sentences of the story that the rewriter was given.
    story: tuple[Cited, ...]
    # By article.
    headlines: Mapping[str, Sentence]
    lexicon: Lexicon

    @property
    def sources(self) -> tuple[Sentence, ...]:
        return tuple(each.sentence for each in self.cited)

    @property
    def evidence(self) -> tuple[Sentence, ...]:
        """The sources and the headlines of their articles."""
        articles = dict.fromkeys(each.report.article for each in self.cited)
        headlines = (self.headlines[each] for each in articles if each in self.headlines)
        return (*self.sources, *headlines)


def read_reports(reports: tuple[ReportSentence, ...], lexicon: Lexicon) -> tuple[Cited, ...]:
    """The sentences of the reports, each read once for all that may rest on it."""
    return tuple(Cited(read_sentence(each.text, lexicon), each) for each in reports)


# Of longer stems the first letters are compared: "injured" and "injuries".
ROOT_LETTERS = 5


def root(stem: str) -> str:
    return stem[:ROOT_LETTERS]


def roots(stems: frozenset[str]) -> frozenset[str]:
    return frozenset(map(root, stems))
