import Failures
import Foundation
import Secrets
import SessionSetup
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// Packets of children, as bytes.
@Suite struct ChildAnswerTests {
    static func answer(
        flags: Capabilities = [.protocol41, .secureConnection, .pluginAuthentication, .connectAttributes],
        database: String? = nil, attributes: [UInt8] = []
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append((database == nil ? flags : flags.union(.connectWithDatabase)).rawValue, bytes: 4)
        bytes.append(16 << 20, bytes: 4)
        bytes.append(45)
        bytes += [UInt8](repeating: 0, count: 19) + [0x1D, 0, 0, 0]
        bytes += Array("jane_doe\0".utf8) + [3, 1, 2, 3]
        if let database { bytes += Array(database.utf8) + [0] }
        bytes += Array("mysql_native_password\0".utf8)
        bytes.append(lengthEncoded: attributes)
        return bytes
    }

    private let server = RelayedServer(
        .mysql,
        endpoint: "a.example", addresses: ["127.0.0.1"], port: 1, authorityFile: nil, user: "jane")

    @Test func `user and password are replaced and the rest is unchanged`() throws {
        let attributes: [UInt8] = [1, 97, 1, 98]
        let answer = try ChildAnswer(Self.answer(database: "harbor", attributes: attributes))
        var reader = ByteReader(
            answer.rewritten(for: server, user: server.user, withholding: .withheld(allowsLocalFiles: false)))
        let flags = Capabilities(rawValue: UInt32(reader.number(4) ?? 0))
        #expect(flags.isSuperset(of: [.tls, .pluginAuthentication, .connectWithDatabase, .connectAttributes]))
        #expect(reader.number(4) == 16 << 20)
        #expect(reader.number(1) == 45)
        #expect(reader.bytes(23)?.suffix(4) == [0x1D, 0, 0, 0])
        #expect(reader.terminated() == Array("jane".utf8))
        #expect(reader.number(1) == 0)
        #expect(reader.terminated() == Array("harbor".utf8))
        #expect(reader.terminated() == Array("mysql_native_password".utf8))
        #expect(reader.lengthEncoded() == attributes)
        #expect(reader.count == 0)
    }

    private static let identity = SessionIdentity(
        pattern: SessionIdentity.usualPattern, user: "jane", profile: "dba", ticket: nil, host: "h")

    /// The attributes that the server gets, as texts.
    private func shown(_ attributes: [UInt8], flags: Capabilities) throws -> [String] {
        var answer = try ChildAnswer(Self.answer(flags: flags, attributes: attributes))
        answer.identify(as: Self.identity)
        let rewritten = answer.rewritten(
            for: server, user: server.user, withholding: .withheld(allowsLocalFiles: false))
        #expect(
            Array(rewritten.prefix(32)) == answer.requestForTLS(server, withholding: .withheld(allowsLocalFiles: false))
        )
        var reader = ByteReader(rewritten)
        let sent = Capabilities(rawValue: UInt32(reader.number(4) ?? 0))
        #expect(sent.contains(.connectAttributes))
        _ = reader.bytes(28)
        _ = (reader.terminated(), reader.number(1), reader.terminated())
        let attributes = reader.lengthEncoded()
        reader = ByteReader(try #require(attributes))
        var texts: [String] = []
        while let text = reader.lengthEncoded() { texts.append(String(decoding: text, as: UTF8.self)) }
        return texts
    }

    @Test func `the person follows the client's own program name`() throws {
        func bytes(_ texts: String...) -> [UInt8] {
            texts.reduce(into: []) { $0.append(lengthEncoded: Array($1.utf8)) }
        }
        let named = try shown(bytes("_os", "Linux", "program_name", "mysqldump"), flags: [.connectAttributes, .needed])
        #expect(named == ["program_name", "mysqldump jane@dba", "_os", "Linux"])
        let nameless = try shown(bytes("_os", "Linux"), flags: [.connectAttributes, .needed])
        #expect(nameless == ["program_name", "quarterdeck jane@dba", "_os", "Linux"])
        // A client without attributes gets them from the relay.
        #expect(try shown([], flags: .needed) == ["program_name", "quarterdeck jane@dba"])
        let broken = try shown([3, 97], flags: [.connectAttributes, .needed])
        #expect(broken.isEmpty)
    }

    @Test func `the request for TLS contains only the capabilities`() throws {
        let answer = try ChildAnswer(Self.answer(attributes: [1, 97, 1, 98]))
        let request = answer.requestForTLS(server, withholding: .withheld(allowsLocalFiles: false))
        #expect(request.count == 32)
        let rewritten = answer.rewritten(
            for: server, user: server.user, withholding: .withheld(allowsLocalFiles: false))
        #expect(Array(rewritten.prefix(32)) == request)
    }

    @Test func `files, compression and TLS are hidden from both sides`() throws {
        let all: Capabilities = [.compress, .zstdCompression, .localFiles]
        let answer = try ChildAnswer(Self.answer(flags: all.union(Capabilities.needed)))
        func flags(_ allowsLocalFiles: Bool) -> Capabilities {
            let request = answer.requestForTLS(server, withholding: .withheld(allowsLocalFiles: allowsLocalFiles))
            var reader = ByteReader(request)
            return Capabilities(rawValue: UInt32(reader.number(4) ?? 0))
        }
        #expect(flags(false).isDisjoint(with: all))
        #expect(flags(true).intersection(all) == .localFiles)
    }

