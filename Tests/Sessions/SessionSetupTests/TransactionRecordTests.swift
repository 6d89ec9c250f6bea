import SQLWire
import SessionSetup
import Testing

/// The report about a transaction after a loss, for each step of a conversation.
@Suite struct TransactionRecordTests {
    /// A text, the answered part of it, and the expected report.
    struct Course: Sendable, CustomTestStringConvertible {
        var dialect = Dialect.postgresql
        var before = SessionState.Transaction.none
        /// MySQL's state after the last answer; nil for the previous state.
        var now: SessionState.Transaction?
        var commitsByItself = true
        let text: String
        var answers = 0
        var isRefused = false
        var isUnsent = false
        var awaitsData = false
        let request: Loss.Request
        let fate: Loss.Fate

        var testDescription: String { "\(dialect) \(before) \(text) \(answers)" }

        var loss: Loss {
            var record = TransactionRecord(dialect)
            record.note(before, commitsByItself: commitsByItself)
            record.begin(Array(text.utf8), hasBackslashEscapes: dialect == .mysql)
            for _ in 0..<answers { record.noteCompletion() }
            if isRefused { record.noteRefusal() }
            if let now { record.note(now, commitsByItself: commitsByItself) }
            return record.loss("gone", isUnsent: isUnsent, awaitsData: awaitsData)
        }
    }

    private static func commit(_ name: String = "COMMIT") -> Loss.Fate {
        .maybeCommitted(by: name, implicitly: false)
    }

    private static func implicit(_ name: String) -> Loss.Fate { .maybeCommitted(by: name, implicitly: true) }

