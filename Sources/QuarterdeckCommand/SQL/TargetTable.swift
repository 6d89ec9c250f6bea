import BlockingExecutor
import SQLCore

/// Finds out which table a query reads, for the format that inserts its rows elsewhere.
struct TargetTable: Sendable {
    let session: any SQLSession

    /// The table's name as SQL, if all that the query returns is of one table; nil otherwise.
    func name(for statement: [UInt8]) async -> [UInt8]? {
        let origins = Set(await session.describe(statement).map(\.origin))
        guard origins.count == 1, case .relation(let oid)?? = origins.first else { return nil }
        let name = Locked<[UInt8]?>(nil)
        try? await session.run(Array("SELECT \(oid)::pg_catalog.regclass".utf8), input: nil) { event in
            if case .rows(let batch) = event { name.withLock { $0 = batch.value(row: 0, column: 0) } }
        }
        return name.withLock { $0 }
    }

    /// The same, where the server names a column's table with the column.
    static func name(of columns: [Column]) -> [UInt8]? {
        let origins = Set(columns.map(\.origin))
        guard origins.count == 1, case .table(let schema, let table)?? = origins.first else { return nil }
        return [schema, table].filter { !$0.isEmpty }.map(quoted).joined(separator: [UInt8(ascii: ".")]).map { $0 }
    }

    private static func quoted(_ name: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "`")
        return [quote] + name.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }
}
