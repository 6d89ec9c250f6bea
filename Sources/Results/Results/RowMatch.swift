/// Which rows a filter lets through.
public struct RowMatch: Sendable, Hashable {
    /// What is asked of a value.
    public enum Test: Sendable, Hashable {
        /// The text is somewhere in it: in any case unless the text has an upper-case letter.
        case contains(String)
        /// It is the text, byte for byte, or the same number in a column of numbers.
        case equals(String)
        /// It is neither NULL nor equal.
        case differs(String)
        /// It is NULL.
        case isNull
        /// It is not.
        case isNotNull
        /// It comes behind the text in the order that sorting has: numbers as numbers in a column of them, other
        /// values by their bytes. NULL does not.
        case isGreater(String)
        /// It comes before the text in that order. NULL does not.
        case isLess(String)
    }

    /// The column's place in the result; nil when one of any column is enough.
    public var column: Int?
    /// What is asked.
    public var test: Test

    /// A match of its parts.
    public init(column: Int?, _ test: Test) {
        self.column = column
        self.test = test
    }
}
