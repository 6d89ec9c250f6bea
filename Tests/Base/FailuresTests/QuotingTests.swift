import Failures
import Foundation
import TestSupport
import Testing

/// Quoting of foreign text.
@Suite struct QuotingTests {
    /// Texts of special characters, each possibly with a combining mark or joiner behind it.
    private static let hostile: [String] = {
        var random = SeededGenerator(seed: 19)
        let parts = ["'", "\"", "`", "\\", "$", "$(", ")", ";", "\n", " ", "a", "é", "|", "&", "%", "*", "~"]
        let marks = ["", "", "\u{301}", "\u{200D}", "\u{FE0F}", "\u{20DD}"]
        let made = (0..<200).map { _ in (0..<8).map { _ in random.pick(parts) + random.pick(marks) }.joined() }
        return ["", "plain", "a'\u{301}; touch x; '", "\u{301}'"] + made
    }()

    @Test func `a shell reads a quoted text as one word with the same bytes`() throws {
        for quote in [Quoting.shell, Quoting.shellWord] {
            let words = Self.hostile.map { quote($0) }
            let run = try Program.run(
                ["/bin/sh", "-c", "printf '%s\\0' \(words.joined(separator: " "))"], environment: [:])
            let read = run.output.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { Array($0) }
            #expect(read == Self.hostile.map { Array($0.utf8) })
        }
    }

    @Test(arguments: ["'", "\"", "`"] as [Unicode.Scalar])
    func `a doubled quote never stays alone`(quote: Unicode.Scalar) throws {
        for text in Self.hostile {
            let quoted = Array(Quoting.doubling(quote, text).unicodeScalars)
            #expect(quoted.first == quote && quoted.last == quote)
            let runs = quoted.dropFirst().dropLast().split { $0 != quote }
            #expect(runs.allSatisfy { $0.count.isMultiple(of: 2) }, "\(text)")
        }
    }
}
