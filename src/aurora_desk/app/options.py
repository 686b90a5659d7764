"""What the command line and the environment say, checked once and handed down."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from aurora_desk.domain.errors import AuroraError

NAME = "aurora-desk"


class UsageError(Exception):
    """A wrong option or value: one plain sentence, exit 2."""


class StartError(AuroraError):
    """The program can't start: one plain sentence, exit 1, nothing touched."""

    code = "start"


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables that the program reads, and no others."""

    data_dir: Path | None
    database_url: str | None
    stripe_secret_key: str | None
    stripe_api_base: str | None
    stripe_webhook_secret: str | None
    smtp_url: str | None
    mail_from: str | None
    log_level: str

    def __repr__(self) -> str:
        return f"Environment({self.data_dir})"


def read_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """The environment as values; raises `UsageError` for one that can't be meant."""
    found = os.environ if variables is None else variables
    level = found.get("AURORA_LOG_LEVEL", "INFO").upper()
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise UsageError("AURORA_LOG_LEVEL is one of DEBUG, INFO, WARNING, ERROR.")
    base = found.get("AURORA_STRIPE_API_BASE") or None
    if base is not None and not base.startswith(("http://", "https://")):
        raise UsageError("AURORA_STRIPE_API_BASE is an address like http://127.0.0.1:8420.")
    url = found.get("AURORA_DATABASE_URL") or None
    if url is not None and not url.startswith(("postgresql+psycopg://", "sqlite:///")):
        raise UsageError("AURORA_DATABASE_URL is an address like postgresql+psycopg://user@host/database.")
    smtp_url, mail_from = found.get("AURORA_SMTP_URL") or None, found.get("AURORA_MAIL_FROM") or None
    _check_mail(smtp_url, mail_from)
    folder = found.get("AURORA_DATA_DIR") or None
    return Environment(
        data_dir=Path(folder) if folder else None,
        database_url=url,
        stripe_secret_key=found.get("AURORA_STRIPE_SECRET_KEY") or None,
        stripe_webhook_secret=found.get("AURORA_STRIPE_WEBHOOK_SECRET") or None,
        stripe_api_base=base.rstrip("/") if base else None,
        smtp_url=smtp_url,
        mail_from=mail_from,
        log_level=level,
    )


def _check_mail(smtp_url: str | None, mail_from: str | None) -> None:
    if smtp_url is not None:
        from aurora_desk.mail.errors import SmtpUrlError
        from aurora_desk.mail.smtp import parse_smtp_url

        try:
            parse_smtp_url(smtp_url)
        except SmtpUrlError as error:
            raise UsageError(f"AURORA_SMTP_URL cannot be read. {error.sentence}") from None
    if mail_from is not None:
        from aurora_desk.mail.addresses import is_plain_address

        if not is_plain_address(mail_from):
            raise UsageError("AURORA_MAIL_FROM is one plain address like shop@example.com, without a name.")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a store's files are: its data, and its keys, which never lie inside a backup of the data."""

    data: Path
    keys: Path


def folders(environment: Environment, *, data_dir: Path | None, demo: bool) -> Folders:
    """`--data-dir` is the folder itself; a demo is `demo` under the default data folder."""
    if data_dir is not None:
        return Folders(data_dir, data_dir / "keys")
    if environment.data_dir is not None:
        folder = environment.data_dir / "demo" if demo else environment.data_dir
        return Folders(folder, folder / "keys")
    data = Path(platformdirs.user_data_dir(NAME, appauthor=False))
    config = Path(platformdirs.user_config_dir(NAME, appauthor=False))
    return Folders(data / "demo", config / "demo") if demo else Folders(data, config)


def check_folder(folder: Path) -> None:
    """Raise `StartError` unless the data folder can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise StartError(f"The folder {folder} cannot be written ({error.strerror}). Choose another one.") from None
