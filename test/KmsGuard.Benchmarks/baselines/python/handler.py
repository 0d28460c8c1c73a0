"""The alert as the field writes it: one Lambda handler in Python on boto3, which reads the key and publishes to SNS."""
import json
import os

import boto3

kms = boto3.client("kms")
sns = boto3.client("sns")


def attempt(call, **arguments):
    try:
        return call(**arguments)
    except Exception as error:  # An alert must go out whatever cannot be read.
        return {"Error": str(error)}


def lambda_handler(event, context):
    detail = event["detail"]
    key = detail["requestParameters"]["keyId"]
    facts = {
        "key": attempt(kms.describe_key, KeyId=key).get("KeyMetadata"),
        "aliases": attempt(kms.list_aliases, KeyId=key).get("Aliases"),
        "tags": attempt(kms.list_resource_tags, KeyId=key).get("Tags"),
        "rotation": attempt(kms.get_key_rotation_status, KeyId=key).get("KeyRotationEnabled"),
        "grants": attempt(kms.list_grants, KeyId=key).get("Grants"),
        "usage": attempt(kms.get_key_last_usage, KeyId=key),
    }
    who = detail["userIdentity"].get("arn", "somebody")
    sns.publish(
        TopicArn=os.environ["KMSGUARD_TOPIC_ARN"],
        Subject=f"{detail['eventName']} in {detail['recipientAccountId']} {detail['awsRegion']}"[:99],
        Message=f"{who} called {detail['eventName']} on {key} at {detail['eventTime']}.\n"
        + json.dumps(facts, default=str, indent=2)
        + f"\nUndo: aws kms enable-key --region {detail['awsRegion']} --key-id {key}",
    )
