import CPlatform
import Glibc

/// The bytes that a terminal sends.
struct TypedBytes {
    private let input: Int32

    /// Reads from a descriptor, which the caller still owns.
    init(_ input: Int32) {
        self.input = input
    }

    /// The bytes that are available now; nil when there are none.
    func read() -> [UInt8]? {
        guard qd_wait(input, Int16(POLLIN), -1, 0) == 1 else { return nil }
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            count = max(0, Glibc.read(input, buffer.baseAddress, buffer.count))
        }
        return bytes.isEmpty ? nil : bytes
    }
}
