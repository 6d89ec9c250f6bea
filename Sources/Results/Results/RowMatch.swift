/// A condition of a row filter.
public struct RowMatch: Sendable, Hashable {
    /// A test of a value.
    public enum Test: Sendable, Hashable {
        /// The value contains the text; case matters only if the text has an upper-case letter.
        case contains(String)
        /// The value equals the text byte for byte, or is the same number in a numeric column.
        case equals(String)
        /// The value is neither NULL nor equal to the text.
        case differs(String)
        case isNull
        case isNotNull
        /// The value comes after the text in sort order: numeric in a numeric column, otherwise by bytes. False for
        /// NULL.
        case isGreater(String)
        /// The value comes before the text in sort order. False for NULL.
        case isLess(String)
    }

    /// The column's index in the result; nil when any column may match.
    public var column: Int?
    public var test: Test

    public init(column: Int?, _ test: Test) {
        self.column = column
        self.test = test
    }
}
