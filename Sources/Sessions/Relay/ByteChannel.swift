import Glibc

/// The result of a non-blocking transfer.
enum Transfer {
    /// The number of bytes moved, at least one.
    case moved(Int)
    /// The end of the data.
    case ended
    /// Repeat after `poll` reports one of these events.
    case waits(for: Int16)
    /// The connection is unusable; the reason.
    case failed(String)
}

/// One side of a relay; used by one thread at a time.
protocol ByteChannel {
    /// For `poll`.
    var descriptor: Int32 { get }
    /// Receives the available bytes, at most the size of `target`.
    func receive(into target: UnsafeMutableRawBufferPointer) -> Transfer
    /// Sends some of `source`, which must not be empty.
    func send(_ source: UnsafeRawBufferPointer) -> Transfer
    /// Tells the peer that no more data will be sent.
    func finish()
    /// Whether bytes can be received that `poll` does not report.
    var hasInput: Bool { get }
}

extension ByteChannel {
    var hasInput: Bool { false }
}

/// A plain socket.
struct PlainChannel: ByteChannel {
    let socket: Descriptor

    var descriptor: Int32 { socket.number }

    func receive(into target: UnsafeMutableRawBufferPointer) -> Transfer {
        var count: Int
        repeat {
            count = recv(descriptor, target.baseAddress, target.count, Int32(MSG_DONTWAIT))
        } while count < 0 && errno == EINTR
        if count == 0 { return .ended }
        return outcome(count, Int16(POLLIN))
    }

    func send(_ source: UnsafeRawBufferPointer) -> Transfer {
        var count: Int
        repeat {
            let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
            count = Glibc.send(descriptor, source.baseAddress, source.count, flags)
        } while count < 0 && errno == EINTR
        return outcome(count, Int16(POLLOUT))
    }

    func finish() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    private func outcome(_ count: Int, _ events: Int16) -> Transfer {
        if count > 0 { return .moved(count) }
        return errno == EAGAIN || errno == EWOULDBLOCK ? .waits(for: events) : .failed(String(cString: strerror(errno)))
    }
}
