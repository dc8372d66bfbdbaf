"""The style sheets as one file: a page asks for one sheet, whatever number of files they are written in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.templatetags.static import static
from whitenoise.storage import CompressedManifestStaticFilesStorage

WHOLE = "css/groundwork.css"
FOLDER = Path(settings.BASE_DIR, "static", "css")
FIRST = (
    "tokens",
    "base",
    "layout",
    "components",
    "forms",
    "figures",
)  # the cascade is ordered by layers; this is for the reader


def parts() -> list[Path]:
    """The files that the sheet is written in, in the order of the look, all others after them."""
    ranks = {name: rank for rank, name in enumerate(FIRST)}
    return sorted(FOLDER.glob("*.css"), key=lambda file: (ranks.get(file.stem, len(ranks)), file.stem))


def sheets() -> list[str]:
    """Addresses of the sheets of a page: one, or in a developer's hands each file by itself."""
    return [static(f"css/{file.name}") for file in parts()] if settings.DEBUG else [static(WHOLE)]


class SheetStorage(CompressedManifestStaticFilesStorage):
    """Names and compresses the gathered files, and the one sheet that it makes of the style sheets."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """As ever, with the sheet beside the files that were gathered."""
        if not dry_run:
            self.delete(WHOLE)
            self._save(WHOLE, ContentFile("".join(file.read_text() for file in parts()).encode()))
            paths = {**paths, WHOLE: (self, WHOLE)}
        yield from super().post_process(paths, dry_run, **options)
