"""Folders are read by UID, completely and without a trace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from newsdigest.errors import SourceError
from newsdigest.sources.imap import Envelope, Refused, open_folder
from tests.daily.feeds import item
from tests.sources.imap.imap_server import ImapServer
from tests.sources.imap.servers import MailboxServer, letter, login

DAY = date(2026, 11, 22)
WEEK_AGO = DAY - timedelta(days=7)


def envelopes(server: MailboxServer, *uids: int) -> list[Envelope]:
    with open_folder(login(server), "INBOX") as folder:
        return list(folder.envelopes(uids))


def test_messages_come_whole_and_stay_unread(mailbox: MailboxServer) -> None:
    """Neither their headers nor their content leaves a flag."""
    letters = [letter(item(n)) for n in range(3)]
    for each in letters:
        mailbox.put(each)
    with open_folder(login(mailbox), "INBOX") as folder:
        assert (folder.last(), folder.newest(2), folder.newest(9)) == (3, [2, 3], [1, 2, 3])
        assert [each.uid for each in folder.envelopes([1, 2, 3])] == [1, 2, 3]
        assert [folder.message(uid) for uid in (1, 2, 3)] == letters
    assert mailbox.flags() == [set(), set(), set()]


def test_only_what_is_beyond_a_uid_is_new(mailbox: MailboxServer) -> None:
    """Servers count the last message to every range that ends in a star."""
    for number in range(3):
        mailbox.put(letter(item(number)))
    with open_folder(login(mailbox), "INBOX") as folder:
        assert folder.after(1, WEEK_AGO) == [2, 3]
        assert folder.after(3, WEEK_AGO) == []


def test_what_is_dated_long_ago_is_not_new(mailbox: MailboxServer) -> None:
    """An old message that was moved into the folder; one without a date that can be read is new."""
    mailbox.put(letter(item(0, day=-30)), arrived=DAY)
    mailbox.put(b"Subject: No date\r\n\r\nText\r\n", arrived=DAY)
    mailbox.put(letter(item(1)), arrived=DAY)
    mailbox.put(b"Date: the other day\r\nSubject: Odd\r\n\r\nText\r\n", arrived=DAY)
    with open_folder(login(mailbox), "INBOX") as folder:
        assert folder.after(0, WEEK_AGO) == [2, 3, 4]
        assert folder.arrived_since(WEEK_AGO) == [2, 3, 4]


def test_an_empty_folder(mailbox: MailboxServer) -> None:
    """It has no last message, and nothing new."""
    with open_folder(login(mailbox), "INBOX") as folder:
        assert (folder.last(), folder.newest(5), folder.after(0, WEEK_AGO)) == (0, [], [])


def test_what_was_deleted_is_left_out(mailbox: MailboxServer) -> None:
    """Its UID names nothing any more, which is no error."""
    mailbox.put(letter(item(0)))
    assert [each.uid for each in envelopes(mailbox, 1, 7)] == [1]
    with open_folder(login(mailbox), "INBOX") as folder:
        assert folder.message(7) is None


def test_a_message_is_known_by_its_headers(mailbox: MailboxServer) -> None:
    """Whatever UID it has; and one with the Message-ID of another is another."""
    mailbox.put(letter(item(0)))
    mailbox.put(letter(item(1), id="<item-0@letters.example>"))
    with open_folder(login(mailbox), "INBOX") as folder:
        validity = folder.validity
    before = envelopes(mailbox, 1, 2)
    mailbox.renumber()
    with open_folder(login(mailbox), "INBOX") as folder:
        assert folder.validity not in (validity, 0)
        uids = folder.newest(2)
        after = list(folder.envelopes(uids))
    assert uids[0] > 100
    assert {each.identity for each in after} == {each.identity for each in before}
    assert len({each.identity for each in after}) == 2


def test_senders_are_the_addresses_of_the_header(own: ImapServer) -> None:
    """In lower case, and not what a display name says."""
    own.put(letter(item(0), sender='"a@b.example, daily" <News@Post.example>'))
    own.put(letter(item(0), sender="plain@post.example"))
    assert [each.senders for each in envelopes(own, 1, 2)] == [
        ("news@post.example",), ("plain@post.example",),
    ]  # fmt: skip


def test_messages_without_headers_are_not_one(own: ImapServer) -> None:
    """Nothing tells them apart but their UIDs."""
    own.put(b"X: 1\r\n\r\nOne\r\n")
    own.put(b"X: 2\r\n\r\nTwo\r\n")
    first, second = envelopes(own, 1, 2)
    assert first.identity != second.identity


@pytest.mark.parametrize("name", ["Weekly letters", "Übersicht", 'A "b" & c', "Lists/日本"])
def test_folders_of_any_name(own: ImapServer, name: str) -> None:
    """Their names are sent as IMAP spells them; one that is not there is named in the error."""
    refused = pytest.raises(SourceError, match="cannot open the folder")
    with refused as caught, open_folder(login(own), name):
        pass
    assert name in str(caught.value)
    assert own.heard[-1].isascii()


@pytest.mark.parametrize("kind", ["Grüße & Co"])
def test_a_folder_in_another_script_is_opened(mailbox: MailboxServer, kind: str) -> None:
    """By the name that a mail program shows for it."""
    mailbox.put(letter(item(0)), folder="Gr&APwA3w-e &- Co")
    with open_folder(login(mailbox), kind) as folder:
        assert folder.last() == 1


def test_a_message_that_the_server_refuses_ends_no_session(own: ImapServer) -> None:
    """The others can still be read."""
    own.put(letter(item(0)))
    second = letter(item(1))
    own.put(second)
    own.script.refused[1] = "NO message is damaged"
    with open_folder(login(own), "INBOX") as folder:
        with pytest.raises(Refused, match="damaged"):
            folder.message(1)
        assert folder.message(2) == second
