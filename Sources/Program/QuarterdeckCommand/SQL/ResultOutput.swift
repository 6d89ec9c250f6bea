import Failures
import Glibc
import LocalFiles
import Threads

/// Where results go: standard output, or a file that is there when it is complete.
final class ResultOutput: Sendable {
    let isTerminal: Bool
    /// nil for standard output.
    private let target: FileTarget?
    private let isFinished = Locked(false)
    private let stop = WakeSignal()

    /// Standard output, or a new file which takes the place of `file` in the end. What is not a regular file, a device or
    /// a pipe, is written as it is.
    init(file: String?) throws(Failure) {
        guard let file, file != "-", !Self.standsForOutput(file) else {
            target = nil
            isTerminal = isatty(STDOUT_FILENO) == 1
            return
        }
        isTerminal = false
        target = try FileTarget(file, mode: 0o666, stop: stop)
    }

    private static func standsForOutput(_ file: String) -> Bool {
        ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(file)
    }

    /// Writes all bytes; answers 0 or an errno value.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        target?.write(bytes) ?? StandardOutput.writeAll(bytes, to: STDOUT_FILENO)
    }

    /// The user wants to leave: a FIFO's reader is no longer waited for, and the second time nothing is.
    func interrupt(_ times: Int) {
        if times > 1 || target?.isWaiting == true { stop.raise() }
    }

    /// Puts the file in its place; one that is not whole beside it, which is said.
    func finish(isWhole: Bool = true) throws(Failure) {
        let isFirst = isFinished.withLock { isFinished in
            defer { isFinished = true }
            return !isFinished
        }
        guard isFirst, let target else { return }
        if let part = try target.finish(isWhole: isWhole) {
            ErrorReport.note("what came is in \(part)")
        } else if !isWhole, target.isFile {
            ErrorReport.note("nothing came, so no file was written")
        }
    }
}
