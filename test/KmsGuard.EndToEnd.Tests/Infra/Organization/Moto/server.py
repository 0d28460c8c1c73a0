"""moto's server, whose Step Functions evaluate JSONata with the reference implementation: moto leaves that to a bridge that it
does not have. Usage: server.py EVALUATE_JS [what moto_server takes]"""
import json
import subprocess
import sys
import threading

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


jsonata._eval_jsonata = evaluate
main(sys.argv[2:])
