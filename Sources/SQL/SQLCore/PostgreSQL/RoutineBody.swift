/// Counts `BEGIN`, `CASE` and `END` in `CREATE [OR REPLACE] FUNCTION` or `PROCEDURE`, so that the semicolons of an SQL
/// body end nothing. It is psql's guess from unquoted words alone, so that a script is split where psql splits it.
package struct RoutineBody: Sendable, Hashable {
    /// How many `END` are missing.
    package private(set) var depth = 0
    private var wordCount = 0
    /// The first letters of the first four words, 0 for one of no interest.
    private var first = SIMD4<UInt8>()
    private var isRoutine = false

    /// A script's beginning.
    package init() {}

    /// Whether the next word can make a difference.
    package var isInterested: Bool { wordCount < 4 || isRoutine }

    /// A new statement begins; an open body stays open.
    package mutating func beginStatement() {
        wordCount = 0
        first = SIMD4()
        isRoutine = false
    }

    package mutating func skipWord() {
        // No further: what begins inside of a long statement is the same for an editor wherever it is in it.
        wordCount = min(wordCount + 1, 4)
    }

    package mutating func add(_ word: some Collection<UInt8>, inParentheses: Bool) {
        if wordCount < 4 { note(word) }
        skipWord()
        // No statement but a CREATE is of interest, nor is one that has no routine by now.
        if first[0] != UInt8(ascii: "c") || wordCount == 4 && !isRoutine { beUninterested() }
        guard isRoutine, !inParentheses else { return }
        if word.isWord("begin") {
            depth += 1
        } else if word.isWord("case") {
            if depth > 0 { depth += 1 }
        } else if word.isWord("end"), depth > 0 {
            depth -= 1
        }
    }

    private mutating func beUninterested() {
        wordCount = 4
        first = SIMD4()
    }

    private mutating func note(_ word: some Collection<UInt8>) {
        let isKeyword =
            word.isWord("create") || word.isWord("or") || word.isWord("replace") || word.isWord("function")
            || word.isWord("procedure")
        let letter = isKeyword ? word.first.map(Byte.lowered) ?? 0 : 0
        first[wordCount] = letter
        func names(_ letter: UInt8) -> Bool { letter == UInt8(ascii: "f") || letter == UInt8(ascii: "p") }
        isRoutine =
            first[0] == UInt8(ascii: "c")
            && (names(first[1])
                || first[1] == UInt8(ascii: "o") && first[2] == UInt8(ascii: "r") && names(first[3]))
    }
}
