"""Mistakes in a configuration are told all at once, each where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsdigest.config import load_config
from newsdigest.errors import ConfigError, UsageError


def problems(tmp_path: Path, text: str, environment: dict[str, str] | None = None) -> list[str]:
    """The mistakes of a file, without the path that each begins with."""
    path = tmp_path / "config.toml"
    path.write_text(text)
    try:
        load_config(path, environment or {})
    except ConfigError as error:
        return [each.removeprefix(f"{path}:") for each in error.problems]
    return []


FEED = '[[feed]]\nurl = "https://one.example/rss"\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("fetsh = 1", '1:1: unknown key "fetsh"; did you mean "fetch"?'),
        ("[fetsh]", '1:2: unknown key "fetsh"; did you mean "fetch"?'),
        ("[digest]\n  sentnces = 2", '2:3: unknown key "sentnces"; did you mean "sentences"?'),
        ("sentences = 2", '1:1: unknown key "sentences"; it belongs in [digest]'),
        (
            "[fetch]\nwords = 3",
            '2:1: unknown key "words"; it belongs in [digest] or [interests] or [[topic]]',
        ),
        ("include = 'x.toml'", '1:1: unknown key "include"'),
        (
            '[digest]\nsentences = "2"',
            '2:13: sentences must be a whole number from 1 to 100, not "2"',
        ),
        (
            "[digest]\nsentences = 2.0",
            "2:13: sentences must be a whole number from 1 to 100, not 2",
        ),
        (
            "[digest]\nsentences = true",
            "2:13: sentences must be a whole number from 1 to 100, not true",
        ),
        ("[digest]\nlimit = 0", "2:9: limit must be a whole number from 1 to 100000, not 0"),
        ("[fetch]\ntimeout = nan", "2:11: timeout must be a number from 1 to 3600, not nan"),
        ("[fetch]\ntimeout = inf", "2:11: timeout must be a number from 1 to 3600, not inf"),
        ("[fetch]\nhost_delay = -1", "2:14: host_delay must be a number from 0 to 3600, not -1"),
        ("[fetch]\nfull_text = 'no'", '2:13: full_text must be true or false, not "no"'),
        (
            "[fetch]\npatience = '1 year'",
            '2:12: patience must be a time such as "90m", "24h", "7d" or "2w", not "1 year"',
        ),
        (
            f'{FEED}headers_file = "a"\nheaders_command = "b"',
            "3:16: headers_command stands there too; leave one of them out",
        ),
        (
            '[[feed]]\nurl = "http://one.example/rss"\nheaders_command = "b"',
            "2:7: headers_command needs https: http is for this machine and its own network",
        ),
        (
            '[[feed]]\nurl = "http://9.9.9.9/rss"\nheaders_file = "b"',
            "2:7: headers_file needs https: http is for this machine and its own network",
        ),
        ("[fetch]\nmin_interval = '5s'", '2:16: min_interval must be "1m" or longer, not "5s"'),
        ("[state]\nkeep = '1h'", '2:8: keep must be "1d" or longer, not "1h"'),
        ("[digest]\nlanguage = 'EN'", "2:12: language must be one of en, de, "),
        ('[fetch]\nuser_agent = "x\\ny"', '2:14: user_agent must be one line of text, not "x\\ny"'),
        ('[fetch]\nuser_agent = "é"', '2:14: user_agent must be plain ASCII, not "é"'),
        ("[digest]\nformat = 'pdf'", "2:10: format must be one of terminal, "),
        ("[digest]\nby = 'topic,topic'", '2:6: by must be levels such as "source,topic", of '),
        ("[digest]\nsince = 2026-11-21", "2:9: since must be a time such as "),
        ("[digest]\noutput = ''", '2:10: output must be a path, not ""'),
        ("[filters]\ndrop = 'x'", '2:8: drop must be a list such as ["one", "two"], not "x"'),
        ("[filters]\ndrop = ['x',\n 3]", "3:2: drop: must be a filter in quotes, not 3"),
        (
            "[filters]\ndrop = ['kind:adverts']",
            "2:9: drop: the filter kind:adverts names no kind: it is one of report, live, "
            "explainer, opinion, interview, review, question, roundup, gallery, video, podcast, "
            "quiz, recipe, deal",
        ),
        (
            "[filters]\nkeep = ['/(/']",
            "2:9: keep: the filter /(/ is no regular expression: missing ) at position 1",
        ),
        (
            "[filters]\ndrop = ['titel:horoscope']",
            '2:9: drop: the filter titel:horoscope names no field; did you mean "title"?; fields',
        ),
        (
            "[filters]\nkeep = ['topic:sports']",
            '2:9: keep: the filter topic:sports names no topic; did you mean "sport"?; topics are',
        ),
        (
            "[profile.m]\nkeep = [\n'cup', 'topic:ferries']",
            "3:8: keep: the filter topic:ferries names no topic; topics are",
        ),
        (FEED + "drop = ['topic:cooking']", "3:9: drop: the filter topic:cooking names no topic"),
        (
            "[filters]\ndrop = ['/(offer)/gim']",
            "2:9: drop: the filter /(offer)/gim has flags after its last /: leave gim out",
        ),
        ("[[topic]]\nname = 'A'", "1:1: this topic has no words and no phrases"),
        ("[[topic]]\nname = 'A'\nwords = []", "1:1: this topic has no words and no phrases"),
        (
            "[digest]\noutput = 'news/{day}.md'",
            '2:10: output may have {date} in it, not "{day}"',
        ),
        ("[profile.m]\noutput = '{date}/{title}.md'", "2:10: output may have {date} in it"),
        ("[digest]\noutput = '{date}/news.md'", "2:10: output may have {date} in the name"),
        (FEED + "groups = ['News', 'News//Local']", '3:19: groups: must be a group such as "News"'),
        ("digest = 1", "1:10: must be a table, not 1"),
        ("[feed]\nurl = 'https://a.example'", "1:1: write [[feed]], with two brackets"),
        ("feed = [1]", "1:9: must be a table, not 1"),
        ("[profile]\nby = 'topic'", "2:6: write [profile.NAME] above it"),
        ("profile = 3", "1:11: write [profile.NAME]"),
        ("[profile.' ']", "1:1: a profile needs a name that can be shown"),
        ("[profile.m]\nnew = 1", "2:7: new must be true or false, not 1"),
        ("[[feed]]\nname = 'A'", "1:1: this feed has no url"),
        ("[[topic]]\nwords = ['a']", "1:1: this topic has no name"),
        (FEED + FEED.replace("one", "ONE"), "4:7: this url is that of the feed in line 2"),
        (
            FEED + "name = 'A'\n" + FEED.replace("one", "two") + "name = 'a'",
            "6:8: this name is that of the feed in line 3",
        ),
        (
            "[[topic]]\nname = 'A'\nwords = ['a']\n[[topic]]\nname = 'A'\nphrases = ['a b']",
            "5:8: this name is that of the topic in line 2",
        ),
        (
            FEED + "name = 'One'\n[profile.m]\nfeeds = ['One', 'Onne']",
            '5:17: no feed has the name or URL "Onne"; did you mean "One"?',
        ),
    ],
)
def test_a_mistake(tmp_path: Path, text: str, problem: str) -> None:
    """CFG01, CFG02, CFG04: the line and column of it, what is wrong, and what may be meant."""
    (found,) = problems(tmp_path, text)
    assert found.startswith(problem)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://one.example/", "one.example", "https://", "https:///path", "https://[::1/",
        "https://one.example:99999/", "https://one.example:0/", "https://one example/", "",
        "https://one.example/\u0001", "file:///etc/passwd", "https://a.example/" + "x" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_url(tmp_path: Path, url: str) -> None:
    """CFG02: the place is told, the URL is not: it may hold a password."""
    text = f"[[feed]]\nurl = '{url}'" if url.isprintable() else '[[feed]]\nurl = "a\\u0001"'
    (found,) = problems(tmp_path, text)
    assert found.startswith("2:7: url must be an http or https URL: ")
    assert not url or url not in found


def test_all_at_once(tmp_path: Path) -> None:
    """Mistakes of file and environment come together, in the order of the file."""
    text = "[fetch]\ntimeout = 0\n[digest]\nlimit = -1\n[[feed]]\nname = 3\nulr = 'x'"
    found = problems(tmp_path, text, {"NEWSDIGEST_DIGEST_WORDS": "many"})
    assert [each.split(" ")[0] for each in found] == [
        "2:11:", "4:9:", "5:1:", "6:8:", "7:1:", "NEWSDIGEST_DIGEST_WORDS:",
    ]  # fmt: skip
    assert found[-1].endswith('must be a whole number from 5 to 10000, not "many"')


def test_all_of_a_list_at_once(tmp_path: Path) -> None:
    """Each element of a list that is wrong is reported with its own place."""
    found = problems(
        tmp_path,
        "[filters]\ndrop = ['/*/', 'fine',\n 'topic:nought', '/(/']\n"
        "[mail]\nto = ['a@b.example', 'nobody', '@']\n"
        "[boilerplate]\nkeep = [1, 'fine', '']\n[site.'a.example']\nbody = ['p >', 'p', '::']",
    )
    assert [each.split(" ")[0] for each in found] == [
        "2:9:", "3:2:", "3:18:", "5:22:", "5:32:", "7:9:", "7:20:", "9:9:", "9:21:",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("[[mailbox]]\nimap = 'imaps://me@mail.example'", "password_"),
        ("[[account]]\nurl = 'https://rss.example'\nuser = 'me'", "password_"),
        ("[mail]", "password_"),
        ("[notify]", "urls_"),
        ("[rewrite]", "key_"),
    ],
)
def test_a_secret_has_one_place(tmp_path: Path, table: str, keys: str) -> None:
    """A second one is a mistake, wherever a secret can be named, and not silently ignored."""
    ways = {"env": "A", "file": "/secret", "command": "pass show it"}
    for way in ("env", "file"):
        assert problems(tmp_path, f"{table}\n{keys}{way} = '{ways[way]}'") == []
    text = "".join(f"\n{keys}{way} = '{value}'" for way, value in ways.items())
    assert [each.partition(": ")[2] for each in problems(tmp_path, table + text)] == [
        f"{keys}command stands there too; leave one of them out"
    ] * 2


FEED_A = "[[feed]]\nurl = 'https://x.example'\nname = 'A'\n"
BOX = "[[mailbox]]\nimap = 'imaps://me@mail.example'\n"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (BOX, "1:1: this mailbox has no password_command, password_file or password_env"),
        (
            f"{BOX}password_env = 'A'\n{BOX}folder = 'INBOX'\npassword_env = 'A'",
            "4:1: this folder is read by the mailbox in line 2",
        ),
        (
            f"[[feed]]\nurl = 'https://x.example'\nname = 'A'\n{BOX}name = 'a'\npassword_env = 'A'",
            "6:8: this name is that of the feed in line 3",
        ),
        (
            "[[mailbox]]\nimap = 'imap://me@mail.example'\nstarttls = false\npassword_env = 'A'",
            "3:12: the password would not be encrypted: false is for this machine and private "
            "addresses",
        ),
        (
            "[mailbox]\nimap = 'imaps://me@mail.example'",
            "1:1: write [[mailbox]], with",
        ),
        ("[[mailbox]]\npassword_env = 'A'", "1:1: this mailbox has no imap"),
        (f"{BOX}password_env = 'A'\nkeep = ['titel:x']", "4:9: keep: "),
    ],
)
def test_mailboxes_that_cannot_be_read(tmp_path: Path, text: str, mistake: str) -> None:
    """SEC11: each with its place, before any connection is made."""
    (found,) = problems(tmp_path, text)
    assert found.startswith(mistake)


SAME_READER = "[[account]]\nurl = 'https://rss.example'\nuser = 'me'\n"
READER = "[[account]]\nurl = 'https://rss.example/'\nuser = 'me'\n"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (READER, "1:1: this account has no password_command, password_file or password_env"),
        (
            f"{READER}password_env = 'A'\n{SAME_READER}password_env = 'A'",
            "5:1: this account is that in line 2",
        ),
        (
            f"{FEED_A}{READER}name = 'a'\npassword_env = 'A'",
            "7:8: this name is that of the feed in line 3",
        ),
        (
            f"{READER.replace('https', 'http')}password_env = 'A'",
            "2:7: needs https: http is for this machine and its own network",
        ),
        (
            f"{READER.replace('rss.', 'me:canary@rss.')}password_env = 'A'",
            "2:7: must end after the path, without user and password",
        ),
        ("[[account]]\nuser = 'me'\npassword_env = 'A'", "1:1: this account has no url"),
    ],
)
def test_accounts_that_cannot_be_read(tmp_path: Path, text: str, mistake: str) -> None:
    """SEC12: each with its place, before any connection is made."""
    (found,) = problems(tmp_path, text)
    assert found.startswith(mistake)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "192.168.1.5", "[fd00::1]"])
def test_an_unencrypted_mailbox_on_the_own_network(tmp_path: Path, host: str) -> None:
    """The user may say that it is safe there; by name only for this machine."""
    text = f"[[mailbox]]\nimap = 'imap://me@{host}'\nstarttls = false\npassword_env = 'A'"
    assert problems(tmp_path, text) == []


def test_topics_of_one_s_own_can_be_filtered(tmp_path: Path) -> None:
    """A filter may name the user's topics as well as the standard ones, in part or by pattern."""
    text = (
        "[filters]\ndrop = ['topic:water', 'topic:law', 'topic:/^sport$/', 'topic:war']"
        "\n[[topic]]\nname = 'On the water'\nwords = ['ferry']"
    )
    assert problems(tmp_path, text) == []


