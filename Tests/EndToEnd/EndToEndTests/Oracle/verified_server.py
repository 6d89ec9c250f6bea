"""A MySQL server with a valid certificate that misbehaves after the TLS handshake, as its mode says.

verified_server.py CERTIFICATE KEY MODE: prints its port, serves one connection, prints the received bytes in hex.
"""
import socket, ssl, struct, sys

certificate, key, mode = sys.argv[1:4]
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
connection, _ = listener.accept()
connection.settimeout(10)
got = bytearray()


def packet(payload, sequence):
    return struct.pack("<I", len(payload))[:3] + bytes([sequence]) + payload


def exactly(count):
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise EOFError
        data += more
    got.extend(data)
    return data


def read():
    head = exactly(4)
    return exactly(int.from_bytes(head[:3], "little")), head[3]


def switch(plugin, sequence):
    connection.sendall(packet(b"\xfe" + plugin + b"\0" + b"s" * 20 + b"\0", sequence))


OK = b"\x00\x00\x00\x02\x00\x00\x00"
greeting = (b"\x0a8.0.28\0" + struct.pack("<I", 7) + b"abcdefgh\0" + struct.pack("<H", 0xFFFF) + b"\x2d\x02\x00"
            + struct.pack("<H", 0xFFFF) + b"\x15" + b"\0" * 10 + b"ijklmnopqrst\0caching_sha2_password\0")
try:
    if mode == "plaintext-in-front":
        # An attacker sends this before TLS so that the client takes it for a message within TLS.
        injected = packet(b"\xfemysql_clear_password\0", 3)
        connection.sendall(packet(greeting, 0) + injected)
    else:
        connection.sendall(packet(greeting, 0))
    read()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if mode == "old-tls":
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.load_cert_chain(certificate, key)
    connection = context.wrap_socket(connection, server_side=True)
    response, sequence = read()
    if mode in ("mysql_native_password", "caching_sha2_password", "sha256_password", "dialog", "mysql_clear_passwordx"):
        switch(mode.encode(), sequence + 1)
    elif mode == "old-password":
        connection.sendall(packet(b"\xfe", sequence + 1))
    elif mode == "endless":
        connection.sendall(b"\xff\xff\xff\x03" + b"x" * 1000)
    elif mode == "more-data":
        connection.sendall(packet(b"\x01\x04", sequence + 1))
    elif mode == "half-close":
        switch(b"mysql_clear_password", sequence + 1)
        _, sequence = read()
        connection.sendall(packet(OK, sequence + 1))
        data = b""
        while more := connection.recv(65536):
            data += more
        # The client has ended its data and still reads.
        connection.sendall(packet(b"got %d" % len(data), 1))
        connection.close()
    elif mode == "twice":
        switch(b"mysql_clear_password", sequence + 1)
        _, sequence = read()
        switch(b"mysql_clear_password", sequence + 1)
    read()
except (OSError, EOFError):
    pass
print(got.hex(), flush=True)
