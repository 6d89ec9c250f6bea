import AWSCredentials
import Deck
import DeckRuntime
import Failures
import Glibc
import History
import LocalFiles
import Profiles
import Results
import SQLCore
import ScreenKit
import SessionSetup
import TerminalUI
import Threads
import TokenDelivery
import Workspace
import WorkspaceRuntime

/// The world of the sessions, made of a run's flags, environment and files.
struct TabFactory {
    let services: WorkspaceServices
    private let drafts: Drafts
    /// The clusters as the profile file has them now.
    private let clusters: Locked<[RowID: Cluster]>

    init(
        _ session: Session, _ store: CredentialStore, _ runtime: EffectRunner,
        copy: @escaping @Sendable (String) -> Message
    ) {
        let drafts = Drafts(directory: session.stateDirectory + "/drafts")
        self.drafts = drafts
        let clusters = Locked<[RowID: Cluster]>([:])
        self.clusters = clusters
        services = WorkspaceServices(
            session: { request throws(Failure) in
                var request = request
                request.place = request.place.following(clusters.withLock { $0[request.place.row] })
                return try Self.session(request, session, store, runtime)
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

    /// The profile file was read: the next login goes where it says.
    func follow(_ now: [RowID: Cluster]) { clusters.withLock { $0 = now } }

    /// What was typed last on a cluster, in a tab that was closed or in a run that has ended; nil when other tabs have
    /// it all.
    func draft(_ cluster: String, _ id: TabID) -> String? {
        // Another process may be faster.
        for _ in 0..<8 {
            guard let orphan = drafts.newestOrphan(of: cluster) else { return nil }
            let isOurs = try? drafts.adopt(orphan, as: Drafts.Key(cluster: cluster, tab: id.number))
            guard isOurs == false else { return isOurs == true ? orphan.text : nil }
        }
        return nil
    }

    /// Keeps what was typed in a tab that is closed; answers whether it is in a file, or there is nothing to be kept.
    func release(_ text: String, _ cluster: String, _ id: TabID) -> Bool {
        let outcome = try? drafts.release(text, of: Drafts.Key(cluster: cluster, tab: id.number))
        return outcome == .kept || outcome == .removed
    }

    private static func session(
        _ request: WorkspaceServices.Request, _ session: Session, _ store: CredentialStore, _ runtime: EffectRunner
    ) throws(Failure) -> any SQLSession {
        let cluster = request.place.cluster
        let login = try DeckServices.login(session, cluster)
        let tokenSource = TokenSource(session, cluster, login) { () throws(Failure) in
            try token(request.place, login, session, store, runtime)
        }
        let plan = try SessionFactory(tokenSource: tokenSource).plan { plan in
            if let database = request.database { plan.database = database }
            plan.onLoss = request.onLoss
            if request.isForLookups {
                plan.isReadOnly = true
                plan.asksForItself = true
                plan.statementTimeout = 10
            }
        }
        return try SessionFactory.session(plan, request.place.dialect)
    }

    /// The deck's own token where the session is its user's; one by the way for another user.
    private static func token(
        _ place: SessionPlace, _ login: Login, _ session: Session, _ store: CredentialStore, _ runtime: EffectRunner
    ) throws(Failure) -> SignedToken {
        guard place.isForWriting else {
            return try runtime.usable(row: place.row, place.cluster).token
        }
        let found = try store.credentials(for: DeckServices.identity(session, place.cluster))
        return try SignedToken(signing: login, with: found.credentials, at: session.now)
    }
}

extension SessionPlace {
    /// The same place as the profile file has it now.
    func following(_ now: Cluster?) -> SessionPlace {
        guard var now else { return self }
        now.user = cluster.user
        now.awsProfile = cluster.awsProfile
        now.isReadOnly = cluster.isReadOnly
        return SessionPlace(row: row, cluster: now, isForWriting: isForWriting)
    }
}
