import Failures
import SQLWire

/// A statement and its position in the script, for errors.
struct StatementPlace: Sendable {
    let text: [UInt8]
    /// The line of its first byte.
    let line: Int
    /// The script's name; nil for a `-c`.
    let source: String?

    /// A server's error for the user.
    func failure(_ message: ServerMessage) -> Failure {
        var why = [message.detail].compactMap { $0 }
        let place = source.map { "\($0):\(line): " } ?? ""
        if let position = message.position, let found = find(character: position) {
            let row = found.line == 1 ? "" : " of line \(found.line) of the statement"
            why.append("at column \(found.column)\(row): \(found.excerpt)")
        }
        if let conflict = message.conflict { why.append(conflict.cause) }
        if let context = message.context, why.isEmpty { why.append(context) }
        return Failure(
            .sqlFailed, "\(place)\(code(message)): \(message.text)",
            why: why.isEmpty ? nil : why.joined(separator: "; ").split(separator: "\n").joined(separator: " "),
            next: (message.conflict?.advice ?? message.hint)?.split(separator: "\n").joined(separator: " "))
    }

    /// A connection's error with the position in the script.
    func failure(_ error: Failure) -> Failure {
        guard let source else { return error }
        return Failure(error.status, "\(source):\(line): \(error.what)", why: error.why, next: error.next)
    }

    private func code(_ message: ServerMessage) -> String {
        if let number = message.number { return "\(message.severity) \(number) (\(message.sqlState))" }
        return "\(message.severity) \(message.sqlState)"
    }

    /// The line in the statement and the column of a character, both counted from 1, and that line's text.
    private func find(character: Int) -> (line: Int, column: Int, excerpt: String)? {
        var line = 1
        var column = 0
        var start = 0
        var seen = 0
        for (index, byte) in text.enumerated() {
            // Continuation bytes of a character are not counted.
            guard byte & 0xC0 != 0x80 else { continue }
            seen += 1
            column += 1
            if seen == character {
                let end = text[index...].firstIndex(of: 0x0A) ?? text.count
                let excerpt = String(decoding: text[start..<end], as: UTF8.self)
                return (line, column, String(excerpt.prefix(200)))
            }
            if byte == 0x0A {
                line += 1
                column = 0
                start = index + 1
            }
        }
        return nil
    }
}
