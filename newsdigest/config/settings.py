"""The table of all settings: defaults, kinds, bounds, help, and environment variables.

`config init`, `config show`, the checks and the tests of the documentation all use it. To add a
setting, add a row here and a field in `values.py`.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from keyword import iskeyword
from typing import Any

from newsdigest.config.kinds import (
    Choice,
    Day,
    Duration,
    FilePath,
    FilterList,
    Flag,
    Grouping,
    Groups,
    Kind,
    Number,
    OutputPath,
    Selectors,
    Since,
    Text,
    Texts,
    WebUrl,
    Weights,
)
from newsdigest.config.mail_kinds import (
    NO_MAIL,
    Address,
    Addresses,
    Command,
    ImapUrl,
    MailChoice,
    Senders,
    SmtpUrl,
    Subject,
    UnsubscribeUrl,
    VariableName,
)
from newsdigest.config.plugin_kinds import Channels, FormatName, PluginNames
from newsdigest.formats import FORMATS, LANGUAGES
from newsdigest.registry import Group
from newsdigest.valueclasses import valueclass

# The names of MEDIA_TOPICS in newsdigest.analyse, which cannot be imported here; a test keeps them
# equal.
TOPIC_NAMES = (
    "arts, culture, entertainment and media", "crime, law and justice",
    "disaster, accident and emergency incident", "economy, business and finance", "education",
    "environment", "health", "human interest", "labour", "lifestyle and leisure", "politics",
    "religion", "science and technology", "society", "sport", "conflict, war and peace", "weather",
)  # fmt: skip


class Required(Enum):
    """The default of a required setting."""

    REQUIRED = "required"


@valueclass
class Setting:
    """A key of a section."""

    key: str
    kind: Kind
    # As the program uses it; None if being unset has its own meaning.
    default: Any
    help: str
    # A TOML literal to show if there is no default to show.
    example: str = ""

    @property
    def field(self) -> str:
        """The name of its field in `values.py`: "from_" for "from", a Python keyword."""
        return f"{self.key}_" if iskeyword(self.key) else self.key


class Shape(Enum):
    """How a section is written in the file."""

    TABLE = "[{}]"
    LIST = "[[{}]]"
    NAMED = "[{}.NAME]"


@valueclass
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


_PASSWORD = (
    Setting(
        "password_command", Command(), None,
        "A command that prints the password in its first line.",
        example='"pass show mail"',
    ),
    Setting(
        "password_file", FilePath(), None, "A file with the password in its first line.",
        example='"~/.config/newsdigest/password"',
    ),
    Setting(
        "password_env", VariableName(), None, "An environment variable with the password.",
        example='"MAIL_PASSWORD"',
    ),
)  # fmt: skip
_KEEP = Setting(
    "keep", FilterList(), (),
    "Only articles that match one of these filters, and one in each other section with a keep.",
    example='["title:council", "/by-?election/"]',
)  # fmt: skip
_DROP = Setting(
    "drop", FilterList(), (), "No articles that match one of these filters.",
    example='["horoscope", \'"transfer window"\', "section:sport"]',
)  # fmt: skip

# Of a feed and of a group.
_ATTENTION = (
    Setting(
        "weight", Number(0, 10, fraction=True), None,
        "How many publications it counts as where stories are weighed, from 0 to 10; unset: 1.",
        example="0.5",
    ),
    Setting(
        "limit", Number(1, 100_000), None,
        "The most stories of it alone in a digest; more are only counted. Unset: no limit but\n"
        "that of an edition, where no publication takes more than a third.",
        example="5",
    ),
    Setting(
        "mute", Day(), None,
        "Fetched, but not delivered until that day. What arrives before then is never\n"
        "delivered; `newsdigest search` finds it.", example='"2026-12-24"',
    ),
    Setting(
        "paused", Flag(), None,
        "Not fetched; what its list still has when the pause ends is then news.",
        example="true",
    ),
)  # fmt: skip

_DIGEST = (
    Setting(
        "by", Grouping(), ("source", "topic"),
        "Headings, from the outermost in: source, topic and group (of feeds), or none.",
    ),
    Setting("sentences", Number(1, 100), 2, "The most sentences in a summary."),
    Setting(
        "words", Number(5, 10_000), None, "The most words in a summary; unset: no limit.",
        example="60",
    ),
    Setting(
        "limit", Number(1, 100_000), None,
        "The most stories in a digest; unset: no limit. With --new, stories\n"
        "left out can still be delivered for two days.",
        example="30",
    ),
    Setting(
        "minutes", Number(0, 600), None,
        "How long a digest may take to read, at 230 words a minute; 0: no limit; unset: 3 for\n"
        "feeds, no limit for sources on the command line. With --new, stories that it only\n"
        "counts can be in the next digests for two days.",
        example="5",
    ),
    Setting(
        "top", Number(0, 100), 5, "Stories of all publications at the top of a digest; 0: none."
    ),
    Setting(
        "since", Since(), None,
        "How far back a digest goes: 24h, 7d, yesterday, a date; unset: no limit.",
        example='"24h"',
    ),
    Setting(
        "format", FormatName(), None,
        f"One of {', '.join(FORMATS)}, or a plugin's; unset: by the suffix of output, else\n"
        "terminal, or text where standard output is no terminal.", example='"html"',
    ),
    Setting(
        "output", OutputPath(), None,
        "The file to write, relative to this file's directory; {date} in its name keeps one for\n"
        'each day; "-" or unset: standard output.',
        example='"~/news.txt"',
    ),
    Setting(
        "template", FilePath(), None,
        "A custom template for the format html or text; `newsdigest config template` prints the\n"
        "built-in ones as a start.", example='"~/digest.html"',
    ),
    Setting(
        "images", Flag(), False,
        "Fetch the stories' pictures and embed them in the page, for the format html.",
    ),
    Setting(
        "charts", Flag(), False,
        "End the page with charts of its stories by topic, publication and time, for the\n"
        "format html.",
    ),
    Setting(
        "language", Choice(LANGUAGES), "en",
        f"The language of headings and labels, one of {', '.join(LANGUAGES)}.",
    ),
)  # fmt: skip

_EDITION = (
    Setting(
        "number", Flag(), True,
        "End with the number of the day: a sentence with the number that most reports print.",
    ),
    Setting(
        "quote", Flag(), True,
        "End with the quote of the day: a sentence with what somebody said.",
    ),
    Setting(
        "finally", Flag(), True,
        "End with a light story that one publication reports.",
    ),
)  # fmt: skip

_FETCH = (
    Setting("concurrency", Number(1, 100), 8, "The most simultaneous requests."),
    Setting("per_host", Number(1, 20), 2, "The most simultaneous requests to one host."),
    Setting(
        "host_delay", Number(0, 3600, fraction=True), 0.5,
        "Seconds between two requests for pages of one host.",
    ),
    Setting(
        "min_interval", Duration(least=timedelta(minutes=1)), timedelta(hours=1),
        "The least time between two polls of a feed, however often newsdigest runs; use less\n"
        "only for feeds of your own.",
    ),
    Setting(
        "timeout", Number(1, 3600, fraction=True), 30.0,
        "Seconds for a request, including retries and redirects.",
    ),
    Setting(
        "proxy", WebUrl(), None, "An HTTP proxy; of the environment only NO_PROXY is used.",
        example='"http://proxy.example.org:3128"',
    ),
    Setting(
        "first_items", Number(0, 10_000), 10,
        "Entries of a feed's first poll that count as news; the rest is history.",
    ),
    Setting(
        "full_text", Flag(), True,
        "Fetch the page of an entry that has only the beginning of its text.",
    ),
    Setting(
        "patience", Duration(), timedelta(days=1),
        "How long a feed may be broken before a run counts it as failed.",
    ),
    Setting(
        "user_agent", Text(ascii=True), None,
        "The User-Agent header; unset: the program's name, version and address.",
        example='"newsdigest (me@example.org)"',
    ),
)  # fmt: skip

_STATE = (
    Setting(
        "path", FilePath(), None,
        "The file of articles and deliveries; unset: in the system's directory for state.",
        example='"~/news/state.db"',
    ),
    Setting(
        "keep", Duration(least=timedelta(days=1)), timedelta(days=90),
        "How long articles are kept for search.",
    ),
)  # fmt: skip

_BOILERPLATE = (
    Setting("phrases", Flag(), True, "Remove plugs by the phrase rules."),
    Setting(
        "learn", Flag(), True,
        "Learn and remove lines that a publication repeats under unrelated stories.",
    ),
    Setting(
        "keep", Texts(), (),
        "Texts that no rule removes; `newsdigest boilerplate keep` adds one.",
        example='["Follow the river path"]',
    ),
    Setting(
        "rules", PluginNames(Group.RULES), (),
        "Names of plugins whose rules for phrases and sites apply, too.",
    ),
)  # fmt: skip

_SITE = (
    Setting(
        "body", Selectors(), (), "The element of the article, instead of the detected one.",
        example='["article.story"]',
    ),
    Setting(
        "remove", Selectors(), (), "Elements to remove.", example='[".newsletter", "#more"]'
    ),
    Setting(
        "keep", Selectors(), (), "Elements to keep, whatever they look like.",
        example='["aside.facts"]',
    ),
    Setting(
        "next", Selectors(), (), "The link to the article's next page.",
        example='["a[rel=next]"]',
    ),
)  # fmt: skip

_MAIL = (
    Setting(
        "from", Address(), None, "The sender.",
        example='"The News <digest@example.org>"',
    ),
    Setting(
        "to", Addresses(), (),
        "The recipients for `mail = true` in a profile: an address or a list of them.",
        example='"me@example.org"',
    ),
    Setting(
        "smtp", SmtpUrl(), None,
        "The mail server: smtps://user@host, or smtp://user@host:587 with STARTTLS, which is\n"
        "required. The password is set below, never here.",
        example='"smtps://me@mail.example.org"',
    ),
    Setting(
        "starttls", Flag(), True,
        "false: smtp:// is not encrypted. A password is then sent only to this machine.",
    ),
    *_PASSWORD,
    Setting(
        "sendmail", Command(), None,
        "A command instead of smtp; it gets `-i -f FROM -- TO...` and the mail on its input.",
        example='"/usr/sbin/sendmail"',
    ),
    Setting(
        "subject", Subject(), "{headline}",
        "The subject, with {stories} (their number), {headline} (the first), {date} and {title}.",
    ),
    Setting(
        "list_unsubscribe", UnsubscribeUrl(), None,
        "Where recipients unsubscribe: an https or mailto URL.",
        example='"mailto:me@example.org?subject=unsubscribe"',
    ),
    Setting(
        "timeout", Number(1, 3600, fraction=True), 60.0, "Seconds for sending a mail."
    ),
)  # fmt: skip

_NOTIFY = (
    Setting(
        "urls_command", Command(), None, "A command that prints the services' URLs, one a line.",
        example='"pass show notify"',
    ),
    Setting(
        "urls_file", FilePath(), None, "A file with the services' URLs, one a line.",
        example='"~/.config/newsdigest/notify"',
    ),
    Setting(
        "urls_env", VariableName(), None,
        "An environment variable with the URLs, separated by spaces.",
        example='"NOTIFY_URLS"',
    ),
    Setting("stories", Number(1, 50), 5, "The most headlines in a notification."),
    Setting(
        "timeout", Number(1, 3600, fraction=True), 60.0,
        "Seconds for urls_command.",
    ),
)  # fmt: skip

_REWRITE = (
    Setting(
        "command", Command(), None,
        "A command that gets a story as JSON on its standard input and prints its summary; it\n"
        "runs without a shell and is killed after the timeout.", example='"llm -m llama3.2"',
    ),
    Setting(
        "url", WebUrl(), None,
        "Instead of a command, the chat interface that Ollama, llama.cpp and vLLM share.",
        example='"http://127.0.0.1:11434/v1"',
    ),
    Setting(
        "model", Text(), None,
        "The model, as digests name it; url needs it. Unset: the command.", example='"llama3.2"',
    ),
    Setting(
        "send_to", Text(ascii=True), None,
        "The host of url, if it is not this machine. It receives the headline and up to 30\n"
        "sentences of each story that a digest summarises.", example='"api.example.org"',
    ),
    Setting(
        "key_command", Command(), None,
        "A command that prints the key for url in its first line; only for https or this machine.",
        example='"pass show model"',
    ),
    Setting(
        "key_file", FilePath(), None, "A file with the key in its first line.",
        example='"~/.config/newsdigest/key"',
    ),
    Setting(
        "key_env", VariableName(), None, "An environment variable with the key.",
        example='"MODEL_KEY"',
    ),
    Setting("timeout", Number(1, 3600, fraction=True), 60.0, "Seconds for a story."),
)  # fmt: skip

_FEED = (
    Setting(
        "url", WebUrl(), Required.REQUIRED, "The feed's address.",
        example='"https://www.example.org/world/rss.xml"',
    ),
    Setting(
        "name", Text(), None, "Its name in digests; unset: its publication's name or title.",
        example='"The Example"',
    ),
    Setting(
        "groups", Groups(), (),
        "Its groups, the folders of OPML; News/Local is a group within News, and \\/ is a slash\n"
        "in a name.", example='["News/Local"]',
    ),
    *_ATTENTION,
    _KEEP,
    _DROP,
    Setting(
        "full_text", Flag(), None, "Like fetch.full_text, for this feed.", example="false"
    ),
    Setting(
        "headers_command", Command(), None,
        "A command that prints login headers, one a line, such as `Cookie: session=...`. They are\n"
        "sent only to the feed's scheme, host and port, for the feed and for its articles.",
        example='"pass show paper"',
    ),
    Setting(
        "headers_file", FilePath(), None, "A file with login headers, instead of the command.",
        example='"~/.config/newsdigest/paper"',
    ),
)  # fmt: skip

_MAILBOX = (
    Setting(
        "imap", ImapUrl(), Required.REQUIRED,
        "The mail server: imaps://user@host, or imap://user@host:143 with STARTTLS, which is\n"
        "required. The password is set below, never here.",
        example='"imaps://me@mail.example.org"',
    ),
    Setting("folder", Text(), "INBOX", "The folder; repeat the section for another one."),
    Setting(
        "from", Senders(), (),
        "Read only mail from these addresses and domains; unset: all mail of the folder.",
        example='["news@example.org", "@letters.example"]',
    ),
    Setting(
        "name", Text(), None,
        "Its name in lists and messages; its articles have the names of their senders.",
        example='"Newsletters"',
    ),
    Setting(
        "groups", Groups(), (), "Its groups, as those of feeds.", example='["News/Letters"]'
    ),
    *_ATTENTION,
    _KEEP,
    _DROP,
    Setting(
        "starttls", Flag(), True,
        "false: imap:// is not encrypted, which is accepted only for this machine and private\n"
        "addresses.",
    ),
    *_PASSWORD,
)  # fmt: skip

_ACCOUNT = (
    Setting(
        "url", WebUrl(), Required.REQUIRED,
        "The address of its Google Reader API: of FreshRSS https://HOST/api/greader.php, of\n"
        "Miniflux the address of the server. Without user and password.",
        example='"https://rss.example.org/api/greader.php"',
    ),
    Setting("user", Text(), Required.REQUIRED, "The user of the API.", example='"me"'),
    Setting(
        "name", Text(), None,
        "Its name in lists and messages; its articles have those of their feeds.",
        example='"My reader"',
    ),
    Setting(
        "groups", Groups(), (),
        "Groups of all its feeds, besides the labels that they have there.",
        example='["News/Reader"]',
    ),
    *_ATTENTION,
    _KEEP,
    _DROP,
    Setting(
        "full_text", Flag(), None, "Like fetch.full_text, for this account.", example="false"
    ),
    Setting(
        "mark_read", Flag(), False,
        "Mark items as read there once a digest of new articles that names them was delivered.",
    ),
    Setting(
        "password_command", Command(), None,
        "A command that prints the API's password in its first line.",
        example='"pass show reader"',
    ),
    Setting(
        "password_file", FilePath(), None, "A file with the password in its first line.",
        example='"~/.config/newsdigest/reader"',
    ),
    Setting(
        "password_env", VariableName(), None, "An environment variable with the password.",
        example='"READER_PASSWORD"',
    ),
)  # fmt: skip

_PROFILE = (
    Setting("new", Flag(), False, "Only what no earlier digest of this profile delivered."),
    Setting(
        "feeds", Texts(), (),
        "Names or URLs of the feeds to include; without `feeds` and `groups`: all.",
        example='["The Example"]',
    ),
    Setting(
        "groups", Groups(), (),
        "Groups of feeds to include, with those below them, besides `feeds`.",
        example='["News"]',
    ),
    Setting(
        "mail", MailChoice(), NO_MAIL,
        "Mail the digest: true, or a table of recipients and subject.",
        example='{ to = ["me@example.org"], subject = "{date}: {headline}" }',
    ),
    Setting("notify", Flag(), False, "Send the headlines to the services of [notify]."),
    Setting(
        "channels", Channels(), (),
        "Channels of plugins to deliver to: a list of names, or a table with settings of each,\n"
        'such as { board = { path = "/srv/quay.txt" } }.',
    ),
    Setting(
        "skip_empty", Flag(), None,
        "No file and no mail for an empty digest; unset: true for feeds and for mail.",
        example="false",
    ),
    _KEEP,
    _DROP,
)  # fmt: skip

_TOPIC = (
    Setting("name", Text(), Required.REQUIRED, "The topic's name.", example='"harbour"'),
    Setting(
        "words", Texts(), (), "Words that indicate it, in all their forms.",
        example='["ferry", "pier"]',
    ),
    Setting(
        "phrases", Texts(), (), "Phrases that indicate it.", example='["fish market"]'
    ),
    Setting(
        "instead", Flag(), True,
        "Replace the standard topic of its stories; false: only add this one.",
    ),
)  # fmt: skip

_INTERESTS = (
    Setting(
        "words", Weights(), {}, "Words in all their forms.",
        example='{ ferry = 2, celebrity = -3 }',
    ),
    Setting("phrases", Weights(), {}, "Phrases.", example='{ "city council" = 1.5 }'),
    Setting(
        "topics", Weights(), {}, "Topics, the standard ones by their full names or your own.",
        example='{ sport = -2, "science and technology" = 1 }',
    ),
    Setting("sources", Weights(), {}, "Publications.", example='{ "The Example" = 1 }'),
    Setting(
        "groups", Weights(), {}, "Groups of feeds and those within them.",
        example='{ "News/Local" = 2 }',
    ),
)  # fmt: skip

DIGEST = Section("digest", Shape.TABLE, "The form of digests.", _DIGEST)
EDITION = Section(
    "edition", Shape.TABLE,
    "What a digest with a reading budget ends with, on days that have it.", _EDITION,
)  # fmt: skip
FETCH = Section("fetch", Shape.TABLE, "How feeds and pages are fetched.", _FETCH)
STATE = Section("state", Shape.TABLE, "The memory between runs.", _STATE)
MAIL = Section("mail", Shape.TABLE, "How digests are mailed.", _MAIL)
NOTIFY = Section(
    "notify", Shape.TABLE,
    "Chat and push services, by URLs of apprise: https://github.com/caronc/apprise. They contain\n"
    "secrets, so they are never set here. Needs pip install 'newsdigest[notify]'.", _NOTIFY,
)  # fmt: skip
REWRITE = Section(
    "rewrite", Shape.TABLE,
    "Summaries by a model, off unless command or url is set. Each sentence is checked against the\n"
    "reports that it names; what fails is replaced by a sentence of theirs.", _REWRITE,
)  # fmt: skip
FILTERS = Section(
    "filters", Shape.TABLE,
    'Filters for all feeds. A filter is a word, "a phrase", /a regular expression/, or one of\n'
    "these in one field: title, text, source, author, section, topic, keyword, url, language,\n"
    "agency, kind (\"kind:deal\"). Case is ignored. An unknown field, topic or kind and flags\n"
    "such as /x/gim are errors. `newsdigest filter try` lists what a filter matches.",
    (_KEEP, _DROP),
)  # fmt: skip
INTERESTS = Section(
    "interests", Shape.TABLE,
    "What to read more of and less of, with weights from -3 to 3, which move stories up and down\n"
    "and leave nothing out. What many publications report stays at the top.", _INTERESTS,
)  # fmt: skip
FEED = Section("feed", Shape.LIST, "A feed; repeat the section for each.", _FEED)
MAILBOX = Section(
    "mailbox", Shape.LIST,
    "A folder of newsletters and other mail, read by IMAP as a source; nothing in it is changed.\n"
    "Repeat the section for each.", _MAILBOX,
)  # fmt: skip
ACCOUNT = Section(
    "account", Shape.LIST,
    "An account at FreshRSS, Miniflux or another reader with the Google Reader API, whose unread\n"
    "items are read as those of feeds; repeat the section for each.", _ACCOUNT,
)  # fmt: skip
GROUP = Section(
    "group", Shape.NAMED,
    "A group of feeds and those within it; what a feed says of itself has priority, then what the\n"
    "innermost group says. A mute of any group counts, and each limit is for all feeds together.",
    _ATTENTION,
)  # fmt: skip
BOILERPLATE = Section(
    "boilerplate", Shape.TABLE, "How text that is not news is removed.", _BOILERPLATE
)
SITE = Section(
    "site", Shape.NAMED,
    "Where the articles are in the pages of a site, as CSS selectors. NAME is the site's host\n"
    "and includes the hosts below it; `newsdigest boilerplate try` previews a selector.",
    _SITE,
)  # fmt: skip
PROFILE = Section(
    "profile", Shape.NAMED,
    "A digest of its own, made by `newsdigest digest --profile NAME`. Settings of [digest] may\n"
    "be given here too and override those.", _PROFILE,
)  # fmt: skip
TOPIC = Section(
    "topic", Shape.LIST,
    "A custom topic, instead of the standard ones or in addition, with words or phrases that\n"
    "indicate it; repeat the section for each.", _TOPIC,
)  # fmt: skip

SECTIONS = (
    DIGEST, EDITION, FETCH, STATE, MAIL, NOTIFY, REWRITE, FILTERS, INTERESTS, BOILERPLATE, FEED,
    MAILBOX, ACCOUNT, GROUP, PROFILE, TOPIC, SITE,
)  # fmt: skip
# Sections whose settings can also come from environment variables.
VARIABLE_SECTIONS = (DIGEST, EDITION, FETCH, STATE, MAIL, NOTIFY, REWRITE)


def setting_keys() -> list[str]:
    """The settings of the sections that stand once: "digest.sentences"."""
    tables = [section for section in SECTIONS if section.shape is Shape.TABLE]
    return [f"{section.name}.{each.key}" for section in tables for each in section.settings]
