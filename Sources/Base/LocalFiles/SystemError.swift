import Glibc

/// The C library's text for an `errno` value.
public enum SystemError {
    /// For instance `No space left on device`.
    public static func text(_ code: Int32) -> String {
        String(cString: strerror(code))
    }

    /// An `errno` value that is not 0.
    public struct Code: Error {
        /// For instance `ENOSPC`.
        public let number: Int32
        public init(_ number: Int32) { self.number = number }
    }
}
