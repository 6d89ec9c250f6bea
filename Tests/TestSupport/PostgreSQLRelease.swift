import Foundation

/// A major version of PostgreSQL: the distribution's, or one that `.ci/fetch-databases` fetches.
public enum PostgreSQLRelease: Int, CaseIterable, Sendable, CustomStringConvertible {
    case fifteen = 15
    case sixteen = 16
    case seventeen = 17
    case eighteen = 18

    /// `PostgreSQL 17`.
    public var description: String { "PostgreSQL \(rawValue)" }

    /// The directory of its programs, with a slash at the end.
    public var programs: String {
        guard self != .fifteen else { return "/usr/lib/postgresql/15/bin/" }
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return root.path + "/.build/databases/postgresql-\(rawValue)/bin/"
    }

    /// The path of its psql.
    public var psql: String { self == .fifteen ? "/usr/bin/psql" : programs + "psql" }
}
