"""Carries one connection on its standard input and output to a port of loopback, as a tunnel's program does.

Appends a line with its process id to the file that is its second argument when it begins. A third argument is the
number of bytes from the server after which it kills itself.
"""

import os
import signal
import socket
import sys
import threading

with open(sys.argv[2], "a") as log:
    log.write(f"{os.getpid()}\n")
left = int(sys.argv[3]) if len(sys.argv) > 3 else None
target = socket.create_connection(("127.0.0.1", int(sys.argv[1])))


def up():
    while data := os.read(0, 65536):
        target.sendall(data)
    target.shutdown(socket.SHUT_WR)


threading.Thread(target=up, daemon=True).start()
while data := target.recv(65536 if left is None else min(left, 65536)):
    while data:
        count = os.write(1, data)
        data = data[count:]
        if left is not None:
            left -= count
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
os._exit(0)
