import SQLWire

/// Values that refer to other variables, expanded as in psql: `:a` in a value that is substituted plainly.
struct NestedValues {
    struct Value {
        var text: [UInt8]
        /// The ends of statements in the value, after their semicolons.
        var ends: [Int] = []
    }

    let variables: ScriptVariables
    /// The session's `standard_conforming_strings`.
    let stringsAreStandard: Bool
    /// The variables that are being expanded; a reference to one of them stays as it is.
    private var open: [String] = []
    /// The remaining size in bytes; a value with two references to the next would otherwise grow exponentially.
    private var budget = ScriptVariables.longestValue

    init(_ variables: ScriptVariables, stringsAreStandard: Bool) {
        (self.variables, self.stringsAreStandard) = (variables, stringsAreStandard)
    }

    /// The substitute for a reference; nil when the variable is not set or is being expanded.
    mutating func value(_ name: String, as form: VariableReference.Form, isNested: Bool) -> Value? {
        guard let text = variables.written(name, as: form) else { return nil }
        guard form == .plain else { return Value(text: text) }
        guard !open.contains(name), open.count < 16, text.count <= budget else { return nil }
        budget -= text.count
        guard text.contains(Byte.colon) || text.contains(Byte.semicolon) else { return Value(text: text) }
        open.append(name)
        defer { open.removeLast() }
        return expanded(text, isNested: isNested)
    }

    /// A value with its references expanded; psql parses it independently of the text around it.
    private mutating func expanded(_ text: [UInt8], isNested: Bool) -> Value {
        var scanner = PostgreSQLScanner()
        scanner.standardConformingStrings = stringsAreStandard
        scanner.feed(text)
        scanner.finish()
        var value = Value(text: [])
        var position = 0
        while let item = scanner.next() {
            guard case .statement(let statement) = item else { continue }
            for reference in statement.references {
                let name = reference.name(in: statement.text)
                let isNested = isNested || reference.isNested
                guard let inner = self.value(name, as: reference.form, isNested: isNested) else { continue }
                value.text += text[position..<reference.scriptRange.lowerBound]
                value.ends += inner.ends.map { $0 + value.text.count }
                value.text += inner.text
                position = reference.scriptRange.upperBound
            }
            guard statement.ending == .terminator, !isNested else { continue }
            let end = scanner.itemRange.upperBound
            value.text += text[position..<end]
            position = end
            value.ends.append(value.text.count)
        }
        value.text += text[position...]
        return value
    }
}
