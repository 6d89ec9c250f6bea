import Secrets

/// The login of PostgreSQL's protocol. Source: PostgreSQL documentation, "Message Formats" and "Start-up".
struct PostgreSQLProbe {
    let channel: ProbeChannel
    let target: LoginProbe.Target

    func logIn(_ token: Secret?) -> LoginProbe.Answer {
        var hadToken = false
        do throws(ProbeChannel.Stop) {
            try channel.send(startup)
            while true {
                let message = try next()
                switch message.kind {
                case UInt8(ascii: "R"):
                    let method = Self.number(message.body)
                    if method == 0 { continue }
                    guard method == 3 else { return .otherMethod(Self.name(method)) }
                    guard !hadToken, let token else { return hadToken ? .ended(hadToken: true) : .accepted }
                    hadToken = true
                    try send(token)
                case UInt8(ascii: "E"): return Self.refusal(message.body, hadToken: hadToken)
                case UInt8(ascii: "Z"):
                    // Terminate.
                    try? channel.send([UInt8(ascii: "X"), 0, 0, 0, 4])
                    return .accepted
                default: continue
                }
            }
        } catch {
            return error.answer(hadToken: hadToken)
        }
    }

    /// Version 3.0, then names and values, each followed by a NUL.
    private var startup: [UInt8] {
        var body: [UInt8] = [0, 3, 0, 0]
        let parameters = [
            ("user", target.user), ("database", target.database ?? "postgres"), ("application_name", "quarterdeck"),
        ]
        for (name, value) in parameters { body += Array(name.utf8) + [0] + Array(value.utf8) + [0] }
        body.append(0)
        return Self.length(body.count + 4) + body
    }

    private func send(_ token: Secret) throws(ProbeChannel.Stop) {
        var message = SecretBuffer(capacity: token.count + 6)
        message.append("p" as StaticString)
        let length = Self.length(token.count + 5)
        length.withUnsafeBytes { message.append($0) }
        token.revealBytes { message.append($0) }
        message.append("\0" as StaticString)
        try channel.send(message.secret(0..<message.count))
    }

    private func next() throws(ProbeChannel.Stop) -> (kind: UInt8, body: [UInt8]) {
        let head = try channel.receive(5)
        return (head[0], try channel.receive(Self.number(Array(head[1...])) - 4))
    }

    /// The fields C (SQLSTATE) and M (message). Source: "Error and Notice Message Fields".
    private static func refusal(_ body: [UInt8], hadToken: Bool) -> LoginProbe.Answer {
        var fields: [UInt8: String] = [:]
        for field in body.split(separator: 0) where field.count > 1 {
            fields[field[field.startIndex]] = String(decoding: field.dropFirst(), as: UTF8.self)
        }
        return .refused(
            code: fields[UInt8(ascii: "C")] ?? "", words: fields[UInt8(ascii: "M")] ?? "", hadToken: hadToken)
    }

    private static func name(_ method: Int) -> String {
        switch method {
        case 5: "md5"
        case 7, 8: "gss"
        case 9: "sspi"
        case 10: "scram-sha-256"
        default: "number \(method)"
        }
    }

    private static func number(_ bytes: [UInt8]) -> Int { bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) } }

    private static func length(_ count: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    }
}

extension ProbeChannel.Stop {
    func answer(hadToken: Bool) -> LoginProbe.Answer {
        switch self {
        case .silent: .silent(hadToken: hadToken)
        case .ended: .ended(hadToken: hadToken)
        case .stopped: .stopped
        }
    }
}
