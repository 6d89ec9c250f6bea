import Testing
import Threads

/// A mailbox under a flood of messages.
@Suite struct MailboxTests {
    /// Counts its calls.
    private func counter() -> (Locked<Int>, @Sendable () -> Void) {
        let count = Locked(0)
        return (count, { count.withLock { $0 += 1 } })
    }

    @Test func `messages arrive in order, at most as many at a time as requested`() {
        let (wakes, wake) = counter()
        let mailbox = Mailbox<Int>(wake: wake)
        for number in 0..<100_000 { mailbox.send(number) }
        #expect(wakes.withLock { $0 } == 1)
        var taken: [Int] = []
        while mailbox.count > 0 {
            let some = mailbox.fetch(64)
            #expect(some.count <= 64)
            taken += some
        }
        #expect(taken == Array(0..<100_000))
        // It wakes once for every incomplete fetch.
        #expect(wakes.withLock { $0 } == 1 + 100_000 / 64)
        #expect(mailbox.fetch(64).isEmpty)
    }

    @Test func `messages of the same kind are merged`() {
        let mailbox = Mailbox<[Int]>(
            absorb: { last, next in
                guard last[0] == next[0] else { return false }
                last += next.dropFirst()
                return true
            }, wake: {})
        for number in 0..<10_000 { mailbox.send([number / 1_000, number]) }
        #expect(mailbox.count == 10)
        let taken = mailbox.fetch(100)
        #expect(taken.map(\.count) == Array(repeating: 1_001, count: 10))
        // A fetched message is not merged with later ones.
        mailbox.send([9, 1])
        #expect(mailbox.fetch(100) == [[9, 1]])
    }

    @Test func `a flooding sender waits for room, and all its messages arrive`() {
        let mailbox = Mailbox<Int>(most: 16) {}
        let done = WakeSignal()
        DetachedThread.start {
            for number in 0..<2_000 { mailbox.sendInTurn(number) }
            done.raise()
        }
        var taken: [Int] = []
        while taken.count < 2_000 {
            #expect(mailbox.count <= 16)
            taken += mailbox.fetch(8)
        }
        #expect(taken == Array(0..<2_000))
        #expect(done.wait(milliseconds: -1))
    }

    @Test func `closing a mailbox ends the wait for room`() {
        let mailbox = Mailbox<Int>(most: 2) {}
        let done = WakeSignal()
        DetachedThread.start {
            for number in 0..<100 { mailbox.sendInTurn(number) }
            done.raise()
        }
        mailbox.close()
        #expect(done.wait(milliseconds: -1))
        #expect(mailbox.count == 0)
    }
}
