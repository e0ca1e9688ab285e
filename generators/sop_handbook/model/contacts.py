"""Whom readers can reach, and where the sources lie for those who may change them."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

Platform = Literal["github", "gitlab", "gitee"]

BLANKS = ("page", "step", "number", "edition")  # what a form's address may leave to be filled in

# Kept for examples and tests, so nobody's (RFC 2606, RFC 6761).
_NOBODYS_ENDS = {"example", "test", "invalid", "localhost"}
_NOBODYS_NAMES = {"example.com", "example.net", "example.org"}

_PLATFORMS: dict[str, Platform] = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "gitee.com": "gitee",
}


def is_set(address: str) -> bool:
    """Tell whether a mail or web address leads others somewhere.

    Those kept for examples do not, nor does that of whoever's own machine.
    """
    host = _host(address).lower().rstrip(".")
    labels = host.split(".")
    if not host or labels[-1] in _NOBODYS_ENDS or ".".join(labels[-2:]) in _NOBODYS_NAMES:
        return False
    try:
        number = ip_address(host)
    except ValueError:  # it has a name
        return True
    return not (number.is_loopback or number.is_unspecified)


def _host(address: str) -> str:
    """Return the host of a mail or web address; "" if there is none."""
    if "://" not in address:
        return address.rpartition("@")[2]
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # a bracket is missing
        return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """Whom readers turn to, by whichever ways there are.

    `form` is a web address in which the names of BLANKS stand in braces. `industries` and `roles`
    are ids of those it is there for; where both are empty, it is there for all.
    """

    id: str
    label: str
    phone: str | None = None
    mail: str | None = None
    chat: str | None = None
    form: str | None = None
    industries: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def for_all(self) -> bool:
        """Whether it is there for everybody."""
        return not (self.industries or self.roles)

    @property
    def set_mail(self) -> str:
        """The address that mail arrives at; "" if there is none, or one kept for examples."""
        return self.mail if self.mail and is_set(self.mail) else ""

    @property
    def set_form(self) -> str:
        """The address of its form likewise."""
        return self.form if self.form and is_set(self.form) else ""

    @property
    def reachable(self) -> bool:
        """Whether there is any way that leads to somebody."""
        return bool(self.phone or self.chat or self.set_mail or self.set_form)


@dataclass(frozen=True, kw_only=True, slots=True)
class Repository:
    """Where the sources lie: `url` is the page of the repository on its platform.

    `platform` is None where the host tells it. `folder` is where in it the handbook lies, such as
    "books/hotel"; None where Git tells.
    """

    url: str
    branch: str = "main"
    platform: Platform | None = None
    folder: str | None = None

    @property
    def home(self) -> str:
        """Its address, as others are made of it; "" if it is kept for examples."""
        return self.url.rstrip("/").removesuffix(".git") if is_set(self.url) else ""

    @property
    def kind(self) -> Platform | None:
        """What it runs on; None if neither it nor its host tells."""
        return self.platform or _PLATFORMS.get(urlsplit(self.url).hostname or "")
