import Failures
import Glibc
import Threads

/// Bytes that only ever grow at their end: in memory as long as the budget has room, then in a file.
///
/// One thread appends; any thread reads what is there meanwhile. All of it is given back when the tape goes.
final class SpillTape: Sendable {
    /// Where a chunk is: an address in memory, or an offset in the file.
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

    /// Bytes there.
    var end: Int { state.withLock { $0.end } }

    private var file: SpillFile? { state.withLock { $0.file } }

    /// Bytes of memory taken.
    var memoryBytes: Int { state.withLock { $0.memoryBytes } }

    /// Bytes in the file.
    var spilledBytes: Int { state.withLock { max(0, $0.end - $0.memoryBytes) } }

    /// Appends `parts`, one after another; nothing of them when it throws.
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

    /// Reads as many bytes from `offset` as `bytes` has room for; they must be there.
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

    /// The chunk to write to, which is made if it is the next one.
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

    /// A chunk of its own mapping, so that it goes back to the system for sure; nil when the budget is spent, and from
    /// then on.
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
