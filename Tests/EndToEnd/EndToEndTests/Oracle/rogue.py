"""Servers with a valid certificate that misbehave after they have a token.

Reads a plan as JSON from the file in its first argument, listens on one port for each behaviour, and writes the ports
as one line of JSON. The plan's log gets one line of JSON for each connection: the bytes in cleartext, the bytes inside
TLS, and the tokens.
"""

import json
import select
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
        """Inserts forms of the token into a text of the plan."""
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
            # The pause lets each piece arrive alone.
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
            elif word == "serve":
                self.serve()
        if self.behaviour.get("stays"):
            self.drain()

    def encoded(self, text):
        data = text.encode()
        return bytes([len(data)]) + data

    def rows(self, rows):
        """Sends a text result set as MySQL does without CLIENT_DEPRECATE_EOF."""
        self.packet(bytes([len(rows[0]) if rows else 1]))
        for _ in rows[0] if rows else [""]:
            self.packet(
                self.encoded("def") + b"\0\0\0" + self.encoded("c") + self.encoded("c") + b"\x0c" + struct.pack("<H", 45)
                + struct.pack("<I", 255) + bytes([0xFD, 0, 0, 0, 0, 0]))
        self.packet(b"\xfe\0\0\2\0")
        for row in rows:
            self.packet(b"".join(self.encoded(value) for value in row))
        self.packet(b"\xfe\0\0\2\0")

    def serve(self):
        """Responds to queries from a list of the behaviour; each connection has its own list."""
        lists = self.behaviour["answers"]
        answers = lists[min(self.index, len(lists) - 1)]
        killed = self.behaviour["killed"]
        while True:
            question = self.hear_packet()
            if question[:1] == b"\x0e":  # a ping
                self.packet(b"\0\0\0\2\0\0\0")
                continue
            if question[:1] != b"\x03":
                return
            text = question[1:].decode()
            known = next((key for key in answers if key in text), None)
            if known is not None and answers[known] == "mute":
                self.drain()
                return
            if known is not None:
                self.rows(answers[known])
            elif text.startswith("KILL QUERY"):
                killed.set()
                self.packet(b"\0\0\0\2\0\0\0")
            elif "sleep" in text:
                while not killed.wait(0.05):
                    if select.select([self.stream], [], [], 0)[0]:  # the client has disconnected
                        return
                killed.clear()
                self.packet(b"\xff" + struct.pack("<H", 1317) + b"#70100Query execution was interrupted")
            else:
                self.packet(b"\0\0\0\2\0\0\0")


class Tunnel(Connection):
    """Forwards to another port, with one mode for each connection in turn; the last mode applies to all further ones.

    "pass" forwards. "mute" accepts and never sends. "close" accepts and closes. "stall:N" forwards only the client's
    first N bytes. "tls" forwards connections that begin with PostgreSQL's request for TLS, and discards the others.
    """

    def run(self):
        modes = self.behaviour["modes"]
        mode, _, count = modes[min(self.index, len(modes) - 1)].partition(":")
        self.stream.settimeout(None)
        if mode == "close":
            return
        if mode == "mute":
            threading.Event().wait(120)
            return
        if mode == "tls":
            first = self.plain.recv(8, socket.MSG_PEEK | socket.MSG_WAITALL)
            if first != bytes([0, 0, 0, 8, 4, 210, 22, 47]):
                threading.Event().wait(120)
                return
        budget = int(count) if mode == "stall" else None
        target = socket.create_connection(("127.0.0.1", self.behaviour["target"]))
        down = threading.Thread(target=self.copy, args=(target, self.plain), daemon=True)
        down.start()
        try:
            while True:
                data = self.plain.recv(65536)
                if not data:
                    break
                if budget is not None:
                    budget -= len(data)
                    if budget < 0:
                        threading.Event().wait(120)
                        return
                target.sendall(data)
        except OSError:
            pass
        target.close()

    def copy(self, source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


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
    kind = {"mysql": MySQL, "postgresql": PostgreSQL, "tunnel": Tunnel}[plan["engine"]]
    behaviour["killed"] = threading.Event()
    count = 0
    while True:
        plain, _ = listener.accept()

        def work(plain=plain, index=count):
            connection = kind(plain, behaviour)
            connection.index = index
            try:
                connection.run()
            except (OSError, ConnectionError, ssl.SSLError):
                pass
            finally:
                connection.close()

        threading.Thread(target=work, daemon=True).start()
        count += 1


ports = {}
for behaviour in plan["behaviours"]:
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    ports[behaviour["name"]] = listener.getsockname()[1]
    threading.Thread(target=serve, args=(listener, behaviour), daemon=True).start()
print(json.dumps(ports), flush=True)
threading.Event().wait()
