"""House rules as tests: only services write, money knows no float, imports stand on top."""

import ast
from pathlib import Path

from tests.architecture.test_size import APPS, ROOT, sources

WRITES = {
    "save", "create", "update", "delete", "get_or_create", "update_or_create",
    "bulk_create", "bulk_update",
}  # fmt: skip
# The frame's own tables, and what a cache of the session or a gateway's store is called.
FRAME = {
    "backend/common/later.py", "backend/common/idempotency.py", "backend/common/photos.py",
}  # fmt: skip
HARMLESS_OWNERS = {"session", "hashlib", "digest", "hasher", "kwargs", "params", "headers", "hmac"}


def may_write(path: Path) -> bool:
    inside = path.relative_to(ROOT)
    parts = inside.with_suffix("").parts
    return (
        "services" in parts
        or parts[:2] == ("backend", "demo")
        or "gateways" in parts
        or str(inside) in FRAME
    )


def owner(call: ast.Attribute) -> str:
    return ast.unparse(call.value).split(".")[-1].split("(")[0]


def test_models_are_written_only_in_services_and_the_demo() -> None:
    writers = [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}"
        for path in sources(*APPS)
        if not may_write(path)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and owner(node.func) not in HARMLESS_OWNERS
        and ("objects" in ast.unparse(node.func) or node.func.attr in {"save", "bulk_create"})
    ]
    assert writers == []


def test_no_float_stands_in_a_name_of_money_or_weight() -> None:
    floats = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources(*APPS)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.AnnAssign | ast.arg)
        and node.annotation is not None
        and "float" in ast.unparse(node.annotation)
        and ast.unparse(node.target if isinstance(node, ast.AnnAssign) else ast.Name(node.arg))
        .removeprefix("self.")
        .endswith(("_fen", "_g"))
    ]
    assert floats == []


def test_first_party_imports_stand_at_the_top_of_the_module() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources(*APPS)
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in APPS
    ]
    assert hidden == []
