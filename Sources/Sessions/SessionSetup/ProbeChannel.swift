import CPlatform
import CTLS
import Glibc
import Secrets
import Threads

/// The TLS connection of a probe, with a time limit for each read and write. One thread uses it.
final class ProbeChannel {
    /// The reason why a read or write failed.
    enum Stop: Error {
        case silent
        case ended
        case stopped
    }

    private let tls: OpaquePointer
    private let descriptor: Int32
    private let wake: WakeSignal
    private let milliseconds: Int32

    private static let longestMessage = 1 << 20

    init(tls: OpaquePointer, descriptor: Int32, wake: WakeSignal, milliseconds: Int32) {
        self.tls = tls
        self.descriptor = descriptor
        self.wake = wake
        self.milliseconds = milliseconds
    }

    deinit {
        qd_tls_close(tls)
        close(descriptor)
    }

    /// Sends all bytes.
    func send(_ bytes: UnsafeRawBufferPointer) throws(Stop) {
        var rest = bytes
        while !rest.isEmpty {
            let count = qd_tls_write(tls, rest.baseAddress, rest.count)
            if count > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                continue
            }
            try wait(count)
        }
    }

    func send(_ bytes: [UInt8]) throws(Stop) {
        var outcome: Result<Void, Stop> = .success(())
        bytes.withUnsafeBytes { bytes in
            do throws(Stop) { try send(bytes) } catch { outcome = .failure(error) }
        }
        try outcome.get()
    }

    func send(_ secret: Secret) throws(Stop) {
        var outcome: Result<Void, Stop> = .success(())
        secret.revealBytes { bytes in
            do throws(Stop) { try send(bytes) } catch { outcome = .failure(error) }
        }
        try outcome.get()
    }

    /// Waits for `count` bytes, at most a megabyte.
    func receive(_ count: Int) throws(Stop) -> [UInt8] {
        guard (0...Self.longestMessage).contains(count) else { throw .ended }
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                qd_tls_read(tls, buffer.baseAddress?.advanced(by: filled), count - filled)
            }
            if got > 0 {
                filled += got
                continue
            }
            try wait(got)
        }
        return bytes
    }

    private func wait(_ meaning: Int) throws(Stop) {
        let events: Int32
        switch meaning {
        case Int(QD_TLS_WANT_READ): events = POLLIN
        case Int(QD_TLS_WANT_WRITE): events = POLLOUT
        default: throw .ended
        }
        switch qd_wait(descriptor, Int16(events), wake.descriptor, milliseconds) {
        case 1: return
        case 2: throw .stopped
        default: throw .silent
        }
    }
}
