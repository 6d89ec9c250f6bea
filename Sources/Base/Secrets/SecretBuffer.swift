/// A growing buffer in which secrets are composed. Its memory is wiped when it grows, when it is cleared and when it is
/// released.
public struct SecretBuffer: ~Copyable {
    private var storage: UnsafeMutableRawBufferPointer

    /// The number of bytes appended since the last clearing.
    public private(set) var count = 0

    /// Makes room for `capacity` bytes.
    public init(capacity: Int = 4_096) {
        storage = .allocate(byteCount: max(capacity, 1), alignment: 1)
    }

    deinit {
        wipe(storage)
        storage.deallocate()
    }

    /// Wipes all bytes and keeps the capacity.
    public mutating func clear() {
        wipe(UnsafeMutableRawBufferPointer(rebasing: storage[..<count]))
        count = 0
    }

    /// Appends bytes.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, let target = room(for: bytes.count) else { return }
        target.copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// Appends the characters of a literal.
    public mutating func append(_ literal: StaticString) {
        append(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Appends the UTF-8 of a text.
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Lets `fill` write up to `capacity` bytes at the end. `fill` returns how many it wrote.
    public mutating func append(upTo capacity: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int) {
        guard let target = room(for: capacity) else { return }
        let written = fill(target.assumingMemoryBound(to: UInt8.self))
        precondition(written <= capacity)
        count += written
    }

    /// Lends the bytes for the duration of `body`.
    public borrowing func revealBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(rebasing: storage[..<count]))
    }

    /// A secret with the bytes in `range`.
    public borrowing func secret(_ range: Range<Int>) -> Secret {
        Secret(copying: UnsafeRawBufferPointer(rebasing: storage[range]))
    }

    private mutating func room(for more: Int) -> UnsafeMutableRawPointer? {
        if count + more > storage.count {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(storage.count * 2, count + more), alignment: 1)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<count]))
            wipe(storage)
            storage.deallocate()
            storage = larger
        }
        return storage.baseAddress.map { $0 + count }
    }
}
