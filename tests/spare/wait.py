"""Reads all modules of the program and forks for each call: `python wait.py SOCKET`.

`PYTHONPATH` says which program; it stays in force for whatever a call starts.
"""

import importlib
import json
import os
import pkgutil
import signal
import socket
import sys

import sop_handbook
from sop_handbook.cli import main


def _read() -> None:
    """Import every module."""
    for module in pkgutil.walk_packages(sop_handbook.__path__, "sop_handbook."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def _take(asked: socket.socket) -> list[str]:
    """Be where a call comes from; return its arguments."""
    length, streams, _, _ = socket.recv_fds(asked, 8, 3)
    call = b""
    while len(call) < int.from_bytes(length, "big"):
        call += asked.recv(1 << 16)
    arguments, folder, variables = json.loads(call)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    path = os.environ["PYTHONPATH"]
    os.environ.clear()
    os.environ.update({**variables, "PYTHONPATH": path})
    return list(arguments)


def _answer(asked: socket.socket) -> None:
    """Do what is called, as a process of its own would, and tell how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.argv = ["sop", *_take(asked)]
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        number = getattr(sys, f"__{name}__").fileno()
        setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 (whatever it is, it is shown as Python shows it)
        sys.excepthook(*sys.exc_info())
        code = 1
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    asked.sendall(bytes([code]))
    os._exit(0)


def wait(address: str) -> None:
    """Fork for each call, for ever."""
    _read()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they end
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        os.write(1, b"ready\n")
        while True:
            asked, _ = server.accept()
            with asked:
                if os.fork() == 0:
                    server.close()
                    _answer(asked)


if __name__ == "__main__":
    wait(sys.argv[1])
