public import ScreenKit
import SQLCore

/// Something that the server or the program said in a session.
public struct LogLine: Sendable {
    /// When.
    public let at: Moment
    /// How much it matters.
    public let kind: Message.Kind
    /// What, in one line or several.
    public let text: String
}

/// Everything that was said in a session, the newest last; bounded.
public struct SessionLog: Sendable {
    /// The lines.
    public private(set) var lines: [LogLine] = []
    private static let longest = 5_000

    /// Nothing said yet.
    public init() {}

    mutating func add(_ line: LogLine) {
        lines.append(line)
        if lines.count > Self.longest { lines.removeFirst(lines.count - Self.longest + Self.longest / 10) }
    }
}

extension ServerMessage {
    /// All it says, line by line, as the server's own client would.
    var lines: [String] {
        let code = number.map { "\(severity) \($0)\(sqlState.isEmpty ? "" : " (\(sqlState))")" } ?? severity
        var lines = ["\(code): \(text)"]
        if let detail { lines.append("DETAIL: \(detail)") }
        if let hint { lines.append("HINT: \(hint)") }
        if let context { lines.append("CONTEXT: \(context)") }
        return lines.flatMap {
            $0.keepingNames.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
    }
}

extension String {
    /// With line ends inside of quoted names shown as `␊`, so that a name does not look like two lines of a message.
    fileprivate var keepingNames: String {
        guard contains("\n") else { return self }
        var isInName = false
        return String(
            map { character -> Character in
                if character == "\"" || character == "`" { isInName.toggle() }
                return character == "\n" && isInName ? "␊" : character
            })
    }
}
