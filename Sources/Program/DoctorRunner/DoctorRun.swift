import AWSCalls
import AWSCredentials
import CPlatform
package import ClusterAccess
package import Doctor
import Endpoints
import Failures
import Glibc
import Passwords
import Policy
import Profiles
import SQLWire
import Secrets
import SessionSetup
import SigV4
package import Threads
import Timestamps
import TokenDelivery

/// Runs the checks of one cluster's login in order. One thread uses it and is blocked by it.
package final class DoctorRun {
    private let session: Session
    private let context: CredentialContext
    /// Returns the cluster.
    private let choose: LoginSelection.Choice
    private let wake: WakeSignal
    private let isOffline: Bool
    private let told: (DoctorReport) -> Void
    private var report: DoctorReport

    private var cluster: Cluster?
    private var source: TokenSource?
    private var access: AWSAccess?
    private var credentials: Credentials?
    private var caller: String?
    private var facts: ResourceLookup.Found?

    /// The allowed difference between the local clock and AWS's, in seconds. Source: AWS General Reference,
    /// "Troubleshoot AWS requests".
    private static let allowedSkew: Int64 = 300
    /// The time limit of each connection step in milliseconds.
    private static let patience: Int32 = 5_000

    /// - Parameters:
    ///   - name: The name of the cluster in the report.
    ///   - isOffline: Whether to run only the checks that need no network.
    ///   - told: Receives the report after every check.
    package init(
        _ session: Session, _ context: CredentialContext, name: String, isOffline: Bool = false,
        wake: WakeSignal = WakeSignal(), choose: @escaping LoginSelection.Choice,
        told: @escaping (DoctorReport) -> Void = { _ in }
    ) {
        self.session = session
        self.context = context
        self.choose = choose
        self.wake = wake
        self.isOffline = isOffline
        self.told = told
        report = DoctorReport(cluster: name)
    }

    /// Runs the checks. Returns early with the finished checks when `wake` is raised.
    package func run() -> DoctorReport {
        check(.profile, profile)
        check(.endpoint, needs: source, endpoint)
        check(.region, needs: source) { .ok("\($0.login.region), \(self.regionOrigin($0))") }
        check(.credentials, needs: source, findCredentials)
        guard !isOffline else { return report }
        identityAndClock()
        way()
        return report
    }

    // MARK: - Running checks

    private func check(_ name: CheckName, _ body: () -> Finding) {
        let start = qd_monotonic_nanoseconds()
        let finding = wake.isRaised ? .skipped("interrupted") : body()
        add(finding, of: name, since: start)
    }

    private func check(_ name: CheckName, needs source: TokenSource?, _ body: (TokenSource) -> Finding) {
        check(name) { source.map(body) ?? .skipped("the cluster cannot be used") }
    }

    private func add(_ finding: Finding, of name: CheckName, since start: Int64) {
        let seconds = Double(qd_monotonic_nanoseconds() - start) / 1e9
        _ = report.add(finding, of: name, seconds: (seconds * 1_000).rounded() / 1_000)
        told(report)
    }

    // MARK: - Local checks

    private func profile() -> Finding {
        do throws(Failure) {
            let (selection, cluster) = try choose()
            self.cluster = cluster
            let source = try TokenSource(selection, cluster, context)
            _ = try TrustChoice(session: session, cluster: cluster).sources()
            self.source = source
            access = AWSAccess(
                session: session, context: context, choice: selection.profileChoice(cluster),
                region: source.login.region, cancel: wake)
            let name = source.login.database.map { ", database \($0)" } ?? ""
            let file = cluster.caFile.map { ", ca_file \($0)" } ?? ""
            return .ok("\(source.login.engine.displayName), user \(source.login.user)\(name)\(file)")
        } catch {
            return .failed(error, cause: .profileInvalid)
        }
    }

    private func endpoint(_ source: TokenSource) -> Finding {
        let login = source.login
        let kind =
            switch login.endpoint.kind {
            case .writer: "the writer of a cluster"
            case .reader: "the readers of a cluster"
            case .custom: "a custom endpoint"
            case .instance: "an instance"
            case .shardGroup: "a limitless database"
            case .proxy: "a proxy"
            case .globalWriter: "the writer of a global database"
            case .dsql: "a DSQL cluster"
            }
        return .ok("\(login.endpoint.host):\(login.port), \(kind)")
    }

    private func regionOrigin(_ source: TokenSource) -> String {
        if source.login.endpoint.region != nil { return "from the endpoint" }
        return session.options.region != nil ? "from --region" : "from the profile file or the AWS settings"
    }

    private func findCredentials(_ source: TokenSource) -> Finding {
        guard let access else { return .skipped("the cluster cannot be used") }
        if let request = source.passwordRequest {
            guard case .secret = request.origin else {
                return .skipped("\(request.user) logs in with a password from \(request.origin.description)")
            }
        }
        do throws(Failure) {
            let found = try context.store.credentials(
                for: CredentialIdentity(access.choice, region: source.login.region))
            credentials = found.credentials
            let end = found.credentials.expiration.map { ", good until \($0.rfc3339)" } ?? ", without an expiry"
            let text = "\(found.credentials.maskedAccessKeyID) from \(found.source)\(end)"
            return found.warnings.isEmpty
                ? .ok(text) : .warning(text + "; " + found.warnings.joined(separator: "; "))
        } catch {
            return .failed(error, cause: error.status == .notPermitted ? .credentialsMissing : nil)
        }
    }

    // MARK: - Checks at AWS

    private func identityAndClock() {
        let start = qd_monotonic_nanoseconds()
        guard let credentials, let access, !wake.isRaised else {
            add(.skipped("there are no credentials"), of: .identity, since: start)
            return add(.skipped("AWS was not asked"), of: .clock, since: start)
        }
        let answer = CallerProbe.ask(access.lookup, credentials)
        let skew = answer.date.map { Timestamp.byTheSystem().seconds(since: $0) }
        let isSkewed = skew.map { abs($0) > Self.allowedSkew } ?? false
        caller = answer.arn
        add(identity(answer, isSkewed: isSkewed), of: .identity, since: start)
        add(clock(skew), of: .clock, since: qd_monotonic_nanoseconds())
    }

    private func identity(_ answer: CallerProbe.Answer, isSkewed: Bool) -> Finding {
        if let arn = answer.arn { return .ok(arn) }
        guard let refusal = answer.refusal else { return .warning("STS gave no answer") }
        let words = refusal.code.isEmpty ? refusal.reason : "\(refusal.code): \(refusal.reason)"
        if isSkewed { return .warning("AWS refused the signature (\(words)); see the clock") }
        guard refusal.kind == .badKeys else {
            return .warning("STS cannot be asked: \(words)", advice: refusal.advice.map { [$0] } ?? [])
        }
        let isExpired = refusal.code.hasPrefix("ExpiredToken")
        return .failed(
            "AWS refuses the credentials (\(words))", isExpired ? .credentialsExpired : nil,
            advice: ["renew the credentials, for instance by logging in again"], exit: .notPermitted)
    }

    private func clock(_ skew: Int64?) -> Finding {
        guard let skew else { return .skipped("AWS gave no time") }
        let words = "\(abs(skew)) s \(skew < 0 ? "behind" : "ahead of") AWS's clock"
        if abs(skew) > Self.allowedSkew {
            return .failed(
                "this machine's clock is \(words); AWS allows 300 s", .clockSkew,
                advice: ["set the clock: timedatectl set-ntp true, or chronyc makestep"], exit: .notPermitted)
        }
        return abs(skew) > 60
            ? .warning("this machine's clock is \(words)") : .ok(skew == 0 ? "equal to AWS's clock" : words)
    }

    // MARK: - Connection checks

    private func way() {
        guard let source else {
            return skip([.tunnel, .network, .tls, .login, .serverLog, .metrics], "the cluster cannot be used")
        }
        let login = source.login
        var dial = login.connectTo.map { ($0.host, $0.port) } ?? (login.endpoint.host, login.port)
        var address: String?
        let tunnel = session.tunnel(of: source.cluster)
        check(.tunnel) {
            if let tunnel {
                let file = (try? TrustChoice(session: session, cluster: source.cluster).authorities())?.file
                let judgement = TunnelJudgement(
                    tunnel: tunnel, route: source.cluster.tunnel, login: login, authorityFile: file, wake: wake)
                let (near, finding) = judgement.run()
                if let near { (address, dial) = (near.host, (near.host, near.port)) }
                return finding
            }
            guard login.connectTo != nil else { return .skipped("the cluster has no tunnel and no connect_to") }
            let (found, finding) = reach(dial.0, dial.1, isTunnel: true)
            address = found
            return finding
        }
        guard report.checks.last?.status != .failed else {
            return skip([.network, .tls, .login, .serverLog, .metrics], "the tunnel is down")
        }
        check(.network) {
            if login.connectTo != nil || tunnel != nil { return .ok("through \(dial.0):\(dial.1)") }
            let (found, finding) = reach(dial.0, dial.1, isTunnel: false)
            address = found
            return finding
        }
        guard let address, !wake.isRaised else {
            return skip([.tls, .login, .serverLog, .metrics], "the server was not reached")
        }
        logIn(source, address: address, port: dial.1)
    }

    private func skip(_ names: [CheckName], _ why: String) {
        for name in names { check(name) { .skipped(why) } }
    }

    /// Tries a host's addresses in order until one accepts a connection.
    private func reach(_ host: String, _ port: Int, isTunnel: Bool) -> (String?, Finding) {
        let addresses: [String]
        do throws(Failure) {
            addresses = try HostAddresses.of(host, within: Self.patience, wake: wake)
        } catch {
            return (nil, .failed(error, cause: isTunnel ? .tunnelDown : .nameNotFound))
        }
        var last: Int32 = 0
        for address in addresses.prefix(4) where !wake.isRaised {
            last = LoginProbe.dial(address, port, milliseconds: Self.patience)
            if last == 0 { return (address, .ok("\(address):\(port) accepts connections")) }
        }
        let words = "\(host):\(port): \(ReachProblem.words(last))"
        if isTunnel {
            return (
                nil,
                .failed(
                    words, .tunnelDown, advice: ["start the tunnel that listens at \(host):\(port)"],
                    exit: .unavailable)
            )
        }
        let isRefused = last == ECONNREFUSED
        return (
            nil,
            .failed(
                words, isRefused ? .connectionRefused : .unreachable,
                advice: [
                    isRefused
                        ? "check the port and whether the cluster runs"
                        : "check security groups and routes, or dial a tunnel with connect_to"
                ], exit: .unavailable)
        )
    }

    private func logIn(_ source: TokenSource, address: String, port: Int) {
        let login = source.login
        let start = qd_monotonic_nanoseconds()
        let authorities: Authorities
        do throws(Failure) {
            authorities = try TrustChoice(session: session, cluster: source.cluster).authorities()
        } catch {
            add(.failed(error), of: .tls, since: start)
            return skip([.login, .serverLog, .metrics], "the server's name is not proven")
        }
        let dialect = SessionFactory.dialect(login.engine)
        func probing(as user: String) -> LoginProbe {
            LoginProbe(
                .init(
                    host: login.endpoint.host, address: address, port: port, authorityFile: authorities.file,
                    dialect: dialect, user: user, database: login.database), wake: wake,
                milliseconds: source.cluster.tunnel == nil ? Self.patience : TunnelJudgement.patience)
        }
        let probe = probing(as: login.user)
        let hasCredentials = credentials != nil
        do throws(LoginProbe.Obstacle) {
            let secured = try probe.secure()
            add(Self.trusted(secured, now: session.now), of: .tls, since: start)
            let loginStart = qd_monotonic_nanoseconds()
            if source.passwordRequest != nil {
                add(passwordLogin(source), of: .login, since: loginStart)
                return skip([.serverLog, .metrics], "the login is by password, not by IAM")
            }
            guard hasCredentials else { return skip([.login, .serverLog, .metrics], "there are no credentials") }
            let answer: LoginProbe.Answer
            do throws(Failure) {
                answer = probe.logIn(secured, token: try source.sign().secret)
            } catch {
                add(.failed(error), of: .login, since: loginStart)
                return skip([.serverLog, .metrics], "no token was signed")
            }
            if answer == .accepted {
                add(.ok("the server accepted the token of \(login.user)"), of: .login, since: loginStart)
                return skip([.serverLog, .metrics], "the login works")
            }
            let judged = AnswerJudgement(login: login, answer: answer)
            var judgeContext = judged.context
            if judged.needsFacts { describe(source, &judgeContext) }
            if judged.wasNotAsked {
                judgeContext.otherSpelling = otherSpelling(source, probing)
                if judgeContext.otherSpelling == nil {
                    judgeContext.catalogue = UserCatalogue(source: source, context: context).entry()
                }
            }
            add(judged.finding(judgeContext), of: .login, since: loginStart)
            askServer(source, wasAsked: !judged.wasNotAsked)
        } catch {
            add(TrustJudgement.finding(error, login, authorities), of: .tls, since: start)
            skip([.login, .serverLog, .metrics], "the server's name is not proven")
        }
    }

    /// A verified connection, with a warning where a certificate expires soon.
    private static func trusted(_ secured: borrowing LoginProbe.Secured, now: Timestamp) -> Finding {
        let text = "\(secured.version), trusted by the root \(secured.authority), valid until \(secured.lastDay)"
        let warnings = secured.ends.warnings(at: now)
        guard !warnings.isEmpty else { return .ok(text) }
        return .warning(([text] + warnings.map(\.text)).joined(separator: "; "), advice: warnings.map(\.advice))
    }

    /// The outcome of a whole login by password.
    private func passwordLogin(_ source: TokenSource) -> Finding {
        do throws(Failure) {
            try ProxyCheck.run(source)
            return .ok("the server accepted the password of \(source.login.user)")
        } catch {
            return .failed(error)
        }
    }

    /// Another spelling of the user for which the server requests a token. No token is sent.
    private func otherSpelling(_ source: TokenSource, _ probing: (String) -> LoginProbe) -> String? {
        let user = source.login.user
        let others = [user.lowercased()] + source.cluster.users.filter { $0.lowercased() == user.lowercased() }
        for other in others where other != user {
            let probe = probing(other)
            guard let secured = try? probe.secure() else { continue }
            if probe.logIn(secured, token: nil) == .accepted { return other }
        }
        return nil
    }

    // MARK: - Checks through RDS and the server

    private func describe(_ source: TokenSource, _ judged: inout LoginContext) {
        judged.caller = caller
        guard let access, let client = try? access.client() else { return }
        facts = (try? ResourceLookup(client, region: source.login.region).find(source.login.endpoint)) ?? nil
        guard let facts else { return }
        judged.resource =
            ResourceName(
                region: facts.region, account: facts.account, resourceID: facts.resourceID,
                kind: .databaseUser(source.login.user)
            ).text
        judged.facts = facts.cluster.map { DatabaseFacts($0, region: facts.region, client) }
    }

    private func askServer(_ source: TokenSource, wasAsked: Bool) {
        let login = source.login
        guard wasAsked else { return skip([.serverLog, .metrics], "the server did not ask IAM") }
        let name = facts?.cluster?.identifier ?? clusterName(login.endpoint)
        guard let name, let access, let client = try? access.client() else {
            return skip([.serverLog, .metrics], "the cluster's name is not known")
        }
        let log = LoginLog(client, region: login.region, cluster: name)
        let now = session.now
        check(.serverLog) {
            ServerLogJudgement(login: login, caller: caller).finding(log, since: now + -600, facts?.cluster)
        }
        check(.metrics) { ServerLogJudgement.finding(log, since: now + -900, until: now) }
    }

    private func clusterName(_ endpoint: Endpoint) -> String? {
        switch endpoint.kind {
        case .writer, .reader: String(endpoint.host.prefix { $0 != "." })
        default: nil
        }
    }
}
