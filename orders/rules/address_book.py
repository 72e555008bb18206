"""What an address book takes, in plain Python."""

from dataclasses import dataclass

from backend.common.errors import Conflict, Invalid
from orders.rules.placing import Receiver, check_receiver

MOST_ADDRESSES = 20


class AddressBookFull(Conflict):
    code, title = "address_book_full", f"最多保存 {MOST_ADDRESSES} 个地址，请先删除不用的"


class AddressMoved(Conflict):
    code, title = "address_moved", "这个地址刚在别处改过，请刷新后再改"


@dataclass(frozen=True, slots=True)
class AddressText:
    """What a person types for one address."""

    label: str
    name: str
    phone: str
    region: str
    address: str


def check_address(typed: AddressText) -> AddressText:
    """In stored form, or `Invalid` naming every field that cannot be right."""
    wrong, receiver = {}, None
    try:
        receiver = check_receiver(Receiver(typed.name, typed.phone, typed.region, typed.address))
    except Invalid as error:
        wrong = {name.removeprefix("receiver."): said for name, said in error.fields.items()}
    label = typed.label.strip()
    if len(label) > 10:
        wrong["label"] = "标签最多 10 个字，例如 家、公司"
    if wrong or receiver is None:
        raise Invalid(fields=wrong)
    return AddressText(label, receiver.name, receiver.phone, receiver.region, receiver.address)
