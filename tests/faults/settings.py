"""The shop's settings, with deaths in them (`killing`)."""

from storefront.settings import *  # noqa: F403
from storefront.settings import EMAIL_BACKEND, EMAIL_HOST, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.killing.KillingConfig"]
# The demo's mails lie in a folder; here a mail server is off and on.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else EMAIL_BACKEND
