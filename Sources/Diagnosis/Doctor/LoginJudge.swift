import Failures

/// The known facts about a login to which a server has responded.
public struct LoginContext: Sendable {
    /// The database user.
    public let user: String
    /// The endpoint.
    public let host: String
    /// Whether the server uses MySQL's protocol.
    public let isMySQL: Bool
    /// Whether the server is a proxy.
    public let isProxy: Bool
    /// The port in the token.
    public let port: Int
    /// The region in the token.
    public let region: String
    /// RDS's description of the database; nil where there is none.
    public var facts: DatabaseFacts?
    /// Another spelling of the user for which the server requests a token.
    public var otherSpelling: String?
    /// The user's entry in the server's catalogue; nil where it could not be read.
    public var catalogue: CatalogueEntry?
    /// The resource that a policy must allow, where it is known.
    public var resource: String?
    /// The identity that signs, where it is known.
    public var caller: String?

    public init(user: String, host: String, isMySQL: Bool, isProxy: Bool, port: Int, region: String) {
        self.user = user
        self.host = host
        self.isMySQL = isMySQL
        self.isProxy = isProxy
        self.port = port
        self.region = region
    }
}

/// RDS's description of a database.
public struct DatabaseFacts: Sendable, Equatable {
    /// The name of the database in commands.
    public var identifier: String
    /// The port of the endpoints.
    public var port: Int?
    /// Whether IAM authentication is on.
    public var isIAMOn: Bool
    /// The pending value of `isIAMOn`; nil where no change is pending.
    public var pendingIAM: Bool?
    /// Why the instance class does not support IAM authentication.
    public var classProblem: String?
    /// Why the version does not support IAM authentication.
    public var versionProblem: String?
    /// The log types that are exported to CloudWatch.
    public var logExports: [String]
    /// The region.
    public var region: String

    public init(
        identifier: String, port: Int?, isIAMOn: Bool, pendingIAM: Bool?, classProblem: String?,
        versionProblem: String?, logExports: [String], region: String
    ) {
        self.identifier = identifier
        self.port = port
        self.isIAMOn = isIAMOn
        self.pendingIAM = pendingIAM
        self.classProblem = classProblem
        self.versionProblem = versionProblem
        self.logExports = logExports
        self.region = region
    }
}

/// A user's entry in the server's catalogue.
public enum CatalogueEntry: Sendable, Equatable {
    case absent
    case present(usesIAM: Bool)
}

/// Finds the cause of a failed login from the server's response. It names only causes that the facts prove.
public struct LoginJudge: Sendable {
    private let context: LoginContext

    public init(_ context: LoginContext) {
        self.context = context
    }

    private var user: String { context.user }
    private var host: String { context.host }

    /// The finding for a server that requested another authentication method, or rejected the login without a request.
    public func notAskedForToken(_ evidence: String) -> Finding {
        func failed(_ more: String, _ cause: Cause, _ advice: String...) -> Finding {
            .failed("\(evidence); \(more)", cause, advice: advice, exit: .notPermitted)
        }
        if let known = switchedOff(evidence) { return known }
        if let other = context.otherSpelling {
            return failed(
                "for \(other) it asks for a token: the name of the user is spelled differently",
                .userMismatch, "user = \"\(other)\" in the profile file, or --user \(other)")
        }
        let create =
            context.isMySQL
            ? "as an administrator: CREATE USER '\(user)'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'"
            : "as an administrator: CREATE USER \"\(user)\"; GRANT rds_iam TO \"\(user)\""
        switch context.catalogue {
        case .absent: return failed("the server has no user \(user)", .userUnknown, create)
        case .present(usesIAM: false) where !context.isMySQL:
            return failed(
                "the user exists and does not have rds_iam", .rdsIAMMissing,
                "as an administrator: GRANT rds_iam TO \"\(user)\"")
        case .present, nil: break
        }
        if context.isMySQL {
            return failed(
                "the user does not exist or does not use AWSAuthenticationPlugin, or IAM authentication is off",
                .userUnknown, create, iamCommand)
        }
        return failed(
            "the user does not exist or does not have rds_iam, or IAM authentication is off", .rdsIAMMissing, create,
            iamCommand)
    }

    /// The finding for a server that received the token, queried IAM and rejected the login.
    public func tokenRefused(_ evidence: String) -> Finding {
        func failed(_ more: String, _ cause: Cause, _ advice: String...) -> Finding {
            .failed("\(evidence); \(more)", cause, advice: advice, exit: .notPermitted)
        }
        if let port = context.facts?.port, port != context.port {
            return failed(
                "the token was signed for port \(context.port), and the database has port \(port)", .portMismatch,
                "port = \(port) in the profile file, or --port \(port)")
        }
        if let region = context.facts?.region, region != context.region {
            return failed(
                "the token was signed for \(context.region), and the database is in \(region)", .regionMismatch,
                "region = \"\(region)\" in the profile file, or --region \(region)")
        }
        if let known = switchedOff(evidence) { return known }
        let identity = (context.caller.map { "the token is \($0)'s" } ?? "")
        let needed = context.resource.map { "; it needs rds-db:connect on \($0)" } ?? ""
        if context.isProxy {
            return failed(
                "a proxy refuses a token whose user it has no way to sign in for, and one that the policy does not allow\(needed)",
                .proxyAuthentication, "quarterdeck policy prints both policies that a proxy takes",
                "aws rds describe-db-proxies --query DBProxies[].[DBProxyName,Auth,DefaultAuthScheme]")
        }
        return failed(
            "the server does not say why; signature, credentials and clock are in order, so that the policy is the "
                + "likeliest reason" + (identity.isEmpty ? "" : "; \(identity)") + needed,
            .policyDenied, "quarterdeck policy prints the statement that the identity needs",
            "compare account, region, resource id and user (upper and lower case matter)")
    }

    /// The finding for a database that accepts no IAM login, by RDS's description; otherwise nil.
    private func switchedOff(_ evidence: String) -> Finding? {
        guard let facts = context.facts else { return nil }
        func failed(_ more: String, _ cause: Cause, _ advice: String...) -> Finding {
            .failed("\(evidence); \(more)", cause, advice: advice, exit: .notPermitted)
        }
        if let problem = facts.versionProblem { return failed(problem, .engineVersion, "upgrade the cluster") }
        if let problem = facts.classProblem {
            return failed(problem, .instanceClass, "change the instance's class with aws rds modify-db-instance")
        }
        if facts.isIAMOn { return nil }
        return facts.pendingIAM == true
            ? failed(
                "RDS says that IAM authentication is being switched on", .iamPending,
                "wait until aws rds describe-db-clusters shows no pending change")
            : failed("RDS says that IAM authentication is off", .iamOff, iamCommand)
    }

    private var iamCommand: String {
        let name = context.facts?.identifier ?? String(host.prefix { $0 != "." })
        return "aws rds modify-db-cluster --db-cluster-identifier \(name) --region \(context.region) "
            + "--enable-iam-database-authentication --apply-immediately"
    }
}
