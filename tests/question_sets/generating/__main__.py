"""`python -m tests.question_sets.generating N SEED [FAMILY ...]`: how well N papers of our own making are read."""

import argparse
import sys
from collections.abc import Sequence

from tests.question_sets.generating.asked import Drawn, Family
from tests.question_sets.generating.drawing import all_families, drawn
from tests.question_sets.generating.rendering import written
from tests.question_sets.generating.scoring import Score, read_back

SHARES = ("wholly", "exact", "number", "kind", "options", "parts")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.question_sets.generating", description=__doc__)
    parser.add_argument("papers", type=int, help="how many papers")
    parser.add_argument("seed", type=int, help="another seed gives other papers, the same seed the same")
    parser.add_argument("family", nargs="*", help="only these, by any piece of their names")
    parser.add_argument("--show", action="store_true", help="print what was read otherwise than drawn")
    parser.add_argument("--only", help="only papers in this format")
    parser.add_argument("--least", type=float, default=0.0, help="fail where the F1 of all together is below this")
    given = parser.parse_args()
    chosen = [each for each in all_families() if not given.family or any(part in each.name for part in given.family)]
    total = Score()
    print(f"{'family':52}{'papers':>7}{'F1':>7}" + "".join(f"{name:>9}" for name in SHARES))
    for each in chosen:
        papers = [
            paper
            for paper in drawn(each, -(-given.papers // len(chosen)), given.seed)
            if given.only in (None, paper[1])
        ]
        scored = of_family(each, papers, show=given.show)
        total += scored
        print_row(each.name, scored)
    print_row("all", total)
    if total.f1 < given.least:
        sys.exit(f"The F1 is {total.f1:.3f}, and was {given.least} or more.")


def of_family(family: Family, papers: Sequence[tuple[Drawn, str]], *, show: bool) -> Score:
    total = Score()
    for (paper, form), (name, content) in zip(papers, written(papers), strict=True):
        found, score = read_back(name, content, paper)
        total += score
        if show and list(paper.asked) != found:
            print(f"--- {family.name}, {form}")
            print("\n".join(f"    drawn {each}" for each in paper.asked if each not in found))
            print("\n".join(f"    found {each}" for each in found if each not in paper.asked))
    return total


def print_row(name: str, score: Score) -> None:
    shares = "".join(f"{score.share(each):9.3f}" for each in SHARES)
    print(f"{name:52}{score.papers:7}{score.f1:7.3f}{shares}", flush=True)


if __name__ == "__main__":
    main()
