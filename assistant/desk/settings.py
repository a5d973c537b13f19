"""The face of the page "Settings": the scope, the engine, the embedder and the masking."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

import tomlkit
from pydantic import SecretStr

from assistant.desk.seat import Seat
from assistant.errors import EvidaryError, SettingsError
from assistant.ports import CallLog
from assistant.scope_kept import KeptScope, keep_scope, kept_scope, scope_text
from assistant.settings import FILE_NAME, Settings, load_settings

NAMES = ("engine", "base_url", "api_key", "embedder", "mask", "mask_addresses", "phone_region")
"""The settings that this page writes; all others of the file stay as they are."""
KEY_KEPT = "kept"
_TEST_SECONDS = 20.0
_ANSWER = {
    "title": "Ready",
    "description": "Whether you can answer.",
    "type": "object",
    "properties": {"ready": {"type": "boolean"}},
    "required": ["ready"],
    "additionalProperties": False,
}
_writing = Lock()


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What a person may set. `api_key` is a new key to keep; the kept one is never shown."""

    engine: str = "offline"
    base_url: str = ""
    embedder: str = "minilm"
    mask: bool = True
    mask_addresses: bool = False
    phone_region: str = "US"
    api_key: str = ""
    forget_key: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """How one small call to the engine went, in words."""

    good: bool
    seconds: float
    words: str


class SettingsDesk:
    """What a person at this seat sees and changes. Every change needs an admin."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    # --- scope -------------------------------------------------------------------------------------

    def scope(self) -> KeptScope | None:
        """The scope that was kept; None before anybody set it."""
        self._seat.need("read")
        return kept_scope(self._seat.workspace)

    def today(self) -> date:
        """The day, as this workspace's clock has it."""
        return self._seat.workspace.clock.today()

    def set_scope(self, kept: KeptScope) -> None:
        """Keep another scope. It holds from the next mapping on."""
        self._seat.need("administer")
        before = kept_scope(self._seat.workspace)
        done = keep_scope(self._seat.workspace, kept)
        if done == before:
            return
        self._seat.record(
            "scope.changed",
            self._seat.entry.id,
            before=scope_text(before) if before else "",
            after=scope_text(done),
        )

    # --- engine --------------------------------------------------------------------------------------

    def engine(self) -> EngineSettings:
        """The settings as they stand, without the key."""
        self._seat.need("read")
        return _shown(self._seat.workspace.settings)

    def has_key(self) -> bool:
        """Is a key kept for this workspace, or given by the environment?"""
        return self._seat.workspace.settings.api_key is not None

    def fixed(self) -> frozenset[str]:
        """Settings that the environment gives: they win over what is written here."""
        return frozenset(name for name in NAMES if os.environ.get(f"EVIDARY_{name.upper()}"))

    def indexed_by(self) -> str:
        """The embedder that made the index; empty before the first."""
        return self._seat.workspace.indexed_by

    def set_engine(self, wanted: EngineSettings) -> None:
        """Write the settings of this workspace. They hold at once for work that starts later.

        Raises `SettingsError` where one is unusable; the file is then as it was.
        """
        self._seat.need("administer")
        workspace = self._seat.workspace
        before = workspace.settings
        with _writing:
            _write(workspace.folder / FILE_NAME, wanted)
            workspace.reload()
        old, new = _audited(before), _audited(workspace.settings)
        if wanted.api_key and "api_key" not in self.fixed():
            new["api_key"] = "replaced" if old["api_key"] else KEY_KEPT
        if old != new:
            changed = [name for name in old if old[name] != new[name]]
            self._seat.record(
                "settings.changed",
                self._seat.entry.id,
                before=json.dumps({name: old[name] for name in changed}),
                after=json.dumps({name: new[name] for name in changed}),
            )

    def try_engine(
        self, wanted: EngineSettings, call: Callable[[Settings, CallLog], None] | None = None
    ) -> Tried:
        """Make one tiny call with these settings, which need not be kept yet; no evidence is sent."""
        self._seat.need("administer")
        if wanted.engine == "offline":
            return Tried(True, 0.0, "The offline engine needs no endpoint. Nothing was called.")
        workspace = self._seat.workspace
        started = time.perf_counter()
        try:
            settings = _merged(workspace.settings, wanted)
            (call or _call)(settings, workspace.store.calls.recorder("settings-test"))
        except EvidaryError as error:
            seconds = time.perf_counter() - started
            return Tried(False, seconds, _without_key(str(error), wanted, workspace.settings))
        seconds = time.perf_counter() - started
        return Tried(True, seconds, f"{wanted.engine} answered in {seconds:.1f} seconds.")


