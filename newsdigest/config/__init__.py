"""What the user wants: config.toml and the environment, checked, as one value.

`settings.py` is the table of all settings; everything else here reads it.
"""

from typing import TYPE_CHECKING

from newsdigest.config.handles import same_text
from newsdigest.config.loading import load_config
from newsdigest.config.mail_kinds import Mailbox, MailTo, SmtpServer, parse_address
from newsdigest.config.paths import config_file
from newsdigest.config.settings import TOPIC_NAMES
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
from newsdigest.later import later

if TYPE_CHECKING:
    from newsdigest.config.additions import add_site, keep_text, site_toml
    from newsdigest.config.edit import (
        Addition,
        NewFeed,
        add_feed,
        add_feeds,
        remove_feed,
        rename_feed,
    )
    from newsdigest.config.mappings import mail_settings, notify_settings
    from newsdigest.config.showing import show_json, show_toml
    from newsdigest.config.starter import starter_text
    from newsdigest.config.writing import write_config

__all__ = [
    "TOPIC_NAMES",
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
    "mail_settings",
    "notify_settings",
    "parse_address",
    "remove_feed",
    "rename_feed",
    "same_text",
    "show_json",
    "show_toml",
    "site_toml",
    "starter_text",
    "write_config",
]

# What writes and shows the file or takes the place of it, which a digest has no use for.
__getattr__ = later(
    __name__,
    {
        "additions": ("add_site", "keep_text", "site_toml"),
        "edit": (
            "Addition",
            "NewFeed",
            "add_feed",
            "add_feeds",
            "remove_feed",
            "rename_feed",
        ),
        "mappings": ("mail_settings", "notify_settings"),
        "showing": ("show_json", "show_toml"),
        "starter": ("starter_text",),
        "writing": ("write_config",),
    },
)
