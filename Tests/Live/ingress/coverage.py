"""Every annotation that docs/Ingress.md calls supported has been part of what the hosts were brought to."""
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
ROW = re.compile(r"\| `([a-z0-9-]+)` \| (.*?) \| ")
UNSUPPORTED = ("not supported", "without effect", "refused")


def supported():
    with open(f"{HERE}/../../../docs/Ingress.md") as file:
        rows = [row.groups() for row in map(ROW.match, file) if row]
    return {name for name, takes in rows
            if takes not in UNSUPPORTED and not takes.endswith(" only")}


def run(report, site):
    names = supported()
    report.check("the list of annotations is read", True, len(names) > 70)
    report.check("every annotation that is supported has a case", [], sorted(names - site.tried))
