import SQLWire

/// A reference to a variable in a statement: `:name`, `:'name'`, `:"name"` or `:{?name}`.
///
/// References count only outside of quotes and comments, so the scanner finds them.
public struct VariableReference: Sendable, Equatable {
    /// The form of the substituted value.
    public enum Form: Sendable, Equatable {
        /// `:name`: unchanged.
        case plain
        /// `:'name'`: as an SQL string.
        case literal
        /// `:"name"`: as an SQL identifier.
        case identifier
        /// `:{?name}`: `TRUE` or `FALSE`, whether the variable is set.
        case test
    }

    /// Its range in the statement's text, in bytes.
    public let range: Range<Int>
    public let form: Form
    /// Its start in the script, in bytes.
    let start: Int
    /// Whether a semicolon would not end the statement there: in parentheses, in a routine's body.
    let isNested: Bool

    init(range: Range<Int>, form: Form, start: Int, isNested: Bool) {
        (self.range, self.form, self.start, self.isNested) = (range, form, start, isNested)
    }

    /// Its range in the script.
    var scriptRange: Range<Int> { start..<(start + range.count) }

    /// The variable's name.
    ///
    /// - Parameter text: The text that contains the reference.
    func name(in text: [UInt8]) -> String { Self.name(text[range], form) }

    static func name(_ reference: some Collection<UInt8>, _ form: Form) -> String {
        let name = reference.dropFirst(form == .plain ? 1 : form == .test ? 3 : 2)
        return String(decoding: name.prefix(form == .plain ? name.count : name.count - 1), as: UTF8.self)
    }

    /// The maximum length in which the end of a reference is searched.
    static let longestName = 256

    /// The reference at the colon at `start`, by psql's rules: a name consists of letters, digits, `_` and all
    /// non-ASCII characters. Source: PostgreSQL 15, src/fe_utils/psqlscan.l, `variable_char`.
    ///
    /// - Parameter isWhole: Whether `bytes` is the end of the script.
    /// - Returns: nil when more input is needed.
    static func at(_ start: Int, in bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) -> Finding? {
        func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }
        guard let mark = byte(start + 1) else { return isWhole ? Finding.nothing : nil }
        let form: Form
        var index = start + 2
        let close: UInt8
        switch mark {
        case Byte.quote: (form, close) = (.literal, Byte.quote)
        case Byte.doubleQuote: (form, close) = (.identifier, Byte.doubleQuote)
        case UInt8(ascii: "{"):
            guard let question = byte(index) else { return isWhole ? Finding.nothing : nil }
            guard question == UInt8(ascii: "?") else { return .nothing }
            index += 1
            (form, close) = (.test, UInt8(ascii: "}"))
        case _ where isNameByte(mark): (form, close) = (.plain, 0)
        default: return .nothing
        }
        let first = index
        while let next = byte(index), isNameByte(next), form == .plain || index - first < longestName { index += 1 }
        if form == .plain {
            guard index < bytes.count || isWhole else { return nil }
            return .reference(start..<index, form)
        }
        guard let next = byte(index) else { return isWhole ? Finding.nothing : nil }
        guard next == close, index > first else { return .nothing }
        return .reference(start..<(index + 1), form)
    }

    /// The result of looking at a colon.
    enum Finding {
        case nothing
        case reference(Range<Int>, Form)
    }

    static func isNameByte(_ byte: UInt8) -> Bool { Byte.isLetter(byte) || Byte.isDigit(byte) }
}
