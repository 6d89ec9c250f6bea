import SQLWire

extension ServerMessage {
    /// The text for the log: all that is shown, and the SQLSTATE, by which the manual describes it.
    var loggedText: String {
        guard number == nil, !sqlState.isEmpty else { return lines.joined(separator: "\n") }
        return lines.joined(separator: "\n").replacing(
            "\(severity): ", with: "\(severity) \(sqlState): ", maxReplacements: 1)
    }

    /// Every part that the server sent, each with its name.
    var allLines: [SheetLine] {
        let code = number.map { "\($0)\(sqlState.isEmpty ? "" : " (\(sqlState))")" } ?? sqlState
        let parts: [(name: String, value: String?)] = [
            ("severity", severity), ("code", code), ("message", text), ("detail", detail), ("hint", hint),
            ("where", context), ("position", position.map { "character \($0)" }), ("schema", place.schema),
            ("table", place.table), ("column", place.column), ("type", place.dataType),
            ("constraint", place.constraint), ("source", place.source),
        ]
        return parts.flatMap { name, value -> [SheetLine] in
            guard let value, !value.isEmpty else { return [] }
            let label = name + String(repeating: " ", count: 12 - name.count)
            return value.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
                SheetLine(
                    (index == 0 ? label : String(repeating: " ", count: 12)) + line, name == "message" ? .error : .text)
            }
        }
    }
}
