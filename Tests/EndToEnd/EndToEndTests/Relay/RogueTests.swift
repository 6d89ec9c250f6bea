import Failures
import Foundation
import Secrets
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// Servers other than the cluster's: none of them receives a byte of a token.
@Suite struct RogueTests {
    @Suite(.serialized) struct Faults {
        private let folder: TemporaryDirectory
        private var state: String { folder.path("s") }

        init() throws {
            folder = try TemporaryDirectory()
            chmod(folder.path, 0o755)
        }

        @Test(arguments: [
            ("no-tls", "offers no TLS, so no token is sent"), ("stripped", "offers no TLS, so no token is sent"),
            ("self-signed", "certificate"), ("wrong-name", "hostname mismatch; certificate of"),
            ("expired", "certificate has expired; certificate of"),
        ])
        func `a rogue server gets nothing and the child gets the reason`(fault: String, words: String) throws {
            let sandbox = try SharedSandbox.up(state, "--fault", fault)
            defer { _ = try? Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", state]) }
            let relay = try RelayInUse(sandbox)
            let run = try relay.mariadb("select 1")
            #expect(run.status == 1)
            #expect(run.errors.hasPrefix("ERROR 3159 (HY000): Quarterdeck: "))
            #expect(run.errors.contains(words), "\(run.errors)")
            #expect(try sandbox.arrived() == 0)
            #expect(relay.tokensAsked == 0)
            #expect(relay.reports.map(\.status) == [.notPermitted])
        }

        @Test func `slow servers are waited for, dying ones end the child`() throws {
            let slow = try SharedSandbox.up(state, "--fault", "slow")
            #expect(try RelayInUse(slow).mariadb("select 5").text == "5\n")
            _ = try Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", state])
            for bytes in [0, 50, 1_000, 3_000, 50_000] {
                let dying = try SharedSandbox.up(state, "--fault", "dies=\(bytes)")
                defer { _ = try? Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", state]) }
                let run = try RelayInUse(dying).mariadb("select repeat('x', 100000)")
                #expect(run.status == 1, "\(bytes)")
                #expect(
                    run.errors.contains("ERROR 2013") || run.errors.contains("ERROR 1158 (HY000): Quarterdeck: "),
                    "\(run.errors)")
            }
        }
    }

    @Test func `only the given authorities and the exact name count`() throws {
        let sandbox = try SharedSandbox.description.get()
        let before = try sandbox.arrived()
        let ca = sandbox.ca_file
        let endpoint = try sandbox.ferry.endpoint
        let cases: [(endpoint: String, authority: String?, words: String)] = [
            (endpoint, .none, "certificate"),
            ("other." + endpoint, ca, "hostname mismatch"),
            ("." + endpoint, ca, "not a host name"), ("", ca, "not a host name"),
            ("127.0.0.1", ca, "not a host name"), (endpoint, "/nonexistent", "No such file"),
            (endpoint, "/etc/hostname", "no certificate"),
        ]
        for rogue in cases {
            let relay = try RelayInUse(sandbox, endpoint: rogue.endpoint, authority: .some(rogue.authority))
            let run = try relay.mariadb("select 1")
            #expect(run.status == 1)
            #expect(run.errors.contains(rogue.words), "\(rogue): \(run.errors)")
            #expect(relay.tokensAsked == 0)
            #expect(relay.reports.count == 1)
        }
        _ = before
    }

    @Test func `an unreachable server is reported`() throws {
        let closed = try HostileServer { _ in [] }.port
        let relay = try RelayInUse(endpoint: "a.example", port: closed, authority: nil, token: { Secret("t") })
        let run = try relay.mariadb("select 1")
        #expect(
            run.errors.contains("ERROR 1429 (HY000): Quarterdeck: cannot connect to 127.0.0.1:\(closed)"),
            "\(run.errors)")
        #expect(relay.reports.map(\.status) == [.unavailable])
    }

    static let greeting: [UInt8] =
        [10] + Array("8.0.28\0".utf8) + [1, 0, 0, 0] + Array("abcdefgh\0".utf8)
        + [0xFF, 0xFF, 45, 2, 0, 0xFF, 0xFF, 21] + [UInt8](repeating: 0, count: 10) + Array("ijklmnopqrst\0".utf8)
        + Array("mysql_native_password\0".utf8)

    @Test(arguments: 0..<9)
    func `hostile greetings end with a message, in time and without data`(kind: Int) throws {
        let ask: [UInt8] = [0xFE] + Array("mysql_clear_password\0".utf8)
        let server = try HostileServer { wire in
            switch kind {
            case 0: wire.say([0xFF, 0xFF, 0xFF, 0] + [UInt8](repeating: 0x41, count: 1 << 20))
            case 1: while wire.say([UInt8](repeating: 0x41, count: 1 << 16)) {}
            case 2: return wire.hearAll()
            case 3: while wire.say([0x20]) { usleep(100_000) }
            case 4: wire.packet([], 0)
            case 5: wire.packet([0xFF, 0x69, 0x04] + Array("Host \u{1B}[31m is blocked".utf8), 0)
            case 6: return []
            case 7:
                // Agrees to TLS, then continues without it.
                wire.packet(Self.greeting, 0)
                let request = wire.hear(36)
                wire.packet(ask, 2)
                return request + wire.hearAll()
            default:
                wire.packet(Array(Self.greeting.prefix(30)), 0)
                return wire.hearAll()
            }
            return []
        }
        var limits = RelayLimits()
        (limits.greeting, limits.handshake) = (700, 700)
        let relay = try RelayInUse(
            endpoint: "a.example", port: server.port, authority: "/etc/ssl/certs/ca-certificates.crt", limits: limits,
            token: { Secret("the-token") })
        let start = Date()
        let run = try relay.mariadb("select 1")
        #expect(run.status == 1)
        #expect(run.errors.contains("Quarterdeck: "), "\(run.errors)")
        #expect(!run.errors.contains("\u{1B}"))
        #expect(Date().timeIntervalSince(start) < 5)
        #expect(relay.tokensAsked == 0)
        #expect(RelayInUse.eventually { relay.reports.count == 1 })
        let heard = String(decoding: server.heard, as: UTF8.self)
        #expect(!heard.contains("the-token") && !heard.contains("jane_doe"))
    }
}
