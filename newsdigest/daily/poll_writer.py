"""Poll results → the state, one transaction per feed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from newsdigest.clean import BoilerplateLearner, publication_key
from newsdigest.daily.polls import (
    MOST_UPDATES,
    FeedPoll,
    Letter,
    MailboxSubscription,
    PollOptions,
    PollReport,
)
from newsdigest.guard import Step, guarded
from newsdigest.hashing import blake2b
from newsdigest.language import printable
from newsdigest.masking import holds_secret, masked_address
from newsdigest.model import Article, Failure
from newsdigest.pipeline import (
    Run,
    is_same_report,
    name_of,
    new_sentences,
    with_lines,
    with_own_id,
)
from newsdigest.sources import host_ports_of
from newsdigest.store import Answer, FeedItemKeys, FeedState, FolderPosition, Store, after
from newsdigest.valueclasses import replace

_TOO_MANY_REQUESTS = 429


class PollWriter:
    """Stores polls and counts their results."""

    def __init__(self, store: Store, run: Run, report: PollReport, options: PollOptions) -> None:
        self._store = store
        self._min_interval = options.min_interval
        self._now = run.as_of
        self._latest = max(run.as_of, options.latest or run.as_of)
        self._learner = BoilerplateLearner(run.rules.cleaning, store.lines.memory)
        self._report = report

    def write(self, *polls: FeedPoll) -> None:
        """Store the polls of several feeds in one transaction."""
        answers = [_answer(poll, is_offline=self._report.is_offline) for poll in polls]
        with self._store.transaction():
            for poll, answer in zip(polls, answers, strict=True):
                self._write_poll(poll, answer)
        for poll, answer in zip(polls, answers, strict=True):
            self._report_poll(poll, answer)

    def write_letters(
        self, mailbox: MailboxSubscription, letters: Sequence[Letter], position: FolderPosition
    ) -> None:
        """Store messages of a mailbox, and that the folder was read up to there."""
        with self._store.transaction():
            for letter in letters:
                self._write_letter(mailbox, letter)
            articles = [article for letter in letters for article in letter.articles]
            self._learn(mailbox.origin, articles)
            self._store.mailboxes.save(mailbox.key, position)

    def _write_letter(self, mailbox: MailboxSubscription, letter: Letter) -> None:
        key = f"mail:{letter.identity}"
        if not letter.articles:
            seen = FeedItemKeys(mailbox.key, (key,), "", letter.identity)
            self._store.articles.see(seen, self._now)
        for number, article in enumerate(letter.articles, 1):
            name = key if number == 1 else f"{key}#{number}"
            if article.url is None:
                # Messages with the same subject and without text are as many articles.
                article = replace(article, id=f"{letter.identity}{article.id}")
            self._write_item(
                article, FeedItemKeys(mailbox.key, (name,), article.id, letter.identity)
            )

    def write_history(self, account: str, ids: Iterable[str]) -> None:
        """Store that items of an account, by its `state_key`, are no news."""
        with self._store.transaction():
            for id in ids:
                self._see_item(account, id, "")

    def write_items(self, account: str, poll: FeedPoll, ids: Iterable[str]) -> None:
        """Store the items of one feed of an account, with these ids, in one transaction."""
        with self._store.transaction():
            self._write_entries(poll)
            keys = {f"guid:{id}": id for id in ids}
            seen = self._store.articles.seen(poll.key, keys)
            for key, id in keys.items():
                self._see_item(account, id, seen[key].article if key in seen else "")

    def _see_item(self, account: str, id: str, article: str) -> None:
        self._store.articles.see(FeedItemKeys(account, (item_key(id),), article, ""), self._now)

    def write_answer(self, name: str, state: FeedState, answer: Answer) -> None:
        """Store the result of reading a mailbox or an account, after what it brought."""
        with self._store.transaction():
            self._store.feeds.save(after(state, answer, self._now, self._min_interval))
            if answer.error is not None and answer.retry_after:
                for host, _ in host_ports_of(state.url):
                    self._store.feeds.leave_host_alone(host, self._now + answer.retry_after)
        self._report_answer(printable(name), answer)

    def _write_poll(self, poll: FeedPoll, answer: Answer) -> None:
        updates = self._report.updates
        self._write_entries(poll)
        # A known entry with a changed text is news only if it has new facts.
        has_news = self._report.updates > updates or any(not each.known_as for each in poll.items)
        answer = replace(answer, has_news=has_news)
        self._store.feeds.save(after(poll.state, answer, self._now, self._min_interval))
        if rest := self._rest(poll, answer):
            for host, _ in host_ports_of(poll.url):
                self._store.feeds.leave_host_alone(host, self._now + rest)

    def _write_entries(self, poll: FeedPoll) -> None:
        """Store the entries of a poll, whose articles have been read."""
        for item in poll.items:
            assert item.article is not None
            self._write_item(item.article, item.sighting, item.known_as)
        for sighting in poll.history:
            self._store.articles.see(sighting, self._now)
        self._learn(poll.url, [item.article for item in poll.items if item.article is not None])

    def _rest(self, poll: FeedPoll, answer: Answer) -> timedelta | None:
        """How long not to poll the feed's host: as it asks, or because of a 429; else None."""
        if answer.retry_after and answer.error:
            return answer.retry_after
        is_asked_too_often = poll.fetched is not None and poll.fetched.status == _TOO_MANY_REQUESTS
        return self._min_interval if is_asked_too_often else None

    def _write_item(
        self, article: Article, sighting: FeedItemKeys, known_as: str | None = None
    ) -> None:
        """Store an article; `known_as` is the id of an earlier version of it."""
        articles = self._store.articles
        # A missing or future date is replaced by when the entry was first seen.
        published = article.published
        is_wrong = published is None or published > self._latest
        article = replace(article, published=self._now if is_wrong else published)
        if article.url is None:
            article = replace(article, id=_id_within(article))
        if known_as is None and self._is_taken(article):
            article = with_own_id(article)
        id = known_as or article.id
        if known_as is not None:
            self._update(id, article)
        elif not articles.holds(id):
            self._report.new_articles += 1
            articles.save(article, self._now)
        else:
            self._choose(article)
        articles.see(replace(sighting, article=id), self._now)

    def _is_taken(self, article: Article) -> bool:
        """Whether another item of the feed has this id, because its page names the same address."""
        known = self._store.articles.get(article.id)
        if known is None or known.article.origin != article.origin:
            return False
        return guarded(
            Step.UPDATE,
            name_of(article),
            lambda: not is_same_report(known.article, article),
            otherwise=True,
        )

    def _learn(self, source: str, articles: Sequence[Article]) -> None:
        """Count the lines of the new articles; recurring ones are removed on delivery."""
        if not self._learner.cleaning.learn or not articles:
            return
        lined = with_lines(articles, self._learner)
        guarded(Step.LEARN, source, lambda: self._learner.observe(lined, self._now), None)
        for name in sorted(set(map(publication_key, articles))):
            self._store.lines.save(self._learner.memory(name), self._now)

    def _choose(self, article: Article) -> None:
        """If two feeds bring the same article in one run, choose between them in a fixed order."""
        known = self._store.articles.get(article.id)
        if known is None or known.first_seen != self._now:
            return
        if (article.partial is not None, article.origin) < (
            known.article.partial is not None,
            known.article.origin,
        ):
            self._store.articles.prefer(article)

    def _update(self, id: str, article: Article) -> None:
        """Store a changed text: it is news again only if it gained facts.

        If the earlier version was not delivered anywhere yet, the new one just replaces it.
        """
        known = self._store.articles.get(id)
        if known is None or known.version > MOST_UPDATES:
            return
        fresh = guarded(
            Step.UPDATE,
            name_of(article),
            lambda: new_sentences(known.article, article),
            otherwise=(),
        )
        if not fresh:
            return
        published = known.article.published or article.published
        updated = replace(article, id=id, published=published)
        if self._store.articles.is_delivered(id):
            self._report.updates += 1
            self._store.articles.save(replace(updated, added=fresh), self._now, is_update=True)
        else:
            self._store.articles.prefer(updated)

    def _report_poll(self, poll: FeedPoll, answer: Answer) -> None:
        self._report.unchanged += answer.not_modified
        if answer.gone:
            self._report.ended.add(poll.key)
        source = printable(poll.subscription.name or masked_address(poll.subscription.url))
        self._report_answer(source, answer)

    def _report_answer(self, source: str, answer: Answer) -> None:
        if answer.feed is not None:
            self._report.notes += [f"{source}: {warning}" for warning in answer.feed.warnings]
        if answer.error is not None:
            code = "gone" if answer.gone else "feed"
            self._report.failures.append(Failure(source, printable(answer.error), "fetch", code))


def item_key(id: str) -> str:
    """The key in the state of an item of an account."""
    return f"item:{id}"


def _id_within(article: Article) -> str:
    """Without an address, the same text in two feeds is two articles, one a copy of the other."""
    return blake2b(f"{article.origin}\n{article.id}".encode(), digest_size=8).hexdigest()


def _answer(poll: FeedPoll, *, is_offline: bool) -> Answer:
    got = poll.fetched
    if got is None:
        return Answer(error=poll.error or "not fetched")
    return Answer(
        feed=poll.feed,
        content=poll.content,
        not_modified=got.not_modified or (poll.feed is None and poll.error is None),
        validators=got.validators,
        error=poll.error,
        gone=got.status == 410,
        permanent_url=_learnt(poll, got.permanent_url),
        retry_after=got.retry_after,
        max_age=got.max_age,
        is_offline=is_offline,
        is_local=poll.is_local,
        turnover=poll.turnover,
    )


def _learnt(poll: FeedPoll, moved_to: str | None) -> str | None:
    """The new address of a feed, unless an address with secrets is involved.

    Those are kept only in the configuration, where the user put them.
    """
    is_public = poll.key == poll.subscription.url and not holds_secret(moved_to or "")
    return moved_to if is_public else None
