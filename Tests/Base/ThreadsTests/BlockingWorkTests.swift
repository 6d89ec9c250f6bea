import Glibc
import Testing
import Threads

@Suite struct BlockingWorkTests {
    /// A pipe whose reader blocks until something is written.
    private struct Gate {
        let reader: Int32
        let writer: Int32

        init() throws {
            var ends: [Int32] = [-1, -1]
            try #require(pipe(&ends) == 0)
            (reader, writer) = (ends[0], ends[1])
        }

        func wait() {
            var byte: UInt8 = 0
            _ = read(reader, &byte, 1)
        }

        func open(for count: Int) { _ = write(writer, [UInt8](repeating: 1, count: count), count) }
    }

    @Test func `any number of blocking tasks delays no other task`() async throws {
        let (threads, gate, count) = (ElasticThreads(), try Gate(), 40)
        let blocked = Locked(0)
        let tasks = (0..<count).map { _ in
            Task(executorPreference: threads) {
                blocked.withLock { $0 += 1 }
                gate.wait()
            }
        }
        // Every task has a thread, and another one still gets one.
        while blocked.withLock({ $0 }) < count { await Task.yield() }
        #expect(await Task(executorPreference: threads) { 42 }.value == 42)
        gate.open(for: count)
        for task in tasks { await task.value }
    }

    @Test func `a task that awaits continues on such threads`() async {
        let threads = ElasticThreads()
        let sum = await Task(executorPreference: threads) {
            var sum = 0
            for number in 0..<1_000 {
                await Task.yield()
                sum += number
            }
            return sum
        }.value
        #expect(sum == 499_500)
    }

    @Test func `values are pulled in order to the end`() throws {
        let next = Locked(0)
        let values = try #require(
            PulledValues<Int> {
                next.withLock { next in
                    next += 1
                    return next <= 5_000 ? next : nil
                }
            })
        let never = WakeSignal()
        var taken: [Int] = []
        while case .value(let value) = values.next(unless: never) { taken.append(value) }
        #expect(taken == Array(1...5_000))
        guard case .end = values.take() else {
            Issue.record("there is something behind the end")
            return
        }
    }

    @Test func `values are pulled ahead only up to the limit`() throws {
        let pulled = Locked(0)
        let values = try #require(
            PulledValues<Int> {
                pulled.withLock { pulled in
                    pulled += 1
                    return pulled
                }
            })
        defer { values.stop() }
        let never = WakeSignal()
        for expected in 1...100 {
            guard case .value(expected) = values.next(unless: never) else {
                Issue.record("not \(expected)")
                return
            }
            // Two wait, one is being pulled.
            #expect(pulled.withLock { $0 } <= expected + 3)
        }
    }

    @Test func `a blocking closure is abandoned`() throws {
        let gate = try Gate()
        let values = try #require(
            PulledValues<Int> {
                gate.wait()
                return 1
            })
        let stop = WakeSignal()
        stop.raise()
        guard case .notYet = values.next(unless: stop) else {
            Issue.record("there was a value")
            return
        }
        values.stop()
        gate.open(for: 1)
    }
}
