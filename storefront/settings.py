"""Django settings: one module, read top to bottom, told everything by the environment.

Three modes (LAPAK_MODE): `demo` is what `python3 -m storefront up` runs, `production`, `test`.
DEBUG is off in all of them and on only by `up --debug`. Names are explained in .env.example.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from storefront.compat import install_names

install_names()

import structlog  # noqa: E402
from csp.constants import NONE, SELF  # noqa: E402

from storefront.buckets import bucket_origins  # noqa: E402
from storefront.env import (  # noqa: E402
    database_from,
    env_bool,
    env_choice,
    env_int,
    env_list,
    env_path,
    env_scheme,
    env_secret,
    env_text,
)
from storefront.reporting import report_to  # noqa: E402
from storefront.unsaid import LineFormatter  # noqa: E402

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = env_choice("LAPAK_MODE", ("demo", "production", "test"), "production")
DATA_DIR = env_path("LAPAK_DATA", BASE_DIR / ".data")
DEBUG = env_bool("LAPAK_DEBUG", default=False)
SECRET_KEY = env_secret("SECRET_KEY")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
PUBLIC_URL = env_text("PUBLIC_URL", "http://localhost:8000").rstrip("/")

# --- Data. `app` serves, `owner` migrates: LAPAK_DB_ROLE says which of the two this process is.
DB_ROLE = env_choice("LAPAK_DB_ROLE", ("app", "owner"), "app")
_APP_URL = env_secret("DATABASE_URL")
_URL = env_secret("DATABASE_OWNER_URL", _APP_URL) if DB_ROLE == "owner" else _APP_URL
_DATABASE = database_from(_URL, "DATABASE_URL")
if DB_ROLE == "app":
    # no page or job needs a statement this long: what runs away is ended by the database
    _DATABASE["OPTIONS"] = {"options": "-c statement_timeout=15000"} | _DATABASE["OPTIONS"]
DATABASES = {"default": _DATABASE}
# Saleor's own models were made with AutoField; a wider default would ask for migrations there.
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

# --- What runs.
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "django.contrib.auth",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "saleor.plugins",
    "saleor.account",
    "saleor.discount",
    "saleor.giftcard",
    "saleor.product",
    "saleor.checkout",
    "saleor.core",
    "saleor.menu",
    "saleor.order",
    "saleor.seo",
    "saleor.shipping",
    "saleor.site",
    "saleor.page",
    "saleor.payment",
    "saleor.warehouse",
    "saleor.webhook",
    "saleor.wishlist",
    "saleor.app",
    "versatileimagefield",
    "django_measurement",
    "django_prices",
    "mptt",
    "django_countries",
    "phonenumber_field",
    "pgtrigger",
    "pghistory",
    "catalog",
    "legality",
    "galleries",
    "storefront",
    "storefront.access.apps.AccessConfig",
    "storefront.orders.apps.OrdersConfig",
    "storefront.web.center.apps.CenterConfig",
    "django.contrib.messages",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "two_factor",
    "axes",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "storefront.web.middleware.RequestLogMiddleware",
    "storefront.web.middleware.RequestIdMiddleware",
    "storefront.web.middleware.SampleShopMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "storefront.web.middleware.PoliteGzipMiddleware",
    "storefront.web.middleware.ContentPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "storefront.web.middleware.AheadMiddleware",
    "storefront.web.middleware.CleanInputMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "storefront.access.middleware.InsideMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
# They look for middleware that InsideMiddleware holds, and at the first template engine alone.
SILENCED_SYSTEM_CHECKS = [
    "admin.E402", "admin.E403", "admin.E404", "admin.E408", "admin.E409", "admin.E410", "axes.W002",
]  # fmt: skip
ROOT_URLCONF = "storefront.urls"
WSGI_APPLICATION = "storefront.wsgi.application"
SITE_ID = 1
APPEND_SLASH = True


def _loaders(*places: str) -> dict[str, list[tuple[str, list[str]]]]:
    """Templates made ready when they are read; with DEBUG as Django reads them."""
    names = [f"django.template.loaders.{place}.Loader" for place in places]
    return {} if DEBUG else {"loaders": [("storefront.web.loader.Loader", names)]}


FORM_RENDERER = "storefront.web.widgets.QuickRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "storefront" / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["storefront.web.context.shop"],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "storefront.web.templatetags.shop",
            ],
            "libraries": {"shop": "storefront.web.templatetags.shop"},
            **_loaders("filesystem"),
        },
    },
    {
        # of /pusat/ alone: Django's admin with templates of its own, and the portals' components
        "NAME": "center",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            BASE_DIR / "storefront" / "web" / "center" / "templates",
            BASE_DIR / "storefront" / "web" / "templates",
        ],
        "APP_DIRS": DEBUG,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "storefront.web.context.shop",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "storefront.web.templatetags.shop",
            ],
            **_loaders("filesystem", "app_directories"),
        },
    },
]

# --- Language, money, time.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "storefront" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# --- Names that Saleor's modules read.
DEFAULT_COUNTRY = "ID"
DEFAULT_CURRENCY = "IDR"
DEFAULT_DECIMAL_PLACES = 2
DEFAULT_MAX_DIGITS = 12
DEFAULT_CURRENCY_CODE_LENGTH = 3
DEFAULT_MAX_EMAIL_DISPLAY_NAME_LENGTH = 78
AVAILABLE_CURRENCIES = [DEFAULT_CURRENCY]
COUNTRIES_ONLY = ["ID"]
COUNTRIES_OVERRIDE: dict[str, str] = {}
OPENEXCHANGERATES_API_KEY = None
GOOGLE_ANALYTICS_TRACKING_ID = None
MAX_CHECKOUT_LINE_QUANTITY = 1000
ENABLE_ACCOUNT_CONFIRMATION_BY_EMAIL = True
ENABLE_SSL = PUBLIC_URL.startswith("https://")
DEFAULT_MENUS = {"top_menu_name": "navbar", "bottom_menu_name": "footer"}
PLUGINS_MANAGER = "saleor.plugins.manager.PluginsManager"
PLUGINS: list[str] = []
PLACEHOLDER_IMAGES: dict[int, str] = {}
DEFAULT_PLACEHOLDER = ""
VERSATILEIMAGEFIELD_SETTINGS = {"create_images_on_demand": False}
VERSATILEIMAGEFIELD_RENDITION_KEY_SETS: dict[str, list[tuple[str, str]]] = {}
SEARCH_BACKEND = "saleor.search.backends.postgresql"
REAL_IP_ENVIRON = "REMOTE_ADDR"
PROJECT_ROOT = str(BASE_DIR)
AUTH_USER_MODEL = "account.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "first_name", "last_name")},
    },
    {"NAME": "storefront.access.passwords.FirstThoughtValidator"},
]
AUTHENTICATION_BACKENDS = [
    "storefront.access.locks.LockBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "storefront.access.hashing.Argon2",
    # Saleor's own rows, hashed anew at the next log-in
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_RESET_TIMEOUT = 3600
SESSION_ENGINE = "storefront.access.sessions"
SESSION_COOKIE_NAME = "lapak_masuk"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LOGIN_URL = "two_factor:login"
LOGIN_REDIRECT_URL = "/petugas/"
LOGOUT_REDIRECT_URL = "/masuk/"
CSRF_FAILURE_VIEW = "storefront.web.account.unsent.refused"
OTP_TOTP_ISSUER = "Lapak Binaan"
TWO_FACTOR_PATCH_ADMIN = False
# How many proxies of ours pass a visitor's address on; read with TRUST_PROXY alone.
PROXY_COUNT = env_int("PROXY_COUNT", 1)
# Two locks of 15 minutes, 5 failures an account and 20 an address: storefront/access/locks.py.
AXES_FAILURE_LIMIT = 1  # how many of the locks must be full
AXES_HANDLER = "storefront.access.locks.LockHandler"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_LOCKOUT_CALLABLE = "storefront.access.locks.locked_page"
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_USERNAME_CALLABLE = "storefront.access.locks.account_key"
AXES_CLIENT_IP_CALLABLE = "storefront.access.address.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
# phonenumber_field
PHONENUMBER_DEFAULT_REGION = "ID"

# --- Files: `public` is seen by everyone, `private` only through signed addresses.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "storefront" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
S3_ENDPOINT_URL = env_text("S3_ENDPOINT_URL", "")
S3_PUBLIC_BUCKET = env_text("S3_PUBLIC_BUCKET", "")
S3_PRIVATE_BUCKET = env_text("S3_PRIVATE_BUCKET", "")
S3_REGION = env_text("S3_REGION", "ap-southeast-3")
S3_PUBLIC_DOMAIN = env_text("S3_PUBLIC_DOMAIN", "")


def _bucket(name: str, *, signed: bool) -> dict[str, object]:
    """Storage settings of one S3 bucket; keys and secret come from boto3's usual places."""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": name,
            "endpoint_url": S3_ENDPOINT_URL or None,
            "region_name": S3_REGION,
            "querystring_auth": signed,
            "querystring_expire": 300,
            "file_overwrite": True,
            "default_acl": None,
            "custom_domain": None if signed else (S3_PUBLIC_DOMAIN or None),
            "object_parameters": {
                "CacheControl": "private, no-store" if signed else "public, max-age=31536000"
            },
        },
    }


