/// Memory for what is read at once, which counts in the budget as long as it is there.
final class ScratchMemory {
    private let budget: MemoryBudget
    private var room = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    init(budget: MemoryBudget) {
        self.budget = budget
    }

    deinit {
        room.deallocate()
        budget.count(-room.count)
    }

    /// The first `count` bytes; what was in them may be gone.
    func bytes(_ count: Int) -> UnsafeMutableRawBufferPointer {
        if room.count < count {
            room.deallocate()
            let size = max(count, 2 * room.count)
            budget.count(size - room.count)
            room = .allocate(byteCount: size, alignment: 16)
        }
        return UnsafeMutableRawBufferPointer(rebasing: room[..<count])
    }
}
