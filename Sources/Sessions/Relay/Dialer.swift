import CPlatform
import Failures
import Glibc
import LocalFiles

/// An open connection to a server, and its address.
struct DialedServer {
    let socket: Descriptor
    /// The one address that accepted the connection, for another connection to the same server.
    let place: RelayedServer.Place
}

/// Opens connections to servers.
enum Dialer {
    /// Connects to the server; `known` selects one of several servers behind a name.
    static func connect(_ plan: RelayPlan, at known: RelayedServer.Place? = nil) throws(RelayEnd) -> DialedServer {
        let (server, milliseconds, stop) = (plan.server, plan.limits.connecting, plan.stop)
        guard plan.pace.wait(stop) else { throw .unspoken }
        let place: RelayedServer.Place
        do throws(Failure) {
            if let known { place = known } else { place = try server.place() }
        } catch {
            throw .failed(error, .cannotConnect)
        }
        switch place {
        case .addresses(let addresses, let port):
            return try connect(server, addresses, port, Deadline(milliseconds: milliseconds), stop)
        case .socket(let path): return try connect(server, path)
        }
    }

    /// Tries the addresses in order. Each address gets a share of the remaining time.
    private static func connect(
        _ server: RelayedServer, _ addresses: [String], _ port: Int, _ deadline: Deadline, _ stop: StopSignal
    ) throws(RelayEnd) -> DialedServer {
        var reason = "no address is given"
        for (index, address) in addresses.enumerated() {
            let share = Int(deadline.milliseconds) / (addresses.count - index)
            switch attempt(address, port, Deadline(milliseconds: share), stop) {
            case .connected(let socket):
                return DialedServer(socket: socket, place: .addresses([address], port: port))
            case .stopped: throw .unspoken
            case .failed(let text): reason = "\(address): \(text)"
            }
        }
        throw unreachable(server, .addresses(addresses, port: port), reason)
    }

    private static func connect(_ server: RelayedServer, _ path: String) throws(RelayEnd) -> DialedServer {
        guard let socket = Descriptor.socket(AF_UNIX) else {
            throw unreachable(server, .socket(path: path), SystemError.text(errno))
        }
        guard let address = SocketPath(path) else {
            throw unreachable(server, .socket(path: path), "the path is too long for a socket")
        }
        guard address.lend({ Glibc.connect(socket.number, $0, $1) }) == 0 else {
            throw unreachable(server, .socket(path: path), SystemError.text(errno))
        }
        return DialedServer(socket: socket, place: .socket(path: path))
    }

    private static func unreachable(
        _ server: RelayedServer, _ place: RelayedServer.Place, _ reason: String
    ) -> RelayEnd {
        .failed(
            Failure(
                .unavailable, "cannot connect to \(place.text) for \(server.endpoint)", why: reason,
                next: "start the tunnel, or correct connect_to"),
            .cannotConnect)
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

    /// The kernel notices within 11 seconds that an idle server is gone; otherwise `qd_poll_heard` notices it.
    private static func prepare(_ socket: Descriptor) { qd_notice_silence(socket.number) }
}
