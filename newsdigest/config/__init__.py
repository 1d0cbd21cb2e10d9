"""What the user wants: config.toml and the environment, checked, as one value.

`settings.py` is the table of all settings; everything else here reads it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from newsdigest.config.loading import load_config
from newsdigest.config.mail_kinds import Mailbox, MailTo, SmtpServer, parse_address
from newsdigest.config.paths import config_file
from newsdigest.config.values import (
    BoilerplateSettings,
    Config,
    DigestSettings,
    FeedSettings,
    FetchSettings,
    MailSettings,
    NotifySettings,
    Origin,
    Profile,
    SiteSettings,
    StateSettings,
    TopicSettings,
)

if TYPE_CHECKING:
    from newsdigest.config.additions import add_site, keep_text, site_toml
    from newsdigest.config.edit import Addition, NewFeed, add_feed, add_feeds, remove_feed
    from newsdigest.config.showing import show_json, show_toml
    from newsdigest.config.starter import starter_text
    from newsdigest.config.writing import write_config

__all__ = [
    "Addition",
    "BoilerplateSettings",
    "Config",
    "DigestSettings",
    "FeedSettings",
    "FetchSettings",
    "MailSettings",
    "MailTo",
    "Mailbox",
    "NewFeed",
    "NotifySettings",
    "Origin",
    "Profile",
    "SiteSettings",
    "SmtpServer",
    "StateSettings",
    "TopicSettings",
    "add_feed",
    "add_feeds",
    "add_site",
    "config_file",
    "keep_text",
    "load_config",
    "parse_address",
    "remove_feed",
    "show_json",
    "show_toml",
    "site_toml",
    "starter_text",
    "write_config",
]

# What writes and shows the file, which a digest has no use for.
_LATER = {
    "additions": ("add_site", "keep_text", "site_toml"),
    "edit": ("Addition", "NewFeed", "add_feed", "add_feeds", "remove_feed"),
    "showing": ("show_json", "show_toml"),
    "starter": ("starter_text",),
    "writing": ("write_config",),
}
_MODULES = {name: module for module, names in _LATER.items() for name in names}


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