    static let postgreSQL: [Course] = [
        Course(text: "insert into t values (1)", request: .unanswered, fate: .maybeDone),
        Course(text: "insert into t values (1)", answers: 1, request: .answered, fate: .none),
        Course(text: "insert into t values (1)", isRefused: true, request: .answered, fate: .none),
        Course(text: "insert into t values (1)", isUnsent: true, request: .notSent, fate: .none),
        Course(before: .open, text: "insert into t values (1)", request: .unanswered, fate: .rolledBack),
        Course(before: .open, text: "insert into t values (1)", answers: 1, request: .answered, fate: .rolledBack),
        Course(before: .open, text: "insert into t values (1)", isUnsent: true, request: .notSent, fate: .rolledBack),
        Course(before: .open, text: "commit", request: .unanswered, fate: commit()),
        Course(before: .open, text: "/* ; */ END work;", request: .unanswered, fate: commit("END")),
        Course(before: .open, text: "commit and chain", request: .unanswered, fate: commit()),
        Course(before: .open, text: "commit", answers: 1, request: .answered, fate: .none),
        Course(before: .open, text: "commit", isUnsent: true, request: .notSent, fate: .rolledBack),
        Course(before: .failed, text: "commit", request: .unanswered, fate: .rolledBack),
        Course(text: "commit", request: .unanswered, fate: .none),
        Course(before: .open, text: "rollback", request: .unanswered, fate: .rolledBack),
        Course(before: .open, text: "rollback", answers: 1, request: .answered, fate: .none),
        Course(before: .open, text: "rollback to savepoint a", request: .unanswered, fate: .rolledBack),
        Course(before: .open, text: "savepoint a", request: .unanswered, fate: .rolledBack),
        Course(text: "begin", request: .unanswered, fate: .rolledBack),
        Course(text: "show work_mem", request: .unanswered, fate: .none),
        Course(text: "begin; insert into t values (1); commit", request: .unanswered, fate: commit()),
        Course(text: "begin; insert into t values (1); commit", answers: 2, request: .unanswered, fate: commit()),
        Course(text: "begin; insert into t values (1); commit", answers: 3, request: .answered, fate: .none),
        Course(
            text: "begin; insert into t values (1); commit", answers: 1, isRefused: true, request: .answered,
            fate: .rolledBack),
        Course(text: "begin; insert into t values (1); rollback", request: .unanswered, fate: .rolledBack),
        Course(text: "begin; insert into t values (1)", request: .unanswered, fate: .rolledBack),
        Course(text: "begin; insert into t values (1)", answers: 2, request: .answered, fate: .rolledBack),
        Course(
            text: "insert into t values (1); insert into t values (2)", request: .unanswered, fate: .maybeDoneTogether),
        Course(
            text: "insert into t values (1); insert into t values (2)", answers: 1, request: .unanswered,
            fate: .maybeDoneTogether),
        Course(
            text: "insert into t values (1); insert into t values (2)", answers: 2, request: .answered, fate: .none),
        Course(
            text: "insert into t values (1); insert into t values (2)", answers: 1, isRefused: true,
            request: .answered, fate: .rolledBack),
        Course(
            text: "insert into t values (1); begin; insert into t values (2)", answers: 1, request: .unanswered,
            fate: .rolledBack),
        Course(
            text: "begin; insert into t values (1); commit; insert into t values (2)", answers: 3,
            request: .unanswered, fate: .maybeDoneInPart(confirmed: 3, of: 4)),
        Course(
            text: "begin; insert into t values (1); commit; insert into t values (2)", request: .unanswered,
            fate: .maybeDoneInPart(confirmed: nil, of: 4)),
        Course(
            before: .open, text: "commit; begin; insert into t values (2)", request: .unanswered, fate: commit()),
        Course(
            before: .open, text: "prepare transaction 'a'", request: .unanswered,
            fate: .maybePrepared(by: "PREPARE TRANSACTION")),
        Course(before: .failed, text: "prepare transaction 'a'", request: .unanswered, fate: .rolledBack),
        Course(text: "commit prepared 'a'", request: .unanswered, fate: .maybeResolved(by: "COMMIT PREPARED")),
        Course(text: "rollback prepared 'a'", request: .unanswered, fate: .maybeResolved(by: "ROLLBACK PREPARED")),
        Course(text: "call rebuild()", request: .unanswered, fate: .maybeCommitting("CALL")),
        Course(before: .open, text: "call rebuild()", request: .unanswered, fate: .rolledBack),
        Course(text: "do $$begin commit; end$$", request: .unanswered, fate: .maybeCommitting("DO")),
        Course(
            text: "create index concurrently i on t (a)", request: .unanswered, fate: .maybeCommitting("CREATE INDEX")),
        Course(text: "copy t from stdin", awaitsData: true, request: .unanswered, fate: .none),
        Course(text: "copy t from stdin", request: .unanswered, fate: .maybeDone),
        Course(
            text: "insert into t values (1); copy t from stdin; insert into t values (2)", answers: 1,
            awaitsData: true, request: .unanswered, fate: .rolledBack),
        Course(
            text: "create function f() returns int begin atomic select 1; select 2; end", request: .unanswered,
            fate: .maybeDone),
        Course(text: "select 'a; commit'", request: .unanswered, fate: .maybeDone),
        Course(text: "-- nothing", answers: 1, request: .unanswered, fate: .none),
    ]

