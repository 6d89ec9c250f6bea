import CLibpq
import SQLCore

/// Collects what the server remarks while libpq reads.
final class NoticeInbox {
    private let pq: UnsafePointer<qd_pq>
    private var messages: [ServerMessage] = []
    /// What the server said last, if it ends the connection.
    private(set) var farewell: ServerMessage?

    /// A flood of notices is cut: more than these between two looks are of no use to anyone.
    private static let most = 10_000

    init(_ pq: UnsafePointer<qd_pq>) {
        self.pq = pq
    }

    /// Has libpq bring notices here; the connection owns the inbox and so ends before it.
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