def _folder(path: Path, url: str, *, signed: bool = False) -> dict[str, object]:
    """The same of a folder; what is signed is its owner's alone, and `url` is a page of ours."""
    modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700} if signed else {}
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": path, "base_url": url, **modes},
    }


STORAGES: dict[str, dict[str, object]] = {
    "public": _bucket(S3_PUBLIC_BUCKET, signed=False)
    if S3_PUBLIC_BUCKET
    else _folder(MEDIA_ROOT, MEDIA_URL),
    "private": _bucket(S3_PRIVATE_BUCKET, signed=True)
    if S3_PRIVATE_BUCKET
    else _folder(DATA_DIR / "private", "/petugas/bukti/", signed=True),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STORAGES["default"] = STORAGES["public"]
# of files asked for by their plain names; hashed ones are kept for ever
WHITENOISE_MAX_AGE = 300
WHITENOISE_INDEX_FILE = False

# --- Work behind the pages. The outbox table is the truth; the broker is only a wake-up call.
_BROKER_DIR = DATA_DIR / "broker"
CELERY_BROKER_URL = env_text("BROKER_URL", "filesystem://localhost")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = (
    {
        "data_folder_in": str(_BROKER_DIR),
        "data_folder_out": str(_BROKER_DIR),
        "control_folder": str(_BROKER_DIR / "control"),
    }
    if CELERY_BROKER_URL.startswith("filesystem")
    else {"visibility_timeout": 900, "socket_timeout": 3, "socket_connect_timeout": 3}
)
CELERY_TASK_ALWAYS_EAGER = MODE == "test"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- Whole answers for anonymous visitors, kept before Django (storefront/cache).
CACHE_URL = env_scheme(
    "CACHE_URL",
    ("memory", "redis", "rediss", "unix", "off"),
    "off" if MODE == "test" else "memory",
)
CACHE_MB = env_int("CACHE_MB", 8)  # in each worker

# --- Mail. In demo mode it stays in a folder and is shown on a page.
EMAIL_HOST = env_text("EMAIL_HOST", "")
EMAIL_PORT = env_int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env_text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 15
# How buyers reach the shop itself; empty ones are not shown. WhatsApp as +62...
SHOP_WHATSAPP = env_text("SHOP_WHATSAPP", "")
SHOP_MAIL = env_text("SHOP_MAIL", "")
# Live rates of couriers; without a key the rate table alone counts.
BITESHIP_API_KEY = env_secret("BITESHIP_API_KEY", "")
BITESHIP_API_BASE = env_text("BITESHIP_API_BASE", "https://api.biteship.com")
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", "Lapak Binaan <lapak@localhost>")
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_BACKEND = {
    "demo": "django.core.mail.backends.filebased.EmailBackend",
    "test": "django.core.mail.backends.locmem.EmailBackend",
    "production": "django.core.mail.backends.smtp.EmailBackend",
}[MODE]

# --- Paying: what is offered where its keys are set. Nobody pays with money in demo mode.
PAYMENTS = env_list(
    "PAYMENTS",
    ("practice," if MODE in ("demo", "test") else "") + "stripe,midtrans,transfer,pickup",
)
STRIPE_API_KEY = env_secret("STRIPE_API_KEY", "")
STRIPE_WEBHOOK_SECRET = env_secret("STRIPE_WEBHOOK_SECRET", "")
STRIPE_API_BASE = env_text("STRIPE_API_BASE", "https://api.stripe.com")
MIDTRANS_SERVER_KEY = env_secret("MIDTRANS_SERVER_KEY", "")
MIDTRANS_API_BASE = env_text("MIDTRANS_API_BASE", "https://api.midtrans.com")
MIDTRANS_SNAP_BASE = env_text("MIDTRANS_SNAP_BASE", "https://app.midtrans.com")

# --- What browsers are told.
_MEDIA_SOURCES = dict.fromkeys(
    [
        *bucket_origins(
            S3_PUBLIC_BUCKET, domain=S3_PUBLIC_DOMAIN, endpoint=S3_ENDPOINT_URL, region=S3_REGION
        ),
        # scans of papers on the pages of officers; nothing there opens without a signature
        *bucket_origins(S3_PRIVATE_BUCKET, domain="", endpoint=S3_ENDPOINT_URL, region=S3_REGION),
    ]
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *_MEDIA_SOURCES],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = MODE == "production"
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if MODE == "production" else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = MODE == "production"
SECURE_HSTS_PRELOAD = MODE == "production"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("TRUST_PROXY", default=False) else None
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MODE == "production"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = [
    "storefront.web.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Telling what happened.
SENTRY_DSN = env_secret("SENTRY_DSN", "")
if SENTRY_DSN:
    report_to(SENTRY_DSN, environment=MODE)
DJANGO_STRUCTLOG_STATUS_2XX_LOG_LEVEL = 10
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.contextvars.merge_contextvars,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": LineFormatter,
            "processor": structlog.processors.JSONRenderer(),
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": env_text("LOG_LEVEL", "INFO"), "handlers": ["console"]},
    "loggers": {
        "django": {"level": "WARNING"},
        "PIL": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
        "botocore": {"level": "WARNING"},
    },
}
