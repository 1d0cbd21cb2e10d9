"""What the user wants: config.toml and the environment, checked, as one value.

`settings.py` is the table of all settings; everything else here reads it.
"""

from newsdigest.config.loading import load_config
from newsdigest.config.masking import masked
from newsdigest.config.paths import config_file
from newsdigest.config.values import (
    Config,
    DigestSettings,
    FeedSettings,
    FetchSettings,
    Origin,
    Profile,
    StateSettings,
    TopicSettings,
)

__all__ = [
    "Config",
    "DigestSettings",
    "FeedSettings",
    "FetchSettings",
    "Origin",
    "Profile",
    "StateSettings",
    "TopicSettings",
    "config_file",
    "load_config",
    "masked",
]
