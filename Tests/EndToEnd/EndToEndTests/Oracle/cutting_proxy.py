"""A proxy that ends TLS on both sides and cuts a connection at a message of the engine's protocol.

cutting_proxy.py ENGINE UPSTREAM_PORT CERTIFICATE KEY PLAN LOG: prints its port. Before each connection it reads PLAN,
a JSON object {id, step, action}; after the connection, it appends a line to LOG: {id, steps, trace, token}.

The actions at the step: `cut` cuts both connections before the message, `after` cuts them after it. `mute` forwards
nothing more in that direction and cuts a little later. `stall` pauses and continues. `say:HEX` sends these bytes to the
client instead of the message and cuts, `then:HEX` sends them after the message and cuts.
"""
import json, socket, ssl, struct, sys, threading, time

engine, upstream_port, certificate, key, plan_path, log_path = sys.argv[1:7]
PAUSE = 0.12


class Ended(Exception):
    pass


class Stream:
    """A socket with or without TLS that several threads may use."""

    def __init__(self, connection):
        self.socket, self.tls, self.lock, self.buffer = connection, None, threading.Lock(), b""

    def exactly(self, count):
        while len(self.buffer) < count:
            more = self.receive()
            if not more:
                raise Ended
            self.buffer += more
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def receive(self):
        try:
            while True:
                if self.tls:
                    with self.lock:
                        try:
                            return self.tls.read(65536)
                        except ssl.SSLWantReadError:
                            pass
                        except ssl.SSLError:
                            raise Ended
                raw = self.socket.recv(65536)
                if not raw:
                    raise Ended
                if not self.tls:
                    return raw
                self.incoming.write(raw)
        except OSError:
            raise Ended

    def send(self, data):
        try:
            with self.lock:
                if self.tls:
                    self.tls.write(data)
                    data = self.outgoing.read()
                self.socket.sendall(data)
        except (OSError, ssl.SSLError):
            raise Ended

    def secure(self, context, is_server, on_flight=None):
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        # These bytes arrived together with the request for TLS.
        self.incoming.write(self.buffer)
        self.buffer = b""
        tls = context.wrap_bio(self.incoming, self.outgoing, server_side=is_server)
        while True:
            try:
                tls.do_handshake()
                is_done = True
            except ssl.SSLWantReadError:
                is_done = False
            except ssl.SSLError:
                raise Ended
            flight = self.outgoing.read()
            try:
                if flight:
                    if on_flight:
                        flight = on_flight(flight)
                    self.socket.sendall(flight)
                if is_done:
                    break
                raw = self.socket.recv(65536)
            except OSError:
                raise Ended
            if not raw:
                raise Ended
            self.incoming.write(raw)
        self.tls = tls

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class Connection:
    def __init__(self, client, plan):
        self.plan, self.steps, self.trace, self.token = plan, 0, [], False
        self.lock, self.muted = threading.Lock(), set()
        self.client = Stream(client)
        self.server = Stream(socket.create_connection(("127.0.0.1", int(upstream_port))))

    def end(self):
        self.client.close()
        self.server.close()

    def pass_on(self, name, data, to, counts=True):
        with self.lock:
            side = name[0]
            action = None
            if counts:
                if self.steps == self.plan["step"]:
                    action = self.plan["action"]
                self.steps += 1
                self.trace.append(name)
        if action == "cut":
            self.end()
            raise Ended
        if action == "mute":
            self.muted.add(side)
            threading.Timer(PAUSE, self.end).start()
        if action == "stall":
            time.sleep(PAUSE)
        if action and action[:4] in ("say:", "then"):
            if action[:4] == "then":
                to.send(data)
            self.client.send(bytes.fromhex(action.split(":")[1]))
            self.end()
            raise Ended
        if side not in self.muted:
            to.send(data)
        if action == "after":
            self.end()
            raise Ended

    def secure(self):
        contexts = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexts[0].check_hostname, contexts[0].verify_mode = False, ssl.CERT_NONE
        self.server.secure(contexts[0], False)
        contexts[1].load_cert_chain(certificate, key)
        is_first = [True]

        def on_flight(flight):
            if not is_first[0]:
                return flight
            is_first[0] = False
            with self.lock:
                is_here = self.steps == self.plan["step"]
                self.steps += 1
                self.trace.append("s:handshake")
            action = self.plan["action"]
            if not is_here:
                return flight
            if action == "stall":
                time.sleep(PAUSE)
                return flight
            if action == "after":
                self.client.socket.sendall(flight[:len(flight) // 2])
            elif action == "mute":
                time.sleep(PAUSE)
            raise Ended

        self.client.secure(contexts[1], True, on_flight)

    def serve(self):
        both = []
        try:
            (self.open_postgresql if engine == "postgresql" else self.open_mysql)()
            for pump in (self.pump_client, self.pump_server):
                thread = threading.Thread(target=self.guard, args=(pump,))
                thread.start()
                both.append(thread)
        except Ended:
            pass
        for thread in both:
            thread.join()
        self.end()
        self.client.socket.close()
        self.server.socket.close()
        with open(log_path, "a") as log:
            log.write(json.dumps({"id": self.plan["id"], "steps": self.steps, "trace": self.trace,
                                  "token": self.token}) + "\n")

    def guard(self, pump):
        try:
            while True:
                pump()
        except Ended:
            if not self.muted:
                self.end()

    # PostgreSQL: source: "Message Formats".

    def open_postgresql(self):
        request = self.client.exactly(8)
        self.pass_on("c:SSLRequest", request, self.server)
        self.pass_on("s:S", self.server.exactly(1), self.client)
        self.secure()
        length = self.client.exactly(4)
        self.pass_on("c:startup", length + self.client.exactly(struct.unpack(">I", length)[0] - 4), self.server)

    # MySQL: source: "Packets".

    def packet(self, stream):
        head = stream.exactly(4)
        return head + stream.exactly(int.from_bytes(head[:3], "little"))

    def open_mysql(self):
        self.pass_on("s:greeting", self.packet(self.server), self.client)
        self.pass_on("c:SSLRequest", self.packet(self.client), self.server)
        self.secure()
        self.last = 0

    def pump_client(self):
        if engine == "mysql":
            data = self.packet(self.client)
            # The response to a switch of the authentication method contains the token.
            if data[3] == 4:
                self.token = True
            return self.pass_on("c:%d" % data[4] if data[3] == 0 else "c:login", data, self.server)
        head = self.client.exactly(5)
        if head[:1] == b"p":
            self.token = True
        data = head + self.client.exactly(struct.unpack(">I", head[1:])[0] - 4)
        self.pass_on("c:" + head[:1].decode(), data, self.server)

    def pump_server(self):
        if engine == "mysql":
            data = self.packet(self.server)
            return self.pass_on("s:%d" % data[4], data, self.client)
        head = self.server.exactly(5)
        data = head + self.server.exactly(struct.unpack(">I", head[1:])[0] - 4)
        self.pass_on("s:" + head[:1].decode(), data, self.client, counts=head[:1] not in b"SK")


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    accepted, _ = listener.accept()
    with open(plan_path) as file:
        plan = json.load(file)
    threading.Thread(target=Connection(accepted, plan).serve, daemon=True).start()
