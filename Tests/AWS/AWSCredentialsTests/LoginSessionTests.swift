import AWSCredentials
import Failures
import Foundation
import JSON
import SigV4
import TestSupport
import Testing
import Threads
import Timestamps

/// The keys of `aws login`, and their renewal by an AWS CLI that the test writes.
@Suite struct LoginSessionTests {
    private let folder: TemporaryDirectory
    private let name = ".aws/login/cache/\(NameDigest.sha256("arn:aws:iam::1:user/jane")).json"

    init() throws { folder = try TemporaryDirectory() }

    private func file(_ seconds: Int64) -> String {
        #"{"accessToken":{"accessKeyId":"ASIALOGIN","secretAccessKey":"S","sessionToken":"T","accountId":"1","expiresAt":"\#((Situation.now + seconds).rfc3339)"},"refreshToken":"r","dpopKey":"k","clientId":"c"}"#
    }

    /// A machine whose keys have some seconds left, and whose AWS CLI is a script; nil: it has none.
    private func situation(_ seconds: Int64, cli script: String? = nil) throws -> Situation {
        if let script { try folder.program("#!/bin/bash\n" + script, to: "bin/aws") }
        var situation = Situation(
            environment: ["PATH": script == nil ? "/nowhere" : "\(folder.path("bin")):/usr/bin:/bin"],
            config: "[profile x]\nlogin_session = arn:aws:iam::1:user/jane", profile: "x")
        situation.files = [name: file(seconds)]
        return situation
    }

    private func failure(_ situation: Situation) throws -> Failure? {
        guard case .failure(let failure) = try situation.explain(home: folder).outcome else { return nil }
        return failure
    }

    private let printed =
        #"{"Version":1,"AccessKeyId":"ASIANEW","SecretAccessKey":"S","SessionToken":"T","Expiration":"2027-01-01T00:00:00Z"}"#

    @Test func `keys with five minutes left are used as they are`() throws {
        let found = try situation(300, cli: "touch '\(folder.path("ran"))'").explain(home: folder).outcome.get()
        #expect(found.credentials.accessKeyID == "ASIALOGIN" && found.warnings.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.path("ran")))
    }

    @Test func `the access lasts until the keys end, or longer where the AWS CLI renews them`() throws {
        let end = Situation.now + 400
        let alone = try situation(400).explain(home: folder).outcome.get()
        #expect(alone.access == AccessWindow(source: "aws login", end: end))
        let renewed = try situation(400, cli: "exit 1").explain(home: folder).outcome.get()
        #expect(renewed.access == AccessWindow(source: "aws login", end: end, movesBefore: 300))
        let failed = try situation(200, cli: "exit 1").explain(home: folder).outcome.get()
        #expect(failed.access == AccessWindow(source: "aws login", end: Situation.now + 200))
    }

    @Test func `a missing or incomplete file needs a new login`() throws {
        var situation = try situation(900)
        situation.files = [:]
        #expect(situation.failure()?.next == "aws login --profile x")
        situation.files = [name: file(900).replacing("dpopKey", with: "x")]
        #expect(situation.failure()?.why?.hasSuffix("has no dpopKey") == true)
        #expect(situation.failure()?.cause == .loginExpired)
    }

    @Test(arguments: [Int64(-60), 299]) func `the AWS CLI renews keys that end soon, without a terminal`(
        seconds: Int64
    ) throws {
        let script = """
            [ "$*" = "configure export-credentials --profile x --format process" ] || exit 9
            : < /dev/tty && exit 8
            echo '\(printed)'
            """
        let listener = Listener(sharesTerminal: true)
        let found = try situation(seconds, cli: script).explain(interaction: listener, home: folder).outcome.get()
        #expect(found.credentials.accessKeyID == "ASIANEW" && found.isRenewable)
        #expect(found.credentials.expiration == Timestamp(text: "2027-01-01T00:00:00Z"))
    }

    @Test func `without the AWS CLI keys are used to their end, with advice`() throws {
        let found = try situation(120).explain(home: folder).outcome.get()
        #expect(found.credentials.accessKeyID == "ASIALOGIN")
        #expect(found.warnings.first?.contains("any AWS CLI command renews them") == true, "\(found.warnings)")
        let failure = try #require(try failure(situation(0)))
        #expect(failure.cause == .credentialsExpired && failure.status == .notPermitted)
        #expect(failure.next?.contains("aws sts get-caller-identity --profile x") == true)
        #expect(failure.next?.contains("a browser is needed only after the login has ended") == true)
    }

    @Test func `an AWS CLI that cannot renew them is quoted`() throws {
        let script = "echo 'Your session has expired' >&2; exit 255"
        let failed = try #require(try failure(situation(0, cli: script)))
        #expect(failed.why?.hasSuffix("ended with exit code 255: Your session has expired") == true, "\(failed)")
        #expect(failed.next == "aws login --profile x" && failed.cause == .loginExpired)
        let found = try situation(200, cli: script).explain(home: folder).outcome.get()
        #expect(found.credentials.accessKeyID == "ASIALOGIN")
        #expect(found.warnings.first?.contains("Your session has expired") == true)
        let nonsense = try #require(try failure(situation(0, cli: "echo nonsense")))
        #expect(nonsense.cause == .credentialsExpired && nonsense.why?.hasSuffix("its output is not JSON") == true)
    }

    @Test func `parallel searches run the AWS CLI once`() throws {
        // Two stores stand for two programs. The AWS CLI rewrites the cache.
        let script = """
            echo run >> '\(folder.path("runs"))'
            printf '%s' '\(file(900))' > '\(folder.path(name)).new'
            mv '\(folder.path(name)).new' '\(folder.path(name))'
            echo '\(printed)'
            """
        let environment = try situation(60, cli: script).install(in: folder)
        let ends = (0..<4).map { _ in WakeSignal() }
        for end in ends {
            let started = DetachedThread.start {
                let services = CredentialServices(
                    transport: LoopbackTransport(variables: [:]), clock: { Situation.now })
                let store = CredentialStore(environment, services: services)
                #expect(throws: Never.self) { try store.credentials(for: .init(.flag("x"))) }
                end.raise()
            }
            #expect(started)
        }
        for end in ends { #expect(end.wait(milliseconds: 120_000)) }
        #expect(try folder.text("runs") == "run\n")
    }
}
