"""The configuration as the program uses it: checked, with every default filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from newsdigest.config.kinds import quoted
from newsdigest.config.mail_kinds import ImapServer, Mailbox, MailTo, SmtpServer
from newsdigest.config.plugin_kinds import ChannelSettings
from newsdigest.errors import ConfigError
from newsdigest.filters import Filters
from newsdigest.groups import is_within, with_outer
from newsdigest.valueclasses import replace, valueclass


class Layer(StrEnum):
    """Where a value comes from; later members override earlier ones."""

    DEFAULT = "default"
    FILE = "file"
    PROFILE = "profile"
    ENVIRONMENT = "environment"


@valueclass
class Origin:
    """Where a value comes from."""

    layer: Layer
    # "config.toml:12" or the name of a variable; empty for a default.
    place: str = ""

    def __str__(self) -> str:
        return f"{self.layer} {self.place}".rstrip()


@valueclass
class DigestSettings:
    # Headings, outermost first; () for none.
    by: tuple[str, ...]
    sentences: int
    words: int | None
    limit: int | None
    # 0 for no budget; None for the default of the kind of digest.
    minutes: int | None
    top: int
    # As typed: "24h", "yesterday", "2026-11-21".
    since: str | None
    # None for that of the output's name, or of standard output.
    format: str | None
    # Path("-") for standard output, even beside a mail.
    output: Path | None
    # A template used instead of the built-in html or text format.
    template: Path | None
    # Whether html includes the stories' pictures.
    images: bool
    # Whether html ends with charts of the stories.
    charts: bool
    # BCP 47, of the digest's own words.
    language: str


@valueclass
class EditionSettings:
    """What a digest with a budget ends with."""

    number: bool
    quote: bool
    finally_: bool


@valueclass
class FetchSettings:
    concurrency: int
    per_host: int
    # Seconds.
    host_delay: float
    # The shortest interval between polls of a feed.
    min_interval: timedelta
    # Seconds.
    timeout: float
    proxy: str | None
    first_items: int
    full_text: bool
    patience: timedelta
    # None for the program's own.
    user_agent: str | None


@valueclass
class StateSettings:
    # None if the system has no location for it: no home directory, as in some containers.
    path: Path | None
    keep: timedelta


@valueclass
class BoilerplateSettings:
    phrases: bool
    learn: bool
    # Texts that no rule removes.
    keep: tuple[str, ...]
    # The names of plugins.
    rules: tuple[str, ...]


@valueclass
class InterestSettings:
    """Weights from -3 to 3."""

    words: Mapping[str, float]
    phrases: Mapping[str, float]
    topics: Mapping[str, float]
    sources: Mapping[str, float]
    groups: Mapping[str, float]


@valueclass
class SiteSettings:
    """CSS selectors for the pages of a host and its subdomains."""

    host: str
    body: tuple[str, ...]
    remove: tuple[str, ...]
    keep: tuple[str, ...]
    next: tuple[str, ...]
    # By key.
    origins: Mapping[str, Origin] = field(compare=False, repr=False)


@valueclass
class MailSettings:
    from_: Mailbox | None
    to: tuple[Mailbox, ...]
    smtp: SmtpServer | None
    starttls: bool
    # Programs with their arguments.
    password_command: tuple[str, ...] | None
    password_file: Path | None
    password_env: str | None
    sendmail: tuple[str, ...] | None
    # With {title}, {date}, {stories} and {headline}.
    subject: str
    list_unsubscribe: str | None
    # Seconds.
    timeout: float


@valueclass
class NotifySettings:
    urls_command: tuple[str, ...] | None
    urls_file: Path | None
    urls_env: str | None
    stories: int
    # Seconds.
    timeout: float


@valueclass
class MailboxSettings:
    imap: ImapServer
    folder: str
    # Addresses and domains whose mail is read; all if there is none.
    from_: tuple[str, ...]
    starttls: bool
    # Programs with their arguments.
    password_command: tuple[str, ...] | None
    password_file: Path | None
    password_env: str | None

    @property
    def url(self) -> str:
        """What tells it from all other sources; the user is no secret part of it."""
        place = f"{self.imap.scheme}://{self.imap.place}"
        return f"{place}/{quote(self.folder)}?user={quote(self.imap.user, safe='@')}"


@valueclass
class AccountSettings:
    # Without a slash at its end.
    server: str
    user: str
    # Whether delivered items are marked as read there.
    mark_read: bool
    # Programs with their arguments.
    password_command: tuple[str, ...] | None
    password_file: Path | None
    password_env: str | None

    @property
    def url(self) -> str:
        """What tells it from all other sources; the user is no secret part of it."""
        return f"{self.server}?user={quote(self.user, safe='@')}"


@valueclass
class RewriteSettings:
    """The model that rewrites summaries; none if neither command nor url is set."""

    command: tuple[str, ...] | None
    url: str | None
    model: str | None
    # The host of the URL, if it is not this machine.
    send_to: str | None
    key_command: tuple[str, ...] | None
    key_file: Path | None
    key_env: str | None
    # Seconds.
    timeout: float

    @property
    def is_wanted(self) -> bool:
        return self.command is not None or self.url is not None


@valueclass
class FeedSettings:
    """A feed or another source that is polled."""

    # Of a mailbox, `MailboxSettings.url`; of an account, `AccountSettings.url`.
    url: str
    name: str | None
    # Paths such as "News/Local", as newsdigest.groups writes them.
    groups: tuple[str, ...]
    # Its own, or of its groups; None for the default.
    weight: float | None
    # Its own: those of groups are for all their feeds together.
    limit: int | None
    # The latest day of its own and its groups'.
    mute: date | None
    paused: bool
    filters: Filters
    full_text: bool
    # A program with its arguments, or a file, that provides header fields.
    headers_command: tuple[str, ...] | None
    headers_file: Path | None
    # What is read instead of a feed of the web; then it always has a name.
    mailbox: MailboxSettings | None
    account: AccountSettings | None
    # Of the feeds of an account, only those in one of these groups; None for all.
    within: tuple[str, ...] | None
    # By key.
    origins: Mapping[str, Origin] = field(compare=False, repr=False)

    @property
    def is_web(self) -> bool:
        """Whether it is a feed of the web."""
        return self.mailbox is None and self.account is None

    def is_in(self, group: str) -> bool:
        """Whether it is in the group or in one below it; always for an account.

        Which labels the feeds of an account have is known only once it was asked.
        """
        return self.account is not None or self.is_known_in(group)

    def limited_to(self, groups: Sequence[str]) -> FeedSettings:
        """An account that is in none of the groups, with its feeds that are; others as they are."""
        if self.account is None or any(map(self.is_known_in, groups)):
            return self
        return replace(self, within=tuple(groups))

    def is_known_in(self, group: str) -> bool:
        """Whether one of its `groups` is the group or one below it."""
        return any(is_within(own, group) for own in self.groups)


@valueclass
class GroupSettings:
    name: str
    weight: float | None
    limit: int | None
    mute: date | None
    paused: bool | None
    # By key.
    origins: Mapping[str, Origin] = field(compare=False, repr=False)


@valueclass
class TopicSettings:
    name: str
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    # Whether its stories are listed under it instead of under a standard topic.
    instead: bool
    # By key.
    origins: Mapping[str, Origin] = field(compare=False, repr=False)


@valueclass
class Profile:
    """A digest that the configuration describes."""

    # Empty for the digest that is made where no profile is asked for.
    name: str
    digest: DigestSettings
    new: bool
    # The profile's own, which apply in addition to those of `Config.filters` and of the feeds.
    filters: Filters
    # Those that it names or that are in its groups; all if it names none.
    feeds: tuple[FeedSettings, ...]
    groups: tuple[str, ...]
    mail: MailTo
    notify: bool
    # Of plugins.
    channels: tuple[ChannelSettings, ...]
    # None for the default of the kind of digest.
    skip_empty: bool | None
    # By key, those of `digest` and of the profile itself.
    origins: Mapping[str, Origin] = field(compare=False, repr=False)


@valueclass
class Config:
    """The settings from file and environment."""

    # None if the system has no default location and the user named none.
    path: Path | None
    edition: EditionSettings
    fetch: FetchSettings
    state: StateSettings
    mail: MailSettings
    notify: NotifySettings
    rewrite: RewriteSettings
    filters: Filters
    interests: InterestSettings
    boilerplate: BoilerplateSettings
    feeds: tuple[FeedSettings, ...]
    group_settings: tuple[GroupSettings, ...]
    sites: tuple[SiteSettings, ...]
    topics: tuple[TopicSettings, ...]
    # By name; "" is the digest that is made where no profile is asked for.
    profiles: Mapping[str, Profile]
    # By "section.key", of the sections that stand once: "fetch.timeout".
    origins: Mapping[str, Origin] = field(compare=False, repr=False)
    # Suspicious settings that are not mistakes; one line each.
    warnings: tuple[str, ...] = ()

    @property
    def groups(self) -> list[str]:
        """The groups that feeds are in, and all groups round these."""
        return with_outer(group for feed in self.feeds for group in feed.groups)

    @property
    def digest(self) -> DigestSettings:
        """The settings of a digest without a profile."""
        return self.profiles[""].digest

    def profile(self, name: str | None) -> Profile:
        """The profile of that name, or the default one for None; ConfigError if it is unknown."""
        known = self.profiles.get(name or "")
        if known is None:
            raise ConfigError([f"unknown profile {quoted(str(name))}{self._hint(str(name))}"])
        return known

    def _hint(self, name: str) -> str:
        names = sorted(filter(None, self.profiles))
        return suggestion(name, names) or (
            f"; known are {', '.join(names)}" if names else "; none is configured"
        )


def suggestion(name: str, known: list[str]) -> str:
    """`; did you mean "fetch"?`, or "" without a similar name."""
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {quoted(near[0])}?" if near else ""
