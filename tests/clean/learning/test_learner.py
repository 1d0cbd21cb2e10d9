"""Lines that a publication repeats under unrelated stories are learnt and removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest

from newsdigest.clean import BoilerplateLearner, CleaningOptions
from newsdigest.extract import extract_articles
from newsdigest.model import Article, Block, BlockKind, Document
from tests.clean.learning.publications import NOW, article, learnt, of_lines, story, taken
from tests.paths import shared

PLUG = "Our kitchen table letter goes out to friends of the house each morning."


def with_line(line: str, count: int) -> list[Article]:
    return [article(number, line) for number in range(count)]


def test_a_line_under_three_stories_is_gone_from_all() -> None:
    """Three unrelated stories are enough, and each loses the line."""
    after = learnt(with_line(PLUG, 3))
    assert [a.text for a in after] == ["\n\n".join(story(n)) for n in range(3)]
    assert {removal.rule[:7] for a in after for removal in a.removed} == {"learnt:"}


def test_two_stories_are_not_enough() -> None:
    """A line seen twice may be chance."""
    assert taken(with_line(PLUG, 2)) == []


def test_a_fragment_at_the_end_of_a_paragraph_is_cut_out() -> None:
    """The report around it is unchanged byte for byte, and an agency before it is recognised."""
    lines = [[*story(n)[:-1], f"{story(n)[-1]} REUTERS {PLUG}"] for n in range(4)]
    after = learnt([of_lines(each, id=str(n)) for n, each in enumerate(lines)])
    assert [a.text for a in after] == ["\n\n".join(story(n)) for n in range(4)]
    assert {a.agency for a in after} == {"Reuters"}


def test_a_line_inside_the_report_needs_more_stories() -> None:
    """Inside the report a sentence must recur word for word in more stories."""
    lines = [
        [*story(n)[:2], f"{story(n)[2]} {PLUG} {story(n)[3]}", *story(n + 50), *story(n + 90)]
        for n in range(5)
    ]
    articles = [of_lines(each, id=str(n)) for n, each in enumerate(lines)]
    assert taken(articles[:3]) == []
    assert taken(articles) == [PLUG] * 5
    assert learnt(articles)[0].blocks[2].text == f"{story(0)[2]} {story(0)[3]}"


def test_one_story_told_again_teaches_nothing() -> None:
    """A sentence in every version of a running story is part of the report."""
    versions = [of_lines([*story(7)[: n + 1], story(7)[-1]], id=str(n)) for n in range(4)]
    assert taken(versions) == []


def test_articles_on_one_event_teach_nothing() -> None:
    """Repetitions in articles with the same names may be background to the event."""
    background = "The bridge was closed in spring after cracks had been found."
    deeds = ("met", "wrote to", "blamed", "praised", "called", "paid")
    about = [
        f"In Dunmere, Mayor Ada Okafor {deed} the builders of Corrin and Bexby at Varde Quay."
        for deed in deeds
    ]
    told = [of_lines([*story(n), each, background], id=each) for n, each in enumerate(about)]
    assert background not in taken(told)


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ([f"{name} contributed to this story." for name in (
            "Ann Lee", "Bo Day and Cy Ek", "Post's Di Fu", "Ed Gil", "Flo Hay", "Gus Ito")],
          "name"),
        ([f"Copyright {year} Harbour Post Ltd of Sandey Quay." for year in (
            2026, 2026, 2026, 2026, 2025, 2025)], "year"),
        ([f"All About {word}" for word in (
            "Harbours", "Bees", "Night Trains", "Barns", "Swimming", "Grain")], "lead-in"),
        ([f"Watch the {word} at work »" for word in (
            "pupils", "bees", "masons", "players", "ferry", "baker")], "sign"),
        (["E-mail to a friend"] * 6, "label"),
    ],
)  # fmt: skip
def test_near_variants_are_recognised(lines: list[str], kind: str) -> None:
    """A line is recognised although a name, a year or a headline in it changes."""
    assert taken([article(n, line) for n, line in enumerate(lines)]) == lines


def test_a_line_between_paragraphs_that_ends_in_a_sign() -> None:
    """Teasers with an arrow are learnt at any position."""
    teasers = [
        f"Watch the {word} at work »" for word in ("bees", "masons", "ferry", "baker", "cat")
    ]
    lines = [[*story(n), teaser, *story(n + 60)] for n, teaser in enumerate(teasers)]
    assert taken([of_lines(each, id=str(n)) for n, each in enumerate(lines)]) == teasers


REPORT = [
    # Figures that change are news, whatever the text around them.
    [f"The harbour index closed {n} points higher at {n + 7_000}." for n in range(2, 9)],
    # Match reports often begin alike, with other names.
    ["Norfield beat Sandholm after extra time in the cup."] * 2,
    # Reported speech.
    ["The police said that nobody had been hurt."] * 7,
    ["He declined to comment, a spokeswoman said."] * 7,
]


@pytest.mark.parametrize("lines", REPORT, ids=lambda lines: str(lines[0])[:30])
def test_what_reports_is_never_learnt(lines: list[str]) -> None:
    """Changing figures and reported speech are news."""
    assert taken([article(n, line) for n, line in enumerate(lines)]) == []


def test_names_that_change_at_the_head_are_news() -> None:
    """The first sentences of match reports share a frame, and are news."""
    teams = ("Norfield", "Sandholm", "Morvik", "Ulvik", "Varde", "Yarm", "Pelham", "Corrin")
    firsts = [f"{a} beat {b} after extra time." for a, b in permutations(teams, 2)][::7]
    told = [of_lines([first, *story(n)], id=str(n)) for n, first in enumerate(firsts)]
    assert taken(told) == []


def test_rare_formulas_are_not_learnt() -> None:
    """A stock phrase in less than one story of a hundred is not boilerplate."""
    formula = "The cause of the fire is still being looked into."
    told = [article(n, *([formula] if n % 120 == 0 else [])) for n in range(480)]
    assert formula not in taken(told)


def test_subheads_quotes_and_tables_are_not_learnt() -> None:
    """Structure recurs for other reasons."""
    for kind in (BlockKind.SUBHEAD, BlockKind.QUOTE, BlockKind.TABLE_ROW, BlockKind.CODE):
        told = [
            replace(a, blocks=(*a.blocks[:2], Block(kind, PLUG), *a.blocks[2:]))
            for a in (article(n) for n in range(6))
        ]
        assert taken(told) == []


def test_an_article_of_nothing_else_keeps_its_text() -> None:
    """A wrong line is better than an empty article."""
    told = [*with_line(PLUG, 4), of_lines([PLUG], id="bare")]
    assert learnt(told)[-1].text == PLUG


def test_publications_do_not_teach_each_other() -> None:
    """A line counts only for the publication that prints it."""
    told = [replace(a, source=f"Post {n}") for n, a in enumerate(with_line(PLUG, 6))]
    assert taken(told) == []


def test_kept_texts_stand_above_what_was_learnt() -> None:
    """What the user wants to keep stays; case is ignored."""
    learner = BoilerplateLearner(CleaningOptions(keep=("OUR KITCHEN TABLE",)))
    learner.observe(with_line(PLUG, 6), NOW)
    assert learner.strip(with_line(PLUG, 6)) == with_line(PLUG, 6)


def test_an_article_counts_once() -> None:
    """The same article in two runs is one."""
    learner = BoilerplateLearner()
    for _ in range(5):
        learner.observe(with_line(PLUG, 2), NOW)
    assert learner.strip(with_line(PLUG, 2)) == with_line(PLUG, 2)


def test_order_does_not_matter_for_what_is_taken() -> None:
    """Articles may come in any order."""
    told = [*with_line(PLUG, 5), *(article(n) for n in range(20, 40))]
    assert sorted(taken(told)) == sorted(taken(told[::-1]))


def test_the_plug_of_the_real_input_is_learnt_without_any_phrase_rule() -> None:
    """It is under three reports, and alone under the fourth, which names no publication."""
    path = next(shared("inputs").glob("*.txt"))
    now = datetime(2025, 6, 7, tzinfo=UTC)
    articles = extract_articles(Document(path.read_bytes(), str(path)), as_of=now)
    learner = BoilerplateLearner(CleaningOptions(phrases=False))
    learner.observe(articles, now)
    after = learner.strip(articles)
    for a in after:
        assert "Telegram" not in a.text
        learnt_lines = [r.text for r in a.removed if r.rule.startswith("learnt:")]
        assert len(learnt_lines) == 1
        assert "Telegram" in learnt_lines[0]
    assert len({a.source for a in after}) == 1


def test_lines_of_one_article_alone_are_kept_for_later_articles_only() -> None:
    """Where all articles are at hand, what is learnt is the same without them."""
    articles = with_line(PLUG, 4)
    kept, at_once = BoilerplateLearner(), BoilerplateLearner(at_once=True)
    for learner in (kept, at_once):
        learner.observe(articles, NOW)
    assert at_once.strip(articles) == kept.strip(articles) == learnt(articles)
    ((recurring, every),) = zip(at_once.memories.values(), kept.memories.values(), strict=True)
    assert recurring.lines.keys() < every.lines.keys()
    assert all(line.stories > 1 for line in recurring.lines.values())
