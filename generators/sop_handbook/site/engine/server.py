"""The door to MkDocs' server: show a site on this machine, reload browsers when it has changed."""

import html
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from mkdocs.livereload import LiveReloadServer

_SWAP = 2.0  # seconds that a new folder may take to stand where the old one stood
_BAR = (
    '<div role="status" style="position:fixed;z-index:9;inset:auto 0 0;padding:.3em 1em;'
    'background:#0f4c47;color:#fff;font-size:.7rem;text-align:center">{}</div>'
)


class SiteServer(LiveReloadServer):  # type: ignore[misc]
    """Serves a folder, in threads of its own; what changes in it is decided elsewhere.

    A page that is shown before it lies in the folder is held in memory: whatever becomes of it, the
    folder stays as it is. Some files lie nowhere and are made when they are fetched.
    """

    _visible_epoch: int  # MkDocs: a number that grows with each state that is shown

    def __init__(
        self,
        folder: Path,
        host: str,
        port: int,
        pending: str,
        fetch: Callable[[str], bytes | None] = lambda _: None,
    ) -> None:
        """Prepare to serve. `pending` is what a bar says while other pages are being made.

        `fetch` makes the file at a path below the site, None if there is no such file. It is called
        by several threads.
        """
        super().__init__(builder=lambda: None, host=host, port=port, root=str(folder))
        self._folder = folder
        self._bar = _BAR.format(html.escape(pending)).encode()
        self._early: Mapping[str, bytes] = {}
        self._is_pending = False
        self._fetch = fetch
        self._watched_paths[str(folder)] = 1  # so that pages are given the script that reloads
        self.error_handler = self._error_page

    def begin(self) -> None:
        """Answer from now on. Raises OSError if nothing can be served there."""
        self.server_bind()
        self.server_activate()
        self.serve_thread.start()

    def end(self) -> None:
        """Answer no more."""
        if self.serve_thread.is_alive():
            self.shutdown()
        else:
            self.server_close()

    def announce(self) -> None:
        """Say on pages that are opened from now on that they may not be the newest."""
        self._is_pending = True

    def show(self, early: Mapping[str, bytes] | None = None, *, pending: bool = False) -> None:
        """Reload the browsers: the folder has changed, or some pages are ahead of it.

        `early` are such pages by their path below the folder, `pending` shows the bar on all pages.
        """
        with self._epoch_cond:
            self._early, self._is_pending = early or {}, pending
            self._visible_epoch = max(round(monotonic() * 1000), self._visible_epoch + 1)
            self._wanted_epoch = self._visible_epoch
            self._epoch_cond.notify_all()

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if "\0" in path:  # can be no file's
            return None
        name = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        with self._epoch_cond:
            page, epoch = self._early.get(name), self._visible_epoch
        if page is not None:
            content = self._inject_js_into_html(page, epoch)
            size = ("Content-Length", str(len(content)))
            start_response("200 OK", [("Content-Type", "text/html"), size])
            return [content]
        if (file := self._fetch(name)) is not None:
            told = {"Content-Type": self._guess_type(name), "Content-Length": str(len(file))}
            start_response("200 OK", [*told.items(), ("Cache-Control", "no-store")])
            return [file]
        found = super()._serve_request(environ, start_response)
        if found is None and not self._folder.is_dir():
            self._wait_for_folder()
            found = super()._serve_request(environ, start_response)
        return found

    def _wait_for_folder(self) -> None:
        """Wait while another folder takes the place of the one that is served."""
        end = monotonic() + _SWAP
        while not self._folder.is_dir() and monotonic() < end:
            sleep(0.01)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        page: bytes = super()._inject_js_into_html(content, epoch)
        before, end, after = page.rpartition(b"</body>")
        return before + self._bar + end + after if self._is_pending else page

    def _error_page(self, code: int) -> bytes | None:
        path = self._folder / f"{code}.html"
        return path.read_bytes() if path.is_file() else None


def refusal(host: str, port: int) -> str | None:
    """Return why nothing can be served there, in words; None where it can."""
    server = LiveReloadServer(builder=lambda: None, host=host, port=port, root=".")
    try:
        server.server_bind()
    except OSError as error:
        return error.strerror or str(error)
    except UnicodeError as error:  # no name of a machine, by the rules of names
        return str(error)
    finally:
        server.server_close()
    return None
