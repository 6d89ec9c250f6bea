import Catalog
import ClusterAccess
import Doctor
import Failures
import Profiles
import SQLWire
import SessionSetup
import Threads
import TokenDelivery

/// Looks a user up in the roles of a PostgreSQL server, with another user for whom the caller may sign. Every user may
/// read the roles.
struct UserCatalogue {
    let source: TokenSource
    let context: CredentialContext

    private static let patience: Int32 = 8_000

    /// The user's entry; nil where the roles could not be read. Blocks for at most eight seconds.
    func entry() -> CatalogueEntry? {
        guard source.login.engine == .postgresql else { return nil }
        for other in source.cluster.users where other != source.login.user {
            if let entry = ask(as: other) { return entry }
        }
        return nil
    }

    private func ask(as other: String) -> CatalogueEntry? {
        var cluster = source.cluster
        cluster.user = other
        let selection = LoginSelection(source.session, profiles: .empty)
        guard let asker = try? TokenSource(selection, cluster, context),
            let plan = try? SessionFactory(tokenSource: asker).plan({ $0.asksForItself = true }),
            let session = try? SessionFactory.session(plan, .postgresql)
        else { return nil }
        let (done, answer) = (WakeSignal(), Locked(CatalogRows(rowLimit: 1)))
        let text = Self.question(source.login.user)
        Task.detached {
            do throws(SessionError) {
                try await session.open()
                try await session.run(Array(text.utf8), input: nil) { event in answer.withLock { $0.take(event) } }
            } catch {
                // Without rows the entry is nil.
            }
            done.raise()
            await session.close()
        }
        guard done.wait(milliseconds: Self.patience) else {
            session.abort()
            return nil
        }
        let rows = answer.withLock { $0.failure == nil ? $0.rows : [] }
        guard let row = rows.first, row.count == 2 else { return nil }
        return row[0] == "t" ? .present(usesIAM: row[1] == "t") : .absent
    }

    /// Whether the role exists, and whether it is a member of rds_iam.
    private static func question(_ user: String) -> String {
        let name = Quoting.doubling("'", user)
        return """
            SELECT r.oid IS NOT NULL, coalesce(pg_catalog.pg_has_role(r.oid, i.oid, 'member'), false)
            FROM (VALUES (\(name))) AS n (name)
            LEFT JOIN pg_catalog.pg_roles r ON r.rolname = n.name
            LEFT JOIN pg_catalog.pg_roles i ON i.rolname = 'rds_iam'
            """
    }
}
