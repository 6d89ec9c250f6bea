import Glibc

/// The C library's words for an `errno` value.
public enum SystemError {
    /// For instance `No space left on device`.
    public static func text(_ code: Int32) -> String {
        String(cString: strerror(code))
    }
}
