import Failures
import Foundation
import SQLWire
import TestSupport
import Testing
import Threads

@testable import Results

/// The number of descriptors of this process that are open on files in `directory`.
private func descriptors(in directory: String) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return names.filter {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0))?.hasPrefix(directory)
            == true
    }.count
}

/// Anonymous memory of this process in bytes.
private func residentBytes() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
}

@Suite struct BudgetTests {
    @Test func `results share a budget, stay within it, and return everything`() throws {
        let folder = try TemporaryDirectory()
        let budget = MemoryBudget(bytes: 1 << 20)
        let sample = Sample(columns: 4, rows: 5_000, longest: 2_000, seed: 9)
        do {
            var stores: [ResultStore] = []
            for _ in 0..<8 {
                stores.append(try sample.store(budget, in: folder.path))
                #expect(budget.used <= 1 << 20)
            }
            #expect(stores.reduce(0) { $0 + $1.memoryBytes } <= 1 << 20)
            #expect(stores.reduce(0) { $0 + $1.memoryBytes } == budget.used)
            #expect(stores[7].spilledBytes >= stores[7].byteCount)
            #expect(descriptors(in: folder.path) == 1)
            #expect(try folder.names("").isEmpty)
            for store in stores { #expect(try store.value(row: 4_999, column: 2) == sample.rows[4_999][2]) }
        }
        #expect(budget.used == 0)
        #expect(descriptors(in: folder.path) == 0)
    }

    @Test func `a small result uses neither a file nor a chunk of memory`() throws {
        let folder = try TemporaryDirectory()
        let budget = MemoryBudget()
        let store = try Sample(texts: [["a", "b"]]).store(budget, in: folder.path)
        #expect(store.memoryBytes < 1_000)
        #expect(descriptors(in: folder.path) == 0)
        #expect(store.spilledBytes == 0)
    }

    @Test func `many small results stay within the budget`() throws {
        let budget = MemoryBudget(bytes: 100_000)
        let text = String(repeating: "some text ", count: 100)
        let stores = try (0..<2_000).map { _ in try Sample(texts: [[text, "more"]]).store(budget) }
        // Each keeps only the index of its rows.
        #expect(budget.used < 500_000)
        #expect(try stores[1_999].value(row: 0, column: 1) == Array("more".utf8))
    }

    @Test func `file space is reused`() throws {
        let folder = try TemporaryDirectory()
        let budget = MemoryBudget(bytes: 0)
        let sample = Sample(columns: 4, rows: 1_000, longest: 500, seed: 1)
        let kept = try sample.store(budget, in: folder.path)
        let file = try budget.file(in: folder.path)
        for _ in 0..<20 { _ = try sample.store(budget, in: folder.path) }
        #expect(file.takeExtent() < 4 * kept.spilledBytes)
        #expect(try kept.allRows() == sample.rows)
    }

    @Test func `memory returns to the system`() throws {
        let budget = MemoryBudget()
        let row = [[UInt8](repeating: 1, count: 8_000)]
        let sample = Sample([.bytes], Array(repeating: row, count: 1_000))
        let before = residentBytes()
        for _ in 0..<100 { #expect(try sample.store(budget).memoryBytes > 8_000_000) }
        #expect(residentBytes() - before < 400_000_000)
    }

    @Test func `the file is private and unnamed`() throws {
        let folder = try TemporaryDirectory()
        let store = try Sample(columns: 2, rows: 1_000, longest: 500, seed: 1).store(
            MemoryBudget(bytes: 0), in: folder.path)
        let names = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        var found = 0
        for name in names {
            guard let number = Int32(name),
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + name),
                target.hasPrefix(folder.path)
            else { continue }
            var status = stat()
            #expect(fstat(number, &status) == 0)
            #expect(status.st_nlink == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0)
            found += 1
        }
        #expect(found == 1)
        #expect(store.rowCount == 1_000)
    }

    @Test func `a full disk is reported, and earlier rows remain`() throws {
        let written = Locked(0)
        let budget = MemoryBudget(bytes: 100_000) { descriptor, bytes, count, offset in
            let isFull = written.withLock { written in
                written += count
                return written > 300_000
            }
            if isFull {
                errno = ENOSPC
                return -1
            }
            return pwrite(descriptor, bytes, count, offset)
        }
        let sample = Sample(columns: 4, rows: 10_000, longest: 300, seed: 2)
        let store = ResultStore(columns: sample.columns, budget: budget, directory: "/tmp")
        var kept = 0
        let failure = #expect(throws: Failure.self) {
            for start in stride(from: 0, to: 10_000, by: 10) {
                try store.append(sample.batch(start..<start + 10))
                kept = start + 10
            }
        }
        #expect(failure?.why == "writing to a file in /tmp: No space left on device")
        #expect(failure?.next != nil)
        #expect(store.failure == failure)
        #expect(kept > 1_000)
        #expect(store.rowCount >= kept)
        #expect(throws: Failure.self) { try store.append(sample.batch(0..<1)) }
        store.finish(isComplete: false)
        #expect(!store.isComplete)
        #expect(try store.allRows() == Array(sample.rows[..<store.rowCount]))
    }

    @Test func `a directory without write permission is reported`() throws {
        let sample = Sample(columns: 4, rows: 1_000, longest: 300, seed: 2)
        let failure = #expect(throws: Failure.self) {
            try sample.store(MemoryBudget(bytes: 0), in: "/nonexistent/folder")
        }
        #expect(failure?.why == "they need a file in /nonexistent/folder: No such file or directory")
    }

    @Test func `rows with other columns are refused`() throws {
        let store = try Sample(texts: [["a", "b"]]).store()
        #expect(throws: Failure.self) { try store.append(Sample(texts: [["a"]]).batch(0..<1)) }
        #expect(store.rowCount == 1)
    }
}
