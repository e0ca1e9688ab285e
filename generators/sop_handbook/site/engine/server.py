"""The door to MkDocs' server: show a site on this machine, with live reload."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer


class _Server(LiveReloadServer):  # type: ignore[misc]
    """Answers an address that can be no file's with the page that there is none."""

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Any:
        if "\0" in environ["PATH_INFO"]:
            return None
        return super()._serve_request(environ, start_response)


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


def serve_site(
    folder: Path,
    watched: list[tuple[Path, bool]],
    rebuild: Callable[[], None],
    host: str,
    port: int,
) -> None:
    """Serve `folder` until interrupted; call `rebuild` and reload browsers on every change.

    `watched`: folders and files, each with whether folders below count too.
    """
    server = _Server(builder=rebuild, host=host, port=port, root=str(folder))
    server.error_handler = lambda code: _page(folder / f"{code}.html")
    for path, deep in watched:
        server.watch(str(path), recursive=deep)
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()


def _page(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
