"""Where real money is taken, or no trial is meant, the local gateway does not start by mistake."""

import os
import subprocess
import sys

import pytest

from tests.architecture.test_size import ROOT

SECRETS = dict.fromkeys(("SECRET_KEY", "FIELD_KEY", "BLIND_INDEX_KEY"), "x" * 64)
COUNTY = {"SHAPE": "county", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "DEBUG": "0"}
OURS = ("ALLOW_SANDBOX_PAYMENTS", "ALLOW_DEMO", "PAYMENTS_GATEWAY")


def start(**chosen: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "-c", "import backend.settings"], cwd=ROOT, text=True,
        env=inherited | SECRETS | COUNTY | chosen, capture_output=True, check=False,
    )  # fmt: skip


def test_a_county_does_not_start_with_money_that_does_not_move() -> None:
    ended = start(PAYMENTS_GATEWAY="sandbox")
    assert ended.returncode == 1
    assert "ALLOW_SANDBOX_PAYMENTS=1: no money would move" in ended.stderr


@pytest.mark.parametrize("name", ["ALLOW_SANDBOX_PAYMENTS", "ALLOW_DEMO"])
def test_nothing_invented_stands_beside_real_money(name: str) -> None:
    ended = start(PAYMENTS_GATEWAY="alipay", **{name: "1"})
    assert ended.returncode == 1
    assert "Real money" in ended.stderr


def test_a_county_on_trial_says_that_it_is_one() -> None:
    assert start(PAYMENTS_GATEWAY="sandbox", ALLOW_SANDBOX_PAYMENTS="1").returncode == 0
