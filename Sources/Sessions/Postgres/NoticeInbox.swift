import CLibpq
import SQLCore

/// Collects the server's notices while libpq reads.
final class NoticeInbox {
    private let pq: UnsafePointer<qd_pq>
    private var messages: [ServerMessage] = []
    /// The server's last message, if it ends the connection.
    private(set) var farewell: ServerMessage?

    /// The maximum number of notices between two reads; the rest of a flood is dropped.
    private static let most = 10_000

    init(_ pq: UnsafePointer<qd_pq>) {
        self.pq = pq
    }

    /// Makes libpq send notices here. The connection owns the inbox and is closed before it.
    func listen(on handle: OpaquePointer) {
        _ = pq.pointee.PQsetNoticeReceiver(handle, receive, Unmanaged.passUnretained(self).toOpaque())
    }

    func take() -> [ServerMessage] {
        if messages.isEmpty { return [] }
        defer { messages.removeAll() }
        return messages
    }

    fileprivate func add(_ answer: OpaquePointer) {
        guard messages.count < Self.most else { return }
        let message = ServerMessage(answer: answer, pq)
        if message.endsConnection { farewell = message }
        messages.append(message)
    }
}

private func receive(_ context: UnsafeMutableRawPointer?, _ answer: OpaquePointer?) {
    guard let context, let answer else { return }
    Unmanaged<NoticeInbox>.fromOpaque(context).takeUnretainedValue().add(answer)
}
