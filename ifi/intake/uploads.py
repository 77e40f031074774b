"""Uploads are refused while they stream in, not after they have filled the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

_ROOM_FOR_THE_FORM = 64 * 1024


def is_too_large(request: HttpRequest, limit: int | None = None) -> bool:
    """By what the browser announces; decided before a byte of the body is read. `limit` in bytes: that of imports where
    none is given."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return announced.isdigit() and int(announced) > (limit or settings.UPLOAD_LIMIT_BYTES) + _ROOM_FOR_THE_FORM


class LimitedUpload(FileUploadHandler):
    """Counts what comes in, whatever was announced."""

    def __init__(self, request: HttpRequest | None = None, limit: int | None = None) -> None:
        super().__init__(request)
        self._limit = limit or settings.UPLOAD_LIMIT_BYTES
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._received += len(raw_data)
        if self._received > self._limit:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        return None
