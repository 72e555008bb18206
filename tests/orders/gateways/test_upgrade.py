"""An upgrade of the official package stops here, until somebody has read what changed.

The digests are of the modules we build, sign and send with. After an upgrade: read the difference,
run this folder, then write the new version and digests down.
"""

import inspect
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest
from alipay.aop.api.DefaultAlipayClient import DefaultAlipayClient

from orders.gateways import signing

REQUIREMENTS = Path(__file__).parents[3] / "requirements" / "base.in"
VERSION = "3.7.1411"
READ = {
    "alipay.aop.api.AlipayClientConfig": "e58dbf9080290ce1",
    "alipay.aop.api.DefaultAlipayClient": "ac1bb51257d3f276",
    "alipay.aop.api.constant.CommonConstants": "d4f7be248b7cd718",
    "alipay.aop.api.util.SignatureUtils": "dca0348ff22aebbc",
    "alipay.aop.api.util.WebUtils": "08c4c96c6fd4a33b",
}


def test_the_version_that_was_read_is_installed_and_pinned() -> None:
    assert version("alipay-sdk-python") == VERSION
    assert f"alipay-sdk-python=={VERSION}\n" in REQUIREMENTS.read_text()


@pytest.mark.parametrize("name", sorted(READ))
def test_a_module_is_as_it_was_when_it_was_read(name: str) -> None:
    path = inspect.getsourcefile(import_module(name))
    assert path is not None
    assert sha256(Path(path).read_bytes()).hexdigest()[:16] == READ[name]


def test_the_private_name_takes_a_request_and_gives_query_and_params() -> None:
    prepare = getattr(DefaultAlipayClient, signing.PRIVATE_NAME)
    assert list(inspect.signature(prepare).parameters) == ["self", "request"]
    assert "return query_string, params" in inspect.getsource(prepare)
