import SQLText
public import SQLWire

extension SessionPlan {
    /// Why a text is not sent in a read-only session, as a server message; nil when it may be sent.
    ///
    /// - Parameters:
    ///   - hasBackslashEscapes: Whether a backslash currently escapes in a plain string on this server.
    ///   - isInTransaction: Whether a transaction is open.
    public func readOnlyRefusal(
        of text: [UInt8], _ dialect: Dialect, hasBackslashEscapes: Bool, isInTransaction: Bool
    ) -> ServerMessage? {
        guard isReadOnly, !asksForItself else { return nil }
        let rules = LexRules(dialect: dialect, hasBackslashEscapes: hasBackslashEscapes, isSentText: true)
        let reason = ReadOnlyJudge.refusal(of: text, rules: rules, isInTransaction: isInTransaction)
        guard let reason else { return nil }
        return Self.readOnly("the session is read-only, and the statement was not sent: \(reason)", dialect)
    }

    /// The notice that a statement turned the mode off and that it is on again.
    public static func readOnlyWasLeft(_ dialect: Dialect) -> ServerMessage {
        readOnly("the statement turned off the session's read-only mode; the mode is on again", dialect)
    }

    private static func readOnly(_ text: String, _ dialect: Dialect) -> ServerMessage {
        var message = ServerMessage(
            severity: "ERROR", sqlState: "25006", number: dialect == .mysql ? 1_792 : nil, text: text)
        message.hint = "run it in a session that is not read-only"
        return message
    }
}
