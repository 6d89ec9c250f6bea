import Endpoints
public import Failures
public import Profiles
public import Secrets
public import Timestamps

/// The output formats of a token.
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

    /// The formats that no program of the engine reads.
    public static func unfitNames(for engine: Engine) -> Set<String> {
        engine == .mysql ? [pgpass.rawValue] : [mycnf.rawValue]
    }

    /// The token in this format, wiped on release.
    ///
    /// - Parameter now: For the remaining seconds in `json`.
    /// - Throws: A `Failure` when the format does not fit the engine or cannot hold the token.
    public func render(_ token: SignedToken, now: Timestamp) throws(Failure) -> Secret {
        switch self {
        case .raw: token.secret
        case .json: try JSONForm.render(token, now: now)
        case .env: try EnvironmentForm.render(token)
        case .pgpass: try PasswordFileForm.render(token)
        case .mycnf: try OptionFileForm.render(token)
        }
    }

    /// A warning about the format, if there is one.
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

/// The error for a format of the other engine's clients, with the right one.
func refusal(of format: TokenFormat, for token: SignedToken, instead: TokenFormat) -> Failure {
    Failure(
        .usage, "the format \(format.rawValue) is not for \(token.login.engine.displayName)",
        why: "\(token.login.cluster) is a \(token.login.engine.displayName) cluster",
        next: "--format \(instead.rawValue)")
}
