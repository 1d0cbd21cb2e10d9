"""The user's configuration: config.toml and the environment, checked, as one value.

`settings.py` is the table of all settings; everything else here reads it. Editing the file
(`config.edit`), showing it (`config.showing`) and replacing it by mappings (`config.mappings`) have
doors of their own, since a digest does not need them.
"""

from newsdigest.config.handles import same_text
from newsdigest.config.loading import load_config
from newsdigest.config.mail_kinds import NO_MAIL, Mailbox, MailTo, SmtpServer, parse_address
from newsdigest.config.paths import config_file
from newsdigest.config.settings import TOPIC_NAMES, setting_keys
from newsdigest.config.values import (
    AccountSettings,
    BoilerplateSettings,
    Config,
    DigestSettings,
    EditionSettings,
    FeedSettings,
    FetchSettings,
    GroupSettings,
    MailboxSettings,
    MailSettings,
    NotifySettings,
    Origin,
    Profile,
    SiteSettings,
    StateSettings,
    TopicSettings,
    suggestion,
)

__all__ = [
    "NO_MAIL",
    "TOPIC_NAMES",
    "AccountSettings",
    "BoilerplateSettings",
    "Config",
    "DigestSettings",
    "EditionSettings",
    "FeedSettings",
    "FetchSettings",
    "GroupSettings",
    "MailSettings",
    "MailTo",
    "Mailbox",
    "MailboxSettings",
    "NotifySettings",
    "Origin",
    "Profile",
    "SiteSettings",
    "SmtpServer",
    "StateSettings",
    "TopicSettings",
    "config_file",
    "load_config",
    "parse_address",
    "same_text",
    "setting_keys",
    "suggestion",
]
