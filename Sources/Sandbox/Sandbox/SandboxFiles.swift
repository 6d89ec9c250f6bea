import Failures
import FoundationEssentials
import Glibc
import LocalFiles
import Secrets
import SigV4
import Timestamps

/// The files that a sandbox writes for its user.
struct SandboxFiles {
    let paths: SandboxPaths
    /// The ports to connect to.
    let ports: [SandboxEngine: Int]
    /// The servers' own ports.
    let servers: [SandboxEngine: Int]
    let awsPort: Int
    let containerToken: String
    let webIdentityToken: String
    let processes: SandboxDescription.Processes
    let fault: FaultPlan?
    let people: SandboxPeople

    private var description: SandboxDescription {
        SandboxDescription(
            config: paths.config, ca_file: paths.certificateAuthority, aws_config_file: paths.awsConfig,
            aws_credentials_file: paths.awsCredentials, env: environment, clusters: clusters, pids: processes,
            servers: .init(postgresql: servers[.postgresql] ?? 0, mysql: servers[.mysql] ?? 0),
            container: .init(
                full_uri: "http://127.0.0.1:\(awsPort)\(LocalAWS.containerPath)", authorization_token: containerToken),
            state: paths.top, data: paths.data, verifier_log: paths.verifierLog, fault: fault?.text)
    }

    /// Writes all files, the description last: when it exists, the others exist, too.
    func write() throws(Failure) {
        try write(profiles, to: "clusters.toml", in: paths.top)
        try write(exports, to: "env", in: paths.top)
        try write(awsConfig, to: "config", in: paths.top + "/aws")
        try write(awsCredentials, to: "credentials", in: paths.top + "/aws")
        try write(webIdentityToken, to: "web-identity-token", in: paths.top + "/aws")
        try LoginFiles(directory: paths.top + "/aws", people: people, port: awsPort, containerToken: containerToken)
            .write(with: write)
        guard let authority = try BoundedFile.read(paths.own("tls/ca.pem"), limit: 1 << 20) else {
            throw Failure(.internalError, "the sandbox has no certificate authority")
        }
        try write(String(decoding: authority, as: UTF8.self), to: "ca.pem", in: paths.top)
        try write(try Self.json(description), to: "sandbox.json", in: paths.top)
    }

    static func json(_ description: SandboxDescription) throws(Failure) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(description) else {
            throw Failure(.internalError, "the sandbox cannot be described")
        }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private var clusters: [SandboxDescription.Cluster] {
        SandboxEngine.allCases.flatMap { engine in
            let name = engine.cluster
            return [(name, SandboxNames.writer(name)), (name + "-ro", SandboxNames.reader(name))].map { cluster, host in
                SandboxDescription.Cluster(
                    name: cluster, engine: engine.rawValue, endpoint: host, port: engine.signedPort,
                    connect_to: "127.0.0.1:\(ports[engine] ?? 0)", users: SandboxNames.users)
            }
        }
    }

    private var environment: [String: String] {
        [
            "QUARTERDECK_CONFIG": paths.config, "AWS_CONFIG_FILE": paths.awsConfig,
            "AWS_SHARED_CREDENTIALS_FILE": paths.awsCredentials, "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:\(awsPort)",
            "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(awsPort)", "AWS_REGION": SandboxNames.region,
            "AWS_ENDPOINT_URL_RDS": "http://127.0.0.1:\(awsPort)",
            "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS": "http://127.0.0.1:\(awsPort)",
            "AWS_ENDPOINT_URL_CLOUDWATCH": "http://127.0.0.1:\(awsPort)",
            "AWS_ENDPOINT_URL_EC2": "http://127.0.0.1:\(awsPort)",
            "AWS_ENDPOINT_URL_SSM": "http://127.0.0.1:\(awsPort)",
            "AWS_ENDPOINT_URL_SECRETS_MANAGER": "http://127.0.0.1:\(awsPort)",
            "AWS_ENDPOINT_URL_DSQL": "http://127.0.0.1:\(awsPort)",
            "AWS_ENDPOINT_URL_SSO": "http://127.0.0.1:\(awsPort)",
            "AWS_ENDPOINT_URL_SSO_OIDC": "http://127.0.0.1:\(awsPort)",
            "AWS_LOGIN_CACHE_DIRECTORY": paths.top + "/aws/" + LoginFiles.cache,
            // Version 1 of the AWS CLI knows only this name.
            "AWS_DEFAULT_REGION": SandboxNames.region,
            // A proxy must not see requests for the local AWS.
            "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost",
        ]
    }

