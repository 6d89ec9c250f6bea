package import AWSCalls
import Discovery
import Doctor
import Endpoints
import Failures
import Profiles
import SessionSetup
import TokenDelivery

/// The meaning of a server's response to a login, before RDS is queried.
struct AnswerJudgement {
    let login: Login
    let answer: LoginProbe.Answer

    private enum Meaning {
        /// The server did not request a token.
        case notAsked
        /// The server queried IAM, and IAM rejected the login.
        case refused
        /// Another result.
        case other(Finding)
    }

    /// The facts that are known so far.
    var context: LoginContext {
        LoginContext(
            user: login.user, host: login.endpoint.host, isMySQL: login.engine == .mysql,
            isProxy: login.endpoint.kind == .proxy, port: login.port, region: login.region)
    }

    /// Whether RDS's description of the database may contain the cause.
    var needsFacts: Bool { if case .other = meaning { false } else { true } }

    /// Whether the server did not request the token.
    var wasNotAsked: Bool { if case .notAsked = meaning { true } else { false } }

    /// The finding with the facts of `context`.
    func finding(_ context: LoginContext) -> Finding {
        switch meaning {
        case .notAsked: LoginJudge(context).notAskedForToken(evidence)
        case .refused: LoginJudge(context).tokenRefused(evidence)
        case .other(let finding): finding
        }
    }

    private var evidence: String {
        switch answer {
        case .accepted: "accepted"
        case .otherMethod(let method): "the server asks \(login.user) for \(method), not for a token"
        case .refused(let code, let words, _): "the server answered \(code): \(words)"
        case .silent(let hadToken):
            hadToken
                ? "the server got the token and did not answer" : "the server kept silent before it asked for the token"
        case .ended(let hadToken):
            hadToken
                ? "the connection ended after the token was sent"
                : "the connection ended before the server asked for the token"
        case .stopped: "interrupted"
        }
    }

    private var meaning: Meaning {
        switch answer {
        case .accepted, .stopped: return .other(.skipped(evidence))
        case .otherMethod(let method):
            guard login.engine == .mysql, !Self.passwordMethods.contains(method) else { return .notAsked }
            return .other(
                .failed(
                    "\(evidence); no client of this machine has a plugin for \(method)", .pluginMissing,
                    advice: ["check that the user is identified with AWSAuthenticationPlugin"], exit: .notPermitted))
        case .silent(true):
            return .other(
                .failed(
                    "\(evidence) within 5 s: the check of the token takes too long", .agentOverloaded,
                    advice: ["try again in some minutes, once; reuse tokens and connections"], exit: .unavailable))
        case .silent(false), .ended:
            return .other(
                .failed(
                    evidence, nil,
                    advice: ["try again in a few seconds: the server may be restarting or failing over"],
                    exit: .unavailable))
        case .refused(let code, _, let hadToken): return refusal(code, hadToken: hadToken)
        }
    }

    /// The methods by which a server requests a password.
    private static let passwordMethods: Set<String> = [
        "mysql_native_password", "caching_sha2_password", "sha256_password", "mysql_old_password", "client_ed25519",
    ]

    /// Source: PostgreSQL documentation, "Error Codes"; MySQL's and MariaDB's error references.
    private func refusal(_ code: String, hadToken: Bool) -> Meaning {
        func failed(_ cause: Cause?, _ advice: String, _ exit: ExitStatus = .notPermitted) -> Meaning {
            .other(.failed(evidence, cause, advice: [advice], exit: exit))
        }
        switch code {
        case "53300", "1040", "1203", "1226":
            return failed(.maxConnections, "close sessions, or raise max_connections", .temporary)
        case "57P03", "57P01", "57P02": return failed(nil, "try again in a few seconds", .temporary)
        case "28P01": return .notAsked
        case "28000" where hadToken, "1045" where hadToken: return .refused
        case "1524":
            return failed(
                .iamOff, "switch IAM authentication on: aws rds modify-db-cluster --enable-iam-database-authentication")
        case "2059", "2061":
            return failed(.pluginMissing, "check that the user is identified with AWSAuthenticationPlugin")
        case "1045", "1251", "4151": return .notAsked
        case "3D000", "1044", "1049":
            return failed(nil, "the token was accepted; name another database: --database NAME")
        default: return failed(nil, "ask an administrator of the database")
        }
    }
}

extension DatabaseFacts {
    /// Reads the description and, where the identity may read it, the instance class of the writer.
    package init(_ cluster: DatabaseCluster, region: String, _ client: AWSClient) {
        let writer = cluster.members.first.flatMap { name in
            (try? RelationalDatabases(client, region: region).instance(named: name)) ?? nil
        }
        let isSmall = writer.map { Usability.smallClasses.contains($0.instanceClass) } ?? false
        self.init(
            identifier: cluster.identifier, port: cluster.port, isIAMOn: cluster.isIAMOn,
            pendingIAM: cluster.pendingIAM,
            classProblem: isSmall && cluster.engine != "aurora-postgresql"
                ? "Aurora MySQL on \(writer?.instanceClass ?? "") takes no IAM tokens" : nil,
            versionProblem: Usability.takesTokens(cluster)
                ? nil : "version \(cluster.version) is too old for IAM authentication",
            logExports: cluster.logExports, region: region)
    }
}