def _call(settings: Settings, log: CallLog) -> None:
    from assistant.adapters.chat_model import ChatModel

    model = ChatModel(settings.engine, settings, record=log)
    model.ask(
        "This is a test whether you can be reached.",
        "Say that you are ready.",
        _ANSWER,
        prompt="settings-test@1",
    )


def _merged(kept: Settings, wanted: EngineSettings) -> Settings:
    """The settings as they would be, checked, with little patience."""
    key: SecretStr | None = SecretStr(wanted.api_key) if wanted.api_key else kept.api_key
    values: dict[str, Any] = {
        **kept.model_dump(exclude={"api_key", "database_url", "models"}),
        "models": kept.models,
        "engine": wanted.engine,
        "base_url": wanted.base_url or None,
        "api_key": None if wanted.forget_key and not wanted.api_key else key,
        "retries": 0,
        "timeout_seconds": _TEST_SECONDS,
    }
    return load_settings(None, **values)


def _write(file: Path, wanted: EngineSettings) -> None:
    """Change the file's own lines for these settings and keep all others, comments too.

    The new file is read before it takes the old one's place; only its owner may read it.
    """
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    try:
        document = tomlkit.parse(text)
    except ValueError as error:
        raise SettingsError(f"cannot read {file}: {error}") from error
    for name, value in _values(wanted).items():
        if value == "":
            document.pop(name, None)
        else:
            document[name] = value
    trial = file.parent / ".settings-trial"
    trial.mkdir(exist_ok=True)
    written = trial / FILE_NAME
    try:
        written.touch(mode=0o600)
        written.write_text(tomlkit.dumps(document), encoding="utf-8")
        load_settings(trial)
        written.replace(file)
    finally:
        written.unlink(missing_ok=True)
        trial.rmdir()


def _values(wanted: EngineSettings) -> dict[str, str | bool]:
    values: dict[str, str | bool] = {
        "engine": wanted.engine.strip(),
        "base_url": wanted.base_url.strip(),
        "embedder": wanted.embedder.strip(),
        "mask": wanted.mask,
        "mask_addresses": wanted.mask_addresses,
        "phone_region": wanted.phone_region.strip().upper(),
    }
    if wanted.api_key:
        values["api_key"] = wanted.api_key.strip()
    elif wanted.forget_key:
        values["api_key"] = ""
    return values


def _shown(settings: Settings) -> EngineSettings:
    return EngineSettings(
        engine=settings.engine,
        base_url=settings.base_url or "",
        embedder=settings.embedder,
        mask=settings.mask,
        mask_addresses=settings.mask_addresses,
        phone_region=settings.phone_region,
    )


def _audited(settings: Settings) -> dict[str, str]:
    """What the audit trail keeps: whether there is a key, never the key."""
    return {
        name: (KEY_KEPT if settings.api_key else "")
        if name == "api_key"
        else str(getattr(settings, name) or "")
        for name in NAMES
    }


def _without_key(words: str, wanted: EngineSettings, kept: Settings) -> str:
    """Some endpoints repeat the key in what they complain of."""
    known = kept.api_key.get_secret_value() if kept.api_key else ""
    for key in (wanted.api_key, known):
        if key:
            words = words.replace(key, "[key]")
    return words
