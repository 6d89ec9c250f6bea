import Glibc

/// Bytes that must not be seen: a secret key, a session token, a database token.
///
/// The bytes live in one allocation that is wiped when the last reference goes. Printing, dumping or reflecting a
/// secret shows `<redacted>`; the ways to the bytes all begin with `reveal`.
public final class Secret: Sendable {
    // Written only in `init`, before anyone else has a reference, and in `deinit`, when no one has any more.
    private nonisolated(unsafe) let storage: UnsafeMutableRawBufferPointer

    /// The number of bytes.
    public let count: Int

    /// Copies `bytes`; the caller's own copy is the caller's to wipe.
    public init(copying bytes: some Collection<UInt8>) {
        count = bytes.count
        storage = .allocate(byteCount: count, alignment: 1)
        storage.copyBytes(from: bytes)
    }

    /// Copies the UTF-8 of `text`.
    public convenience init(_ text: some StringProtocol) {
        self.init(copying: text.utf8)
    }

    deinit {
        wipe(storage)
        storage.deallocate()
    }

    /// True for a secret of no bytes.
    public var isEmpty: Bool { count == 0 }

    /// Lends the bytes for the duration of `body`, which must not keep the pointer.
    public func revealBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(storage))
    }

    /// A copy as text, which nothing wipes: for the moment of handing the secret to where the user sent it.
    public func revealText() -> String {
        String(decoding: storage, as: UTF8.self)
    }

    /// Whether both hold the same bytes, found in a time that depends on the length alone.
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
    /// Never the bytes.
    public var description: String { "<redacted>" }
    /// Never the bytes.
    public var debugDescription: String { "<redacted>" }
    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    explicit_bzero(start, bytes.count)
}
