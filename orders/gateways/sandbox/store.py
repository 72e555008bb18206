"""What the local gateway remembers, in a file of its own: as far from our books as Alipay's are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS trades (
  trade_no TEXT PRIMARY KEY, out_trade_no TEXT NOT NULL UNIQUE, app_id TEXT NOT NULL,
  channel TEXT NOT NULL, subject TEXT NOT NULL, amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
  status TEXT NOT NULL, notify_url TEXT NOT NULL, return_url TEXT NOT NULL, quit_url TEXT NOT NULL,
  expires_at TEXT NOT NULL, created_at TEXT NOT NULL, paid_at TEXT, buyer_id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS codes (
  code TEXT PRIMARY KEY, out_trade_no TEXT NOT NULL, app_id TEXT NOT NULL, subject TEXT NOT NULL,
  amount_fen INTEGER NOT NULL, notify_url TEXT NOT NULL, expires_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refunds (
  out_trade_no TEXT NOT NULL, out_request_no TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), reason TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (out_trade_no, out_request_no));
CREATE TABLE IF NOT EXISTS transfers (
  out_biz_no TEXT PRIMARY KEY, order_id TEXT NOT NULL, amount_fen INTEGER NOT NULL,
  digest TEXT NOT NULL, status TEXT NOT NULL, error_code TEXT NOT NULL DEFAULT '',
  fail_reason TEXT NOT NULL DEFAULT '', at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS notifies (
  id INTEGER PRIMARY KEY, out_trade_no TEXT NOT NULL, url TEXT NOT NULL, form TEXT NOT NULL,
  state TEXT NOT NULL, due_at TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
  result TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS notifies_due ON notifies (state, due_at);
CREATE TABLE IF NOT EXISTS faults (
  kind TEXT PRIMARY KEY, method TEXT NOT NULL DEFAULT '', left INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS bill_links (
  token TEXT PRIMARY KEY, day TEXT NOT NULL, expires_at TEXT NOT NULL);
"""


def stamp(instant: datetime) -> str:
    """Instants as text of one length and one zone, so that they sort."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


class Store:
    """A connection for each piece of work, so threads and processes share the file safely."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        with closing(self._connect()) as db:
            db.execute("PRAGMA journal_mode=WAL")
            db.executescript(_SCHEMA)

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        db.row_factory = sqlite3.Row
        return db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One writer at a time, from the first statement on."""
        with closing(self._connect()) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with closing(self._connect()) as db:
            yield db
