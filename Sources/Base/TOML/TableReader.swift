/// Reads the values of one table by key. It collects issues instead of stopping at the first.
public struct TableReader {
    /// The file's name, for the issues.
    public let file: String
    public let table: TOMLTable
    /// The issues so far.
    public private(set) var issues: [SourceIssue] = []

    public init(file: String, table: TOMLTable) {
        self.file = file
        self.table = table
    }

    /// Adds an issue of this file.
    public mutating func report(
        _ message: String, at position: SourcePosition, suggestion: String? = nil, customName: String? = nil,
        isRegionConflict: Bool = false
    ) {
        var issue = SourceIssue(
            file: file, position: position, message: message, suggestion: suggestion, customName: customName)
        issue.isRegionConflict = isRegionConflict
        issues.append(issue)
    }

    /// Adds the issues of an inner table.
    public mutating func report(_ inner: [SourceIssue]) { issues += inner }

    /// Reports every key that is not in `known`.
    ///
    /// - Parameter tableAdvice: The advice for a table whose key resembles no known key.
    public mutating func refuseKeys(otherThan known: [String], tableAdvice: String? = nil) {
        let unknown = table.entries.filter { !known.contains($0.key) }
        for entry in unknown.prefix(Self.mostUnknownKeys) {
            var suggestion = Suggestion.nearest(to: entry.key, among: known).map { "did you mean `\($0)`?" }
            if case .table = entry.value.content, suggestion == nil {
                suggestion = tableAdvice
            }
            report("unknown key `\(entry.key)`", at: entry.position, suggestion: suggestion)
        }
        if unknown.count > Self.mostUnknownKeys {
            report(
                "\(unknown.count - Self.mostUnknownKeys) more unknown keys", at: unknown[Self.mostUnknownKeys].position)
        }
    }

    private static let mostUnknownKeys = 20

    /// The string of a key, which may be empty; nil, without an issue, when the key is missing.
    public mutating func string(_ key: String) -> (text: String, position: SourcePosition)? {
        guard let value = table[key]?.value else { return nil }
        guard case .string(let text) = value.content else {
            reportKind(key, value, wanted: "a string", example: "\(key) = \"…\"")
            return nil
        }
        if let control = text.unicodeScalars.first(where: { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }) {
            report(
                "`\(key)` holds the control character U+\(String(control.value, radix: 16, uppercase: true))",
                at: value.position)
            return nil
        }
        return (text, value.position)
    }

    /// The string of a key, which must not be empty.
    public mutating func filledString(_ key: String) -> String? {
        guard let (text, position) = string(key) else { return nil }
        if text.isEmpty {
            report("`\(key)` is empty", at: position, suggestion: "leave the line out")
            return nil
        }
        return text
    }

    /// The strings of a key's array; elements of another kind are reported and skipped.
    public mutating func strings(_ key: String) -> [String]? {
        guard let value = table[key]?.value else { return nil }
        guard case .array(let elements) = value.content else {
            reportKind(key, value, wanted: "an array of strings", example: "\(key) = [\"…\"]")
            return nil
        }
        return elements.compactMap { element in
            guard case .string(let text) = element.content else {
                reportKind(key, element, wanted: "an array of strings", example: "\(key) = [\"…\"]")
                return nil
            }
            return text
        }
    }

    /// The string of a key, or the strings of its array.
    public mutating func stringOrStrings(_ key: String) -> [String]? {
        if case .array? = table[key]?.value.content { return strings(key) }
        return string(key).map { [$0.text] }
    }

    /// The integer of a key, which must be in `range`.
    public mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = table[key]?.value else { return nil }
        guard case .integer(let number) = value.content else {
            let meant = Self.integer(meantBy: value).flatMap { range.contains($0) ? $0 : nil }
            let example =
                meant.map { "\(key) = \($0)" } ?? "\(key) = NUMBER, \(range.lowerBound) to \(range.upperBound)"
            reportKind(key, value, wanted: "an integer", example: example)
            return nil
        }
        guard let small = Int(exactly: number), range.contains(small) else {
            report("`\(key)` is \(number), not in \(range.lowerBound) to \(range.upperBound)", at: value.position)
            return nil
        }
        return small
    }

    /// The integer that a value of another kind represents: `"5432"`, `5432.0`.
    private static func integer(meantBy value: TOMLValue) -> Int? {
        switch value.content {
        case .string(let text): Int(text.filter { !$0.isWhitespace })
        case .float(let number): Int(exactly: number)
        default: nil
        }
    }

    /// The boolean of a key.
    public mutating func boolean(_ key: String) -> Bool? {
        guard let value = table[key]?.value else { return nil }
        guard case .boolean(let flag) = value.content else {
            reportKind(key, value, wanted: "true or false", example: "\(key) = true")
            return nil
        }
        return flag
    }

    /// The string of a key as a case of an enumeration.
    public mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ key: String, as type: Word.Type) -> Word?
    {
        if case .string(let text)? = table[key]?.value.content, let word = Word(rawValue: text) { return word }
        return choice(key, among: { Word.allCases.map(\.rawValue) }).flatMap(Word.init)
    }

    /// The string of a key, which must be one of `words`. `words` is called only if the key is present.
    public mutating func choice(_ key: String, among words: () -> [String]) -> String? {
        guard let (text, position) = string(key) else { return nil }
        let words = words()
        if words.contains(text) { return text }
        let near = Suggestion.nearest(to: text, among: words)
        report(
            "`\(key)` is \"\(text)\", not one of \(words.joined(separator: ", "))", at: position,
            suggestion: near.map { "did you mean \"\($0)\"?" })
        return nil
    }

    private mutating func reportKind(_ key: String, _ value: TOMLValue, wanted: String, example: String) {
        report(
            "`\(key)` is \(value.kind), it has to be \(wanted)", at: value.position, suggestion: "write \(example)")
    }

    /// The table of a key; any other kind of value is reported.
    public mutating func table(named key: String) -> TOMLTable? {
        guard let entry = table[key] else { return nil }
        guard case .table(let inner) = entry.value.content else {
            report("`\(key)` is \(entry.value.kind), it has to be a table", at: entry.position, suggestion: "[\(key)]")
            return nil
        }
        return inner
    }
}
