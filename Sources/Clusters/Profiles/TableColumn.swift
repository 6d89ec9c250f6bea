import TOML

/// A column of the deck's table. The raw value is its name in the settings.
public enum TableColumn: String, Sendable, CaseIterable {
    case environment, name, engine, version, role, region, database, user, token, credentials, sessions, proxy, endpoint
    case tags, note, last

    /// Reads `columns` of a settings file: names in the wanted order. Unknown and repeated names are reported and
    /// skipped. The name column is added if it is missing, because without it no row can be told from another.
    ///
    /// - Returns: nil when the key is missing or no array.
    static func read(_ reader: inout TableReader) -> [TableColumn]? {
        guard reader.strings("columns") != nil, case .array(let elements)? = reader.table["columns"]?.value.content
        else { return nil }
        var columns: [TableColumn] = []
        for element in elements {
            guard case .string(let name) = element.content else { continue }
            guard let column = TableColumn(rawValue: name) else {
                let names = allCases.map(\.rawValue)
                let near = Suggestion.nearest(to: name, among: names)
                reader.report(
                    "`columns` names the unknown column \"\(name)\"", at: element.position,
                    suggestion: near.map { "did you mean \"\($0)\"?" }
                        ?? "the columns are \(names.joined(separator: ", "))")
                continue
            }
            if columns.contains(column) {
                reader.report("`columns` names \"\(name)\" twice", at: element.position, suggestion: "leave one out")
            } else {
                columns.append(column)
            }
        }
        if !columns.contains(.name) { columns.insert(.name, at: columns.first == .environment ? 1 : 0) }
        return columns
    }
}
