import Failures
import JSON

/// A sample as one line of JSON. Source: RFC 8259.
public enum SampleJSON {
    /// The object of a sampled cluster, with a newline.
    public static func line(cluster: String, engine: String, _ sample: ServerSample) -> String {
        let server = sample.server
        let members = [
            ("cluster", text(cluster)), ("engine", text(engine)), ("version", text(server.version)),
            ("role", text(server.role)), ("connections", "\(server.connections)"),
            ("max_connections", "\(server.maxConnections)"),
            ("sessions", "[" + sample.sessions.map(object).joined(separator: ",") + "]"),
        ]
        return object(members) + "\n"
    }

    private static func object(_ session: ServerSession) -> String {
        object([
            ("pid", "\(session.pid)"), ("user", text(session.user)), ("database", text(session.database)),
            ("client", text(session.client)), ("application", text(session.application)),
            ("state", text(session.state)), ("wait", text(session.wait)),
            ("transaction_age", number(session.transactionAge)), ("query_age", number(session.queryAge)),
            ("blocked_by", "[" + session.blockedBy.map(String.init).joined(separator: ",") + "]"),
            ("query", text(session.query)),
        ])
    }

    private static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    /// A number with three decimals.
    private static func number(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "null" }
        let thousandths = Int64(saturating: (max(0, min(value, 1e12)) * 1_000).rounded())
        let fraction = "\(thousandths % 1_000)"
        return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }

    private static func text(_ value: String?) -> String { value.map { JSONText.quoted($0) } ?? "null" }
}
