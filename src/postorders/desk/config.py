"""How one desk is set up: one typed class, each value with what it does and where its default comes from."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from postorders.errors import InputError, Problem, refuse
from postorders.plain import Binder

CJIS = "CJIS Security Policy 5.9.5"
LOCAL = "local setting"
FILE = "desk.toml"
FOLDER_VARIABLE = "POSTORDERS_DESK"
PREFIX = "POSTORDERS_DESK_"


def setting(default: Any, says: str, source: str = LOCAL, low: int | None = None, high: int | None = None) -> Any:
    """A field with its explanation, the source of its default, and the bounds of its value."""
    return field(default=default, metadata={"says": says, "source": source, "low": low, "high": high})


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one desk. Times are in the unit that the name ends with."""

    folder: str = setting("", "The folder of this desk: database, keys, published ledger.")
    address: str = setting("http://localhost:8471", "The address people open, with http:// or https://.")
    bind: str = setting("127.0.0.1", "The network address to listen on.")
    port: int = setting(8471, "The port to listen on.", low=1, high=65535)
    hosts: tuple[str, ...] = setting((), "Further host names that the desk answers to.")
    behind_proxy: bool = setting(False, "A proxy in front speaks https and sets X-Forwarded-Proto.")
    database: str = setting("sqlite", "`sqlite`, or the address of a PostgreSQL database: postgresql://user@host/name.")
    database_password: str = setting("", "The password of the PostgreSQL user.")
    secret_key: str = setting("", "Signs sessions. Made by `desk init` and kept in keys/secret-key.")
    keys: str = setting("", "The folder of keys, when they are kept apart from the desk's folder.")
    language: str = setting("en", "The language of pages before a person chooses: en or es.")
    mfa_above_member: bool = setting(True, "Whoever holds a role beyond member signs in with a second factor.", CJIS)
    lock_after_failures: int = setting(5, "Failed sign-ins before an account is locked.", CJIS, low=1, high=5)
    lock_within_minutes: int = setting(15, "The time in which those failures count, and the lock lasts.", CJIS, low=15)
    idle_lock_minutes: int = setting(30, "Idle minutes after which a person must sign in again.", CJIS, low=1, high=30)
    idle_disable_days: int = setting(90, "Idle days after which an account is disabled.", CJIS, low=1, high=90)
    keep_logs_days: int = setting(365, "How long sign-in and access logs are kept.", CJIS, low=365)
    sign_again_minutes: int = setting(5, "How fresh a sign-in must be to sign something written.", low=1, high=30)
    hsts_days: int = setting(365, "How long browsers insist on https, where the address is https.", low=0)
    mail_host: str = setting("", "The SMTP server. Without one, mail is written into the outbox folder.")
    mail_port: int = setting(25, "The port of the SMTP server.", low=1, high=65535)
    mail_user: str = setting("", "The user of the SMTP server.")
    mail_password: str = setting("", "The password of that user.")
    mail_tls: bool = setting(False, "Speak TLS with the SMTP server from the first byte.")
    mail_from: str = setting("desk@localhost", "The sender of notices.")
    timestamps: str = setting("", "The address of an RFC 3161 timestamp authority for checkpoints.")
    timestamps_certificate: str = setting("", "The file of that authority's certificate, PEM.")
    witness_mail: str = setting("", "Where each signed checkpoint is mailed: the attorney, the union.")
    publish_minutes: int = setting(10, "How often the ledger is signed and published.", low=1)
    oidc_name: str = setting("", "The name of the OpenID Connect sign-in, as people know it.")
    oidc_server: str = setting("", "The address of the OpenID Connect provider.")
    oidc_client: str = setting("", "The client id given by that provider.")
    oidc_secret: str = setting("", "The client secret given by that provider.")
    saml_name: str = setting("", "The name of the SAML sign-in, as people know it.")
    saml_metadata: str = setting("", "The address or file of the SAML identity provider's metadata.")
    saml_entity: str = setting("", "The entity id of the SAML identity provider.")
    fetch: bool = setting(True, "Look at official pages over the network. Without it people bring what they see.")
    fetch_allow: tuple[str, ...] = setting((), "Hosts of your own network that may be looked at, as host:port.")
    workers: int = setting(1, "Server processes. SQLite wants one.", low=1, high=64)
    threads: int = setting(4, "Threads in each process.", low=1, high=64)

    @property
    def home(self) -> Path:
        """The folder of this desk."""
        return Path(self.folder)

    @property
    def key_folder(self) -> Path:
        """Where keys are kept: apart when the settings say so."""
        return Path(self.keys) if self.keys else self.home / "keys"

    @property
    def secure(self) -> bool:
        """Whether people reach the desk by https."""
        return self.address.startswith("https://")


