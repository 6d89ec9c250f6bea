import JSON
public import Timestamps

/// A line of the audit log: an action, its time, its cluster and its users. It never contains a token, a password or
/// SQL.
public struct AuditRecord: Sendable, Equatable {
    /// What was done.
    public enum Event: String, Sendable, CaseIterable {
        case tokenSigned = "token-signed"
        case tokenPrinted = "token-printed"
        case tokenCopied = "token-copied"
        case handedOff = "handed-off"
        case sessionOpened = "session-opened"
        case sessionClosed = "session-closed"
        case loginRefused = "login-refused"
        case proxyOpened = "proxy-opened"
        case proxyClosed = "proxy-closed"
        case statementCancelled = "cancel-requested"
        case sessionTerminated = "kill-requested"
    }

    /// When.
    public var at: Timestamp
    /// The action.
    public var event: Event
    /// The cluster's name, or its endpoint where it is in no file.
    public var cluster: String
    /// The endpoint.
    public var host: String
    /// The database user.
    public var user: String
    /// The region that was signed for.
    public var region: String?
    /// The access key that signed, which CloudTrail shows, too.
    public var accessKey: String?
    /// The source of the credentials, in words.
    public var source: String?
    /// The expiry of the token.
    public var expiresAt: Timestamp?
    /// A file, a program, the reason of a rejected login, or another session and the server's answer.
    public var detail: String?
    /// The number of statements in a session.
    public var statements: Int?
    /// The user's ticket.
    public var ticket: String?
    /// The process.
    public var process: Int32?

    public init(at: Timestamp, event: Event, cluster: String, host: String, user: String) {
        self.at = at
        self.event = event
        self.cluster = cluster
        self.host = host
        self.user = user
    }
}

extension AuditRecord {
    /// The record as one line of JSON, without a newline.
    public var line: String {
        let texts: [(String, String?)] = [
            ("at", at.rfc3339), ("event", event.rawValue), ("cluster", cluster), ("host", host), ("user", user),
            ("region", region), ("access_key", accessKey), ("source", source), ("expires_at", expiresAt?.rfc3339),
            ("detail", detail), ("ticket", ticket),
        ]
        var parts = texts.compactMap { name, text in
            text.map { "\"\(name)\":\(JSONText.quoted(String($0.unicodeScalars.prefix(Self.longestText))))" }
        }
        if let statements { parts.append("\"statements\":\(statements)") }
        if let process { parts.append("\"pid\":\(process)") }
        return "{\(parts.joined(separator: ","))}"
    }

    /// Parses a line; nil for an invalid one.
    public init?(line: [UInt8]) {
        guard let value = JSONValue(line), let at = value["at"]?.text.flatMap({ Timestamp(text: $0) }),
            let event = value["event"]?.text.flatMap(Event.init), let cluster = value["cluster"]?.text,
            let host = value["host"]?.text, let user = value["user"]?.text
        else { return nil }
        self.init(at: at, event: event, cluster: cluster, host: host, user: user)
        region = value["region"]?.text
        accessKey = value["access_key"]?.text
        source = value["source"]?.text
        expiresAt = value["expires_at"]?.text.flatMap { Timestamp(text: $0) }
        detail = value["detail"]?.text
        ticket = value["ticket"]?.text
        statements = value["statements"]?.integer.map { Int($0) }
        process = value["pid"]?.integer.flatMap { Int32(exactly: $0) }
    }

    private static let longestText = 1_000
}
