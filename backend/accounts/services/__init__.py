"""People: signing up, granting roles by two people, second factors, the first ones of a county."""

from backend.accounts.services.demo_accounts import DemoAccount, write_demo_accounts
from backend.accounts.services.devices import (
    BoundDevice,
    bind_device,
    note_queue,
    note_seen,
    rename_device,
    revoke_device,
)
from backend.accounts.services.granting import approve_assignment, propose_assignment
from backend.accounts.services.opening import AlreadyOpened, FirstPerson, open_county
from backend.accounts.services.second_factors import add_second_factor, next_code, totp_code
from backend.accounts.services.signing_up import new_user, send_sign_up_code, sign_up

__all__ = [
    "AlreadyOpened",
    "BoundDevice",
    "DemoAccount",
    "FirstPerson",
    "add_second_factor",
    "approve_assignment",
    "bind_device",
    "new_user",
    "next_code",
    "note_queue",
    "note_seen",
    "open_county",
    "propose_assignment",
    "rename_device",
    "revoke_device",
    "send_sign_up_code",
    "sign_up",
    "totp_code",
    "write_demo_accounts",
]
