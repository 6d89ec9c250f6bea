import SQLWire
import ScreenKit
import Testing

@testable import Activity

/// A server may send any number.
@Suite struct HostileNumberTests {
    private static let numbers = [
        "Infinity", "-Infinity", "NaN", "1e300", "-1e300", "18446744073709551615", "-9223372036854775808", "1e19", "",
        "x",
    ]

    @Test(arguments: numbers)
    func `any number is shown as an age, a lag, an uptime and JSON`(number: String) {
        var row = AnswerRow([number])
        let seconds = row.seconds()
        #expect(seconds.map { $0 >= 0 && $0 <= 1e12 } ?? true)
        for value in [seconds ?? 0, Double(number) ?? 0] {
            #expect(!AgeText.uptime(value).isEmpty)
            #expect(!AgeText.lag(value).isEmpty)
            #expect(!AgeText.decimal(value).isEmpty)
            _ = AgeText.of(value)
        }
        var server = ServerOverview()
        server.lag = Double(number)
        var session = ServerSession(pid: 1)
        session.transactionAge = Double(number)
        session.queryAge = Double(number)
        session.query = "select '\u{202E}\u{1B}[2J\u{E0041}'"
        var sample = ServerSample()
        sample.server = server
        sample.sessions = [session]
        let line = SampleJSON.line(cluster: "harbor", engine: "postgresql", sample)
        #expect(line.utf8.allSatisfy { $0 < 0x80 })
        #expect(line.contains("\\u202e\\u001b[2J\\udb40\\udc41"))
    }

    @Test func `thousands that wait for one lock have few blockers each, and themselves never`() {
        let waiting = (1...5_000).map {
            MetadataLocks.Entry(object: "t", type: "SHARED_READ", isGranted: false, pid: $0)
        }
        let ahead = (6_001...9_000).map {
            MetadataLocks.Entry(object: "t", type: "EXCLUSIVE", isGranted: false, pid: $0)
        }
        let holder = MetadataLocks.Entry(object: "t", type: "SHARED_WRITE", isGranted: true, pid: 6_000)
        let blockers = MetadataLocks(waiting + ahead + [holder]).blockers
        #expect(blockers[7_000]?.first == 6_000)
        #expect(blockers[1].map { $0.count } == 64)
        #expect(blockers.allSatisfy { pid, others in !others.contains(pid) && others.count <= 64 })
    }
}
