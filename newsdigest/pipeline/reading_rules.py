"""What the user wants of reading; it goes along to the child processes."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsdigest.clean import CleaningOptions
from newsdigest.extract import SiteRules


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """By which rules documents are read."""

    cleaning: CleaningOptions = field(default=CleaningOptions())
    sites: SiteRules = field(default=SiteRules())


DEFAULT_RULES = ReadingRules()
