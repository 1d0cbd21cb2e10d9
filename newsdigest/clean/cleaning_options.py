"""The user's choices for cleaning."""

from __future__ import annotations

from newsdigest.valueclasses import valueclass


@valueclass
class CleaningOptions:
    """Which rules apply, and what none of them may remove."""

    # Apply the phrase rules; agency lines, datelines and captions are always handled.
    phrases: bool = True
    # Learn and remove lines that a publication repeats.
    learn: bool = True
    # Texts that no rule removes; case is ignored.
    keep: tuple[str, ...] = ()
    # Further files of phrase rules, by their texts.
    added: tuple[str, ...] = ()

    def kept(self, text: str) -> tuple[slice, ...]:
        """The first occurrence in the text of each phrase to keep."""
        if not self.keep:
            return ()
        folded = text.casefold()
        if len(folded) != len(text):  # "ß" becomes two letters, which would shift positions
            folded = text
        found = ((folded.find(each.casefold()), len(each)) for each in self.keep if each)
        return tuple(slice(start, start + length) for start, length in found if start >= 0)


DEFAULT_OPTIONS = CleaningOptions()
