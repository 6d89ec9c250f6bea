import Foundation
import TestSupport
import Testing

@Suite struct CopyCommandTests {
    private let machine: Machine

    init() throws { machine = try Machine() }

    @Test func `the file contains the token, and standard error names path, format and expiry`() throws {
        let run = try machine.quarterdeck("copy", "orders")
        #expect(run.status == 0)
        #expect(run.text == "")
        let file = machine.home.path("run/quarterdeck/clipboard")
        let content = try String(contentsOfFile: file, encoding: .utf8)
        #expect(content.hasPrefix("\(Machine.host):5432/?") && !content.hasSuffix("\n"))
        #expect(machine.home.mode("run/quarterdeck/clipboard") == 0o600)
        #expect(run.errors.contains(" to \(file) (raw); good for new logins until "))
        #expect(!run.errors.contains("X-Amz"))
    }

    @Test func `settings choose the file and the format, and flags win`() throws {
        try machine.home.write(
            "[clipboard]\nfile = \"~/tok\"\nformat = \"json\"\n", to: ".config/quarterdeck/settings.toml")
        #expect(try machine.quarterdeck("copy", "orders").status == 0)
        #expect(try String(contentsOfFile: machine.home.path("tok"), encoding: .utf8).hasPrefix("{\"cluster\""))
        #expect(try machine.quarterdeck("copy", "orders", "--to", "here", "--format", "pgpass").status == 0)
        #expect(
            try String(contentsOfFile: machine.home.path("here"), encoding: .utf8).hasPrefix(
                "\(Machine.host):5432:orders:"))
    }

    @Test func `the next command removes a file whose token has expired`() throws {
        machine.environment["AWS_CREDENTIAL_EXPIRATION"] = ISO8601DateFormatter().string(
            from: Date(timeIntervalSinceNow: 2))
        #expect(try machine.quarterdeck("copy", "orders").status == 0)
        let file = machine.home.path("run/quarterdeck/clipboard")
        let deadline = Date(timeIntervalSinceNow: 30)
        repeat {
            _ = try machine.quarterdeck("list")
        } while FileManager.default.fileExists(atPath: file) && Date() < deadline
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test(arguments: [
        ["list"], ["list", "--json"], ["sql", "nobody"],
        ["exec", "orders", "--", "true"],
        ["exec", "nobody", "--", "true"], ["token", "billing"], ["themes", "list"], ["sandbox", "status"], ["--help"],
        ["--version"],
        ["help", "sql"], ["help", "credentials"], ["sql", "--help"], ["no-such-command"], ["sql", "--no-such-flag"],
        ["--generate-completion-script", "bash"],
    ])
    func `a command of any kind removes a file whose token has expired`(arguments: [String]) throws {
        #expect(try machine.quarterdeck("copy", "orders").status == 0)
        let file = machine.home.path("run/quarterdeck/clipboard")
        // The record of the file contains the token's expiry.
        let records = machine.home.path(".local/state/quarterdeck/written")
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: records).first { $0.hasSuffix(".json") })
        let text = try String(contentsOfFile: records + "/" + name, encoding: .utf8)
        let expired = text.replacing(/"expires_at":[0-9]+/, with: "\"expires_at\":1")
        #expect(expired != text)
        try Data(expired.utf8).write(to: URL(fileURLWithPath: records + "/" + name))
        machine.environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1"
        _ = try Program.run(
            [Program.product("quarterdeck")] + arguments,
            environment: machine.environment.merging(["HTTPS_PROXY": "http://127.0.0.1:1"]) { $1 },
            directory: machine.home.path)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test func `a directory of another user is refused for a token`() throws {
        try machine.home.write("", to: "theirs/x")
        for mode in [0o755, 0o1777, 0o700] as [mode_t] {
            try #require(chown(machine.home.path("theirs"), 12_345, 12_345) == 0)
            chmod(machine.home.path("theirs"), mode)
            let run = try machine.quarterdeck("copy", "orders", "--to", "theirs/token")
            #expect(run.status == 73)
            #expect(run.errors.contains("another user owns it"), "\(run.errors)")
            #expect(!FileManager.default.fileExists(atPath: machine.home.path("theirs/token")))
        }
    }

    @Test func `a read-only directory and a full disk leave nothing behind`() throws {
        // Both need their own mount; a user namespace allows that for any user.
        let script = """
            set -e
            mkdir disk
            mount -t tmpfs -o size=16k,mode=700 none disk
            export XDG_RUNTIME_DIR="$PWD/disk"
            head -c 1M /dev/zero > disk/filler 2>/dev/null || true
            truncate -s -4096 disk/filler
            mkdir disk/quarterdeck
            head -c 1M /dev/zero >> disk/filler 2>/dev/null || true
            set +e
            "$Q" copy orders; echo "full $?"
            find disk -type f ! -name filler
            rm disk/filler
            mount -o remount,ro disk
            "$Q" copy orders; echo "read-only $?"
            find disk -type f
            """
        let namespace = ["unshare", "--user", "--map-root-user", "--mount", "bash", "-c", script]
        let run = try Program.run(
            namespace,
            environment: machine.environment.merging(["Q": Program.product("quarterdeck")]) { own, _ in own },
            directory: machine.home.path)
        let words = run.text.split(separator: "\n")
        #expect(
            words == ["full 73", "read-only 73"] || words == ["full 74", "read-only 73"], "\(run.text) \(run.errors)")
    }
}
