import Secrets

/// The login of MySQL's protocol, after the server's greeting and the request for TLS.
///
/// Source: MySQL internals, "Connection Phase": HandshakeResponse41, AuthSwitchRequest, ERR_Packet.
struct MySQLProbe {
    let channel: ProbeChannel
    let target: LoginProbe.Target

    func logIn(_ token: Secret?) -> LoginProbe.Answer {
        var hadToken = false
        do throws(ProbeChannel.Stop) {
            try send(response, sequence: 2)
            while true {
                let (payload, sequence) = try next()
                switch payload.first {
                case 0x00:
                    // COM_QUIT.
                    try? send([1], sequence: 0)
                    return .accepted
                case 0xFF: return Self.refusal(payload, hadToken: hadToken)
                case 0xFE:
                    let method = String(decoding: payload.dropFirst().prefix { $0 != 0 }, as: UTF8.self)
                    guard method == "mysql_clear_password" else { return .otherMethod(method) }
                    guard !hadToken, let token else { return hadToken ? .ended(hadToken: true) : .accepted }
                    hadToken = true
                    try send(token, sequence: sequence &+ 1)
                default: return .ended(hadToken: hadToken)
                }
            }
        } catch {
            return error.answer(hadToken: hadToken)
        }
    }

    /// The handshake response has an empty `mysql_native_password` response: a server that requires a token then
    /// requests it.
    private var response: [UInt8] {
        // PROTOCOL_41, SSL, SECURE_CONNECTION, PLUGIN_AUTH, CONNECT_WITH_DB; packets of 16 MiB; utf8mb4.
        let flags: [UInt8] = [target.database == nil ? 0 : 8, 0x8A, 0x08, 0]
        var body = flags + [0, 0, 0, 1, 45] + [UInt8](repeating: 0, count: 23)
        body += Array(target.user.utf8) + [0, 0]
        if let database = target.database { body += Array(database.utf8) + [0] }
        return body + Array("mysql_native_password".utf8) + [0]
    }

    private func send(_ payload: [UInt8], sequence: UInt8) throws(ProbeChannel.Stop) {
        try channel.send(Self.head(payload.count, sequence) + payload)
    }

    private func send(_ token: Secret, sequence: UInt8) throws(ProbeChannel.Stop) {
        var packet = SecretBuffer(capacity: token.count + 5)
        Self.head(token.count + 1, sequence).withUnsafeBytes { packet.append($0) }
        token.revealBytes { packet.append($0) }
        packet.append("\0" as StaticString)
        try channel.send(packet.secret(0..<packet.count))
    }

    private func next() throws(ProbeChannel.Stop) -> (payload: [UInt8], sequence: UInt8) {
        let head = try channel.receive(4)
        return (try channel.receive(Int(head[0]) | Int(head[1]) << 8 | Int(head[2]) << 16), head[3])
    }

    /// An error packet has a number of two bytes, an optional `#` with an SQLSTATE of five bytes, and a message.
    private static func refusal(_ payload: [UInt8], hadToken: Bool) -> LoginProbe.Answer {
        guard payload.count >= 3 else { return .ended(hadToken: hadToken) }
        let rest = payload.dropFirst(3)
        let words = rest.first == UInt8(ascii: "#") ? rest.dropFirst(6) : rest
        return .refused(
            code: String(Int(payload[1]) | Int(payload[2]) << 8), words: String(decoding: words, as: UTF8.self),
            hadToken: hadToken)
    }

    private static func head(_ count: Int, _ sequence: UInt8) -> [UInt8] {
        [UInt8(count & 255), UInt8(count >> 8 & 255), UInt8(count >> 16 & 255), sequence]
    }
}
