"""Text and blocks grow together here, so that every block is an exact slice of its text."""

from __future__ import annotations

from ingest.limits import Limits
from ingest.model import Block, BlockRole, Locator, Note


class Assembly:
    """Blocks put one behind the other with separators between them, up to `limits.text_chars`."""

    def __init__(self, limits: Limits) -> None:
        self.blocks: list[Block] = []
        self.full = False
        self._most = limits.text_chars
        self._parts: list[str] = []
        self._size = 0

    @property
    def text(self) -> str:
        """All text so far, separators included."""
        return "".join(self._parts)

    def next_start(self, gap: str = "\n") -> int:
        """Where the next block's text will begin."""
        return self._size + (len(gap) if self._parts else 0)

    def add(
        self,
        text: str,
        locator: Locator,
        role: BlockRole = "text",
        level: int = 0,
        *,
        gap: str = "\n",
    ) -> None:
        """Append a block, `gap` before it. Empty text is left out; so is all beyond the limit."""
        if not text or self.full:
            return
        start = self.next_start(gap)
        if start + len(text) > self._most:
            self.full = True
            return
        self._parts += [gap, text] if self._parts else [text]
        self._size = start + len(text)
        self.blocks.append(Block(start, self._size, locator, role, level))

    def cut(self) -> tuple[Note, ...]:
        """The note that text was left out, where some was."""
        if not self.full:
            return ()
        last = self.blocks[-1].locator if self.blocks else None
        detail = f"only the first {self._size} characters of the text were read"
        return (Note("truncated", detail, last),)
