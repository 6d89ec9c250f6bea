import Endpoints
import Failures
import Foundation
import Passwords
import Profiles
import Secrets
import TestSupport
import Testing
import Threads

/// Fetching passwords from programs, secrets and the user, without a server.
@Suite struct PasswordStoreTests {
    private static let host = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"

    private static func request(_ origin: PasswordOrigin) throws -> PasswordRequest {
        var cluster = Cluster(name: "orders", engine: .postgresql, endpoint: try Endpoint(host))
        cluster.passwords["ops"] = origin
        return try #require(PasswordRequest(cluster, user: "ops"))
    }

    /// The store's services: the texts of a secret one after the other, and what was shown.
    private final class Outside: Sendable {
        let texts: Locked<[String]>
        let shown = Locked<[String]>([])
        let fetches = Locked(0)

        init(_ texts: [String] = []) {
            self.texts = Locked(texts)
        }

        func store(milliseconds: Int64 = 20_000) -> PasswordStore {
            var services = PasswordServices(
                secretText: { [self] _, _ throws(Failure) in
                    Secret(texts.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? "" })
                },
                ask: { _ throws(Failure) in Secret("typed") },
                tell: { [self] line, _ in shown.withLock { $0.append(line) } },
                variables: { ["PATH": "/usr/bin:/bin", "PGPASSWORD": "inherited"] })
            services.fetched = { [self] _ in fetches.withLock { $0 += 1 } }
            services.processMilliseconds = milliseconds
            return PasswordStore(services)
        }
    }

    private static func sh(_ script: String) throws -> PasswordRequest { try request(.command(["sh", "-c", script])) }

    private static func password(_ request: PasswordRequest, _ store: PasswordStore) throws -> String {
        try store.password(request, cancel: nil).revealText()
    }

    @Test(arguments: [
        ("printf secret", "secret"), ("echo secret", "secret"), ("printf 'secret\\n\\n'", "secret\n"),
        ("printf 'one\\ntwo\\n'", "one\ntwo"), ("printf ' a b '", " a b "), ("echo \"${PGPASSWORD-none}\"", "none"),
    ])
    func `the output of a program without one newline is the password`(_ script: String, _ password: String) throws {
        #expect(try Self.password(try Self.sh(script), Outside().store()) == password)
    }

    @Test(arguments: [
        ("true", Failures.ExitStatus.notPermitted, "an empty one"), ("echo", .notPermitted, "an empty one"),
        ("exit 3", .notPermitted, "exit code 3"), ("yes", .unavailable, "printed more than 65536 bytes"),
        ("printf 'a\\0b'", .badData, "zero byte"), ("head -c 5000 /dev/zero | tr '\\0' x", .badData, "5000 bytes"),
        ("test -t 0 || : < /dev/tty", .notPermitted, "exit code"),
    ])
    func `a program that prints no usable password is refused`(
        _ script: String, _ status: Failures.ExitStatus, _ why: String
    ) throws {
        let failure = #expect(throws: Failure.self) { try Self.password(try Self.sh(script), Outside().store()) }
        #expect(failure?.status == status)
        #expect(failure?.why?.contains(why) == true, "\(String(describing: failure))")
    }

    @Test func `a program that hangs is ended with its children`() throws {
        let folder = try TemporaryDirectory()
        let request = try Self.sh("sleep 600 & echo $! > '\(folder.path("child"))'; wait")
        let failure = #expect(throws: Failure.self) {
            try Self.password(request, Outside().store(milliseconds: 1_500))
        }
        #expect(failure?.status == .unavailable)
        let child = try #require(pid_t(try folder.text("child").trimmingCharacters(in: .whitespacesAndNewlines)))
        for _ in 0..<3_000 where !Self.isGone(child) { poll(nil, 0, 10) }
        #expect(Self.isGone(child))
    }

    @Test func `a login that waits for another one's typed password can be cancelled, and both share it otherwise`()
        throws
    {
        let (asked, typed) = (WakeSignal(), WakeSignal())
        let questions = Locked(0)
        let services = PasswordServices(
            secretText: { _, _ throws(Failure) in Secret("") },
            ask: { _ throws(Failure) in
                questions.withLock { $0 += 1 }
                asked.raise()
                while !typed.wait(milliseconds: 60_000) {}
                return Secret("typed")
            }, tell: { _, _ in }, variables: { [:] })
        let (store, request) = (PasswordStore(services), try Self.request(.ask))
        let results = Locked<[String]>([])
        func login(_ cancel: WakeSignal?) -> WakeSignal {
            let done = WakeSignal()
            DetachedThread.start {
                do throws(Failure) {
                    let text = try store.password(request, cancel: cancel).revealText()
                    results.withLock { $0.append(text) }
                } catch {
                    results.withLock { $0.append(error.what) }
                }
                done.raise()
            }
            return done
        }
        let first = login(nil)
        #expect(asked.wait(milliseconds: 60_000))
        let cancel = WakeSignal()
        let (second, third) = (login(cancel), login(nil))
        cancel.raise()
        #expect(second.wait(milliseconds: 60_000))
        #expect(results.withLock { $0 } == ["interrupted"])
        typed.raise()
        #expect(first.wait(milliseconds: 60_000) && third.wait(milliseconds: 60_000))
        #expect(results.withLock { $0 } == ["interrupted", "typed", "typed"])
        #expect(questions.withLock { $0 } == 1)
    }

    @Test func `a cluster that leads to another server does not get the password of the old one`() throws {
        let outside = Outside(["one", "two"])
        let (store, request) = (outside.store(), try Self.request(.secret("orders")))
        #expect(try Self.password(request, store) == "one")
        #expect(try Self.password(request, store) == "one")
        var cluster = request.cluster
        cluster = Cluster(
            name: cluster.name, engine: .postgresql,
            endpoint: try Endpoint(Self.host.replacingOccurrences(of: "orders.", with: "other.")))
        cluster.passwords["ops"] = request.origin
        #expect(try Self.password(try #require(PasswordRequest(cluster, user: "ops")), store) == "two")
    }

    @Test func `a cancelled program is ended`() throws {
        let cancel = WakeSignal()
        cancel.raise()
        let failure = #expect(throws: Failure.self) {
            _ = try Outside().store().password(try Self.sh("sleep 600"), cancel: cancel)
        }
        #expect(failure?.status == .interrupted)
    }

    @Test func `a program that does not exist is a configuration error`() throws {
        let failure = #expect(throws: Failure.self) {
            try Self.password(try Self.request(.command(["/nonexistent/op", "read"])), Outside().store())
        }
        #expect(failure?.status == .badConfiguration)
    }

    @Test func `the standard error of a program is shown without the password`() throws {
        let outside = Outside()
        let request = try Self.sh(
            "echo 'touch the key' >&2; echo 'got correct-horse-battery' >&2; echo correct-horse-battery")
        #expect(try Self.password(request, outside.store()) == "correct-horse-battery")
        #expect(outside.shown.withLock { $0 } == ["touch the key", "got <redacted>"])
        let failed = try Self.sh("echo correct-horse-battery; echo 'lost correct-horse-battery' >&2; exit 1")
        let failure = #expect(throws: Failure.self) { try Self.password(failed, outside.store()) }
        #expect(failure?.why?.hasSuffix("lost <redacted>") == true)
    }

    @Test func `a password is fetched once and again after a refusal`() throws {
        let outside = Outside(["first", "second"])
        let store = outside.store()
        let request = try Self.request(.secret("orders"))
        let first = try store.password(request, cancel: nil)
        #expect(try Self.password(request, store) == "first")
        #expect(outside.fetches.withLock { $0 } == 1)
        #expect(store.renew(request, refused: first, cancel: nil))
        #expect(try Self.password(request, store) == "second")
        // Another session was refused with the old password: the new one is there already.
        #expect(store.renew(request, refused: first, cancel: nil))
        #expect(outside.fetches.withLock { $0 } == 2)
        // The secret has not changed: another login would be refused, too.
        #expect(!store.renew(request, refused: Secret("second"), cancel: nil))
        store.forget(request)
        _ = try store.password(request, cancel: nil)
        #expect(outside.fetches.withLock { $0 } == 4)
    }

    @Test func `a refused typed password is forgotten and not asked for at once`() throws {
        let outside = Outside()
        let store = outside.store()
        let request = try Self.request(.ask)
        let typed = try store.password(request, cancel: nil)
        #expect(!store.renew(request, refused: typed, cancel: nil))
        #expect(outside.fetches.withLock { $0 } == 1)
        #expect(try Self.password(request, store) == "typed")
        #expect(outside.fetches.withLock { $0 } == 2)
    }

    @Test(arguments: [
        (#"{"username":"ops","password":"p\"w"}"#, "p\"w"), (#"{"password":"pw","host":"h"}"#, "pw"),
        ("plain text", "plain text"), ("[1]", "[1]"), ("\"quoted\"", "\"quoted\""), ("line\n", "line\n"),
    ])
    func `a secret is an object with a password, or the password itself`(_ text: String, _ password: String) throws {
        #expect(try Self.password(try Self.request(.secret("orders")), Outside([text]).store()) == password)
    }

    @Test(arguments: [
        (#"{"username":"admin","password":"correct-horse"}"#, "its `username` is admin"),
        (#"{"username":"ops","password":7}"#, "without a text `password`"),
        (#"{"user":"ops","pass":"correct-horse"}"#, "without a text `password`"),
    ])
    func `a secret of another user or without a password is refused`(_ text: String, _ why: String) throws {
        let failure = #expect(throws: Failure.self) {
            try Self.password(try Self.request(.secret("orders")), Outside([text]).store())
        }
        #expect(failure?.status == .badConfiguration)
        #expect(failure?.why?.contains(why) == true)
        #expect("\(String(describing: failure))".contains("correct-horse") == false)
    }

    private static func isGone(_ process: pid_t) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        return status.isEmpty || status.contains(") Z ")
    }
}
