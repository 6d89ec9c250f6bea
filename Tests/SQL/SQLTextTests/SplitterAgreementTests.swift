import SQLScript
import SQLText
import SQLWire
import TestSupport
import Testing

/// The streaming splitter and the lexer, which all other code uses, must agree: after every prefix of a text, both
/// report the same state.
@Suite struct SplitterAgreementTests {
    /// The state at a position, for both.
    private enum Inside: Equatable {
        case nothing, string, identifier, comment
        case dollarQuote(tag: [UInt8])
    }

    private func splitter(_ text: ArraySlice<UInt8>, _ rules: LexRules) -> Inside {
        func inside(_ scanner: inout some ScriptScanner) -> Inside {
            scanner.feed(Array(text))
            scanner.finish()
            while scanner.next() != nil {}
            return switch scanner.openConstruct?.kind {
            case .string: .string
            case .identifier: .identifier
            case .comment: .comment
            case .dollarQuote(let tag): .dollarQuote(tag: tag)
            case .parenthesis, .routineBody, nil: .nothing
            }
        }
        switch rules.dialect {
        case .postgresql:
            var scanner = PostgreSQLScanner()
            scanner.standardConformingStrings = !rules.hasBackslashEscapes
            return inside(&scanner)
        case .mysql:
            var scanner = MySQLScanner()
            scanner.noBackslashEscapes = !rules.hasBackslashEscapes
            scanner.ansiQuotes = rules.hasANSIQuotes
            return inside(&scanner)
        }
    }

    private func lexer(_ text: ArraySlice<UInt8>, _ rules: LexRules) -> Inside {
        guard let last = SQLLexer(rules: rules).lex(text).last, last.isOpen else { return .nothing }
        let bytes = Array(text)[last.range]
        return switch last.kind {
        case .string: .string
        case .quotedIdentifier: .identifier
        case .blockComment: .comment
        case .dollarString:
            .dollarQuote(
                tag: Array(bytes[...(bytes.dropFirst().firstIndex(of: UInt8(ascii: "$")) ?? bytes.endIndex - 1)]))
        default: .nothing
        }
    }

    private static let rules = LexRules.all.filter { !$0.isSentText }

    @Test(arguments: rules)
    func `splitter and lexer agree after every byte of a text`(rules: LexRules) {
        var random = SeededGenerator(seed: 31)
        let signs = Array("'\"`$\\/*-#;\n\r e1.@:!MUun&x()".utf8) + [0, 128, 255]
        for round in 0..<60 {
            let text =
                round.isMultiple(of: 2)
                ? Array(Fragments.script(rules.dialect, &random).utf8.prefix(160))
                : (0..<40).map { _ in random.pick(signs) }
            for end in 0...text.count {
                let (splitter, lexer) = (splitter(text[..<end], rules), lexer(text[..<end], rules))
                let shown = String(decoding: text[..<end], as: UTF8.self).debugDescription
                guard splitter == lexer else {
                    Issue.record("\(rules.dialect) \(shown): \(splitter) and \(lexer)")
                    break
                }
            }
        }
    }
}
