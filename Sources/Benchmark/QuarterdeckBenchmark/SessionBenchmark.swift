import CPlatform
import Failures
import Glibc
import MariaDB
import Postgres
import SQLWire
import Sandbox
import Secrets
import SessionSetup
import Threads

/// Measures the cost of many sessions: sleeping ones in parallel, and a long series of them.
enum SessionBenchmark {
    static func run() {
        guard let sandbox = BenchmarkSandbox() else { return print("sessions: the sandbox does not start") }
        defer { sandbox.down() }
        let done = WakeSignal()
        Task.detached {
            do {
                try await crowd(sandbox)
                try await cycles(sandbox, "harbor")
                try await cycles(sandbox, "ferry")
            } catch {
                print("sessions: \(error)")
            }
            done.raise()
        }
        while !done.wait(milliseconds: -1) {}
    }

    private static func plan(_ sandbox: BenchmarkSandbox, _ name: String) -> SessionPlan {
        let token = sandbox.token(name)
        let cluster = sandbox.cluster(name)
        var plan = SessionPlan(
            host: cluster?.endpoint ?? "", port: cluster?.port ?? 0, user: "jane_doe",
            authorities: Authorities(file: sandbox.description.ca_file, isChosen: true, cacheDirectory: nil)
        ) { () throws(Failure) in Secret(token) }
        (plan.dialHost, plan.dialPort, plan.database) = ("127.0.0.1", sandbox.port(name), "harbor")
        plan.connectTimeout = 60
        return plan
    }

    private static func session(_ plan: SessionPlan, _ name: String) throws -> any SQLSession {
        let session: (any SQLSession)? = name == "harbor" ? PostgreSQLSession(plan) : MySQLSession(plan)
        guard let session else { throw Failure(.temporary, "no thread for a session") }
        return session
    }

    private static func milliseconds(_ work: () async throws -> Void) async rethrows -> String {
        let before = qd_monotonic_nanoseconds()
        try await work()
        return Measurement.text(Double(qd_monotonic_nanoseconds() - before) / 1e6) + " ms"
    }

    private static func crowd(_ sandbox: BenchmarkSandbox) async throws {
        let plan = plan(sandbox, "harbor")
        let sleepers = try (0..<100).map { _ in try session(plan, "harbor") }
        let open = Locked(0)
        let tasks = sleepers.map { session in
            Task {
                try await session.open()
                open.withLock { $0 += 1 }
                try await session.run(Array("select pg_sleep(1000)".utf8), input: nil) { _ in }
                open.withLock { $0 -= 1 }
            }
        }
        while open.withLock({ $0 < 100 }) { try await Task.sleep(for: .milliseconds(20)) }
        print("sessions: 100 of them in pg_sleep on PostgreSQL")
        let timer = try await milliseconds { try await Task.sleep(for: .milliseconds(1)) }
        let another = try session(plan, "harbor")
        let opening = try await milliseconds {
            try await another.open()
            try await another.run(Array("select 1".utf8), input: nil) { _ in }
        }
        let cancelling = try await milliseconds {
            sleepers[50].cancel()
            try await tasks[50].value
        }
        print("  a timer of 1 ms took \(timer), a new session with select 1 \(opening), a cancel \(cancelling)")
        for sleeper in sleepers { sleeper.cancel() }
        for task in tasks { try await task.value }
    }

    private static func cycles(_ sandbox: BenchmarkSandbox, _ name: String) async throws {
        let plan = plan(sandbox, name)
        func cycle(_ count: Int) async throws {
            for _ in 0..<count {
                let session = try session(plan, name)
                try await session.open()
                try await session.run(Array("select 1".utf8), input: nil) { _ in }
                await session.close()
            }
        }
        try await cycle(500)
        let before = residentKiB
        let time = try await milliseconds { try await cycle(10_000) }
        print(
            "sessions: 10,000 times connect, select 1, close on \(name): \(time); memory \(before) KiB before, \(residentKiB) KiB after"
        )
    }

    private static var residentKiB: Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4 } ?? 0
    }
}
