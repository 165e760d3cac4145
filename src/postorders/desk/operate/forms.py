"""The names of files in backups and exports."""

from __future__ import annotations

from pathlib import Path

BACKUP, BACKUP_FILE = "postorders-backup/1", "backup.json"
EXPORT, EXPORT_FILE = "postorders-export/1", "export.json"
LIST = "backups.json"
DISPOSALS = "disposals.jsonl"
PAYLOADS = "payloads.jsonl"


def place_of(folder: Path, slug: str) -> Path:
    """Where a backup keeps one department."""
    return folder / "departments" / slug
