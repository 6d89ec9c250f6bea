import CMariaDB
import CPlatform
import CTLS
import Failures
import Glibc
import LocalFiles
import SQLWire
import SessionSetup
import Threads

/// One connection of libmariadb, used by one thread at a time and closed on release.
final class Connection {
    let my: UnsafePointer<qd_mysql>
    let link: UnsafeMutablePointer<qd_mysql_link>
    let giver: TokenGiver
    /// The IP address of the connection.
    let address: String
    private let host: UnsafeMutablePointer<CChar>
    private let wake: WakeSignal

    private init?(_ plan: SessionPlan, _ attempt: LoginAttempt, _ library: Library, wake: WakeSignal) {
        my = library.my
        self.wake = wake
        giver = TokenGiver(plan.token)
        address = attempt.address
        guard let host = strdup(plan.host) else { return nil }
        self.host = host
        link = .allocate(capacity: 1)
        var fresh = qd_mysql_link()
        fresh.host = UnsafePointer(host)
        fresh.wake = wake.descriptor
        fresh.deadline = attempt.deadline
        fresh.token = giveToken
        fresh.password = givePassword
        fresh.is_password = plan.proof == .password ? 1 : 0
        fresh.context = Unmanaged.passUnretained(giver).toOpaque()
        fresh.before_wait = beforeWait
        fresh.after_wake = afterWake
        link.initialize(to: fresh)
        guard qd_mysql_prepare(link, attempt.authorityFile, UInt32(plan.connectTimeout)) == 0 else { return nil }
    }

    deinit {
        // Limits the wait for a server that does not read the closing packet.
        limit(until: qd_monotonic_nanoseconds() + 500_000_000)
        qd_mysql_enter(link)
        if let mysql = link.pointee.mysql { my.pointee.mysql_close(mysql) }
        qd_mysql_enter(nil)
        link.deinitialize(count: 1)
        link.deallocate()
        free(host)
    }

    /// Logs in. The token is created and sent only after the certificate was verified for the plan's host.
    static func open(
        _ plan: SessionPlan, _ attempt: LoginAttempt, _ library: Library, wake: WakeSignal
    ) throws(SessionError) -> Connection {
        guard let connection = Connection(plan, attempt, library, wake: wake) else {
            throw SessionError(.unusable, Failure(.internalError, "libmariadb has no memory for a connection"))
        }
        let link = connection.link
        qd_mysql_enter(link)
        let result = qd_mysql_open(
            link, attempt.address, UInt32(attempt.port), plan.user, plan.database,
            plan.programName)
        guard result == 0 else { throw connection.refusal(plan, attempt) }
        connection.remember(plan)
        return connection
    }

    /// Makes this the current connection of the thread; required before any other call.
    func enter() {
        link.pointee.was_woken = 0
        link.pointee.was_late = 0
        qd_mysql_enter(link)
    }

    /// From now on every wait ends at the deadline, in nanoseconds of the monotonic clock; 0: none.
    func limit(until deadline: Int64) { link.pointee.deadline = deadline }

    /// Whether a wait ended at the deadline.
    var isLate: Bool { link.pointee.was_late != 0 }

    /// The rows of a query of the program itself; nil when it fails.
    func rows(of sql: String) -> [[String?]]? {
        var rows: [[String?]] = []
        var hasFailed = false
        let run = StatementRun(self) { event in
            switch event {
            case .rows(let batch):
                for row in 0..<batch.rowCount {
                    rows.append(
                        (0..<batch.columnCount).map { column in
                            batch.value(row: row, column: column).map { String(decoding: $0, as: UTF8.self) }
                        })
                }
            case .failed: hasFailed = true
            case .columns, .complete, .data, .notice: break
            }
        }
        do throws(Interrupted) {
            try run.run(Array(sql.utf8))
        } catch {
            return nil
        }
        return hasFailed ? nil : rows
    }

