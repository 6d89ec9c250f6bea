import CPlatform
import Failures
import Glibc
import LocalFiles

/// Opens TCP connections to numeric addresses.
enum Dialer {
    /// Tries the server's addresses in their order, each with its share of the time that is left.
    static func connect(
        _ server: MySQLRelay.Server, milliseconds: Int, stop: StopSignal
    ) throws(RelayEnd) -> Descriptor {
        let deadline = Deadline(milliseconds: milliseconds)
        var reason = "no address is given"
        for (index, address) in server.addresses.enumerated() {
            let share = Int(deadline.milliseconds) / (server.addresses.count - index)
            switch attempt(address, server.port, Deadline(milliseconds: share), stop) {
            case .connected(let socket): return socket
            case .stopped: throw .unspoken
            case .failed(let text): reason = "\(address): \(text)"
            }
        }
        throw .failed(
            Failure(
                .unavailable, "cannot connect to \(server.place) for \(server.endpoint)", why: reason,
                next: "start the tunnel, or correct connect_to"),
            code: ErrorPacket.cannotConnect)
    }

    private enum Attempt {
        case connected(Descriptor)
        case stopped
        case failed(String)
    }

    private static func attempt(_ address: String, _ port: Int, _ deadline: Deadline, _ stop: StopSignal) -> Attempt {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, String(port), &hints, &found) == 0, let entry = found?.pointee else {
            return .failed("not a numeric address")
        }
        defer { freeaddrinfo(found) }
        guard let socket = Descriptor.socket(entry.ai_family, nonBlocking: true) else {
            return .failed(SystemError.text(errno))
        }
        prepare(socket)
        if Glibc.connect(socket.number, entry.ai_addr, entry.ai_addrlen) == 0 { return .connected(socket) }
        guard errno == EINPROGRESS || errno == EINTR else { return .failed(SystemError.text(errno)) }

        switch stop.wait(for: socket.number, Int16(POLLOUT), until: deadline) {
        case .stopped: return .stopped
        case .timedOut: return .failed("no answer in time")
        case .ready:
            var code: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(socket.number, SOL_SOCKET, SO_ERROR, &code, &size)
            return code == 0 ? .connected(socket) : .failed(SystemError.text(code))
        }
    }

    /// A server that has gone is noticed within 11 seconds while nothing is sent; else `qd_poll_heard` notices.
    private static func prepare(_ socket: Descriptor) { qd_notice_silence(socket.number) }
}
