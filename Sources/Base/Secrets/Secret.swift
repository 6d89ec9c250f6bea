import Glibc

/// Bytes that must stay secret: a secret key, a session token, a database token.
///
/// The bytes live in one allocation that is wiped when the last reference is released. Printing, dumping or reflecting
/// a secret shows `<redacted>`; all accessors of the bytes begin with `reveal`.
public final class Secret: Sendable {
    // Written only in `init` and `deinit`, when no other thread has a reference.
    private nonisolated(unsafe) let storage: UnsafeMutableRawBufferPointer

    /// The number of bytes.
    public let count: Int

    /// Copies `bytes`; the caller must wipe its own copy.
    public init(copying bytes: some Collection<UInt8>) {
        count = bytes.count
        storage = .allocate(byteCount: count, alignment: 1)
        storage.copyBytes(from: bytes)
    }

    /// Copies `bytes`; the caller must wipe its own copy.
    public init(copying bytes: UnsafeRawBufferPointer) {
        count = bytes.count
        storage = .allocate(byteCount: count, alignment: 1)
        storage.copyMemory(from: bytes)
    }

    /// Copies the UTF-8 of `text`.
    public convenience init(_ text: some StringProtocol) {
        self.init(copying: text.utf8)
    }

    deinit {
        wipe(storage)
        storage.deallocate()
    }

    public var isEmpty: Bool { count == 0 }

    /// Lends the bytes for the duration of `body`, which must not keep the pointer.
    public func revealBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(storage))
    }

    /// A copy as text, which is never wiped: only for handing the secret to the place that the user chose.
    public func revealText() -> String {
        String(decoding: storage, as: UTF8.self)
    }

    /// Whether both hold the same bytes. The comparison takes a time that depends on the length alone.
    public func matches(_ other: Secret) -> Bool {
        guard count == other.count else { return false }
        var difference: UInt8 = 0
        for index in 0..<count {
            difference |= storage[index] ^ other.storage[index]
        }
        return difference == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `<redacted>`.
    public var description: String { "<redacted>" }
    /// `<redacted>`.
    public var debugDescription: String { "<redacted>" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    explicit_bzero(start, bytes.count)
}
