#!/usr/bin/env python3
"""Prints what SAM's transform makes of a template, as JSON. Usage: transform.py TEMPLATE"""
import json
import os
import sys

from cfnlint.decode import cfn_yaml
from samtranslator.translator.transform import transform

# The translator asks boto3 for a Region; nothing is called there.
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")


class NoManagedPolicies:
    """Every role here is written out, so there is none to look up."""

    def load(self):
        return {}


def main(path):
    # Through JSON, to be rid of cfn-lint's own kinds of dictionaries.
    template = json.loads(json.dumps(cfn_yaml.load(path)))
    # Deploying uploads the package, and a state machine's definition, and puts their addresses here; the translator knows no
    # local paths.
    local = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::StateMachine": "DefinitionUri"}
    for resource in template["Resources"].values():
        if resource["Type"] in local:
            resource["Properties"][local[resource["Type"]]] = "s3://bucket/key"
    json.dump(transform(template, {}, NoManagedPolicies()), sys.stdout, indent=2)


main(sys.argv[1])
