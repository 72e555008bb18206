"""The broker in a folder: one process writes while another reads."""

import json
import subprocess
import sys
from pathlib import Path
from queue import Empty

from kombu import Connection

MESSAGES = 3000
TRANSPORT = "backend.broker:Transport"
WRITER = """
import json, sys
from kombu import Connection
transport, options, count = sys.argv[1:]
with Connection(transport=transport, transport_options=json.loads(options)) as connection:
    queue = connection.SimpleQueue("default")
    for number in range(int(count)):
        queue.put({"number": number})
"""


def test_a_reader_never_sees_half_a_message(tmp_path: Path) -> None:
    writer = write(tmp_path, MESSAGES)
    received = 0
    with Connection(transport=TRANSPORT, transport_options=options(tmp_path)) as connection:
        channel = connection.channel()
        while writer.poll() is None or channel._size("default"):
            try:
                received += bool(channel._get("default")["body"])
            except Empty:
                continue
    assert (writer.returncode, received) == (0, MESSAGES)


def test_a_queue_is_bound_by_four_at_once(tmp_path: Path) -> None:
    writers = [write(tmp_path, 1) for _ in range(4)]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    assert len(list(tmp_path.glob("*.default.msg"))) == 4


def options(folder: Path) -> dict[str, str]:
    """As the settings have them: one folder to write to and to read from."""
    return {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
    }


def write(folder: Path, count: int) -> "subprocess.Popen[bytes]":
    arguments = [TRANSPORT, json.dumps(options(folder)), str(count)]
    return subprocess.Popen([sys.executable, "-c", WRITER, *arguments])
