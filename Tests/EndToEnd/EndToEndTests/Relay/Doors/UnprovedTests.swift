import Failures
import Foundation
import Secrets
import SessionSetup
import SigV4
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// MySQL clients that have not proved the password of a TCP port.
@Suite struct UnprovedTests {
    private let sandbox: SandboxDescription
    private let ferryPort: Int
    private let password = DoorPassword()

    init() throws {
        sandbox = try SharedSandbox.description.get()
        ferryPort = try sandbox.ferryPort
    }

    /// The real server behind a port that counts the connections to it.
    private func counted(_ count: Box<Int>) throws -> HostileServer {
        let port = ferryPort
        return try HostileServer { wire in
            count.change { $0 += 1 }
            guard let far = try? Wire(toPort: port) else { return [] }
            Thread.detachNewThread { far.pass(to: wire) }
            wire.pass(to: far)
            return []
        }
    }

    private func relay(
        limits: RelayLimits = RelayLimits(), _ place: @escaping @Sendable () -> Int
    ) throws -> (relay: DatabaseRelay, port: Int) {
        let secret = Secret(try sandbox.token())
        let server = try RelayedServer(
            .mysql, endpoint: sandbox.ferry.endpoint, authorityFile: sandbox.ca_file, user: "jane_doe",
            database: "harbor"
        ) { () throws(Failure) in .addresses(["127.0.0.1"], port: place()) }
        let relay = try DatabaseRelay(
            server: server, doors: [.port(0, password)], limits: limits, token: { _ in secret }, report: { _ in })
        return (relay, try #require(relay.ports.first))
    }

    private func mariadb(_ port: Int) throws -> Program {
        try Program.run(
            [
                "mariadb", "--no-defaults", "--protocol=TCP", "-h", "127.0.0.1", "-P", "\(port)", "-u", "jane_doe",
                "-NBe", "select concat(substring_index(current_user(), '@', 1), ' ', database())",
            ], environment: ["MYSQL_PWD": password.secret.revealText()])
    }

    private func greeting(at port: Int) throws -> ServerGreeting {
        let packet = try #require(try Wire(toPort: port).hearPacket())
        return try #require(ServerGreeting(packet.payload))
    }

    /// A client's answer to a greeting, with a proof of the password.
    private func answer(_ greeting: [UInt8], flags: Capabilities, password: [UInt8]) throws -> [UInt8] {
        let end = try #require(greeting.dropFirst().firstIndex(of: 0))
        let challenge = Array(greeting[(end + 5)..<(end + 13)]) + Array(greeting[(end + 32)..<(end + 44)])
        let single = MessageDigest.sha1(password)
        let proof = DoorPassword.xor(single, MessageDigest.sha1(challenge + MessageDigest.sha1(single)))
        var bytes: [UInt8] = []
        bytes.append(flags.union(Capabilities.needed).rawValue, bytes: 4)
        bytes.append(16 << 20, bytes: 4)
        bytes += [45] + [UInt8](repeating: 0, count: 23) + Array("jane_doe\0".utf8)
        return bytes + [UInt8(proof.count)] + proof + Array("mysql_native_password\0".utf8)
    }

    @Test func `clients without the password cause no connection to the server`() throws {
        let dialed = Box(0)
        let server = try counted(dialed)
        var limits = RelayLimits()
        limits.wrongPassword = 1
        let (relay, port) = try relay(limits: limits) { server.port }
        defer { relay.stop() }
        var wires: [Wire] = []
        for number in 0..<30 {
            let wire = try Wire(toPort: port)
            let greeting = try #require(wire.hearPacket())
            #expect(greeting.sequence == 0 && ServerGreeting(greeting.payload) != nil)
            if number % 3 == 0 {
                wire.packet(try answer(greeting.payload, flags: .isMySQL, password: Array("wrong".utf8)), 1)
                let reply = try #require(wire.hearPacket())
                #expect(ErrorPacket(reply.payload)?.code == ErrorPacket.accessDenied)
            }
            wires.append(wire)
        }
        // The relay's own connection reads the greeting.
        #expect(dialed.value == 1)
        let run = try mariadb(port)
        #expect(run.text == "jane_doe harbor\n", "\(run.errors)")
        #expect(dialed.value == 2)
    }

    @Test func `the announced greeting shows the server's version and no session's number`() throws {
        let (relay, port) = try relay { [ferryPort] in ferryPort }
        defer { relay.stop() }
        let (real, shown) = (try greeting(at: ferryPort), try greeting(at: port))
        #expect(shown.version == real.version && shown.reserved == real.reserved)
        #expect(shown.capabilities == real.capabilities.subtracting(.withheld(allowsLocalFiles: false)))
        #expect(shown.connection >= 0xF000_0000)
    }

    @Test func `a client can log in although the server was away at the start`() throws {
        let place = Box(1)
        let (relay, port) = try relay { place.value }
        defer { relay.stop() }
        #expect(try greeting(at: port).version == ServerGreeting.standIn.version)
        #expect(try mariadb(port).errors.contains("cannot connect to 127.0.0.1:1"))
        place.change { $0 = ferryPort }
        for _ in 0..<2 {
            let run = try mariadb(port)
            #expect(run.text == "jane_doe harbor\n", "\(run.errors)")
        }
    }

    @Test func `a client that uses more than the server of a failover offers is refused and may come again`() throws {
        let real = try greeting(at: ferryPort)
        #expect(!real.capabilities.contains(.queryAttributes))
        let more = real.offering(real.capabilities.union(.queryAttributes))
            .relayed(withholding: [], secrets: LoginSecrets())
        let before = try HostileServer { wire in
            wire.packet(more, 0)
            return wire.hearAll()
        }
        let place = Box(before.port)
        let (relay, port) = try relay { place.value }
        defer { relay.stop() }
        let secret = Array(password.secret.revealText().utf8)
        for isFirst in [true, false] {
            let wire = try Wire(toPort: port)
            let greeting = try #require(wire.hearPacket()).payload
            #expect(ServerGreeting(greeting)?.capabilities.contains(.queryAttributes) == isFirst)
            place.change { $0 = ferryPort }
            let flags: Capabilities = isFirst ? [.isMySQL, .queryAttributes] : .isMySQL
            wire.packet(try answer(greeting, flags: flags, password: secret), 1)
            let reply = try #require(wire.hearPacket()).payload
            if isFirst {
                #expect(ErrorPacket(reply)?.text.contains("offers less than it did before") == true)
            } else {
                #expect(reply.first == Packet.ok)
            }
        }
        let run = try mariadb(port)
        #expect(run.text == "jane_doe harbor\n", "\(run.errors)")
    }
}
