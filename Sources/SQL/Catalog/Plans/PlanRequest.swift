public import Failures
import SQLCore

/// The SQL that asks how a statement would be run.
public struct PlanRequest: Sendable, Equatable {
    /// The statement to send.
    public let sql: [UInt8]
    /// Whether the server runs the statement to the end for it, so that it costs as much and does all that it does.
    public let executes: Bool
    /// Whether the statement writes or locks rows, as far as its words tell; functions may do so unseen. With `executes`
    /// it must not be sent unasked.
    public let mayWrite: Bool

    /// Asks about a statement.
    ///
    /// - Parameters:
    ///   - statement: One statement, with or without its terminator.
    ///   - isAnalyzed: Whether it is to be run and measured.
    ///   - facts: Which server it is; MariaDB and MySQL ask differently.
    ///   - hasBackslashEscapes: Whether a backslash escapes in a plain string on this server now; as the dialect has it
    ///     by default if nil.
    /// - Returns: A failure for what no server explains, and for several statements, of which EXPLAIN would explain the
    ///   first and run the others.
    public static func make(
        for statement: [UInt8], isAnalyzed: Bool, facts: ServerFacts, hasBackslashEscapes: Bool? = nil
    ) -> Result<PlanRequest, Failure> {
        do throws(Failure) {
            let hasEscapes = hasBackslashEscapes ?? (facts.dialect == .mysql)
            let text = try single(statement, facts.dialect, hasEscapes)
            let words = Array(StatementWords(text[...], facts.dialect, hasBackslashEscapes: hasEscapes))
            try check(words.first, facts.dialect)
            let mayWrite = words.first.map { !reading.contains($0) } ?? true || !writing.isDisjoint(with: words)
            return .success(
                PlanRequest(
                    sql: Array(try prefix(isAnalyzed, facts).utf8) + text, executes: isAnalyzed, mayWrite: mayWrite))
        } catch {
            return .failure(error)
        }
    }

    private static let reading: Set<String> = ["select", "values", "table", "with"]
    private static let writing: Set<String> = ["insert", "update", "delete", "merge", "into"]

    /// The statement without its terminator. What psql's `\;` or another delimiter held together is scanned again: the
    /// server would run what stands behind a semicolon.
    private static func single(
        _ statement: [UInt8], _ dialect: Dialect, _ hasEscapes: Bool
    ) throws(Failure) -> [UInt8] {
        var text = statement
        for _ in 0..<2 {
            let items = items(of: text, dialect, hasEscapes)
            guard let first = items.first, items.count == 1, case .statement(let only) = first else {
                throw Failure(
                    .usage, items.isEmpty ? "there is no statement to explain" : "one statement at a time is explained",
                    next: "put the cursor into a statement, or select one")
            }
            text = only.text
            while let last = text.last, last == UInt8(ascii: ";") || last <= 0x20 { text.removeLast() }
        }
        return text
    }

    private static func items(of text: [UInt8], _ dialect: Dialect, _ hasEscapes: Bool) -> [ScriptItem] {
        switch dialect {
        case .postgresql:
            var scanner = PostgreSQLScanner()
            scanner.standardConformingStrings = !hasEscapes
            return items(&scanner, text)
        case .mysql:
            var scanner = MySQLScanner()
            scanner.noBackslashEscapes = !hasEscapes
            return items(&scanner, text)
        }
    }

    /// The first few, without those that consist of a semicolon.
    private static func items(_ scanner: inout some ScriptScanner, _ text: [UInt8]) -> [ScriptItem] {
        scanner.feed(text)
        scanner.finish()
        var items: [ScriptItem] = []
        while items.count < 3, let item = scanner.next() {
            if case .statement(let only) = item, only.text.allSatisfy({ $0 <= 0x20 || $0 == UInt8(ascii: ";") }) {
                continue
            }
            items.append(item)
        }
        return items
    }

    private static func check(_ first: String?, _ dialect: Dialect) throws(Failure) {
        let explained: Set<String> =
            dialect == .postgresql
            ? [
                "select", "insert", "update", "delete", "merge", "values", "table", "with", "execute", "declare",
                "create",
            ] : ["select", "insert", "replace", "update", "delete", "values", "table", "with"]
        guard let first else {
            throw Failure(.usage, "there is no statement to explain", next: "put the cursor into a statement")
        }
        if ["explain", "describe", "desc", "analyze"].contains(first) {
            throw Failure(.usage, "the statement is an \(first.uppercased()) itself", next: "run it as it is")
        }
        guard explained.contains(first) else {
            throw Failure(
                .usage, "\(first.prefix(40).uppercased()) has no plan",
                next: "SELECT, INSERT, UPDATE, DELETE and their like have one")
        }
    }

    private static func prefix(_ isAnalyzed: Bool, _ facts: ServerFacts) throws(Failure) -> String {
        switch (facts.dialect, isAnalyzed) {
        case (.postgresql, false): return "EXPLAIN (FORMAT JSON) "
        case (.postgresql, true): return "EXPLAIN (FORMAT JSON, ANALYZE, BUFFERS) "
        case (.mysql, false): return "EXPLAIN FORMAT=JSON "
        case (.mysql, true) where facts.product == .mariadb: return "ANALYZE FORMAT=JSON "
        case (.mysql, true):
            let version = (facts.version ?? "").split { !$0.isNumber }.prefix(3).compactMap { Int($0) }
            guard version.isEmpty || !version.lexicographicallyPrecedes([8, 0, 18]) else {
                throw Failure(
                    .usage, "MySQL \(facts.version ?? "") cannot measure a plan",
                    why: "EXPLAIN ANALYZE came with 8.0.18", next: "\\explain shows the plan without running it")
            }
            return "EXPLAIN ANALYZE "
        }
    }
}
