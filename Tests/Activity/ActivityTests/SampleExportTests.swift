import Failures
import Foundation
import ScreenKit
import TestSupport
import Testing

@testable import Activity
@testable import ActivityRuntime

/// The export of kept samples.
@Suite struct SampleExportTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    @Test func `e asks for the file's name, and Enter writes the samples of the shown cluster`() {
        var harbour = Harbour("orders", "billing")
        harbour.sample(Harbour.queue)
        harbour.press("enter", "e")
        #expect(
            harbour.text.contains("orders-20261121T140231.csv") || harbour.text.contains("orders-20261121T140233.csv"))
        #expect(harbour.text.contains("1 sample, a line for each session and sample"))
        harbour.press("ctrl-u")
        harbour.type("x.json")
        harbour.press("enter")
        #expect(harbour.effects.last == .export(path: "x.json"))
        #expect(harbour.state.exported.map(\.row.name) == ["orders"])
        harbour.press("e", "escape")
        #expect(harbour.state.overlay == nil)
        harbour.press("escape")
        #expect(harbour.state.exported.map(\.row.name) == ["orders", "billing"])
    }

    @Test func `without samples there is nothing to export`() {
        var harbour = Harbour("orders")
        harbour.press("e")
        #expect(harbour.state.overlay == nil)
        #expect(harbour.text.contains("there are no samples yet"))
    }

    @Test func `each session of each sample has a line with the sample's time`() throws {
        var harbour = Harbour("orders")
        harbour.sample(Harbour.queue)
        harbour.sample([Harbour.queue[1]])
        let path = folder.path("samples.csv")
        let done = try SampleExport(harbour.state.exported).write(to: path)
        // Idle sessions are kept of the newest sample only.
        #expect(done == (samples: 2, rows: 5))
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(
            lines[0]
                == "time,cluster,engine,pid,user,database,client,application,state,wait,transaction_age,query_age,"
                + "blocked_by,lock,query")
        #expect(lines.count == 7)
        #expect(lines[1].hasPrefix("2026-11-21T14:02:33.000Z,orders,postgresql,4711,app,,,,idle in transaction,"))
        #expect(
            lines[6] == "2026-11-21T14:02:35.000Z,orders,postgresql,4802,app,,,,active,Lock:transactionid,52.000,"
                + "52.000,[4711],transactionid ShareLock,UPDATE stock SET a = 2")
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }

    @Test(arguments: ["json", "jsonl"])
    func `JSON has an object for each session of each sample`(_ suffix: String) throws {
        var harbour = Harbour("orders")
        harbour.sample(Harbour.queue)
        let path = folder.path("samples." + suffix)
        _ = try SampleExport(harbour.state.exported).write(to: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let array = suffix == "json" ? text : "[" + text.split(separator: "\n").joined(separator: ",") + "]"
        let objects = try #require(try JSONSerialization.jsonObject(with: Data(array.utf8)) as? [[String: Any]])
        #expect(objects.count == 5)
        #expect(objects[1]["blocked_by"] as? [Int] == [4_711])
        #expect(objects[1]["query_age"] as? Double == 52)
        #expect(objects[4]["transaction_age"] is NSNull)
    }

    @Test func `an existing file stays, and an unknown format writes nothing`() throws {
        var harbour = Harbour("orders")
        harbour.sample(Harbour.queue)
        let export = SampleExport(harbour.state.exported)
        let path = try folder.write("mine", to: "samples.csv")
        #expect(throws: Failure.self) { try export.write(to: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
        #expect(throws: Failure.self) { try export.write(to: folder.path("samples.xlsx")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["samples.csv"])
    }
}
