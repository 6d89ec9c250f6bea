import Foundation
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// Valid and invalid first packets of PostgreSQL clients.
@Suite struct FirstPacketTests {
    private func startup(_ settings: [(String, String)], version: UInt32 = 196_608) -> [UInt8] {
        NetworkBytes.number(version, 4)
            + settings.flatMap { Array($0.0.utf8) + [0] + Array($0.1.utf8) + [0] } + [0]
    }

    private func parsed(_ settings: [(String, String)], version: UInt32 = 196_608) throws -> StartupPacket {
        guard case .startup(let packet) = try FirstPacket(startup(settings, version: version)) else {
            throw FirstPacket.Problem.malformed
        }
        return packet
    }

    private func rewritten(_ packet: StartupPacket, isReadOnly: Bool = false) throws -> StartupPacket {
        let bytes = packet.bytes(user: "jane", database: "harbor", applicationName: "ours", isReadOnly: isReadOnly)
        #expect(bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) } == bytes.count)
        guard case .startup(let result) = try FirstPacket(Array(bytes.dropFirst(4))) else {
            throw FirstPacket.Problem.malformed
        }
        return result
    }

    @Test func `every minor version and its options pass unchanged`() throws {
        for version in [196_608, 196_610, 206_607] as [UInt32] {
            let packet = try parsed([("user", "x"), ("_pq_.unknown", "1")], version: version)
            let result = try rewritten(packet)
            #expect(result.version == version)
            #expect(result.value("_pq_.unknown") == "1")
        }
    }

    @Test func `the user is replaced, database and name are filled in if missing`() throws {
        let bare = try rewritten(parsed([("user", "bob"), ("user", "admin"), ("application_name", "")]))
        #expect(
            [bare.value("user"), bare.value("database"), bare.value("application_name")] == ["jane", "harbor", "ours"])
        let full = try rewritten(
            parsed([("user", "bob"), ("database", "d"), ("application_name", "psql"), ("a.b", "c")]))
        #expect([full.value("database"), full.value("application_name"), full.value("a.b")] == ["d", "psql", "c"])
    }

    @Test(arguments: [
        ("true", true), ("t", true), ("yes", true), ("on", true), ("1", true), ("database", true), ("DATABASE", true),
        ("o", true), ("maybe", true), ("", true), ("false", false), ("f", false), ("no", false), ("N", false),
        ("off", false), ("of", false), ("0", false),
    ]) func `a request for replication is recognised in every spelling`(_ value: String, _ asks: Bool) throws {
        #expect(try parsed([("user", "x"), ("replication", value)]).asksForReplication == asks)
        #expect(try rewritten(parsed([("user", "x"), ("replication", value)])).value("replication") == nil)
    }

    @Test(arguments: [
        ("", " -c default_transaction_read_only=on"), ("-c a=b", "-c a=b -c default_transaction_read_only=on"),
        ("-c a=b\\", "-c a=b\\\\ -c default_transaction_read_only=on"),
        ("-c a=b\\\\", "-c a=b\\\\ -c default_transaction_read_only=on"),
    ]) func `the read-only option follows the client's own and takes effect`(
        _ given: String, _ expected: String
    ) throws {
        #expect(
            try rewritten(parsed([("user", "x"), ("options", given)]), isReadOnly: true).value("options") == expected)
    }

    @Test func `malformed packets are refused`() {
        let whole = startup([("user", "x"), ("database", "d")])
        for count in 0..<whole.count {
            #expect(throws: FirstPacket.Problem.self, "\(count)") { try FirstPacket(Array(whole.prefix(count))) }
        }
        #expect(throws: FirstPacket.Problem.self) { try FirstPacket(whole + [0]) }
        for version in [0, 131_072, 262_144, 80_877_199] as [UInt32] {
            #expect(throws: FirstPacket.Problem.self) { try FirstPacket(startup([("user", "x")], version: version)) }
        }
        for count in [0, 3, 257] {
            let body = NetworkBytes.number(80_877_102, 4) + [0, 0, 0, 1] + [UInt8](repeating: 7, count: count)
            #expect(throws: FirstPacket.Problem.self) { try FirstPacket(body) }
        }
    }

    @Test func `ten thousand malformed clients disturb no other client`() throws {
        let relay = try HarborRelay(SharedSandbox.description.get())
        let steady = try Wire(to: relay.socket)
        steady.startup([("user", "jane_doe")])
        while let message = steady.hearMessage(), message.letter != "Z" {}
        var generator = SeededGenerator(seed: 16)
        let whole = startup([("user", "jane_doe"), ("database", "harbor")])
        for round in 0..<10_000 {
            var bytes = NetworkBytes.number(UInt32(whole.count + 4), 4) + whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<16, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if round % 3 == 0 { bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator))) }
            // The version never begins a session.
            if bytes.count > 5 { bytes[5] = 9 }
            let wire = try Wire(to: relay.socket)
            wire.say(bytes)
            wire.finish()
        }
        steady.say(ProtocolMessage("Q", Array("select 1\0".utf8)).bytes)
        #expect(steady.hearMessage()?.letter == "T")
        #expect(try relay.psql("select 2").text == "2\n")
        #expect(relay.tokensAsked.count == 2)
    }
}
