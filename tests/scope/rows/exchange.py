"""Rows of workbooks in and out."""

from tests.scope.row import Row, changed, listed, opened, unscoped
from tests.scope.world import World

KINDS = "what a noun's columns are is no record"
# Batches belong to an area and a cooperative; the administrator has neither.
NOWHERE = "SA SO"
NOT_THE_MAKER = "SA CO TO CM CA AU"


def batch(world: World) -> str:
    return str(world.batch.uid)


def case(world: World) -> str:
    return str(world.case.uid)


def export(world: World) -> str:
    return str(world.export.uid)


def step(name: str, not_for: str) -> Row:
    return changed("POST", f"imports/<uuid:uid>/{name}", batch, not_for=not_for)


ROWS: list[Row] = [
    unscoped("GET", "import-kinds", KINDS),
    unscoped("GET", "import-templates/<slug:code>", KINDS, lambda _: "household"),
    listed("imports", batch, not_for=NOWHERE),
    unscoped("POST", "imports", "each row is held against the reach of the person who uploads"),
    opened("imports/<uuid:uid>", batch, not_for=NOWHERE),
    opened("imports/<uuid:uid>/rows", batch, not_for=NOWHERE),
    *(step(name, NOT_THE_MAKER) for name in ("recheck", "submit", "withdraw", "discard")),
    step("error-file", f"{NOT_THE_MAKER} PS"),
    step("apply", "SA CO CM CA"),
    step("decide", NOWHERE),
    step("undo", NOWHERE),
    listed("duplicates", case),
    changed("POST", "duplicates/<uuid:uid>/propose", case),
    changed("POST", "duplicates/<uuid:uid>/decide", case),
    listed("exports", export, not_for=NOWHERE),
    unscoped("POST", "exports", "holds what its maker may see, tests/cooperatives/importing"),
    opened("exports/<uuid:uid>", export, not_for=NOWHERE),
    changed("POST", "exports/<uuid:uid>/decide", export),
    changed("POST", "exports/<uuid:uid>/link", export, not_for="SA TO PS SO CM CA CS AU"),
    changed("POST", "exports/<uuid:uid>/password", export, not_for="SA TO PS SO CM CA CS AU"),
]  # fmt: skip
