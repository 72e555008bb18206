"""Rows of the programme's numbers and rows."""

from tests.scope.row import Row, listed, unscoped

ROWS: list[Row] = [
    listed("programme/totals", lambda w: '"50000.00"'),
    listed("programme/loans", lambda w: "50000.00", not_for="CA HM"),
    listed("programme/assistance", lambda w: "东峡帮扶单位", not_for="SO HM"),
    listed("programme/visits", lambda w: "东峡工作队", not_for="SO HM"),
    listed("programme/projects", lambda w: "东峡光伏", not_for="CM HM"),
    listed("programme/branches", lambda w: w.dongxia_branch.name, not_for="SA SO CM CA CS"),
    listed("programme/stations", lambda w: w.dongxia_station.name),
    listed("programme/cooperatives", lambda w: w.cooperative.name, shared_by="HM"),
    unscoped("GET", "programme/townships", "names of public places"),
]
