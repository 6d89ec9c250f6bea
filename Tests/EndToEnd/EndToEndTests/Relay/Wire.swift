import Foundation
import TestSupport

@testable import Relay
@testable import Sandbox

/// A socket with which a test sends and receives bytes.
final class Wire: Sendable {
    private let socket: Descriptor

    init(_ socket: Descriptor) {
        self.socket = socket
        var limit = timeval(tv_sec: 15, tv_usec: 0)
        setsockopt(socket.number, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Connects to a relay like a child.
    convenience init(to path: String) throws {
        guard let socket = Descriptor.socket(AF_UNIX) else { throw POSIXError(.EMFILE) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw POSIXError(.ECONNREFUSED) }
        self.init(socket)
    }

    @discardableResult
    func say(_ bytes: [UInt8]) -> Bool {
        send(socket.number, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    func packet(_ payload: [UInt8], _ sequence: UInt8) { say(Packet.head(payload.count, sequence) + payload) }

    func hear(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = recv(socket.number, &bytes, count, Int32(MSG_WAITALL))
        return Array(bytes.prefix(max(0, got)))
    }

    func hearPacket() -> Packet? {
        let head = hear(4)
        guard head.count == 4 else { return nil }
        return Packet(payload: hear(Int(head[0]) | Int(head[1]) << 8 | Int(head[2]) << 16), sequence: head[3])
    }

    /// All bytes until the peer closes.
    func hearAll() -> [UInt8] {
        var all: [UInt8] = []
        while case let more = hear(1), !more.isEmpty { all += more }
        return all
    }

    /// Passes bytes on until the peer closes.
    func pass(to other: Wire) {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(socket.number, &bytes, bytes.count, 0), count > 0 {
            guard other.say(Array(bytes.prefix(count))) else { break }
        }
        other.finish()
    }

    func finish() { shutdown(socket.number, Int32(SHUT_WR)) }
}

/// A server on loopback with the test's behaviour, one call for each connection.
final class HostileServer: Sendable {
    let port: Int
    private let listener: Descriptor
    private let collected = Box<[UInt8]>([])

    /// The bytes from clients that `behaviour` has returned.
    var heard: [UInt8] { collected.value }

    init(_ behaviour: @escaping @Sendable (Wire) -> [UInt8]) throws {
        guard let listener = Descriptor.socket(AF_INET) else { throw POSIXError(.EMFILE) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener.number, $0, size)
                _ = listen(listener.number, 16)
                _ = getsockname(listener.number, $0, &size)
            }
        }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [collected] in
            while true {
                let number = accept(listener.number, nil, nil)
                if number < 0 { return }
                let wire = Wire(Descriptor(owning: number))
                Thread.detachNewThread {
                    let bytes = behaviour(wire)
                    collected.change { $0 += bytes }
                }
            }
        }
    }

    deinit { shutdown(listener.number, Int32(SHUT_RDWR)) }
}
