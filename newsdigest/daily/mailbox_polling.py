"""Folders of mailboxes → polled → new articles in the state.

The articles of messages and the position in the folder are stored in one transaction, a few
messages at a time, so that whenever the run or the server stops, the next run goes on there. A
message is known again by its headers, wherever it is in the account and whatever UID it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import date, timedelta

from newsdigest.daily.poll_writer import PollWriter
from newsdigest.daily.polls import Letter, MailboxSubscription, PollOptions, PollReport
from newsdigest.daily.server_polling import poll_in_turn
from newsdigest.errors import NewsdigestError, SourceError
from newsdigest.feedmodel import Feed
from newsdigest.model import Article, Document
from newsdigest.pipeline import Run, headline_articles, letter_articles
from newsdigest.sources import DEFAULT_LIMITS
from newsdigest.sources.imap import Envelope, Folder, Refused, open_folder
from newsdigest.sources.network import UnknownHostError
from newsdigest.store import Answer, FeedState, FolderPosition, Store
from newsdigest.valueclasses import recordclass, valueclass
from newsdigest.workers.pool import LostResult, WorkerPool

# Messages that appear in a folder later are news unless they are older than its first poll by more
# than this, as for feeds; a day more, since servers compare days.
_LATEST_ARRIVAL = timedelta(days=8)
# Messages at the end of a folder that its first poll looks at.
_LOOKED_BACK = 1_000
# Messages read in one run; the next one goes on.
_MOST_MESSAGES = 200
# Messages, and bytes of them, that are stored together.
_TOGETHER = 20
_BYTES_TOGETHER = 10_000_000
_MESSAGE_BYTES = DEFAULT_LIMITS.document_bytes


@valueclass
class _Message:
    """A message as the server gave it."""

    envelope: Envelope
    # Empty if the server refused it for this reason.
    content: bytes
    refusal: str | None = None


@recordclass
class _Notes:
    """What was not as it should be, for one line each."""

    unread: list[str] = field(default_factory=list)
    large: int = 0
    has_more: bool = False

    def lines(self) -> tuple[str, ...]:
        lines = []
        if self.unread:
            what = "1 message" if len(self.unread) == 1 else f"{len(self.unread)} messages"
            lines.append(f"{what} could not be read beyond the subject: {self.unread[0]}")
        if self.large:
            what = "1 message is" if self.large == 1 else f"{self.large} messages are"
            size = f"{_MESSAGE_BYTES // 1_000_000} MB"
            lines.append(f"{what} larger than {size}: only the beginning was read")
        if self.has_more:
            lines.append(f"more than {_MOST_MESSAGES} new messages: the next run reads the others")
        return tuple(lines)


class MailboxPoller:
    """Polls folders one after the other."""

    def __init__(
        self, store: Store, options: PollOptions, run: Run, report: PollReport, writer: PollWriter
    ) -> None:
        self._store = store
        self._options = options
        self._run = run
        self._now = run.as_of
        self._report = report
        self._writer = writer

    def poll(
        self, mailboxes: Sequence[tuple[MailboxSubscription, FeedState]], pool: WorkerPool
    ) -> None:
        """Read what is new in each, and store it with the result."""
        watch = self._options.watch
        if watch is not None and mailboxes:
            watch.begin("mailboxes", len(mailboxes))
        poll_in_turn(
            mailboxes,
            lambda mailbox, state: self._answer(mailbox, state, pool),
            self._report,
            self._writer,
            watch,
        )

    def _answer(self, mailbox: MailboxSubscription, state: FeedState, pool: WorkerPool) -> Answer:
        notes = _Notes()
        try:
            server = mailbox.read_server()
        except SourceError as error:
            return Answer(error=str(error), is_local=True)
        try:
            with open_folder(server, mailbox.folder) as folder:
                self._read(mailbox, state, folder, pool, notes)
        except SourceError as error:
            is_offline = self._report.is_offline and isinstance(error, UnknownHostError)
            return Answer(error=str(error), is_offline=is_offline)
        return Answer(feed=Feed("mail", None, None, None, (), warnings=notes.lines()))

    def _read(
        self,
        mailbox: MailboxSubscription,
        state: FeedState,
        folder: Folder,
        pool: WorkerPool,
        notes: _Notes,
    ) -> None:
        """Store what is new in the folder."""
        last = folder.last()
        known = self._store.mailboxes.position(mailbox.key)
        if known is None:
            uids = self._begin(mailbox, folder, last)
        elif known.validity != folder.validity:
            # The UIDs mean other messages now, but those that were seen are known by their headers.
            uids = folder.arrived_since(_oldest(state))
        else:
            uids = folder.after(known.uid, _oldest(state))
        for batch in self._batches(mailbox, folder, uids, notes):
            position = FolderPosition(folder.validity, batch[-1].envelope.uid)
            letters = self._letters(mailbox, batch, pool, notes)
            self._writer.write_letters(mailbox, letters, position)
        if not notes.has_more:
            end = FolderPosition(folder.validity, max([last, *uids]))
            self._writer.write_letters(mailbox, (), end)

    def _begin(self, mailbox: MailboxSubscription, folder: Folder, last: int) -> list[int]:
        """Store the history of a folder that was never read; returns the UIDs of its news."""
        found = folder.envelopes(folder.newest(_LOOKED_BACK))
        envelopes = [each for each in found if mailbox.takes(each.senders)]
        count = min(self._options.first_items, len(envelopes))
        news = [each.uid for each in envelopes[len(envelopes) - count :]]
        history = [Letter(each.identity) for each in envelopes[: len(envelopes) - count]]
        start = news[0] - 1 if news else last
        self._writer.write_letters(mailbox, history, FolderPosition(folder.validity, start))
        return news

    def _batches(
        self, mailbox: MailboxSubscription, folder: Folder, uids: Sequence[int], notes: _Notes
    ) -> Iterator[list[_Message]]:
        """The new messages, a few at a time; what came before a failure is not lost by it."""
        batch: list[_Message] = []
        count = 0
        try:
            for envelope in self._new(mailbox, folder.envelopes(uids)):
                if count == _MOST_MESSAGES:
                    notes.has_more = True
                    break
                message = _fetched(folder, envelope)
                if message is None:
                    continue
                batch.append(message)
                count += 1
                size = sum(len(each.content) for each in batch)
                if len(batch) == _TOGETHER or size >= _BYTES_TOGETHER:
                    yield batch
                    batch = []
        except SourceError:
            if batch:
                yield batch
            raise
        if batch:
            yield batch

    def _new(
        self, mailbox: MailboxSubscription, envelopes: Iterator[Envelope]
    ) -> Iterator[Envelope]:
        """The messages to read: from the wanted senders, and not seen before in the account."""
        taken: set[str] = set()
        for each in envelopes:
            if not mailbox.takes(each.senders) or each.identity in taken:
                continue
            taken.add(each.identity)
            key = f"mail:{each.identity}"
            if self._store.articles.seen(mailbox.key, [key]):
                continue
            if not self._is_elsewhere(mailbox, key):
                yield each

    def _is_elsewhere(self, mailbox: MailboxSubscription, key: str) -> bool:
        """Whether another folder of the account has the message; it is then of this one, too."""
        if not mailbox.siblings:
            return False
        with self._store.transaction():
            return self._store.articles.adopt(mailbox.key, key, mailbox.siblings, self._now)

    def _letters(
        self,
        mailbox: MailboxSubscription,
        messages: Sequence[_Message],
        pool: WorkerPool,
        notes: _Notes,
    ) -> list[Letter]:
        """The messages with their articles, or with their headlines if they cannot be read."""
        notes.large += sum(len(each.content) >= _MESSAGE_BYTES for each in messages)
        whole = [_document(mailbox, each.content) for each in messages]
        found: list[tuple[Article, ...]] = []
        lost: list[int] = []
        results = pool.map(letter_articles, whole, self._now, self._run.rules)
        for number, (message, (_, result)) in enumerate(zip(messages, results, strict=True)):
            self._run.step(mailbox.origin)
            found.append(tuple(result) if isinstance(result, list) else ())
            if not isinstance(result, list):
                notes.unread.append(message.refusal or _reason(result))
                lost.append(number)
        heads = [_document(mailbox, messages[number].envelope.header) for number in lost]
        headlines = pool.map(headline_articles, heads, self._now)
        for number, (_, result) in zip(lost, headlines, strict=True):
            if isinstance(result, list):
                found[number] = tuple(result)
        return [
            Letter(message.envelope.identity, articles)
            for message, articles in zip(messages, found, strict=True)
        ]


def _oldest(state: FeedState) -> date:
    """The day before which messages were history when the folder was first polled."""
    return (state.added - _LATEST_ARRIVAL).date()


def _fetched(folder: Folder, envelope: Envelope) -> _Message | None:
    """The message; None if it was deleted meanwhile."""
    try:
        content = folder.message(envelope.uid)
    except Refused as refusal:
        return _Message(envelope, b"", f"the server refused it: {folder.reason(refusal)}")
    return None if content is None else _Message(envelope, content)


def _document(mailbox: MailboxSubscription, content: bytes) -> Document:
    return Document(content=content, origin=mailbox.origin, media_type="message/rfc822")


def _reason(result: NewsdigestError | LostResult) -> str:
    return result.reason if isinstance(result, LostResult) else str(result)