    private func refusal(_ plan: SessionPlan, _ attempt: LoginAttempt) -> SessionError {
        if let problem = giver.problem { return SessionError(.unusable, problem) }
        if link.pointee.was_woken != 0 { return .connectCancelled }
        if link.pointee.was_late != 0 { return .tooLate(at: step, plan) }
        let login = FailedLogin(plan, attempt, .mysql, wake: wake)
        let reason = withUnsafeBytes(of: &link.pointee.refusal) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if !reason.isEmpty {
            return .untrusted(
                plan, because: login.certificateProblem ?? reason, mayHaveToken: giver.mayHaveGiven)
        }
        let demand = withUnsafeBytes(of: &link.pointee.demand) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if !demand.isEmpty {
            return giver.mayHaveGiven ? .demand(demand, plan) : .unknownMethod(demand, plan)
        }
        if ConnectionEnding.isNetwork(number) { return login.error(at: step, because: lastError) }
        if ConnectionEnding.isOne(number), !ConnectionEnding.isTemporary(number) {
            return login.error(at: step, because: "\(lastError) (\(number))")
        }
        if plan.proof == .password, let refusal = SessionError.passwordRefusal(number, lastError, plan) {
            return refusal
        }
        return .refusal(number: number, text: lastError, plan, wasAsked: giver.mayHaveGiven)
    }

    /// The progress of the login.
    private var step: LoginStep {
        if giver.mayHaveGiven { return .tokenSent }
        // libmariadb has an error number of its own for a failed handshake. Source: errmsg.h.
        if link.pointee.ssl != nil { return number == 2_026 || number == 0 ? .securing : .secured }
        return (2_001...2_005).contains(number) ? .connecting : .connected
    }

    private func remember(_ plan: SessionPlan) {
        guard plan.authorities.remembers else { return }
        var anchor = [UInt8](repeating: 0, count: 16_384)
        let length = anchor.withUnsafeMutableBytes { bytes in
            qd_tls_anchor(link.pointee.ssl, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        if length > 0 { plan.authorities.remember([UInt8](anchor.prefix(length)), for: plan.host) }
    }

    var number: Int { Int(my.pointee.mysql_errno(link.pointee.mysql)) }

    var lastError: String { my.pointee.mysql_error(link.pointee.mysql).map { String(cString: $0) } ?? "" }

    var socket: Int32 { Int32(my.pointee.mysql_get_socket(link.pointee.mysql)) }

    /// Whether the error is libmariadb's own instead of the server's: then the connection is unusable.
    var isBroken: Bool { (2_000..<3_000).contains(number) }

    /// Whether the server has ended the idle connection, and its message.
    func farewell() -> Farewell? {
        var number: UInt32 = 0
        var text = [CChar](repeating: 0, count: 1_024)
        guard qd_mysql_is_over(link, &number, &text, text.count) != 0 else { return nil }
        let words = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return Farewell(reason: number == 0 ? nil : "\(words) (\(number))")
    }

    /// The end of an idle connection.
    struct Farewell {
        /// The server's message and error number.
        let reason: String?
    }

    /// Queries the session's status, which an error packet lacks. The error is kept for display.
    func refreshStatus() { _ = my.pointee.mysql_ping(link.pointee.mysql) }

    var transaction: SessionState.Transaction { status & UInt32(QD_MYSQL_IN_TRANSACTION) != 0 ? .open : .none }

    /// Whether autocommit is on.
    var commitsByItself: Bool { status & UInt32(QD_MYSQL_AUTOCOMMIT) != 0 }

    var status: UInt32 { qd_mysql_status(link) }

    var identifier: UInt64 { UInt64(my.pointee.mysql_thread_id(link.pointee.mysql)) }

    /// The server's error.
    var message: ServerMessage {
        ServerMessage(
            severity: "ERROR",
            sqlState:
                my.pointee.mysql_sqlstate(link.pointee.mysql).map { String(cString: $0) } ?? "",
            number: number, text: lastError)
    }
}
