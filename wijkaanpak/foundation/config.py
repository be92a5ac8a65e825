"""The settings of this installation, read from the environment, and the refusal to start on unsafe ones."""

from __future__ import annotations

import os
import re
import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

HERE = Path(__file__).resolve().parents[2]
OEVERDRECHT = HERE / "wijkaanpak" / "demo" / "oeverdrecht.yaml"
SECRET_LENGTH = 32
# Passwords of examples and images: whoever knows the software knows these.
WELL_KNOWN = {
    "",
    "admin",
    "changeme",
    "password",
    "postgres",
    "root",
    "secret",
    "test",
    "wachtwoord",
    "wijkaanpak",
}


# A mail address as a header may carry it: one line, plain letters, nothing that could begin another header.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
LONGEST_ADDRESS = 254


def is_address(told: str) -> bool:
    """Whether this is a mail address that we mail from or to."""
    return len(told) <= LONGEST_ADDRESS and ADDRESS.fullmatch(told) is not None


class CannotStart(Exception):
    """One sentence why the house cannot start; `sentence` is the untranslated form, `facts` fill it."""

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence.format(**facts))
        self.sentence = sentence
        self.facts = facts


class Settings(BaseSettings):
    """What the environment says about this installation (docs/operations.md)."""

    # With a prefix a setting is never read from a stranger's variable, such as HOME or URL.
    model_config = SettingsConfigDict(frozen=True, env_prefix="WIJKAANPAK_", env_ignore_empty=True)

    port: int = Field(8000, validation_alias=AliasChoices("port", "PORT"), ge=1, le=65535)
    home: Path = HERE / ".wijkaanpak"
    mode: Literal["demo", "productie"] = "demo"
    demo_world: str = ""
    url: str = ""
    database_url: SecretStr | None = Field(
        None, validation_alias=AliasChoices("database_url", "DATABASE_URL")
    )
    journal_years: int = Field(5, ge=1)  # that entries are kept (R95)
    smtp_url: SecretStr | None = None  # without it notices stay inside
    mail_from: str = ""
    postgres_binaries: Path | None = Field(
        None, validation_alias=AliasChoices("postgres_binaries", "WIJKAANPAK_PG_BIN")
    )

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return Path(os.path.abspath(home.expanduser()))

    @field_validator("url")
    @classmethod
    def _origin(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/")):
            raise ValueError("write it as https://host, without a path")
        return url.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, url: SecretStr | None) -> SecretStr | None:
        parts = urlsplit(url.get_secret_value() if url else "")
        if url and (parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/")):
            raise ValueError(
                "write it as smtp://host:587 or smtps://host, with name:password@ before the host"
            )
        return url

    @model_validator(mode="after")
    def _fill(self) -> Settings:
        if self.mails and not is_address(self.mail_from):
            raise ValueError("WIJKAANPAK_MAIL_FROM must be the address that mails come from")
        if not self.url:
            object.__setattr__(self, "url", f"http://localhost:{self.port}")
        if not self.demo_world:
            object.__setattr__(self, "demo_world", "none" if self.production else str(OEVERDRECHT))
        return self

    @property
    def production(self) -> bool:
        """Whether real residents' data is here: nothing of the demo may work then."""
        return self.mode == "productie"

    @property
    def mails(self) -> bool:
        """Whether there is a mail server to tell people that notices wait."""
        return self.smtp_url is not None

    @property
    def world(self) -> Path | None:
        """The world file that an empty demo database loads, or None."""
        return None if self.demo_world == "none" else Path(self.demo_world)

    @cached_property
    def secret(self) -> bytes:
        """The 32 bytes this installation signs with, made once and kept in `home`/secret (mode 0600)."""
        open_home(self.home)
        kept = self.home / "secret"
        try:
            return keep_secret(kept, secrets.token_bytes(SECRET_LENGTH))
        except OSError as error:
            raise CannotStart(
                "The file {file} cannot be used: {why}.", file=kept, why=error.strerror
            ) from None


def load_settings() -> Settings:
    """Read the environment; raises CannotStart with one sentence that names every wrong setting."""
    try:
        settings = Settings()
    except ValidationError as faults:
        said = "; ".join(f"{_variable(fault['loc'])}: {fault['msg']}" for fault in faults.errors())
        raise CannotStart("These settings cannot be used: {said}.", said=said) from None
    refused = unsafe(settings) if settings.production else []
    if refused:
        raise CannotStart("WIJKAANPAK_MODE=productie is refused: {said}.", said="; ".join(refused))
    return settings


def _variable(place: tuple[int | str, ...]) -> str:
    name = str(place[0]).upper() if place else "the settings"
    return (
        name if not place or name in ("PORT", "DATABASE_URL", "WIJKAANPAK_PG_BIN") else f"WIJKAANPAK_{name}"
    )


def unsafe(settings: Settings) -> list[str]:
    """Everything that keeps these settings from serving real residents' data, as parts of one sentence."""
    found = []
    if urlsplit(settings.url).scheme != "https":
        found.append("WIJKAANPAK_URL must be the https address that people use")
    if settings.demo_world != "none":
        found.append("WIJKAANPAK_DEMO_WORLD must be none or absent")
    if settings.database_url is not None:
        password = urlsplit(settings.database_url.get_secret_value()).password
        if password is not None and password.lower() in WELL_KNOWN:
            found.append("the password in DATABASE_URL is a well-known one")
    kept = settings.home / "secret"
    if kept.exists() and (kept.stat().st_mode & 0o077 or kept.stat().st_size < SECRET_LENGTH):
        found.append(f"{kept} must have mode 0600 and at least {SECRET_LENGTH} bytes")
    return found


def open_home(home: Path) -> None:
    """Make the data folder; as root others may pass through it, so that PostgreSQL's own user can."""
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        if not home.exists():
            home.mkdir(mode=0o700)
            home.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise CannotStart(
            "The data folder {home} cannot be made: {why}.", home=home, why=error.strerror
        ) from None


def keep_secret(path: Path, fresh: bytes) -> bytes:
    """What the file holds; when absent it gets `fresh` first (mode 0600, whole or not at all)."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(fresh)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # unlike a rename this never replaces what another process just made
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()
