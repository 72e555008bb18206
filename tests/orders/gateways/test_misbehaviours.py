"""The table of PAYMENTS 2: what each gateway does over HTTP, and what the adapter makes of it."""

import socket

import pytest

from orders.gateways import base, make_gateway, sandbox_config
from orders.gateways.base import GatewayError, NotSent, PaymentGateway, TradeState
from orders.gateways.sandbox import SandboxGateway
from orders.gateways.transport import HttpTransport
from tests.orders.gateways.conftest import Clock
from tests.orders.gateways.misbehaving import BELIEVED, DISBELIEVED, REFUSAL, Signer
from tests.orders.gateways.servers import serve


@pytest.fixture
def signer(box: SandboxGateway) -> Signer:
    return Signer(box)


def reached_at(box: SandboxGateway, clock: Clock, url: str) -> PaymentGateway:
    transport = HttpTransport(url, deadline_s=1)
    return make_gateway(sandbox_config(box.keys, box.base_url), transport, clock=clock)


@pytest.mark.parametrize("wrong", sorted(DISBELIEVED))
def test_an_answer_that_proves_nothing_has_its_class(
    box: SandboxGateway, clock: Clock, signer: Signer, wrong: str
) -> None:
    kind, talk = DISBELIEVED[wrong]
    with serve(talk(signer)) as server, pytest.raises(GatewayError) as error:
        reached_at(box, clock, server.url).query("XZ1")
    assert type(error.value) is getattr(base, kind)


@pytest.mark.parametrize("odd", sorted(BELIEVED))
def test_an_answer_in_an_odd_form_is_still_believed(
    box: SandboxGateway, clock: Clock, signer: Signer, odd: str
) -> None:
    with serve(BELIEVED[odd](signer)) as server:
        seen = reached_at(box, clock, server.url).query("XZ1")
    assert (seen.state, seen.amount_fen) == (TradeState.PAID, 1_234)


def test_a_refusal_of_the_trade_is_an_answer(
    box: SandboxGateway, clock: Clock, signer: Signer
) -> None:
    with serve(signer.reply(REFUSAL, signer.good(REFUSAL))) as server:
        assert reached_at(box, clock, server.url).query("XZ1").state is TradeState.NOT_FOUND


def test_what_never_left_this_computer_may_be_tried_again(
    box: SandboxGateway, clock: Clock
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        refused = f"http://127.0.0.1:{gone.getsockname()[1]}/gateway.do"
    with pytest.raises(NotSent):
        reached_at(box, clock, refused).query("XZ1")
    with pytest.raises(NotSent):
        reached_at(box, clock, "http://gateway.invalid/gateway.do").query("XZ1")
