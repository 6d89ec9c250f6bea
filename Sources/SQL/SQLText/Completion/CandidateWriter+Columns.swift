import SQLWire

extension CandidateWriter {
    mutating func writeColumns(_ place: CompletionPlace, _ cursor: Int) {
        for target in place.targets {
            for column in scope.columns(of: target) ?? [] where !place.taken.contains(column.name) {
                offer(column.name, .column, priority: 1, detail: column.type)
            }
        }
        if place.names.contains(.joinConditions) { writeJoinConditions(cursor) }
        if place.names.contains(.sharedColumns) { writeSharedColumns(cursor, place.taken) }
        if place.names.contains(.selected) { writeSelected() }
        guard place.names.contains(.columns) else { return }
        let own = Array(scope.ownSources)
        let known = own.map { scope.columns(of: $0) ?? [] }
        var counts: [String: Int] = [:]
        for column in known.joined() { counts[column.name, default: 0] += 1 }
        for (source, columns) in zip(own, known) {
            for column in columns {
                offer(column, of: source, isQualified: counts[column.name, default: 0] > 1, priority: 2)
            }
        }
        // The sources of enclosing queries can be named, too.
        for source in scope.sources.dropFirst(scope.ownCount) {
            for column in scope.columns(of: source) ?? [] { offer(column, of: source, isQualified: true, priority: 5) }
        }
        for source in scope.sources {
            if let label = source.label {
                offer(label, .alias, priority: 3, detail: source.alias == nil ? "" : source.name ?? "")
            }
        }
    }

    private mutating func offer(_ column: SchemaColumn, of source: TableSource, isQualified: Bool, priority: Int) {
        let label = isQualified ? source.label : nil
        let detail = [column.type, source.name ?? source.alias ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
        // After an opening quote, a qualified unquoted name is impossible.
        offer(column.name, .column, priority: priority, detail: detail, schema: isQuoted ? nil : label)
    }

    private mutating func writeSelected() {
        let block = scope.blocks[0]
        let list = SelectList(reader: scope.reader, level: 2)
        for column in list.names(block.range) ?? [] where column.name != "*" {
            offer(column.name, .column, priority: 1)
        }
    }

    /// The last joined table before the cursor, and the tables before it.
    private func joined(_ cursor: Int) -> (last: TableSource, earlier: [TableSource])? {
        let before = scope.ownSources.filter { $0.index < cursor }
        guard let last = before.last, before.count > 1 else { return nil }
        return (last, Array(before.dropLast()))
    }

    private mutating func writeSharedColumns(_ cursor: Int, _ taken: Set<String>) {
        guard let (last, earlier) = joined(cursor) else { return }
        let others = Set(earlier.flatMap { scope.columns(of: $0) ?? [] }.map(\.name))
        for column in scope.columns(of: last) ?? [] where others.contains(column.name) && !taken.contains(column.name) {
            offer(column.name, .column, priority: 1, detail: column.type)
        }
    }

    /// Join conditions derived from column names: `a.b_id = b.id` before `a.x_id = b.x_id` before `a.x = b.x`.
    private mutating func writeJoinConditions(_ cursor: Int) {
        guard !isQuoted, let (last, earlier) = joined(cursor) else { return }
        let lastColumns = (scope.columns(of: last) ?? []).map(\.name)
        for source in earlier.reversed() {
            let columns = (scope.columns(of: source) ?? []).map(\.name)
            let own = Set(columns)
            for column in lastColumns {
                if refers(column, to: source), own.contains("id") { offerCondition(source, "id", last, column, 0) }
                guard own.contains(column) else { continue }
                offerCondition(source, column, last, column, column.hasSuffix("id") && column != "id" ? 0 : 1)
            }
            guard lastColumns.contains("id") else { continue }
            for column in columns where refers(column, to: last) { offerCondition(source, column, last, "id", 0) }
        }
    }

    /// Whether the column's name refers to the table: `vessel_id` and `vessels`.
    private func refers(_ column: String, to source: TableSource) -> Bool {
        guard let name = source.name, column.hasSuffix("_id") else { return false }
        let stem = column.dropLast(3)
        return name == stem || name == stem + "s" || name == stem + "es"
            || stem.hasSuffix("y") && name == stem.dropLast() + "ies"
    }

    private mutating func offerCondition(
        _ left: TableSource, _ leftColumn: String, _ right: TableSource, _ rightColumn: String, _ priority: Int
    ) {
        guard let first = left.label, let second = right.label else { return }
        let parts = [first, leftColumn, second, rightColumn].compactMap { Identifier.quoted($0, dialect) }
        guard parts.count == 4 else { return }
        let text = "\(parts[0]).\(parts[1]) = \(parts[2]).\(parts[3])"
        pool.offer(text, priority: priority) {
            CompletionCandidate(text: text, label: text, kind: .joinCondition, detail: "")
        }
    }
}
