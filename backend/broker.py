"""Kombu's broker in a folder, with files that are whole before anyone can see them.

Kombu opens a message's file under its final name and then writes it; a worker that looks in between
takes an empty file, cannot decode it and ends, and the message is lost. Here each file is written
under another name and renamed, which POSIX does at once.
"""

import contextlib
import os
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    # Kombu's two base classes differ in the parameter's name.
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        write_whole(Path(self.data_folder_out) / name, dumps(payload))

    def _queue_bind(self, exchange: Any, routing_key: Any, pattern: Any, queue: Any) -> None:
        """Every process binds the same few queues; the first makes the file for all."""
        file: Path = self._exchange_file(exchange)
        if not file.exists():
            self.control_folder.mkdir(exist_ok=True)
            write_whole(file, "[]", only_if_new=True)
        # Kombu's filesystem channel has no types.
        super()._queue_bind(exchange, routing_key, pattern, queue)  # type: ignore[no-untyped-call]


class Transport(filesystem.Transport):
    Channel = Channel


def write_whole(path: Path, text: str, *, only_if_new: bool = False) -> None:
    unfinished = path.with_name(f"{path.name}.{uuid.uuid4()}.part")
    unfinished.write_text(text)
    if only_if_new:
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, path)
        unfinished.unlink()
    else:
        unfinished.rename(path)
