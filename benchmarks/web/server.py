"""A real server process of the web application, as a person starts it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

_LINK = re.compile(r"https?://\S+")
_PATIENCE = 90.0
"""Seconds a server may take to answer for the first time on a busy machine."""


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """One process with its own home folder; a context manager. What it prints is kept."""

    def __init__(self, command: Sequence[str], port: int, environment: dict[str, str]) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.home = Path(environment.get("EVIDARY_HOME", ""))
        self._command = list(command)
        self._environment = environment
        self._lines: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    @classmethod
    def of(cls, home: Path, at: datetime | None = None) -> Server:
        """`evidary ui` over a home folder, with the offline engine and nothing of the caller's; its
        clock stands still where a time is given."""
        port = free_port()
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("EVIDARY_", "OPENAI_"))}
        environment = kept | {"EVIDARY_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        program = ["assistant.cli"] if at is None else ["benchmarks.web.still", at.isoformat()]
        return cls([sys.executable, "-m", *program, "ui", f"--port={port}"], port, environment)

    def __enter__(self) -> Server:
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._read, args=(self._process,), daemon=True).start()
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def output(self) -> str:
        """All that the process has printed so far."""
        return "".join(self._lines)

    def link(self, part: str) -> str:
        """The newest printed link that holds `part`, such as the one-time link of the first start."""
        found = [link for link in _LINK.findall(self.output) if part in link]
        assert found, f"no link with {part!r} in what the server printed:\n{self.output}"
        return found[-1]

    def stop(self) -> None:
        """End the process as Ctrl-C does, by force where it does not end."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """End the process without a word, as a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            self._lines.extend(lines)

    def _wait_until_it_answers(self) -> None:
        assert self._process is not None
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as reply:
                    if reply.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)  # the one thing without an event to wait for: a socket that opens
        raise AssertionError(f"the server did not start:\n{self.output}")
