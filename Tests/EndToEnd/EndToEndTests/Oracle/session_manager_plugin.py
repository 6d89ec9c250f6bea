"""A session-manager-plugin for tests: gets the arguments of the AWS CLI and carries a port of loopback.

Environment: PLUGIN_LOG, a file for its arguments and its end; PLUGIN_PORT, the port of the server; PLUGIN_CHECK, the
URL where the sandbox knows its sessions; PLUGIN_VERSION; PLUGIN_MODE: serve, die, rubbish, silent.
"""

import json
import os
import signal
import socket
import sys
import threading
import urllib.parse
import urllib.request

log = open(os.environ["PLUGIN_LOG"], "a")


def note(word, value):
    print(json.dumps([word, value]), file=log, flush=True)


if sys.argv[1:] == ["--version"]:
    print(os.environ.get("PLUGIN_VERSION", "1.2.650.0"))
    sys.exit()

response, region, operation, profile, request, endpoint = sys.argv[1:]
by_variable = response == "AWS_SSM_START_SESSION_RESPONSE"
session = json.loads(os.environ[response] if by_variable else response)
parameters = json.loads(request)
note("started", dict(region=region, operation=operation, profile=profile, request=parameters, endpoint=endpoint,
                     session=session["SessionId"], by_variable=by_variable, terminal=sys.stdin.isatty()))


def stop(*_):
    note("interrupted", session["SessionId"])
    os._exit(0)


signal.signal(signal.SIGINT, stop)
mode = os.environ.get("PLUGIN_MODE", "serve")
if mode == "die":
    print("\nCannot perform start session: EOF", file=sys.stderr)
    sys.exit(255)
if mode == "rubbish":
    sys.stdout.buffer.write(bytes(range(256)) * 4000 + b"\n\x1b]0;owned\x07\x1b[31mno sense\n")
    sys.exit(3)
if mode == "silent":
    signal.pause()

query = urllib.parse.urlencode(dict(id=session["SessionId"], token=session["TokenValue"]))
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
opener.open(os.environ["PLUGIN_CHECK"] + "?" + query).read()

listener = socket.create_server(("127.0.0.1", int(parameters["Parameters"]["localPortNumber"][0])))
print(f"\nStarting session with SessionId: {session['SessionId']}")
print(f"Port {parameters['Parameters']['localPortNumber'][0]} opened for sessionId {session['SessionId']}.")
print("Waiting for connections...", flush=True)


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


while True:
    near = listener.accept()[0]
    far = socket.create_connection(("127.0.0.1", int(os.environ["PLUGIN_PORT"])))
    for pair in ((near, far), (far, near)):
        threading.Thread(target=copy, args=pair, daemon=True).start()
