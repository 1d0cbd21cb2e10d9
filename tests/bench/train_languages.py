"""Count the trigrams that identify the language of a headline.

    python -m tests.bench.train_languages

writes newsdigest/language/data/trigrams.txt: a line for each language of a script, and a line for
each trigram of its commonest, with one letter a language for how common it is there. Counted are
the trigrams of words with a space on both sides, each weighted with the word's frequency as the
package wordfreq gives it; headlines, on which the figures in
newsdigest/language/identification.py were taken, are not among its sources.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import wordfreq

from newsdigest.language.identification import LEVELS, RAREST, TOKEN, trigrams_of

TARGET = Path(__file__).parents[2] / "newsdigest/language/data/trigrams.txt"
SCRIPTS = {
    "latin": "en de fr es it pt nl sv da no fi pl cs sk hu ro tr id ms ca hr sl lt lv vi tl",
    "cyrillic": "ru uk bg mk",
    "arabic": "ar fa ur",
}
LETTERS = {"latin": "a-zà-ɏḀ-ỿ", "cyrillic": "Ѐ-ӿ", "arabic": "\u0600-\u06ff"}
# Their names in wordfreq.
CODES = {"no": "nb", "hr": "sh", "tl": "fil"}
RAREST_WORD = 1e-6
# Trigrams kept per language; the figures in identity.py are for these.
KEPT = 1_000


def counted(language: str, script: str) -> dict[str, float]:
    """The share of each trigram in running text."""
    own = re.compile(f"[{LETTERS[script]}'’]+")
    counts: defaultdict[str, float] = defaultdict(float)
    for word, frequency in wordfreq.get_frequency_dict(CODES.get(language, language)).items():
        if frequency >= RAREST_WORD and TOKEN.fullmatch(word) and own.fullmatch(word):
            for trigram in trigrams_of(word):
                counts[trigram] += frequency
    total = sum(counts.values())
    return {trigram: count / total for trigram, count in counts.items()}


def level(share: float) -> str:
    """The letter that encodes a share, in steps of half a natural logarithm above the rarest."""
    steps = round(2 * (math.log(max(share, RAREST)) - math.log(RAREST)))
    return LEVELS[min(steps, len(LEVELS) - 1)]


def lines(script: str, languages: Iterable[str]) -> Iterator[str]:
    """The table of a script: its languages, then each trigram with a letter per language."""
    shares = {language: counted(language, script) for language in languages}
    yield f"= {script} {' '.join(shares)}"
    kept = {
        trigram
        for own in shares.values()
        for trigram, _ in Counter(own).most_common(KEPT)
    }  # fmt: skip
    for trigram in sorted(kept):
        yield trigram + "".join(level(own.get(trigram, 0)) for own in shares.values())


def main() -> None:
    """Write the table."""
    origin = "# counted from the word frequencies of wordfreq 3.1 by tests/bench/train_languages.py"
    tables = (line for script, codes in SCRIPTS.items() for line in lines(script, codes.split()))
    TARGET.write_text("\n".join([origin, *tables]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
