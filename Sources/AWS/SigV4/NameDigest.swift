/// Digests for the names of cache files; they protect nothing.
public enum NameDigest {
    /// SHA-1 of a text's UTF-8, in hexadecimal.
    public static func sha1(_ text: String) -> String {
        let digest = SHA1.digest(Array(text.utf8))
        return String(decoding: digest.flatMap { [lowerDigit($0 >> 4), lowerDigit($0 & 15)] }, as: UTF8.self)
    }

    /// SHA-256 of a text's UTF-8, in hexadecimal.
    public static func sha256(_ text: String) -> String {
        RequestSignature.payloadHash(of: text.utf8)
    }
}
