import SQLWire

extension CandidateWriter {
    /// The typed text as the beginning of a name in the server's spelling.
    private var prefix: String {
        let isFolded = dialect == .postgresql && !isQuoted
        return String(decoding: isFolded ? typed.map(Byte.lowered) : typed, as: UTF8.self)
    }

    mutating func writeRelations(_ place: CompletionPlace) {
        if names.searchPath.isEmpty { scope.need(.searchPath) }
        for (order, schema) in names.searchPath.enumerated() {
            needRelations(of: schema)
            for relation in names.relations[schema] ?? [] where fits(relation, place) {
                offer(relation.name, kind(relation), priority: order == 0 ? 2 : 3, detail: schema)
            }
        }
        if namesServerRelation {
            needRelations(of: Self.serverSchema)
            for relation in names.relations[Self.serverSchema] ?? [] where fits(relation, place) {
                offer(relation.name, kind(relation), priority: 5, detail: Self.serverSchema)
            }
        }
        // Qualified relations of other schemas, once there is a typed text.
        guard !typed.isEmpty, place.names.contains(.schemas), !isQuoted else { return }
        for (schema, relations) in names.relations.sorted(by: { $0.key < $1.key })
        where !names.searchPath.contains(schema) && !(namesServerRelation && schema == Self.serverSchema) {
            for relation in relations where fits(relation, place) {
                offer(relation.name, kind(relation), priority: 7, detail: schema, schema: schema)
            }
        }
    }

    private static let serverSchema = "pg_catalog"

    /// Whether it may be one of the server's own relations, which are on every search path and share their prefixes.
    private var namesServerRelation: Bool {
        dialect == .postgresql && typed.count > 1 && zip(typed, "pg_".utf8).allSatisfy { Byte.lowered($0) == $1 }
            && !names.searchPath.contains(Self.serverSchema)
    }

    private mutating func needRelations(of schema: String) {
        if names.relations[schema] == nil || names.partlyKnown.contains(schema) {
            scope.need(.relations(schema: schema, prefix: ""))
        } else if !typed.isEmpty {
            scope.need(.relations(schema: schema, prefix: prefix))
        }
    }

    private func fits(_ relation: SchemaRelation, _ place: CompletionPlace) -> Bool {
        place.kinds.isEmpty || place.kinds.contains(relation.kind)
    }

    private func kind(_ relation: SchemaRelation) -> CompletionCandidate.Kind {
        switch relation.kind {
        case .table, .partitioned, .foreignTable: .table
        case .view, .materializedView: .view
        case .sequence: .sequence
        }
    }

    mutating func writeCommonTables() {
        for table in scope.commonTables { offer(table.name, .commonTable, priority: 1) }
    }

    mutating func writeSchemas() {
        if names.schemas.isEmpty { scope.need(.schemas) }
        for schema in names.schemas { offer(schema, .schema, priority: 6) }
    }

    mutating func writeDatabases() {
        let isMySQL = dialect == .mysql
        let databases = isMySQL && names.databases.isEmpty ? names.schemas : names.databases
        if databases.isEmpty { scope.need(.databases) }
        for database in databases { offer(database, .database, priority: 1) }
    }

    mutating func writeRoles() {
        if names.roles == nil { scope.need(.roles) }
        for role in names.roles ?? [] { offer(role, .role, priority: 1) }
    }

    /// Writes the names that can follow a dot.
    mutating func writeMembers(_ place: CompletionPlace) {
        guard let last = place.qualifiers.last else { return }
        let before = place.qualifiers.dropLast().last
        let takesColumns = place.names.contains(.columns)
        if takesColumns || !place.names.contains(.relations) && !place.names.contains(.ownFunctions) {
            let source = before == nil ? scope.source(labelled: last) : nil
            if let source {
                writeMembers(of: source)
                return
            }
            if before != nil || !isSchema(last) {
                writeMembers(of: TableSource(schema: before, name: last, index: 0))
            }
        }
        guard before == nil else { return }
        writeMembers(ofSchema: last, place)
    }

    private func isSchema(_ name: String) -> Bool {
        names.schemas.contains(name) || names.relations[name] != nil || names.searchPath.contains(name)
    }

    private mutating func writeMembers(of source: TableSource) {
        for column in scope.columns(of: source) ?? [] {
            offer(column.name, .column, priority: 2, detail: column.type)
        }
        if typed.isEmpty, !isQuoted {
            pool.offer("*", priority: 3) { CompletionCandidate(text: "*", label: "*", kind: .keyword, detail: "") }
        }
    }

    private mutating func writeMembers(ofSchema schema: String, _ place: CompletionPlace) {
        if names.schemas.isEmpty, !isSchema(schema) { scope.need(.schemas) }
        guard isSchema(schema) || names.schemas.isEmpty else { return }
        let takesTables = place.names.contains(.relations)
        if takesTables || place.names.contains(.columns) {
            needRelations(of: schema)
            for relation in names.relations[schema] ?? [] where fits(relation, place) {
                offer(relation.name, kind(relation), priority: 2, detail: schema)
            }
        }
        guard !place.names.isDisjoint(with: [.functions, .ownFunctions, .rowFunctions]) else { return }
        if names.functions[schema] == nil { scope.need(.functions(schema: schema, prefix: "")) }
        for function in names.functions[schema] ?? [] { offerFunction(function, priority: 8) }
    }
}
