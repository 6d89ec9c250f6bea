/// Quotes text for shells and servers.
///
/// It works on Unicode scalars. As characters, a quote and a combining mark after it are one character, which equals no
/// quote and would pass unescaped.
public enum Quoting {
    /// The text with some scalars replaced.
    public static func replacing(_ text: String, _ replacements: KeyValuePairs<Unicode.Scalar, String>) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let (_, replacement) = replacements.first(where: { $0.key == scalar }) {
                result.append(contentsOf: replacement.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// The text in single quotes, as one word of a POSIX shell.
    public static func shell(_ text: String) -> String { "'" + replacing(text, ["'": "'\\''"]) + "'" }

    /// The text as one word of a POSIX shell, without quotes if it needs none.
    public static func shellWord(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "-_=./:@%+,".utf8.contains(byte)
            }
        }
        return isPlain && !text.isEmpty ? text : shell(text)
    }

    /// The text between two of the quotes, which are doubled inside.
    public static func doubling(_ quote: Unicode.Scalar, _ text: String) -> String {
        let mark = String(quote)
        return mark + replacing(text, [quote: mark + mark]) + mark
    }
}
