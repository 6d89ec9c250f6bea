import Glibc

/// What came of an attempt to move bytes without waiting.
enum Transfer {
    /// That many bytes, at least one.
    case moved(Int)
    /// Nothing more will come.
    case ended
    /// Try again when `poll` tells one of these events.
    case waits(for: Int16)
    /// The connection is no good any more.
    case failed(String)
}

/// One side of a relay. One thread at a time uses it.
protocol ByteChannel {
    /// For `poll`.
    var descriptor: Int32 { get }
    /// Takes what has come, up to the size of `target`.
    func receive(into target: UnsafeMutableRawBufferPointer) -> Transfer
    /// Passes on some of `source`, which is not empty.
    func send(_ source: UnsafeRawBufferPointer) -> Transfer
    /// Says that nothing more will be sent.
    func finish()
}

/// A socket as it is.
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
