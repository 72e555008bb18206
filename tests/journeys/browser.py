"""A browser without a screen: cookies, CSRF, Idempotency-Key, and the cashier's buttons."""

import re
import uuid
from typing import Any
from urllib.parse import urljoin

import httpx

from tests.cast import PASSWORD


class Browser:
    """One person at one device."""

    def __init__(self, base_url: str) -> None:
        self.http = httpx.Client(base_url=base_url, timeout=20, follow_redirects=False)
        self.http.get("/api/v1/session")

    def sign_in(self, username: str, code: str = "") -> None:
        body = {"username": username, "password": PASSWORD, "code": code}
        answer = self.send("session", body)
        assert answer["signed_in"], answer

    def get(self, path: str) -> Any:
        answer = self.http.get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> Any:
        answer = self.try_to(path, body, key=key)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    def try_to(
        self, path: str, body: dict[str, Any] | None = None, *, key: str = ""
    ) -> httpx.Response:
        headers = {
            "X-CSRFToken": self.http.cookies.get("csrftoken", ""),
            "Idempotency-Key": key or str(uuid.uuid4()),
        }
        return self.http.post(f"/api/v1/{path}", json=body or {}, headers=headers)

    def page(self, path: str) -> str:
        answer = self.http.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def pay(self, pay_url: str, button: str = "pay") -> str:
        """Opens the cashier and presses a button; returns where the cashier sends us back."""
        cashier = self.http.get(pay_url)
        assert cashier.status_code == 200, cashier.text
        forms = re.findall(
            r'action="([^"]+)">\s*<input type="hidden" name="csrfmiddlewaretoken" value="([^"]+)"',
            cashier.text,
        )
        action, token = next(form for form in forms if form[0].rstrip("/").endswith(f"/{button}"))
        data = {"csrfmiddlewaretoken": token}
        answer = self.http.post(urljoin(pay_url, action), data=data)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]
