"""The preview served to a browser on this machine: files are watched, every new state is told, pages come as pictures.

Only this machine is served, and only to pages of its own: a request that names another host (as one does whose name was
bound to this address a moment ago) or comes from a page of another origin is refused. Nothing in a request names a file; what
can be asked for are the routes in `application`.
"""

import asyncio
import json
import socket
import sys
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from watchfiles import Change, awatch

from briefings.cache import Cache
from briefings.imposition import EDITIONS, Printing
from briefings.pages import PAPERS
from briefings.press.pictures import picture
from briefings.preview.rounds import remade
from briefings.preview.state import Leaf, State, Wanted
from briefings.project import SHIPPED_TEMPLATES, Project

LOOPBACK = "127.0.0.1"
HOSTS = (LOOPBACK, "localhost")
WIDTHS = (800, 1600)  # pixels across: what a page takes on the screen, and twice that for dense screens and large zoom
QUIET = 50  # ms without a change after which what was saved is looked at; several files saved at once are one change
LATEST = 800  # ms after which it is looked at anyway
LATE = 64  # documents that are kept after others took their place
PAUSE = 0.15  # seconds for the pictures of the document in view, before the others are set
HEARTBEAT = 15.0  # seconds after which a silent stream says that it is alive, and notices where nobody listens
_KINDS = frozenset({".yaml", ".yml", ".fingerprint", ".txt", ".html", ".css", ".json", ".ttf"})

# A page may load what this server serves, run what stands in its own files, and stand in no frame.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",  # secrets of a game do not stay in a browser's folder
}


@dataclass(frozen=True)
class Watched:
    """The folders in which a saved file counts, of a project and a scenario in it."""

    project: Project
    name: str

    @property
    def folders(self) -> tuple[Path, ...]:
        """All of them, also those that are not there yet; what lies deeper is not looked at."""
        inside = ("", "style", "maps", "fonts")
        templates = (folder / name for folder in (self.project.templates, SHIPPED_TEMPLATES) for name in inside)
        here = (self.project.scenario(self.name).parent, self.project.scenarios, self.project.seeds, self.project.seeds / "full", *templates)
        return tuple(dict.fromkeys(folder.resolve() for folder in here))

    @property
    def there(self) -> tuple[Path, ...]:
        """Those that are there, and the project's own folder, in which others may appear."""
        return tuple(dict.fromkeys((self.project.root.resolve(), *(folder for folder in self.folders if folder.is_dir()))))

    def counts(self, change: Change, path: str) -> bool:
        """Whether a change concerns the preview: a file of a kind that is read, or a folder that appears or goes."""
        changed = Path(path)
        is_read = changed.suffix in _KINDS and not changed.name.startswith((".", "#")) and changed.parent in self.folders
        return is_read or changed in self.folders


