#!/usr/bin/env python3
"""Prints the failed tests of test projects' result files (TRX): each one's full name, and the first lines of its message and
stack. Many get fewer lines each: of a log often no more than the last sixty are kept."""
import sys
import xml.etree.ElementTree as ElementTree

XML = {"trx": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}
LINES = 45
LINES_EACH = 8
WIDTH = 300


def lines_of(text):
    return [line.rstrip()[:WIDTH] for line in text.splitlines() if line.strip()]


def problems(project):
    """What failed, as (heading, lines of the message, lines of the stack)."""
    try:
        root = ElementTree.parse(f"{project}/TestResults/results.trx").getroot()
    except (OSError, ElementTree.ParseError) as error:
        return [(f"{project}: no readable results: {error}", [], [])]
    info = "trx:Output/trx:ErrorInfo/trx:"
    found = [
        (f"FAILED {result.get('testName')}",) + tuple(lines_of(result.findtext(info + part, "", XML)) for part in ("Message", "StackTrace"))
        for result in root.iterfind("trx:Results/trx:UnitTestResult[@outcome='Failed']", XML)
    ]
    # A host that crashed says so here and nowhere else.
    for run in root.iterfind("trx:ResultSummary/trx:RunInfos/trx:RunInfo[@outcome='Error']", XML):
        text = run.findtext("trx:Text", "", XML)
        if not text.rstrip().endswith("[FAIL]"):
            found.append((f"ERROR in {project}", lines_of(text), []))
    return found


def excerpt(message, stack, room):
    """Of both: a long message must not hide the line of the test."""
    where = [line for line in stack if ":line " in line] or stack
    head = message[: max(room - min(2, len(where)), (room + 1) // 2)]
    return head + where[: room - len(head)]


all_of_them = [problem for project in sys.argv[1:] for problem in problems(project)]
each = max(0, min(LINES_EACH, LINES // max(1, len(all_of_them)) - 1))
for heading, message, stack in all_of_them[:LINES]:
    print(heading)
    for line in excerpt(message, stack, each):
        print(f"    {line}")
if len(all_of_them) > LINES:
    print(f"and {len(all_of_them) - LINES} more")
