import SQLWire

/// The effect of one statement on transactions, from its text.
public struct TransactionStep: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// Part of the open transaction, or a transaction of its own.
        case plain
        /// Changes nothing lasting: `SAVEPOINT`, `ROLLBACK TO`, `XA END`, `XA RECOVER`, `SHOW`.
        case nothing
        /// `BEGIN`, `START TRANSACTION`, `XA START`.
        case begin
        /// `COMMIT`, `END`, `XA COMMIT … ONE PHASE`.
        case commit
        /// `ROLLBACK`, `ABORT`.
        case rollback
        /// MySQL commits the open transaction before the statement.
        case implicitCommit
        /// `PREPARE TRANSACTION`, `XA PREPARE`: the transaction survives the connection.
        case prepare
        /// `COMMIT PREPARED`, `ROLLBACK PREPARED`, `XA COMMIT`, `XA ROLLBACK`: the end of a prepared transaction.
        case resolve
        /// May commit several times, or its text does not show it: `CALL`, `DO`, `VACUUM`.
        case opaque
    }

    public let kind: Kind
    /// Its first words, in upper case: `COMMIT`, `CREATE TABLE`.
    public let name: String

    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    /// The steps of a sent text.
    public static func all(in text: [UInt8], rules: LexRules) -> [TransactionStep] {
        var rules = rules
        rules.isSentText = true
        let tokens = SpokenTokens(text: text, rules: rules)
        let steps = steps(tokens)
        // It is unknown which of MySQL's `/*!99999 … */` the server reads.
        let isClear = tokens.otherReadings.allSatisfy { Self.steps($0).map(\.kind) == steps.map(\.kind) }
        return isClear ? steps : steps.map { TransactionStep(.opaque, $0.name) }
    }

    private static func steps(_ tokens: SpokenTokens) -> [TransactionStep] {
        tokens.statements().map { range in
            let reader = TransactionStepReader(tokens: tokens, range: range)
            return TransactionStep(reader.kind, reader.name)
        }
    }
}

/// Reads the first words of a statement.
private struct TransactionStepReader {
    let tokens: SpokenTokens
    let range: Range<Int>

    private var start: Int { range.first { tokens.kind($0) != .openParenthesis } ?? range.lowerBound }

    private func word(_ distance: Int) -> String {
        start + distance < range.upperBound ? tokens.word(start + distance) : ""
    }

    private func contains(_ word: String) -> Bool {
        range.contains { tokens.word($0) == word }
    }

    var name: String {
        let twoWords: Set<String> = ["create", "drop", "alter", "xa", "start", "lock", "rename", "truncate", "set"]
        let (first, second) = (word(0), word(1))
        let isPair = twoWords.contains(first) || second == "prepared" || first == "prepare" && second == "transaction"
        let words = [first, isPair ? second : ""].filter { !$0.isEmpty }
        return words.isEmpty ? "the statement" : words.joined(separator: " ").uppercased()
    }

    var kind: TransactionStep.Kind { tokens.dialect == .mysql ? mySQL : postgreSQL }

    private var postgreSQL: TransactionStep.Kind {
        switch word(0) {
        case "begin": return .begin
        case "start": return word(1) == "transaction" ? .begin : .plain
        case "commit": return word(1) == "prepared" ? .resolve : .commit
        case "end": return .commit
        case "rollback" where word(1) == "prepared": return .resolve
        case "rollback", "abort": return contains("to") ? .nothing : .rollback
        case "savepoint", "release", "show", "fetch", "listen", "unlisten": return .nothing
        case "prepare": return word(1) == "transaction" ? .prepare : .nothing
        case "call", "do", "vacuum", "cluster", "reindex", "analyze", "analyse": return .opaque
        case "refresh": return .plain
        default: return contains("concurrently") ? .opaque : .plain
        }
    }

    private var mySQL: TransactionStep.Kind {
        switch word(0) {
        case "begin": return word(1) == "not" ? .opaque : .begin
        case "start" where word(1) == "transaction": return .begin
        case "commit": return .commit
        case "rollback": return contains("to") ? .nothing : .rollback
        case "savepoint", "show", "use", "help", "prepare", "deallocate": return .nothing
        case "release": return .nothing
        case "xa": return xa
        case "call", "execute", "if", "while", "loop", "repeat", "for", "case", "": return .opaque
        case "set" where word(1) == "statement": return .opaque
        default:
            return StatementJudge(tokens: tokens, range: range).commitsImplicitly ? .implicitCommit : .plain
        }
    }

    private var xa: TransactionStep.Kind {
        switch word(1) {
        case "start", "begin": .begin
        case "prepare": .prepare
        case "commit": contains("phase") ? .commit : .resolve
        case "rollback": .resolve
        default: .nothing
        }
    }
}
