"""One-tap sign-in of the demo: who there is, and the code each account takes next."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts import queries, services
from backend.accounts.api.serializers import DemoAccountSerializer
from backend.common.errors import NotFound


class DemoAccountsView(APIView):
    """Absent where the demo is not allowed."""

    needs = {"GET": None}

    @extend_schema(responses=DemoAccountSerializer(many=True))
    @method_decorator(never_cache)
    def get(self, request: Request) -> Response:
        if not settings.ALLOW_DEMO:
            raise NotFound
        return Response(DemoAccountSerializer(accounts_with_codes(), many=True).data)


def accounts_with_codes() -> list[dict[str, Any]]:
    accounts = queries.demo_accounts(settings.DATA_DIR / "demo-accounts.json")
    devices = queries.second_factors_of([account["username"] for account in accounts])
    now = timezone.now()
    return [
        account | {"code": services.next_code(device, now) if device else None}
        for account in accounts
        for device in [devices.get(account["username"])]
    ]
