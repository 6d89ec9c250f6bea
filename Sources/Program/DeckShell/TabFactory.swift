import AWSCredentials
import Audit
import ClusterAccess
import Console
import Deck
import DeckRuntime
import Endpoints
import Failures
import Glibc
import History
import LocalFiles
import Passwords
import Profiles
import ResultDelivery
import Results
import SQLWire
import ScreenKit
import SessionSetup
import TerminalUI
import Threads
import TokenDelivery
import Workspace
import WorkspaceRuntime

/// The services of the sessions, from the invocation's flags, environment and files.
struct TabFactory {
    let services: WorkspaceServices
    private let drafts: Drafts
    /// The clusters of the current profile file.
    private let clusters: Locked<[RowID: Cluster]>

    init(
        _ session: Session, _ store: CredentialStore, _ passwords: PasswordStore, _ runtime: EffectRunner,
        _ audit: AuditWriter,
        copy: @escaping @Sendable (String) -> Message
    ) {
        let drafts = Drafts(directory: session.stateDirectory + "/drafts")
        self.drafts = drafts
        let clusters = Locked<[RowID: Cluster]>([:])
        self.clusters = clusters
        let pace = LoginPace()
        services = WorkspaceServices(
            session: { request throws(Failure) in
                var request = request
                request.place = request.place.following(clusters.withLock { $0[request.place.row] })
                return try Self.session(request, session, store, passwords, runtime, audit, pace)
            },
            forgetToken: { runtime.tokens.forget($0.row, olderThan: 5, now: DeckClock.now) },
            now: { DeckClock.now }, copy: copy,
            path: { path in
                let expanded = session.environment.path(path)
                return (try? ProcessEnvironment.absolutePath(expanded)) ?? expanded
            },
            budget: MemoryBudget(), spillDirectory: session.spillDirectory,
            history: StatementHistory(directory: session.stateDirectory), drafts: drafts,
            queries: SavedQueries(directory: session.queriesDirectory))
    }

    /// Applies a new profile file: the next login uses it.
    func follow(_ now: [RowID: Cluster]) { clusters.withLock { $0 = now } }

    /// The newest draft of a cluster, from a closed tab or an earlier invocation; nil when there is none.
    func draft(_ cluster: String, _ id: TabID) -> String? {
        // Another process may adopt it first.
        for _ in 0..<8 {
            guard let orphan = drafts.newestOrphan(of: cluster) else { return nil }
            let isOurs = try? drafts.adopt(orphan, as: Drafts.Key(cluster: cluster, tab: id.number))
            guard isOurs == false else { return isOurs == true ? orphan.text : nil }
        }
        return nil
    }

    /// Saves the text of a closed tab. Returns whether it is in a file, or empty.
    func release(_ text: String, _ cluster: String, _ id: TabID) -> Bool {
        let outcome = try? drafts.release(text, of: Drafts.Key(cluster: cluster, tab: id.number))
        return outcome == .kept || outcome == .removed
    }

    private static func session(
        _ request: WorkspaceServices.Request, _ session: Session, _ store: CredentialStore,
        _ passwords: PasswordStore, _ runtime: EffectRunner, _ audit: AuditWriter, _ pace: LoginPace
    ) throws(Failure) -> any SQLSession {
        guard request.place.members.isEmpty else {
            return try fanOut(request, session, store, passwords, runtime, audit, pace)
        }
        try session.requireTicket(for: request.place.cluster)
        let tokenSource = try tokens(request.place, session, store, passwords, runtime, audit)
        let plan = try SessionFactory(tokenSource: tokenSource).plan { plan in
            if let database = request.database { plan.database = database }
            plan.onLoss = request.onLoss
            plan.onTunnel = request.onTunnel
            plan.onMessages = request.onMessages
            if request.isForLookups {
                plan.isReadOnly = true
                plan.asksForItself = true
                plan.statementTimeout = 10
            }
        }
        let opened = try SessionFactory.session(plan, request.place.dialect)
        // The program's own queries are not recorded as the user's.
        guard !request.isForLookups else { return opened }
        // The doctor's checks without a network are about tokens.
        let refusal = RefusedLogin(
            session: session, store: store, passwords: passwords, cluster: request.place.cluster)
        let explain = tokenSource.passwordRequest == nil ? refusal.explained : nil
        return AuditedSession(opened, request.place.dialect, explain: explain) {
            audit.session($0, tokenSource.login)
        }
    }

    /// A session of several clusters; catalogue queries go to the first of them.
    private static func fanOut(
        _ request: WorkspaceServices.Request, _ session: Session, _ store: CredentialStore,
        _ passwords: PasswordStore, _ runtime: EffectRunner, _ audit: AuditWriter, _ pace: LoginPace
    ) throws(Failure) -> any SQLSession {
        func place(_ member: SessionPlace.Member) -> SessionPlace {
            var cluster = member.cluster
            cluster.isReadOnly = cluster.isReadOnly || !request.place.isForWriting
            return SessionPlace(row: member.row, cluster: cluster)
        }
        if request.isForLookups, let first = request.place.members.first {
            var own = request
            own.place = place(first)
            return try Self.session(own, session, store, passwords, runtime, audit, pace)
        }
        OpenFileLimit.raise(sessions: request.place.members.count)
        let members = request.place.members.map { member in
            let place = place(member)
            return FanOutSession.Member(
                name: member.cluster.name, dialect: place.dialect, host: place.cluster.endpoint.host, user: place.user
            ) { () throws(Failure) in
                let own = WorkspaceServices.Request(place: place, database: nil, isForLookups: false) { _ in }
                return try Self.session(own, session, store, passwords, runtime, audit, pace)
            }
        }
        guard let all = FanOutSession(members, pace: pace) else {
            throw Failure(
                .temporary, "no thread could be started for the sessions",
                why: "this machine's limit of threads or memory is reached", next: "ulimit -u")
        }
        return all
    }

    /// The tokens for a place, with the login from the current files.
    static func tokens(
        _ place: SessionPlace, _ session: Session, _ store: CredentialStore,
        _ passwords: PasswordStore, _ runtime: EffectRunner, _ audit: AuditWriter
    ) throws(Failure) -> TokenSource {
        let login = try DeckServices.login(session, place.cluster)
        let cluster = DeckServices.adjusted(place.cluster, session)
        return TokenSource(session, cluster, login, audit, passwords: passwords) { () throws(Failure) in
            try token(place, login, session, store, runtime, audit)
        }
    }

    /// The deck's own token if the session has its user; otherwise a token for the other user.
    private static func token(
        _ place: SessionPlace, _ login: Login, _ session: Session, _ store: CredentialStore, _ runtime: EffectRunner,
        _ audit: AuditWriter
    ) throws(Failure) -> SignedToken {
        guard place.isForWriting else {
            return try runtime.usable(row: place.row, place.cluster).token
        }
        let found = try store.credentials(for: DeckServices.identity(session, place.cluster))
        let token = try SignedToken(signing: login, with: found.credentials, at: session.now)
        audit.signed(token, with: found)
        return token
    }
}

extension SessionPlace {
    /// The same place with the cluster of the current profile file.
    func following(_ now: Cluster?) -> SessionPlace {
        guard var now, members.isEmpty else { return self }
        now.user = cluster.user
        now.awsProfile = cluster.awsProfile
        now.isReadOnly = cluster.isReadOnly
        return SessionPlace(row: row, cluster: now, isForWriting: isForWriting)
    }
}
