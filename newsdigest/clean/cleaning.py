"""What the user wants of cleaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cleaning:
    """Which rules act, and what stands above all of them."""

    # Whether phrase rules act; agency lines, datelines and captions are found in any case.
    phrases: bool = True
    # Whether lines that a publication repeats are learnt and taken.
    learn: bool = True
    # Texts that no rule takes, in any case of letters.
    keep: tuple[str, ...] = ()

    def kept(self, text: str) -> tuple[slice, ...]:
        """The stretches of a text that are to stay, each found once."""
        if not self.keep:
            return ()
        folded = text.casefold()
        if len(folded) != len(text):  # "ß" becomes two letters: places would be wrong
            folded = text
        found = ((folded.find(each.casefold()), len(each)) for each in self.keep if each)
        return tuple(slice(start, start + length) for start, length in found if start >= 0)


DEFAULT_CLEANING = Cleaning()
