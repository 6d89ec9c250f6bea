import Failures
import SQLWire
import Threads

/// Standard input as the data of a `COPY … FROM STDIN`, opened only when a server requests data.
final class LateReader: Sendable {
    private let open: @Sendable (String) throws(Failure) -> ScriptSource
    private let dialect: Dialect
    private let reader = Locked<Result<ScriptReader, Failure>?>(nil)

    init(_ open: @escaping @Sendable (String) throws(Failure) -> ScriptSource, _ dialect: Dialect) {
        self.open = open
        self.dialect = dialect
    }

    /// Why data is missing although a server requested it, if so.
    var failure: Failure? {
        if case .failure(let failure)? = reader.withLock({ $0 }) { failure } else { nil }
    }

    /// The data in pieces; nil at the end, and when it cannot be read.
    @Sendable
    func nextData() -> ArraySlice<UInt8>? {
        let reader = reader.withLock { reader -> Result<ScriptReader, Failure> in
            if let reader { return reader }
            let opened: Result<ScriptReader, Failure>
            do throws(Failure) {
                opened = .success(ScriptReader(try open("-"), dialect))
            } catch {
                opened = .failure(error)
            }
            reader = opened
            return opened
        }
        guard case .success(let reader) = reader else { return nil }
        return reader.nextData()
    }
}
