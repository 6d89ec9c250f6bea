import CTLS
import Glibc

/// A socket with verified TLS.
final class TLSChannel: ByteChannel {
    private let socket: Descriptor
    private let connection: OpaquePointer

    /// Why the connection could not be verified.
    struct Refusal: Error {
        let cause: qd_tls_cause
        let reason: String
    }

    /// Performs the TLS handshake. On success the server has proved `host`; otherwise it has received no data.
    init(
        _ socket: Descriptor, host: String, authorities: TLSAuthorities, milliseconds: Int, stop: StopSignal
    ) throws(Refusal) {
        let current = try authorities.current()
        var cause = QD_TLS_OPENED
        var reason = [CChar](repeating: 0, count: 1_024)
        let connection = host.withCString { host in
            var request = qd_tls_request(
                descriptor: socket.number, host: host, ca_file: nil, timeout_ms: Int32(clamping: milliseconds),
                stop_descriptor: stop.descriptor, authorities: current.pointer, refusal: nil)
            return qd_tls_open(&request, &cause, &reason, reason.count)
        }
        guard let connection else { throw Refusal(cause: cause, reason: Self.text(reason)) }
        self.socket = socket
        self.connection = connection
    }

    deinit {
        qd_tls_close(connection)
    }

    /// The hash of the server's certificate, which binds an authentication to this connection; empty when unknown.
    var binding: [UInt8] {
        var hash = [UInt8](repeating: 0, count: 64)
        let count = qd_tls_binding(connection, &hash)
        return Array(hash.prefix(count))
    }

    var descriptor: Int32 { socket.number }

    func receive(into target: UnsafeMutableRawBufferPointer) -> Transfer {
        outcome(qd_tls_read(connection, target.baseAddress, target.count))
    }

    func send(_ source: UnsafeRawBufferPointer) -> Transfer {
        outcome(qd_tls_write(connection, source.baseAddress, source.count))
    }

    func finish() {
        qd_tls_finish(connection)
        shutdown(descriptor, Int32(SHUT_WR))
    }

    private func outcome(_ result: Int) -> Transfer {
        switch result {
        case 1...: return .moved(result)
        case Int(QD_TLS_END): return .ended
        case Int(QD_TLS_WANT_READ): return .waits(for: Int16(POLLIN))
        case Int(QD_TLS_WANT_WRITE): return .waits(for: Int16(POLLOUT))
        default:
            var reason = [CChar](repeating: 0, count: 256)
            qd_tls_reason(connection, &reason, reason.count)
            return .failed(Self.text(reason))
        }
    }

    static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