class Desk:
    """What lies on the desk: the state that is shown, and what the reader wants to see. One task works; others wait for news."""

    def __init__(self, watched: Watched, wanted: Wanted, cache: Cache) -> None:
        self.watched, self.wanted, self.cache = watched, wanted, cache
        self.state = State(Path(watched.name).stem, wanted.printing)
        self.closed = False
        # What was shown last: a picture may be asked for just when its document is set anew.
        self._shown: deque[Leaf] = deque(maxlen=LATE)
        self._asked, self._news = asyncio.Event(), asyncio.Event()
        self._asked.set()
        # The engine stays in one thread, and the pages are served from others.
        self._hand = ThreadPoolExecutor(1, "setting")

    def leaf(self, version: str) -> Leaf | None:
        """The document whose pages have this version, or had it not long ago."""
        return self.state.version(version) or next((leaf for leaf in self._shown if leaf.version == version), None)

    def want(self, wanted: Wanted) -> None:
        """Another document, paper or edition is looked at: what is not set yet is set first."""
        leaf = self.state.leaf(wanted.document)
        again = wanted.printing != self.wanted.printing or not (leaf and leaf.fresh)
        self.wanted = wanted
        if again:
            self._asked.set()

    async def work(self) -> None:
        """Sets what was asked for, round after round; a round is left where something new is asked."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            states = remade(self.state, self.watched.project, self.watched.name, self.wanted, self.cache)
            while not (self._asked.is_set() or self.closed):
                state = await asyncio.get_running_loop().run_in_executor(self._hand, next, states, None)
                if state is None:
                    break
                just_set = state.seconds and not self.state.seconds
                self.show(state)
                if just_set:
                    await asyncio.sleep(PAUSE)

    async def watch(self) -> None:
        """Asks for a round whenever files were saved."""
        while True:
            watching = awatch(*self.watched.there, watch_filter=self.watched.counts, recursive=False, step=QUIET, debounce=LATEST)
            async for changes in watching:
                self._asked.set()
                if any(Path(path) in self.watched.folders for _, path in changes):
                    break  # a folder came or went: what is watched changes with it

    def show(self, state: State) -> None:
        """Puts a state in the place of the one before and tells everybody who waits."""
        self._shown.extend(leaf for leaf in self.state.leaves if leaf.version and not state.version(leaf.version))
        self.state = state
        self._tell()

    def close(self) -> None:
        """Ends every stream; the server can then end too."""
        self.closed = True
        self._hand.shutdown(wait=False, cancel_futures=True)
        self._tell()

    async def states(self) -> AsyncIterator[State | None]:
        """The state as it is and every later one that a reader has time for; None where nothing happened for long."""
        seen: State | None = None
        while not self.closed:
            news = self._news
            if self.state is not seen:
                seen = self.state
                yield seen
                continue
            try:
                await asyncio.wait_for(news.wait(), HEARTBEAT)
            except TimeoutError:
                yield None

    def _tell(self) -> None:
        self._news, told = asyncio.Event(), self._news
        told.set()


def application(desk: Desk) -> Starlette:
    """The page and everything that it may ask for."""
    files = SHIPPED_TEMPLATES / "preview"

    def fixed(path: str, file: Path, kind: str) -> Route:
        async def give(request: Request) -> Response:
            return FileResponse(file, media_type=kind)

        return Route(path, give)

    async def events(request: Request) -> Response:
        async def told() -> AsyncIterator[str]:
            yield "retry: 1000\n\n"
            async for state in desk.states():
                yield f"data: {json.dumps(state.as_data(desk.wanted))}\n\n" if state else ": still here\n\n"

        return StreamingResponse(told(), media_type="text/event-stream")

    async def view(request: Request) -> Response:
        asked = request.query_params
        document, paper, edition = (asked.get(name, "") for name in ("document", "paper", "edition"))
        printing = next((Printing(p, e) for p in PAPERS for e in EDITIONS if (p, e) == (paper, edition)), None)
        if printing is None or not desk.state.leaf(document):
            return PlainTextResponse("no such document, paper or edition", 400)
        desk.want(Wanted(document, printing))
        return Response(status_code=204)

    def page(request: Request) -> Response:  # no coroutine: drawn in a thread of its own
        asked = request.path_params
        leaf = desk.leaf(asked["version"])
        if leaf is None or asked["width"] not in WIDTHS or not 1 <= asked["page"] <= len(leaf.sizes):
            return PlainTextResponse("no such page", 404)
        return Response(picture(leaf.pdf, asked["page"], asked["width"]), media_type="image/png")

    async def document(request: Request) -> Response:
        leaf = desk.state.leaf(request.path_params["id"])
        if leaf is None or not leaf.pdf:
            return PlainTextResponse("no such document", 404)
        # Chromium's reader of PDFs cannot work under the policy of the page (its issue 271452).
        headers = {"Content-Disposition": f'inline; filename="{leaf.id}.pdf"', "Content-Security-Policy": "frame-ancestors 'none'"}
        return Response(leaf.pdf, media_type="application/pdf", headers=headers)

    async def nothing(request: Request) -> Response:
        return Response(status_code=204)

    routes = [
        fixed("/", files / "page.html", "text/html"),
        fixed("/page.css", files / "page.css", "text/css"),
        fixed("/page.js", files / "page.js", "text/javascript"),
        fixed("/label.ttf", SHIPPED_TEMPLATES / "fonts" / "SourceSans3-Regular.ttf", "font/ttf"),
        fixed("/label-bold.ttf", SHIPPED_TEMPLATES / "fonts" / "SourceSans3-Semibold.ttf", "font/ttf"),
        Route("/favicon.ico", nothing),
        Route("/events", events),
        Route("/view", view, methods=["POST"]),
        Route("/pages/{version}/{page:int}-{width:int}.png", page),
        Route("/documents/{id}.pdf", document),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard), Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))])


class Guard:
    """Refuses what another origin asks for, and says with every answer what a page may do.

    An origin is our own where it is the host that is asked; whether that is this machine, the next in line looks at. A browser
    also says from where a picture or a script is asked (`Sec-Fetch-Site`), with which no origin comes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["type"] != "http":  # nothing else has a route
            await self.app(scope, receive, send)
        elif _is_ours(Headers(scope=scope), scope["method"]):
            await self.app(scope, receive, answer)
        else:
            await PlainTextResponse("only the preview's own page is answered", 403)(scope, receive, answer)


def _is_ours(headers: Headers, method: str) -> bool:
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    if origin is None:
        return site in ("none", "same-origin") and method in ("GET", "HEAD")
    return origin == f"http://{headers.get('host')}" and site in ("none", "same-origin")


class _Server(uvicorn.Server):
    """Ends the streams first when it is told to end: it would wait for them."""

    desk: Desk

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.desk.close()
        await super().shutdown(sockets)


def listening(port: int) -> socket.socket:
    """A socket on the loopback address; port 0 is any that is free. Raises `OSError` where the port is taken."""
    return socket.create_server((LOOPBACK, port))


def serve(desk: Desk, sock: socket.socket) -> None:
    """Serves until it is interrupted, then raises `KeyboardInterrupt`. What goes wrong in setting or watching ends it too."""
    sys.setswitchinterval(0.001)  # seconds; pictures are served while documents are set, and would wait five times as long
    asyncio.run(_serve(desk, sock))


async def _serve(desk: Desk, sock: socket.socket) -> None:
    config: dict[str, Any] = {"log_config": None, "access_log": False, "server_header": False, "lifespan": "off", "ws": "none"}
    server = _Server(uvicorn.Config(application(desk), timeout_graceful_shutdown=2, **config))
    server.desk = desk
    tasks = [asyncio.create_task(desk.work()), asyncio.create_task(desk.watch())]
    for task in tasks:
        task.add_done_callback(lambda _: setattr(server, "should_exit", True))
    try:
        await server.serve(sockets=[sock])
    finally:
        for task in tasks:
            task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ended, Exception):
            raise ended
