"""A question that is being answered, apart from the page that asked it.

The work runs on a thread of its own: a browser that is reloaded finds it again and sees all that came
so far. One question at a time is answered in a conversation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread
from typing import Literal

from assistant.answering.watch import Watch
from assistant.answers import AnswerRun, Sentence
from assistant.errors import UsageError

State = Literal["working", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Stage:
    """What is being done, `done` of `total`."""

    name: str
    done: int
    total: int


Event = Stage | Sentence


class _Stopped(Exception):
    """Raised inside the work when a person stopped it."""


class Asking:
    """One question on its way to an answer. Any thread may look; events only ever grow."""

    def __init__(self, conversation: str, question: str) -> None:
        self.conversation = conversation
        self.question = question
        self.state: State = "working"
        self.error: Exception | None = None
        """What went wrong where the state is `failed`."""
        self._events: list[Event] = []
        self._changed = Condition()

    def events(self, after: int = 0, wait: float = 0.0) -> tuple[tuple[Event, ...], bool]:
        """The events behind the first `after`, and whether no more will come.

        Waits up to `wait` seconds where there is none yet.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: len(self._events) > after or self.state != "working", timeout=wait or 0
            )
            return tuple(self._events[after:]), self.state != "working"

    def stop(self) -> None:
        """Stop the work at its next step; no answer is kept. One that has ended is left as it is."""
        self._end("stopped")

    def stage(self, name: str, done: int, total: int) -> None:
        """Note how far the work is; see `assistant.answering.watch.Watch`."""
        self._note(Stage(name, done, total))

    def said(self, sentence: Sentence) -> None:
        """Note a proven sentence."""
        self._note(sentence)

    def _note(self, event: Event) -> None:
        with self._changed:
            if self.state != "working":
                raise _Stopped
            self._events.append(event)
            self._changed.notify_all()

    def _end(self, state: State, error: Exception | None = None) -> None:
        with self._changed:
            if self.state == "working":
                self.state, self.error = state, error
            self._changed.notify_all()


class Askings:
    """The questions that one process is answering, by conversation."""

    def __init__(self) -> None:
        self._running: dict[str, Asking] = {}
        self._guard = Condition()

    def start(self, conversation: str, question: str, work: Callable[[Watch], AnswerRun]) -> Asking:
        """Begin to answer. Raises `UsageError` while the question before it is being answered."""
        asking = Asking(conversation, question)
        with self._guard:
            before = self._running.get(conversation)
            if before is not None and before.state == "working":
                raise UsageError("the question before this one is still being answered")
            self._running[conversation] = asking
        Thread(target=self._run, args=(asking, work), name="asking", daemon=True).start()
        return asking

    def of(self, conversation: str) -> Asking | None:
        """The newest question that has no stored answer: at work, stopped or failed."""
        with self._guard:
            return self._running.get(conversation)

    def forget(self, conversation: str) -> None:
        """Let an ended one go; one at work is left alone."""
        with self._guard:
            asking = self._running.get(conversation)
            if asking is not None and asking.state != "working":
                del self._running[conversation]

    def _run(self, asking: Asking, work: Callable[[Watch], AnswerRun]) -> None:
        try:
            work(asking)
        except _Stopped:
            return
        except Exception as error:
            asking._end("failed", error)
            return
        asking._end("done")
        self.forget(asking.conversation)


askings = Askings()
"""Those of this process, by the conversations' unguessable ids."""