    /// The user's own keys and profiles would otherwise come first.
    private var exports: String {
        let unset = [
            "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE", "AWS_CREDENTIAL_EXPIRATION", "AWS_ENDPOINT_URL", "AWS_ROLE_ARN",
            "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        ]
        let lines = environment.sorted { $0.key < $1.key }.map { name, value in
            "export \(name)=\(Quoting.shell(value))\n"
        }
        return "unset \(unset.joined(separator: " "))\n" + lines.joined()
    }

    private var profiles: String {
        let tables = clusters.map { cluster in
            let isReader = cluster.name.hasSuffix("-ro")
            return """

                [clusters.\(cluster.name)]
                engine = "\(cluster.engine)"
                endpoint = "\(cluster.endpoint)"
                connect_to = "\(cluster.connect_to)"
                user = "\(isReader ? "jane_ro" : "jane_doe")"
                environment = "\(cluster.engine == "postgresql" ? "production" : "staging")"
                tags = ["sandbox"]\(isReader ? "\nread_only = true" : "")

                """
        }
        return """
            # Written by `quarterdeck sandbox up`, and again by every start.
            [defaults]
            ca_file = "\(escaped(paths.certificateAuthority))"
            database = "\(SandboxNames.database)"
            users = [\(SandboxNames.users.map { "\"\($0)\"" }.joined(separator: ", "))]

            """ + tables.joined() + SandboxEngine.allCases.map(privateTable).joined()
    }

    /// A cluster whose name is not in DNS; a program of the sandbox is the tunnel to it.
    private func privateTable(_ engine: SandboxEngine) -> String {
        let program = "\(Quoting.shell(program)) sandbox carry --state \(Quoting.shell(paths.top))"
        let carrier = program.replacing("%", with: "%%") + " %h"
        return """

            [clusters.\(engine.privateCluster)]
            engine = "\(engine.rawValue)"
            endpoint = "\(engine.privateHost)"
            tunnel_command = "\(escaped(carrier))"
            user = "jane_doe"
            environment = "staging"
            tags = ["private"]

            """
    }

    /// The path of this program.
    private var program: String {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return "quarterdeck" }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private var awsConfig: String {
        """
        [default]
        region = \(SandboxNames.region)

        [profile role]
        role_arn = arn:aws:iam::\(SandboxNames.account):role/\(people.role)
        source_profile = default
        region = \(SandboxNames.region)

        # The code is \(SecurityTokenService.device.code).
        [profile mfa]
        role_arn = arn:aws:iam::\(SandboxNames.account):role/\(people.role)\(SecurityTokenService.guardedSuffix)
        source_profile = default
        mfa_serial = \(SecurityTokenService.device.serial)
        region = \(SandboxNames.region)

        [profile chain]
        role_arn = arn:aws:iam::\(SandboxNames.account):role/\(people.role)-last
        source_profile = role
        region = \(SandboxNames.region)

        \(webIdentityProfile)
        [profile sso]
        sso_session = \(people.role)
        sso_account_id = \(SandboxNames.account)
        sso_role_name = \(SingleSignOn.roleName)
        region = \(SandboxNames.region)

        [profile login]
        login_session = \(LoginFiles.session(people))
        region = \(SandboxNames.region)

        [sso-session \(people.role)]
        sso_start_url = http://127.0.0.1:\(awsPort)/start
        sso_region = \(SandboxNames.region)

        """
    }

    /// AWS files cannot contain a path with a line break.
    private var webIdentityProfile: String {
        paths.top.contains(where: \.isNewline)
            ? ""
            : """
            [profile web]
            role_arn = arn:aws:iam::\(SandboxNames.account):role/\(people.role)
            web_identity_token_file = \(paths.top)/aws/web-identity-token
            region = \(SandboxNames.region)

            """
    }

    private var awsCredentials: String {
        people.profiles.map { profile in
            let keys = profile.credentials
            var text = "# \(profile.comment)\n[\(profile.name)]\naws_access_key_id = \(keys.accessKeyID)\n"
            text += "aws_secret_access_key = \(keys.secretAccessKey.revealText())\n"
            if let token = keys.sessionToken { text += "aws_session_token = \(token.revealText())\n" }
            if let end = keys.expiration { text += "x_security_token_expires = \(end.rfc3339)\n" }
            return text
        }.joined(separator: "\n")
    }

    private func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            .replacing("\t", with: "\\t")
    }

    private func write(_ text: String, to name: String, in path: String) throws(Failure) {
        let directory = try PrivateDirectory(opening: path)
        var outcome: Result<Void, Failure> = .success(())
        var text = text
        text.withUTF8 { bytes in
            do throws(Failure) {
                try directory.replace(name, expecting: directory.entry(name), with: UnsafeRawBufferPointer(bytes))
            } catch {
                outcome = .failure(error)
            }
        }
        try outcome.get()
    }
}
