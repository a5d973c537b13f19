"""Settings as one frozen value: read once from the environment and the workspace's own file.

Names are `EVIDARY_…` in the environment, the same names without the prefix in `evidary.toml` of
the workspace. The environment wins.
"""

from __future__ import annotations

import hashlib
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.errors import SettingsError

FILE_NAME = "evidary.toml"


class ModelFacts(BaseModel):
    """What a user says of a chat model, in `[models."provider:model"]`: known better than the list.

    Prices are per million tokens, in `currency`, as of the day `priced_on`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    context_tokens: int | None = Field(default=None, ge=1_000)
    encoding: str | None = None
    input_price: Decimal | None = Field(default=None, ge=0)
    output_price: Decimal | None = Field(default=None, ge=0)
    currency: str = "USD"
    priced_on: date | None = None


class Settings(BaseSettings):
    """Everything a user may set. Unknown names in the file are an error, so that typos are seen."""

    model_config = SettingsConfigDict(env_prefix="EVIDARY_", frozen=True, extra="forbid")

    embedder: str = "minilm"
    """`minilm`, `static`, or `provider:model` for any LangChain embeddings provider."""
    engine: str = "offline"
    """`offline`, or `provider:model` for any LangChain chat model."""
    base_url: str | None = None
    """Endpoint of an OpenAI-compatible server; `OPENAI_BASE_URL` where unset."""
    api_key: SecretStr | None = None
    """Its key; `OPENAI_API_KEY` where unset."""
    context_tokens: int | None = Field(default=None, ge=1_000)
    """The chat model's window; a prompt that would not fit is refused, never cut. Where unset, the
    window that is known of the model, else 32,000."""
    reply_tokens: int = Field(default=4_000, ge=100)
    """Longest reply asked for, in tokens; a model that reasons needs more. A cut reply is refused."""
    timeout_seconds: float = Field(default=60.0, gt=0)
    """Longest silence of an endpoint before a call is tried again."""
    retries: int = Field(default=3, ge=0, le=10)
    """How often a call is tried again after a lost connection, a 429 or a 5xx."""
    concurrency: int = Field(default=4, ge=1, le=64)
    """Most calls to a chat model at the same time."""
    requests_per_minute: float | None = Field(default=None, gt=0)
    """Most calls a minute; no bound where unset."""
    mask: bool = True
    """Whether secrets and personal data are replaced before a prompt leaves the process."""
    mask_addresses: bool = False
    """Whether IP addresses are replaced too; a model then cannot judge network rules."""
    phone_region: str = Field(default="US", pattern="^[A-Z]{2}$")
    """Where telephone numbers without a country code belong, for masking."""
    models: dict[str, ModelFacts] = Field(default_factory=dict)
    """Windows and prices of chat models by `provider:model`, where the shipped list is wrong."""
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    """Processes that read files, and threads of the embedder."""
    mapping_model: Path | None = None
    """A learned ranker in place of the shipped one, as `benchmarks.train_mapping` writes it."""
    accept: float | None = Field(default=None, gt=0, lt=1)
    """Confidence from which a link is claimed; the shipped ranker's own bar where unset."""
    max_file_mib: int = Field(default=200, ge=1)
    database_url: SecretStr | None = None
    """`postgresql://user@host/database` for everything but the indexes; SQLite files where unset."""

    @field_validator("embedder", "engine")
    @classmethod
    def _named(cls, value: str, info: ValidationInfo) -> str:
        own = {"embedder": ("minilm", "static"), "engine": ("offline",)}[str(info.field_name)]
        provider, colon, model = value.partition(":")
        if value not in own and not (provider and colon and model):
            raise ValueError(f"{value!r} is none of {', '.join(own)} or provider:model")
        return value

    @property
    def digest(self) -> str:
        """Changes where a setting that can change a result changes; no secret goes in."""
        parts = [self.embedder, self.engine, str(self.mapping_model), str(self.accept)]
        if self.engine != "offline":
            parts += [str(self.mask), str(self.mask_addresses)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def shown(self) -> dict[str, str]:
        """Names and values for a person to read, secrets masked."""
        return {name: str(value) for name, value in self.model_dump().items()}


def load_settings(workspace: Path | None = None, **given: Any) -> Settings:
    """Settings from `given`, the environment and the workspace's file, in that order.

    Raises `SettingsError` naming each unusable value.
    """
    file = workspace / FILE_NAME if workspace else None

    class FromWorkspace(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file))

    try:
        return FromWorkspace(**{k: v for k, v in given.items() if v is not None})
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SettingsError(f"unusable setting: {wrong}") from error
    except ValueError as error:  # a TOML file that does not parse
        raise SettingsError(f"cannot read {file}: {error}") from error
