import Failures
import Foundation
import TestSupport
import Testing
import Threads

@testable import Sandbox

/// Sandboxes start and stop, one after the other: each uses both cores.
@Suite(.serialized) struct LifecycleTests {
    private let folder: TemporaryDirectory
    private var state: String { folder.path("s") }

    init() throws {
        folder = try TemporaryDirectory()
        // The servers' account must be able to enter it.
        chmod(folder.path, 0o755)
    }

    private func quarterdeck(_ arguments: String..., environment: [String: String] = [:]) throws -> Program {
        try Program.run([Program.product("quarterdeck")] + arguments, environment: environment)
    }

    private func isRunning(_ process: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }

    /// Waits up to 30 seconds for a condition.
    private func eventually(_ what: String, _ isTrue: () throws -> Bool) rethrows {
        let deadline = Date(timeIntervalSinceNow: 30)
        while try !isTrue() {
            if Date() > deadline {
                Issue.record("never: \(what)")
                return
            }
            sched_yield()
        }
    }

    @Test func `up, up again, status and down`() throws {
        #expect(try quarterdeck("sandbox", "status", "--state", state).status == 69)
        let sandbox = try SharedSandbox.up(state)
        #expect(try SharedSandbox.up(state).pids.supervisor == sandbox.pids.supervisor)
        #expect(try quarterdeck("sandbox", "status", "--state", state).status == 0)
        let sourced = try Program.run([
            "sh", "-c", ". '\(state)/env'; '\(Program.product("quarterdeck"))' list | wc -l",
        ])
        #expect(sourced.text == "7\n")
        #expect(try quarterdeck("sandbox", "down", "--state", state).status == 0)
        #expect(!FileManager.default.fileExists(atPath: state))
        for process in [sandbox.pids.supervisor, sandbox.pids.postgresql, sandbox.pids.mariadb] {
            #expect(!isRunning(process))
        }
        #expect(try quarterdeck("sandbox", "down", "--state", state).status == 0)
    }

