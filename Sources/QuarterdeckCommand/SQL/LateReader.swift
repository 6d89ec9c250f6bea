import BlockingExecutor
import Failures
import SQLCore

/// Standard input as data of a `COPY … FROM STDIN`, opened when a server asks for it: nobody else's input is touched.
final class LateReader: Sendable {
    private let open: @Sendable (String) throws(Failure) -> ScriptSource
    private let dialect: Dialect
    private let reader = Locked<ScriptReader?>(nil)

    init(_ open: @escaping @Sendable (String) throws(Failure) -> ScriptSource, _ dialect: Dialect) {
        self.open = open
        self.dialect = dialect
    }

    /// The data in pieces; nil at the end, and where there is nothing to be read.
    @Sendable
    func nextData() -> ArraySlice<UInt8>? {
        let reader = reader.withLock { reader -> ScriptReader? in
            if reader == nil, let source = try? open("-") { reader = ScriptReader(source, dialect) }
            return reader
        }
        return reader?.nextData()
    }
}
