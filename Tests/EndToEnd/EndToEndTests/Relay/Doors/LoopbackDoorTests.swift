import Failures
import Foundation
import Secrets
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// TCP ports of a relay, which every user of the machine can reach.
@Suite struct LoopbackDoorTests {
    private let sandbox: SandboxDescription
    private let password = DoorPassword()

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private func relay(_ engine: RelayedServer.Engine, asked: Box<Int>, limits: RelayLimits = RelayLimits()) throws -> (
        DatabaseRelay, Int
    ) {
        let name = engine == .mysql ? "ferry" : "harbor"
        let secret = Secret(try sandbox.token(name))
        let relay = try DatabaseRelay(
            server: RelayedServer(
                engine, endpoint: try sandbox.cluster(name).endpoint, addresses: ["127.0.0.1"],
                port: Int(try sandbox.port(name)) ?? 0, authorityFile: sandbox.ca_file, user: "jane_doe",
                database: "harbor"),
            doors: [.port(0, password)], limits: limits,
            token: { _ in
                asked.change { $0 += 1 }
                return secret
            }, report: { _ in })
        return (relay, try #require(relay.ports.first))
    }

    private func psql(_ port: Int, _ password: String?) throws -> Program {
        var environment = ["PGHOST": "127.0.0.1", "PGPORT": "\(port)", "PGUSER": "jane_doe", "PGDATABASE": "harbor"]
        environment["PGPASSWORD"] = password
        return try Program.run(["psql", "-X", "-w", "-Atc", "select current_user"], environment: environment)
    }

    private func mariadb(_ port: Int, _ password: String, _ more: String...) throws -> Program {
        try Program.run(
            ["mariadb", "--no-defaults", "--protocol=TCP", "-h", "127.0.0.1", "-P", "\(port)", "-u", "jane_doe"] + more
                + ["-NBe", "select substring_index(current_user(), '@', 1)"], environment: ["MYSQL_PWD": password])
    }

    @Test func `a PostgreSQL client needs the password before anything else happens`() throws {
        let asked = Box(0)
        let (relay, port) = try relay(.postgresql, asked: asked)
        for wrong in ["wrong", "", nil, String(password.secret.revealText().dropLast())] {
            let run = try psql(port, wrong)
            #expect(run.status == 2)
            #expect(!run.errors.isEmpty && run.text.isEmpty)
        }
        #expect(try psql(port, "wrong").errors.contains("FATAL:  password authentication failed for user \"jane_doe\""))
        #expect(asked.value == 0)
        let run = try psql(port, password.secret.revealText())
        #expect(run.text == "jane_doe\n", "\(run.errors)")
        relay.stop()
        #expect(try psql(port, password.secret.revealText()).errors.contains("Connection refused"))
    }

    @Test func `a MySQL client needs the password before its login`() throws {
        let asked = Box(0)
        let (relay, port) = try relay(.mysql, asked: asked)
        defer { relay.stop() }
        for wrong in ["wrong", "", String(password.secret.revealText().dropLast())] {
            let run = try mariadb(port, wrong)
            #expect(run.status == 1 && run.errors.contains("ERROR 1045 (28000): Access denied"), "\(run.errors)")
        }
        #expect(asked.value == 0)
        let run = try mariadb(port, password.secret.revealText())
        #expect(run.text == "jane_doe\n", "\(run.errors)")
        let other = try mariadb(port, password.secret.revealText(), "--default-auth=caching_sha2_password")
        #expect(other.text == "jane_doe\n", "\(other.errors)")
        let third = try mariadb(port, password.secret.revealText(), "--default-auth=mysql_clear_password")
        #expect(third.text == "jane_doe\n", "\(third.errors)")
    }

    @Test(arguments: [RelayedServer.Engine.postgresql, .mysql])
    func `a wrong password is answered late, and others do not wait for it`(_ engine: RelayedServer.Engine) throws {
        let asked = Box(0)
        var limits = RelayLimits()
        limits.wrongPassword = 3_600_000
        let (relay, port) = try relay(engine, asked: asked, limits: limits)
        let command =
            engine == .mysql
            ? ["mariadb", "--no-defaults", "--protocol=TCP", "-h", "127.0.0.1", "-P", "\(port)", "-u", "jane_doe"]
            : ["psql", "-X", "-w", "-h", "127.0.0.1", "-p", "\(port)", "-U", "jane_doe", "harbor"]
        let folder = try TemporaryDirectory()
        let guesses = try (0..<3).map { number in
            try ChildProcess(
                command, environment: ["PGPASSWORD": "wrong", "MYSQL_PWD": "wrong"], output: folder.path("o\(number)"),
                errors: folder.path("e\(number)"))
        }
        let right = password.secret.revealText()
        let run = try engine == .mysql ? mariadb(port, right) : psql(port, right)
        #expect(run.text == "jane_doe\n", "\(run.errors)")
        #expect(asked.value == 1)
        for number in 0..<3 {
            #expect(try String(contentsOfFile: folder.path("e\(number)"), encoding: .utf8).isEmpty)
        }
        relay.stop()
        for guess in guesses { #expect(guess.wait() != 0) }
    }

    @Test func `a client with nonsense instead of a proof is refused`() throws {
        let asked = Box(0)
        let (relay, port) = try relay(.postgresql, asked: asked)
        defer { relay.stop() }
        let answers: [[UInt8]] = [
            ProtocolMessage("p", Array("secret\0".utf8)).bytes, ProtocolMessage("Q", Array("select 1\0".utf8)).bytes,
            ProtocolMessage("p", Array("SCRAM-SHA-256-PLUS\0".utf8) + [0, 0, 0, 0]).bytes,
            ProtocolMessage("p", Array("SCRAM-SHA-256\0".utf8) + [0, 0, 0, 9, 1]).bytes,
            ProtocolMessage("p", Array("SCRAM-SHA-256\0".utf8) + [255, 255, 255, 255]).bytes,
            [UInt8(ascii: "p"), 127, 255, 255, 255],
        ]
        for answer in answers {
            let wire = try Wire(toPort: port)
            wire.startup([("user", "jane_doe")])
            #expect(wire.hearMessage()?.letter == "R")
            wire.say(answer)
            #expect(wire.hearMessage()?.letter == "E")
        }
        #expect(asked.value == 0)
    }
}

extension Wire {
    /// Connects to a port on loopback.
    convenience init(toPort port: Int) throws {
        guard let socket = Descriptor.socket(AF_INET) else { throw POSIXError(.EMFILE) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket.number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw POSIXError(.ECONNREFUSED) }
        self.init(socket)
    }
}
