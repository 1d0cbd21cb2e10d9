"""The user's rules for reading documents, sent to the child processes."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsdigest.clean import CleaningOptions
from newsdigest.extract import SiteRules


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """The rules for cleaning and for extraction by site."""

    cleaning: CleaningOptions = field(default=CleaningOptions())
    sites: SiteRules = field(default=SiteRules())


DEFAULT_RULES = ReadingRules()
