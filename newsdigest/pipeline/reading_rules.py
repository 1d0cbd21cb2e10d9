"""The user's rules for reading documents, sent to the child processes."""

from __future__ import annotations

from dataclasses import field

from newsdigest.clean import CleaningOptions
from newsdigest.extract import SiteRules
from newsdigest.valueclasses import valueclass


@valueclass
class ReadingRules:
    """The rules for cleaning and for extraction by site."""

    cleaning: CleaningOptions = field(default=CleaningOptions())
    sites: SiteRules = field(default=SiteRules())


DEFAULT_RULES = ReadingRules()
