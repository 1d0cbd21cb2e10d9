"""A digest → the same with its summaries rewritten by a model, as far as the check accepts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Protocol

from newsdigest.analyse.rewriting import RewriteRequest, checked_rewrite, rewrite_request
from newsdigest.errors import RewriteError
from newsdigest.guard import Step, guarded
from newsdigest.hashing import blake2b
from newsdigest.language import printable
from newsdigest.masking import masked
from newsdigest.model import Digest, Failure, Part, Rewrite, Story
from newsdigest.pipeline.document_articles import name_of
from newsdigest.pipeline.rewriters import Rewriter
from newsdigest.render import story_lengths
from newsdigest.valueclasses import recordclass, replace

__all__ = ["MOST_FAILURES", "RewriteMemory", "Rewriting", "Sent"]

# Requests in a row without an answer after which none is made in this run: a server that is down
# must not cost each story its timeout.
MOST_FAILURES = 2
_SUMMARISED = (Part.TOP, Part.SECTION, Part.FINALLY)


class RewriteMemory(Protocol):
    """Answers of earlier runs."""

    def answer(self, request: str) -> str | None:
        """The answer to a request, by its digest; None if it is not known."""

    def save(self, request: str, answer: str, story: Story, rewrite: Rewrite) -> None:
        """Keep an answer, and what became of it."""


@recordclass
class Sent:
    """What a rewriter was sent in one run."""

    stories: int = 0
    bytes: int = 0
    # Of the stories those without an answer; they may not have arrived.
    unanswered: int = 0


@recordclass
class Rewriting:
    """Rewrites the summaries of the digests of one run."""

    rewriter: Rewriter
    memory: RewriteMemory
    # Whether only answers of earlier runs are used.
    offline: bool = False
    # Called for each failure once; a digest lists it too.
    report: Callable[[Failure], object] | None = None
    sent: Sent = field(default_factory=Sent, init=False)
    _in_a_row: int = field(default=0, init=False)
    _failure: Failure | None = field(default=None, init=False)

    def __call__(self, digest: Digest) -> Digest:
        """The digest with the stories that it summarises rewritten.

        A story whose request fails keeps its own summary, and the digest lists the first failure.
        """
        stories = tuple(map(self._rewritten, digest.stories))
        made = _with_words(digest, replace(digest, stories=stories))
        if self._failure is None or self._failure in made.failures:
            return made
        failures = (*made.failures, self._failure)
        counts = replace(made.counts, failures=len(failures))
        return replace(made, failures=failures, counts=counts)

    def _rewritten(self, story: Story) -> Story:
        if story.part not in _SUMMARISED:
            return story
        rewrite = guarded(Step.REWRITE, name_of(story.lead), lambda: self._rewrite(story), None)
        return replace(story, rewrite=rewrite)

    def _rewrite(self, story: Story) -> Rewrite | None:
        request = rewrite_request(story)
        if request is None:
            return None
        key = _key(self.rewriter, request)
        answer = self.memory.answer(key)
        if answer is None:
            answer = self._ask(request)
        if answer is None:
            return None
        rewrite = checked_rewrite(story, request, answer, self.rewriter.model)
        self.memory.save(key, answer, story, rewrite)
        return rewrite

    def _ask(self, request: RewriteRequest) -> str | None:
        """The answer of the model; None if there is none."""
        if self.offline or self._in_a_row >= MOST_FAILURES:
            return None
        self.sent.stories += 1
        self.sent.bytes += len(self.rewriter.content(request))
        try:
            answer = self.rewriter.ask(request)
        except RewriteError as error:
            self._in_a_row += 1
            self.sent.unanswered += 1
            self._fail(str(error))
            return None
        self._in_a_row = 0
        return answer

    def _fail(self, reason: str) -> None:
        if self._failure is not None:
            return
        said = printable(masked(f"{reason}; stories have the reports' own sentences"))
        name = printable(f"rewrite by {self.rewriter.model}")
        self._failure = Failure(name, said, "rewrite", "rewrite")
        if self.report is not None:
            self.report(self._failure)


def _key(rewriter: Rewriter, request: RewriteRequest) -> str:
    """A digest of the model and of all that it is sent."""
    asked = "\0".join((rewriter.model, rewriter.place, request.as_json()))
    return blake2b(asked.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _with_words(before: Digest, after: Digest) -> Digest:
    """The digest with the words of its edition counted again."""
    if after.edition is None or not any(story.rewrite for story in after.stories):
        return after
    old, new = (
        sum(length.whole for length in story_lengths(_summarised(each))) for each in (before, after)
    )
    return replace(after, edition=replace(after.edition, words=after.edition.words + new - old))


def _summarised(digest: Digest) -> Digest:
    stories = tuple(story for story in digest.stories if story.part in _SUMMARISED)
    return replace(digest, stories=stories)
