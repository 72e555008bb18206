"""What can be wrong with a sign-in or a sign-up."""

from backend.common.errors import DomainError


class WrongCredentials(DomainError):
    code, title, status = "wrong_credentials", "账号或密码不对，请检查后重试", 401


class SecondFactorRequired(DomainError):
    code, title, status = "second_factor_required", "请输入动态验证码", 401


class SecondFactorWrong(DomainError):
    code, title, status = (
        "second_factor_wrong",
        "动态验证码不对或已过期，请输入最新的 6 位数字",
        401,
    )


class LockedOut(DomainError):
    code, title, status = "locked_out", "输错次数过多，账号已锁定，请 15 分钟后再试", 429


class CodeWrong(DomainError):
    code, title, status = "code_wrong", "短信验证码不对或已过期，请重新获取", 422


class TooManyCodes(DomainError):
    code, title, status = "too_many_codes", "获取验证码过于频繁，请一分钟后再试", 429


class MobileTaken(DomainError):
    code, title, status = "mobile_taken", "这个手机号已注册，请直接登录", 409
