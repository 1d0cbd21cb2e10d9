"""What holds for any text."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.errors import ExtractionError
from newsdigest.extract.text.markdown_lines import is_markdown
from newsdigest.model import Article
from tests.extract.text.articles import articles_of

LINES = [
    "Harbour Courier",
    "- Harbour Courier",
    "- Business",
    "2 hours ago",
    "Harbour Courier | 3h | 2 min read",
    "6 June 2025",
    "By Ann Lee and Bo Park",
    "Source: Valley Post",
    "Title: Ferry sails at night",
    "Ferry line adds night sailings for islanders",
    "Bakery opens",
    "Comments",
    "Related Articles",
    "Hashtags",
    "Share",
    "none",
    "-----",
    "1.",
    "https://news.example/ferry",
    "",
    "The ferry sails until midnight from Friday, the operator said.",
    "KINGSPORT - The bakery called back two days of bread. Nobody fell ill. REUTERS",
    "Loaves on a shelf in Lowmere on Monday. PHOTO: REUTERS",
    "A boat leaves the pier. AFP/Petra Lind A boat leaves the pier. AFP/Petra Lind PIER - It left.",
    "It was that simple.",
    "• Two boats share the timetable",
    "星期六，老街的茶馆重新开门，街坊一早就在门口排起长队，老板很高兴。",
    "The tickets cost the same as during the day, and two boats share the work of the night,",
    "which the islanders had asked for.",
]
MENU = ["Home", "Harbour Courier", "2 hours ago", "Share", "Comments", "none", "", "-----", "1."]
dumps = st.lists(st.sampled_from(LINES), max_size=24).map("\n".join)
anything = st.text(max_size=400) | dumps


def characters(text: str) -> str:
    return "".join(text.split())


def read(text: str) -> list[Article]:
    try:
        return articles_of(text)
    except ExtractionError:
        return []


def stands_in(part: str, whole: str) -> bool:
    """Whether the characters of `part` occur in `whole` in their order."""
    rest = iter(whole)
    return all(character in rest for character in part)


@given(anything)
def test_any_text_gives_articles_or_an_error(text: str) -> None:
    """Never a crash, never an article or a block without text."""
    for article in read(text):
        assert article.blocks
        assert all(block.text.strip() for block in article.blocks)
        assert article.title is None or article.title.strip()
        assert all(removal.text.strip() and removal.rule for removal in article.removed)


@given(st.lists(st.sampled_from(MENU)).map("\n".join))
def test_a_text_without_sentences_is_refused_with_a_stable_code(text: str) -> None:
    """Menus, names and times alone are no article."""
    with pytest.raises(ExtractionError) as refusal:
        articles_of(text)
    assert refusal.value.code == "no-article"
    assert "\n" not in str(refusal.value)


@given(anything)
def test_blocks_are_in_the_order_of_the_text(text: str) -> None:
    """Text is removed or joined at line breaks, and never made up or moved."""
    if is_markdown(text):
        return  # there, character references such as &amp; are read
    said = "".join(block.text for article in read(text) for block in article.blocks)
    assert stands_in(characters(said), characters(text))


@given(dumps)
def test_nothing_is_lost_or_doubled(text: str) -> None:
    """Each character of a text is in exactly one headline, standfirst, block or removal."""
    articles = read(text)
    if not articles:
        return
    told: Counter[str] = Counter()
    for article in articles:
        told.update(characters(article.title or "") + characters(article.standfirst or ""))
        told.update(characters(article.text))
        for removal in article.removed:
            told.update(characters(removal.text))
    # Marks of lists and a headline's label are marks, not text.
    marks = {"•": text.count("•")}
    marks |= {c: text.count("Title: ") * "Title:".count(c) for c in "Title:"}
    for character, count in Counter(characters(text)).items():
        assert count - marks.get(character, 0) <= told[character] <= count


@given(dumps)
def test_reading_is_deterministic(text: str) -> None:
    """The same text gives the same articles."""
    assert read(text) == read(text)
