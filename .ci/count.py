#!/usr/bin/env python3
"""Prints "passed failed skipped" of a test project's result file (TRX). Fails where there is none, or no test in it."""
import sys
import xml.etree.ElementTree as ElementTree

XML = {"trx": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}


def main(path):
    summary = ElementTree.parse(path).getroot().find("trx:ResultSummary", XML)
    counters = summary.find("trx:Counters", XML)
    total, executed, passed = (int(counters.get(name)) for name in ("total", "executed", "passed"))
    if total == 0:
        sys.exit("no test ran")
    failed = executed - passed
    # A host that crashed leaves the tests that had ended, and says so only here.
    if failed == 0 and summary.get("outcome") != "Completed":
        failed = 1
    print(passed, failed, total - executed)


try:
    main(sys.argv[1])
except (OSError, ElementTree.ParseError, AttributeError) as error:
    sys.exit(f"no readable results: {error}")
