"""Judges a mutation report of Stryker's against docs/mutants.md: mutants.py REPORT.

Prints the score of each file and area, and every mutant that no test noticed and that docs/mutants.md does not list with
the reason. Fails for one of those, for a listed one that is gone, and for an area below 95.
"""
import collections
import json
import pathlib
import re
import sys

LEAST = 95
LIST = pathlib.Path("docs/mutants.md")
NOTICED = {"Killed", "Timeout"}
UNNOTICED = {"Survived", "NoCoverage"}

Mutant = collections.namedtuple("Mutant", "file line change")


def one_line(text):
    return re.sub(r"\s+", " ", text).strip()


def between(lines, start, end):
    """What stands from one place to another, both counted from 1, the second exclusive."""
    rows = lines[start["line"] - 1:end["line"]]
    rows[-1] = rows[-1][:end["column"] - 1]
    rows[0] = rows[0][start["column"] - 1:]
    return one_line("\n".join(rows))


def read_report(path):
    """Of each file, how many were noticed and how many not; those that were not; and in words what else there was."""
    scores, unnoticed, others = {}, collections.Counter(), {}
    for name, file in json.loads(path.read_text("utf-8-sig"))["files"].items():
        short = "/".join(pathlib.PurePath(name.replace("\\", "/")).parts[-2:])
        lines = file["source"].splitlines()
        states = [mutant["status"] for mutant in file["mutants"]]
        counted = sum(state in NOTICED for state in states), sum(state in UNNOTICED for state in states)
        if any(counted):
            scores[short] = counted
            # On a machine that is busy with other things this may be chance.
            late, broken = states.count("Timeout"), states.count("CompileError")
            others[short] = (f", {late} by a test that did not end" if late else "") + (f"; {broken} more do not compile" if broken else "")
        for mutant in file["mutants"]:
            if mutant["status"] in UNNOTICED:
                start, end = mutant["location"]["start"], mutant["location"]["end"]
                change = f"{between(lines, start, end)} → {one_line(mutant['replacement'])}"
                unnoticed[Mutant(short, one_line(lines[start["line"] - 1]), change)] += 1
    return scores, unnoticed, others


def read_list():
    """The rows of the list: file, line and change in back quotes, and a reason that is not empty."""
    listed = collections.Counter()
    for row in LIST.read_text("utf-8").splitlines() if LIST.exists() else []:
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
        if len(cells) == 4 and cells[0].endswith(".cs") and cells[3]:
            listed[Mutant(cells[0], cells[1].strip("`"), cells[2].strip("`"))] += 1
    return listed


def show(mutants):
    """As rows for the list."""
    for mutant in sorted(mutants.elements()):
        line, change = (text.replace("|", "\\|").strip("`") for text in mutant[1:])
        print(f"| {mutant.file} | `{line}` | `{change}` | |")


def percent(noticed, unnoticed):
    return 100 * noticed / (noticed + unnoticed)


def main(report):
    scores, unnoticed, others = read_report(report)
    if not scores:
        sys.exit("Nothing was mutated: is the file's name right?")
    areas = collections.defaultdict(lambda: (0, 0))
    for file, counts in sorted(scores.items()):
        area = file.split("/")[0]
        areas[area] = tuple(map(sum, zip(areas[area], counts)))
        print(f"{percent(*counts):5.1f}  {file}: {counts[0]} of {sum(counts)} noticed{others[file]}")
    for area, counts in areas.items():
        print(f"{percent(*counts):5.1f}  {area}: {counts[0]} of {sum(counts)} noticed")

    listed = read_list()
    gone = collections.Counter({mutant: n for mutant, n in (listed - unnoticed).items() if mutant.file in scores})
    new = unnoticed - listed
    if new:
        print(f"\nNo test noticed these, and {LIST} does not say why:")
        show(new)
    if gone:
        print(f"\n{LIST} lists these, and they are noticed now, or are no more:")
        show(gone)
    if new or gone or any(percent(*counts) < LEAST for counts in areas.values()):
        sys.exit(1)


main(pathlib.Path(sys.argv[1]))
