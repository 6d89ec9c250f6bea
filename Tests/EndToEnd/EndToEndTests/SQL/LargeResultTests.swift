import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// A million rows of six columns in bounded memory.
@Suite struct LargeResultTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private func read(
        _ cluster: String, _ rows: Int, format: String = "csv", columns: String = "*", to file: String
    ) throws -> PeakMemory {
        let run = try PeakMemory(
            [
                Program.product("quarterdeck"), "sql", cluster, "--quiet", "--format", format, "-c",
                "select \(columns) from sensor_readings where id <= \(rows) order by id",
            ], environment: sandbox.env, output: folder.path(file))
        #expect(run.status == 0, "\(run.errors)")
        return run
    }

    private func bytes(_ file: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: folder.path(file)), options: .alwaysMapped)
    }

    @Test(arguments: ["harbor", "ferry"])
    func `memory does not grow with rows`(cluster: String) throws {
        let some = try read(cluster, 200_000, to: "some")
        let all = try read(cluster, 1_000_000, to: "all")
        #expect(all.kibibytes <= 28 * 1_024 + PeakMemory.libraries)
        #expect(all.kibibytes - some.kibibytes <= 2 * 1_024)
        #expect(try Program.run(["wc", "-l", folder.path("all")]).text.hasPrefix("1000001 "))
    }

    @Test func `a million rows equal psql's byte for byte`() throws {
        _ = try read("harbor", 1_000_000, to: "ours")
        let theirs = try sandbox.psql(["-c", "select * from sensor_readings order by id"])
        expectSame(try bytes("ours"), theirs.output, "csv")
    }

    @Test func `a million rows equal mariadb's byte for byte`() throws {
        // The batch format writes NULL as that word.
        let columns = "id, read_at, sensor, reading, unit, coalesce(remark, '') as remark"
        _ = try read("ferry", 1_000_000, format: "tsv", columns: columns, to: "ours")
        let query = "select \(columns) from sensor_readings order by id"
        let theirs = try sandbox.mariadb(["--batch", "--quick", "-e", query, "harbor"])
        expectSame(try bytes("ours"), theirs.output, "tsv")
    }

    @Test(arguments: ["table", "vertical", "tsv", "json", "jsonl", "markdown", "insert"])
    func `no format stores a whole result`(format: String) throws {
        let some = try read("harbor", 20_000, format: format, to: "some")
        let more = try read("harbor", 100_000, format: format, to: "more")
        #expect(more.kibibytes - some.kibibytes <= 2 * 1_024)
    }
}
