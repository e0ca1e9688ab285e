"""The door to pandoc: HTML to Word, with nothing of this machine in it."""

import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pypandoc

from sop_handbook.adapters.pagination import paginated

_START = (1980, 1, 1, 0, 0, 0)  # the earliest a zip archive knows
_BODY, _STYLES = "word/document.xml", "word/styles.xml"
_PANDOC = str(Path(pypandoc.__file__).with_name("files") / "pandoc")  # bundled, never searched for
_PATIENCE = 120  # seconds; one document takes a tenth of one


def word_document(
    html: str, look: Mapping[str, str], tidy: str, day: date, pictures: Mapping[str, bytes]
) -> bytes:
    """Return a page of HTML as a Word document.

    `look` is the reference document as the text of its parts by name, `tidy` a Lua filter, `day`
    the day the document says it was made, `pictures` are PNG by the name under which the page shows
    them. Raises RuntimeError with what pandoc says when it refuses.
    """
    with tempfile.TemporaryDirectory() as folder:
        reference, lua = Path(folder, "reference.docx"), Path(folder, "filter.lua")
        reference.write_bytes(_archive(look))
        lua.write_text(tidy, "utf-8")
        for name, picture in pictures.items():
            Path(folder, name).write_bytes(picture)
        made = _run(
            html.encode(),
            *("--from=html+east_asian_line_breaks", "--to=docx", "--output=-"),
            *(f"--data-dir={folder}", f"--reference-doc={reference}", f"--lua-filter={lua}"),
            # No code is shown, so none of the thirty styles for it is needed.
            *(f"--resource-path={folder}", "--syntax-highlighting=none"),
            day=day,
        )
    return _finished(made, look[_STYLES])


def _run(text: bytes, *options: str, day: date) -> bytes:
    noon = datetime.combine(day, time(12), UTC)
    done = subprocess.run(  # noqa: S603 - our own pandoc, our own options; the text is its input
        [_PANDOC, *options],
        input=text,
        capture_output=True,
        env={"SOURCE_DATE_EPOCH": str(int(noon.timestamp())), "LC_ALL": "C.UTF-8"},
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode or done.stderr:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return done.stdout


def _finished(document: bytes, styles: str) -> bytes:
    """Tell where pages may break, and leave no style in the gallery that is not ours."""
    with ZipFile(BytesIO(document)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[_BODY] = paginated(parts[_BODY])
    parts[_STYLES] = styles.encode()
    return _archive(parts)


def _archive(parts: Mapping[str, str] | Mapping[str, bytes]) -> bytes:
    """Zip the parts of a document; content types go first, as readers expect."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            archive.writestr(ZipInfo(name, _START), parts[name])
    return target.getvalue()
