"""How often a message is tried, and what the messages say."""

from datetime import timedelta

TRIES = 5
# A sender that died gives its message back after this.
AGAIN_AFTER = timedelta(seconds=60)


def sign_up_text(code: str) -> str:
    return f"【乡站】您的验证码是 {code}，5 分钟内有效。请勿告诉他人。"
