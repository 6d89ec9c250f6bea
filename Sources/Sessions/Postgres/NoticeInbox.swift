import CLibpq
import SQLWire

/// Collects the notices and notifications that arrive while libpq reads; of a flood, only the newest.
final class NoticeInbox {
    private let pq: UnsafePointer<qd_pq>
    private var messages = RecentMessages()
    /// The server's last message, if the server ends the connection.
    private(set) var farewell: ServerMessage?

    init(_ pq: UnsafePointer<qd_pq>) {
        self.pq = pq
    }

    /// Makes libpq send notices here. The connection owns the inbox and is closed before it.
    func listen(on handle: OpaquePointer) {
        _ = pq.pointee.PQsetNoticeReceiver(handle, receive, Unmanaged.passUnretained(self).toOpaque())
    }

    /// The messages that arrived since the last call. The first one contains the number of dropped older ones.
    func take() -> [ServerMessage] { messages.take() }

    /// Collects the notifications that libpq has read. libpq itself would store any number of them.
    func collectNotifications(of handle: OpaquePointer) {
        while let notification = pq.pointee.PQnotifies(handle) {
            messages.add(ServerMessage(notification: notification.pointee))
            pq.pointee.PQfreemem(notification)
        }
    }

    fileprivate func add(_ answer: OpaquePointer) {
        let message = ServerMessage(answer: answer, pq)
        if message.endsConnection { farewell = message }
        messages.add(message)
    }
}

extension ServerMessage {
    /// A notification that another session sent to a channel of this session.
    fileprivate init(notification: PGnotify) {
        let channel = notification.relname.map { String(cString: $0) } ?? ""
        let payload = notification.extra.map { String(cString: $0) } ?? ""
        let words = payload.isEmpty ? "" : " with payload \"\(payload)\""
        self.init(
            severity: "NOTIFY", sqlState: "",
            text: "channel \"\(channel)\"\(words), from server process \(notification.be_pid)")
    }
}

private func receive(_ context: UnsafeMutableRawPointer?, _ answer: OpaquePointer?) {
    guard let context, let answer else { return }
    Unmanaged<NoticeInbox>.fromOpaque(context).takeUnretainedValue().add(answer)
}
