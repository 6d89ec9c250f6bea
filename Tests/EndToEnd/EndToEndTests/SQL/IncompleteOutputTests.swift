import Foundation
import Glibc
import TestSupport
import Testing

@testable import Sandbox

/// Results that break off, and output that takes no more: what came is kept, and nobody takes it for all of it.
@Suite struct IncompleteOutputTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private func sql(_ arguments: [String], input: String = "") throws -> Program {
        try Program.run(
            [Program.product("quarterdeck"), "sql"] + arguments, environment: sandbox.env, input: Data(input.utf8))
    }

    private func start(_ arguments: [String], config: String? = nil, input: String = "/dev/null") throws -> ChildProcess
    {
        var environment = sandbox.env
        if let config { environment["QUARTERDECK_CONFIG"] = config }
        return try ChildProcess(
            [Program.product("quarterdeck"), "sql"] + arguments, environment: environment, input: input,
            output: folder.path("stdout"), errors: folder.path("stderr"))
    }

    private static let broken = "select 6 / (3 - i) as n from generate_series(1, 10) i"

    @Test(arguments: ["json", "jsonl", "csv", "insert", "markdown", "table"])
    func `a result that breaks off is in a part, and says that it is incomplete`(_ format: String) throws {
        let run = try sql(["harbor", "--format", format, "-o", folder.path("out"), "-c", Self.broken])
        #expect(run.status == 1)
        #expect(run.errors.contains("INCOMPLETE: the result broke off after 2 rows"), "\(run.errors)")
        #expect(run.errors.contains("what came is in \(folder.path("out")).partial"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.partial"])
        let text = try folder.text("out.partial")
        if format == "json" { #expect(text == "[\n{\"n\":3},\n{\"n\":6}\n") }
        let streamed = try sql(["harbor", "--format", format, "-c", Self.broken])
        #expect(streamed.status == 1)
        #expect(streamed.text == text)
        #expect(streamed.errors.contains("INCOMPLETE: the result broke off after 2 rows"))
    }

    @Test func `where nothing came there is no part, which is said`() throws {
        let run = try sql(["harbor", "-o", folder.path("out"), "-c", "select 1 / 0"])
        #expect(run.status == 1)
        #expect(run.errors.contains("nothing came, so no file was written"), "\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `a program that is killed leaves no file`() throws {
        let child = try start([
            "harbor", "-o", folder.path("out"), "-c", "select i, pg_sleep(0.01) from generate_series(1, 1000000) i",
        ])
        let descriptors = "/proc/\(child.identifier)/fd"
        var isOpen = false
        for _ in 0..<3_000 where !isOpen {
            let links = (try? FileManager.default.contentsOfDirectory(atPath: descriptors)) ?? []
            isOpen = links.contains {
                let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(descriptors)/\($0)")) ?? ""
                return target.hasPrefix(folder.path) && !target.hasSuffix("/stdout") && !target.hasSuffix("/stderr")
            }
            poll(nil, 0, 10)
        }
        #expect(isOpen)
        kill(child.identifier, SIGKILL)
        #expect(child.wait() == 137)
        #expect(try folder.names("") == ["stderr", "stdout"])
    }

    @Test(arguments: [100, 20_000])
    func `a change whose rows cannot be written says whether it is committed`(_ count: Int) throws {
        let run = try sql([
            "harbor", "-o", "/dev/full", "-c", "create temp table cargo (n int)", "-c",
            "insert into cargo select generate_series(1, \(count)) returning n",
        ])
        #expect(run.status == 74)
        let words = run.errors.split(separator: "\n").last { $0.contains("why:") } ?? ""
        #expect(words.contains("No space left on device"), "\(run.errors)")
        let isKnown =
            words.contains("committed: INSERT 0 \(count)") || count > 100 && words.contains("keeps nothing of it")
        #expect(isKnown, "\(run.errors)")
    }

    @Test(arguments: ["-c", "begin"])
    func `a change in an open transaction is told apart`(_ way: String) throws {
        let run = try sql(
            ["harbor", "-o", "/dev/full", "-f", "-"],
            input: "create temp table cargo (n int); begin; insert into cargo values (1) returning n;")
        #expect(run.status == 74)
        #expect(run.errors.contains("INSERT 0 1, in a transaction that was open and is rolled back"), "\(run.errors)")
    }

    @Test func `statements made by gexec that were cut are counted`() throws {
        let run = try sql(
            ["harbor", "-q", "-f", "-"],
            input: "select 'select 6 / (3 - ' || i || ')' from generate_series(1, 5) i \\gexec\n")
        #expect(run.status == 1)
        #expect(run.errors.contains("\\gexec was cut: 2 of its 5 statements were done"), "\(run.errors)")
    }

    @Test(arguments: [["-f", "pipe"], ["-o", "pipe", "-c", "select 1"]])
    func `Ctrl-C ends a program that waits for a FIFO's other end`(_ arguments: [String]) throws {
        mkfifo(folder.path("pipe"), 0o600)
        let child = try start(["harbor"] + arguments.map { $0 == "pipe" ? folder.path("pipe") : $0 })
        // It sleeps in the kernel's wait for the other end, or for what comes through it.
        var isWaiting = false
        for _ in 0..<3_000 where !isWaiting {
            let place = (try? String(contentsOfFile: "/proc/\(child.identifier)/wchan", encoding: .utf8)) ?? ""
            let state = (try? String(contentsOfFile: "/proc/\(child.identifier)/stat", encoding: .utf8)) ?? ""
            isWaiting = state.contains(") S ") && !place.isEmpty
            poll(nil, 0, 10)
        }
        kill(child.identifier, SIGINT)
        poll(nil, 0, 200)
        kill(child.identifier, SIGINT)
        #expect(child.wait() == 130)
    }

    @Test(arguments: [1, 2, 3])
    func `what other clusters answered is kept when one is stuck, however often Ctrl-C is pressed`(
        _ times: Int
    ) throws {
        let tarpit = try Tarpit()
        let shared = try #require(sandbox.env["QUARTERDECK_CONFIG"])
        let config = try folder.write(
            try String(contentsOfFile: shared, encoding: .utf8) + """

                [clusters.stuck]
                engine = "postgresql"
                endpoint = "stuck.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
                connect_to = "127.0.0.1:\(tarpit.port)"
                user = "jane_doe"
                """, to: "clusters.toml")
        try folder.write("select 1 as one;\n\\warn done\n", to: "script.sql")
        let child = try start(
            ["stuck,harbor,harbor-ro", "-o", folder.path("out"), "-f", folder.path("script.sql")], config: config)
        var errors = ""
        for _ in 0..<2_000 {
            errors = (try? folder.text("stderr")) ?? ""
            if errors.contains("harbor: done"), errors.contains("harbor-ro: done") { break }
            poll(nil, 0, 5)
        }
        for _ in 0..<times { kill(child.identifier, SIGINT) }
        // The stuck login may have come to the end of its time first.
        let status = child.wait()
        #expect(status == 130 || status == 69)
        errors = try folder.text("stderr")
        #expect(errors.contains("what came is in \(folder.path("out")).partial"), "\(errors)")
        #expect(try folder.text("out.partial") == "cluster,one\nharbor,1\nharbor-ro,1\n")
    }
}
