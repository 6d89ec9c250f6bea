import Endpoints
import TOML

/// Reads the values of one table by key, noting what is wrong instead of stopping at it.
struct TableReader {
    let file: String
    let table: TOMLTable
    private(set) var issues: [SourceIssue] = []

    init(file: String, table: TOMLTable) {
        self.file = file
        self.table = table
    }

    mutating func report(
        _ message: String, at position: SourcePosition, suggestion: String? = nil, customName: String? = nil
    ) {
        issues.append(
            SourceIssue(
                file: file, position: position, message: message, suggestion: suggestion, customName: customName))
    }

    /// Reports every key that is none of `known`.
    mutating func refuseKeys(otherThan known: [String]) {
        let unknown = table.entries.filter { !known.contains($0.key) }
        for entry in unknown.prefix(Self.mostUnknownKeys) {
            var suggestion = Suggestion.nearest(to: entry.key, among: known).map { "did you mean `\($0)`?" }
            if case .table = entry.value.content, suggestion == nil {
                suggestion = "a name with a dot in it is quoted: [clusters.\"a.b\"]"
            }
            report("unknown key `\(entry.key)`", at: entry.position, suggestion: suggestion)
        }
        if unknown.count > Self.mostUnknownKeys {
            report(
                "\(unknown.count - Self.mostUnknownKeys) more unknown keys", at: unknown[Self.mostUnknownKeys].position)
        }
    }

    private static let mostUnknownKeys = 20

    mutating func string(_ key: String) -> (text: String, position: SourcePosition)? {
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

    mutating func filledString(_ key: String) -> String? {
        guard let (text, position) = string(key) else { return nil }
        if text.isEmpty {
            report("`\(key)` is empty", at: position, suggestion: "leave the line out")
            return nil
        }
        return text
    }

    mutating func strings(_ key: String) -> [String]? {
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

    mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = table[key]?.value else { return nil }
        guard case .integer(let number) = value.content else {
            reportKind(key, value, wanted: "an integer", example: "\(key) = \(range.lowerBound)")
            return nil
        }
        guard let small = Int(exactly: number), range.contains(small) else {
            report("`\(key)` is \(number), not in \(range.lowerBound) to \(range.upperBound)", at: value.position)
            return nil
        }
        return small
    }

    mutating func boolean(_ key: String) -> Bool? {
        guard let value = table[key]?.value else { return nil }
        guard case .boolean(let flag) = value.content else {
            reportKind(key, value, wanted: "true or false", example: "\(key) = true")
            return nil
        }
        return flag
    }

    mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ key: String, as type: Word.Type) -> Word? {
        guard let (text, position) = string(key) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
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
}
