"""Gives recorded answers to a client that openapi-python-client made, and says what it could not read of them.

usage: parse-answers.py ANSWERS, one JSON object a line: {tag, name, status, type, body}, the body in base64
"""

import base64
import importlib
import json
import sys
from datetime import datetime

import httpx
from dispute_circulation_client import Client

client = Client(base_url="http://nowhere.example")


def same(given, read, at=""):
    """Where what was read differs from what was given; None where it does not."""
    if isinstance(given, dict) and isinstance(read, dict):
        if given.keys() != read.keys():
            return f"{at}: {sorted(given.keys() ^ read.keys())}"
        return next(filter(None, (same(given[key], read[key], f"{at}/{key}") for key in given)), None)
    if isinstance(given, list) and isinstance(read, list) and len(given) == len(read):
        return next(filter(None, (same(a, b, f"{at}/{i}") for i, (a, b) in enumerate(zip(given, read)))), None)
    if given == read:
        return None
    try:
        # One moment may be written in several ways.
        if datetime.fromisoformat(given) == datetime.fromisoformat(read):
            return None
    except (TypeError, ValueError):
        pass
    return f"{at}: {given!r} was read as {read!r}"


def complaint(answer):
    module = importlib.import_module(f"dispute_circulation_client.api.{answer['tag']}.{answer['name']}")
    body = base64.b64decode(answer["body"])
    headers = {"content-type": answer["type"]}
    parsed = module._parse_response(
        client=client, response=httpx.Response(answer["status"], headers=headers, content=body)
    )
    if "json" in answer["type"]:
        return same(json.loads(body), parsed.to_dict())
    if isinstance(parsed, str):
        parsed = parsed.encode()
    read = parsed if isinstance(parsed, bytes) else parsed.payload.read()
    return None if read == body else "other bytes"


failed = False
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        answer = json.loads(line)
        try:
            said = complaint(answer)
        except Exception as error:  # noqa: BLE001: whatever it is, it is an answer that was not read
            said = repr(error)
        if said:
            failed = True
            print(f"{answer['name']} {answer['status']}: {said}")
sys.exit(1 if failed else 0)
