"""What is sent of a story to a rewriter is bounded, printable and numbered."""

from __future__ import annotations

import json
from dataclasses import replace

from newsdigest.analyse.rewriting import rewrite_request
from newsdigest.model import Article, Block, BlockKind, Story, SummarySentence

TEXT = "A ferry struck the East Pier in thick fog on Saturday morning. Nobody knows why it did so."


def article(id: str, text: str, language: str = "en") -> Article:
    block = Block(BlockKind.PARAGRAPH, text)
    return Article(id, "Ferry hits pier", (block,), f"{id}.html", language=language)


def story(*articles: Article) -> Story:
    first = SummarySentence("A ferry struck the East Pier in thick fog on Saturday morning.", "a")
    return Story("s", articles, summary=(first,))


def test_a_story_is_sent_as_numbered_sentences() -> None:
    """The own summary comes first, each text once, with the instruction and its limits."""
    request = rewrite_request(story(article("a", TEXT), article("b", TEXT + " It was the Osprey.")))
    assert request is not None
    value = json.loads(request.as_json())
    assert [each["number"] for each in value["sentences"]] == [1, 2, 3]
    assert value["sentences"][0]["text"].startswith("A ferry struck")
    assert value["instruction"] == request.prompt
    assert "square brackets" in request.prompt
    assert (value["language"], value["most_sentences"], value["most_words"]) == ("en", 2, 40)


def test_what_is_sent_is_bounded() -> None:
    """RW04: at most 30 sentences and 8,000 characters of five reports leave the program."""
    long = " ".join(f"The ferry number {number} struck the pier in fog." for number in range(99))
    lead = replace(article("a", long), id="a")
    request = rewrite_request(
        story(lead, *(article(f"a{n}", f"Day {n}. {long}") for n in range(9)))
    )
    assert request is not None
    assert len(request.sentences) <= 30
    assert sum(len(each.text) for each in request.sentences) <= 8_000
    assert len({each.article for each in request.sentences}) <= 5


def test_hostile_text_is_sent_as_text() -> None:
    """RW03: escape codes of a report are gone before the model sees it."""
    request = rewrite_request(story(article("a", "A \x1b[31mferry\x1b[0m struck the pier in fog.")))
    assert request is not None
    assert "\x1b" not in request.as_json()
    assert "\\u001b" not in request.as_json()


def test_stories_that_cannot_be_checked_are_not_sent() -> None:
    """No summary, or a language without rules: nothing leaves the program."""
    chinese = article("a", "渡轮星期六早上在浓雾中撞上了东码头。没有人知道原因。", "zh")
    assert rewrite_request(story(chinese)) is None
    assert rewrite_request(replace(story(article("a", TEXT)), summary=())) is None
