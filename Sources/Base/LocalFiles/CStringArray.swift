import Glibc

/// A program's arguments or environment in C's form.
public enum CStringArray {
    /// Lends pointers to copies of `texts`, followed by NULL, for the duration of `body`.
    public static func withPointers<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return (copies.map { UnsafePointer<CChar>($0) } + [nil]).withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
