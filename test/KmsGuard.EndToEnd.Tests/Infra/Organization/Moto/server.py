"""moto's server on a free port, with what its Step Functions lack. Usage: server.py EVALUATE_JS

JSONata, which moto leaves to a bridge that it does not have, is evaluated by the reference implementation. ListRegions is an
operation that moto does not know."""
import json
import socket
import subprocess
import sys
import threading

from moto.account import responses, urls
from moto.core.responses import ActionResult
from moto.server import main
from moto.stepfunctions.parser.asl.jsonata import jsonata

node = subprocess.Popen(["node", sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
turn = threading.Lock()


def evaluate(expression):
    with turn:
        node.stdin.write(json.dumps({"id": 0, "expression": expression, "variables": {}}) + "\n")
        node.stdin.flush()
        answer = json.loads(node.stdout.readline())
    if "error" in answer:
        raise jsonata.JSONataException("UNKNOWN", answer["error"])
    return answer["value"]


def list_regions(_):
    return ActionResult({"Regions": [{"RegionName": "eu-west-1", "RegionOptStatus": "ENABLED_BY_DEFAULT"}]})


jsonata._eval_jsonata = evaluate
responses.AccountResponse.list_regions = list_regions
urls.url_paths["{0}/listRegions$"] = responses.AccountResponse.dispatch
# Not 0: its Step Functions call the port that the server was told of. Chosen last, so that nobody else takes it meanwhile.
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
main(["-H", "127.0.0.1", "-p", str(port)])
