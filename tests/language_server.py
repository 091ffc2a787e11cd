"""A small client of an editor's language server: it opens a file as an editor would, and asks."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any


def command() -> list[str] | None:
    """How to start the YAML language server of the editors; None where it is not installed.

    `npm install -g yaml-language-server` installs it; `YAML_LANGUAGE_SERVER` may name it anywhere else.
    """
    found = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")
    return [found, "--stdio"] if found and shutil.which("node") else None


class Editor:
    """An editor with the language server behind it. A context manager; answers wait for the server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0
        self.told: dict[str, tuple[int, list[dict[str, Any]]]] = {}

    def __enter__(self) -> "Editor":
        self.server = subprocess.Popen(command() or [], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        root = self.folder.as_uri()
        able = {"textDocument": {"hover": {"contentFormat": ["markdown"]}, "completion": {"completionItem": {"snippetSupport": True}}}}
        self._ask("initialize", processId=os.getpid(), rootUri=root, capabilities=able, workspaceFolders=[{"uri": root, "name": "project"}])
        self._tell("initialized")
        self._tell(
            "workspace/didChangeConfiguration", settings={"yaml": {"schemaStore": {"enable": False}, "hover": True, "completion": True, "validate": True}}
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.server.kill()
        self.server.communicate()

    def open(self, name: str, text: str) -> list[dict[str, Any]]:
        """Opens a file of the project with this text, without saving it; what the server complains of, by place."""
        uri = (self.folder / name).as_uri()
        version = self.told.get(uri, (0, []))[0] + 1
        self.told.pop(uri, None)
        document = {"uri": uri, "version": version}
        if version == 1:
            self._tell("textDocument/didOpen", textDocument={**document, "languageId": "yaml", "text": text})
        else:
            self._tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])
        while uri not in self.told:
            self._read()
        self.told[uri] = (version, self.told[uri][1])
        return sorted(self.told[uri][1], key=lambda d: (d["range"]["start"]["line"], d["range"]["start"]["character"]))

    def complete(self, name: str, line: int, column: int) -> list[str]:
        """What the server offers to write at a place (both counted from 1)."""
        found = self._ask("textDocument/completion", **self._at(name, line, column)) or {}
        return [item["label"] for item in (found if isinstance(found, list) else found.get("items", ()))]

    def hover(self, name: str, line: int, column: int) -> str:
        """What the server says when the pointer rests at a place (both counted from 1)."""
        found = self._ask("textDocument/hover", **self._at(name, line, column))
        return str(found["contents"]["value"]) if found else ""

    def _at(self, name: str, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": (self.folder / name).as_uri()}, "position": {"line": line - 1, "character": column - 1}}

    def _tell(self, method: str, **params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def _ask(self, method: str, **params: Any) -> Any:
        self.number += 1
        self._send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")

    def _send(self, message: dict[str, Any]) -> None:
        assert self.server.stdin
        body = json.dumps(message).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.server.stdin.flush()

    def _read(self) -> dict[str, Any]:
        """The next message; complaints are kept, and questions of the server answered with nothing."""
        assert self.server.stdout
        length = 0
        while (line := self.server.stdout.readline().strip()) != b"":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        if not length:
            raise EOFError("the language server has ended")
        message: dict[str, Any] = json.loads(self.server.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.told[params["uri"]] = (params.get("version", 0), params["diagnostics"])
        elif "method" in message and "id" in message:
            answer = [{}] * len(message["params"].get("items", ())) if message["method"] == "workspace/configuration" else None
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": answer})
        return message
