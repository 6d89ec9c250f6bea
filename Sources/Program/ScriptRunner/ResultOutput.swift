import Console
package import Failures
import Glibc
import LocalFiles
import Threads

/// The target of results: standard output, or a file that appears when it is complete.
package final class ResultOutput: Sendable {
    package let isTerminal: Bool
    /// Nil for standard output.
    private let target: FileTarget?
    private let isFinished = Locked(false)
    private let stop = WakeSignal()

    /// Standard output, or a new file that replaces `file` at the end. A device or a pipe is written to directly.
    package init(file: String?) throws(Failure) {
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

    /// Writes all bytes. Returns 0 or an errno value.
    package func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        target?.write(bytes) ?? WholeWrite.write(bytes, to: STDOUT_FILENO)
    }

    /// Handles the user's interrupts: the first one stops waiting for a FIFO's reader, the second one stops waiting for
    /// anything.
    func interrupt(_ times: Int) {
        if times > 1 || target?.isWaiting == true { stop.raise() }
    }

    /// Moves the file to its path; an incomplete one goes beside it, which is reported.
    func finish(isWhole: Bool = true) throws(Failure) {
        let isFirst = isFinished.withLock { isFinished in
            defer { isFinished = true }
            return !isFinished
        }
        guard isFirst, let target else { return }
        if let part = try target.finish(isWhole: isWhole) {
            ErrorReport.note("the partial result is in \(part)")
        } else if !isWhole, target.isFile {
            ErrorReport.note("no row arrived, so no file was written")
        }
    }
}