    static let mySQL: [Course] = [
        Course(dialect: .mysql, text: "insert into t values (1)", request: .unanswered, fate: .maybeDone),
        Course(dialect: .mysql, text: "insert into t values (1)", answers: 1, request: .answered, fate: .none),
        Course(
            dialect: .mysql, commitsByItself: false, text: "insert into t values (1)", request: .unanswered,
            fate: .rolledBack),
        Course(
            dialect: .mysql, commitsByItself: false, text: "create table u (a int)", request: .unanswered,
            fate: .maybeDone),
        Course(
            dialect: .mysql, before: .open, text: "insert into t values (1)", request: .unanswered, fate: .rolledBack),
        Course(dialect: .mysql, before: .open, text: "commit", request: .unanswered, fate: commit()),
        Course(
            dialect: .mysql, before: .open, now: SessionState.Transaction.none, text: "commit", answers: 1,
            request: .answered, fate: .none),
        Course(dialect: .mysql, before: .open, text: "rollback", request: .unanswered, fate: .rolledBack),
        Course(
            dialect: .mysql, before: .open, text: "create table u (a int)", request: .unanswered,
            fate: implicit("CREATE TABLE")),
        Course(
            dialect: .mysql, before: .open, text: "create temporary table u (a int)", request: .unanswered,
            fate: .rolledBack),
        Course(dialect: .mysql, before: .open, text: "begin", request: .unanswered, fate: implicit("BEGIN")),
        Course(
            dialect: .mysql, before: .open, text: "set autocommit = 1", request: .unanswered,
            fate: implicit("SET AUTOCOMMIT")),
        Course(
            dialect: .mysql, before: .open, text: "lock tables t write", request: .unanswered,
            fate: implicit("LOCK TABLES")),
        Course(
            dialect: .mysql, before: .open, text: "create table t (a int)", isRefused: true, request: .answered,
            fate: implicit("CREATE TABLE")),
        Course(
            dialect: .mysql, before: .open, text: "call rebuild()", request: .unanswered, fate: .maybeCommitting("CALL")
        ),
        Course(
            dialect: .mysql, text: "call rebuild()", answers: 2, request: .unanswered, fate: .maybeCommitting("CALL")),
        Course(dialect: .mysql, text: "/*!99999 commit */", request: .unanswered, fate: .maybeCommitting("COMMIT")),
        Course(dialect: .mysql, before: .open, text: "savepoint a", request: .unanswered, fate: .rolledBack),
        Course(dialect: .mysql, before: .open, text: "xa end 'a'", request: .unanswered, fate: .rolledBack),
        Course(
            dialect: .mysql, before: .open, text: "xa prepare 'a'", request: .unanswered,
            fate: .maybePrepared(by: "XA PREPARE")),
        Course(
            dialect: .mysql, before: .open, text: "xa commit 'a' one phase", request: .unanswered,
            fate: commit("XA COMMIT")),
        Course(dialect: .mysql, text: "xa commit 'a'", request: .unanswered, fate: .maybeResolved(by: "XA COMMIT")),
        Course(
            dialect: .mysql, text: "insert into t values (1); insert into t values (2)", answers: 1,
            request: .unanswered, fate: .maybeDoneInPart(confirmed: 1, of: 2)),
        Course(
            dialect: .mysql, now: .open, text: "begin; insert into t values (1); commit", answers: 2,
            request: .unanswered, fate: commit()),
        Course(
            dialect: .mysql, text: "begin; insert into t values (1); commit", request: .unanswered, fate: commit()),
        Course(
            dialect: .mysql, now: .open, text: "begin; insert into t values (1); rollback", answers: 1,
            request: .unanswered, fate: .rolledBack),
    ]

    @Test(arguments: postgreSQL + mySQL)
    func `a loss is reported as far as it is known`(_ course: Course) {
        #expect(course.loss.request == course.request)
        #expect(course.loss.fate == course.fate)
    }

    @Test func `a transaction prepared by XA survives the connection`() {
        var record = TransactionRecord(.mysql)
        for text in ["xa start 'a'", "insert into t values (1)", "xa end 'a'", "xa prepare 'a'"] {
            record.begin(Array(text.utf8), hasBackslashEscapes: true)
            record.noteCompletion()
            record.note(.open)
            record.end()
        }
        #expect(record.loss(nil).fate == .prepared)
        record.begin(Array("xa commit 'a'".utf8), hasBackslashEscapes: true)
        #expect(record.loss(nil).fate == .maybeResolved(by: "XA COMMIT"))
        record.noteCompletion()
        record.note(.none)
        record.end()
        #expect(record.loss(nil).fate == .none)
    }

    @Test func `without a running statement the transaction's fate is certain`() {
        var record = TransactionRecord(.postgresql)
        #expect(record.loss(nil) == Loss(reason: nil, request: .none, fate: .none))
        record.note(.open)
        #expect(record.loss(nil).sentence == "the server rolls the open transaction back")
        record.note(.failed)
        #expect(record.loss(nil).fate == .rolledBack)
    }
}
