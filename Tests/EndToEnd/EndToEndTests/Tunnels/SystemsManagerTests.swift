import Foundation
import TestSupport
import Testing

@testable import Sandbox
@testable import Tunnels

/// Clusters behind instances of AWS Systems Manager: the sandbox's AWS starts the sessions, a plugin of the tests
/// carries the port.
@Suite struct SystemsManagerTests {
    private let clusters: PrivateClusters

    init() throws {
        clusters = try PrivateClusters()
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Oracle/session_manager_plugin.py").path
        try clusters.folder.program(
            "#!/bin/sh\nexec python3 \(script) \"$@\"\n", to: "bin/session-manager-plugin")
    }

    /// What the plugin noted, for instance its arguments.
    private var notes: [(word: String, value: Any)] {
        let text = (try? String(contentsOfFile: clusters.folder.path("plugin.log"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            guard let pair = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any],
                let word = pair.first as? String
            else { return nil }
            return (word, pair[1])
        }
    }

    private var starts: [[String: Any]] {
        notes.filter { $0.word == "started" }.compactMap { $0.value as? [String: Any] }
    }

    private func environment(_ name: String, _ more: [String: String] = [:]) throws -> [String: String] {
        let aws = try #require(clusters.sandbox.env["AWS_ENDPOINT_URL_SSM"])
        return try clusters.environment([
            "PATH": "\(clusters.folder.path("bin")):/usr/bin:/bin", "PLUGIN_LOG": clusters.folder.path("plugin.log"),
            "PLUGIN_PORT": "\(clusters.sandbox.port(name))", "PLUGIN_CHECK": aws + PortSessions.path,
        ]).merging(more) { _, new in new }
    }

    private func sql(_ name: String = "harbor", _ more: [String: String] = [:], _ flags: String...) throws -> Program {
        try Program.run(
            [Program.product("quarterdeck"), "sql", name, "-c", "select 7 as seven"] + flags,
            environment: environment(name, more))
    }

    private func isOpen(_ session: String) throws -> Bool {
        let aws = try #require(clusters.sandbox.env["AWS_ENDPOINT_URL_SSM"])
        let open = try Program.run(["/usr/bin/curl", "-sS", "--noproxy", "*", aws + PortSessions.path]).text
        return open.split(separator: "\n").contains { $0 == session }
    }

    @Test(arguments: [("harbor", "ssm:i-0123456789abcdef0"), ("ferry", "ssm:tag:Name=bastion")])
    func `a session goes through an instance, and the AWS session ends with it`(
        _ name: String, _ tunnel: String
    ) throws {
        try clusters.profiles([name: "tunnel = \"\(tunnel)\""])
        let run = try sql(name)
        #expect(run.text == "seven\n7\n", "\(run.errors)")
        let cluster = try clusters.sandbox.cluster(name)
        let start = try #require(starts.first)
        #expect(starts.count == 1)
        #expect(start["region"] as? String == "eu-west-1")
        #expect(start["operation"] as? String == "StartSession")
        #expect(start["profile"] as? String == "")
        #expect(start["endpoint"] as? String == clusters.sandbox.env["AWS_ENDPOINT_URL_SSM"])
        #expect(start["by_variable"] as? Bool == true)
        let request = try #require(start["request"] as? [String: Any])
        #expect(request["Target"] as? String == "i-0123456789abcdef0")
        #expect(request["DocumentName"] as? String == "AWS-StartPortForwardingSessionToRemoteHost")
        let parameters = try #require(request["Parameters"] as? [String: [String]])
        #expect(parameters["host"] == [cluster.endpoint])
        #expect(parameters["portNumber"] == ["\(cluster.port)"])
        let session = try #require(start["session"] as? String)
        #expect(try !isOpen(session))
    }

    @Test func `one AWS session serves all connections, and a killed proxy interrupts the plugin`() throws {
        try clusters.profiles(["harbor": "tunnel = \"ssm:tag:Name=bastion\""])
        let child = try ChildProcess(
            [Program.product("quarterdeck"), "proxy", "harbor"], environment: environment("harbor"),
            output: clusters.folder.path("out"), errors: clusters.folder.path("errors"))
        func line() -> String { (try? String(contentsOfFile: clusters.folder.path("out"), encoding: .utf8)) ?? "" }
        try #require(RelayInUse.eventually { line().hasSuffix("\n") })
        let psql = line().dropLast() + " -XAtc 'select 7'"
        let script = "for i in 1 2 3; do \(psql); done"
        let asked = try Program.run(["sh", "-c", script], environment: environment("harbor"))
        #expect(asked.text == "7\n7\n7\n", "\(asked.errors)")
        #expect(starts.count == 1)
        kill(child.identifier, SIGKILL)
        _ = child.wait()
        #expect(RelayInUse.eventually { notes.contains { $0.word == "interrupted" } })
    }

    @Test func `an old plugin gets the session as an argument, and the profile is passed`() throws {
        try clusters.profiles(["harbor": "tunnel = \"ssm:i-0123456789abcdef0\"\naws_profile = \"default\""])
        let run = try sql("harbor", ["PLUGIN_VERSION": "1.2.497.0"])
        #expect(run.text == "seven\n7\n", "\(run.errors)")
        #expect(starts.first?["by_variable"] as? Bool == false)
        #expect(starts.first?["profile"] as? String == "default")
        #expect(starts.first?["terminal"] as? Bool == false)
    }

    @Test(arguments: [
        ("die", "why: session-manager-plugin says: Cannot perform start session: EOF"),
        ("rubbish", "no sense"),
    ]) func `a plugin that fails is reported in its own words`(_ mode: String, _ expected: String) throws {
        try clusters.profiles(["harbor": "tunnel = \"ssm:i-0123456789abcdef0\""])
        let run = try sql("harbor", ["PLUGIN_MODE": mode])
        #expect(run.status == 69, "\(run.status)")
        #expect(run.errors.contains("the tunnel of harbor cannot be opened"), "\(run.errors)")
        #expect(run.errors.contains(expected), "\(run.errors)")
        #expect(run.errors.contains("aws ssm start-session --target i-0123456789abcdef0 --region eu-west-1"))
        #expect(!run.errors.contains("\u{1B}"))
        let session = try #require(starts.first?["session"] as? String)
        #expect(try !isOpen(session))
    }

    @Test func `the reason is said when the plugin, the instance or the permission is missing`() throws {
        let place = "tunnel = \"ssm:i-0123456789abcdef0\""
        try clusters.profiles(["harbor": place])
        let missing = try sql("harbor", ["PATH": "/usr/bin:/bin"])
        #expect(missing.status == 78, "\(missing.status)")
        #expect(missing.errors.contains("why: there is no session-manager-plugin in PATH"), "\(missing.errors)")
        #expect(missing.errors.contains("session-manager-plugin.deb"), "\(missing.errors)")
        let denied = try sql("harbor", [:], "--aws-profile", "nobody")
        #expect(denied.errors.contains("AccessDeniedException: "), "\(denied.errors)")
        #expect(denied.errors.contains("try: allow ssm:StartSession on the instance"), "\(denied.errors)")
        try clusters.profiles(["harbor": "tunnel = \"ssm:tag:Name=nowhere\""])
        let unknown = try sql()
        #expect(unknown.errors.contains("manages no instance with the tag Name=nowhere in eu-west-1"))
        try clusters.profiles(["harbor": "tunnel = \"ssm:tag:Name=lighthouse\""])
        let offline = try sql()
        #expect(offline.errors.contains("the agent of i-0fedcba9876543210 is not connected"), "\(offline.errors)")
        try clusters.profiles(["harbor": "tunnel = \"ssm:i-0fedcba9876543210\""])
        let stopped = try sql()
        #expect(stopped.errors.contains("TargetNotConnected: i-0fedcba9876543210 is not connected."))
        #expect(starts.isEmpty)
    }

    @Test(arguments: ["ssm:", "ssm:i-", "ssm:i-xyz", "ssm:tag:Name", "ssm:tag:=x", "ssm:-i", "smm:i-0123456789abcdef0"])
    func `a tunnel that names no instance is a mistake in the profile file`(_ tunnel: String) throws {
        try clusters.profiles(["harbor": "tunnel = \"\(tunnel)\""])
        let run = try sql()
        #expect(run.status == 78 && run.errors.contains("names no way that Quarterdeck knows"), "\(run.errors)")
    }

    @Test func `versions are compared by their numbers`() {
        for version in ["1.2.498", "1.2.536.0", "1.10", "2", "1.2.497.1"] {
            #expect(SystemsManagerForwarder.isNewer(version), "\(version)")
        }
        for version in ["1.2.497.0", "1.2.497", "1.2.99.9", "", "new", "1.2.3.4.5", "1..2", "1.2.498-beta"] {
            #expect(!SystemsManagerForwarder.isNewer(version), "\(version)")
        }
    }
}
