"""Summaries of one article: whole sentences of its own that can stand alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse import summarise
from newsdigest.analyse.summary.article_summary import sentences_in
from newsdigest.analyse.summary.standalone import needs_context
from newsdigest.language import count_words, sentences
from newsdigest.model import Article, Block, BlockKind

BRIDGE = """\
The footbridge over the River Marl will close for four months from Monday after engineers found \
rust in two of its main beams.
It was built in 1931 and carries about 3,000 people a day between the station and the market.
The city council said on Friday that the repairs would cost 2.4 million pounds, half of it paid \
by the national heritage fund.
"We looked at a temporary crossing, but the river is too wide here," said Ana Cruz, who leads \
the council's works department.
"It is a sad day."
But traders at the market fear that the detour of 20 minutes will cost them customers before \
the summer.
Who will pay for that?
A free ferry is to run every quarter of an hour from seven in the morning until eight at night, \
the council said.
The closure of the footbridge over the River Marl will last four months, the council said after \
engineers found the rust in two beams.
"""

PARTS = {
    "question": "Who will pay for that?",
    "quote without its speaker": '"It is a sad day."',
    "dangling connective": "But traders at the market",
    "dangling pronoun": "It was built in 1931",
}


def article(text: str, *, title: str | None = None, language: str | None = "en") -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in text.splitlines() if line.strip())
    return Article(id="a", title=title, blocks=blocks, origin="-", language=language)


def texts(found: Article, *, sentences: int = 2, words: int | None = None) -> list[str]:
    return [each.text for each in summarise(found, sentences=sentences, words=words)]


@pytest.mark.parametrize("wanted", [1, 2, 3, 6])
def test_sentences_are_verbatim_and_in_order(wanted: int) -> None:
    """The summary is made of sentences of the article, in their order."""
    found = texts(article(BRIDGE), sentences=wanted)
    places = [BRIDGE.index(sentence) for sentence in found]
    assert places == sorted(places)
    assert 1 <= len(found) <= wanted
    assert {one.article for one in summarise(article(BRIDGE))} == {"a"}


def test_the_news_comes_first() -> None:
    """The sentence that says what happened is in the shortest summary."""
    assert texts(article(BRIDGE), sentences=1) == [BRIDGE.splitlines()[0]]


@pytest.mark.parametrize("start", ["As I mentioned:", "As mentioned,", "As we said,"])
def test_what_points_back_leans(start: str) -> None:
    """A sentence that refers to what its author said before needs the text before it."""
    assert needs_context(f"{start} the pier is a huge step for Marlow.", "en")
    assert not needs_context("As mayor, Ada Okafor called the pier a huge step for Marlow.", "en")


@pytest.mark.parametrize(
    ("language", "start"),
    [("en", "With these words"), ("en", "By doing so,"), ("de", "Mit diesen Worten"),
     ("fr", "Avec ces mots,"), ("es", "Con estas palabras"), ("it", "Con queste parole"),
     ("pt", "Com estas palavras"), ("nl", "Met deze woorden")],
)  # fmt: skip
def test_what_points_at_words_before_leans(language: str, start: str) -> None:
    """A sentence that begins with what was just said or done needs it."""
    assert needs_context(f"{start} Ada Okafor Marlow 2026.", language)


QUOTATIONS = {
    "curly": ("en", "Ada Harwell told the court: “I was there. The mayor is a thief. We knew.”"),
    "straight": ("en", 'Ada Harwell told the court: "I was there. The mayor is a thief. We knew."'),
    "German": ("de", "Ada Harwell sagte: „Ich war dort. Der Bürgermeister ist ein Dieb. Ja.“"),
    "inward": ("de", "Ada Harwell sagte: »Ich war dort. Der Bürgermeister ist ein Dieb. Ja.«"),
    "French": ("fr", "Ada Harwell a dit : « J’étais là. Le maire est un voleur. Je le sais. »"),
    "Spanish": ("es", "Ada Harwell dijo: «Yo estaba allí. El alcalde es un ladrón. Lo sé»."),
    "Italian": ("it", "Ada Harwell ha detto: «Ero lì. Il sindaco è un ladro. Lo so»."),
    "Dutch": ("nl", "Ada Harwell zei: “Ik was daar. De burgemeester is een dief. Ik weet het.”"),
    "Chinese": ("zh", "哈韦尔说：“我在那里。市长是个贼。大家都知道。”"),
    "unclosed": ("en", "Ada Harwell told the court: “I was there. The mayor is a thief."),
}  # fmt: skip


@pytest.mark.parametrize(("language", "quoted"), QUOTATIONS.values(), ids=QUOTATIONS)
def test_a_quotation_of_several_sentences_is_not_the_papers_own(language: str, quoted: str) -> None:
    """Only its first sentence, which names the speaker, can be shown; what follows it can."""
    end = "。" if language == "zh" else "."
    assert sentences_in(quoted, language) == [quoted[: quoted.index(end) + 1]]
    assert sentences_in(f"{quoted}\n\nThe 3rd.", language)[-1].endswith("The 3rd.")


@pytest.mark.parametrize(
    "text",
    [
        'A 6" pipe broke in Fenn. The street was closed. It opened on Friday.',
        "“It was late,” said Ada Harwell. “The pier was dark,” said Bo. The court adjourned.",
        'Harwell called it "a bad day". The court adjourned. It meets "soon".',
        "Der „Tag der Brücken“ begann. Tausende kamen. Das «Fest» endete spät.",
    ],
)
def test_closed_quotations_and_signs_of_inches_open_nothing(text: str) -> None:
    """What stands after a closed quotation is the paper's own."""
    assert len(sentences_in(text, "de" if "Brücken" in text else "en")) == 3


