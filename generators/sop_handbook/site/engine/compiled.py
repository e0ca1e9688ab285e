"""Parts of the theme that a process compiles once, however often it builds."""

from typing import Any

from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin

from sop_handbook.templating.environment import compiled


class _NoCompiledSettings(Config):  # type: ignore[misc]
    """Nothing to be set."""


class CompiledParts(BasePlugin[_NoCompiledSettings]):  # type: ignore[misc]
    """Gives the theme what was compiled for an earlier build of this process.

    A preview builds at every save, and half of a small build went into compiling the same parts.
    """

    def on_env(self, env: Any, **_: object) -> Any:
        """Let the theme look there first."""
        env.bytecode_cache = compiled()
        return env
