import SQLWire
public import ScreenKit

/// A message of the server or the program in a session.
public struct LogLine: Sendable {
    public let at: Moment
    public let kind: Message.Kind
    /// The text, in one or several lines.
    public let text: String
}

extension LogLine: Weighed {
    /// The approximate size in bytes.
    public var weight: Int { 100 + text.utf8.count }
}

/// The messages of a session, the newest last, with a limit.
public struct SessionLog: Sendable {
    private var kept = Newest<LogLine>(most: 5_000, mostBytes: 1 << 20)
    private var leftBefore = 0

    /// The kept lines.
    public var lines: [LogLine] { kept.elements }
    /// The number of dropped older lines.
    public var left: Int { kept.left + leftBefore }

    /// An empty log.
    public init() {}

    mutating func add(_ line: LogLine) { kept.add(line) }

    /// Counts lines that were dropped before they arrived here.
    mutating func leave(_ count: Int) { leftBefore += count }
}

extension ServerMessage {
    /// All parts, line by line, in the format of the server's own client.
    var lines: [String] {
        let code = number.map { "\(severity) \($0)\(sqlState.isEmpty ? "" : " (\(sqlState))")" } ?? severity
        var lines = ["\(code): \(text)"]
        // For an error, the position is marked in the editor's text instead.
        if kind == .warning { lines += excerpt }
        if let detail { lines.append("DETAIL: \(detail)") }
        if let hint { lines.append("HINT: \(hint)") }
        if let conflict { lines.append("TRY: \(conflict.advice) (\(conflict.cause))") }
        if let context { lines.append("CONTEXT: \(context)") }
        return lines.flatMap {
            $0.keepingNames.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
    }
}

extension String {
    /// The text with line ends in quoted names replaced by `␊`, so that a name cannot look like two lines of a message.
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
