"""Hands a call of `sop` over to the process that waits for it; ends as that one does.

Started as `python -I -S call.py SOCKET ARGUMENT…`, without what `site` and pathlib would load.
"""

import json
import os
import socket
import sys

with socket.socket(socket.AF_UNIX) as server:
    server.connect(sys.argv[1])
    call = json.dumps([sys.argv[2:], os.getcwd(), dict(os.environ)]).encode()  # noqa: PTH109
    socket.send_fds(server, [len(call).to_bytes(8, "big")], [0, 1, 2])
    server.sendall(call)
    ended = server.recv(1)
sys.exit(ended[0] if ended else "The process that waits for calls is gone.")
