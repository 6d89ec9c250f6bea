/// The wait of a MySQL session in PostgreSQL's form: a class and an event.
enum MySQLWait {
    /// A wait for a row lock of another transaction.
    static let row = "Lock:row"

    /// Whether a state of the process list is a wait for a metadata lock.
    static func isMetadata(_ state: String) -> Bool {
        (state.hasPrefix("Waiting for ") && state.hasSuffix(" lock") && state != "Waiting for table level lock")
            || state == "User lock"
    }

    /// The wait for a state of the process list; nil for a state of a working server. Source: MySQL Reference Manual,
    /// "General Thread States".
    static func state(_ state: String) -> String? {
        if state.hasPrefix("Waiting for "), state.hasSuffix(" lock") {
            return "Lock:" + state.dropFirst(12).dropLast(5)
        }
        switch state {
        case "User lock": return "Lock:user"
        case "System lock": return "Lock:system"
        case "User sleep": return "Timeout:sleep"
        case "Sending to client", "Writing to net", "Reading from net", "Reading from client": return "Client:\(state)"
        default: return state.hasPrefix("Waiting ") ? "IPC:\(state.dropFirst(8))" : nil
        }
    }

    /// The wait for an instrument of performance_schema: `wait/io/table/sql/handler` becomes `IO:table/sql/handler`.
    /// Nil for idle waits.
    static func instrument(_ name: String) -> String? {
        let parts = name.split(separator: "/", maxSplits: 2)
        guard parts.count == 3, parts[0] == "wait" else { return nil }
        let kind =
            switch parts[1] {
            case "io": "IO"
            case "lock": "Lock"
            case "synch": "Synch"
            default: String(parts[1])
            }
        return "\(kind):\(parts[2])"
    }
}