SECRETS = ("secret_key", "database_password", "mail_password", "oidc_secret")


def load(folder: str = "", environment: Mapping[str, str] | None = None) -> Config:
    """The settings of the desk in `folder` (or in the one that POSTORDERS_DESK names): its file, then the environment.

    A variable is `POSTORDERS_DESK_<NAME>`; `POSTORDERS_DESK_<NAME>_FILE` names a file with the value.
    Raises InputError with every bad value.
    """
    given = os.environ if environment is None else environment
    home = Path(folder or given.get(FOLDER_VARIABLE, "") or "desk").resolve()
    path = home / FILE
    if not path.is_file():
        raise refuse(f"There is no desk in {home}.", "Make one with 'postorders desk init', or name it with --at.")
    binder = Binder(str(path))
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refuse(
            f"The settings cannot be read: {error}.", "Mend the line, or restore the file.", str(path)
        ) from error
    data = {**data, **_from_environment(given, binder), "folder": str(home)}
    data.setdefault("secret_key", _kept_secret(data, home))
    config: Config | None = binder.bind(Config, data)
    problems = [*binder.problems, *(_wrong(config, str(path)) if config else ())]
    if problems or config is None:
        raise InputError(*problems)
    return config


def _kept_secret(data: Mapping[str, Any], home: Path) -> str:
    path = Path(str(data.get("keys") or home / "keys")) / "secret-key"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def _from_environment(given: Mapping[str, str], binder: Binder) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in fields(Config):
        name = PREFIX + one.name.upper()
        if value := given.get(name):
            found[one.name] = _parsed(one, value)
        elif path := given.get(f"{name}_FILE"):
            try:
                found[one.name] = _parsed(one, Path(path).read_text(encoding="utf-8").strip())
            except OSError as error:
                binder.note((), f"{name}_FILE names {path}: {error.strerror}.", "Mend the path, or its permissions.")
    return found


def _parsed(one: Field[Any], text: str) -> Any:
    if isinstance(one.default, bool):
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(text.lower(), text)
    if isinstance(one.default, int):
        return int(text) if text.lstrip("-").isdigit() else text
    return tuple(text.split()) if isinstance(one.default, tuple) else text


def _wrong(config: Config, file: str) -> list[Problem]:
    """What no desk should start with."""
    found = [problem for one in fields(config) if (problem := _out_of_bounds(one, getattr(config, one.name), file))]
    if len(config.secret_key) < 32:
        mend = "Run 'postorders desk init' again, or put 50 random characters into keys/secret-key."
        found.append(Problem("The secret key is missing or shorter than 32 characters.", mend, file))
    parts = urlsplit(config.address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        found.append(Problem(f"The address {config.address!r} is not one.", "Write https://desk.example.gov.", file))
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        mend = "Use https; plain http is for localhost alone."
        found.append(Problem(f"The address {config.address!r} would send passwords in the clear.", mend, file))
    if config.language not in ("en", "es"):
        found.append(Problem(f"There is no language {config.language!r}.", "Write en or es.", file))
    if config.database != "sqlite" and not config.database.startswith(("postgresql://", "postgres://")):
        found.append(
            Problem("The database is neither sqlite nor PostgreSQL.", "Write postgresql://user@host/name.", file)
        )
    if config.database == "sqlite" and config.workers > 1:
        found.append(Problem("SQLite wants one server process.", "Set workers = 1, or take PostgreSQL.", file))
    return found


def _out_of_bounds(one: Field[Any], value: Any, file: str) -> Problem | None:
    low, high = one.metadata["low"], one.metadata["high"]
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    if low is not None and value < low:
        return Problem(f"{one.name} is {value}; the least is {low} ({one.metadata['source']}).", "Raise it.", file)
    if high is not None and value > high:
        return Problem(f"{one.name} is {value}; the most is {high} ({one.metadata['source']}).", "Lower it.", file)
    return None


def described() -> list[tuple[str, Any, str, str]]:
    """Every setting as (name, default, what it does, source of the default)."""
    return [
        (one.name, None if one.default is MISSING else one.default, one.metadata["says"], one.metadata["source"])
        for one in fields(Config)
    ]
