import Foundation
import TestSupport
import Testing
import Threads

@testable import Tunnels

/// Who may use the local end of a tunnel.
@Suite struct NearEndTests {
    /// A row of /proc/net/tcp.
    private func socket(_ near: String, _ far: String, _ state: String, user: String = "1000") -> LoopbackSocket? {
        LoopbackSocket(
            "  12: \(near) \(far) \(state) 00000000:00000000 00:00000000 00000000  \(user)        0 143 1 0000 20 4 30 10 -1\n"
        )
    }

    @Test func `only an established connection from 127.0.0.1 names its user`() {
        let (near, far) = ("0100007F:C350", "0100007F:A063")
        #expect(socket(near, far, "01")?.user(from: 50_000, to: 41_059) == 1_000)
        #expect(socket(near, far, "01", user: "0")?.user(from: 50_000, to: 41_059) == 0)
        // Other ports, and the row of the other end.
        #expect(socket(near, far, "01")?.user(from: 50_001, to: 41_059) == nil)
        #expect(socket(near, far, "01")?.user(from: 50_000, to: 41_058) == nil)
        #expect(socket(far, near, "01")?.user(from: 50_000, to: 41_059) == nil)
        // The same ports at another address of loopback, and of another machine.
        for other in ["0200007F", "0109037F", "00000000", "0101A8C0"] {
            #expect(socket(other + ":C350", far, "01")?.user(from: 50_000, to: 41_059) == nil)
            #expect(socket(near, other + ":A063", "01")?.user(from: 50_000, to: 41_059) == nil)
        }
        // TIME_WAIT shows user 0; the others are beginning or ending.
        for state in ["02", "03", "04", "05", "06", "07", "08", "09", "0A", "0B", "0C"] {
            #expect(socket(near, far, state, user: "0")?.user(from: 50_000, to: 41_059) == nil, "\(state)")
        }
    }

    @Test func `a listening port belongs to its user`() {
        #expect(socket("0100007F:A063", "00000000:0000", "0A")?.listens(at: 41_059, for: 1_000) == true)
        #expect(socket("00000000:A063", "00000000:0000", "0A")?.listens(at: 41_059, for: 1_000) == true)
        #expect(socket("0200007F:A063", "00000000:0000", "0A")?.listens(at: 41_059, for: 1_000) == false)
        #expect(socket("0100007F:A063", "00000000:0000", "0A")?.listens(at: 41_059, for: 0) == false)
        #expect(socket("0100007F:A063", "0100007F:C350", "01")?.listens(at: 41_059, for: 1_000) == false)
    }

    @Test func `lines without a socket are skipped`() {
        #expect(
            LoopbackSocket("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid") == nil)
        #expect(LoopbackSocket("") == nil)
        #expect(LoopbackSocket("  12: 0100007F:C350 0100007F:A063 01 00000000:00000000") == nil)
        #expect(socket("0100007F:C350", "0100007F:A063", "01", user: "x")?.user(from: 50_000, to: 41_059) == nil)
    }

    /// Connects to a port of 127.0.0.1 from a port of 127.0.0.`last`.
    private func connect(from last: UInt32, port near: Int = 0, to far: Int) throws -> Int32 {
        let connection = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        func call(_ last: UInt32, _ port: Int, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = (0x7F00_0000 + last).bigEndian
            address.sin_port = UInt16(port).bigEndian
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        try #require(call(last, near, Glibc.bind) == 0)
        try #require(call(1, far, Glibc.connect) == 0)
        return connection
    }

    private func port(of connection: Int32) -> Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(connection, $0, &size) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    @Test func `a connection from another address of loopback is refused, also with a session's port`() throws {
        let near = try NearEnd()
        defer { near.stop() }
        try #require(
            near.serve { connection, _ in
                _ = write(connection, "served", 6)
                close(connection)
            })
        func answer(_ connection: Int32) -> Int {
            var bytes = [UInt8](repeating: 0, count: 16)
            return max(0, read(connection, &bytes, bytes.count))
        }
        let own = try connect(from: 1, to: near.port)
        defer { close(own) }
        for port in [0, port(of: own)] {
            let other = try connect(from: 2, port: port, to: near.port)
            defer { close(other) }
            #expect(answer(other) == 0)
        }
        #expect(answer(own) == 6)
    }
}
