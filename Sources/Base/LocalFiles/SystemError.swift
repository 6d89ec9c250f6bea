public import Failures
import Glibc

/// The C library's text for an `errno` value.
public enum SystemError {
    /// For instance `No space left on device`.
    public static func text(_ code: Int32) -> String {
        String(cString: strerror(code))
    }

    /// The failure to write to a file, from an `errno` value.
    public static func failedWrite(to path: String, _ code: Int32) -> Failure {
        Failure(
            .inputOutput, "cannot write to \(path)", why: text(code), next: "make room, or choose another disk")
    }

    /// An `errno` value that is not 0.
    public struct Code: Error {
        /// For instance `ENOSPC`.
        public let number: Int32
        public init(_ number: Int32) { self.number = number }
    }
}
