"""Reading a PDF as its reader does: its text, and what it says of itself."""

import io
import re

from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """All text of all pages, each space once."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def packed(said: str) -> str:
    """A text without any space, as lines are broken wherever they are full."""
    return re.sub(r"\s+", "", said)


def of_itself(pdf: bytes) -> dict[str, str]:
    """Title, language and whatever else the file tells of where it came from."""
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"].get_object()
    told = {name: str(value) for name, value in (reader.metadata or {}).items()}
    marked = root.get("/MarkInfo", {}).get("/Marked")
    return told | {"/Lang": str(root.get("/Lang")), "/Marked": str(marked)}
