"""Dates as news prints them, absolute and relative, in many languages, converted to UTC.

`parse_date` reads one date, printed or machine-readable; `parse_relative` reads "22 minutes ago" or
"gestern um 14:05", counted back from the run's clock; `find_mentions` returns the dates of a line
with their labels; `find_day` finds a day as a language and a country write it. All return None for
what they cannot read, and never raise.
"""

from newsdigest.press.dates.age_check import may_be_age
from newsdigest.press.dates.date_labels import Label, date_field, label_before, split_label
from newsdigest.press.dates.date_mentions import Mention, find_mentions
from newsdigest.press.dates.date_parsing import parse_date, read_date
from newsdigest.press.dates.date_precision import falls_on, is_day, more_exact
from newsdigest.press.dates.printed_days import (
    DateContext,
    find_day,
    make_date,
    month_of,
)
from newsdigest.press.dates.relative_times import parse_relative
from newsdigest.press.dates.time_zones import country_offset

__all__ = [
    "DateContext",
    "Label",
    "Mention",
    "country_offset",
    "date_field",
    "falls_on",
    "find_day",
    "find_mentions",
    "is_day",
    "label_before",
    "make_date",
    "may_be_age",
    "month_of",
    "more_exact",
    "parse_date",
    "parse_relative",
    "read_date",
    "split_label",
]
