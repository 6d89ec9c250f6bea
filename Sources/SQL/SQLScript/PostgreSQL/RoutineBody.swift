import SQLWire

/// Counts `BEGIN`, `CASE` and `END` in `CREATE [OR REPLACE] FUNCTION` or `PROCEDURE`, so that the semicolons of an SQL
/// body do not end the statement. It follows psql's heuristic on unquoted words, so that scripts are split in the same
/// places.
package struct RoutineBody: Sendable, Hashable {
    /// The number of missing `END`s.
    package private(set) var depth = 0
    private var wordCount = 0
    /// The first letters of the first four words, 0 for irrelevant words.
    private var first = SIMD4<UInt8>()
    private var isRoutine = false

    package init() {}

    /// Whether the next word can change the result.
    package var isInterested: Bool { wordCount < 4 || isRoutine }

    /// Begins a new statement; an open body stays open.
    package mutating func beginStatement() {
        wordCount = 0
        first = SIMD4()
        isRoutine = false
    }

    package mutating func skipWord() {
        // The count stops at 4, so that an editor sees equal states deep inside a long statement.
        wordCount = min(wordCount + 1, 4)
    }

    package mutating func add(_ word: some Collection<UInt8>, inParentheses: Bool) {
        if wordCount < 4 { note(word) }
        skipWord()
        // Only CREATE statements matter, and after four words only those of a routine.
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
