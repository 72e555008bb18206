"""People: signing up, granting roles by two people, second factors, the first ones of a county."""

from backend.accounts.services.demo_accounts import DemoAccount, write_demo_accounts
from backend.accounts.services.devices import (
    BoundDevice,
    bind_device,
    connect_partner,
    note_queue,
    note_seen,
    rename_device,
    revoke_device,
)
from backend.accounts.services.granting import (
    Scope,
    approve_assignment,
    check_not_concerned,
    end_assignment,
    propose_assignment,
    refuse_assignment,
)
from backend.accounts.services.leaving import erase_own_account
from backend.accounts.services.opening import AlreadyOpened, FirstPerson, open_county
from backend.accounts.services.people import (
    OneTime,
    account_for_mobile,
    change_password,
    close_account,
    create_account,
    give_one_time_password,
    open_account,
)
from backend.accounts.services.second_factors import (
    add_second_factor,
    begin_second_factor,
    confirm_second_factor,
    next_code,
    shown_secret,
    totp_code,
)
from backend.accounts.services.signing_up import (
    new_user,
    reset_password,
    send_reset_code,
    send_sign_up_code,
    sign_up,
)
from backend.accounts.services.traces import export_traces

__all__ = [
    "AlreadyOpened",
    "BoundDevice",
    "DemoAccount",
    "FirstPerson",
    "OneTime",
    "Scope",
    "account_for_mobile",
    "add_second_factor",
    "approve_assignment",
    "begin_second_factor",
    "bind_device",
    "change_password",
    "check_not_concerned",
    "close_account",
    "confirm_second_factor",
    "connect_partner",
    "create_account",
    "end_assignment",
    "erase_own_account",
    "export_traces",
    "give_one_time_password",
    "new_user",
    "next_code",
    "note_queue",
    "note_seen",
    "open_account",
    "open_county",
    "propose_assignment",
    "refuse_assignment",
    "rename_device",
    "reset_password",
    "revoke_device",
    "send_reset_code",
    "send_sign_up_code",
    "shown_secret",
    "sign_up",
    "totp_code",
    "write_demo_accounts",
]
