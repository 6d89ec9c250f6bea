/// What access key ids look like. A secret key or a session token that was pasted in an id's place would be signed into
/// every token and shown wherever the id is.
///
/// Source: IAM API Reference, `AccessKeyId`: up to 128 letters, digits and underscores. AWS's own have capitals and digits
/// only; the ids of local stand-ins for AWS are short.
enum KeyShape {
    private static let longest = 128
    /// The length up to which small letters may stand in an id. A secret key has 40 characters.
    private static let longestWithSmallLetters = 24

    /// Why a text is no access key id; nil where it may be one. Never quotes the text.
    static func flaw(ofID text: some Collection<UInt8>) -> String? {
        let count = text.count
        let hasWordCharactersOnly = text.allSatisfy { isWordCharacter(Unicode.Scalar($0)) }
        let hasSmallLetters = text.contains { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
        guard !hasWordCharactersOnly || count > longest || hasSmallLetters && count > longestWithSmallLetters else {
            return nil
        }
        return "a text of \(count) characters that is no access key id; it may be a secret key or a session token"
    }

    /// An ASCII letter, a digit or an underscore.
    static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }
}
