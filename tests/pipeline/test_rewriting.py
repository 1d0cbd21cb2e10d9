"""Summaries of a digest are rewritten as far as the check accepts what the model wrote."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from newsdigest.analyse.rewriting import RewriteRequest
from newsdigest.errors import RewriteError
from newsdigest.model import (
    Article,
    Block,
    BlockKind,
    Digest,
    Edition,
    Failure,
    Part,
    Rewrite,
    Story,
    SummarySentence,
)
from newsdigest.pipeline.rewriting import Rewriting

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
ONE = "A ferry struck the East Pier in thick fog on Saturday morning."
TWO = "The harbour stays closed until Tuesday, harbour master Ben Lindqvist said."
GOOD = "On Saturday morning a ferry struck the East Pier in fog. [1] "
BAD = "On Friday sixty people drowned. [2]"


@dataclass
class FakeModel:
    """Answers with the same text, or raises."""

    answer: str
    model: str = "toy"
    place: str = "here"
    error: str | None = None
    asked: list[RewriteRequest] = field(default_factory=list)

    def content(self, request: RewriteRequest) -> bytes:
        return request.as_json().encode()

    def ask(self, request: RewriteRequest) -> str:
        self.asked.append(request)
        if self.error:
            raise RewriteError(self.error)
        return self.answer


@dataclass
class FakeMemory:
    known: dict[str, str] = field(default_factory=dict)

    def answer(self, request: str) -> str | None:
        return self.known.get(request)

    def save(self, request: str, answer: str, story: Story, rewrite: Rewrite) -> None:
        self.known[request] = answer


def story(id: str, part: Part = Part.TOP) -> Story:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in (ONE, TWO))
    article = Article(id, f"Ferry hits pier {id}", blocks, f"{id}.html", language="en")
    summary = (SummarySentence(ONE, id), SummarySentence(TWO, id))
    return Story(f"story-{id}", (article,), summary=summary, part=part)


def digest(*stories: Story) -> Digest:
    return Digest(NOW, None, NOW, stories, edition=Edition(None, words=100))


def test_an_accepted_answer_is_kept_beside_the_own_summary() -> None:
    """The own summary stays what it was, and the edition counts the words that are shown."""
    before = digest(story("a"))
    after = Rewriting(FakeModel(GOOD + TWO + " [2]"), FakeMemory())(before)
    (made,) = after.stories
    assert made.summary == before.stories[0].summary
    assert made.rewrite is not None
    assert made.rewrite.is_shown
    assert [each.refused for each in made.rewrite.sentences] == [(), ()]
    assert made.rewrite.sources == 1
    assert after.edition is not None
    assert after.edition.words != 100
    assert not after.failures


def test_sentences_without_numbers_get_the_source_most_like_them() -> None:
    """Small models name none: what the reports say is accepted, what they do not is refused."""
    answer = f"1. {TWO}\n2. The harbour stays closed until Friday."
    made = Rewriting(FakeModel(answer), FakeMemory())(digest(story("a"))).stories[0]
    assert made.rewrite is not None
    said, invented = made.rewrite.sentences
    assert (said.text, said.refused) == (TWO, ())
    assert said.rests_on == (SummarySentence(TWO, "a"),)
    assert invented.refused == ("day: Friday",)


def test_the_headline_of_a_report_counts() -> None:
    """A sentence may have the name of the ferry from there."""
    one = story("a")
    named = replace(one, articles=(replace(one.lead, title="The Osprey hits a pier"),))
    for each, is_known in ((named, True), (one, False)):
        answer = "The Osprey, a ferry, struck the East Pier in thick fog. [1]"
        made = Rewriting(FakeModel(answer), FakeMemory())(digest(each)).stories[0]
        assert made.rewrite is not None
        assert (not made.rewrite.sentences[0].refused) == is_known


def test_a_refused_sentence_is_replaced_by_an_own_one() -> None:
    """It keeps its text and the reasons; of three sentences one may fail."""
    before = digest(replace(story("a"), summary=(*story("a").summary, SummarySentence(TWO, "a"))))
    after = Rewriting(FakeModel(GOOD + BAD + " " + TWO + " [2]"), FakeMemory())(before)
    rewrite = after.stories[0].rewrite
    assert rewrite is not None
    assert rewrite.is_shown
    refused = rewrite.sentences[1]
    assert refused.text == "On Friday sixty people drowned."
    assert "number: sixty" in refused.refused
    assert refused.instead == SummarySentence(ONE, "a")


def test_a_story_of_which_half_fails_keeps_its_summary() -> None:
    """So does one whose answer is empty."""
    for answer in (GOOD + BAD, "", "I cannot help with that."):
        made = Rewriting(FakeModel(answer), FakeMemory())(digest(story("a"))).stories[0]
        assert made.rewrite is not None
        assert not made.rewrite.is_shown


def test_only_what_is_summarised_is_sent() -> None:
    """RW04: briefs and stories that are only counted stay where they are."""
    model = FakeModel(GOOD)
    parts = (Part.BRIEF, Part.MORE)
    Rewriting(model, FakeMemory())(digest(*(story(str(part), part) for part in parts)))
    assert model.asked == []


def test_a_model_that_is_down_is_given_up() -> None:
    """RW01: after two failures in a row it is asked no more, and the digest says so once."""
    model = FakeModel("", error="no answer within 60 s")
    reported: list[Failure] = []
    rewriting = Rewriting(model, FakeMemory(), report=reported.append)
    after = rewriting(digest(*(story(str(number)) for number in range(5))))
    assert len(model.asked) == 2
    assert [each.rewrite for each in after.stories] == [None] * 5
    (failure,) = after.failures
    assert reported == [failure]
    assert "no answer within 60 s" in failure.error
    assert after.counts.failures == 1


def test_a_story_is_sent_once() -> None:
    """Its answer comes from the memory, offline too; another model is asked anew."""
    memory, model = FakeMemory(), FakeModel(GOOD)
    first = Rewriting(model, memory)(digest(story("a")))
    again = Rewriting(model, memory, offline=True)(digest(story("a")))
    assert first == again
    assert len(model.asked) == 1
    other = FakeModel(GOOD, model="other")
    assert Rewriting(other, memory, offline=True)(digest(story("a"))).stories[0].rewrite is None
    Rewriting(other, memory)(digest(story("a")))
    assert len(other.asked) == 1
