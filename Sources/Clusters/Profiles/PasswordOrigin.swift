import AWSCredentials

/// The place of a database user's standard password.
public enum PasswordOrigin: Sendable, Hashable {
    /// A secret of AWS Secrets Manager, by its name or ARN.
    case secret(String)
    /// A program that prints the password, and its arguments.
    case command([String])
    /// The user types the password.
    case ask

    /// The problem of a text that names no place.
    struct Flaw: Error {
        let reason: String
        let advice: String
    }

    init(_ text: String) throws(Flaw) {
        if text == "ask" {
            self = .ask
        } else if let name = Self.rest(of: text, after: "secret:") {
            guard !name.isEmpty else {
                throw Flaw(reason: "names no secret", advice: "secret:NAME, or secret: and the secret's ARN")
            }
            guard name.unicodeScalars.allSatisfy(Self.mayName) else {
                throw Flaw(
                    reason: "names a secret with characters that no secret's name has",
                    advice: "letters, digits and /_+=.@-! are allowed, and : in an ARN")
            }
            self = .secret(name)
        } else if let line = Self.rest(of: text, after: "command:") {
            guard let words = ShellWords.split(line) else {
                throw Flaw(
                    reason: "has a quotation mark that is not closed", advice: "command:PROGRAM 'ARGUMENT' ARGUMENT")
            }
            guard let program = words.first, !program.isEmpty else {
                throw Flaw(reason: "names no program", advice: "command:op read op://dba/orders/password")
            }
            self = .command(words)
        } else {
            // The text may be a password that was written here by mistake, so no message repeats it.
            throw Flaw(
                reason: "does not say where the password comes from",
                advice: "secret:NAME-or-ARN, command:PROGRAM ARGUMENTS, or ask; the file holds no passwords")
        }
    }

    private static func rest(of text: String, after prefix: String) -> String? {
        guard text.hasPrefix(prefix) else { return nil }
        return String(text.dropFirst(prefix.count).drop { $0 == " " })
    }

    /// Source: AWS Secrets Manager API Reference, CreateSecret; names of RDS's own secrets contain `!`.
    private static func mayName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            || "/_+=.@-!:".unicodeScalars.contains(scalar)
    }

    /// One word: `secret`, `command`, `ask`.
    public var kind: String {
        switch self {
        case .secret: "secret"
        case .command: "command"
        case .ask: "ask"
        }
    }

    /// The place for messages. Arguments of a program are left out, because they may contain a secret.
    public var description: String {
        switch self {
        case .secret(let name): "the secret \(name)"
        case .command(let words): "the command \(words[0])"
        case .ask: "your keyboard"
        }
    }
}
