import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Numbers are aligned right by their type: MySQL flags text as a number where rows are grouped.
@Suite struct AlignmentTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    @Test(arguments: [
        "select distinct name, id from vessels", "select name, count(*) from vessels group by name",
        "select distinct concat(name, '') as n, 1.5 as d from vessels",
    ])
    func `distinct or grouped text stays left-aligned in Markdown`(query: String) throws {
        for cluster in ["harbor", "ferry"] {
            let run = try sandbox.sql(cluster, ["--format", "markdown", "-c", query])
            #expect(run.text.split(separator: "\n").dropFirst().first == "| --- | ---: |")
        }
    }

    @Test(arguments: [
        "select distinct name, id from vessels order by id limit 3",
        "select name, count(*) as n from vessels group by name order by name limit 3",
        "select distinct concat(name, '') as n, 1.5 as d from vessels order by 1 limit 3",
    ])
    func `a table of MySQL equals its own client's`(query: String) throws {
        let ours = try sandbox.sql("ferry", ["--format", "table", "-c", query])
        let theirs = try sandbox.mariadb(["harbor", "--table", "-e", query])
        #expect(ours.text == theirs.text)
    }
}
