import SQLWire

extension LineLexer {
    /// Lexes a number by psql's rules, including directly following letters. In a sent text, it takes only what every
    /// server version takes: newer versions reject the letters, older ones read them as the next token.
    mutating func lexPostgreSQLNumber() {
        let start = index
        skipDigits()
        if peek(0) == Byte.dot, peek(1) != Byte.dot {
            index += 1
            skipDigits()
        } else if peek(0) == Byte.dot {
            if rules.isSentText { return emit(.number, from: start) }
            emit(.number, from: start)
            return take(2, .operator)
        }
        skipExponent()
        emit(.number, from: start)
    }

    private mutating func skipExponent() {
        guard peek(0) | 32 == UInt8(ascii: "e"), peek(0) < 128 else {
            return rules.isSentText ? () : skipJunk()
        }
        let isSigned = peek(1) == Byte.plus || peek(1) == Byte.minus
        let hasDigits = Byte.isDigit(peek(isSigned ? 2 : 1))
        if rules.isSentText {
            guard hasDigits else { return }
            index += isSigned ? 2 : 1
            return skipDigits()
        }
        index += 1
        guard isSigned || hasDigits else { return skipMoreJunk() }
        if isSigned {
            index += 1
            guard Byte.isDigit(peek(0)) else { return }
        }
        skipDigits()
        skipJunk()
    }

    mutating func skipDigits() {
        while index < end, Byte.isDigit(bytes[index]) { index += 1 }
    }

    /// Skips letters directly after a number, and their continuation.
    mutating func skipJunk() {
        if Byte.isLetter(peek(0)) { skipMoreJunk() }
    }

    private mutating func skipMoreJunk() {
        while index < end, Byte.isLetter(bytes[index]) || Byte.isDigit(bytes[index]) || bytes[index] == Byte.dollar {
            index += 1
        }
    }

    /// Lexes a number by MySQL's rules, or a name that begins like one.
    mutating func lexMySQLNumber() {
        let start = index
        if peek(0) == UInt8(ascii: "0"), peek(1) | 32 == UInt8(ascii: "x") || peek(1) | 32 == UInt8(ascii: "b") {
            index += 2
        }
        skipWord()
        let word = bytes[start..<index]
        let isInteger = word.allSatisfy(Byte.isDigit)
        if isInteger, peek(0) == Byte.dot {
            index += 1
            skipDigits()
        }
        // `1e`, `1.5e` and a sign.
        let isReal = bytes[start..<index].contains(Byte.dot) || isExponent(word)
        if isReal, peek(0) | 32 == UInt8(ascii: "e"), peek(0) < 128 { index += 1 }
        if isReal, bytes[index - 1] | 32 == UInt8(ascii: "e"), peek(0) == Byte.plus || peek(0) == Byte.minus,
            Byte.isDigit(peek(1))
        {
            index += 1
        }
        if isReal { skipDigits() }
        let isName = !isReal && !isInteger && !isExponent(word) && !isHexadecimal(word)
        emit(isName ? .identifier : .number, from: start)
    }

    private func isExponent(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let rest = word.drop(while: Byte.isDigit)
        guard rest.count < word.count, let first = rest.first, first | 32 == UInt8(ascii: "e") else { return false }
        return rest.dropFirst().allSatisfy(Byte.isDigit)
    }

    private func isHexadecimal(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard word.count > 2, word.first == UInt8(ascii: "0") else { return false }
        return word.dropFirst().first == UInt8(ascii: "x") || word.dropFirst().first == UInt8(ascii: "b")
    }
}
