"""Servers with a valid certificate that do what a test says after they have a token.

Reads a plan as JSON from the file that is its first argument, listens on one port a behaviour, and writes the ports as
one line of JSON. Whatever clients send goes to the plan's log, one line of JSON a connection: the bytes in clear text,
the bytes inside TLS, the tokens.
"""

import json
import socket
import ssl
import struct
import sys
import threading
import urllib.parse

plan = json.load(open(sys.argv[1]))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(plan["certificate"], plan["key"])
log_lock = threading.Lock()


def secrets_of(token):
    fields = dict(part.split("=", 1) for part in token.split("?", 1)[-1].split("&") if "=" in part)
    return [fields[name] for name in ("X-Amz-Signature", "X-Amz-Security-Token") if name in fields]


class Connection:
    def __init__(self, plain, behaviour):
        self.behaviour = behaviour
        self.plain = plain
        self.stream = plain
        self.clear = b""
        self.secure = b""
        self.token = b""
        plain.settimeout(20)

    def hear(self, count):
        data = b""
        while len(data) < count:
            more = self.stream.recv(count - len(data))
            if not more:
                raise ConnectionError("closed")
            data += more
            if self.stream is self.plain:
                self.clear += more
            else:
                self.secure += more
        return data

    def say(self, data):
        self.stream.sendall(data)

    def start_tls(self):
        self.stream = context.wrap_socket(self.plain, server_side=True)

    def fill(self, text):
        """Puts forms of the token into a text of the plan."""
        token = self.token.decode()
        secrets = secrets_of(token) or [token]
        forms = {
            "token": token,
            "upper": token.upper(),
            "decoded": urllib.parse.unquote(token),
            "encoded": urllib.parse.quote(token, safe=""),
            "twice": urllib.parse.quote(urllib.parse.quote(token, safe=""), safe=""),
            "every": "".join("%%%02x" % byte for byte in self.token),
            "tail": token[-300:],
            "cut": token[-40:],
            "piece": secrets[0][3:11],
            "other": urllib.parse.unquote(secrets[-1])[5:13],
            "spaced": " ".join(secrets[0]),
        }
        data = text.encode("latin-1")
        for name, form in forms.items():
            data = data.replace(b"{" + name.encode() + b"}", form.encode())
        return data

    def drain(self):
        try:
            while self.hear(1):
                pass
        except (OSError, ConnectionError):
            pass

    def close(self):
        for stream in (self.stream, self.plain):
            try:
                stream.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            stream.close()
        with log_lock, open(plan["log"], "a") as log:
            record = {
                "name": self.behaviour["name"], "clear": self.clear.hex(), "secure": self.secure.hex(),
                "token": self.token.decode(errors="replace"),
            }
            log.write(json.dumps(record) + "\n")


