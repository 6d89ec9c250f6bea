import Failures
import Foundation
import LocalFiles
import TestSupport
import Testing
import Threads

@Suite struct WaitingFileTests {
    private let folder: TemporaryDirectory
    private let stop = WakeSignal()

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func fifo() -> String {
        mkfifo(folder.path("fifo"), 0o600)
        return folder.path("fifo")
    }

    private func raise(_ stop: WakeSignal) { DetachedThread.start { stop.raise() } }

    @Test func `a FIFO is read from its first writer to the end of the last one`() throws {
        let path = fifo()
        let bytes = [UInt8]((0..<300_000).map { UInt8(truncatingIfNeeded: $0) })
        DetachedThread.start {
            // Blocks until there is a reader.
            let writer = open(path, O_WRONLY)
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(writer, $0.baseAddress, $0.count) }
                guard count > 0 else { break }
                rest = rest.dropFirst(count)
            }
            close(writer)
        }
        #expect(try WaitingFile.contents(of: path, limit: 1 << 20, stop: stop) == bytes)
    }

    @Test(arguments: [true, false])
    func `the wait for a FIFO's other end can be cancelled`(_ isReading: Bool) throws {
        let path = fifo()
        raise(stop)
        let failure = #expect(throws: Failure.self) {
            if isReading {
                _ = try WaitingFile.contents(of: path, limit: 1 << 20, stop: stop)
            } else {
                try WaitingFile.writing(path, stop: stop).write([1])
            }
        }
        #expect(failure?.status == .interrupted)
        #expect(failure?.what == "cancelled while waiting for \(path)")
    }

    @Test func `the wait for a silent writer can be cancelled`() throws {
        let path = fifo()
        let writer = open(path, O_RDWR)
        defer { close(writer) }
        raise(stop)
        let failure = #expect(throws: Failure.self) {
            try WaitingFile.contents(of: path, limit: 1 << 20, stop: stop)
        }
        #expect(failure?.status == .interrupted)
    }

    @Test func `the wait for a reader that reads no more can be cancelled`() throws {
        let path = fifo()
        let reader = open(path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        let file = WaitingFile.writing(path, stop: stop)
        raise(stop)
        let failure = #expect(throws: Failure.self) { try file.write([UInt8](repeating: 0, count: 1 << 20)) }
        #expect(failure?.status == .interrupted)
    }

    @Test func `unreadable files have a reason`() throws {
        try folder.write("x", to: "inner/file")
        let missing = #expect(throws: Failure.self) {
            try WaitingFile.contents(of: folder.path("none"), limit: 10, stop: stop)
        }
        #expect(missing?.what == "there is no file \(folder.path("none"))")
        let directory = #expect(throws: Failure.self) {
            try WaitingFile.contents(of: folder.path("inner"), limit: 10, stop: stop)
        }
        #expect(directory?.why == "it is a directory")
        let long = #expect(throws: Failure.self) {
            try WaitingFile.contents(of: folder.path("inner/file"), limit: 0, stop: stop)
        }
        #expect(long?.what == "\(folder.path("inner/file")) is too large")
    }
}
