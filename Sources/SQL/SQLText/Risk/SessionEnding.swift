public import SQLWire

/// Finds requests to cancel the statement of another session, or to end another session.
public enum SessionEnding {
    /// A request in a text.
    public struct Request: Sendable, Equatable {
        /// Whether the session ends; otherwise only its statement.
        public let terminates: Bool
        /// The command or the function, with the session's number if the text contains it: `KILL QUERY 4711`.
        public let words: String
    }

    /// The longest text that is examined.
    private static let largest = 1 << 20
    /// Functions and procedures, and whether they end the session. Source: PostgreSQL, "Server Signaling Functions";
    /// Amazon Aurora User Guide, mysql.rds_kill and mysql.rds_kill_query.
    private static let names = [
        "pg_terminate_backend": true, "pg_cancel_backend": false, "rds_kill": true, "rds_kill_query": false,
    ]

    /// The requests in a text that the server receives, in their order.
    public static func requests(in text: [UInt8], dialect: Dialect) -> [Request] {
        guard text.count <= largest, mayContain(text) else { return [] }
        let tokens = SpokenTokens(text: text, rules: LexRules(dialect: dialect, isSentText: true))
        return (0..<tokens.count).compactMap { index -> Request? in
            if dialect == .mysql, tokens.isWord(index, "kill"),
                index == 0 || [.terminator, .semicolon].contains(tokens.kind(index - 1))
            {
                return kill(at: index, tokens)
            }
            guard tokens.isName(index), tokens.kind(index + 1) == .openParenthesis,
                let terminates = names[tokens.functionName(index)]
            else { return nil }
            let argument = tokens.kind(index + 2) == .number ? Self.text(of: tokens, index + 2) : "..."
            return Request(terminates: terminates, words: "\(tokens.functionName(index))(\(argument))")
        }
    }

    /// `KILL [HARD | SOFT] [CONNECTION | QUERY [ID]] n`. Source: MySQL and MariaDB, "KILL".
    private static func kill(at index: Int, _ tokens: SpokenTokens) -> Request {
        var words = ["KILL"]
        var next = index + 1
        while ["hard", "soft", "connection", "query", "id"].contains(tokens.word(next)) {
            words.append(tokens.word(next).uppercased())
            next += 1
        }
        let isQuery = words.contains("QUERY")
        words.append(tokens.kind(next) == .number ? Self.text(of: tokens, next) : "...")
        return Request(terminates: !isQuery, words: words.joined(separator: " "))
    }

    private static func text(of tokens: SpokenTokens, _ index: Int) -> String {
        String(decoding: tokens.bytes(index).prefix(20), as: UTF8.self)
    }

    /// Whether a text contains `kill` or `_backend` in any case.
    private static func mayContain(_ text: [UInt8]) -> Bool {
        let (kill, backend) = (Array("kill".utf8), Array("_backend".utf8))
        return text.withUnsafeBufferPointer { bytes in
            bytes.indices.contains { index in
                let word: [UInt8]
                switch bytes[index] | 0x20 {
                case UInt8(ascii: "k"): word = kill
                case UInt8(ascii: "_") | 0x20: word = backend
                default: return false
                }
                guard bytes.count - index >= word.count else { return false }
                return word.indices.dropFirst().allSatisfy { bytes[index + $0] | 0x20 == word[$0] | 0x20 }
            }
        }
    }
}
