import Glibc

/// A growing output buffer that keeps its capacity when it is emptied.
public struct OutputBuffer: Sendable {
    /// The bytes beyond `count` are free room.
    private var storage: [UInt8] = []
    /// The number of bytes.
    public private(set) var count = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }

    /// A copy of the bytes.
    public var bytes: [UInt8] { Array(storage[..<count]) }

    /// Passes the bytes to `body` without copying them.
    public func withBytes<Result, Problem>(
        _ body: (UnsafeRawBufferPointer) throws(Problem) -> Result
    ) throws(Problem) -> Result {
        try storage.withUnsafeBufferPointer { (all) throws(Problem) -> Result in
            try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: all[..<count])))
        }
    }

    /// Removes the bytes and keeps the capacity.
    public mutating func removeAll() {
        count = 0
    }

    /// Makes room for `bytes` more, and lets `body` write them; `body` returns how many it wrote.
    @inline(__always)
    mutating func fill(upTo bytes: Int, _ body: (UnsafeMutableRawPointer) -> Int) {
        reserve(bytes)
        let start = count
        var written = 0
        storage.withUnsafeMutableBytes { storage in
            guard let base = storage.baseAddress else { return }
            written = body(base + start)
        }
        count = start + written
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        storage.withUnsafeMutableBytes { $0[count] = byte }
        count += 1
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        fill(upTo: bytes.count) { room in
            room.copyMemory(from: source, byteCount: bytes.count)
            return bytes.count
        }
    }

    mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ byte: UInt8, times: Int) {
        guard times > 0 else { return }
        fill(upTo: times) { room in
            room.initializeMemory(as: UInt8.self, repeating: byte, count: times)
            return times
        }
    }

    mutating func append(_ number: Int) {
        append(Array(String(number).utf8))
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(unit) }
    }

    @inline(__always)
    private mutating func reserve(_ bytes: Int) {
        if storage.count - count < bytes { grow(bytes) }
    }

    @inline(never)
    private mutating func grow(_ bytes: Int) {
        // Of very many small results each has buffers of its own.
        let size = max(count + bytes, 2 * storage.count, 512)
        storage = [UInt8](unsafeUninitializedCapacity: size) { [storage, count] room, filled in
            guard let base = room.baseAddress else { return }
            storage.withUnsafeBufferPointer { old in
                if let start = old.baseAddress { memcpy(base, start, count) }
            }
            memset(base + count, 0, size - count)
            filled = size
        }
    }
}
