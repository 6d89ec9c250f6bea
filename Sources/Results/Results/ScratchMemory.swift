/// Memory for reading, counted in the budget while it exists.
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

    /// A buffer of `count` bytes; its previous content may be lost.
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
