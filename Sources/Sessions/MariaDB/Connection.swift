import Threads
import CMariaDB
import CPlatform
import CTLS
import Failures
import Glibc
import LocalFiles
import SQLCore
import SessionSetup

/// One connection of libmariadb, used on one thread at a time, closed when it goes.
final class Connection {
    let my: UnsafePointer<qd_mysql>
    let link: UnsafeMutablePointer<qd_mysql_link>
    let giver: TokenGiver
    /// The number that was dialled.
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
        fresh.context = Unmanaged.passUnretained(giver).toOpaque()
        fresh.before_wait = beforeWait
        fresh.after_wake = afterWake
        link.initialize(to: fresh)
        guard qd_mysql_prepare(link, attempt.authorityFile, UInt32(plan.connectTimeout)) == 0 else { return nil }
    }

    deinit {
        // A farewell that nobody reads is not waited for.
        limit(until: qd_monotonic_nanoseconds() + 500_000_000)
        qd_mysql_enter(link)
        if let mysql = link.pointee.mysql { my.pointee.mysql_close(mysql) }
        qd_mysql_enter(nil)
        link.deinitialize(count: 1)
        link.deallocate()
        free(host)
    }

    /// Logs in. The token is asked for and sent only after the certificate was verified for the plan's host.
    static func open(
        _ plan: SessionPlan, _ attempt: LoginAttempt, _ library: Library, wake: WakeSignal
    ) throws(SessionError) -> Connection {
        guard let connection = Connection(plan, attempt, library, wake: wake) else {
            throw SessionError(.unusable, Failure(.internalError, "libmariadb has no memory for a connection"))
        }
        let link = connection.link
        qd_mysql_enter(link)
        let result = qd_mysql_open(
            link, attempt.address, UInt32(plan.dialPort), plan.user, plan.database)
        guard result == 0 else {
            let refusal = connection.refusal(plan, attempt)
            guard refusal.kind == .untrusted, let reason = CertificateProbe(plan, attempt, .mysql, wake).reason() else {
                throw refusal
            }
            throw .untrusted(plan, because: reason)
        }
        connection.remember(plan)
        return connection
    }

    /// Makes this the connection that the thread works for; to be called before anything is asked of it.
    func enter() {
        link.pointee.was_woken = 0
        link.pointee.was_late = 0
        qd_mysql_enter(link)
    }

    /// From now on no wait goes on after the deadline, on the monotonic clock in nanoseconds; 0: none.
    func limit(until deadline: Int64) { link.pointee.deadline = deadline }

    /// Whether a wait has ended by the deadline.
    var isLate: Bool { link.pointee.was_late != 0 }

    /// The rows that answer a question of our own; nil when it fails.
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
        if link.pointee.was_late != 0 { return tooLate(plan) }
        let reason = withUnsafeBytes(of: &link.pointee.refusal) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if !reason.isEmpty { return .untrusted(plan, because: reason) }
        let demand = withUnsafeBytes(of: &link.pointee.demand) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if !demand.isEmpty { return .demand(demand, plan) }
        return .refusal(
            number: number, text: connectReason(plan, attempt), plan, wasAsked: link.pointee.has_given_token != 0)
    }

    /// libmariadb's text, but for a connection that was not opened: there it tells a number that means nothing.
    private func connectReason(_ plan: SessionPlan, _ attempt: LoginAttempt) -> String {
        guard number == 2_002 || number == 2_003 else { return lastError }
        let descriptor = qd_connect(attempt.address, Int32(plan.dialPort), min(1_000, attempt.millisecondsLeft))
        guard descriptor < 0 else {
            close(descriptor)
            return lastError
        }
        return SystemError.text(-descriptor)
    }

    private func tooLate(_ plan: SessionPlan) -> SessionError {
        SessionError(
            .unreachable,
            Failure(
                .unavailable, "\(plan.dialled) did not answer within \(plan.connectTimeout) s",
                why: "nothing accepts the connection, or what accepted it keeps silent",
                next: "check security groups, routes and the tunnel"))
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

    /// Whether libmariadb itself, not the server, found something wrong: the connection is of no more use.
    var isBroken: Bool { (2_000..<3_000).contains(number) }

    var status: UInt32 { qd_mysql_status(link) }

    var identifier: UInt64 { UInt64(my.pointee.mysql_thread_id(link.pointee.mysql)) }

    /// The server's error as it says it.
    var message: ServerMessage {
        ServerMessage(
            severity: "ERROR",
            sqlState:
                my.pointee.mysql_sqlstate(link.pointee.mysql).map { String(cString: $0) } ?? "",
            number: number, text: lastError)
    }
}
