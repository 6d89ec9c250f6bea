import SQLWire
import Threads

/// Finds the table that a query reads, for the format that inserts its rows.
struct TargetTable: Sendable {
    let session: any SQLSession

    /// The quoted name of the table if all columns belong to one; nil otherwise.
    func name(for statement: [UInt8]) async -> [UInt8]? {
        guard case .relation(let oid)? = ColumnOrigin.common(of: await session.describe(statement)) else { return nil }
        let name = Locked<[UInt8]?>(nil)
        try? await session.run(Array("SELECT \(oid)::pg_catalog.regclass".utf8), input: nil) { event in
            if case .rows(let batch) = event { name.withLock { $0 = batch.value(row: 0, column: 0) } }
        }
        return name.withLock { $0 }
    }
}
