import Catalog
import Foundation
import SQLWire
import TestSupport
import Testing

/// Every catalogue list compared with psql of the server's own release: the same rows with all of psql's facts.
@Suite struct CatalogListTests {
    private static let lists = [
        "d", "d+", "dt", "dt+", "dtv", "dv+", "dm+", "di", "di+", "ds+", "dE+", "dt pg_toast.*", "dn", "dn+", "df",
        "df+", "da", "da+", "dfn", "dfp+", "dft", "dfw", "dT", "dT+", "dT integer", "dD", "dD+", "dx", "db", "db+",
        "dy", "dy+", "du", "du+", "dg", "dp", "z parent", "l", "l+", "dP", "dP+", "dX", "dC mood", "dC+ mood", "dO",
        "dO+", "dc", "dc+", "do", "do+ ===", "dL", "dL+", "dA", "dA+", "dAc btree", "dAc+ btree int4",
        "dAf btree", "dAf+ gin *", "dAf btree integer", "dAo btree integer_ops", "dAo+ gist point_ops", "dAp hash",
        "dAp+ btree integer_ops", "dd", "dd *len*", "dl", "dl+", "des", "des+", "dew", "dew+", "deu", "det",
        "det+", "dF", "dFd", "dFd+ cat*", "dFp", "dFt", "dFt+", "dRp", "dRs", "ddp", "ddp cat", "drds", "drg",
        "dconfig work_mem", "dconfig auto*cost*", "dconfig",
    ]

    @Test(arguments: PostgreSQLRelease.allCases)
    func `lists have psql's rows and facts`(_ release: PostgreSQLRelease) throws {
        let server = try CatalogServer.of(release)
        // psql 15 has no \drg; the wheels' servers have no ICU, so they have no collation of their own to list.
        let lists = Self.lists.filter { release != .fifteen ? !$0.hasPrefix("dO") : $0 != "drg" }
        let theirs = try server.tables(lists.map { "\\\($0)" })
        let ours = try server.tables(lists.map { try Self.sql($0)[0] + "\\g" })
        for (list, (their, our)) in zip(lists, zip(theirs, ours)) {
            #expect(!their.rows.isEmpty, "\\\(list) of \(release) has something to compare")
            #expect(our.rows.count == their.rows.count, "\\\(list) of \(release)")
            for row in their.rows {
                let faults = our.rows.map { Self.faults(their.named(row), our.named($0)) }
                let least = faults.min { $0.count < $1.count } ?? ["no row"]
                #expect(least == [], "\\\(list) of \(release): \(row)")
            }
        }
    }

    @Test(arguments: PostgreSQLRelease.allCases)
    func `the sections contain what psql shows in several tables`(_ release: PostgreSQLRelease) throws {
        let server = try CatalogServer.of(release)
        for list in ["dF+ cat_ts", "dFp+", "dx+", "dRp+ pub_some"] {
            let lines = try server.answers(["\\pset format unaligned\n\\pset tuples_only on\n\\\(list)"])[0]
            let rows = try server.tables(try Self.sql(list).map { $0 + "\\g" }).flatMap { table in
                table.rows.map { Words($0 + table.columns) }
            }
            // The list's own query checks a publication's letters against its columns.
            for line in lines.split(separator: "\n")
            where !line.hasSuffix(":") && !line.contains("|t|") && !line.contains("|f|") {
                let words = Words([line.replacingOccurrences(of: "(internal)", with: "")])
                let least = rows.map { words.missing(from: $0) }.min { $0.count < $1.count }
                #expect(least == [], "\\\(list) of \(release): \(line)")
            }
        }
    }

    @Test(arguments: PostgreSQLRelease.allCases)
    func `a named schema is shown with its publications`(_ release: PostgreSQLRelease) throws {
        let server = try CatalogServer.of(release)
        let theirs = try server.answers(["\\dn cat"])[0]
        #expect(theirs.contains("\"pub_schema\""))
        let ours = try server.tables(try Self.sql("dn cat").map { $0 + "\\g" })
        #expect(ours.map(\.rows.count) == [1, 1])
        #expect(ours.last?.rows == [["pub_schema", "cat"]])
    }

    private static func sql(_ list: String) throws -> [String] {
        let words = list.split(separator: " ", maxSplits: 1)
        let arguments = words.count > 1 ? " " + words[1] : ""
        guard
            case .query(let query) = try WorkspaceCommand.parse(
                name: String(words[0]), arguments: Array(arguments.utf8), dialect: .postgresql
            ).get()
        else { return [] }
        return query.sections.map { String(decoding: $0.sql, as: UTF8.self) }
    }

    /// The product's columns whose names differ from psql's.
    private static let names = [
        "Result data type": "Result type", "Argument data types": "Argument types", "ICU Locale": "Locale",
        "Stats target": "Statistics target",
    ]

    /// Facts in psql's row that the product's row lacks.
    private static func faults(_ theirs: [String: String], _ ours: [String: String]) -> [String] {
        let row = Words(Array(ours.values))
        return theirs.compactMap { name, value in
            // \sf shows bodies; databases grow during the comparison.
            if name == "Source code" || (name == "Size" && (ours["Encoding"] ?? ours["Location"]) != nil) { return nil }
            let words = Words([value])
            if let own = ours[names[name] ?? name] {
                return Words([own]).all == words.all ? nil : "\(name): \(value), not \(own)"
            }
            let missing = words.missing(from: row)
            return missing.isEmpty ? nil : "\(name): \(missing.sorted()) of \(value)"
        }
    }
}
