import Failures
import Profiles

/// What a user can do about a password.
public enum PasswordAdvice {
    /// How to look at the place that a password comes from.
    public static func look(_ request: PasswordRequest) -> String {
        switch request.origin {
        case .secret(let name): "aws secretsmanager describe-secret --secret-id \(Quoting.shellWord(name))"
        case .command(let words): "run it by hand to see what it prints: \(Quoting.shellWord(words[0])) …"
        case .ask: "type the password of \(request.user)"
        }
    }
}
