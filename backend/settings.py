"""All settings, read top to bottom; a county changes them by environment variables alone.

Every secret may also come from a file named by the variable with `_FILE` behind it.
"""

import os
import secrets
import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from backend import logs, openapi

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

# --- where things are kept ---------------------------------------------------
SHAPE = env.str("SHAPE", "embedded")
EMBEDDED = SHAPE == "embedded"
TESTING = "pytest" in sys.modules
DATA_DIR = Path(
    env.str("DATA_DIR", str(BASE_DIR / "var" / "test" if TESTING else BASE_DIR / "var"))
).resolve()
MEDIA_ROOT = DATA_DIR / "media"
PORT = env.int("PORT", 8000)
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", f"http://127.0.0.1:{PORT}")
FRONTEND_DIR = BASE_DIR / "frontend" / "apps"
# The font of all papers (OFL), brought by npm so that no computer has to have it installed.
PAPER_FONTS = BASE_DIR / "frontend" / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"


def _made_once(name: str, size: int) -> str:
    """A secret of the embedded shape: made on the first start, kept beside the data (0600)."""
    path = DATA_DIR / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_hex(size))
    return path.read_text().strip()


def _secret(name: str, size: int = 32) -> str:
    """From the environment or a file; only the embedded shape may make its own."""
    if value := env.str(name, ""):
        return str(value)
    if not EMBEDDED:
        raise SystemExit(f"{name} is missing: a county sets it (or {name}_FILE) itself")
    return _made_once(name.lower(), size)


SECRET_KEY = _secret("SECRET_KEY")
# Sealed fields: `id:hex` pairs, the first seals, all of them open (docs/how/permissions.md).
FIELD_KEYS = dict(
    pair.split(":", 1)
    for pair in (env.str("FIELD_KEYS", "") or f"k1:{_secret('FIELD_KEY')}").split(",")
)
FIELD_CIPHER = env.str("FIELD_CIPHER", "aes256gcm")
BLIND_INDEX_KEY = _secret("BLIND_INDEX_KEY")

# --- what may be switched on -------------------------------------------------
DEBUG = env.bool("DEBUG", False)
PAYMENTS_GATEWAY = env.str("PAYMENTS_GATEWAY", "sandbox")
_TRIAL = EMBEDDED and PAYMENTS_GATEWAY == "sandbox"
ALLOW_SANDBOX_PAYMENTS = env.bool("ALLOW_SANDBOX_PAYMENTS", _TRIAL)
ALLOW_DEMO = env.bool("ALLOW_DEMO", _TRIAL)
if PAYMENTS_GATEWAY == "alipay" and (ALLOW_DEMO or ALLOW_SANDBOX_PAYMENTS):
    raise SystemExit("Real money: ALLOW_DEMO and ALLOW_SANDBOX_PAYMENTS must be off")
if PAYMENTS_GATEWAY == "sandbox" and not (DEBUG or ALLOW_SANDBOX_PAYMENTS):
    raise SystemExit("PAYMENTS_GATEWAY=sandbox needs ALLOW_SANDBOX_PAYMENTS=1: no money would move")
ALIPAY = {
    "app_id": env.str("ALIPAY_APP_ID", ""),
    "seller_id": env.str("ALIPAY_SELLER_ID", ""),
    "server_url": env.str("ALIPAY_SERVER_URL", "https://openapi.alipay.com/gateway.do"),
    "private_key": env.str("ALIPAY_PRIVATE_KEY", ""),
    "alipay_public_key": env.str("ALIPAY_PUBLIC_KEY", ""),
    "app_cert": env.str("ALIPAY_APP_CERT", ""),
    "alipay_cert": env.str("ALIPAY_CERT", ""),
    "alipay_root_cert": env.str("ALIPAY_ROOT_CERT", ""),
}
if PAYMENTS_GATEWAY == "alipay" and not (
    ALIPAY["app_id"] and ALIPAY["seller_id"] and ALIPAY["private_key"]
):
    raise SystemExit("Real money needs ALIPAY_APP_ID, ALIPAY_SELLER_ID and ALIPAY_PRIVATE_KEY")
