import Foundation
import Secrets
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
            if let answer = try? ChildAnswer(bytes) {
                let rewritten = answer.rewritten(
                    for: server, user: server.user, withholding: .withheld(allowsLocalFiles: false))
                #expect(rewritten.count < whole.count + 100)
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
}
