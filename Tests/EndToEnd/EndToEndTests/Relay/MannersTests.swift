import Failures
import Foundation
import Secrets
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// A server with a valid certificate that behaves differently from Aurora. Source: Oracle/verified_server.py.
@Suite struct MannersTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private func meet(_ mode: String, _ body: (RelayInUse) throws -> Void) throws -> [UInt8] {
        let folder = try TemporaryDirectory()
        let script =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
            + "/Oracle/verified_server.py"
        let child = try ChildProcess(
            ["python3", script, "\(sandbox.state)/tls/ferry.pem", "\(sandbox.state)/tls/ferry.key", mode],
            environment: [:], output: folder.path("out"), errors: folder.path("err"))
        func lines() -> [String] {
            ((try? String(contentsOfFile: folder.path("out"), encoding: .utf8)) ?? "")
                .split(separator: "\n").map(String.init)
        }
        try #require(RelayInUse.eventually { lines().count >= 1 })
        let relay = try RelayInUse(
            endpoint: sandbox.ferry.endpoint, port: try #require(Int(lines()[0])), authority: sandbox.ca_file,
            token: { Secret("the-token") })
        try body(relay)
        #expect(child.wait() == 0)
        let hexadecimal = Array((lines().count > 1 ? lines()[1] : "").utf8)
        return stride(from: 0, to: hexadecimal.count - 1, by: 2).map { index in
            UInt8(String(decoding: hexadecimal[index...(index + 1)], as: UTF8.self), radix: 16) ?? 0
        }
    }

    @Test(arguments: [
        ("mysql_native_password", "it asks for mysql_native_password"),
        ("caching_sha2_password", "it asks for caching_sha2_password"), ("sha256_password", "sha256_password"),
        ("dialog", "it asks for dialog"), ("mysql_clear_passwordx", "mysql_clear_passwordx"),
        ("old-password", "it asks for an old password"), ("more-data", "asks for more than a token"),
        ("endless", "a packet of 16777215 bytes"), ("old-tls", "no TLS with what answers"),
        ("plaintext-in-front", "no TLS with what answers"),
    ])
    func `a server that does not request a token does not get it`(mode: String, words: String) throws {
        let heard = try meet(mode) { relay in
            let run = try relay.mariadb("select 1")
            #expect(run.status == 1)
            #expect(run.errors.contains(words), "\(run.errors)")
            #expect(relay.tokensAsked == 0)
            #expect(relay.reports.count == 1)
        }
        #expect(!String(decoding: heard, as: UTF8.self).contains("the-token"))
    }

    @Test func `a token is sent once`() throws {
        let heard = try meet("twice") { relay in
            let run = try relay.mariadb("select 1")
            #expect(run.errors.contains("asks for more than a token"), "\(run.errors)")
            #expect(relay.tokensAsked == 1)
        }
        let text = String(decoding: heard, as: UTF8.self)
        #expect(text.components(separatedBy: "the-token").count == 2)
    }

    @Test func `a child that has ended its data still receives the answer`() throws {
        _ = try meet("half-close") { relay in
            let child = try Wire(to: relay.socket)
            #expect(child.hearPacket() != nil)
            child.packet(ChildAnswerTests.answer(), 1)
            #expect(child.hearPacket()?.payload.first == Packet.ok)
            child.say([UInt8](repeating: 7, count: 100_000))
            child.finish()
            #expect(child.hearPacket().map { String(decoding: $0.payload, as: UTF8.self) } == "got 100000")
            #expect(child.hearAll().isEmpty)
        }
    }
}
