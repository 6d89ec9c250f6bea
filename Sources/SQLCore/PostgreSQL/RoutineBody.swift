/// Counts `BEGIN`, `CASE` and `END` in `CREATE [OR REPLACE] FUNCTION` or `PROCEDURE`, so that the semicolons of an SQL
/// body end nothing. It is psql's guess from unquoted words alone, so that a script is split where psql splits it.
struct RoutineBody: Sendable {
    /// How many `END` are missing.
    private(set) var depth = 0
    private var wordCount = 0
    /// The first letters of the first four words, 0 for one of no interest.
    private var first: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
    private var isRoutine = false

    /// Whether the next word can make a difference.
    var isInterested: Bool { wordCount < 4 || isRoutine }

    /// A new statement begins; an open body stays open.
    mutating func beginStatement() {
        wordCount = 0
        isRoutine = false
    }

    mutating func skipWord() {
        wordCount += 1
    }

    mutating func add(_ word: some Collection<UInt8>, inParentheses: Bool) {
        if wordCount == 0 { first = (0, 0, 0, 0) }
        if wordCount < 4 { note(word) }
        wordCount += 1
        guard isRoutine, !inParentheses else { return }
        if word.isWord("begin") {
            depth += 1
        } else if word.isWord("case") {
            if depth > 0 { depth += 1 }
        } else if word.isWord("end"), depth > 0 {
            depth -= 1
        }
    }

    private mutating func note(_ word: some Collection<UInt8>) {
        let isKeyword =
            word.isWord("create") || word.isWord("or") || word.isWord("replace") || word.isWord("function")
            || word.isWord("procedure")
        let letter = isKeyword ? word.first.map(Byte.lowered) ?? 0 : 0
        switch wordCount {
        case 0: first.0 = letter
        case 1: first.1 = letter
        case 2: first.2 = letter
        default: first.3 = letter
        }
        func names(_ letter: UInt8) -> Bool { letter == UInt8(ascii: "f") || letter == UInt8(ascii: "p") }
        isRoutine =
            first.0 == UInt8(ascii: "c")
            && (names(first.1)
                || first.1 == UInt8(ascii: "o") && first.2 == UInt8(ascii: "r") && names(first.3))
    }
}
