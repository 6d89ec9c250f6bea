import SQLText
import SQLWire

/// Detects statements that may contain a password, a key or a token.
///
/// It examines the statement's pieces by both dialects' rules: `SELECT password_hash FROM users` contains no secret,
/// `... SET password = 'x'` does. In doubt a statement counts as secret, because the user can type it again.
public enum SecretWords {
    /// Whether a statement may contain a secret.
    public static func isSecret(_ statement: String) -> Bool {
        // Client commands have unquoted arguments: `\connect host=x password=y`.
        if statement.utf8.contains(0x5C), ClientCommands.holdSecret(statement) { return true }
        return [Dialect.postgresql, .mysql].contains { isSecret(Pieces.of(statement, $0), $0) }
    }

    /// - Parameter level: The maximum nesting of SQL texts in literals, such as statements stored to run later.
    private static func isSecret(_ pieces: [Piece], _ dialect: Dialect, level: Int = 2, isInComment: Bool = false)
        -> Bool
    {
        var code: [Piece] = []
        for piece in pieces {
            switch piece {
            case .text(let text):
                if SecretText.holdsSecret(text) { return true }
                if level > 0, isSecret(Pieces.of(text, dialect), dialect, level: level - 1) { return true }
                code.append(piece)
            case .comment(let text):
                if SecretText.holdsSecret(text) { return true }
                if !isInComment, isSecret(Pieces.of(text, .mysql), .mysql, level: 0, isInComment: true) {
                    return true
                }
            default: code.append(piece)
            }
        }
        return saysSecret(code)
    }

    private static func saysSecret(_ pieces: [Piece]) -> Bool {
        if pieces.indices.contains(where: { isNamed(pieces[$0...]) }) { return true }
        let words = pieces.map { if case .word(let word) = $0 { word } else { "" } }
        for (index, word) in words.enumerated() where !word.isEmpty {
            if isAssigned(word, pieces[(index + 1)...]) || isIdentified(word, pieces[(index + 1)...]) { return true }
            if word == "set", index + 1 < words.count, words[index + 1] == "password" { return true }
            if takesSecrets(word), hasText(pieces) { return true }
        }
        return definesConnection(words, pieces) || InsertedSecret.isIn(pieces, words)
    }

    /// A quoted word for a secret, and a literal after a separator: `'password' = 'x'`, `('password', 'x')`.
    private static func isNamed(_ rest: ArraySlice<Piece>) -> Bool {
        let next = Array(rest.prefix(3))
        guard next.count == 3, case .text(let name) = next[0], case .mark(let mark) = next[1],
            case .text(let value) = next[2]
        else { return false }
        let small = name.lowercased()
        return "=,:".utf8.contains(mark) && !value.isEmpty && !SecretNames.areHarmless(small)
            && !small.utf8.contains { $0 <= 0x20 } && SecretNames.contain(small.utf8)
    }

    /// A word for a secret, directly followed by a value: `PASSWORD 'x'`, `password = concat('x', …)`.
    private static func isAssigned(_ word: String, _ rest: ArraySlice<Piece>) -> Bool {
        guard SecretNames.contain(word.utf8), !SecretNames.areHarmless(word) else { return false }
        var isAfterSign = false
        for piece in rest.prefix(5) {
            switch piece {
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

    /// Words after which another part begins.
    private static let parting: Set<String> = [
        "from", "where", "and", "or", "order", "group", "limit", "join", "null", "expire", "into", "having", "union",
        "as", "is", "when", "then", "else", "end", "not", "like", "ilike", "in", "text", "varchar", "char", "default",
    ]

    /// `IDENTIFIED BY`, and `IDENTIFIED WITH plugin AS 'hash'`; Aurora's `AS 'RDS'` is not secret.
    private static func isIdentified(_ word: String, _ rest: ArraySlice<Piece>) -> Bool {
        guard word == "identified", case .word(let next)? = rest.first else { return false }
        if next == "by" { return true }
        guard next == "with" || next == "via" || next == "as" else { return false }
        return rest.prefix(12).contains { piece in
            switch piece {
            case .text(let text): text != "RDS"
            case .word(let word): word == "by"
            default: false
            }
        }
    }

    /// Functions and procedures whose plain arguments are keys and passwords.
    private static func takesSecrets(_ word: String) -> Bool {
        secretFunctions.contains(word)
            || ["pgp_sym_", "pgp_pub_", "rds_set_external_", "dblink_connect"].contains { word.hasPrefix($0) }
    }

    private static let secretFunctions: Set<String> = [
        "aws_s3", "aws_lambda", "crypt", "aes_encrypt", "aes_decrypt", "des_encrypt", "des_decrypt", "encrypt",
        "decrypt", "encrypt_iv", "decrypt_iv", "old_password", "create_aws_credentials", "hmac",
    ]

    /// `CREATE USER MAPPING`, `CREATE SUBSCRIPTION`, `CHANGE MASTER TO` and similar: they contain login data.
    private static func definesConnection(_ words: [String], _ pieces: [Piece]) -> Bool {
        guard hasText(pieces) else { return false }
        let statements = pieces.split(separator: .mark(0x3B)).map { pieces in
            pieces.compactMap { if case .word(let word) = $0 { word } else { nil } }
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

    static func hasText(_ pieces: some Sequence<Piece>) -> Bool {
        pieces.contains { if case .text(let text) = $0 { !text.isEmpty } else { false } }
    }
}
