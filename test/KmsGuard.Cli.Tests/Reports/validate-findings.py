"""Holds files of findings to botocore's model of BatchImportFindings, and to the limits that AWS only writes of.

Prints a line for each mistake, and at the end how many findings there were.
"""
import json
import re
import sys

import botocore.session
from botocore.validate import ParamValidator

operation = botocore.session.get_session().get_service_model("securityhub").operation_model("BatchImportFindings")
LONGEST = {"Id": 512, "ProductArn": 2048, "GeneratorId": 512, "Title": 256, "Description": 1024}
STATES = {"Disabled", "Enabled", "PendingDeletion", "PendingImport", "Unavailable"}


def shape_mistakes(shape, value, path):
    """What ParamValidator leaves out: members that do not exist, enums and patterns."""
    if shape.type_name == "structure":
        for name, inner in value.items():
            if name not in shape.members:
                yield f"{path}.{name} does not exist"
            else:
                yield from shape_mistakes(shape.members[name], inner, f"{path}.{name}")
    elif shape.type_name == "list":
        for index, inner in enumerate(value):
            yield from shape_mistakes(shape.member, inner, f"{path}[{index}]")
    elif shape.type_name == "map":
        for name, inner in value.items():
            yield from shape_mistakes(shape.value, inner, f"{path}[{name}]")
    elif shape.type_name == "string":
        if shape.enum and value not in shape.enum:
            yield f"{path} is {value!r}, none of {shape.enum}"
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(pattern, value, re.DOTALL):
            yield f"{path} is {value!r}"


def limit_mistakes(finding):
    for name, most in LONGEST.items():
        if len(finding[name]) > most:
            yield f"{name} has {len(finding[name])} characters"
    if len(finding["Remediation"]["Recommendation"]["Text"]) > 512:
        yield "Remediation is too long"
    if len(json.dumps(finding)) > 240 * 1024:
        yield "the finding is larger than 240 KB"
    fields = finding["ProductFields"]
    if len(fields) > 50 or any(len(name) > 128 or len(value) > 2048 for name, value in fields.items()):
        yield "ProductFields are too many or too long"
    for name in ("CreatedAt", "UpdatedAt", "LastObservedAt"):
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", finding[name]):
            yield f"{name} is {finding[name]}"
    for kind in finding["Types"]:
        if not re.match(r"(Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)/", kind):
            yield f"the type {kind} is of no namespace"
    if len(finding["Compliance"].get("RelatedRequirements", [])) > 32:
        yield "too many requirements"
    details = finding["Resources"][0]["Details"]["AwsKmsKey"]
    if details.get("KeyState", "Enabled") not in STATES:
        yield f"KeyState is {details['KeyState']}"


total = 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        findings = json.load(file)
    total += len(findings)
    mistakes = ParamValidator().validate({"Findings": findings}, operation.input_shape)
    if mistakes.has_errors():
        print(path, mistakes.generate_report())
    for mistake in shape_mistakes(operation.input_shape, {"Findings": findings}, ""):
        print(path, mistake)
    if not 1 <= len(findings) <= 100:
        print(path, len(findings), "findings")
    places = {(finding["AwsAccountId"], finding["ProductArn"]) for finding in findings}
    if len(places) != 1:
        print(path, "is of several accounts or Regions:", places)
    for finding in findings:
        for mistake in limit_mistakes(finding):
            print(path, finding["Id"], mistake)
print(total)
