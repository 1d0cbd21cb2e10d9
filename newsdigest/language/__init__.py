"""Sentences, words, stems, stop words, language identification and safe printing.

Importing it is cheap: data and libraries are loaded on first use.
"""

from newsdigest.language.calendar_names import (
    date_names,
    is_weekday,
    month_names,
    month_numbers,
    short_weekdays,
    weekday_names,
    weekday_numbers,
)
from newsdigest.language.gist import gist
from newsdigest.language.identification import identify, language_of
from newsdigest.language.printable import printable
from newsdigest.language.sentence import sentences
from newsdigest.language.stems import stem, stop_words
from newsdigest.language.tokens import count_words, words
from newsdigest.language.western import ScriptPattern, is_western

__all__ = [
    "ScriptPattern",
    "count_words",
    "date_names",
    "gist",
    "identify",
    "is_weekday",
    "is_western",
    "language_of",
    "month_names",
    "month_numbers",
    "printable",
    "sentences",
    "short_weekdays",
    "stem",
    "stop_words",
    "weekday_names",
    "weekday_numbers",
    "words",
]
