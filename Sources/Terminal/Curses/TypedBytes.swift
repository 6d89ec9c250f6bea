import CNcurses
import CPlatform
import Glibc

/// What a terminal sends, beside ncurses.
final class TypedBytes {
    private let input: Int32
    /// The descriptor that ncurses reads from: the same terminal.
    private let reader: Int32
    /// One that never has anything to read; negative when there is none.
    private let silent: Int32

    /// What comes from a terminal that ncurses reads by a descriptor of its own.
    init(_ input: Int32, reader: Int32) {
        self.input = input
        self.reader = reader
        silent = qd_event_open()
    }

    /// The bytes that ncurses has read and not handed over: it looks ahead for the keys that it knows. They come before
    /// all that `read` has.
    func heldBack() -> [UInt8] {
        guard silent >= 0, dup2(silent, reader) >= 0 else { return [] }
        defer { dup2(input, reader) }
        var bytes: [UInt8] = []
        while true {
            let value = wgetch(qd_screen())
            guard value != ERR else { return bytes }
            if value <= 0xFF { bytes.append(UInt8(value)) }
        }
    }

    /// Bytes that are there now; nil when there are none.
    func read() -> [UInt8]? {
        guard qd_wait(input, Int16(POLLIN), -1, 0) == 1 else { return nil }
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            count = max(0, Glibc.read(input, buffer.baseAddress, buffer.count))
        }
        return bytes.isEmpty ? nil : bytes
    }

    deinit {
        if silent >= 0 { close(silent) }
    }
}
