"""Dates as news prints them, absolute and relative, in many languages, turned into UTC.

    parse_date       one printed or machine-written date
    parse_relative   "22 minutes ago", "gestern um 14:05": counted back from the run's clock

Both answer None for what they cannot read and never raise.
"""

from newsdigest.extract.dates.parse import parse_date
from newsdigest.extract.dates.relative import parse_relative

__all__ = ["parse_date", "parse_relative"]
