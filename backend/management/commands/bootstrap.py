"""Opens a county: one administrator and two officials, shown once."""

from base64 import b32encode
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from backend.accounts import services


class Command(BaseCommand):
    help = "Makes the first three accounts of an empty installation and prints them once."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people = services.open_county(county_code=settings.COUNTY_CODE, now=timezone.now())
        except services.AlreadyOpened as error:
            raise CommandError(str(error)) from error
        self.stdout.write("以下内容只显示这一次，请分别交给三位本人保管：")
        for person in people:
            secret = b32encode(bytes.fromhex(person.totp_secret)).decode()
            self.stdout.write(
                f"{person.role_name}  账号 {person.username}  密码 {person.password}  "
                f"动态验证码密钥 {secret}"
            )
