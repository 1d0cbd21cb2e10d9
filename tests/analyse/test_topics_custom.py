"""Topics that the user's configuration defines."""

from __future__ import annotations

from dataclasses import replace

from newsdigest.analyse import CustomTopic, add_custom_topics, classify
from newsdigest.analyse.topics.custom import custom_topics
from newsdigest.model import Topic
from tests.analyse.test_topics import article

CYCLING = CustomTopic("Cycling to work", words=("bicycle", "cyclist"), phrases=("bike lane",))


def test_a_word_of_the_headline_is_enough() -> None:
    """A word in the title, in any inflected form, makes the topic."""
    found = custom_topics(article("Bicycles stolen from station", "Nothing else."), [CYCLING])
    assert found == (Topic("custom:cycling-to-work", "Cycling to work", 0.75),)


def test_a_single_word_in_the_text_is_not_enough() -> None:
    """One mention in passing is no subject, two are."""
    once = article("Station reopens", "A bicycle stood at the door.")
    twice = article("Station reopens", "A bicycle stood at the door.", "The cyclist was inside.")
    assert custom_topics(once, [CYCLING]) == ()
    assert [topic.score for topic in custom_topics(twice, [CYCLING])] == [0.75]


def test_a_phrase_stands_for_itself_wherever_it_is() -> None:
    """Words of a phrase count side by side only."""
    together = article("Council meets", "It voted for bike lanes in the centre.")
    apart = article("Council meets", "The bike stood in a narrow lane.")
    assert custom_topics(together, [CYCLING]) != ()
    assert custom_topics(apart, [CYCLING]) == ()


def test_part_of_a_word_does_not_count() -> None:
    """ "Art" is not found in "party"."""
    art = CustomTopic("Art", words=("art",))
    assert custom_topics(article("Party at the smart start", "Party, party."), [art]) == ()


def test_scripts_without_spaces_are_searched_too() -> None:
    """A Chinese word of three characters is found inside a sentence."""
    topic = CustomTopic("地铁", words=("地铁站",))
    assert custom_topics(article("新地铁站明天开通", language="zh"), [topic]) != ()
    assert custom_topics(article("地上铁路车站", language="zh"), [topic]) == ()


def test_own_topics_stand_beside_or_instead() -> None:
    """IPTC's keep their scores and their order; own topics stand before or after them."""
    row = article(
        "Cyclist wins mountain stage",
        "The peloton lost a rider, and the bicycle of the winner is shown in the museum.",
    )
    row = replace(row, topics=classify(row))
    mountains = CustomTopic("Mountains", phrases=("mountain stage",), instead=False)
    topics = add_custom_topics(row, [mountains, CYCLING]).topics
    assert [topic.name for topic in (topics[0], topics[-1])] == ["Cycling to work", "Mountains"]
    assert topics[1:-1] == row.topics


def test_more_finds_rank_a_topic_higher() -> None:
    """Of two topics that stand in one place the one with more finds comes first."""
    row = article("Cyclist wins mountain stage", "The bicycle of the winner is in the museum.")
    mountains = CustomTopic("Mountains", phrases=("mountain stage",))
    names = [topic.name for topic in add_custom_topics(row, [mountains, CYCLING]).topics]
    assert names == ["Cycling to work", "Mountains"]


def test_an_article_of_no_own_topic_stays_as_it_is() -> None:
    """Topics of the user's own take nothing away."""
    row = article("Council meets", "It voted.")
    assert add_custom_topics(row, [CYCLING]) == row


def test_a_topic_without_words_is_never_told() -> None:
    """Neither an empty topic nor an empty word matches everything."""
    empty = [CustomTopic("Nothing"), CustomTopic("Blank", words=("",), phrases=("  ",))]
    assert custom_topics(article("Any title", "Any text."), empty) == ()
