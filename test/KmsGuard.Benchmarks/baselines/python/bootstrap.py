#!/usr/bin/env python3
"""A runtime: Lambda's Runtime API for handler.py, as small as it can be."""
import http.client
import json
import os

import handler

PREFIX = "/2018-06-01/runtime/invocation"
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


def request(method, path, body=None):
    api.request(method, path, body)
    response = api.getresponse()
    return response.headers, response.read()


while True:
    headers, body = request("GET", f"{PREFIX}/next")
    call = headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        answer = json.dumps(handler.lambda_handler(json.loads(body), None))
        request("POST", f"{PREFIX}/{call}/response", answer)
    except Exception as error:
        request("POST", f"{PREFIX}/{call}/error", json.dumps({"errorType": type(error).__name__, "errorMessage": str(error)}))
