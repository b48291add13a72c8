"""Files on their way in: no message is read that is longer than any form of ours."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# A form of goods with as many pictures as it can hold, each as large as it may be, and its words.
MOST_BYTES = 12 * 10 * 1024 * 1024 + 2_000_000


class BoundedUpload(FileUploadHandler):
    """Stands before those that keep files; files of such a form would fill the disk before anybody
    has asked who sends them."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Raises RequestDataTooBig."""
        if content_length > MOST_BYTES:
            raise RequestDataTooBig("The message is longer than any form of ours.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Left to the next."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Left to the next."""