@pytest.mark.parametrize("start", PARTS.values(), ids=PARTS)
def test_no_sentence_needs_what_is_left_out(start: str) -> None:
    """What cannot stand alone is left out, or follows the sentence that it needs."""
    lines = BRIDGE.splitlines()
    place = next(at for at, line in enumerate(lines) if line.startswith(start))
    for wanted in range(1, 7):
        for room in (None, 40, 80, 300):
            found = [one.text for one in summarise(article(BRIDGE), sentences=wanted, words=room)]
            assert lines[place] not in found or lines[place - 1] in found


def test_nothing_is_said_twice() -> None:
    """The last line of the report repeats the first one."""
    found = texts(article(BRIDGE), sentences=6, words=300)
    assert not {BRIDGE.splitlines()[0], BRIDGE.splitlines()[-1]} <= set(found)


def test_the_headline_is_not_repeated() -> None:
    """A sentence with no more in it than the headline is left out."""
    title = "Footbridge over River Marl closes for four months"
    text = "The footbridge over the River Marl closes for four months.\n" + BRIDGE
    assert title[:10] not in " ".join(texts(article(text, title=title), sentences=1))


@pytest.mark.parametrize("room", [12, 30, 50, 90])
def test_words_bound_the_summary(room: int) -> None:
    """No summary exceeds its words if the article has a sentence that fits."""
    found = texts(article(BRIDGE), sentences=5, words=room)
    assert found
    assert sum(map(count_words, found)) <= max(room, 15)


def test_a_summary_stays_short_by_itself() -> None:
    """Without a limit in words it takes half a minute's reading."""
    assert sum(map(count_words, texts(article(BRIDGE * 3), sentences=3))) <= 75


def test_a_teaser_is_told_to_its_end() -> None:
    """A text within the limits is used whole, including its short sentences."""
    teaser = "A ferry hit the east pier on Saturday. Nobody was hurt."
    assert " ".join(texts(article(teaser))) == teaser
    assert len(texts(article(teaser), sentences=1)) == 1
    long = f"A ferry hit the pier. {'The harbour master told the council of it at length. ' * 9}"
    assert len(texts(article(f"{long}Nobody was hurt."))) == 2
    assert "Nobody was hurt." not in texts(article(f"{long}Nobody was hurt."))