    @Test func `cut and mutated packets are refused or parsed without a crash`() throws {
        let whole = Self.answer(database: "harbor", attributes: [UInt8](repeating: 9, count: 300))
        for count in 0..<whole.count { _ = try? ChildAnswer(Array(whole.prefix(count))) }
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<3 { bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(generator.next() & 255) }
            if var answer = try? ChildAnswer(bytes) {
                answer.identify(as: Self.identity)
                let rewritten = answer.rewritten(
                    for: server, user: server.user, withholding: .withheld(allowsLocalFiles: false))
                #expect(rewritten.count < whole.count + 200)
            }
            _ = ServerGreeting(bytes)
            _ = ErrorPacket(bytes)
            _ = ServerGreeting([10] + bytes)
        }
    }

    @Test(arguments: 0..<6)
    func `a child's nonsense ends only its own connection`(kind: Int) throws {
        let sandbox = try SharedSandbox.description.get()
        var limits = RelayLimits()
        limits.childAnswer = 1_000
        let relay = try RelayInUse(sandbox, limits: limits)
        let before = try sandbox.arrived()
        let child = try Wire(to: relay.socket)
        let greeting = try #require(child.hearPacket())
        #expect(greeting.sequence == 0)
        var expected: String? = "makes no sense"
        switch kind {
        case 0:
            child.packet([UInt8](repeating: 0xFF, count: 40), 1)
            expected = "has no TLS"
        case 1:
            child.say([0xFF, 0xFF, 0xFF, 1])
            expected = "an answer of 16777215 bytes"
        case 2:
            child.packet(Array(Self.answer(flags: Capabilities.needed.union(.tls)).prefix(32)), 1)
            expected = "has no TLS"
        case 3: expected = "no answer to a greeting in time"
        case 4:
            child.finish()
            expected = nil
        default: child.packet([1, 2, 3], 1)
        }
        let answer = child.hearPacket()
        #expect(answer.flatMap { ErrorPacket($0.payload) }?.text.contains(expected ?? "?") ?? (expected == nil))
        #expect(answer == nil || kind == 3 || answer?.sequence == 2 || kind == 1)
        #expect(relay.tokensAsked == 0)
        #expect(relay.reports.isEmpty)
        #expect(try relay.mariadb("select 1").text == "1\n")
        _ = before
    }

    @Test func `ten thousand malformed clients disturb no other client`() throws {
        let sandbox = try SharedSandbox.description.get()
        let folder = try TemporaryDirectory()
        // Only the other clients need a real server.
        let greeter = try HostileServer { wire in
            wire.packet(RogueTests.greeting, 0)
            _ = wire.hear(1)
            return []
        }
        let isReal = Box(true)
        let (real, secret) = (try sandbox.ferryPort, Secret(try sandbox.token()))
        let server = RelayedServer(
            .mysql, endpoint: try sandbox.ferry.endpoint, authorityFile: sandbox.ca_file, user: "jane_doe"
        ) { () throws(Failure) in .addresses(["127.0.0.1"], port: isReal.value ? real : greeter.port) }
        var limits = RelayLimits()
        limits.connectionsPerSecond = 1_000_000
        let asked = Box(0)
        let relay = try DatabaseRelay(
            server: server, doors: [.socket(folder.path("s"))], limits: limits,
            token: { _ in
                asked.change { $0 += 1 }
                return secret
            }, report: { _ in })
        defer { relay.stop() }
        let client = "mariadb --no-defaults --socket=\(folder.path("s")) -u jane_doe -NB --unbuffered"
        let go = folder.path("go")
        let steady = try ChildProcess(
            [
                "sh", "-c",
                "(echo 'select 1;'; while [ ! -e \(go) ]; do sleep 0.1; done; echo 'select 2;') | \(client)",
            ], environment: [:], output: folder.path("out"), errors: folder.path("errors"))
        func said() -> String { (try? String(contentsOfFile: folder.path("out"), encoding: .utf8)) ?? "" }
        try #require(RelayInUse.eventually { said() == "1\n" })
        isReal.change { $0 = false }
        var generator = SeededGenerator(seed: 16)
        let payload = Self.answer(database: "harbor", attributes: [1, 97, 1, 98])
        for round in 0..<10_000 {
            var bytes = Packet.head(payload.count, 1) + payload
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<40, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if round % 3 == 0 { bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator))) }
            let wire = try Wire(to: folder.path("s"))
            wire.say(bytes)
            wire.finish()
        }
        isReal.change { $0 = true }
        try folder.write("", to: "go")
        #expect(steady.wait() == 0)
        #expect(said() == "1\n2\n")
        #expect(asked.value == 1)
        // A slow machine still ends the connections of the malformed clients, which count as connections until then.
        var last = try Program.run(["sh", "-c", client + " -e 'select 3'"])
        _ = RelayInUse.eventually {
            guard last.errors.contains("more than 1000 connections") else { return true }
            last = (try? Program.run(["sh", "-c", client + " -e 'select 3'"])) ?? last
            return false
        }
        #expect(last.text == "3\n", "\(last.errors)")
    }
}
