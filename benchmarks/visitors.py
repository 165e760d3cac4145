"""Users of the desk: reads an order on standard input, opens pages, writes the seconds that each took."""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from typing import Any

ORDER: dict[str, Any] = json.load(sys.stdin)
TIMES: list[float] = []
WRONG: list[int] = []


def visit(user: dict[str, str], number: int) -> None:
    """One user: a page a second, at a moment of their own."""
    connection = http.client.HTTPConnection("localhost", ORDER["port"], timeout=30)
    path = ORDER["path"].format(slug=user["slug"])
    dice = random.Random(number)
    time.sleep(dice.random())
    end = time.perf_counter() + ORDER["seconds"]
    while (began := time.perf_counter()) < end:
        connection.request("GET", path, headers={"Cookie": f"sessionid={user['session']}"})
        answer = connection.getresponse()
        answer.read()
        took = time.perf_counter() - began
        TIMES.append(took)
        if answer.status != 200:
            WRONG.append(answer.status)
        time.sleep(max(0.0, dice.uniform(0.8, 1.2) - took))


threads = [threading.Thread(target=visit, args=(user, number)) for number, user in enumerate(ORDER["users"])]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if WRONG:
    sys.exit(f"{len(WRONG)} pages of {ORDER['path']} were not 200: {WRONG[0]}")
json.dump(TIMES, sys.stdout)
