import Failures

extension Array where Element: BitwiseCopyable {
    /// Lends the memory of the elements; `withUnsafeBytes` does not say what it throws.
    func withRawBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBufferPointer { (elements) throws(Failure) in try body(UnsafeRawBufferPointer(elements)) }
    }

    /// Lends the memory of the elements to be written.
    mutating func withRawMutableBytes<Result>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeMutableBufferPointer { (elements) throws(Failure) in
            try body(UnsafeMutableRawBufferPointer(elements))
        }
    }
}
