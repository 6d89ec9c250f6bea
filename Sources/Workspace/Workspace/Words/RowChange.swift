import Failures
import SQLWire
import ScreenKit

/// A change of one row through a result.
struct RowChange: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case update, insert, delete

        /// What happened to the row.
        var done: String {
            switch self {
            case .update: "updated"
            case .insert: "inserted"
            case .delete: "deleted"
            }
        }
    }

    let kind: Kind
    /// The number of the result.
    let result: Int
    /// The row of the result, and the column as an index of the result.
    let row: Int
    let column: Int
    /// Whether a transaction was open, so that the change is a part of it.
    var usesSavepoint = false
    /// The number of rows that the statement found, if the server reports it.
    var matched: UInt64?
    /// The columns of the result whose values are read back.
    var readBack: [Int] = []
    /// The values of those columns as the server has stored them; empty until they are read back.
    var stored: [[UInt8]?] = []

    private static let savepoint = "SAVEPOINT quarterdeck_row"

    /// The statement before the change.
    static func opening(inTransaction: Bool) -> String { inTransaction ? savepoint : "BEGIN" }

    /// The statement that undoes the change and nothing else.
    var undoing: String { usesSavepoint ? "ROLLBACK TO \(Self.savepoint)" : "ROLLBACK" }

    /// The statement that keeps the change in the transaction that was open.
    static let keeping = "RELEASE \(savepoint)"

    /// Why a change is rolled back without a question; nil when it touched exactly one row.
    func verdict(touched: UInt64) -> Failure? {
        let count = max(touched, matched ?? 0)
        if count == 1 {
            guard touched == 0 else { return nil }
            return Failure(.badData, "the server already stores this value", next: "Esc, and another value")
        }
        guard count == 0 else {
            return Failure(
                .badData, "the change was rolled back", why: "\(Count.of(count, "row")) matched instead of 1",
                next: "type the statement to change all of them")
        }
        guard kind != .insert else {
            return Failure(
                .badData, "the server inserted no row", why: "a trigger or a rule of the table refused it",
                next: "\\d TABLE lists them")
        }
        return Failure(
            .badData, "another session changed or removed this row first",
            why: "no row has the key and the values that this result shows; nothing was changed",
            next: "run the query again, then repeat the change")
    }
}

/// A cell of a result whose table is looked up.
struct RowPlace: Sendable, Equatable {
    let request: Int
    /// The number of the result.
    let result: Int
    let row: Int
    /// A column index of the result.
    let column: Int
}

/// A foreign key of a value: a query of the rows at its other end.
public struct RowLink: Sendable, Equatable {
    let title: String
    let sql: [UInt8]
    /// The result of the value.
    let result: Int
}

extension SQLWire.Completion {
    /// MySQL's number of rows that an UPDATE found, also those that already had the value. It is the first number of
    /// the info text in every language.
    var matchedRows: UInt64? {
        guard let digits = remark?.utf8.drop(while: { !Byte.isDigit($0) }).prefix(while: Byte.isDigit) else {
            return nil
        }
        return UInt64(String(decoding: digits, as: UTF8.self))
    }
}
