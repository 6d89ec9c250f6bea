import Failures
import SQLCore
import Threads

/// Standard input as data of a `COPY … FROM STDIN`, opened when a server asks for it: nobody else's input is touched.
final class LateReader: Sendable {
    private let open: @Sendable (String) throws(Failure) -> ScriptSource
    private let dialect: Dialect
    private let reader = Locked<Result<ScriptReader, Failure>?>(nil)

    init(_ open: @escaping @Sendable (String) throws(Failure) -> ScriptSource, _ dialect: Dialect) {
        self.open = open
        self.dialect = dialect
    }

    /// Why there are no data although a server asked for them, if that was so.
    var failure: Failure? {
        if case .failure(let failure)? = reader.withLock({ $0 }) { failure } else { nil }
    }

    /// The data in pieces; nil at the end, and where they cannot be had.
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
