"""Messages: once per event, sealed at rest, sent outside the change."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from backend.audit.models import AccessEvent
from backend.messaging import queries, services
from backend.messaging.models import Message
from backend.messaging.services import FileOutlet, OutletDown
from tests.cast import NOW

pytestmark = pytest.mark.django_db
MOBILE = "15490001234"


def queue(key: str = "shipped:OD1", text: str = "您的订单已发货") -> Message:
    return services.queue_message(
        key=key, channel="sms", recipient_kind="user", recipient_uid="u1", address=MOBILE,
        template="shipped", text=text, now=NOW,
    )  # fmt: skip


class DownOutlet:
    """A line that is out of order."""

    def send(self, *, uid: str, address: str, text: str) -> None:
        raise OutletDown("TimeoutError")


def test_one_message_per_event() -> None:
    assert queue().pk == queue(text="another text").pk
    assert Message.objects.count() == 1


def test_neither_address_nor_text_stands_in_the_database() -> None:
    queue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, text FROM messaging_message")
        address, text = cursor.fetchone()
    assert MOBILE not in address
    assert "发货" not in text


def test_a_due_message_leaves_once_and_its_opening_is_logged(tmp_path: Path) -> None:
    message = queue()
    outlet = FileOutlet(tmp_path)
    assert [services.send_due(outlet=outlet, now=NOW) for _ in range(2)] == [1, 0]
    assert (tmp_path / f"{message.uid}.txt").read_text() == f"{MOBILE}\n您的订单已发货\n"
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.tries) == ("sent", NOW, 1)
    fields = AccessEvent.objects.values_list("fields", "actor_uid", "subject_uid")
    assert set(fields) == {
        ("address", "system:messaging", str(message.uid)),
        ("text", "system:messaging", str(message.uid)),
    }


def test_the_letter_is_for_its_owner_alone(tmp_path: Path) -> None:
    queue()
    services.send_due(outlet=FileOutlet(tmp_path / "messages"), now=NOW)
    (letter,) = (tmp_path / "messages").iterdir()
    assert letter.stat().st_mode & 0o077 == 0


def test_a_line_out_of_order_is_tried_again_and_at_last_said() -> None:
    message, down = queue(), DownOutlet()
    for minute in range(0, 10, 2):
        services.send_due(outlet=down, now=NOW + timedelta(minutes=minute))
    message.refresh_from_db()
    assert (message.state, message.tries) == ("failed", 5)
    assert message.error == "短信通道不可用：TimeoutError"
    assert list(queries.broken_invariants(now=NOW)) == []


def test_a_message_in_a_senders_hand_is_left_to_it_for_a_minute(tmp_path: Path) -> None:
    queue()
    services.send_due(outlet=DownOutlet(), now=NOW)
    soon, later = NOW + timedelta(seconds=30), NOW + timedelta(seconds=61)
    assert services.send_due(outlet=FileOutlet(tmp_path), now=soon) == 0
    assert services.send_due(outlet=FileOutlet(tmp_path), now=later) == 1
