import SQLCore

extension ServerMessage {
    /// Whether the server ends the connection with it. Source: PostgreSQL's errcodes.txt, and quickdie(), which says it
    /// as a warning.
    var endsConnection: Bool {
        severity == "FATAL" || severity == "PANIC" || ["57P01", "57P02", "57P03", "57P05"].contains(sqlState)
    }

    /// Whether the server ends the connection because nothing ran in it: a statement that was sent meanwhile was not read.
    var wasIdle: Bool { sqlState == "57P05" || sqlState == "25P03" }
}
