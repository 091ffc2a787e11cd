"""The peers, each as a process of its own: `python -m tests.benchmark.peers PEER FOLDER LIST OUT [TABS]`.

LIST is a file with the names of pages in FOLDER, in the order in which they are set (for Typst: the name of its one
file). Every page is set anew and written into OUT. Printed is, as JSON, after how many seconds the first page was begun.
"""

import base64
import fcntl
import json
import os
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def absent(peer: str) -> str:
    """Why a peer cannot be measured here, in a word; empty where it can."""
    if peer == "chromium":
        return "" if browser() else "chromium: not here, skipped"
    if peer == "typst":
        try:
            import typst  # noqa: F401
        except ImportError:
            return "typst: not here, skipped (pip install -e '.[benchmark]')"
    return ""


def browser() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def weasyprint(folder: Path, names: Sequence[str], out: Path) -> float:
    """Plain WeasyPrint: one page after the other, as its documentation shows, without tags."""
    from weasyprint import HTML

    ready = time.perf_counter()
    for number, name in enumerate(names):
        HTML(folder / f"{name}.html").write_pdf(out / f"{number:05}.pdf")
    return ready


def typst(folder: Path, names: Sequence[str], out: Path) -> float:
    """Typst: one file, compiled once, with the fonts of the pack."""
    import typst

    from briefings.project import SHIPPED_TEMPLATES

    ready = time.perf_counter()
    for name in names:
        typst.compile(str(folder / f"{name}.typ"), output=str(out / f"{name}.pdf"), font_paths=[str(SHIPPED_TEMPLATES / "fonts")], ignore_system_fonts=True)
    return ready


def chromium(folder: Path, names: Sequence[str], out: Path, tabs: int = 1) -> float:
    """Headless Chromium kept open: started once, each of its tabs prints page after page."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        chrome = _Chromium(profile)
        free = [chrome.tab() for _ in range(tabs)]
        ready = time.perf_counter()
        waiting = deque(enumerate(names))
        while waiting or len(free) < tabs:
            while waiting and free:
                number, name = waiting.popleft()
                chrome.begin(free.pop(), (folder / f"{name}.html").as_uri(), out / f"{number:05}.pdf")
            if done := chrome.step():
                free.append(done)
        chrome.close()
    return ready


class _Chromium:
    """A browser at the end of two pipes, spoken to in its DevTools protocol: JSON messages that end in a zero byte."""

    FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"

    def __init__(self, profile: str) -> None:
        heard, said = os.pipe(), os.pipe()
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (heard[0], said[1])]  # out of the way of 3 and 4
        path = browser()
        assert path is not None
        self.pid = os.posix_spawn(
            path,
            [path, *self.FLAGS.split(), f"--user-data-dir={profile}", "--remote-debugging-pipe"],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, ends[0], 3),
                (os.POSIX_SPAWN_DUP2, ends[1], 4),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            ],
        )
        for end in (*ends, heard[0], said[1]):
            os.close(end)
        self.out, self.input = os.fdopen(heard[1], "wb", 0), os.fdopen(said[0], "rb", 0)
        self.number, self.rest = 0, bytearray()
        self.files: dict[str, Path] = {}  # by session: where its page goes
        self.asked: dict[int, str] = {}  # by number of a question: what it asked

    def say(self, method: str, session: str = "", **parameters: Any) -> int:
        self.number += 1
        self.asked[self.number] = method
        message = {"id": self.number, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        self.out.write(json.dumps(message).encode() + b"\0")
        return self.number

    def hear(self) -> dict[str, Any]:
        while (end := self.rest.find(b"\0")) < 0:
            more = self.input.read(1 << 20)
            if not more:
                raise SystemExit("chromium ended")
            self.rest += more
        message = json.loads(self.rest[:end])
        del self.rest[: end + 1]
        if "error" in message:
            raise SystemExit(f"chromium: {message['error']}")
        return message  # type: ignore[no-any-return]

    def ask(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        number = self.say(method, session, **parameters)
        while (message := self.hear()).get("id") != number:
            pass
        return message["result"]  # type: ignore[no-any-return]

    def tab(self) -> str:
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable", session)
        return str(session)

    def begin(self, session: str, url: str, file: Path) -> None:
        self.files[session] = file
        self.say("Page.navigate", session, url=url)

    def step(self) -> str:
        """Takes the next message a step further; the tab whose page was written, or nothing."""
        message = self.hear()
        session = message.get("sessionId", "")
        if message.get("method") == "Page.loadEventFired":
            self.say("Runtime.evaluate", session, expression="document.fonts.ready.then(() => 0)", awaitPromise=True)
        asked = self.asked.pop(message.get("id", 0), "")
        if asked == "Runtime.evaluate":
            self.say("Page.printToPDF", session, preferCSSPageSize=True, printBackground=True)
        elif asked == "Page.printToPDF":
            self.files.pop(session).write_bytes(base64.b64decode(message["result"]["data"]))
            return str(session)
        return ""

    def close(self) -> None:
        self.say("Browser.close")
        while self.input.read(1 << 20):
            pass
        os.waitpid(self.pid, 0)


def main() -> None:
    began = time.perf_counter()
    peer, folder, names, out, *tabs = sys.argv[1:]
    listed = Path(names).read_text("utf-8").split()
    Path(out).mkdir(parents=True, exist_ok=True)
    if peer == "weasyprint":
        ready = weasyprint(Path(folder), listed, Path(out))
    elif peer == "typst":
        ready = typst(Path(folder), listed, Path(out))
    else:
        ready = chromium(Path(folder), listed, Path(out), int(tabs[0]))
    print(json.dumps({"ready": ready - began}))


if __name__ == "__main__":
    main()
