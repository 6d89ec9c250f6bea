/// A server that uses PostgreSQL's protocol without TLS up to the client's password.
///
/// Source: PostgreSQL documentation, "Frontend/Backend Protocol".
enum RoguePostgreSQL {
    private static let sslRequest = 80_877_103
    private static let gssRequest = 80_877_104
    private static let longestMessage = 1 << 20

    static func talk(_ client: Socket) -> CapturedBytes {
        var captured = CapturedBytes()
        while let message = message(client) {
            guard message.count >= 4 else { return captured }
            let code = number(message[0..<4])
            if code == sslRequest || code == gssRequest {
                client.write([UInt8(ascii: "N")])
                continue
            }
            captured.user = user(message)
            // AuthenticationCleartextPassword
            client.write([UInt8(ascii: "R"), 0, 0, 0, 8, 0, 0, 0, 3])
            guard client.read(exactly: 1) == [UInt8(ascii: "p")], let password = self.message(client) else {
                return captured
            }
            captured.passwordByteCount = password.count - (password.last == 0 ? 1 : 0)
            return captured
        }
        return captured
    }

    /// The message body after a length that includes itself.
    private static func message(_ client: Socket) -> [UInt8]? {
        guard let head = client.read(exactly: 4) else { return nil }
        let length = number(head[...]) - 4
        guard (0...longestMessage).contains(length) else { return nil }
        return client.read(exactly: length)
    }

    private static func user(_ startup: [UInt8]) -> String {
        let words = startup.dropFirst(4).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return words.firstIndex(of: "user").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil } ?? ""
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}
