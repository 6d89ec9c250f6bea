/// The form of access key ids. A secret key or session token pasted as the id would be signed into every token and
/// shown with the id.
///
/// Source: IAM API Reference, `AccessKeyId`: up to 128 letters, digits and underscores. AWS's own ids have only
/// capitals and digits; the ids of local AWS emulators are short.
enum KeyShape {
    private static let longest = 128
    /// The maximum length of an id with lower-case letters. A secret key has 40 characters.
    private static let longestWithSmallLetters = 24

    /// Why a text is no access key id; nil when it may be one. Never quotes the text.
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
