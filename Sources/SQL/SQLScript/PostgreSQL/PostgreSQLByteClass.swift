import SQLWire

/// What a byte can begin outside of quotes and comments.
enum PostgreSQLByteClass: UInt8 {
    case other, space, lineFeed, letter, digit, quote, doubleQuote, dollar, slash, minus, open, close, semicolon
    case backslash, colon, dot

    static let table: [PostgreSQLByteClass] = (0...255).map { of(UInt8($0)) }

    private static func of(_ byte: UInt8) -> PostgreSQLByteClass {
        switch byte {
        case Byte.space, Byte.tab, Byte.carriageReturn, 12: .space
        case Byte.lineFeed: .lineFeed
        case Byte.quote: .quote
        case Byte.doubleQuote: .doubleQuote
        case Byte.dollar: .dollar
        case Byte.slash: .slash
        case Byte.minus: .minus
        case UInt8(ascii: "("): .open
        case UInt8(ascii: ")"): .close
        case Byte.semicolon: .semicolon
        case Byte.backslash: .backslash
        case Byte.colon: .colon
        case Byte.dot: .dot
        case _ where Byte.isDigit(byte): .digit
        case _ where Byte.isLetter(byte): .letter
        default: .other
        }
    }
}