class MySQL(Connection):
    def packet(self, payload, number=None):
        if number is None:
            number = self.number
        self.say(struct.pack("<I", len(payload))[:3] + bytes([number & 255]) + payload)
        self.number = number + 1

    def hear_packet(self):
        head = self.hear(4)
        self.number = head[3] + 1
        return self.hear(head[0] | head[1] << 8 | head[2] << 16)

    def greeting(self):
        options = self.behaviour.get("greeting", {})
        if "raw" in options:
            return bytes.fromhex(options["raw"])
        flags = 0xFFFFFFFF & ~(1 << 5) & ~(1 << 26) & ~(1 << 24)
        if options.get("tls") is False:
            flags &= ~(1 << 11)
        plugin = options.get("plugin", "mysql_native_password").encode("latin-1")
        payload = (
            bytes([options.get("protocol", 10)]) + options.get("version", "8.4.0").encode() + b"\0"
            + struct.pack("<I", 7) + b"abcdefgh\0" + struct.pack("<H", flags & 0xFFFF) + bytes([45]) + b"\2\0"
            + struct.pack("<H", flags >> 16) + bytes([21]) + bytes(10) + b"ijklmnopqrst\0" + plugin + b"\0"
        )
        return struct.pack("<I", len(payload))[:3] + b"\0" + payload + bytes.fromhex(options.get("extra", ""))

    def greet(self):
        greeting = self.greeting()
        self.plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        start = 0
        for size in self.behaviour.get("pieces", []):
            self.say(greeting[start:start + size])
            start += size
            # Each piece is to arrive alone: the client has read it when nothing of it is left in the queue.
            threading.Event().wait(0.03)
        self.say(greeting[start:])

    def run(self):
        self.greet()
        self.hear(36)
        self.start_tls()
        self.hear_packet()
        for step in self.behaviour["steps"]:
            word, _, rest = step.partition(":")
            if word == "ask":
                self.packet(b"\xfe" + self.fill(rest) + b"\0" + b"0123456789abcdefghij\0")
            elif word == "hear":
                self.hear_packet()
            elif word == "token":
                self.token = self.hear_packet().rstrip(b"\0")
            elif word == "packet":
                self.packet(self.fill(rest))
            elif word == "error":
                code, _, text = rest.partition(":")
                self.packet(b"\xff" + struct.pack("<H", int(code)) + b"#28000" + self.fill(text))
            elif word == "ok":
                self.packet(b"\0\0\0\2\0\0\0" + self.fill(rest))
            elif word == "raw":
                self.say(self.fill(rest))
        if self.behaviour.get("stays"):
            self.drain()


class PostgreSQL(Connection):
    def message(self, kind, payload):
        self.say(kind.encode() + struct.pack(">I", len(payload) + 4) + payload)

    def hear_message(self):
        head = self.hear(5)
        return self.hear(struct.unpack(">I", head[1:])[0] - 4)

    def run(self):
        self.hear(8)
        self.say(b"S")
        self.start_tls()
        length = struct.unpack(">I", self.hear(4))[0]
        self.hear(length - 4)
        for step in self.behaviour["steps"]:
            word, _, rest = step.partition(":")
            if word == "ask":
                self.message("R", struct.pack(">I", int(rest)) + (b"salt" if rest == "5" else b""))
            elif word == "sasl":
                self.message("R", struct.pack(">I", 10) + rest.encode() + b"\0\0")
            elif word == "token":
                self.token = self.hear_message().rstrip(b"\0")
            elif word == "hear":
                self.hear_message()
            elif word in ("error", "notice"):
                text = self.fill(rest)
                fields = b"".join(
                    field + b"\0"
                    for field in (b"SFATAL", b"VFATAL", b"C28000", b"M" + text, b"D" + text, b"H" + text, b"W" + text))
                self.message("E" if word == "error" else "N", fields + b"\0")
            elif word == "ready":
                self.message("R", struct.pack(">I", 0))
                for name, value in (
                    (b"server_version", self.fill(rest)), (b"client_encoding", b"UTF8"),
                    (b"standard_conforming_strings", b"on")):
                    self.message("S", name + b"\0" + value + b"\0")
                self.message("K", struct.pack(">II", 1, 2))
                self.message("Z", b"I")
            elif word == "raw":
                self.say(self.fill(rest))
        if self.behaviour.get("stays"):
            self.drain()


def serve(listener, behaviour):
    kind = {"mysql": MySQL, "postgresql": PostgreSQL}[plan["engine"]]
    while True:
        plain, _ = listener.accept()

        def work(plain=plain):
            connection = kind(plain, behaviour)
            try:
                connection.run()
            except (OSError, ConnectionError, ssl.SSLError):
                pass
            finally:
                connection.close()

        threading.Thread(target=work, daemon=True).start()


ports = {}
for behaviour in plan["behaviours"]:
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    ports[behaviour["name"]] = listener.getsockname()[1]
    threading.Thread(target=serve, args=(listener, behaviour), daemon=True).start()
print(json.dumps(ports), flush=True)
threading.Event().wait()
