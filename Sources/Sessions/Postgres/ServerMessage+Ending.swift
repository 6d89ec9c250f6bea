import SQLWire

extension ServerMessage {
    /// Whether the server closes the connection with this message. Source: PostgreSQL's errcodes.txt, and quickdie(),
    /// which sends it as a warning.
    var endsConnection: Bool {
        severity == "FATAL" || severity == "PANIC" || ["57P01", "57P02", "57P03", "57P05"].contains(sqlState)
    }

    /// Whether the server closes the connection because it was idle: a statement sent meanwhile was not read.
    var wasIdle: Bool { sqlState == "57P05" || sqlState == "25P03" }
}
