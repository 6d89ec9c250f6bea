extension ServerMessage {
    /// Why a conflict with another transaction ended this one, and what the user can do; nil for any other message.
    ///
    /// Sources: PostgreSQL, "Error Codes", class 40; Aurora DSQL User Guide, "Concurrency control": OC000 is a conflict
    /// of data, OC001 one with a change of the schema, and both come with SQLSTATE 40001.
    public var conflict: (cause: String, advice: String)? {
        let cause: String
        switch sqlState {
        case "40P01": cause = "this transaction and another one waited for each other"
        // MySQL's number of a deadlock; a program can raise the same SQLSTATE by SIGNAL.
        case "40001" where number == 1_213: cause = "this transaction and another one waited for each other"
        case "40001" where number != nil: return nil
        case "OC001": cause = Self.schemaCause
        case "40001" where text.contains("(OC001)"): cause = Self.schemaCause
        case "40001", "OC000": cause = "another transaction changed the same data first"
        default: return nil
        }
        return (
            cause + "; nothing of this transaction is stored",
            "run the whole transaction again, after ROLLBACK if it is still open"
        )
    }

    private static let schemaCause = "another transaction changed the schema"
}
