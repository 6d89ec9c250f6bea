import CPlatform
import Failures
import Glibc
import LocalFiles
import Threads

/// An unnamed file of mode 0600 for data beyond the memory. It disappears with the process or the last reference.
///
/// All results share one, so that a thousand of them use one descriptor. Each gets its space in extents, which return
/// to the file system after use.
final class SpillFile: Sendable {
    /// A function like `pwrite`.
    typealias Write = @Sendable (Int32, UnsafeRawPointer?, Int, off_t) -> Int

    private struct Room {
        var free: [Int] = []
        var end = 0
    }

    private let descriptor: Int32
    private let directory: String
    private let extentSize: Int
    private let writeBytes: Write
    private let room = Locked(Room())

    /// Creates a file in `directory`.
    init(directory: String, extentSize: Int, write: @escaping Write) throws(Failure) {
        let descriptor = qd_open_unnamed_file(directory)
        guard descriptor >= 0 else {
            throw Failure(
                .cannotCreate, "cannot keep more rows of the result",
                why: "they need a file in \(directory): \(SystemError.text(-descriptor))",
                next: "give a directory to write to in TMPDIR, or a larger memory budget")
        }
        self.descriptor = descriptor
        self.directory = directory
        self.extentSize = extentSize
        writeBytes = write
    }

    deinit {
        close(descriptor)
    }

    /// Reserves an extent. Returns its offset.
    func takeExtent() -> Int {
        room.withLock { room in
            if let extent = room.free.popLast() { return extent }
            defer { room.end += extentSize }
            return room.end
        }
    }

    /// Frees extents; their data is lost.
    func release(_ extents: [Int]) {
        let extents = extents.sorted()
        var index = 0
        while index < extents.count {
            let start = index
            repeat { index += 1 } while index < extents.count && extents[index] == extents[index - 1] + extentSize
            _ = qd_release_file_range(descriptor, Int64(extents[start]), Int64((index - start) * extentSize))
        }
        room.withLock { $0.free.append(contentsOf: extents.reversed()) }
    }

    /// Writes all of `bytes` at `offset`.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let count = writeBytes(
                descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw Failure(
                    .inputOutput, "cannot keep more rows of the result",
                    why: "writing to a file in \(directory): \(SystemError.text(count < 0 ? errno : ENOSPC))",
                    next: "make room there, give another directory in TMPDIR, or fetch fewer rows")
            }
            done += count
        }
    }

    /// Reads from `offset` until `bytes` is full; those bytes must have been written.
    func read(at offset: Int, into bytes: UnsafeMutableRawBufferPointer) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let count = pread(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw Failure(
                    .inputOutput, "cannot read rows of the result again",
                    why: "reading a file in \(directory): \(SystemError.text(count < 0 ? errno : EIO))",
                    next: "run the statement again")
            }
            done += count
        }
    }
}
