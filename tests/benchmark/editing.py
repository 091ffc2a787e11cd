"""The preview as an author feels it: from saving a changed word to the picture of the changed page."""

import http.client
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

WAIT = 300.0  # seconds; longer than the whole pack takes anywhere


@dataclass(frozen=True)
class Felt:
    """Seconds from saving: until the findings were told, until the new pages were, until the first of them was served, until
    every document was set and searched again."""

    found: float
    told: float
    served: float
    whole: float


class Previewed:
    """One process that previews a scenario, and somebody who looks at one document."""

    def __init__(self, home: Path, scenario: str, document: str, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "briefings", "preview", scenario, "--no-open", "--port", "0"]
        self.process = subprocess.Popen(command, cwd=home, env=dict(environment), stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.host = urlsplit(self.process.stdout.readline().split(" ")[0]).netloc
        self.document = document
        self.states: queue.Queue[tuple[float, dict[str, Any]]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._whole()
        self._ask("POST", f"/view?document={document}&paper=a4&edition=standard")

    def save(self, file: Path, text: str) -> Felt:
        """Saves a file and waits for what comes of it."""
        before = self._version(self.last)
        start = time.perf_counter()
        file.write_text(text, "utf-8")
        found, state = self.states.get(timeout=WAIT)
        told = found
        while self._version(state) == before:
            told, state = self.states.get(timeout=WAIT)
        self._ask("GET", f"/pages/{self._version(state)}/1-800.png")
        served = time.perf_counter()
        return Felt(found - start, told - start, served - start, self._whole() - start)

    def end(self) -> None:
        self.process.terminate()
        self.process.communicate()

    def _listen(self) -> None:
        connection = http.client.HTTPConnection(self.host)
        connection.request("GET", "/events")
        stream = connection.getresponse()
        while line := stream.readline():
            if line.startswith(b"data: "):
                self.states.put((time.perf_counter(), json.loads(line[6:])))

    def _whole(self) -> float:
        """When the last document was set; the state then is the `last`."""
        while True:
            at, self.last = self.states.get(timeout=WAIT)
            if self.last["whole"]:
                return at

    def _version(self, state: Mapping[str, Any]) -> str:
        return next(str(one["version"]) for one in state["documents"] if one["id"] == self.document)

    def _ask(self, method: str, path: str) -> None:
        connection = http.client.HTTPConnection(self.host)
        connection.request(method, path, headers={"Origin": f"http://{self.host}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status in (200, 204), (path, answer.status)
        connection.close()
