/// An AWS configuration file, parsed by botocore's rules, which are those of Python's `configparser.RawConfigParser`.
struct INIFile: Sendable {
    /// A key's value; continuation lines are joined by newlines.
    struct Entry: Sendable {
        let value: String
        let line: Int
    }

    /// A syntax error and its line.
    struct Mistake: Error, Equatable {
        let line: Int
        let reason: String
    }

    /// Keys, in lower case, by section.
    private(set) var sections: [ExactName: [String: Entry]] = [:]
    /// The sections' names in the order of the file.
    private(set) var names: [String] = []

    init() {}

    /// Parses UTF-8 text. A byte order mark is skipped (botocore would refuse it).
    init(parsing bytes: [UInt8]) throws(Mistake) {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard let text = String(validating: bytes.dropFirst(hasMark ? 3 : 0), as: UTF8.self) else {
            throw Mistake(line: 1, reason: "it is not UTF-8")
        }
        var reader = LineReader()
        let plain =
            bytes.contains(0x0D) ? text.replacing("\r\n", with: "\n").replacing("\r", with: "\n") : text
        let lines = plain.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" })
        for (index, line) in lines.enumerated() {
            try reader.read(line, number: index + 1)
        }
        sections = reader.finished()
        names = reader.names
    }
}

extension INIFile {
    private struct LineReader {
        private static let inherited = ExactName("DEFAULT")

        private var sections: [ExactName: [String: (lines: [String], line: Int)]] = [:]
        private(set) var names: [String] = []
        private var section: ExactName?
        private var key: String?
        private var indentation = 0

        mutating func read(_ line: Substring.UnicodeScalarView, number: Int) throws(Mistake) {
            let blank = line.prefix(while: Self.isBlank)
            let text = Self.trimmed(line)
            if text.hasPrefix("#") || text.hasPrefix(";") { return }
            if text.isEmpty {
                if let section, let key { sections[section]?[key]?.lines.append("") }
                return
            }
            if let section, let key, blank.count > indentation {
                sections[section]?[key]?.lines.append(text)
                return
            }
            indentation = blank.count
            if text.hasPrefix("["), let end = text.lastIndex(of: "]"), end > text.index(after: text.startIndex) {
                try open(String(text[text.index(after: text.startIndex)..<end]), number)
            } else if let section {
                try add(text, to: section, number)
            } else {
                throw Mistake(line: number, reason: "there is text before the first [section]")
            }
        }

        private mutating func open(_ text: String, _ number: Int) throws(Mistake) {
            let name = ExactName(text)
            guard sections[name] == nil || name == Self.inherited else {
                throw Mistake(line: number, reason: "the section [\(text)] stands twice")
            }
            if sections[name] == nil {
                sections[name] = [:]
                names.append(text)
            }
            section = name
            key = nil
        }

        private mutating func add(_ text: String, to section: ExactName, _ number: Int) throws(Mistake) {
            guard let delimiter = text.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
                throw Mistake(line: number, reason: "a line without `=`")
            }
            let name = Self.trimmed(text[..<delimiter].unicodeScalars).lowercased()
            guard !name.isEmpty else { throw Mistake(line: number, reason: "a line without a key") }
            guard sections[section]?[name] == nil else {
                throw Mistake(line: number, reason: "`\(name)` stands twice in [\(section.text)]")
            }
            let value = Self.trimmed(text[text.index(after: delimiter)...].unicodeScalars)
            sections[section]?[name] = ([value], number)
            key = name
        }

        func finished() -> [ExactName: [String: Entry]] {
            var result = sections.mapValues { section in
                section.mapValues { Entry(value: Self.joined($0.lines), line: $0.line) }
            }
            if let inherited = result.removeValue(forKey: Self.inherited) {
                result = result.mapValues { $0.merging(inherited) { own, _ in own } }
            }
            return result
        }

        private static func joined(_ lines: [String]) -> String {
            var lines = lines
            while lines.count > 1, lines.last == "" { lines.removeLast() }
            return lines.joined(separator: "\n")
        }

        private static func trimmed(_ text: Substring.UnicodeScalarView) -> String {
            var text = text
            while let first = text.first, isBlank(first) { text.removeFirst() }
            while let last = text.last, isBlank(last) { text.removeLast() }
            return String(Substring(text))
        }

        private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isASCII ? scalar == " " || (9...13).contains(scalar.value) : scalar.properties.isWhitespace
        }
    }
}
