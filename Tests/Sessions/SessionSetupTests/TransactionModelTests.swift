import SQLCore
import SessionSetup
import TestSupport
import Testing

/// Random conversations with a server that the test plays itself: whatever is said after a loss must fit with every
/// course that the server can have taken.
@Suite struct TransactionModelTests {
    /// A server of which only transactions are played: rows are numbers, in the order they are written.
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

        /// Does one statement of a text.
        mutating func run(_ statement: String, _ number: Int) {
            switch statement {
            case "begin":
                if dialect == .mysql { commit() }
                isOpen = true
                // A transaction counts even when it is empty.
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

        /// PostgreSQL commits at the end of a text what no transaction is open for.
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
    func `what is said fits with whatever the server may have done`(_ dialect: Dialect, commitsByItself: Bool) {
        var random = SeededGenerator(seed: 41)
        for _ in 0..<3_000 {
            var server = Server(dialect: dialect, commitsByItself: commitsByItself || dialect == .postgresql)
            var record = TransactionRecord(dialect)
            record.note(.none, commitsByItself: server.commitsByItself)
            if random.next() % 2 == 0 {
                // A transaction is open from before, with a row in it.
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
