import Catalog
import Foundation
import SQLWire
import TestSupport
import Testing

/// `\d NAME` and `\d+ NAME` of every object in the schema, compared with psql of the server's own release.
@Suite struct DescribeFactsTests {
    @Test(arguments: PostgreSQLRelease.allCases)
    func `descriptions have psql's facts and no further rows`(_ release: PostgreSQLRelease) throws {
        let server = try CatalogServer.of(release)
        let names = try server.tables([
            """
            select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace \
            where n.nspname in ('cat', 'Odd Schema') \
            or c.oid = (select reltoastrelid from pg_class where relname = 'toasted') order by 1;
            """
        ])[0].rows.map { $0[0] }
        #expect(names.count > 60)
        for command in ["d", "d+"] {
            let theirs = try server.answers(
                ["\\pset format unaligned\n\\pset fieldsep <|>"] + names.map { "\\\(command) \($0)" })
            let ours = try Self.descriptions(server, names, command)
            for (name, (their, our)) in zip(names, zip(theirs.dropFirst(), ours)) {
                let faults = PsqlDescription(their).faults(in: our)
                #expect(faults == [], "\\\(command) \(name) of \(release)")
            }
        }
    }

    /// The product's answers, each as its title and the tables of its sections by title.
    private static func descriptions(
        _ server: CatalogServer, _ names: [String], _ command: String
    ) throws -> [ProductDescription] {
        let describes = try names.map { name -> DescribeQuery in
            guard
                case .describe(let query) = try WorkspaceCommand.parse(
                    name: command, arguments: Array(" \(name)".utf8), dialect: .postgresql
                ).get()
            else { throw CocoaError(.coderInvalidValue) }
            return query
        }
        let found = try server.tables(describes.map { String(decoding: $0.lookup.sql, as: UTF8.self) + "\\g" })
        let queries = try zip(describes, found).map { try $0.queries(for: $1.rows).get()[0] }
        let tables = try server.tables(
            queries.flatMap { $0.sections.map { String(decoding: $0.sql, as: UTF8.self) + "\\g" } })
        var rest = tables[...]
        return queries.map { query in
            let own = rest.prefix(query.sections.count)
            rest = rest.dropFirst(query.sections.count)
            return ProductDescription(
                title: query.title,
                sections: Dictionary(zip(query.sections.map(\.title), own), uniquingKeysWith: { first, _ in first }))
        }
    }
}

/// A description by the product.
struct ProductDescription {
    let title: String
    let sections: [String: AnswerTable]

    /// The words of each row: its values, the names of columns with a value, and the section's title.
    var rows: [Words] {
        sections.flatMap { title, table in
            table.rows.map { row in
                let cells = zip(table.columns, row).filter { !$1.isEmpty && $1 != "no" }
                return Words(cells.flatMap { [$0, $1] } + [title])
            }
        }
    }
}
