"""The one table of settings: defaults, kinds, bounds, help, and names in the environment.

What `config init` writes, what is checked, what `config show` tells and the tests of the
documentation all come from here. To add a setting, add a row and a field in `values.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from keyword import iskeyword
from typing import Any

from newsdigest.config.kinds import (
    Choice,
    Duration,
    FilePath,
    FilterList,
    Flag,
    Groups,
    Kind,
    Levels,
    Number,
    OutputPath,
    Selectors,
    Since,
    Text,
    Texts,
    WebUrl,
)
from newsdigest.config.mail_kinds import (
    NO_MAIL,
    Address,
    Addresses,
    Command,
    MailChoice,
    SmtpUrl,
    Subject,
    UnsubscribeUrl,
    VariableName,
)

# FORMATS and LANGUAGES of newsdigest.render, which lies above this room; a test holds them equal.
_FORMATS = (
    "terminal", "text", "markdown", "html", "json", "jsonl", "csv", "atom", "jsonfeed", "epub",
    "email",
)  # fmt: skip
_LANGUAGES = ("en", "de", "fr", "es", "ms", "zh")
# The names of MEDIA_TOPICS of newsdigest.analyse, which lies above as well.
TOPIC_NAMES = (
    "arts, culture, entertainment and media", "crime, law and justice",
    "disaster, accident and emergency incident", "economy, business and finance", "education",
    "environment", "health", "human interest", "labour", "lifestyle and leisure", "politics",
    "religion", "science and technology", "society", "sport", "conflict, war and peace", "weather",
)  # fmt: skip


class Required(Enum):
    """The default of a setting that must be given."""

    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Setting:
    """A key of a section."""

    key: str
    kind: Kind
    # As the program uses it; None where unset means something of its own.
    default: Any
    help: str
    # A TOML literal to show where the default is nothing to show.
    example: str = ""

    @property
    def field(self) -> str:
        """What its value's field is called: "from_", since Python has its own use for "from"."""
        return f"{self.key}_" if iskeyword(self.key) else self.key


class Shape(Enum):
    """How a section stands in the file."""

    TABLE = "[{}]"
    LIST = "[[{}]]"
    NAMED = "[{}.NAME]"


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    shape: Shape
    help: str
    settings: tuple[Setting, ...]

    @property
    def defaults(self) -> dict[str, Any]:
        return {each.key: each.default for each in self.settings}

    def setting(self, key: str) -> Setting | None:
        return next((each for each in self.settings if each.key == key), None)


def variable(section: str, key: str) -> str:
    """The environment variable of a setting."""
    return f"NEWSDIGEST_{section}_{key}".upper()


_KEEP = Setting(
    "keep", FilterList(), (),
    "Only articles that meet one of these filters, and one of each other place that has any.",
    example='["title:council", "/by-?election/"]',
)  # fmt: skip
_DROP = Setting(
    "drop", FilterList(), (), "No article that meets one of these filters.",
    example='["horoscope", \'"transfer window"\', "section:sport"]',
)  # fmt: skip

_DIGEST = (
    Setting(
        "by", Levels(), ("source", "topic"),
        "Headings, from the outermost in: source, topic, both in either order, or none.",
    ),
    Setting("sentences", Number(1, 100), 2, "Sentences that a summary may have."),
    Setting(
        "words", Number(5, 10_000), None, "Words that a summary may have; unset: any number.",
        example="60",
    ),
    Setting(
        "limit", Number(1, 100_000), None,
        "Stories that a digest may have; unset: any number. With --new, what\n"
        "it leaves out can still be told for two days.",
        example="30",
    ),
    Setting(
        "since", Since(), None,
        "How far back a digest looks: 24h, 7d, yesterday, a date; unset: no bound.",
        example='"24h"',
    ),
    Setting("format", Choice(_FORMATS), "terminal", f"One of {', '.join(_FORMATS)}."),
    Setting(
        "output", OutputPath(), None,
        "The file that a digest replaces, from this file's directory; {date} in its name keeps\n"
        "each day's; unset: standard output.",
        example='"~/news.txt"',
    ),
    Setting(
        "template", FilePath(), None,
        "A template of your own in place of the format html or text; `newsdigest config template`\n"
        "prints the built-in ones to begin with.", example='"~/digest.html"',
    ),
    Setting(
        "images", Flag(), False,
        "Fetch the pictures of the stories and put them into the page, for the format html.",
    ),
    Setting(
        "language", Choice(_LANGUAGES), "en",
        f"What the digest says of itself is in one of {', '.join(_LANGUAGES)}.",
    ),
)  # fmt: skip

