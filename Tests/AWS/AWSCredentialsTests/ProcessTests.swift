import AWSCredentials
import CPlatform
import Failures
import Foundation
import LocalFiles
import Secrets
import SigV4
import TestSupport
import Testing
import Threads
import Timestamps

private let keys =
    #"{"Version":1,"AccessKeyId":"ASIAPROC","SecretAccessKey":"S","SessionToken":"T","Expiration":"2026-11-21T20:00:00Z"}"#

/// Records the lines that it is shown.
final class Listener: CredentialInteraction {
    let lines = Locked<[String]>([])
    let sharesTerminal: Bool
    private let then: @Sendable () -> Void

    init(sharesTerminal: Bool = false, then: @escaping @Sendable () -> Void = {}) {
        self.sharesTerminal = sharesTerminal
        self.then = then
    }

    func code(for device: MFADevice) throws(Failure) -> Secret { throw Failure(.internalError, "not asked") }
    func offer(_ login: LoginOffer) -> LoginChoice { .decline }
    func show(_ invitation: LoginInvitation) {}
    func tell(_ line: String, of profile: String) {
        lines.withLock { $0.append("\(profile): \(line)") }
        then()
    }
}

@Suite struct ProcessTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    /// A profile whose credential process is a script.
    private func situation(_ script: String) throws -> Situation {
        let path = try folder.program("#!/bin/bash\n" + script, to: "p \(UUID().uuidString)")
        return Situation(
            environment: ["PATH": "/usr/bin:/bin"], config: "[default]\ncredential_process = '\(path)' 'an argument'")
    }

    private func explain(
        _ script: String, patience: Int = 20_000, interaction: any CredentialInteraction = NoInteraction(),
        cancel: WakeSignal? = nil, variables: [String: String] = [:]
    ) throws -> CredentialExplanation {
        var situation = try situation(script)
        situation.environment.merge(variables) { $1 }
        let environment = try situation.install(in: folder)
        let services = CredentialServices(
            transport: LoopbackTransport(variables: [:]), interaction: interaction, clock: { Situation.now },
            cancel: cancel, processPatience: patience)
        return ProviderChain.standard.explain(
            CredentialLookup(
                choice: .environment, environment: environment, files: try AWSFiles(reading: environment),
                now: Situation.now, services: services))
    }

    @Test func `a search without prompts still shows the output of a credential process`() throws {
        let listener = Listener()
        let environment = try situation("echo 'touch your key' >&2; exit 9").install(in: folder)
        let services = CredentialServices(
            transport: LoopbackTransport(variables: [:]), interaction: listener, clock: { Situation.now })
        let store = CredentialStore(environment, services: services)
        #expect(throws: Failure.self) { try store.credentialsQuietly(for: .init(.environment)) }
        #expect(listener.lines.withLock { $0 } == ["default: touch your key"])
    }

    private func failure(_ script: String, patience: Int = 20_000) throws -> Failure? {
        guard case .failure(let failure) = try explain(script, patience: patience).outcome else { return nil }
        return failure
    }

    @Test func `its output is used with its expiry`() throws {
        let found = try explain("test \"$1\" = 'an argument' && echo '\(keys)'").outcome.get()
        #expect(found.credentials.accessKeyID == "ASIAPROC")
        #expect(found.credentials.expiration == Timestamp(text: "2026-11-21T20:00:00Z"))
        #expect(found.isRenewable)
        let plain = #"{"Version":1,"AccessKeyId":"AKIAPROC","SecretAccessKey":"S"}"#
        let forever = try explain("echo '\(plain)'").outcome.get()
        #expect(forever.credentials.expiration == nil && forever.credentials.sessionToken == nil)
        #expect(!forever.isRenewable)
    }

    @Test(arguments: [
        "", "echo nonsense", "echo '{}'", "echo '\(keys.replacing(":1,", with: ":2,"))'",
        "echo '\(keys.replacing("AccessKeyId", with: "X"))'", "echo '\(keys.replacing("ASIA", with: "A\\nB"))'",
        "echo '\(keys)' '\(keys)'", "head -c 4 /dev/zero",
    ])
    func `any other output is refused and no part of it is shown`(script: String) throws {
        let failure = try #require(try failure(script))
        #expect(failure.what == "the credential process gave no credentials")
        #expect(!"\(failure)".contains("PROC"))
    }

    @Test func `its errors are shown when it fails, and its remarks when it succeeds`() throws {
        let failed = try #require(try failure("echo first >&2; echo 'no such vault' >&2; exit 3"))
        #expect(failed.why?.hasSuffix("ended with exit code 3: no such vault") == true)
        let listener = Listener()
        _ = try explain("echo 'touch your key' >&2; echo '\(keys)'", interaction: listener).outcome.get()
        #expect(listener.lines.withLock { $0 } == ["default: touch your key"])
        var absent = try situation("")
        absent.config = "[default]\ncredential_process = /nowhere/program"
        #expect(absent.failure()?.why == "/nowhere/program: No such file or directory")
        absent.config = "[default]\ncredential_process = 'unclosed"
        #expect(absent.failure()?.status == .badConfiguration)
    }

    @Test func `its prompt is shown while it waits`() throws {
        let key = folder.path("touched")
        let listener = Listener { _ = FileManager.default.createFile(atPath: key, contents: nil) }
        let script = "echo 'touch your key' >&2; until [ -e '\(key)' ]; do :; done; echo '\(keys)'"
        _ = try explain(script, interaction: listener).outcome.get()
        #expect(listener.lines.withLock { $0 } == ["default: touch your key"])
    }

    @Test(arguments: [false, true])
    func `a hanging process is killed in time with its children, with and without a terminal`(isShared: Bool) throws {
        let mark = folder.path("child")
        let script = "(sleep 1000 & echo $! > '\(mark)'; wait) & wait"
        let explanation = try explain(script, patience: 300, interaction: Listener(sharesTerminal: isShared))
        guard case .failure(let failure) = explanation.outcome else { return #expect(Bool(false)) }
        #expect(failure.what == "the credential process was killed")
        let child = try #require(Int32(try folder.text("child").split(separator: "\n").joined()))
        try eventually { kill(child, 0) != 0 || isZombie(child) }
    }

    @Test(arguments: ["yes", "yes >&2", "cat /dev/zero"])
    func `a process with endless output is killed`(script: String) throws {
        #expect(try failure(script)?.why?.hasSuffix("it printed more than 262144 bytes") == true)
    }

    @Test func `a child that keeps the output open is not waited for`() throws {
        let mark = folder.path("left")
        let found = try explain("sleep 1000 & echo $! > '\(mark)'; echo '\(keys)'").outcome.get()
        #expect(found.credentials.accessKeyID == "ASIAPROC")
        if let child = Int32(try folder.text("left").split(separator: "\n").joined()) { kill(child, SIGKILL) }
    }

    @Test(arguments: [
        "read line < /dev/tty", "echo x > /dev/tty", "exec 3<>/dev/tty", "stty -F /dev/tty -echo",
        "stty -echo; cat /dev/tty",
    ])
    func `a process that prompts on the terminal is refused at once with the reason`(script: String) throws {
        let failure = try #require(try failure("\(script) || exit 7; echo '\(keys)'", patience: 600_000))
        #expect(failure.what == "the credential process failed")
        #expect(failure.why?.contains("ended with exit code 7: ") == true, "\(failure)")
        #expect(failure.why?.contains("/dev/tty") == true, "\(failure)")
        #expect(failure.next == "run it by hand to see what it says; it has no terminal here on which it could ask")
    }

    @Test func `a process that closes its output and continues is ended in time`() throws {
        let failure = try #require(try failure("exec >&- 2>&-; sleep 1000", patience: 300))
        #expect(failure.what == "the credential process was killed")
    }

    /// Processes with children, and processes that ignore signals.
    @Test(
        arguments: [0, 1],
        [
            "sleep 1000 & wait", "trap '' TERM HUP INT; sleep 1000 & wait", "(exec setsid -w sleep 1000) & sleep 1000",
            "kill -STOP $$",
        ])
    func `a guard ends a process and its children when the program is gone`(isGroup: Int32, script: String)
        throws
    {
        let mark = folder.path("pids")
        let path = try folder.write("#!/bin/bash\necho $$ >> '\(mark)'\n\(script)\n", to: "guarded")
        var pids: [Int32] = []
        let child = CStringArray.withPointers(["/bin/bash", path]) { words in
            CStringArray.withPointers(["PATH=/usr/bin:/bin"]) { settings in
                let nothing = open("/dev/null", O_RDWR)
                defer { close(nothing) }
                var request = qd_spawn_request()
                (request.arguments, request.environment) = (words, settings)
                (request.input, request.output, request.error) = (nothing, nothing, nothing)
                return isGroup == 1 ? qd_spawn_daemon(&request) : qd_spawn(&request)
            }
        }
        let guardian = qd_guard_start(child, isGroup)
        #expect(guardian.process > 0)
        try eventually { FileManager.default.fileExists(atPath: mark) }
        pids = [child] + children(child)
        // The kernel closes the line in the same way when the program ends.
        close(guardian.line)
        for pid in pids where isGroup == 0 || getpgid(pid) == child {
            try eventually { kill(pid, 0) != 0 || isZombie(pid) }
        }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        waitpid(guardian.process, &status, 0)
        for pid in pids { kill(pid, SIGKILL) }
    }

    @Test func `a stopped guard leaves the process alone, and a killed guard does no harm`() throws {
        let child = try ChildProcess(["sleep", "1000"], environment: ["PATH": "/usr/bin:/bin"])
        qd_guard_stop(qd_guard_start(child.identifier, 0))
        let other = qd_guard_start(child.identifier, 0)
        kill(other.process, SIGKILL)
        qd_guard_stop(other)
        #expect(kill(child.identifier, 0) == 0)
    }

    private func children(_ process: Int32) -> [Int32] {
        let text = try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
        return (text ?? "").split(separator: " ").compactMap { Int32($0) }
    }

    @Test func `cancelling the search kills it`() throws {
        let cancel = WakeSignal()
        cancel.raise()
        guard case .failure(let failure) = try explain("sleep 1000", cancel: cancel).outcome else {
            return #expect(Bool(false))
        }
        #expect(failure.status == .interrupted)
    }

    @Test func `it gets no input, no open files and no database password`() throws {
        let script = """
            read -r line && exit 5
            test "$(ls /proc/self/fd | wc -l)" -le 4 || exit 6
            test -z "$PGPASSWORD$MYSQL_PWD" || exit 7
            test "$VAULT_ADDR" = here || exit 8
            echo '\(keys)'
            """
        let variables = ["PGPASSWORD": "x", "MYSQL_PWD": "x", "VAULT_ADDR": "here"]
        #expect(try explain(script, variables: variables).outcome.get().credentials.accessKeyID == "ASIAPROC")
    }

    private func eventually(_ condition: () -> Bool) throws {
        for _ in 0..<2_000 {
            if condition() { return }
            poll(nil, 0, 5)
        }
        Issue.record("it did not happen")
    }

    private func isZombie(_ process: Int32) -> Bool {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ") Z "
        return text.contains(") Z ")
    }
}
