"""The topics of a story of several articles."""

from __future__ import annotations

import dataclasses

from newsdigest.analyse import CustomTopic, classify, story_topics
from newsdigest.model import Article, Topic
from tests.analyse.test_topics import article

HEALTH = "medtop:07000000"
POLITICS = "medtop:11000000"


def about(**scores: float) -> Article:
    ids = {"health": HEALTH, "politics": POLITICS, "cycling": "custom:cycling"}
    topics = tuple(Topic(ids[name], name, score) for name, score in scores.items())
    return dataclasses.replace(article("Title"), topics=topics)


def test_one_article_gives_its_own_topics() -> None:
    """A story of a single report has that report's topics."""
    row = about(health=0.8, politics=0.21)
    assert story_topics([row]) == row.topics


def test_the_lead_counts_twice() -> None:
    """Of two articles that disagree the lead's topic is first."""
    names = [topic.name for topic in story_topics([about(health=0.9), about(politics=0.9)])]
    assert names == ["health", "politics"]


def test_most_reports_decide() -> None:
    """What only the lead says is outvoted by four reports that agree."""
    story = [about(health=0.8), *[about(politics=0.9)] * 4]
    assert [topic.name for topic in story_topics(story)] == ["politics", "health"]


def test_a_topic_of_one_report_among_many_is_dropped() -> None:
    """What a single report is about beside the event is not the story's topic."""
    story = [about(health=0.9), about(health=0.9, politics=0.3), about(health=0.8)]
    assert [topic.name for topic in story_topics(story)] == ["health"]


def test_scores_are_means() -> None:
    """The score is the mean over the reports, the lead counted twice."""
    assert story_topics([about(health=0.9), about(health=0.6)])[0].score == 0.8


def test_the_users_topics_stand_where_the_user_wants_them() -> None:
    """A topic that stands instead of others is the story's, one that stands beside is its last."""
    story = [about(cycling=1.0, health=0.5), about(cycling=1.0, health=0.5)]
    for instead, names in ((True, ["cycling", "health"]), (False, ["health", "cycling"])):
        own = CustomTopic("cycling", instead=instead)
        assert [topic.name for topic in story_topics(story, [own])] == names


def test_no_articles_and_no_topics_give_none() -> None:
    """If neither the reports nor their words indicate a topic the story has none."""
    silent = article("Ylva Orn")
    assert story_topics([]) == ()
    assert story_topics([silent]) == ()
    assert story_topics([silent, silent]) == ()


def test_reports_without_a_topic_do_not_outvote_one_that_has_it() -> None:
    """Where the others say nothing, the topic of a single report is the story's."""
    silent = article("Ylva Orn")
    found = story_topics([silent, silent, about(health=0.7), silent])
    assert [(topic.name, topic.score) for topic in found] == [("health", 0.7)]


def test_short_reports_are_read_together_where_none_says_enough_alone() -> None:
    """Headlines that are unclear one by one have a topic when read as one event."""
    alone = [
        article("Quiet week ends on the old bridge", "A statement is expected on Friday."),
        article("Bridge reopens", "Two ferries ran while the detectives were at work."),
        article("What is known of the bridge", "The suspect is a man of forty."),
    ]
    assert classify(alone[0]) == ()
    assert story_topics(alone)[0].name == "crime, law and justice"


def test_reports_in_another_language_are_not_read_with_the_lead() -> None:
    """German words are no evidence in an English text."""
    lead = article("Ylva Orn")
    other = article("Ylva Orn", "Die Polizei nahm den Mann fest.", language="de")
    assert story_topics([lead, other]) == ()
