import Failures
import Threads
import Timestamps

/// The AWS services that issue credentials, on one loopback port: STS, IAM Identity Center, instance metadata (version
/// 2) and the container endpoint; and RDS, which describes the sandbox's clusters. The verifier accepts their
/// credentials.
struct LocalAWS: Sendable {
    let identities: IdentityStore
    /// The password in the secrets of the clusters.
    let password: SandboxPassword?
    let log: VerifierLog
    let clock: @Sendable () -> Timestamp
    let metadata = InstanceMetadata()
    let singleSignOn = SingleSignOn()
    let portSessions = PortSessions()
    /// The content of the token file of the profile `web`.
    let webIdentityToken = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined(
        separator: ".")
    /// The authorization that the container endpoint requires.
    let containerToken =
        String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
    private let turnstile = Turnstile(capacity: 64)

    init(
        identities: IdentityStore, password: SandboxPassword? = nil, log: VerifierLog,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.password = password
        self.identities = identities
        self.log = log
        self.clock = clock
    }

    static let containerPath = "/container/credentials"

    /// The role of the instance and the container.
    static let roleName = "bastion"

    /// Answers requests from now on, each on a thread of its own.
    func open(_ listener: Socket) {
        DetachedThread.start { [self] in
            while let connection = listener.accept(timeout: 10) {
                turnstile.pass {
                    guard let request = HTTPRequest(from: connection) else {
                        connection.write(HTTPResponse.text("bad request\n", status: 400).bytes)
                        return
                    }
                    var response = response(to: request)
                    response.headers.append(("Date", clock().httpDate))
                    connection.write(response.bytes)
                }
            }
        }
    }

    func response(to request: HTTPRequest) -> HTTPResponse {
        let now = clock()
        let signedOn = singleSignOn.response(to: request, now: now) { temporary(role: SingleSignOn.roleName, hours: 1) }
        if let signedOn { return signedOn }
        return switch (request.method, request.path) {
        case ("POST", "/") where SignedRequest.service(of: request) == "rds":
            RelationalDatabaseService(identities: identities, now: now).response(to: request)
        case ("POST", "/") where SignedRequest.service(of: request) == "logs":
            LoginLogService(identities: identities, entries: log.entries, now: now).events(request)
        case ("POST", "/") where SignedRequest.service(of: request) == "monitoring":
            LoginLogService(identities: identities, entries: log.entries, now: now).metrics(request)
        case ("POST", "/") where SignedRequest.service(of: request) == "ssm":
            SystemsManagerService(identities: identities, now: now, sessions: portSessions).response(to: request)
        case ("POST", "/") where SignedRequest.service(of: request) == "ec2":
            ComputeService(identities: identities, now: now).response(to: request)
        case ("GET", PortSessions.path): portSessions.response(to: request)
        case ("POST", "/") where SignedRequest.service(of: request) == "secretsmanager":
            SecretsService(identities: identities, password: password, now: now).response(to: request)
        case ("GET", "/cluster") where SignedRequest.service(of: request) == "dsql": .json("{\"clusters\":[]}")
        case ("POST", "/"):
            SecurityTokenService(identities: identities, now: now, webIdentityToken: webIdentityToken)
                .response(to: request)
        case (_, let path) where path.hasPrefix("/latest/"):
            metadata.response(to: request, now: now) { temporary(role: Self.roleName, hours: 6) }
        case ("GET", Self.containerPath): container(request)
        default: .text("not found\n", status: 404)
        }
    }

    private func container(_ request: HTTPRequest) -> HTTPResponse {
        guard request[header: "Authorization"] == containerToken else {
            return .text("unauthorized\n", status: 401)
        }
        return .json(CredentialJSON.container(temporary(role: Self.roleName, hours: 6).credentials))
    }

    private func temporary(role: String, hours: Int64) -> SandboxIdentity {
        identities.addTemporary(
            arn: "arn:aws:sts::\(SandboxNames.account):assumed-role/\(role)/i-0a1b2c3d4e5f60718",
            databaseUsers: Set(SandboxNames.users), expiration: clock() + hours * 3_600)
    }
}
