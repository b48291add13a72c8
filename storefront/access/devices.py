"""The device that a session was verified with, as every page of the portals asks for it."""

from __future__ import annotations

from typing import Any

from django_otp.middleware import OTPMiddleware
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.whole_rows import row_of

_TOTP = f"{TOTPDevice.model_label()}/"


class DeviceMiddleware(OTPMiddleware):  # type: ignore[misc] # django-otp has no annotations
    """django-otp's, with the device read by a statement that is written and planned once. Whose it
    is, and that it was confirmed, is looked at afterwards, as there."""

    def _device_from_persistent_id(self, persistent_id: str) -> Any:
        key = persistent_id.removeprefix(_TOTP)
        if key == persistent_id or not (key.isascii() and key.isdecimal()):
            return super()._device_from_persistent_id(persistent_id)
        return row_of(TOTPDevice, (), "t.id = %(id)s", {"id": int(key)})