_FETCH = (
    Setting("concurrency", Number(1, 100), 8, "Requests under way at once."),
    Setting("per_host", Number(1, 20), 2, "Requests under way at once to one host."),
    Setting(
        "host_delay", Number(0, 3600, fraction=True), 0.5,
        "Seconds between two requests for pages to one host.",
    ),
    Setting(
        "min_interval", Duration(least=timedelta(minutes=1)), timedelta(hours=1),
        "How long a feed is left alone after a poll at least, however often newsdigest runs;\n"
        "less is for feeds of your own.",
    ),
    Setting(
        "timeout", Number(1, 3600, fraction=True), 30.0,
        "Seconds that a request may take, retries and redirects included.",
    ),
    Setting(
        "proxy", WebUrl(), None, "An HTTP proxy; of the environment only NO_PROXY counts.",
        example='"http://proxy.example.org:3128"',
    ),
    Setting(
        "first_items", Number(0, 10_000), 10,
        "Entries of a feed's first poll that are news; the rest is its history.",
    ),
    Setting(
        "full_text", Flag(), True,
        "Fetch the page of an entry that carries only the beginning of its text.",
    ),
    Setting(
        "patience", Duration(), timedelta(days=1),
        "How long a feed may stay broken before a run counts it as failed.",
    ),
    Setting(
        "user_agent", Text(ascii=True), None,
        "What servers are told of the program; unset: its name, version and address.",
        example='"newsdigest (me@example.org)"',
    ),
)  # fmt: skip

_STATE = (
    Setting(
        "path", FilePath(), None,
        "The file of what was read and told; unset: in the system's directory for such.",
        example='"~/news/state.db"',
    ),
    Setting(
        "keep", Duration(least=timedelta(days=1)), timedelta(days=90),
        "How long articles are kept to be searched.",
    ),
)  # fmt: skip

_BOILERPLATE = (
    Setting("phrases", Flag(), True, "Take out what the rules for phrases know as a plug."),
    Setting(
        "learn", Flag(), True,
        "Take out what a publication repeats under stories that have nothing in common.",
    ),
    Setting(
        "keep", Texts(), (),
        "Texts that no rule takes out; `newsdigest boilerplate keep` adds one.",
        example='["Follow the river path"]',
    ),
)  # fmt: skip

_SITE = (
    Setting(
        "body", Selectors(), (), "What holds the article, in place of what is found.",
        example='["article.story"]',
    ),
    Setting(
        "remove", Selectors(), (), "What is no part of it.", example='[".newsletter", "#more"]'
    ),
    Setting(
        "keep", Selectors(), (), "What is part of it, whatever it looks like.",
        example='["aside.facts"]',
    ),
    Setting(
        "next", Selectors(), (), "The link to the article's next page.",
        example='["a[rel=next]"]',
    ),
)  # fmt: skip

_MAIL = (
    Setting(
        "from", Address(), None, "Who the mail is from.",
        example='"The News <digest@example.org>"',
    ),
    Setting(
        "to", Addresses(), (),
        "Who gets it where a profile says `mail = true`; an address or a list of them.",
        example='"me@example.org"',
    ),
    Setting(
        "smtp", SmtpUrl(), None,
        "The server that takes it: smtps://user@host, or smtp://user@host:587 for STARTTLS,\n"
        "without which nothing is sent. The password is given below, never here.",
        example='"smtps://me@mail.example.org"',
    ),
    Setting(
        "starttls", Flag(), True,
        "false: smtp:// stays without encryption. A password is then sent to this machine alone.",
    ),
    Setting(
        "password_command", Command(), None, "Prints the password in its first line.",
        example='"pass show mail"',
    ),
    Setting(
        "password_file", FilePath(), None, "Holds the password in its first line.",
        example='"~/.config/newsdigest/password"',
    ),
    Setting(
        "password_env", VariableName(), None, "The environment variable that holds the password.",
        example='"MAIL_PASSWORD"',
    ),
    Setting(
        "sendmail", Command(), None,
        "A command in place of smtp; it gets `-i -f FROM -- TO...` and the mail on its input.",
        example='"/usr/sbin/sendmail"',
    ),
    Setting(
        "subject", Subject(), "{stories}: {headline}",
        "May have {stories} (how many), {headline} (the first one), {date} and {title} in it.",
    ),
    Setting(
        "list_unsubscribe", UnsubscribeUrl(), None,
        "Where readers take themselves off the list: an https or mailto URL.",
        example='"mailto:me@example.org?subject=unsubscribe"',
    ),
    Setting(
        "timeout", Number(1, 3600, fraction=True), 60.0, "Seconds that sending a mail may take."
    ),
)  # fmt: skip

_NOTIFY = (
    Setting(
        "urls_command", Command(), None, "Prints the URLs of services, one a line.",
        example='"pass show notify"',
    ),
    Setting(
        "urls_file", FilePath(), None, "Holds the URLs of services, one a line.",
        example='"~/.config/newsdigest/notify"',
    ),
    Setting(
        "urls_env", VariableName(), None,
        "The environment variable that holds the URLs, with spaces between them.",
        example='"NOTIFY_URLS"',
    ),
    Setting("stories", Number(1, 50), 5, "Headlines that a notification may have."),
    Setting(
        "timeout", Number(1, 3600, fraction=True), 60.0,
        "Seconds that urls_command may take.",
    ),
)  # fmt: skip