def test_furniture_is_no_news() -> None:
    """Subheads, list items and table rows are taken only where there is nothing else."""
    prose = Block(BlockKind.PARAGRAPH, "The town has opened a new library beside the old mill.")
    rest = [
        Block(BlockKind.SUBHEAD, "The town has opened a new library, the mayor says."),
        Block(BlockKind.LIST_ITEM, "The library opens at nine every day but Sunday."),
        Block(BlockKind.TABLE_ROW, "Monday | the library is open all day."),
    ]
    mixed = Article(id="a", title=None, blocks=(*rest, prose), origin="-", language="en")
    assert texts(mixed, sentences=3) == [prose.text]
    only = Article(id="a", title=None, blocks=tuple(rest[1:2]), origin="-", language="en")
    assert texts(only) == [rest[1].text]


@pytest.mark.parametrize(
    ("language", "text", "never"),
    [
        (
            "de",
            "Die Stadt schließt am Montag für vier Monate die alte Brücke über die Marl.\n"
            "Sie wurde 1931 gebaut und muss nach Angaben der Stadt dringend saniert werden.\n"
            "Die Kosten von 2,4 Millionen Euro trägt zur Hälfte das Land, teilte die Stadt mit.",
            "Sie wurde",
        ),
        (
            "fr",
            "La ville ferme lundi pour quatre mois le vieux pont sur la rivière.\n"
            "Il a été construit en 1931 et doit être réparé, selon les ingénieurs de la ville.\n"
            "Les travaux coûteront 2,4 millions d'euros, dont la moitié est payée par la région.",
            "Il a été",
        ),
        (
            "ms",
            "Jambatan lama di bandar itu akan ditutup selama empat bulan mulai Isnin.\n"
            "Ia dibina pada 1931 dan digunakan oleh 3,000 orang setiap hari untuk ke pasar.\n"
            "Kerja pembaikan akan menelan kos RM2.4 juta, kata majlis perbandaran pada Jumaat.",
            "Ia dibina",
        ),
        (
            "zh",
            "市政府周五宣布，河上的旧桥将从周一起关闭四个月进行维修。\n"
            "它建于一九三一年，每天有三千人经过这座桥去市场买菜。\n"
            "维修费用约为二百四十万元，其中一半由省政府支付，市政府说。",
            "它建于",
        ),
    ],
)
def test_other_languages_are_summarised_as_well(language: str, text: str, never: str) -> None:
    """Selection needs no English word, and dependent sentences are recognised by language."""
    for wanted in (1, 2):
        found = texts(article(text, language=language), sentences=wanted)
        assert found
        assert set(found) <= set(text.splitlines())
        if text.splitlines()[0] not in found:
            assert not any(sentence.startswith(never) for sentence in found)


ODD = {
    "nothing": "",
    "marks": "!!! ... ???",
    "one word": "Fire",
    "no letters": "12 34 56. 78 90.",
    "questions": "Who? What? When?",
    "no full stop": "a headline without an end",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_gives_its_start_or_nothing(text: str) -> None:
    """If no sentence is allowed the first one is used; without words there is no summary."""
    found = texts(article(text, language=None))
    has_words = any(map(str.isalnum, text))
    assert bool(found) == has_words
    assert all(sentence in text for sentence in found)


HUGE = {
    "one sentence of a megabyte": "word " * 200_000,
    "one word of a megabyte": "w" * 1_000_000,
    "100,000 sentences": "The town opened a park. " * 100_000,
    "marks": "?!." * 300_000,
    "quotes": '"A." ' * 200_000,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_huge_text_takes_bounded_time(text: str) -> None:
    """A hostile megabyte takes about a second, not minutes."""
    start = time.process_time()
    texts(article(text, language=None), sentences=3)
    assert time.process_time() - start < 5


@given(st.lists(st.sampled_from([*BRIDGE.splitlines(), "!!!", "Short.", ""]), max_size=12))
def test_summaries_hold_whatever_the_text(lines: list[str]) -> None:
    """Any text gives whole sentences of its own, within the limits, the same each time."""
    found = article("\n".join(lines), title="Footbridge closes")
    own = {sentence for line in lines for sentence in sentences(line, "en")}
    for bound in (1, 3):
        summary = texts(found, sentences=bound)
        assert len(summary) <= bound
        assert set(summary) <= own
        assert summary == texts(found, sentences=bound)
