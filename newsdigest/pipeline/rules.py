"""What the user wants of reading; it goes along to the child processes."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsdigest.clean import Cleaning
from newsdigest.extract import SiteRules


@dataclass(frozen=True, slots=True)
class Rules:
    """By which rules documents are read."""

    cleaning: Cleaning = field(default=Cleaning())
    sites: SiteRules = field(default=SiteRules())


DEFAULT_RULES = Rules()
