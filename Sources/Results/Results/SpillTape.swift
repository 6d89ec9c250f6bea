import Failures
import Glibc
import Threads

/// Append-only bytes: in memory while the budget has room, then in a file.
///
/// One thread appends; any thread may read existing bytes meanwhile. Everything is freed with the tape.
final class SpillTape: Sendable {
    /// The place of a chunk: an address in memory or an offset in the file.
    private enum Place {
        case memory(UInt)
        case file(Int)
    }

    private struct State {
        var places: [Place] = []
        var end = 0
        var memoryBytes = 0
        var file: SpillFile?
    }

    private let budget: MemoryBudget
    private let directory: String
    private let chunkSize: Int
    private let state = Locked(State())

    init(budget: MemoryBudget, directory: String) {
        self.budget = budget
        self.directory = directory
        chunkSize = budget.chunkSize
    }

    deinit {
        let state = state.withLock { $0 }
        var extents: [Int] = []
        for place in state.places {
            switch place {
            case .memory(let address): munmap(UnsafeMutableRawPointer(bitPattern: address), chunkSize)
            case .file(let offset): extents.append(offset)
            }
        }
        state.file?.release(extents)
        budget.count(-state.memoryBytes)
    }

    /// The number of bytes.
    var end: Int { state.withLock { $0.end } }

    private var file: SpillFile? { state.withLock { $0.file } }

    /// The memory in bytes.
    var memoryBytes: Int { state.withLock { $0.memoryBytes } }

    /// The number of bytes in the file.
    var spilledBytes: Int { state.withLock { max(0, $0.end - $0.memoryBytes) } }

    /// Appends `parts` one after another; nothing of them when it throws.
    func append(_ parts: [UnsafeRawBufferPointer]) throws(Failure) {
        var place = end
        for part in parts {
            var done = 0
            while done < part.count {
                let offset = place % chunkSize
                let count = min(part.count - done, chunkSize - offset)
                let piece = UnsafeRawBufferPointer(rebasing: part[done..<done + count])
                switch try chunk(place / chunkSize) {
                case .memory(let address):
                    if let source = piece.baseAddress {
                        UnsafeMutableRawPointer(bitPattern: address + UInt(offset))?
                            .copyMemory(from: source, byteCount: count)
                    }
                case .file(let start):
                    try file?.write(piece, at: start + offset)
                }
                done += count
                place += count
            }
        }
        let newEnd = place
        state.withLock { $0.end = newEnd }
    }

    /// Reads from `offset` until `bytes` is full; those bytes must exist.
    func read(at offset: Int, into bytes: UnsafeMutableRawBufferPointer) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let start = (offset + done) % chunkSize
            let count = min(bytes.count - done, chunkSize - start)
            let index = (offset + done) / chunkSize
            let (place, file) = state.withLock { ($0.places[index], $0.file) }
            let piece = UnsafeMutableRawBufferPointer(rebasing: bytes[done..<done + count])
            switch place {
            case .memory(let address):
                if let source = UnsafeRawPointer(bitPattern: address + UInt(start)) {
                    piece.baseAddress?.copyMemory(from: source, byteCount: count)
                }
            case .file(let offset): try file?.read(at: offset + start, into: piece)
            }
            done += count
        }
    }

    /// The chunk to write to; the next one is created.
    private func chunk(_ index: Int) throws(Failure) -> Place {
        if let place = state.withLock({ index < $0.places.count ? $0.places[index] : nil }) { return place }
        if let address = takeMemory() {
            let place = Place.memory(UInt(bitPattern: address))
            state.withLock { state in
                state.places.append(place)
                state.memoryBytes += chunkSize
            }
            return place
        }
        let file: SpillFile
        if let own = self.file { file = own } else { file = try budget.file(in: directory) }
        let place = Place.file(file.takeExtent())
        state.withLock { state in
            state.file = file
            state.places.append(place)
        }
        return place
    }

    /// A chunk as a memory mapping of its own, so that freeing it returns it to the system. After the budget was spent
    /// once, it always returns nil.
    private func takeMemory() -> UnsafeMutableRawPointer? {
        guard state.withLock({ $0.file == nil }), budget.take(chunkSize, for: .rows) else { return nil }
        let address = mmap(nil, chunkSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let address, address != UnsafeMutableRawPointer(bitPattern: -1) else {
            budget.count(-chunkSize)
            return nil
        }
        return address
    }
}
