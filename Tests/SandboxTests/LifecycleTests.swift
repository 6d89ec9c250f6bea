import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Sandboxes coming and going, one after the other: each takes what two cores have.
@Suite(.serialized) struct LifecycleTests {
    private let folder: TemporaryDirectory
    private var state: String { folder.path("s") }

    init() throws {
        folder = try TemporaryDirectory()
        // The servers' account has to pass through.
        chmod(folder.path, 0o755)
    }

    private func quarterdeck(_ arguments: String..., environment: [String: String] = [:]) throws -> Program {
        try Program.run([Program.product("quarterdeck")] + arguments, environment: environment)
    }

    private func isRunning(_ process: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }

    /// Waits up to 30 seconds for something that must happen.
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
        #expect(sourced.text == "5\n")
        #expect(try quarterdeck("sandbox", "down", "--state", state).status == 0)
        #expect(!FileManager.default.fileExists(atPath: state))
        for process in [sandbox.pids.supervisor, sandbox.pids.postgresql, sandbox.pids.mariadb] {
            #expect(!isRunning(process))
        }
        #expect(try quarterdeck("sandbox", "down", "--state", state).status == 0)
    }

    @Test func `two stand side by side, one of them with a long path`() throws {
        let long = folder.path(String(repeating: "long", count: 25))
        let (one, two) = (try SharedSandbox.up(state), try SharedSandbox.up(long))
        #expect(try one.psql(one.token("harbor")).text == "jane_doe\n")
        #expect(try two.psql(two.token("harbor")).text == "jane_doe\n")
        #expect(try two.mariadb(two.token("ferry")).text == "jane_doe\n")
        // Keys of one are strangers to the other.
        #expect(try one.psql(two.token("harbor")).status == 2)
        for path in [state, long] { #expect(try quarterdeck("sandbox", "down", "--state", path).status == 0) }
    }

    @Test func `killed servers leave nothing that stops the next start`() throws {
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

    @Test func `a directory that is no sandbox stays`() throws {
        let precious = try folder.write("x", to: "s/precious")
        #expect(try quarterdeck("sandbox", "down", "--state", state).status == 73)
        #expect(FileManager.default.fileExists(atPath: precious))
    }

    @Test func `a missing package is named with the line that installs it`() throws {
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

    @Test func `a full disk is told before anything is started`() throws {
        let run = try Program.run(
            [
                "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
                "mkdir \"$1\" && mount -t tmpfs -o size=64m none \"$1\" && \"$0\" sandbox up --state \"$1/s\"",
                Program.product("quarterdeck"), folder.path("disk"),
            ])
        #expect(run.status == 73)
        #expect(run.errors.contains("MiB free"))
    }

    @Test func `an ordinary user can have one`() throws {
        guard geteuid() == 0 else { return }  // then every other test here has shown it
        let home = folder.path("home")
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        chown(home, 65_534, 65_534)
        let copy = folder.path("bin")
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for name in ["quarterdeck", "libQuarterdeckDoor.so"] {
            try FileManager.default.copyItem(atPath: Program.product(name), toPath: copy + "/" + name)
        }
        let run = try Program.run(
            [
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c",
                "\"$0\" sandbox up && . ~/.local/state/quarterdeck/sandbox/env && eval \"$(\"$0\" token harbor --format env)\" && "
                    + "psql -Atc 'select current_user'; \"$0\" sandbox down; ls -A ~/.local/state/quarterdeck",
                copy + "/quarterdeck",
            ], environment: ["HOME": home])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.hasSuffix("jane_doe\n"), "\(run.text)")
    }

    @Test func `the demo shows both servers being opened and leaves nothing`() throws {
        let run = try quarterdeck(
            "demo", environment: ["HOME": folder.path, "XDG_STATE_HOME": folder.path("state"), "LANG": "C.UTF-8"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.contains(" jane_doe     |      48 |  1000000"))
        #expect(run.text.contains("| jane_doe@%     | 広瀬丸"))
        #expect(run.errors.contains("PAM authentication failed"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("state/quarterdeck")) == [])
    }

    @Test func `a killed demo takes its servers with it`() throws {
        let demo = try ChildProcess(
            [Program.product("quarterdeck"), "demo"],
            environment: ["HOME": folder.path, "XDG_STATE_HOME": folder.path("state")])
        var sandbox: SandboxDescription?
        eventually("the demo's sandbox comes up") {
            sandbox = RunningSandbox.description(state: folder.path("state/quarterdeck/demo"))
            return sandbox != nil
        }
        kill(demo.identifier, SIGKILL)
        let processes = try #require(sandbox).pids
        eventually("its servers end") {
            ![processes.supervisor, processes.postgresql, processes.mariadb].contains(where: isRunning)
        }
        eventually("its files go") { !FileManager.default.fileExists(atPath: folder.path("state/quarterdeck/demo")) }
    }
}
