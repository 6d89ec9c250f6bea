import SQLWire

/// The changes by the statements of a text, as far as the server has confirmed them.
struct Changes: Sendable {
    private var tags: [String] = []
    private var rows: UInt64 = 0
    private var hasFailed = false

    mutating func note(_ event: ResultEvent) {
        switch event {
        case .complete(let completion):
            rows += completion.rows ?? 0
            if !completion.tag.isEmpty { tags.append(completion.tag) }
        case .failed: hasFailed = true
        case .columns, .rows, .data, .notice: break
        }
    }

    /// The fate of the changes, for a user who did not receive the results; nil when the text only read.
    func fate(_ transaction: SessionState.Transaction) -> String? {
        if hasFailed { return "the server ended the statement and keeps nothing of it" }
        let isReading = !tags.isEmpty && tags.allSatisfy { $0.hasPrefix("SELECT") || $0.hasPrefix("COPY") }
        guard !isReading || transaction != .none else { return nil }
        let what = tags.isEmpty ? "the statement (\(rows) rows)" : tags.suffix(3).joined(separator: ", ")
        switch transaction {
        case .none: return "the server has done it and committed: \(what)"
        case .open, .failed: return "the server has done \(what), in a transaction that was open and is rolled back"
        }
    }
}
