/// Splits a line into words as a POSIX shell would, without expanding anything.
public enum ShellWords {
    /// The words, or nil when a quote is not closed. Source: POSIX.1-2017 Shell Command Language, 2.2.
    public static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String.UnicodeScalarView?
        var quote: Unicode.Scalar?
        var rest = line.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch (scalar, quote) {
            case ("\\", nil):
                guard let next = rest.popFirst() else { return nil }
                word = (word ?? .init()) + [next]
            case ("\\", "\""):
                guard let next = rest.popFirst() else { return nil }
                word = (word ?? .init()) + (next == "\"" || next == "\\" ? [next] : ["\\", next])
            case ("\"", nil), ("'", nil):
                quote = scalar
                word = word ?? .init()
            case (_, let open?) where open == scalar:
                quote = nil
            case (_, nil) where scalar.properties.isWhitespace:
                if let finished = word { words.append(String(finished)) }
                word = nil
            default:
                word = (word ?? .init()) + [scalar]
            }
        }
        guard quote == nil else { return nil }
        if let finished = word { words.append(String(finished)) }
        return words
    }
}
