import Failures

extension Array where Element: BitwiseCopyable {
    /// Passes the elements' memory to `body`, with a typed throw that `withUnsafeBytes` lacks.
    func withRawBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBufferPointer { (elements) throws(Failure) in try body(UnsafeRawBufferPointer(elements)) }
    }

    /// Passes the elements' writable memory to `body`.
    mutating func withRawMutableBytes<Result>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeMutableBufferPointer { (elements) throws(Failure) in
            try body(UnsafeMutableRawBufferPointer(elements))
        }
    }
}
