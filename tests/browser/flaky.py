"""A bad line: passes requests on, but cuts some that write before they arrive, and some before their answer."""

import http.client
import random
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Line:
    """What was passed on and what was cut."""

    def __init__(self, target: str, *, before: float, after: float, seed: int) -> None:
        self.target, self.before, self.after = urlsplit(target), before, after
        self.chance, self.guard = random.Random(seed), threading.Lock()
        self.passed = self.cut_before = self.cut_after = 0

    def fate(self) -> str:
        """What happens to the next request that writes."""
        with self.guard:
            drawn = self.chance.random()
            if drawn < self.before:
                self.cut_before += 1
                return "before"
            if drawn < self.before + self.after:
                self.cut_after += 1
                return "after"
            self.passed += 1
            return ""


@contextmanager
def bad_line(target: str, *, before: float = 0.3, after: float = 0.3, seed: int = 1) -> Iterator[tuple[str, Line]]:
    """The address of a bad line to the target."""
    line = Line(target, before=before, after=after, seed=seed)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Handler", (_Handler,), {"line": line}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", line
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Passes on what it is asked, or cuts the connection, as its line decides."""

    protocol_version = "HTTP/1.1"
    line: Line

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._pass_on("")

    def do_POST(self) -> None:
        self._pass_on(self.line.fate())

    def _pass_on(self, fate: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if fate == "before":
            return self._cut()
        target = self.line.target
        with closing(http.client.HTTPConnection(target.hostname or "", target.port, timeout=30)) as there:
            there.request(self.command, self.path, body or None, dict(self.headers.items()))
            answer = there.getresponse()
            text = answer.read()
        if fate == "after":
            return self._cut()
        with suppress(ConnectionError):  # who asked may be gone: a page that was loaded again
            self._answer(answer, text)
        return None

    def _answer(self, answer: http.client.HTTPResponse, text: bytes) -> None:
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.close()
