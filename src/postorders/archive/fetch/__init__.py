"""Fetching what is public: politely, safely, and never from inside the house."""

from __future__ import annotations

from postorders.archive.fetch.errors import NotFetched, Why
from postorders.archive.fetch.fetcher import Fetcher, agent
from postorders.archive.fetch.limits import PAGES, Limits

__all__ = ["PAGES", "Fetcher", "Limits", "NotFetched", "Why", "agent"]
