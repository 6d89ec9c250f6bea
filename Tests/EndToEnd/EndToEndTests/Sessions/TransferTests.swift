import Failures
import Foundation
import Glibc
import SQLWire
import SessionSetup
import TestSupport
import Testing
import Threads

@testable import Sandbox

/// Data on the way to a busy, blocked or lost server.
@Suite struct TransferTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    /// Rows of 100 bytes, about 64 KiB in each piece.
    private func rows(_ count: Int) -> CopySource {
        let next = Locked(0)
        let pad = String(repeating: "x", count: 90)
        return {
            next.withLock { next in
                guard next < count else { return nil }
                let end = min(count, next + 640)
                defer { next = end }
                return Array((next..<end).map { "\($0)\t\(pad)\n" }.joined().utf8)[...]
            }
        }
    }

    private func prepared(slowFor seconds: Int = 0) async throws -> any SQLSession {
        let session = try await sandbox.session("harbor")
        _ = try await session.collect("create temp table cargo (number int, pad text)")
        guard seconds > 0 else { return session }
        let body = "begin if new.number = 1000 then perform pg_sleep(\(seconds)); end if; return new; end"
        _ = try await session.collect(
            "create function pg_temp.slow() returns trigger language plpgsql as $$\(body)$$;"
                + "create trigger slow before insert on cargo for each row execute function pg_temp.slow()")
        return session
    }

    private func count(_ session: any SQLSession) async throws -> String? {
        try await session.collect("select count(*) from cargo").rows.first?.first ?? nil
    }

    @Test func `an upload waits for a busy server, however long its window is closed`() async throws {
        let session = try await prepared(slowFor: 16)
        let outcome = try await session.collect("copy cargo from stdin", input: rows(400_000))
        #expect(outcome.failures.isEmpty, "\(outcome.failures)")
        #expect(outcome.completions.first?.tag == "COPY 400000")
        #expect(try await count(session) == "400000")
    }

    @Test func `a copy that waits for its data is cancelled, and nothing of it is stored`() async throws {
        let session = try await prepared()
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        let isAsked = Locked(0)
        async let outcome = session.collect(
            "copy cargo from stdin",
            input: {
                let turn = isAsked.withLock { isAsked in
                    isAsked += 1
                    return isAsked
                }
                if turn == 1 { return Array("1\tone\n".utf8)[...] }
                var byte: UInt8 = 0
                _ = read(reader, &byte, 1)
                return nil
            })
        try await eventually { isAsked.withLock { $0 == 2 } }
        session.cancel()
        let failure = try await outcome.failures.first
        #expect(failure?.sqlState == "57014")
        #expect(failure?.text.contains("cancel") == true, "\(String(describing: failure))")
        #expect(try await count(session) == "0")
        _ = write(writer, "x", 1)
    }

    @Test func `unreadable data aborts a copy, and nothing of it is stored`() async throws {
        let session = try await prepared()
        let isFirst = Locked(true)
        let outcome = try await session.collect(
            "copy cargo from stdin",
            input: { () throws(Failure) in
                guard isFirst.withLock({ $0 }) else { throw Failure(.inputOutput, "cannot read it", why: "it broke") }
                isFirst.withLock { $0 = false }
                return Array("1\tone\n".utf8)[...]
            })
        #expect(outcome.failures.first?.text == "COPY from stdin failed: cannot read it; why: it broke")
        #expect(try await count(session) == "0")
    }

    @Test(arguments: ["copy", "statement"])
    func `a statement that a blocked connection does not transmit is abandoned at once`(_ kind: String) async throws {
        // The test stops a tunnel, because a stopped server would delay every other test.
        var plan = try sandbox.plan("harbor")
        let tunnel = try RogueServers(tunnelTo: plan.dialPort)
        plan.dialPort = try #require(tunnel.ports["tunnel"])
        let session = try sandbox.open(plan)
        try await session.open()
        _ = try await session.collect("create temp table cargo (number int, pad text)")
        tunnel.hold()
        defer { tunnel.release() }
        let pieces = Locked(0)
        let more = rows(4_000_000)
        let sql =
            kind == "copy"
            ? "copy cargo from stdin" : "select length('\(String(repeating: "x", count: 64 << 20))')"
        let error = Locked<SessionError?>(nil)
        let task = Task {
            let found = await sessionError {
                _ = try await session.collect(
                    sql,
                    input: { () throws(Failure) in
                        pieces.withLock { $0 += 1 }
                        return try more()
                    })
            }
            error.withLock { $0 = found }
        }
        session.cancel()
        session.abort()
        // Only a running statement is abandoned.
        try await eventually {
            session.abort()
            return error.withLock { $0 != nil }
        }
        await task.value
        #expect(error.withLock { $0?.kind } == .cancelled)
        #expect(await session.state().isOpen == false)
    }

    @Test func `the server's last message is shown although data is on the way`() async throws {
        let session = try await prepared()
        let observer = try await sandbox.session("harbor")
        let identifier = await session.state().identifier
        let next = rows(100_000_000)
        async let error = sessionError { _ = try await session.collect("copy cargo from stdin", input: next) }
        try await eventually {
            try await observer.collect("select count(*) from pg_stat_progress_copy where pid = \(identifier)").rows
                == [["1"]]
        }
        _ = try await observer.collect("select pg_terminate_backend(\(identifier))")
        #expect(await error?.kind == .lost)
    }

    @Test func `a dead network is noticed while data is on the way, and a pausing server is waited for`()
        throws
    {
        let folder = try TemporaryDirectory()
        chmod(folder.path, 0o755)
        let script = """
            set -e
            ip link set lo up
            "$Q" sandbox up --state "$S" >/dev/null
            trap 'ip link set lo up; "$Q" sandbox down --state "$S" >/dev/null' EXIT
            set -a; . "$S/env"; set +a
            pad=$(head -c 900000 /dev/zero | tr '\\0' x)
            row=$(head -c 200 /dev/zero | tr '\\0' x)
            # A server that stands still for a while is alive.
            server=$(grep -o '"mariadb" *: *[0-9]*' "$S/sandbox.json" | grep -o '[0-9]*$')
            { printf "select length('"; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do printf %s "$pad"; done; echo "') as n;"; } > "$S/large.sql"
            kill -STOP $server
            { echo "select 1;"; kill -CONT $server; sleep 1; kill -STOP $server; cat "$S/large.sql"; } |
                "$Q" sql ferry -q > "$S/paused.out" 2> "$S/paused.err" & paused=$!
            sleep 17; kill -CONT $server
            wait $paused && echo "paused 0 $(tail -1 "$S/paused.out")" || echo "paused $?"
            # A network that is gone is noticed, with the window open and closed.
            { echo "create temp table flow (n text);"; echo "copy flow from stdin;"; yes $row; } |
                "$Q" sql harbor 2> "$S/flow.err" & flow=$!
            { echo "create temp table stop (n text);"
              echo "create function pg_temp.wait() returns trigger language plpgsql as"
              echo "  \\$\\$begin perform pg_sleep(1000); return new; end\\$\\$;"
              echo "create trigger wait before insert on stop for each row execute function pg_temp.wait();"
              echo "copy stop from stdin;"; yes $row; } | "$Q" sql harbor 2> "$S/stop.err" & stop=$!
            while :; do echo "select length('$pad') as n;"; done | "$Q" sql ferry -q > /dev/null 2> "$S/mysql.err" & mysql=$!
            sleep 4
            ip link set lo down
            down=$SECONDS
            for name in flow stop mysql; do
                wait ${!name} && echo "$name 0" || echo "$name $?"
            done
            [ $((SECONDS - down)) -le 25 ] && echo "in time" || echo "after $((SECONDS - down)) s"
            cat "$S"/*.err
            """
        let state = folder.path("s")
        let run = try Program.run(
            (geteuid() == 0 ? ["unshare", "-n"] : ["unshare", "-cn", "--keep-caps"]) + ["bash", "-c", script],
            environment: ["Q": Program.product("quarterdeck"), "S": state, "HOME": folder.path])
        #expect(
            run.text.hasPrefix("paused 0 10800000\nflow 69\nstop 69\nmysql 69\nin time\n"), "\(run.text) \(run.errors)")
    }
}
