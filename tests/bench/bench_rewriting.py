"""What the check of rewritten sentences catches and what it costs, by kind of fault and language.

    python -m tests.bench.bench_rewriting development    # the half that the rules were written on
    python -m tests.bench.bench_rewriting held-out       # the other half, in other languages
    python -m tests.bench.bench_rewriting later          # two subjects that came after the rules
    python -m tests.bench.bench_rewriting free           # 54 subjects, freely phrased
    python -m tests.bench.bench_rewriting unseen         # 12 more, run once when the rules stood
    python -m tests.bench.bench_rewriting all --wrong    # with each pair that it gets wrong

A pair is a true sentence and the same with one fault; tests/analyse/rewriting/pairs.py reads them.
"""

from __future__ import annotations

import argparse
from collections import Counter

from tests.analyse.rewriting.pairs import LANGUAGES, PARTS, Pair, all_pairs, part_of, refusals_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=(*PARTS, "all"))
    parser.add_argument("--wrong", action="store_true", help="print what it gets wrong")
    arguments = parser.parse_args()
    pairs = [pair for pair in all_pairs() if arguments.part in ("all", part_of(pair))]
    _print_table(pairs, wrong=arguments.wrong)


def _print_table(pairs: list[Pair], *, wrong: bool) -> None:
    number, caught, refused = (
        Counter[tuple[str, str]](),
        Counter[tuple[str, str]](),
        Counter[tuple[str, str]](),
    )
    for pair in pairs:
        true, false = refusals_of(pair)
        for cell in (
            (pair.kind, pair.language),
            (pair.kind, "all"),
            ("all", pair.language),
            ("all", "all"),
        ):
            number[cell] += 1
            caught[cell] += bool(false)
            refused[cell] += bool(true)
        if wrong and true:
            print(f"refused {pair.language} {pair.kind}: {pair.true}\n    {_reasons(true)}")
        if wrong and not false:
            print(f"missed {pair.language} {pair.kind}: {pair.false}")
    columns = [*LANGUAGES, "all"]
    print("caught of faults, and (refused of true sentences)")
    print(f"{'':12}" + "".join(f"{name:>14}" for name in columns))
    for kind in [*sorted({pair.kind for pair in pairs}), "all"]:
        cells = (
            f"{caught[kind, name]}/{number[kind, name]} ({refused[kind, name]})" for name in columns
        )
        print(f"{kind:12}" + "".join(f"{cell:>14}" for cell in cells))
    share = caught["all", "all"] / number["all", "all"]
    print(f"caught {share:.1%}, refused {refused['all', 'all'] / number['all', 'all']:.1%}")


def _reasons(refusals: object) -> str:
    return ", ".join(f"{each.fault}: {each.words}" for each in refusals)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