_FEED = (
    Setting(
        "url", WebUrl(), Required.REQUIRED, "Where the feed is.",
        example='"https://www.example.org/world/rss.xml"',
    ),
    Setting(
        "name", Text(), None, "What to call it; unset: what it calls itself.",
        example='"The Example"',
    ),
    Setting(
        "groups", Groups(), (),
        "Groups that it belongs to, as the folders of OPML; News/Local is a group within News,\n"
        "and \\/ stands for a slash in a name.", example='["News/Local"]',
    ),
    _KEEP,
    _DROP,
    Setting(
        "full_text", Flag(), None, "As fetch.full_text, for this feed.", example="false"
    ),
    Setting(
        "headers_command", Command(), None,
        "Prints header fields that log in, one a line, such as `Cookie: session=...`. They are\n"
        "sent to the feed's own scheme, host and port alone, for the feed and for its articles.",
        example='"pass show paper"',
    ),
    Setting(
        "headers_file", FilePath(), None, "Holds such header fields, in place of the command.",
        example='"~/.config/newsdigest/paper"',
    ),
)  # fmt: skip

_PROFILE = (
    Setting("new", Flag(), False, "Tell only what no earlier digest of this profile told."),
    Setting(
        "feeds", Texts(), (), "Names or URLs of the feeds to tell of; unset: all.",
        example='["The Example"]',
    ),
    Setting(
        "mail", MailChoice(), NO_MAIL,
        "Mail the digest: true, or to whom and under which subject.",
        example='{ to = ["me@example.org"], subject = "{date}: {headline}" }',
    ),
    Setting("notify", Flag(), False, "Tell the services of [notify] the headlines."),
    Setting(
        "skip_empty", Flag(), None,
        "No file and no mail when there is nothing to tell; unset: so for feeds and for mail.",
        example="false",
    ),
    _KEEP,
    _DROP,
)  # fmt: skip

_TOPIC = (
    Setting("name", Text(), Required.REQUIRED, "What to call the topic.", example='"harbour"'),
    Setting(
        "words", Texts(), (), "Words that speak for it, in all their forms.",
        example='["ferry", "pier"]',
    ),
    Setting(
        "phrases", Texts(), (), "Phrases that speak for it.", example='["fish market"]'
    ),
    Setting(
        "instead", Flag(), True,
        "Whether its stories stand under it instead of their standard topic, or name it beside.",
    ),
)  # fmt: skip

DIGEST = Section("digest", Shape.TABLE, "What a digest is like.", _DIGEST)
FETCH = Section("fetch", Shape.TABLE, "How feeds and pages are fetched.", _FETCH)
STATE = Section("state", Shape.TABLE, "The memory between runs.", _STATE)
MAIL = Section("mail", Shape.TABLE, "How digests are mailed.", _MAIL)
NOTIFY = Section(
    "notify", Shape.TABLE,
    "Chat and push services, by URLs of apprise: https://github.com/caronc/apprise. They hold\n"
    "secrets, so they never stand here. Needs pip install 'newsdigest[notify]'.", _NOTIFY,
)  # fmt: skip
FILTERS = Section(
    "filters", Shape.TABLE,
    'Filters for all feeds. A filter is a word, "a phrase", /a regular expression/, or one of\n'
    "these in one field: title, text, source, author, section, topic, keyword, url, language,\n"
    "agency, kind (\"kind:deal\"). Case never counts. An unknown field, topic or kind and flags\n"
    "such as /x/gim are mistakes. `newsdigest filter try` lists what a filter would take.",
    (_KEEP, _DROP),
)  # fmt: skip
FEED = Section("feed", Shape.LIST, "A feed; repeat the section for each.", _FEED)
BOILERPLATE = Section(
    "boilerplate", Shape.TABLE, "What is not news and how it is told.", _BOILERPLATE
)
SITE = Section(
    "site", Shape.NAMED,
    "Where the articles of a site stand in its pages, as CSS selectors. The name is the site's\n"
    "host and holds for the hosts below it; `newsdigest boilerplate try` previews a selector.",
    _SITE,
)  # fmt: skip
PROFILE = Section(
    "profile", Shape.NAMED,
    "A digest of its own, made by `newsdigest digest --profile NAME`. Every setting of [digest]\n"
    "may stand here too and then counts instead.", _PROFILE,
)  # fmt: skip
TOPIC = Section(
    "topic", Shape.LIST,
    "A topic of your own, instead of or beside the standard ones, with words or phrases that\n"
    "speak for it; repeat the section for each.", _TOPIC,
)  # fmt: skip

SECTIONS = (
    DIGEST, FETCH, STATE, MAIL, NOTIFY, FILTERS, BOILERPLATE, FEED, PROFILE, TOPIC, SITE,
)  # fmt: skip
# Those whose settings the environment can give too.
VARIABLE_SECTIONS = (DIGEST, FETCH, STATE, MAIL, NOTIFY)
