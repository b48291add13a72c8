"""Saleor as it comes: what its own settings say with DEBUG off, written for today's platform.

Left out, because no package of theirs is installed: the Braintree and Razorpay gateways, Jaeger,
Sentry and Google's storage. PostgreSQL is DATABASE_URL's, or an embedded one (`conftest.py`).
"""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from pathlib import Path

from storefront.compat import install_names
from storefront.env import database_from

install_names()

BASE_DIR = Path(tempfile.gettempdir()) / "saleor-stock"
PROJECT_ROOT = str(BASE_DIR)
DEBUG = False
ENABLE_DEBUG_TOOLBAR = False
SECRET_KEY = "stock-saleor-in-the-tests-only-never-a-shop"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
ALLOWED_CLIENT_HOSTS = ["localhost", "127.0.0.1", "testserver"]
ALLOWED_GRAPHQL_ORIGINS = "*"
INTERNAL_IPS = ["127.0.0.1"]
PLAYGROUND_ENABLED = True
ROOT_URLCONF = "tests.stock.urls"
SITE_ID = 1
DATABASES = {
    "default": database_from(
        os.environ.get("DATABASE_URL", "postgresql://postgres@/stock"), "DATABASE_URL"
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

INSTALLED_APPS = [
    "storages",
    "django.contrib.contenttypes",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "django.contrib.auth",
    "django.contrib.postgres",
    "saleor.plugins",
    "saleor.account",
    "saleor.discount",
    "saleor.giftcard",
    "saleor.product",
    "saleor.checkout",
    "saleor.core",
    "saleor.graphql",
    "saleor.menu",
    "saleor.order",
    "saleor.seo",
    "saleor.shipping",
    "saleor.search",
    "saleor.site",
    "saleor.data_feeds",
    "saleor.page",
    "saleor.payment",
    "saleor.warehouse",
    "saleor.webhook",
    "saleor.wishlist",
    "saleor.app",
    "versatileimagefield",
    "django_measurement",
    "django_prices",
    "django_prices_openexchangerates",
    "django_prices_vatlayer",
    "graphene_django",
    "mptt",
    "django_countries",
    "django_filters",
    "phonenumber_field",
    "tests.stock",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "saleor.core.middleware.request_time",
    "saleor.core.middleware.discounts",
    "saleor.core.middleware.google_analytics",
    "saleor.core.middleware.country",
    "saleor.core.middleware.currency",
    "saleor.core.middleware.site",
    "saleor.core.middleware.plugins",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.media",
                "django.template.context_processors.static",
                "saleor.site.context_processors.site",
            ]
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("id", "Indonesian"), ("pl", "Polish")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/Chicago"

DEFAULT_COUNTRY = "US"
DEFAULT_CURRENCY = "USD"
DEFAULT_DECIMAL_PLACES = 2
DEFAULT_MAX_DIGITS = 12
DEFAULT_CURRENCY_CODE_LENGTH = 3
DEFAULT_MAX_EMAIL_DISPLAY_NAME_LENGTH = 78
AVAILABLE_CURRENCIES = [DEFAULT_CURRENCY]
COUNTRIES_OVERRIDE = {"EU": "European Union"}
OPENEXCHANGERATES_API_KEY = None
GOOGLE_ANALYTICS_TRACKING_ID = None
MAX_CHECKOUT_LINE_QUANTITY = 50
DEFAULT_MENUS = {"top_menu_name": "navbar", "bottom_menu_name": "footer"}
ENABLE_ACCOUNT_CONFIRMATION_BY_EMAIL = True
ENABLE_SSL = False
REAL_IP_ENVIRON = "REMOTE_ADDR"
SEARCH_BACKEND = "saleor.search.backends.postgresql"

AUTH_USER_MODEL = "account.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    }
]
AUTHENTICATION_BACKENDS = [
    "graphql_jwt.backends.JSONWebTokenBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
GRAPHQL_JWT = {
    "JWT_PAYLOAD_HANDLER": "saleor.graphql.utils.create_jwt_payload",
    "JWT_EXPIRATION_DELTA": timedelta(minutes=5),
    "JWT_VERIFY_EXPIRATION": False,
}
GRAPHENE = {
    "RELAY_CONNECTION_ENFORCE_FIRST_OR_LAST": True,
    "RELAY_CONNECTION_MAX_LIMIT": 100,
    "MIDDLEWARE": [
        "saleor.graphql.middleware.OpentracingGrapheneMiddleware",
        "saleor.graphql.middleware.JWTMiddleware",
        "saleor.graphql.middleware.app_middleware",
    ],
}
OPENTRACING_MAX_QUERY_LENGTH_LOG = 2000

PLUGINS_MANAGER = "saleor.plugins.manager.PluginsManager"
PLUGINS = [
    "saleor.plugins.avatax.plugin.AvataxPlugin",
    "saleor.plugins.vatlayer.plugin.VatlayerPlugin",
    "saleor.plugins.webhook.plugin.WebhookPlugin",
    "saleor.payment.gateways.dummy.plugin.DummyGatewayPlugin",
    "saleor.payment.gateways.stripe.plugin.StripeGatewayPlugin",
]

MEDIA_ROOT = str(BASE_DIR / "media")
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
PLACEHOLDER_IMAGES = {
    60: "images/placeholder60x60.png",
    120: "images/placeholder120x120.png",
    255: "images/placeholder255x255.png",
    540: "images/placeholder540x540.png",
    1080: "images/placeholder1080x1080.png",
}
DEFAULT_PLACEHOLDER = "images/placeholder255x255.png"
VERSATILEIMAGEFIELD_RENDITION_KEY_SETS = {
    "products": [("product_gallery", "thumbnail__540x540"), ("product_small", "thumbnail__60x60")],
    "background_images": [("header_image", "thumbnail__1080x440")],
    "user_avatars": [("default", "thumbnail__445x445")],
}
VERSATILEIMAGEFIELD_SETTINGS = {"create_images_on_demand": False}

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "stock@example.com"
CELERY_BROKER_URL = ""
CELERY_TASK_ALWAYS_EAGER = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"null": {"class": "logging.NullHandler"}},
    "loggers": {
        "saleor": {"handlers": ["null"], "propagate": False},
        "graphql.execution": {"handlers": ["null"], "propagate": False},
    },
}
