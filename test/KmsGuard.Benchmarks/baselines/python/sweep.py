#!/usr/bin/env python3
"""A sweep as the field writes it: boto3, key by key, in one thread or in several. Usage: sweep.py THREADS"""
import datetime
import sys
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

threads = int(sys.argv[1])
kms = boto3.client("kms", config=Config(max_pool_connections=threads))
now = datetime.datetime.now(datetime.timezone.utc)


def sweep(key_id):
    try:
        key = kms.describe_key(KeyId=key_id)["KeyMetadata"]
        if key["KeyManager"] == "AWS":
            return "aws-managed"
        if key["KeyState"] == "Enabled" and key["KeySpec"] == "SYMMETRIC_DEFAULT" and key["Origin"] == "AWS_KMS":
            if kms.get_key_rotation_status(KeyId=key_id)["KeyRotationEnabled"]:
                return "compliant"
            kms.enable_key_rotation(KeyId=key_id)
            return "changed"
        if key["KeyState"] != "Disabled":
            return "ineligible"
        tags = {tag["TagKey"]: tag["TagValue"] for tag in kms.list_resource_tags(KeyId=key_id).get("Tags", [])}
        if "kmsguard:exempt" in tags or kms.list_grants(KeyId=key_id)["Grants"]:
            return "held"
        used = kms.get_key_last_usage(KeyId=key_id).get("KeyLastUsage", {}).get("Timestamp")
        if used and (now - used).days < 90:
            return "held"
        kms.schedule_key_deletion(KeyId=key_id, PendingWindowInDays=30)
        return "changed"
    except Exception as error:
        return f"failed: {type(error).__name__}"


keys = [key["KeyId"] for page in kms.get_paginator("list_keys").paginate() for key in page["Keys"]]
with ThreadPoolExecutor(threads) as pool:
    outcomes = list(pool.map(sweep, keys))
print({outcome: outcomes.count(outcome) for outcome in set(outcomes)})
