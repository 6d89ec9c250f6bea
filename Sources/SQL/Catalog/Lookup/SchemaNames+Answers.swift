public import SQLWire

extension SchemaNames {
    /// Stores the answer to `CatalogLookup.query(for: need)`; it replaces the previous answer to the same need, and
    /// names with another prefix stay.
    ///
    /// - Returns: Whether the answer is complete. If not, a longer prefix may find more names.
    @discardableResult
    public mutating func take(_ need: SchemaNeed, rows: [[String?]]) -> Bool {
        let names = rows.compactMap { $0.first ?? nil }
        let some = Array(names.prefix(CatalogLookup.limit))
        switch need {
        case .searchPath: searchPath = some
        case .schemas: schemas = some
        case .databases: databases = some
        case .roles: roles = some
        case .relations(let schema, let prefix):
            let new = rows.prefix(CatalogLookup.limit).compactMap(SchemaRelation.init)
            let kept = (relations[schema] ?? []).filter { !Self.begins($0.name, prefix) }
            let known = Set(kept.map(\.name))
            if prefix.isEmpty {
                partlyKnown.remove(schema)
                if rows.count > CatalogLookup.limit { overfull.insert(schema) } else { overfull.remove(schema) }
            } else if relations[schema] == nil {
                partlyKnown.insert(schema)
            }
            relations[schema] = (kept + new.filter { !known.contains($0.name) }).sorted { $0.name < $1.name }
        case .functions(let schema, let prefix):
            let kept = (functions[schema] ?? []).filter { !Self.begins($0, prefix) }
            functions[schema] = Set(kept).union(some).sorted()
        case .columns(let relation):
            columns[relation] = rows.compactMap { row in
                guard let name = row.first ?? nil else { return nil }
                return SchemaColumn(name: name, type: row.count > 1 ? row[1] ?? "" : "")
            }
            return true
        }
        return names.count <= CatalogLookup.limit
    }

    /// Whether a name has the prefix of the query: MySQL ignores case, so its answers overlap with stored names.
    private static func begins(_ name: String, _ prefix: String) -> Bool {
        name.utf8.starts(with: prefix.utf8) || name.utf8.starts(with: CatalogLookup.lowered(prefix).utf8)
    }
}

extension SchemaRelation {
    fileprivate init?(_ row: [String?]) {
        guard row.count >= 2, let name = row[0], let kind = row[1] else { return nil }
        self.init(name: name, kind: Kind(catalogue: kind))
    }
}

extension SchemaRelation.Kind {
    /// A kind in the terms of `pg_class.relkind` or `information_schema.TABLES.TABLE_TYPE`.
    init(catalogue kind: String) {
        switch kind {
        case "p": self = .partitioned
        case "v", "VIEW", "SYSTEM VIEW": self = .view
        case "m": self = .materializedView
        case "f": self = .foreignTable
        case "S", "SEQUENCE": self = .sequence
        default: self = .table
        }
    }
}
