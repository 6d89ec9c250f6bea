public import Failures
import SQLScript
public import SQLText
import SQLWire

/// The EXPLAIN statement for a statement.
public struct PlanRequest: Sendable, Equatable {
    /// The statement to send.
    public let sql: [UInt8]
    /// Whether the server executes the statement completely, with all its effects.
    public let executes: Bool
    /// Whether executing the statement does more than read, according to `StatementEffect`. With `executes`, the user
    /// must confirm it first.
    public let mayWrite: Bool

    /// Creates the EXPLAIN of a statement.
    ///
    /// - Parameters:
    ///   - statement: One statement, with or without its terminator.
    ///   - isAnalyzed: Whether to execute and measure it.
    ///   - facts: The server; MariaDB and MySQL have different syntax.
    ///   - rules: The session's lexical rules; nil means the dialect's default.
    /// - Returns: A failure for a statement without a plan, and for several statements: EXPLAIN would explain the first
    ///   and execute the others.
    public static func make(
        for statement: [UInt8], isAnalyzed: Bool, facts: ServerFacts, rules: LexRules? = nil
    ) -> Result<PlanRequest, Failure> {
        do throws(Failure) {
            let rules = rules ?? LexRules(dialect: facts.dialect)
            let text = try single(statement, rules)
            let effects = StatementEffect.all(in: text, rules: rules)
            guard effects.count <= 1 else { throw several }
            try check(effects.first?.verb, facts.dialect)
            let sql = Array(try prefix(isAnalyzed, facts).utf8) + text
            return .success(
                PlanRequest(
                    sql: sql, executes: isAnalyzed, mayWrite: effects.contains(where: \.isMoreThanReading)))
        } catch {
            return .failure(error)
        }
    }

    private static let several = Failure(
        .usage, "one statement at a time is explained", next: "put the cursor into a statement, or select one")
    private static let none = Failure(
        .usage, "there is no statement to explain", next: "put the cursor into a statement, or select one")

    /// The statement without its terminator. Text that psql's `\;` or another delimiter combined is scanned again,
    /// because the server would execute the part after a semicolon.
    private static func single(_ statement: [UInt8], _ rules: LexRules) throws(Failure) -> [UInt8] {
        var text = statement
        for _ in 0..<2 {
            let items = items(of: text, rules)
            guard let first = items.first, items.count == 1, case .statement(let only) = first else {
                throw items.isEmpty ? none : several
            }
            text = only.text
            while let last = text.last, last == UInt8(ascii: ";") || last <= 0x20 { text.removeLast() }
        }
        return text
    }

    private static func items(of text: [UInt8], _ rules: LexRules) -> [ScriptItem] {
        switch rules.dialect {
        case .postgresql:
            var scanner = PostgreSQLScanner()
            scanner.standardConformingStrings = !rules.hasBackslashEscapes
            return items(&scanner, text)
        case .mysql:
            var scanner = MySQLScanner()
            scanner.noBackslashEscapes = !rules.hasBackslashEscapes
            scanner.ansiQuotes = rules.hasANSIQuotes
            return items(&scanner, text)
        }
    }

    /// The first few items, without lone semicolons.
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
        guard let first else { throw none }
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
