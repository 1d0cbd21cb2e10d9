"""Summaries of a story: the lead's sentences, then what other sources add."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsdigest.analyse import summarise_story
from newsdigest.analyse.summary.novelty import adds_facts
from newsdigest.analyse.summary.passage import read_passage
from newsdigest.model import Article, ArticleKind, Block, BlockKind

LEAD = """\
A fire destroyed the covered market of Port Ellery on Tuesday night, and no one was hurt, the \
fire service said.
The fire began in a bakery shortly after ten and took the roof within half an hour, the service \
said.
The market had been closed for three hours when the alarm was raised by a taxi driver.
Mayor Ruth Okafor said the council would find the traders another place before the weekend.
"""
SECOND = """\
A fire has destroyed the covered market in Port Ellery, the fire service said on Wednesday.
Some 40 stalls were lost, and the council's insurer, Northern Mutual, puts the damage at 3.5 \
million pounds.
The fire began in a bakery after ten, the fire service said.
"""
THIRD = """\
The covered market of Port Ellery burned down on Tuesday night.
Traders may sell from the car park of the old shipyard from Friday, the council said.
"""
GERMAN = """\
Ein Feuer hat am Dienstagabend die Markthalle von Port Ellery zerstört, teilte die Feuerwehr mit.
Der Schaden liegt nach Angaben der Stadt bei 4 Millionen Euro und wird von der Versicherung bezahlt.
"""


def article(name: str, text: str, language: str | None = "en") -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in text.splitlines())
    return Article(id=name, title="Market burns", blocks=blocks, origin=name, language=language)


STORY = [article("lead", LEAD), article("second", SECOND), article("third", THIRD)]


def test_every_sentence_carries_the_id_of_the_article_it_stands_in() -> None:
    """Each sentence names its source."""
    by_id = {one.id: one for one in STORY}
    for wanted in range(1, 7):
        summary = summarise_story(STORY, sentences=wanted, words=200)
        assert 1 <= len(summary) <= wanted
        assert all(sentence.text in by_id[sentence.article].text for sentence in summary)


def test_the_lead_comes_first_and_tells_the_event() -> None:
    """A summary of one sentence is the lead's."""
    assert [one.article for one in summarise_story(STORY, sentences=1)] == ["lead"]
    assert summarise_story(STORY, sentences=3)[0].article == "lead"


def test_other_sources_add_what_the_lead_does_not_have() -> None:
    """Only the second report has the damage."""
    summary = summarise_story(STORY, sentences=2)
    assert [one.article for one in summary] == ["lead", "second"]
    assert "3.5 million" in summary[1].text


def test_no_source_repeats_another() -> None:
    """That the market burned is said once, however many sentences are allowed."""
    summary = summarise_story(STORY, sentences=8, words=400)
    summary_of = [one.text for one in summary if "covered market" in one.text]
    assert len(summary_of) == 1


def test_sentences_of_a_source_keep_their_order_and_sources_theirs() -> None:
    """The lead's sentences first, then those of each other source in order."""
    summary = summarise_story(STORY, sentences=8, words=400)
    names = [one.article for one in summary]
    assert names == sorted(names, key=["lead", "second", "third"].index)
    for found in STORY:
        places = [found.text.index(one.text) for one in summary if one.article == found.id]
        assert places == sorted(places)


def test_a_report_in_another_language_is_not_mixed_in() -> None:
    """A summary is in the language of its lead."""
    summary = summarise_story([STORY[0], article("d", GERMAN, "de")], sentences=4, words=200)
    assert {one.article for one in summary} == {"lead"}


def test_one_report_and_none_are_summarised_too() -> None:
    """A story of one source is that article's summary; an empty one has none."""
    assert summarise_story(STORY[:1])
    assert summarise_story([]) == ()
    assert summarise_story([article("empty", "")]) == ()
    assert summarise_story([article("empty", ""), STORY[0]]) == ()


OTHER_FIRE = """\
A fire destroyed a row of holiday cabins at Lake Senn on Tuesday night, and two people were hurt.
The cabins were let by the forestry office of Senn, which puts the damage at 800,000 pounds.
Three engines from Oberwald and Hagen fought the fire until the morning, the office said.
"""


def test_a_report_that_was_joined_by_mistake_is_not_heard() -> None:
    """Another fire in another place shares words with the story, but neither names nor subject."""
    wrong = replace(article("wrong", OTHER_FIRE), title="Cabins burn at Lake Senn")
    summary = summarise_story([STORY[0], wrong, STORY[1]], sentences=6, words=300)
    assert {one.article for one in summary} == {"lead", "second"}


