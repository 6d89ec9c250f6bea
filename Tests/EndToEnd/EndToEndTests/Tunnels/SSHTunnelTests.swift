import Foundation
import TestSupport
import Testing

@testable import Sandbox
@testable import Tunnels

/// Clusters behind OpenSSH servers.
@Suite struct SSHTunnelTests {
    private let clusters: PrivateClusters
    private let server: SSHServer

    init() throws {
        clusters = try PrivateClusters()
        server = try SSHServer()
    }

    private var environment: [String: String] {
        clusters.environment(["PATH": "\(server.path):/usr/bin:/bin"])
    }

    /// The sandbox's endpoint has no address, so a wrapper resolves it for the bastion.
    private func route(_ hops: String, _ name: String = "harbor") throws {
        let cluster = try clusters.sandbox.cluster(name)
        try clusters.profiles([name: "tunnel = \"ssh:\(hops)\""])
        let wrapper = "\(server.path)/ssh"
        var script = try String(contentsOfFile: wrapper, encoding: .utf8)
        if !script.contains("sed") {
            script = """
                #!/bin/sh
                for word; do
                    shift
                    set -- "$@" "$(printf %s "$word" | sed 's/:\(cluster.endpoint):\(cluster.port)$/:127.0.0.1:\(try clusters.sandbox.port(name))/')"
                done

                """ + script.replacing("#!/bin/sh\n", with: "")
            try server.replace(ssh: script)
        }
    }

    private func run(_ arguments: String...) throws -> Program {
        try Program.run([Program.product("quarterdeck")] + arguments, environment: environment)
    }

    @Test func `one ssh process serves all connections of a cluster`() throws {
        try route("bastion")
        let run = try run(
            "exec", "harbor", "--", "sh", "-c", "for i in 1 2 3; do psql -XAtc 'select current_user'; done")
        #expect(run.text == "jane_doe\njane_doe\njane_doe\n", "\(run.errors)")
        #expect(server.logins == 1, "\(server.log)")
    }

    @Test func `each hop is reached over the previous one`() throws {
        try route("hop,hop,bastion")
        let run = try run("sql", "harbor", "-c", "select 1 as one")
        #expect(run.text == "one\n1\n", "\(run.errors)")
        #expect(server.logins == 3, "\(server.log)")
    }

    @Test func `a wrong host key and a missing host are reported in ssh's words, with the command to try`() throws {
        try route("impostor")
        let wrong = try run("sql", "harbor", "-c", "select 1")
        #expect(wrong.status == 69, "\(wrong.status)")
        #expect(wrong.errors.contains("the tunnel of harbor cannot be opened"), "\(wrong.errors)")
        #expect(wrong.errors.contains("why: ssh says: Host key verification failed."), "\(wrong.errors)")
        #expect(wrong.errors.contains("try: run it by hand, and answer what it asks: ssh impostor true"))
        try route("nobody@127.0.0.1:1")
        let closed = try run("exec", "harbor", "--", "psql", "-c", "select 1")
        #expect(closed.errors.contains("Connection refused"), "\(closed.errors)")
        #expect(closed.errors.contains("ssh ssh://nobody@127.0.0.1:1 true"), "\(closed.errors)")
        #expect(server.logins == 0)
    }

    @Test func `a tunnel that dies is opened again, and no process remains when the proxy is killed`() throws {
        try route("bastion")
        let child = try ChildProcess(
            [Program.product("quarterdeck"), "proxy", "harbor"], environment: environment,
            output: clusters.folder.path("out"), errors: clusters.folder.path("errors"))
        func line() -> String { (try? String(contentsOfFile: clusters.folder.path("out"), encoding: .utf8)) ?? "" }
        try #require(RelayInUse.eventually { line().hasSuffix("\n") })
        let psql = line().dropLast() + " -XAtc 'select 1'"
        func ask() throws -> Program { try Program.run(["sh", "-c", String(psql)], environment: environment) }
        #expect(try ask().text == "1\n")
        let first = Self.children(of: child.identifier)
        #expect(first.count == 1)
        // A process without a terminal cannot prompt on the deck.
        #expect(first.allSatisfy { getsid($0) == $0 })
        for process in first { kill(process, SIGKILL) }
        #expect(try RelayInUse.eventually { try ask().text == "1\n" })
        let second = Self.children(of: child.identifier)
        #expect(second.count == 1 && second != first)
        kill(child.identifier, SIGKILL)
        _ = child.wait()
        #expect(RelayInUse.eventually { second.allSatisfy { kill($0, 0) != 0 } })
    }

