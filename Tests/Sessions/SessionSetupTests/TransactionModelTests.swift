import SQLWire
import SessionSetup
import TestSupport
import Testing

/// Random conversations with a simulated server: the report after a loss must be true for every state that the server
/// may be in.
@Suite struct TransactionModelTests {
    /// A server that simulates only transactions: rows are numbers in the order of writing.
    private struct Server {
        let dialect: Dialect
        var commitsByItself = true
        var isOpen = false
        var pending: Set<Int> = []
        var committed: Set<Int> = []

        mutating func commit() {
            committed.formUnion(pending)
            pending = []
            isOpen = false
        }

        /// Runs one statement of a text.
        mutating func run(_ statement: String, _ number: Int) {
            switch statement {
            case "begin":
                if dialect == .mysql { commit() }
                isOpen = true
                // An empty transaction counts, too.
                pending.insert(100 + number)
            case "commit": commit()
            case "rollback":
                pending = []
                isOpen = false
            case "create table u (a int)" where dialect == .mysql:
                commit()
                committed.insert(number)
            case "savepoint a": break
            default:
                pending.insert(number)
                if dialect == .mysql, !isOpen {
                    if commitsByItself { commit() } else { isOpen = true }
                }
            }
        }

        /// PostgreSQL commits at the end of a text if no transaction is open.
        mutating func endText() {
            if dialect == .postgresql, !isOpen { commit() }
        }

        var transaction: SessionState.Transaction { isOpen ? .open : .none }
    }

    private static let statements = [
        "begin", "commit", "rollback", "insert into t values (1)", "insert into t values (2)",
        "create table u (a int)", "savepoint a",
    ]

    @Test(arguments: [Dialect.postgresql, .mysql], [true, false])
    func `the report is true for everything that the server may have done`(_ dialect: Dialect, commitsByItself: Bool) {
        var random = SeededGenerator(seed: 41)
        for _ in 0..<3_000 {
            var server = Server(dialect: dialect, commitsByItself: commitsByItself || dialect == .postgresql)
            var record = TransactionRecord(dialect)
            record.note(.none, commitsByItself: server.commitsByItself)
            if random.next() % 2 == 0 {
                // A transaction with one row is already open.
                server.run("begin", -2)
                server.run("insert", -1)
                record.note(server.transaction, commitsByItself: server.commitsByItself)
            }
            let texts = (0..<(1 + random.next() % 5)).map { _ in random.pick(Self.statements) }
            let answers = Int(random.next() % UInt64(texts.count + 1))
            record.begin(Array(texts.joined(separator: "; ").utf8), hasBackslashEscapes: dialect == .mysql)
            var outcomes: [Set<Int>] = []
            var sure = server.committed
            for executed in 0...texts.count {
                if executed > 0 { server.run(texts[executed - 1], executed) }
                var after = server
                if executed == texts.count { after.endText() }
                if executed == answers {
                    // The last answer comes after the commit.
                    sure = answers == texts.count ? after.committed : server.committed
                    if dialect == .mysql {
                        record.note(server.transaction, commitsByItself: server.commitsByItself)
                    }
                }
                if executed >= answers, answers < texts.count { outcomes.append(server.committed) }
                if executed >= answers { outcomes.append(after.committed) }
            }
            for _ in 0..<answers { record.noteCompletion() }
            let loss = record.loss("gone")
            let isCertain = outcomes.allSatisfy { $0 == sure }
            let comment: Comment = "\(dialect) \(texts) answered \(answers): \(loss.fate) \(outcomes)"
            #expect(loss.isUncertain == !isCertain, comment)
            switch loss.fate {
            case .maybeCommitted, .maybeDone, .maybeDoneTogether: #expect(Set(outcomes).count == 2, comment)
            case .maybeDoneInPart(let confirmed, _): #expect(confirmed ?? 0 <= answers, comment)
            case .none: #expect(!outcomes.isEmpty, comment)
            default: break
            }
        }
    }
}