SANDBOX_SERVER_URL = env.str("SANDBOX_SERVER_URL", "")
SANDBOX_NOTIFY_BASE_URL = env.str("SANDBOX_NOTIFY_BASE_URL", PUBLIC_BASE_URL)
COUNTY_CODE = env.str("COUNTY_CODE", "630121")
BANK_FILE_COLUMNS = env.str("BANK_FILE_COLUMNS", "")

# --- Django ------------------------------------------------------------------
# The probes of the containers ask by these names, whatever the public one is.
ALLOWED_HOSTS = [
    *env.list("ALLOWED_HOSTS", default=["testserver"]),
    *("127.0.0.1", "localhost", "web", "alipay-sandbox"),
]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_BASE_URL])
ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "rest_framework",
    "drf_spectacular",
    "django_structlog",
    "backend",
    "backend.common",
    "backend.audit",
    "backend.accounts",
    "backend.approvals",
    "backend.ledger",
    "backend.jobs",
    "backend.messaging",
    "backend.exchange",
    "stations",
    "cooperatives",
    "programme",
    "orders",
    "impact",
    "backend.demo",
]
MIDDLEWARE = [
    "backend.common.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "backend.accounts.api.middleware.ActorMiddleware",
    "backend.common.idempotency.IdempotencyMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# Trying on during the lockout does not prolong it: nobody can be locked out for good.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
if not EMBEDDED:
    # Behind the proxy the client stands right-most in X-Forwarded-For.
    AXES_IPWARE_PROXY_COUNT = 1
    AXES_IPWARE_PROXY_ORDER = "right-most"
    AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"]
AXES_LOCKOUT_CALLABLE = "backend.accounts.api.lockout.locked_out"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
# Alipay stamps requests with naive local time: anything else is refused (PAYMENTS 2).
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- database ----------------------------------------------------------------
_DATABASE_URL = env.str("TEST_DATABASE_URL" if TESTING else "DATABASE_URL", "")
if _DATABASE_URL:
    DATABASES = {"default": env.db_url_config(_DATABASE_URL)}
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "xiangzhan.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;",
            },
        }
    }

# --- sessions, browser -------------------------------------------------------
HTTPS = PUBLIC_BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "backend.common.error_pages.csrf_failed"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF, SECURE_REFERRER_POLICY = True, "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024  # workbooks
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if not EMBEDDED else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "style-src": [SELF],
        # Vue and the charts set style attributes through the object model, which needs no
        # exception; element-plus writes a few in its markup.
        "style-src-attr": ["'unsafe-inline'"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, "https://openapi.alipay.com", "https://*.alipaydev.com"],
        "frame-ancestors": [NONE],
    }
}

# --- static files ------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    (app, FRONTEND_DIR / app / "dist")
    for app in ("shop", "station", "console")
    if (FRONTEND_DIR / app / "dist").is_dir()
]
WHITENOISE_USE_FINDERS = True
# Each browser of a test starts the middleware anew: it looks a file up when asked, not all before.
WHITENOISE_AUTOREFRESH = TESTING
WHITENOISE_MAX_AGE = 3600
# What the builds name by its content never changes under its name.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/(shop|station|console)/assets/.+-[\w-]{8}\.\w+$"

# --- API ---------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["backend.common.permissions.ActorAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["backend.common.permissions.MatrixPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "backend.common.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = openapi.SETTINGS

# --- Celery ------------------------------------------------------------------
BROKER_URL = env.str("BROKER_URL", "filesystem://")
CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_ALWAYS_EAGER = TESTING
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "default"
# A county gives each queue its own workers; the embedded worker listens to all of them.
CELERY_TASK_ROUTES = {
    "orders.tasks.*": {"queue": "payments"},
    "impact.tasks.*": {"queue": "impact"},
    "backend.messaging.tasks.*": {"queue": "mail"},
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
if BROKER_URL == "filesystem://":
    CELERY_BROKER_TRANSPORT = "backend.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "broker" / "queue"),
        "data_folder_out": str(DATA_DIR / "broker" / "queue"),
        "processed_folder": str(DATA_DIR / "broker" / "done"),
        "control_folder": str(DATA_DIR / "broker" / "control"),
        "store_processed": False,
    }
else:
    # A publisher never waits long for a broker that is down: the outbox keeps the work.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}
CELERY_TASK_PUBLISH_RETRY = False

# --- logs --------------------------------------------------------------------
LOGGING = logs.config(level=env.str("LOG_LEVEL", "INFO"), quiet=EMBEDDED)
