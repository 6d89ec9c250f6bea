/// A growing run of bytes that is wiped when it grows, when it is cleared and when it goes: scratch space in which
/// secrets are put together.
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

    /// Forgets all bytes and keeps the room.
    public mutating func clear() {
        wipe(UnsafeMutableRawBufferPointer(rebasing: storage[..<count]))
        count = 0
    }

    /// Appends bytes that are somewhere in memory.
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

    /// Lets `fill` write up to `capacity` bytes at the end; it answers how many it wrote.
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

    /// A secret of the bytes in `range`.
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