    @Test func `two sandboxes run in parallel, one of them with a long path`() throws {
        let long = folder.path(String(repeating: "long", count: 25))
        let (one, two) = (try SharedSandbox.up(state), try SharedSandbox.up(long))
        #expect(try one.psql(one.token("harbor")).text == "jane_doe\n")
        #expect(try two.psql(two.token("harbor")).text == "jane_doe\n")
        #expect(try two.mariadb(two.token("ferry")).text == "jane_doe\n")
        // The keys of one are unknown to the other.
        #expect(try one.psql(two.token("harbor")).status == 2)
        for path in [state, long] { #expect(try quarterdeck("sandbox", "down", "--state", path).status == 0) }
    }

    @Test func `killed servers leave nothing that prevents the next start`() throws {
        let first = try SharedSandbox.up(state)
        let token = try first.token("harbor")
        for process in [first.pids.supervisor, first.pids.postgresql, first.pids.mariadb] { kill(process, SIGKILL) }
        #expect(try quarterdeck("sandbox", "status", "--state", state).status == 69)
        let second = try SharedSandbox.up(state)
        let login = try second.psql(second.token("harbor"))
        #expect(login.text == "jane_doe\n", "\(login.errors)")
        #expect(try second.psql(token).status == 2)
        kill(second.pids.supervisor, SIGKILL)
        eventually("the servers end with their supervisor") {
            !isRunning(second.pids.postgresql) && !isRunning(second.pids.mariadb)
        }
        #expect(try quarterdeck("sandbox", "down", "--state", state).status == 0)
        #expect(!FileManager.default.fileExists(atPath: state))
    }

    @Test(arguments: ["with space", "it's", "com,ma", "col:on", "do$llar", "ha#sh", "new\nline", "海"])
    func `unusual characters in the path work`(name: String) throws {
        let sandbox = try SharedSandbox.up(folder.path(name))
        defer { _ = try? quarterdeck("sandbox", "down", "--state", folder.path(name)) }
        let login = try sandbox.psql(sandbox.token("harbor"))
        #expect(login.text == "jane_doe\n", "\(login.errors)")
        #expect(try sandbox.mariadb(sandbox.token("ferry")).text == "jane_doe\n")
        #expect(try quarterdeck("sandbox", "down", "--state", folder.path("./" + name)).status == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path(name)))
    }

    @Test func `down removes what up created and nothing else`() throws {
        let sandbox = try SharedSandbox.up(state)
        let precious = try folder.write("x", to: "s/precious")
        try folder.write("y", to: "elsewhere/kept")
        try FileManager.default.createSymbolicLink(
            atPath: state + "/log/link", withDestinationPath: folder.path("elsewhere"))
        #expect(try quarterdeck("sandbox", "down", "--state", state).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: state) == ["precious"])
        #expect(FileManager.default.fileExists(atPath: precious))
        #expect(FileManager.default.fileExists(atPath: folder.path("elsewhere/kept")))
        #expect(!isRunning(sandbox.pids.supervisor))
    }

    @Test(arguments: ["pg/PG_VERSION", "lock", "docs/thesis"])
    func `up refuses a directory with other files, and down does not remove one`(file: String) throws {
        let precious = try folder.write("x", to: "s/" + file)
        let mode = folder.mode("s")
        #expect(try quarterdeck("sandbox", "up", "--state", state).status == 73)
        #expect(try quarterdeck("sandbox", "down", "--state", state).status == 73)
        #expect(FileManager.default.fileExists(atPath: precious))
        #expect(folder.mode("s") == mode)
        #expect(try quarterdeck("sandbox", "up", "--state", "").status == 64)
        #expect(try quarterdeck("sandbox", "down", "--state", "").status == 64)
    }

    @Test func `a fault ends when it is switched off`() throws {
        for fault in ["expired", nil, "wrong-name", nil] as [String?] {
            let sandbox = try fault.map { try SharedSandbox.up(state, "--fault", $0) } ?? SharedSandbox.up(state)
            #expect(try sandbox.psql(sandbox.token("harbor")).status == (fault == nil ? 0 : 2))
            kill(sandbox.pids.supervisor, SIGTERM)
            eventually("it stops") { !RunningSandbox.isBusy(state: state) }
        }
        #expect(try quarterdeck("sandbox", "down", "--state", state).status == 0)
    }

    @Test func `down ends a sandbox that is still starting`() throws {
        for moment in [0, 100_000, 400_000, 1_000_000] as [UInt32] {
            let up = try ChildProcess(
                [Program.product("quarterdeck"), "sandbox", "up", "--state", state], environment: [:])
            eventually("it begins") { RunningSandbox.isBusy(state: state) }
            poll(nil, 0, Int32(moment / 1_000))
            let down = try quarterdeck("sandbox", "down", "--state", state)
            #expect(down.status == 0, "\(down.errors)")
            #expect(up.wait() != 0)
            #expect(!FileManager.default.fileExists(atPath: state))
        }
    }

    @Test func `an interrupted start leaves nothing`() throws {
        for moment in [0, 300_000, 1_200_000] as [UInt32] {
            let errors = folder.path("errors")
            let up = try ChildProcess(
                [Program.product("quarterdeck"), "sandbox", "up", "--state", state], environment: [:], errors: errors)
            eventually("it begins") { RunningSandbox.isBusy(state: state) }
            poll(nil, 0, Int32(moment / 1_000))
            kill(up.identifier, SIGINT)
            #expect(up.wait() == 130)
            #expect(try String(contentsOfFile: errors, encoding: .utf8).hasPrefix("quarterdeck: interrupted\n"))
            #expect(!RunningSandbox.isBusy(state: state))
            #expect(!FileManager.default.fileExists(atPath: state))
        }
    }

    @Test func `two starts at once end with one sandbox`() throws {
        let commands = try (0..<3).map { number in
            try ChildProcess(
                [Program.product("quarterdeck"), "sandbox", "up", "--state", state], environment: [:],
                errors: folder.path("errors-\(number)"))
        }
        for (number, command) in commands.enumerated() {
            #expect(command.wait() == 0, "\((try? folder.text("errors-\(number)")) ?? "")")
        }
        #expect(try quarterdeck("sandbox", "down", "--state", state).status == 0)
    }

    @Test func `a directory is claimed by several starts at once, and never with foreign files`() throws {
        for round in 0..<20 {
            let place = folder.path("claim-\(round)")
            let failures = Locked<[String]>([])
            let done = (0..<6).map { _ in WakeSignal() }
            for signal in done {
                DetachedThread.start {
                    let marker = SandboxMarker(state: place)
                    do throws(Failure) {
                        try marker.claim()
                        try marker.record(data: place)
                        // The first file after the marker, which a later claim finds.
                        _ = try StateLock(place + "/lock")
                    } catch {
                        failures.withLock { $0.append("\(error)") }
                    }
                    signal.raise()
                }
            }
            for signal in done { #expect(signal.wait(milliseconds: 60_000)) }
            #expect(failures.withLock { $0 }.isEmpty)
            #expect(SandboxMarker(state: place).dataDirectory() == place)
        }
        try folder.write("x", to: "foreign/lock")
        let failure = #expect(throws: Failure.self) { try SandboxMarker(state: folder.path("foreign")).claim() }
        #expect(failure?.status == .cannotCreate)
    }

    @Test func `a server that dies leaves a reason`() throws {
        let sandbox = try SharedSandbox.up(state)
        kill(sandbox.pids.mariadb, SIGKILL)
        eventually("the sandbox ends") { !RunningSandbox.isBusy(state: state) }
        let status = try quarterdeck("sandbox", "status", "--state", state)
        #expect(status.status == 69)
        #expect(status.errors.contains("why: mariadbd ended by itself"))
        #expect(try quarterdeck("sandbox", "down", "--state", state).status == 0)
    }

    @Test func `a directory that is not a sandbox stays`() throws {
        let precious = try folder.write("x", to: "s/precious")
        #expect(try quarterdeck("sandbox", "down", "--state", state).status == 73)
        #expect(FileManager.default.fileExists(atPath: precious))
    }

    @Test func `a missing package is named with the command that installs it`() throws {
        let run = try Program.run(
            [
                "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
                "mount -t tmpfs none /usr/lib/postgresql && \"$0\" sandbox up --state \"$1\"",
                Program.product("quarterdeck"), state,
            ])
        #expect(run.status == 69)
        #expect(run.errors.contains("initdb, which is not installed"))
        #expect(run.errors.contains("try: apt-get install"))
    }

    @Test func `a full disk is reported before anything is started`() throws {
        let run = try Program.run(
            [
                "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
                "mkdir \"$1\" && mount -t tmpfs -o size=64m none \"$1\" && \"$0\" sandbox up --state \"$1/s\"",
                Program.product("quarterdeck"), folder.path("disk"),
            ])
        #expect(run.status == 73)
        #expect(run.errors.contains("MiB free"))
    }

    @Test func `an ordinary user can run a sandbox`() throws {
        let home = folder.path("home")
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        chown(home, 65_534, 65_534)
        let copy = folder.path("bin")
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for name in ["quarterdeck", "libQuarterdeckDoor.so"] {
            try FileManager.default.copyItem(atPath: Program.product(name), toPath: copy + "/" + name)
        }
        // Root changes to an ordinary user.
        let become = geteuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
        let run = try Program.run(
            become + [
                "sh", "-c",
                "\"$0\" sandbox up && . ~/.local/state/quarterdeck/sandbox/env && eval \"$(\"$0\" token harbor --format env)\" && "
                    + "psql -Atc 'select current_user'; \"$0\" sandbox down; ls -A -I audit ~/.local/state/quarterdeck",
                copy + "/quarterdeck",
            ], environment: ["HOME": home])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.hasSuffix("jane_doe\n"), "\(run.text)")
    }

    @Test func `the demo logs in to both servers and leaves nothing behind`() throws {
        let run = try quarterdeck(
            "demo", environment: ["HOME": folder.path, "XDG_STATE_HOME": folder.path("state"), "LANG": "C.UTF-8"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.contains(" jane_doe     |  1000000"))
        #expect(run.text.contains("| jane_doe@% |      48 |"))
        #expect(run.text.contains("\"name\":\"広瀬丸\""))
        #expect(run.text.contains("PAM authentication failed"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("state/quarterdeck")) == [])
    }

    @Test func `a killed demo ends its servers`() throws {
        let demo = try ChildProcess(
            [Program.product("quarterdeck"), "demo"],
            environment: ["HOME": folder.path, "XDG_STATE_HOME": folder.path("state")])
        var sandbox: SandboxDescription?
        let demoState = folder.path("state/quarterdeck/demo-\(demo.identifier)")
        eventually("the demo's sandbox comes up") {
            sandbox = RunningSandbox.description(state: demoState)
            return sandbox != nil
        }
        kill(demo.identifier, SIGKILL)
        let processes = try #require(sandbox).pids
        eventually("its servers end") {
            ![processes.supervisor, processes.postgresql, processes.mariadb].contains(where: isRunning)
        }
        eventually("its files go") { !FileManager.default.fileExists(atPath: demoState) }
    }
}
