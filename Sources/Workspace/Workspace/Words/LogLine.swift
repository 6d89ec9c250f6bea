import SQLCore
public import ScreenKit

/// Something that the server or the program said in a session.
public struct LogLine: Sendable {
    /// When.
    public let at: Moment
    /// How much it matters.
    public let kind: Message.Kind
    /// What, in one line or several.
    public let text: String
}

extension LogLine: Weighed {
    /// About how many bytes it takes.
    public var weight: Int { 100 + text.utf8.count }
}

/// Everything that was said in a session, the newest last; bounded.
public struct SessionLog: Sendable {
    private var kept = Newest<LogLine>(most: 5_000, mostBytes: 1 << 20)
    private var leftBefore = 0

    /// The lines that are kept.
    public var lines: [LogLine] { kept.elements }
    /// How many older ones are not.
    public var left: Int { kept.left + leftBefore }

    /// Nothing said yet.
    public init() {}

    mutating func add(_ line: LogLine) { kept.add(line) }

    /// Counts lines that were let go before they came here.
    mutating func leave(_ count: Int) { leftBefore += count }
}

extension ServerMessage {
    /// All it says, line by line, as the server's own client would.
    var lines: [String] {
        let code = number.map { "\(severity) \($0)\(sqlState.isEmpty ? "" : " (\(sqlState))")" } ?? severity
        var lines = ["\(code): \(text)"]
        // Of an error the place is marked in the editor's text.
        if kind == .warning { lines += excerpt }
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