def test_what_only_repeats_the_lead_is_not_told_for_another_source() -> None:
    """A second report without a fact of its own adds no sentence."""
    echo = "The covered market of Port Ellery was destroyed by fire, the service said on Tuesday."
    summary = summarise_story([STORY[0], article("echo", echo)], sentences=6, words=300)
    assert {one.article for one in summary} == {"lead"}


def test_a_sentence_about_something_else_is_not_told() -> None:
    """A report without a word in common with the lead is about something else, names or not."""
    text = SECOND + "Elsewhere, Helena Marsh won 12 medals for rowing in Sandholm.\n"
    summary = summarise_story([STORY[0], article("second", text)], sentences=8, words=400)
    assert all("Helena Marsh" not in one.text for one in summary)


def reported(
    name: str,
    text: str,
    *,
    title: str = "Court charges man over plot to flood the Lanner tunnel",
    hour: int = 12,
    kind: ArticleKind = ArticleKind.REPORT,
) -> Article:
    published = datetime(2026, 3, 4, hour, tzinfo=UTC)
    return replace(article(name, text), title=title, published=published, kind=kind)


BACKGROUND = "The thwarted plan put off the 3 fairs that Mr. Ruhl had announced for Lanner in 2024."
STATEMENT = (
    "The court of Lanner charged a man of 21 from Oberwald over his plot to flood the tunnel."
)


def summary_of(*articles: Article) -> list[str]:
    return [one.text for one in summarise_story(articles)]


def test_what_happened_stands_before_its_background() -> None:
    """Where the lead's sentence assumes its headline, another report's statement comes first."""
    assert summary_of(reported("lead", BACKGROUND), reported("other", STATEMENT)) == [
        STATEMENT,
        BACKGROUND,
    ]
    plain = "A court in Lanner has charged Edgar Ruhl, who planned to flood the old tunnel."
    assert summary_of(reported("lead", plain), reported("other", BACKGROUND))[0] == plain


@pytest.mark.parametrize(
    ("again", "is_more"),
    [
        ("The court of Lanner charged a young man, 21, over a plot to flood the tunnel.", False),
        ("The court of Lannér charged a man over a plot to flood the tunnel on Monday.", False),
        ("The court charged a man over his plot to flood the tunnel for three hours.", False),
        ("The court of Lanner charged a German man over a plot to flood the tunnel.", False),
        ("The court charged a man over a plot to flood the tunnel with Ada Harwell.", True),
        ("The court charged a man over a plot to flood the tunnel for 14 hours.", True),
        ("Engineers pumped for days, the mayor of Oberwald told German reporters.", True),
    ],
)
def test_the_same_in_other_words_is_no_more(again: str, is_more: bool) -> None:
    """A day, a country, an age or another spelling adds nothing to what was said before."""
    first = "The court of Lanner charged a man over his plot to flood its tunnel for 3 hours."
    passage = read_passage([first, again], "Court charges man over plot", "en")
    assert adds_facts(passage, 1, [0], "en") is is_more


def test_what_was_still_to_come_is_not_told_once_the_lead_is_newer() -> None:
    """That talks will be held is not news next to a report of their end."""
    title = "Harbour talks in Lanner end without a deal"
    end = "Talks on the harbour of Lanner ended on Wednesday with no agreement on the new fees."
    start = "Delegates of 14 ports will meet the new governor Helena Marsh in Lanner."
    lead = reported("lead", end, title=title, hour=20)
    assert summary_of(lead, reported("other", start, title=title, hour=8)) == [end]
    assert summary_of(lead, reported("other", start, title=title, hour=19)) == [end, start]


def test_a_comment_opens_no_summary_for_a_report() -> None:
    """A lead's sentence without a full stop stands beside an explainer and beside old news."""
    own = "The court of Lanner charged Edgar Ruhl, a teacher, with the flood he had planned"
    view = (
        "The tunnel of Lanner is the longest of the coast, and a court has ruled on it since 1990."
    )
    lead = reported("lead", own, hour=20)
    assert summary_of(lead, reported("other", view, hour=19, kind=ArticleKind.EXPLAINER))[0] == own
    assert summary_of(lead, reported("other", STATEMENT, hour=1))[0] == own
    assert summary_of(lead, reported("other", STATEMENT, hour=19))[0] == STATEMENT


def test_a_label_of_a_live_page_is_not_told_before_a_sentence() -> None:
    """Words of the headline and a colon are a label."""
    live = "Plot to flood the Lanner tunnel: Edgar Ruhl, 46, has entered the hall with 3 guards."
    title = "Live: Man charged over plot to flood the Lanner tunnel"
    found = reported("live", live, title=title, kind=ArticleKind.LIVE)
    assert summary_of(reported("lead", STATEMENT), found) == [STATEMENT]
