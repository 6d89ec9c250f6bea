import Foundation
import TestSupport

/// A private PostgreSQL server of a release with `CatalogSchema`, started once for all tests.
final class CatalogServer: Sendable {
    let release: PostgreSQLRelease
    private let server: PrivateServer

    /// The server of a release.
    static func of(_ release: PostgreSQLRelease) throws -> CatalogServer {
        switch release {
        case .fifteen: try fifteen.get()
        case .sixteen: try sixteen.get()
        case .seventeen: try seventeen.get()
        case .eighteen: try eighteen.get()
        }
    }

    private static let fifteen = Result { try CatalogServer(.fifteen) }
    private static let sixteen = Result { try CatalogServer(.sixteen) }
    private static let seventeen = Result { try CatalogServer(.seventeen) }
    private static let eighteen = Result { try CatalogServer(.eighteen) }

    private init(_ release: PostgreSQLRelease) throws {
        self.release = release
        server = try PrivateServer.postgreSQL(release) { _ in ["wal_level=logical"] }
        _ = try run(CatalogSchema.sql(release))
        _ = try run("alter database postgres set search_path = cat, public")
    }

    /// Runs a script with psql of the server's release. Returns its output.
    func run(_ script: String, isCSV: Bool = false) throws -> String {
        let path = server.directory + "/" + UUID().uuidString
        defer { for name in ["", ".out", ".out.errors"] { unlink(path + name) } }
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        try Tool.run(
            [
                release.psql, "-X", "-q", "-h", server.directory, "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-P",
                "pager=off", "-f", path, "postgres",
            ] + (isCSV ? ["--csv"] : []), log: path + ".out")
        return try String(contentsOfFile: path + ".out", encoding: .utf8)
    }

    /// The outputs of several statements or commands from one psql.
    func answers(_ commands: [String], isCSV: Bool = false) throws -> [String] {
        let mark = "@@@ next @@@"
        let script = commands.map { "\\echo '\(mark)'\n\($0)\n" }.joined()
        let parts = try run(script, isCSV: isCSV).components(separatedBy: mark + "\n")
        return Array(parts.dropFirst())
    }

    /// The result tables of statements or commands.
    func tables(_ commands: [String]) throws -> [AnswerTable] {
        try answers(commands, isCSV: true).map(AnswerTable.init(csv:))
    }
}