def test_an_error_of_usage() -> None:
    """A wrong configuration ends as a wrong option does, and survives a process border."""
    import pickle

    error = ConfigError(["a:1:1: x", "a:2:1: y"])
    assert isinstance(error, UsageError)
    assert str(error) == "a:1:1: x\na:2:1: y"
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


def test_no_secret_in_a_mistake(tmp_path: Path) -> None:
    """SEC01: passwords and tokens are masked in whatever is told of a file."""
    found = problems(
        tmp_path,
        "[fetch]\nproxy = 'socks5://ann:canary@proxy.example'\n"
        "[digest]\nformat = 'https://ann:canary@x.example'\noutput = 3\n"
        "[profile.m]\nfeeds = ['https://x.example/?api_key=canary']",
        {"NEWSDIGEST_FETCH_PROXY": "ann:canary@proxy.example"},
    )
    assert len(found) == 5
    assert "canary" not in "\n".join(found)


def test_a_paused_label(tmp_path: Path) -> None:
    """A group that can only be a label of an account cannot be paused: a warning says so."""
    account = '[[account]]\nurl = "https://rss.example.org"\nuser = "me"\npassword_env = "X"\n'
    path = tmp_path / "config.toml"
    path.write_text(account + 'groups = ["Mine"]\n[group.Tech]\npaused = true\n')
    (warning,) = load_config(path, {}).warnings
    assert "config.toml:7:" in warning
    assert "paused does not apply to labels of an account" in warning
    path.write_text(account + 'groups = ["Tech"]\n[group.Tech]\npaused = true\n')
    assert load_config(path, {}).warnings == ()
