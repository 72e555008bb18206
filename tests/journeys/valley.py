"""Loads the cast into the database that DATABASE_URL names: `python -m tests.journeys.valley`.

The manager gets a second factor whose secret is printed, so that a journey can sign in as one.
"""

import django

django.setup()

from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import cast


def main() -> None:
    valley = cast.build()
    for who in ("manager", "official"):
        device = TOTPDevice.objects.create(user=valley.users[who], name="journey", confirmed=True)
        print(f"{who} {device.key}")  # noqa: T201


if __name__ == "__main__":
    main()
