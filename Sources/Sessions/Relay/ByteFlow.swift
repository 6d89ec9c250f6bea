import Glibc

/// A bounded buffer from one side to the other: a slow side slows the fast one down.
struct ByteFlow: ~Copyable {
    private let source: any ByteChannel
    private let target: any ByteChannel
    private let capacity: Int
    /// Nil without buffered bytes, so that hundreds of idle connections need little memory.
    private var storage: UnsafeMutableRawBufferPointer?
    /// The number of used bytes.
    private var used = 0
    private var start = 0
    private var end = 0
    /// The number of bytes that the target has accepted.
    private(set) var total = 0

    /// The events to wait for before the next transfer; 0 when it can happen at once.
    private(set) var sourceWait: Int16 = 0
    private(set) var targetWait: Int16 = 0
    /// Whether the source has ended.
    private(set) var hasEnded = false
    /// Why no more bytes can be moved.
    private(set) var problem: (isSource: Bool, text: String)?

    init(from source: any ByteChannel, to target: any ByteChannel, capacity: Int) {
        self.source = source
        self.target = target
        self.capacity = capacity
    }

    deinit {
        Self.release(storage, used: used)
    }

    /// Wipes and frees the empty buffer: the bytes may contain passwords in statements.
    mutating func rest() {
        guard isEmpty else { return }
        Self.release(storage, used: used)
        (storage, used) = (nil, 0)
    }

    private static func release(_ storage: UnsafeMutableRawBufferPointer?, used: Int) {
        guard let bytes = storage?.baseAddress else { return }
        explicit_bzero(bytes, used)
        storage?.deallocate()
    }

    var isEmpty: Bool { start == end }
    private var hasRoom: Bool { end < capacity }

    /// The events to poll for at the source: none while the buffer is full.
    var sourceEvents: Int16 { hasEnded || !hasRoom ? 0 : sourceWait }
    /// The events to poll for at the target: none while the buffer is empty.
    var targetEvents: Int16 { isEmpty ? 0 : targetWait }

    /// Moves bytes as far as possible without blocking. Returns whether any were moved.
    mutating func advance() -> Bool {
        var hasMoved = false
        while !hasEnded, hasRoom, sourceWait == 0, problem == nil {
            let bytes = storage ?? .allocate(byteCount: capacity, alignment: 1)
            storage = bytes
            switch source.receive(into: UnsafeMutableRawBufferPointer(rebasing: bytes[end...])) {
            case .moved(let count):
                end += count
                used = max(used, end)
                hasMoved = true
            case .ended: hasEnded = true
            case .waits(let events): sourceWait = events
            case .failed(let text): problem = (true, text)
            }
        }
        while !isEmpty, targetWait == 0, let bytes = storage {
            switch target.send(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) {
            case .moved(let count):
                start += count
                total += count
                hasMoved = true
            case .waits(let events): targetWait = events
            case .ended: fail("it closed the connection")
            case .failed(let text): fail(text)
            }
        }
        if isEmpty { (start, end) = (0, 0) }
        return hasMoved
    }

    /// Records the events that `poll` reported.
    mutating func wake(source: Int16, target: Int16) {
        let trouble = Int16(POLLERR | POLLHUP | POLLNVAL)
        if source & (sourceWait | trouble) != 0 { sourceWait = 0 }
        if target & (targetWait | trouble) != 0 { targetWait = 0 }
    }

    private mutating func fail(_ text: String) {
        if problem == nil { problem = (false, text) }
        start = end
    }
}
