import Catalog
import SQLWire
import Threads

/// A small result, collected on the session's thread.
final class CollectedRows: Sendable {
    private let collected: Locked<CatalogRows>

    init(rowLimit: Int = 10_000) {
        collected = Locked(CatalogRows(rowLimit: rowLimit))
    }

    func take(_ event: ResultEvent) {
        collected.withLock { $0.take(event) }
    }

    var rows: CatalogRows { collected.withLock { $0 } }
}
