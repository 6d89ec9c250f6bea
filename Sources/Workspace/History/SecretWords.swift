/// Tells statements that may carry a password, a key or a token from those that do not.
///
/// It goes by the pieces of the statement under both dialects' rules: `SELECT password_hash FROM users` carries none,
/// `... SET password = 'x'` does. In doubt a statement is taken to carry one: what is not kept can be typed again.
public enum SecretWords {
    /// Whether a statement may carry a secret.
    public static func isSecret(_ statement: String) -> Bool {
        // A command of the client has no quotes to go by: `\connect host=x password=y`.
        if statement.drop(while: \.isWhitespace).hasPrefix("\\"), SecretText.holdsSecret(statement) { return true }
        return [false, true].contains { isMySQL in
            let tokens = SQLTokens.of(statement, isMySQL: isMySQL)
            return isSecret(tokens, isMySQL)
        }
    }

    /// - Parameter level: How many texts within one another are read as SQL: one may be kept to be run later.
    private static func isSecret(_ tokens: [SQLToken], _ isMySQL: Bool, level: Int = 2, isInComment: Bool = false)
        -> Bool
    {
        var code: [SQLToken] = []
        for token in tokens {
            switch token {
            case .text(let text):
                if SecretText.holdsSecret(text) { return true }
                if level > 0, isSecret(SQLTokens.of(text, isMySQL: isMySQL), isMySQL, level: level - 1) { return true }
                code.append(token)
            case .comment(let text):
                if SecretText.holdsSecret(text) { return true }
                if !isInComment, isSecret(SQLTokens.of(text, isMySQL: true), true, level: 0, isInComment: true) {
                    return true
                }
            default: code.append(token)
            }
        }
        return saysSecret(code)
    }

    private static func saysSecret(_ tokens: [SQLToken]) -> Bool {
        if tokens.indices.contains(where: { isNamed(tokens[$0...]) }) { return true }
        let words = tokens.map { if case .word(let word) = $0 { word } else { "" } }
        for (index, word) in words.enumerated() where !word.isEmpty {
            if isAssigned(word, tokens[(index + 1)...]) || isIdentified(word, tokens[(index + 1)...]) { return true }
            if word == "set", index + 1 < words.count, words[index + 1] == "password" { return true }
            if takesSecrets(word), hasText(tokens) { return true }
        }
        return definesConnection(words, tokens) || insertsSecret(words, tokens)
    }

    /// A word for something secret in quotes, and another text behind a sign: `'password' = 'x'`, `('password', 'x')`.
    private static func isNamed(_ rest: ArraySlice<SQLToken>) -> Bool {
        let next = Array(rest.prefix(3))
        guard next.count == 3, case .text(let name) = next[0], case .mark(let mark) = next[1],
            case .text(let value) = next[2]
        else { return false }
        let small = name.lowercased()
        return "=,:".utf8.contains(mark) && !value.isEmpty && !harmless.contains(small)
            && !small.utf8.contains { $0 <= 0x20 } && SecretText.isSecretName(small.utf8)
    }

    /// A word for something secret, and a value right behind it: `PASSWORD 'x'`, `password = concat('x', …)`.
    private static func isAssigned(_ word: String, _ rest: ArraySlice<SQLToken>) -> Bool {
        guard SecretText.isSecretName(word.utf8), !harmless.contains(word), !word.hasPrefix("validate_password") else {
            return false
        }
        var isAfterSign = false
        for token in rest.prefix(5) {
            switch token {
            case .text(let text): return !text.isEmpty
            case .number where isAfterSign: return true
            case .number: break
            case .word(let next):
                if parting.contains(next) { return false }
            case .mark(let mark):
                if ",;)".utf8.contains(mark) { return false }
                isAfterSign = mark == 0x3D
            case .comment: break
            }
        }
        return false
    }

    /// Words behind which something else begins.
    private static let parting: Set<String> = [
        "from", "where", "and", "or", "order", "group", "limit", "join", "null", "expire", "into", "having", "union",
    ]

    /// Settings with a word in their names, and no secret in their values.
    private static let harmless: Set<String> = [
        "password_encryption", "default_password_lifetime", "password_history", "password_reuse_interval",
        "password_require_current", "password_lock_time", "disconnect_on_expired_password", "old_passwords",
        "password_lifetime", "password_reuse_history",
    ]

    /// `IDENTIFIED BY`, and `IDENTIFIED WITH plugin AS 'hash'`; Aurora's `AS 'RDS'` says nothing.
    private static func isIdentified(_ word: String, _ rest: ArraySlice<SQLToken>) -> Bool {
        guard word == "identified", case .word(let next)? = rest.first else { return false }
        if next == "by" { return true }
        guard next == "with" || next == "via" || next == "as" else { return false }
        return rest.prefix(12).contains { token in
            switch token {
            case .text(let text): text != "RDS"
            case .word(let word): word == "by"
            default: false
            }
        }
    }

    /// Functions and procedures that are given keys and passwords as plain arguments.
    private static func takesSecrets(_ word: String) -> Bool {
        secretFunctions.contains(word)
            || ["pgp_sym_", "pgp_pub_", "rds_set_external_", "dblink_connect"].contains { word.hasPrefix($0) }
    }

    private static let secretFunctions: Set<String> = [
        "aws_s3", "aws_lambda", "crypt", "aes_encrypt", "aes_decrypt", "des_encrypt", "des_decrypt", "encrypt",
        "decrypt", "encrypt_iv", "decrypt_iv", "old_password", "create_aws_credentials",
    ]

    /// `CREATE USER MAPPING`, `CREATE SUBSCRIPTION`, `CHANGE MASTER TO` and the like: what they say is how to log in.
    private static func definesConnection(_ words: [String], _ tokens: [SQLToken]) -> Bool {
        guard hasText(tokens) else { return false }
        let statements = tokens.split(separator: .mark(0x3B)).map { tokens in
            tokens.compactMap { if case .word(let word) = $0 { word } else { nil } }
        }
        return statements.contains { words in
            switch words.first {
            case "create", "alter":
                words.prefix(3).contains("mapping")
                    || words.prefix(3).contains("subscription")
                        && (words.first == "create" || words.contains("connection"))
            case "change": words.prefix(3).contains("master") || words.prefix(3).contains("replication")
            default: false
            }
        }
    }

    /// A row with a column for something secret: which of the values it is does not matter.
    private static func insertsSecret(_ words: [String], _ tokens: [SQLToken]) -> Bool {
        guard words.contains("insert") || words.contains("replace") || words.contains("copy"), hasText(tokens) else {
            return false
        }
        return words.contains { SecretText.isSecretName($0.utf8) && !harmless.contains($0) }
    }

    private static func hasText(_ tokens: [SQLToken]) -> Bool {
        tokens.contains { if case .text(let text) = $0 { !text.isEmpty } else { false } }
    }
}
