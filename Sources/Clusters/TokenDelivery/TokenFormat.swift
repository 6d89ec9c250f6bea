import Endpoints
public import Failures
public import Profiles
public import Secrets
public import Timestamps

/// The forms in which a token leaves the program.
public enum TokenFormat: String, Sendable, CaseIterable {
    /// The token alone, without a newline.
    case raw
    /// One object, with the expiry.
    case json
    /// `export` lines for a POSIX shell.
    case env
    /// A line of a PostgreSQL password file.
    case pgpass
    /// A MySQL option file.
    case mycnf = "my.cnf"

    /// All names, for help and messages.
    public static var names: [String] { allCases.map(\.rawValue) }

    /// Names of forms that no program of an engine reads.
    public static func unfitNames(for engine: Engine) -> Set<String> {
        engine == .mysql ? [pgpass.rawValue] : [mycnf.rawValue]
    }

    /// The token in this form, wiped when released.
    ///
    /// - Parameter now: For the seconds left in `json`.
    /// - Throws: A `Failure` where the form does not fit the engine or cannot hold the token.
    public func render(_ token: SignedToken, now: Timestamp) throws(Failure) -> Secret {
        switch self {
        case .raw: token.secret
        case .json: try JSONForm.render(token, now: now)
        case .env: try EnvironmentForm.render(token)
        case .pgpass: try PasswordFileForm.render(token)
        case .mycnf: try OptionFileForm.render(token)
        }
    }

    /// What to know before using the form.
    public func caution(for login: Login) -> String? {
        guard login.engine == .mysql else { return nil }
        switch self {
        case .env:
            return "no variable makes the MySQL clients verify the server: pass --ssl-mode=VERIFY_IDENTITY (MariaDB: "
                + "--ssl-verify-server-cert) every time, or use --format my.cnf"
        case .mycnf:
            return login.connectTo.map {
                "the MySQL clients verify the name they dial: through \($0) they refuse, unless the certificate is for \($0.host)"
            }
        case .raw, .json, .pgpass: return nil
        }
    }
}

/// `NAME` of both engines' drivers for the engine, or a refusal.
func refusal(of format: TokenFormat, for token: SignedToken, instead: TokenFormat) -> Failure {
    Failure(
        .usage, "the format \(format.rawValue) is not for \(token.login.engine.displayName)",
        why: "\(token.login.cluster) is a \(token.login.engine.displayName) cluster",
        next: "--format \(instead.rawValue)")
}