    @Test func `a tunnel is closed some time after its last connection`() throws {
        try route("bastion")
        try FileManager.default.createDirectory(
            atPath: clusters.folder.path(".config/quarterdeck"), withIntermediateDirectories: true)
        try clusters.folder.write("tunnel_idle = 1\n", to: ".config/quarterdeck/settings.toml")
        let child = try ChildProcess(
            [Program.product("quarterdeck"), "proxy", "harbor"], environment: environment,
            output: clusters.folder.path("out"), errors: clusters.folder.path("errors"))
        func line() -> String { (try? String(contentsOfFile: clusters.folder.path("out"), encoding: .utf8)) ?? "" }
        try #require(RelayInUse.eventually { line().hasSuffix("\n") })
        let psql = String(line().dropLast() + " -XAtc 'select 1'")
        #expect(try Program.run(["sh", "-c", psql], environment: environment).text == "1\n")
        #expect(RelayInUse.eventually { Self.children(of: child.identifier).isEmpty })
        #expect(try Program.run(["sh", "-c", psql], environment: environment).text == "1\n")
        #expect(server.logins == 2)
        kill(child.identifier, SIGTERM)
        #expect(child.wait() == 0)
    }

    /// The child processes of a process, without the guards of its tunnels.
    private static func children(of parent: Int32) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(parent)/task")) ?? []
        return names.flatMap { thread -> [Int32] in
            let text = try? String(contentsOfFile: "/proc/\(parent)/task/\(thread)/children", encoding: .utf8)
            return (text ?? "").split(separator: " ").compactMap { Int32($0) }
        }.filter { process in
            let words = try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)
            return words?.contains("quarterdeck-guard") != true
        }
    }
}

/// The command line of ssh.
@Suite struct SSHCommandTests {
    private func words(_ hops: String...) -> String {
        let target = TunnelTarget(cluster: "c", host: "a.example", port: 5_432)
        return SSHCommand(target: target, hops: hops).arguments(program: "/usr/bin/ssh", port: 7).joined(separator: " ")
    }

    @Test func `the last hop connects to the cluster, and the others carry its connection`() {
        #expect(words("b").hasSuffix(" -L 127.0.0.1:7:a.example:5432 -- b"))
        #expect(words("h", "i", "y@b:2222").hasSuffix(" -L 127.0.0.1:7:a.example:5432 -- ssh://y@b:2222"))
        #expect(words("x@h:22", "y@b").contains(" -W '[%h]:%p' -- 'ssh://x@h:22' -L "))
        #expect(words("b").hasPrefix("/usr/bin/ssh -N -T -o BatchMode=yes -o "))
    }

    /// What a shell makes of a command after ssh has expanded its percent signs.
    private func run(_ command: String) throws -> [String] {
        let expanded = command.replacing("%%", with: "\u{1}").replacing("%h", with: "next").replacing("%p", with: "22")
            .replacing("\u{1}", with: "%")
        return try Program.run(["sh", "-c", "printf '%s\\n' " + expanded]).text.split(separator: "\n").map(String.init)
    }

    @Test func `no ssh on the way asks anything, however many hops there are`() throws {
        let target = TunnelTarget(cluster: "c", host: "a.example", port: 5_432)
        let hops = ["a", "u@[fe80::1%eth0]:23", "c:24", "last"]
        var words = SSHCommand(target: target, hops: hops).arguments(program: "/it's/ssh", port: 7)
        for hop in ["ssh://c:24", "ssh://u@[fe80::1%eth0]:23", "a"] {
            let proxy = try #require(words.first { $0.hasPrefix("ProxyCommand=") })
            words = try run(String(proxy.dropFirst("ProxyCommand=".count)))
            #expect(words.first == "/it's/ssh" && words.contains("BatchMode=yes"))
            #expect(words.suffix(4) == ["-W", "[next]:22", "--", hop])
        }
        #expect(!words.contains { $0.hasPrefix("ProxyCommand=") })
    }
}
